"""How the cells of a correction workbook look and are written; each look is made once and shared."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Generator, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from adapters.tabular.correction_sheet import CELL_TEXT, safe_text
from lienthong.findings.finding import column_letters
from lienthong.reading import Cell, ErrorCell

FAULT_FILL, FAULT_EDGE, GREY_FILL, GREY_TEXT, TAB = "FBEAE7", "B3261E", "E6E6E6", "757575", "C62828"
_FORMATS = {"text": "@", "date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm:ss", "time": "hh:mm:ss", "number": "General"}
_RETURNS = {"\r": "&#13;"}
_MARKUP = re.compile("[&<>\r]")
_letters = lru_cache(maxsize=4096)(column_letters)
Marked = tuple[Cell, str]
"""A value and the mark of its look; an empty value without mark is no cell at all."""


class SheetWriter:
    """Writes the rows of one sheet of a write-only workbook: openpyxl keeps the frame, the rows go out as text.

    openpyxl makes an object of every cell, which costs ten times as much as all else that is done to a refused row.
    """

    def __init__(self, sheet: Any) -> None:
        self.sheet, self.last = sheet, 0
        self._styles: dict[tuple[str, str], int] = {}
        self._rows: Generator[None, Any, None] | None = None

    def append(self, cells: Sequence[Marked | None]) -> None:
        """Writes the next row: text is text whatever it begins with, numbers and dates stay what they are."""
        from lxml import etree

        if self._rows is None:
            self.sheet._get_writer()
            self._rows = self.sheet._rows = self._open_rows()
            next(self._rows)
        self.last += 1
        written = [
            self._cell(f"{_letters(column)}{self.last}", *cell)
            for column, cell in enumerate(cells, 1)
            if cell is not None and cell != ("", "")
        ]
        self._rows.send(etree.fromstring(f'<row r="{self.last}">{"".join(written)}</row>'))

    def note(self, column: int, text: str) -> None:
        """Puts a note on a cell of the row written last."""
        from openpyxl.cell import Cell as Xcell
        from openpyxl.comments import Comment
        from openpyxl.comments.comment_sheet import CommentRecord

        cell: Any = Xcell(self.sheet, row=self.last, column=column)
        cell.comment = Comment(safe_text(text)[:2000], "Liên Thông", height=110, width=320)
        self.sheet._comments.append(CommentRecord.from_cell(cell))

    def link(self, column: int, target: str) -> None:
        """Makes a cell of the row written last a link into the workbook."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        self.sheet._hyperlinks.append(Hyperlink(ref=f"{column_letters(column)}{self.last}", location=target))

    def _open_rows(self) -> Generator[None, Any, None]:
        xf = self.sheet._writer.xf.send(True)
        with xf.element("sheetData"):
            try:
                while True:
                    xf.write((yield))
            except GeneratorExit:
                pass
        self.sheet._writer.xf.send(None)

    def _cell(self, address: str, value: Cell, mark: str) -> str:
        kind, sign, text = _written(value)
        look = f'r="{address}" s="{self._style(kind, mark)}"'
        if sign:
            return f'<c {look} t="{sign}"><v>{text}</v></c>'
        return f'<c {look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _style(self, kind: str, mark: str) -> int:
        key = (kind, mark)
        if key not in self._styles:
            self._styles[key] = _style_number(self.sheet, kind, mark)
        return self._styles[key]


def _written(value: Cell) -> tuple[str, str, str]:
    """The kind of a value, its type sign in the sheet (empty for text) and its text there."""
    if isinstance(value, bool):
        return "number", "b", str(int(value))
    if isinstance(value, (int, float)):
        return "number", "n", repr(value)
    if isinstance(value, dt.time) or (isinstance(value, dt.date) and value.year >= 1901):
        from openpyxl.utils import datetime as moments

        kind = "time" if isinstance(value, dt.time) else "moment" if isinstance(value, dt.datetime) else "date"
        serial: Any = moments
        return kind, "n", repr(serial.to_excel(value))
    return "text", "", _text(value.text if isinstance(value, ErrorCell) else str(value))


def _text(text: str) -> str:
    if not text.isprintable() or len(text) > CELL_TEXT:
        text = safe_text(text)
    return escape(text, _RETURNS) if _MARKUP.search(text) else text


def _style_number(sheet: Any, kind: str, mark: str) -> int:
    from openpyxl.cell import Cell as Xcell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    edge = Side("thin", color=FAULT_EDGE)
    wrapped = Alignment(vertical="top", wrap_text=True)
    looks: dict[str, dict[str, Any]] = {
        "": {},
        "fault": {"fill": PatternFill("solid", fgColor=FAULT_FILL), "border": Border(edge, edge, edge, edge)},
        "reason": {"fill": PatternFill("solid", fgColor=FAULT_FILL), "alignment": wrapped},
        "grey": {"fill": PatternFill("solid", fgColor=GREY_FILL), "font": Font(color=GREY_TEXT)},
        "wrap": {"alignment": wrapped},
        "head": {"font": Font(bold=True), "alignment": wrapped},
        "title": {"font": Font(bold=True, size=14)},
        "pale": {"font": Font(color=GREY_TEXT)},
        "small": {"font": Font(color=GREY_TEXT, size=9)},
        "link": {"font": Font(color="0B57D0", underline="single"), "alignment": wrapped},
    }
    cell: Any = Xcell(sheet, row=1, column=1)
    cell.number_format = _FORMATS[kind]
    for name, value in looks[mark].items():
        setattr(cell, name, value)
    return int(cell.style_id)
