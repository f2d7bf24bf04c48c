"""How the cells of a correction workbook look; each look is made once and shared."""

from __future__ import annotations

import datetime as dt
from copy import copy
from typing import Any

from adapters.tabular.correction_sheet import safe_text
from lienthong.reading import Cell, ErrorCell

FAULT_FILL, FAULT_EDGE, GREY_FILL, GREY_TEXT, TAB = "FBEAE7", "B3261E", "E6E6E6", "757575", "C62828"
_FORMATS = {"text": "@", "date": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm:ss", "time": "hh:mm:ss", "number": "General"}


class Looks:
    """The shared styles of one workbook, by name."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.cell import Cell as Xcell

        self._make, self._sheet, self._kept = Xcell, sheet, {}  # type: ignore[var-annotated]

    def style(self, kind: str, mark: str = "") -> Any:
        """The style of a kind of value (`text`, `number`, `date` …) with a mark (`fault`, `grey`, `bold` …)."""
        key = (kind, mark)
        if key not in self._kept:
            self._kept[key] = self._styled(kind, mark)
        return copy(self._kept[key])

    def _styled(self, kind: str, mark: str) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = self._make(self._sheet, row=1, column=1)
        cell.number_format = _FORMATS[kind]
        if mark == "fault":
            side = Side("thin", color=FAULT_EDGE)
            cell.fill, cell.border = PatternFill("solid", fgColor=FAULT_FILL), Border(side, side, side, side)
        elif mark == "reason":
            cell.fill, cell.alignment = (
                PatternFill("solid", fgColor=FAULT_FILL),
                Alignment("left", "top", wrap_text=True),
            )
        elif mark == "grey":
            cell.fill, cell.font = PatternFill("solid", fgColor=GREY_FILL), Font(color=GREY_TEXT)
        elif mark == "wrap":
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        elif mark == "head":
            cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
        elif mark == "title":
            cell.font = Font(bold=True, size=14)
        elif mark == "pale":
            cell.font = Font(color=GREY_TEXT)
        elif mark == "small":
            cell.font = Font(color=GREY_TEXT, size=9)
        elif mark == "link":
            cell.font, cell.alignment = Font(color="0B57D0", underline="single"), Alignment(vertical="top")
        return copy(cell._style)

    def cell(self, value: Cell, mark: str = "") -> Any:
        """A cell of the sheet: text is text whatever it begins with, numbers and dates stay what they are."""
        kind, sign = _kind(value)
        made: Any = self._make(self._sheet, row=1, column=1)
        made._value = safe_text(value.text if isinstance(value, ErrorCell) else str(value)) if sign == "s" else value
        made.data_type = sign
        made._style = self.style(kind, mark)
        return made


def _kind(value: Cell) -> tuple[str, str]:
    if isinstance(value, bool):
        return "number", "b"
    if isinstance(value, (int, float)):
        return "number", "n"
    if isinstance(value, dt.date) and value.year >= 1901:
        return ("moment" if isinstance(value, dt.datetime) else "date"), "d"
    return ("time", "d") if isinstance(value, dt.time) else ("text", "s")
