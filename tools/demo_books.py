"""Workbooks as clerks make them, with the same bytes on every machine: titles, merged headings, numbering rows.

A sheet is described by values; what is wrong in it is put in afterwards, cell by cell, so that the good story and
the faults can be read apart.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from adapters.gs1.check_digit import check_digit
from adapters.tabular.encodings import encode

CHANGED = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
"""When these workbooks say they were last changed."""
_LINE = Side(style="thin", color="B7B7B7")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)

Row = dict[str, Any]


@dataclass(slots=True)
class Column:
    """One column: its heading, the format of its numbers, an old font that needs an old encoding, its width."""

    heading: str
    number_format: str = ""
    font: str = ""
    width: int = 14


@dataclass(slots=True)
class Sheet:
    """One sheet.

    `above` are merged headings over columns from the first to the last key; `merged` columns repeat their value in
    runs of equal `run_of` and are written as one merged cell.
    """

    name: str
    titles: Sequence[str]
    columns: Mapping[str, Column]
    above: Sequence[tuple[str, str, str]] = ()
    merged: Sequence[str] = ()
    run_of: str = ""
    total: Row | None = None
    rows: list[Row] = field(default_factory=list)

    def change(self, by: str, value: Any, key: str, to: Any, nth: int = 0) -> None:
        """Puts one cell wrong: in the nth row whose column `by` holds `value`."""
        found = [row for row in self.rows if row[by] == value]
        found[nth][key] = to


def gtin(body: str) -> str:
    """The number of 13 digits whose first 12 are given."""
    return body + check_digit(body)


gln = gtin


def sscc(prefix: str, serial: int) -> str:
    """A pallet number with extension digit 3 under a company prefix."""
    body = "3" + prefix + str(serial).zfill(16 - len(prefix))
    return body + check_digit(body)


def old_font(text: str) -> str:
    """The text as it stands in a cell set in a TCVN3 font such as .VnTime."""
    return encode(text, "tcvn3").decode("latin-1")


def comma(number: float, places: int = 1) -> str:
    """A number as a clerk types it: `8.220,0`."""
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))


def vietnamese(day: dt.date) -> str:
    """A date as a clerk types it: `12/04/2026`."""
    return day.strftime("%d/%m/%Y")


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """Writes the workbook; the same sheets give the same bytes and the same time of change."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Phòng Kế hoạch"
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    raw = BytesIO()
    book.save(raw)
    path.write_bytes(_steady(raw.getvalue()))
    os.utime(path, (CHANGED.timestamp(), CHANGED.timestamp()))


def _fill(page: Worksheet, sheet: Sheet) -> None:
    keys = list(sheet.columns)
    last = get_column_letter(len(keys))
    for number, title in enumerate(sheet.titles, 1):
        page.cell(number, 1, title).font = Font(bold=number != len(sheet.titles), size=14 if number == 2 else 11)
        page.merge_cells(f"A{number}:{last}{number}")
    top = len(sheet.titles) + 2
    for first, final, text in sheet.above:
        left, right = keys.index(first) + 1, keys.index(final) + 1
        _heading(page, top, left, text)
        page.merge_cells(start_row=top, end_row=top, start_column=left, end_column=right)
    for place, column in enumerate(sheet.columns.values(), 1):
        _heading(page, top + 1, place, column.heading)
        page.cell(top + 2, place, place).alignment = _MIDDLE
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.freeze_panes = page.cell(top + 3, 1)
    for number, row in enumerate(sheet.rows, top + 3):
        _row(page, number, row, sheet)
    if sheet.merged:
        _merge(page, top + 3, sheet)
    if sheet.total:
        _row(page, top + 3 + len(sheet.rows), sheet.total, sheet)


def _heading(page: Worksheet, row: int, column: int, text: str) -> None:
    cell = page.cell(row, column, text)
    cell.font, cell.alignment, cell.border = Font(bold=True), _MIDDLE, _BOX
    cell.fill = PatternFill("solid", fgColor="E3EFDA")


def _row(page: Worksheet, number: int, row: Row, sheet: Sheet) -> None:
    for place, (key, column) in enumerate(sheet.columns.items(), 1):
        value = row.get(key)
        cell = page.cell(number, place, value)
        cell.border = _BOX
        if isinstance(value, dt.date):
            cell.number_format = "dd/mm/yyyy"
        elif column.number_format and isinstance(value, (int, float)):
            cell.number_format = column.number_format
        elif isinstance(value, str) and not value.startswith("#"):
            # a code stays text, as in a column that was formatted so
            cell.number_format = "@"
        if column.font:
            cell.font = Font(name=column.font)


def _merge(page: Worksheet, first: int, sheet: Sheet) -> None:
    """Merges the cells of each run, unless a row of it says something else."""
    start = 0
    for place in range(1, len(sheet.rows) + 1):
        if place < len(sheet.rows) and sheet.rows[place][sheet.run_of] == sheet.rows[start][sheet.run_of]:
            continue
        run = sheet.rows[start:place]
        for key in sheet.merged if len(run) > 1 else ():
            if all(row.get(key) == run[0].get(key) for row in run):
                column = list(sheet.columns).index(key) + 1
                page.merge_cells(
                    start_row=first + start, end_row=first + place - 1, start_column=column, end_column=column
                )
        start = place


def _steady(raw: bytes) -> bytes:
    """The package with fixed times inside."""
    out = BytesIO()
    stamp = CHANGED.strftime("%Y-%m-%dT%H:%M:%SZ")
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", stamp.encode(), data)
            info = zipfile.ZipInfo(name, CHANGED.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, data)
    return out.getvalue()
