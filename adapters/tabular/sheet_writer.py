"""One sheet being written: its rows go to disk as text while they come, what stands around them is added at the end.

Office Open XML, ECMA-376 part 1: 18.3.1.99 for the sheet, 18.7 for its notes; they are drawn by VML (part 4).
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from adapters.tabular.correction_sheet import CELL_TEXT, safe_text
from adapters.tabular.handback_styles import NAMESPACE, Styles
from adapters.tabular.markup import attribute, escaped
from adapters.tabular.number_formats import GENERAL, TEXT
from lienthong.findings.finding import column_letters
from lienthong.reading import Cell, ErrorCell

IN_MEMORY = 4 << 20
BLOCK = 1 << 18
NOTE_TEXT = 2_000
AUTHOR = "Liên Thông"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Marked = tuple[Cell | None, str]
"""A value and the mark of its look. An empty text without mark is no cell at all; None is a cell that nobody filled."""

_NO_FORMATS: Mapping[int, str] = {}
_MARKUP = re.compile("[&<>\r]")
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - the calendar of sheets knows no zones
_FIRST_YEAR = 1901
_DAY = dt.timedelta(days=1)
_letters = lru_cache(maxsize=4096)(column_letters)
_SHAPES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>'
    "</v:shapetype>"
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;'
    'width:320px;height:110px;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
    '<x:ClientData ObjectType="Note">'
    "<x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)


class SheetWriter:
    """Writes a sheet row by row. What it looks like around the rows is set at any time before `blocks` is walked.

    `widths` from column A on; `frozen` rows stay in sight; merged blocks are top, left, bottom, right.
    """

    def __init__(self, title: str, styles: Styles) -> None:
        self.title, self.styles, self.last = title, styles, 0
        self.widths: list[float] = []
        self.frozen, self.tab, self.unseen = 0, "", False
        self.merged: list[tuple[int, int, int, int]] = []
        self.notes: list[tuple[int, int, str]] = []
        self._links: list[tuple[str, str]] = []
        self._text_looks: dict[tuple[int, str], tuple[str, str]] = {}
        self._rows = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - open until its blocks are walked

    def append(self, cells: Sequence[Marked | None], formats: Mapping[int, str] = _NO_FORMATS) -> None:
        """Writes the next row: text is text whatever it begins with, numbers and dates stay what they are.

        `formats` are number formats by 1-based column, for cells that hold no text; a cell nobody filled needs one to
        be typed in.
        """
        self.last += 1
        number = str(self.last)
        written = [
            self._text_cell(column, number, *cell)  # type: ignore[arg-type]
            if type(cell[0]) is str
            else self._cell(column, number, *cell, formats.get(column))
            for column, cell in enumerate(cells, 1)
            if cell is not None and cell != ("", "")
        ]
        self._rows.write(f'<row r="{number}">{"".join(written)}</row>'.encode())

    def _text_cell(self, column: int, number: str, text: str, mark: str) -> str:
        look = self._text_looks.get((column, mark)) or self._text_look(column, mark)
        return f"{look[0]}{number}{look[1]}{_text(text)}</is></c>"

    def _text_look(self, column: int, mark: str) -> tuple[str, str]:
        style = self.styles.number(mark, TEXT)
        look = (f'<c r="{_letters(column)}', f'" s="{style}" t="inlineStr"><is>')
        self._text_looks[column, mark] = look
        return look

    def _cell(self, column: int, number: str, value: Cell | None, mark: str, code: str | None) -> str:
        if value is None:
            return f'<c r="{_letters(column)}{number}" s="{self.styles.number(mark, code or GENERAL)}"/>'
        usual, kind, text = _written(value)
        style = self.styles.number(mark, code if code and kind == "n" else usual)
        inner = f"<is>{text}</is>" if kind == "inlineStr" else f"<v>{text}</v>"
        return f'<c r="{_letters(column)}{number}" s="{style}" t="{kind}">{inner}</c>'

    def note(self, column: int, text: str) -> None:
        """Puts a note on a cell of the row written last."""
        self.notes.append((self.last, column, safe_text(text)[:NOTE_TEXT]))

    def link(self, column: int, target: str) -> None:
        """Makes a cell of the row written last a link into the workbook."""
        self._links.append((f"{_letters(column)}{self.last}", target))

    @property
    def size(self) -> int:
        """Bytes of the rows written so far."""
        return self._rows.tell()

    def blocks(self) -> Iterator[bytes]:
        """The sheet part, block by block; the rows are gone afterwards."""
        yield f'<worksheet xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">{self._before()}<sheetData>'.encode()
        with self._rows as rows:
            rows.seek(0)
            while block := rows.read(BLOCK):
                yield block
        yield f"</sheetData>{self._behind()}</worksheet>".encode()

    def comments(self) -> str:
        """The part that holds the notes."""
        notes = (
            f'<comment ref="{_letters(column)}{row}" authorId="0"><text>{_text(text)}</text></comment>'
            for row, column, text in self.notes
        )
        head = f'<comments xmlns="{NAMESPACE}"><authors><author>{AUTHOR}</author></authors><commentList>'
        return f"{head}{''.join(notes)}</commentList></comments>"

    def shapes(self) -> str:
        """The part that draws the notes, unseen until the cell is pointed at."""
        drawn = (
            _SHAPE.format(id=1026 + at, row=row - 1, column=column - 1)
            for at, (row, column, _) in enumerate(self.notes)
        )
        return f"{_SHAPES}{''.join(drawn)}</xml>"

    def _before(self) -> str:
        tab = f'<sheetPr><tabColor rgb="FF{self.tab}"/></sheetPr>' if self.tab else ""
        pane = (
            f'<pane ySplit="{self.frozen}" topLeftCell="A{self.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
            if self.frozen
            else ""
        )
        columns = "".join(
            f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>' for at, width in enumerate(self.widths, 1)
        )
        view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        return f"{tab}{view}" + (f"<cols>{columns}</cols>" if columns else "")

    def _behind(self) -> str:
        merged = "".join(
            f'<mergeCell ref="{_letters(left)}{top}:{_letters(right)}{bottom}"/>'
            for top, left, bottom, right in self.merged
        )
        links = "".join(f'<hyperlink ref="{cell}" location={attribute(target)}/>' for cell, target in self._links)
        parts = [
            f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else "",
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            '<legacyDrawing r:id="shapes"/>' if self.notes else "",
        ]
        return "".join(parts)


def _written(value: Cell) -> tuple[str, str, str]:
    """The usual number format of a value, its type in the sheet (18.18.11) and its text there."""
    if isinstance(value, bool):
        return GENERAL, "b", str(int(value))
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return GENERAL, "n", repr(value)
    if isinstance(value, dt.time):
        return "hh:mm:ss", "n", repr((dt.datetime.combine(_DAY_ZERO, value) - _DAY_ZERO) / _DAY)
    if isinstance(value, dt.datetime) and value.year >= _FIRST_YEAR:
        return "dd/mm/yyyy hh:mm:ss", "n", repr((value - _DAY_ZERO) / _DAY)
    if isinstance(value, dt.date) and value.year >= _FIRST_YEAR:
        return "dd/mm/yyyy", "n", repr((value - _DAY_ZERO.date()).days)
    return TEXT, "inlineStr", _text(value.text if isinstance(value, ErrorCell) else str(value))


def _text(text: str) -> str:
    """The element of a text; blanks at its ends and line ends must be asked for (XML 1.0, 2.10)."""
    if text.isalnum() and len(text) <= CELL_TEXT:
        return f"<t>{text}</t>"
    plain = text.isprintable() and len(text) <= CELL_TEXT
    if not plain:
        text = safe_text(text)
    if _MARKUP.search(text):
        text = escaped(text)
    return f"<t>{text}</t>" if plain and text == text.strip() else f'<t xml:space="preserve">{text}</t>'
