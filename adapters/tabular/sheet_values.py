"""The values of a workbook: by calamine, and by openpyxl where calamine gives up or a sheet is too large for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adapters.tabular.package import Fault, Sheet
from adapters.tabular.scan import SheetScan

Rows = Iterator[tuple[int, list[Any]]]


class Values:
    """The rows of each sheet from its first filled one, with their numbers; columns begin at A.

    calamine is ten times as fast and holds a whole sheet in memory; it refuses a sheet for one error kind it does not
    know (`#SPILL!`). openpyxl goes row by row in flat memory: it is used then, and always when `stream` is set.
    """

    def __init__(self, source: Path, *, stream: bool) -> None:
        import python_calamine as calamine

        self.source, self.stream, self.error = source, stream, calamine.CalamineError
        self.book: Any = None
        if not stream:
            try:
                self.book = calamine.CalamineWorkbook.from_path(source)
            except self.error:
                raise Fault("damaged") from None

    def rows(self, sheet: Sheet, scan: SheetScan) -> Rows:
        """The rows of one sheet; raises `Fault` when neither parser can read it."""
        if self.stream:
            return self._streamed(sheet, scan)
        try:
            return _parsed(self.book.get_sheet_by_name(sheet.name))
        except self.error:
            return self._streamed(sheet, scan)

    def _streamed(self, sheet: Sheet, scan: SheetScan) -> Rows:
        import openpyxl

        try:
            book = openpyxl.load_workbook(self.source, read_only=True, data_only=True, keep_links=False)
            table: Any = book[sheet.name]
            table.reset_dimensions()
            begun = False
            for number, values in enumerate(table.iter_rows(values_only=True), 1):
                row = [_as_calamine(value) for value in values]
                begun = begun or any(cell != "" for cell in row)
                if begun:
                    yield number, row + [""] * (scan.width - len(row))
        except Fault:
            raise
        except Exception:  # noqa: BLE001 - openpyxl raises nearly anything for a part that is not as it should be
            raise Fault("damaged", sheet=sheet.name) from None


def _parsed(values: Any) -> Rows:
    if values.start is None:
        return
    top, left = values.start[0], [""] * values.start[1]
    for number, row in enumerate(values.iter_rows(), 1):
        if number > top:
            yield number, left + row if left else row


def _as_calamine(value: Any) -> Any:
    """A value of openpyxl in the types calamine gives: whole days as date, numbers as float, nothing as empty text."""
    if value is None:
        return ""
    if type(value) is int:
        return float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
