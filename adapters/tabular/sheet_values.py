"""The values of a workbook: by calamine, and by openpyxl where calamine gives up or a sheet is too large for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from adapters.tabular.package import Fault, Sheet
from adapters.tabular.scan import SheetScan
from adapters.tabular.spool import CHUNK

Rows = Iterator[tuple[int, list[list[Any]]]]
"""Batches of at most 256 rows that follow one another, each with the number of its first row."""


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
            rows = ([_as_calamine(value) for value in values] for values in table.iter_rows(values_only=True))
            first = 1
            while batch := [row + [""] * (scan.width - len(row)) for row in islice(rows, CHUNK)]:
                skipped = 0 if begun else next((at for at, row in enumerate(batch) if any(row)), len(batch))
                begun = begun or skipped < len(batch)
                if batch[skipped:]:
                    yield first + skipped, batch[skipped:]
                first += len(batch)
        except Fault:
            raise
        except Exception:  # noqa: BLE001 - openpyxl raises nearly anything for a part that is not as it should be
            raise Fault("damaged", sheet=sheet.name) from None


def _parsed(values: Any) -> Rows:
    if values.start is None:
        return
    top, left = values.start[0], [""] * values.start[1]
    rows, first = islice(values.iter_rows(), top, None), top + 1
    while batch := list(islice(rows, CHUNK)):
        yield first, [left + row for row in batch] if left else batch
        first += len(batch)


def _as_calamine(value: Any) -> Any:
    """A value of openpyxl in the types calamine gives: whole days as date, numbers as float, nothing as empty text."""
    if value is None:
        return ""
    if type(value) is int:
        return float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value
