"""Functions that read and check numbers. A number is an exact decimal; the digits stay as received."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException

from lienthong.mapping.functions.cells import (
    EXACT,
    MAX_DIGITS,
    Settings,
    Words,
    clean,
    exact_number,
    plain_number,
    silent,
)
from lienthong.plugs import Example, Function, Notice, Param, Refusal, WrongWord
from lienthong.reading import Cell, cell_text

NumberCall = Callable[..., "Decimal | None"]

# blanks that stand between groups of three: common, no-break, narrow no-break, thin
_BLANKS = re.compile("[ \u00a0\u202f\u2009]")
_MAX_SIGNS = 80
_GROUP = 3
_PLACES = 6
"""Decimal places that are written without exponent whatever the digits are."""


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers are written: the decimal sign, and the sign between groups of three ("" for none)."""

    name: str
    plain: re.Pattern[str]
    grouped: re.Pattern[str] | None
    doubtful: re.Pattern[str] | None
    decimal: str
    group: str
    like: str = "1250.5"
    """A number written so."""


def _style(name: str, decimal: str, group: str) -> Style:
    point, mark = re.escape(decimal), re.escape(group)
    return Style(
        name,
        re.compile(rf"[+-]?[0-9]+({point}[0-9]+)?"),
        re.compile(
            rf"[+-]?[0-9]{{1,3}}(?:({mark})[0-9]{{3}}(?:\1[0-9]{{3}})*|( )[0-9]{{3}}(?: [0-9]{{3}})*)"
            rf"({point}[0-9]+)?"
        ),
        re.compile(rf"[+-]?[1-9][0-9]{{0,2}}{point}[0-9]{{3}}"),
        decimal,
        group,
        f"1{group}250{decimal}5",
    )


