"""How the cells of a correction workbook look: marks, number formats, and the part that lists them."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.tabular.markup import attribute
from adapters.tabular.number_formats import GENERAL, NUMBERS, OWN

FAULT_FILL, FAULT_EDGE, GREY_FILL, GREY_TEXT, TAB = "FBEAE7", "B3261E", "E6E6E6", "757575", "C62828"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as RGB, empty for the usual one; `edge` draws the frame of a faulty cell."""

    fill: str = ""
    color: str = ""
    size: int = 11
    bold: bool = False
    underline: bool = False
    edge: bool = False
    wrap: bool = False


LOOKS = {
    "": Look(),
    "fault": Look(fill=FAULT_FILL, edge=True),
    "reason": Look(fill=FAULT_FILL, wrap=True),
    "grey": Look(fill=GREY_FILL, color=GREY_TEXT),
    "wrap": Look(wrap=True),
    "head": Look(bold=True, wrap=True),
    "title": Look(bold=True, size=14),
    "pale": Look(color=GREY_TEXT),
    "small": Look(color=GREY_TEXT, size=9),
    "link": Look(color="0B57D0", underline=True, wrap=True),
}


class Styles:
    """The cell styles of one workbook, numbered as they are asked for."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {("", GENERAL): 0}

    def number(self, mark: str, code: str) -> int:
        """The number of the style with the look of a mark and a number format."""
        return self._numbers.setdefault((mark, code), len(self._numbers))

    def xml(self) -> str:
        """The styles part (ECMA-376 part 1, 18.8.39): a font and a fill for each look, then the styles."""
        own = sorted({code for _, code in self._numbers} - set(NUMBERS))
        numbers = NUMBERS | {code: OWN + at for at, code in enumerate(own)}
        lists = {
            "numFmts": [f'<numFmt numFmtId="{numbers[code]}" formatCode={attribute(code)}/>' for code in own],
            "fonts": [_font(look) for look in LOOKS.values()],
            "fills": [_pattern("none"), _pattern("gray125"), *(_fill(look) for look in LOOKS.values())],
            "borders": [_border("", ""), _border(' style="thin"', _color(FAULT_EDGE))],
            "cellStyleXfs": ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'],
            "cellXfs": [_style(mark, numbers[code]) for mark, code in self._numbers],
            "cellStyles": ['<cellStyle name="Normal" xfId="0" builtinId="0"/>'],
        }
        parts = (f'<{name} count="{len(rows)}">{"".join(rows)}</{name}>' for name, rows in lists.items() if rows)
        return f'<styleSheet xmlns="{NAMESPACE}">{"".join(parts)}</styleSheet>'


def _color(rgb: str, name: str = "color") -> str:
    return f'<{name} rgb="FF{rgb}"/>'


def _font(look: Look) -> str:
    shape = "<b/>" * look.bold + "<u/>" * look.underline
    color = _color(look.color) if look.color else ""
    return f'<font>{shape}<sz val="{look.size}"/>{color}<name val="Calibri"/><family val="2"/></font>'


def _pattern(kind: str, inner: str = "") -> str:
    return f'<fill><patternFill patternType="{kind}">{inner}</patternFill></fill>'


def _fill(look: Look) -> str:
    return _pattern("solid", _color(look.fill, "fgColor")) if look.fill else _pattern("none")


def _border(style: str, color: str) -> str:
    sides = "".join(f"<{side}{style}>{color}</{side}>" for side in ("left", "right", "top", "bottom"))
    return f"<border>{sides}<diagonal/></border>"


def _style(mark: str, number: int) -> str:
    at, look = list(LOOKS).index(mark), LOOKS[mark]
    ids = (
        f'numFmtId="{number}" fontId="{at}" fillId="{at + 2 if look.fill else 0}" borderId="{int(look.edge)}" xfId="0"'
    )
    kinds = (("NumberFormat", number), ("Font", at), ("Fill", look.fill), ("Border", look.edge))
    applied = "".join(f' apply{kind}="1"' for kind, used in kinds if used)
    if not look.wrap:
        return f"<xf {ids}{applied}/>"
    return f'<xf {ids}{applied} applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