STYLES: Mapping[str, Style] = {
    "": Style("", re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"), None, None, ".", ""),
    "comma": _style("comma", ",", "."),
    "point": _style("point", ".", ","),
}
_SEPARATED = re.compile(r"[+-]?[0-9]+([.,' ][0-9]+)+")


def style_of(words: Words) -> Style:
    """The style named by the optional word `comma` or `point`; raises `ValueError` for another."""
    name = words[0] if words else ""
    if name not in STYLES:
        raise WrongWord(
            f'unknown way of writing numbers "{name}"; known: comma, point',
            f'không có cách viết số "{name}"; có: comma, point',
        )
    return STYLES[name]


def read_number(text: str, style: Style, notice: Notice) -> Decimal:
    """The number a text holds in a style.

    Refuses `number.format`, `number.grouping`, `number.length`; tells `number.two-readings` where a person may
    read the decimal sign as the sign of thousands (then zeros at the end are dropped, so that nobody does again).
    """
    if len(text) > _MAX_SIGNS:
        raise Refusal("number.length", limit=str(MAX_DIGITS))
    bare = _BLANKS.sub(" ", text.replace("\u2212", "-"))
    if style.plain.fullmatch(bare):
        number = _decimal(bare.replace(style.decimal, "."))
        if style.doubtful and style.doubtful.fullmatch(bare):
            other = bare.replace(style.decimal, "")
            notice("number.two-readings", value=text, read=format(_short(number), "f"), other=other)
            return _short(number)
        return number
    if style.grouped and style.grouped.fullmatch(bare):
        return _decimal(bare.replace(" ", "").replace(style.group, "").replace(style.decimal, "."))
    if style.name and _SEPARATED.fullmatch(bare):
        raise Refusal("number.grouping", value=text, style=style.name, like=style.like)
    raise Refusal("number.format", value=text, style=style.name or "point")


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_DIGITS:
        raise Refusal("number.length", limit=str(MAX_DIGITS))
    return Decimal(text)


def _short(number: Decimal) -> Decimal:
    text = format(number, "f").rstrip("0").rstrip(".")
    return Decimal(text)


def cell_number(cell: Cell, style: Style, notice: Notice) -> Decimal | None:
    """The number of a cell: a workbook's number as it is, a text by its style; empty gives None."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = exact_number(cell)
        if number is None:
            raise Refusal("number.length", limit=str(MAX_DIGITS))
        return number
    if not isinstance(cell, str):
        clean(cell)
        raise Refusal("number.format", value=cell_text(cell), style=style.name or "point")
    text = clean(cell)
    return read_number(text, style, notice) if text else None


@dataclass(frozen=True, slots=True)
class NumberReading:
    """Reads numbers in a style; `text` gives at once how the number of a plain cell is written."""

    style: Style

    def __call__(self, cell: Cell, notice: Notice = silent) -> Decimal | None:
        # digits with at most one decimal sign, where nobody can read them otherwise
        if cell.__class__ is str and cell.isascii() and len(cell) <= MAX_DIGITS:
            whole, sign, part = cell.partition(self.style.decimal)
            if whole.isdigit() and (part.isdigit() and len(part) != _GROUP if sign else True):
                return Decimal(f"{whole}.{part}" if sign else whole)
        return cell_number(cell, self.style, notice)

    def text(self, cell: Cell) -> str:
        """The number of a cell as `str` writes it, where it can be told from the cell; empty where it cannot.

        >>> number = NumberReading(STYLES["comma"])
        >>> number.text("12,30"), number.text("007,5"), number.text("1,250")
        ('12.30', '', '')
        """
        if cell.__class__ is not str or not cell.isascii() or len(cell) > MAX_DIGITS:
            return ""
        whole, sign, part = cell.partition(self.style.decimal)
        # zeros in front are dropped, and very small numbers get an exponent
        if not whole.isdigit() or (whole[0] == "0" and len(whole) > 1):
            return ""
        if not sign:
            return whole
        return f"{whole}.{part}" if part.isdigit() and len(part) != _GROUP and len(part) <= _PLACES else ""


def _number(words: Words, settings: Settings) -> NumberCall:
    return NumberReading(style_of(words))


def _positive(words: Words, settings: Settings) -> NumberCall:
    def call(number: Decimal) -> Decimal:
        if number == 0:
            raise Refusal("number.zero")
        if number < 0:
            raise Refusal("number.negative", value=format(number, "f"))
        return number

    return call


def _at_least(words: Words, settings: Settings) -> NumberCall:
    try:
        least = plain_number(words[0])
    except ValueError:
        raise WrongWord(
            f'at_least() wants a number like 0 or 12.5, got "{words[0]}"',
            f'at_least() cần số như 0 hoặc 12.5, không phải "{words[0]}"',
        ) from None

    def call(number: Decimal) -> Decimal:
        if number < least:
            raise Refusal("number.too-small", value=format(number, "f"), least=words[0])
        return number

    return call


def _arithmetic(combine: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Words, Settings], NumberCall]:
    def make(words: Words, settings: Settings) -> NumberCall:
        def call(number: Decimal, other: Decimal | None) -> Decimal | None:
            return None if other is None else exactly(lambda: combine(number, other))

        return call

    return make


def exactly(work: Callable[[], Decimal]) -> Decimal:
    """The answer of exact arithmetic; one that would need rounding or too many digits is refused."""
    try:
        answer = work()
    except DecimalException:
        raise Refusal("number.length", limit=str(MAX_DIGITS)) from None
    if len(format(answer, "f")) > 2 * MAX_DIGITS:
        raise Refusal("number.length", limit=str(MAX_DIGITS))
    return answer


FUNCTIONS = (
    Function(
        name="number",
        takes="text",
        gives="number",
        says={
            "vi": "Đọc số. comma: dấu phẩy thập phân, chấm hàng nghìn; point: ngược lại; bỏ trống: chỉ số và dấu chấm.",
            "en": "Reads a number. comma: decimal comma, points between thousands; point: the other way; none: plain.",
        },
        make=_number,
        params=(Param("style", "word", optional=True),),
        examples=(
            Example("1.250,5", "number(comma)", gives="1250.5"),
            Example("12,30", "number(comma)", gives="12.30"),
            Example("1 250", "number(comma)", gives="1250"),
            Example("1,250", "number(comma)", gives="1.25", notices="number.two-readings"),
            Example("1,250.5", "number(point)", gives="1250.5"),
            Example("1.250", "number(point)", gives="1.25", notices="number.two-readings"),
            Example("1.5", "number(comma)", refuses="number.grouping"),
            Example("1,5", "number(point)", refuses="number.grouping"),
            Example("1e3", "number", refuses="number.format"),
            Example("600g - 800g", "number(comma)", refuses="number.format"),
            Example("0893.50", "number", gives="893.50"),
        ),
        takes_cell=True,
        tells=True,
        undo="~",
    ),
    Function(
        name="positive",
        takes="number",
        gives="number",
        says={"vi": "Phải lớn hơn 0.", "en": "Must be more than zero."},
        make=_positive,
        examples=(
            Example("0.5", "positive", gives="0.5"),
            Example("0", "positive", refuses="number.zero"),
            Example("-500", "positive", refuses="number.negative"),
        ),
        undo="=",
    ),
    Function(
        name="at_least",
        takes="number",
        gives="number",
        says={"vi": "Không được nhỏ hơn số đã cho.", "en": "Must not be less than the written number."},
        make=_at_least,
        params=(Param("least", "word"),),
        examples=(
            Example("0", "at_least(0)", gives="0"),
            Example("-100", "at_least(0)", refuses="number.too-small"),
        ),
        undo="=",
    ),
    Function(
        name="times",
        takes="number",
        gives="number",
        says={"vi": "Nhân với một giá trị khác.", "en": "Multiplied by another value."},
        make=_arithmetic(EXACT.multiply),
        params=(Param("other", "number"),),
        examples=(Example("3.2", "times(pkgs)", gives="12.8", names={"pkgs": "4"}),),
    ),
    Function(
        name="plus",
        takes="number",
        gives="number",
        says={"vi": "Cộng với một giá trị khác.", "en": "Another value added."},
        make=_arithmetic(EXACT.add),
        params=(Param("other", "number"),),
        examples=(Example("0.1", "plus(more)", gives="0.3", names={"more": "0.2"}),),
    ),
    Function(
        name="minus",
        takes="number",
        gives="number",
        says={"vi": "Trừ đi một giá trị khác.", "en": "Another value taken away."},
        make=_arithmetic(EXACT.subtract),
        params=(Param("other", "number"),),
        examples=(Example("12.8", "minus(tare)", gives="12.3", names={"tare": "0.5"}),),
    ),
)
