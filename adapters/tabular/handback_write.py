"""Writing the correction workbook: a first sheet that says what to do, then the refused rows where they stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from adapters.tabular.correction_sheet import (
    ADDED,
    INDEX,
    TASK_HEAD,
    TASK_HEAD_ROW,
    TASK_WIDTHS,
    TASKS,
    head_rows,
    safe_text,
    sheet_titles,
    widest,
)
from adapters.tabular.fixed_zip import MOMENT, FixedZip
from adapters.tabular.handback_styles import TAB, Looks
from lienthong.findings import Finding
from lienthong.findings.finding import column_letters
from lienthong.plugs import Handed, RejectedRow
from lienthong.reading import Cell, Reading, Table, cell_text

ROWS = 100_000
"""Most refused rows in one file; further ones go to `rejects-2.xlsx` and so on."""
NOTES = 5_000
"""Most notes on cells in one file: the reason stands in the row as well."""
ADDED_WIDTHS = (48, 48, 14, 16)


def write_workbooks(reading: Reading, rejected: Iterable[RejectedRow], guide: Handed, path: Path) -> list[Path]:
    """Writes the workbook, numbered ones when there are very many rows, and returns their paths."""
    parts = max(1, -(-guide.rows // ROWS))
    written: list[Path] = []
    rows = iter(rejected)
    row = next(rows, None)
    while row is not None or not written:
        number = len(written) + 1
        file = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        book = Book(reading, guide, (number, max(parts, number)))
        while row is not None and book.count < ROWS:
            book.add(row)
            row = next(rows, None)
        book.save(file)
        written.append(file)
    return written


class Book:
    """One correction workbook being written; rows go to disk as they come."""

    def __init__(self, reading: Reading, guide: Handed, part: tuple[int, int]) -> None:
        from openpyxl import Workbook

        self.reading, self.guide, self.part = reading, guide, part
        self.titles = sheet_titles(reading)
        self.count = self.notes = 0
        self.book: Any = Workbook(write_only=True)
        self.tasks = self.book.create_sheet(TASKS)
        self.index = self.book.create_sheet(INDEX)
        self.index.sheet_state = "veryHidden"
        self.index.append([INDEX, "1", guide.source_digest])
        self.sheets: dict[int, CorrectionSheet] = {}
        self.wanted = {cause.first for cause in guide.causes if cause.first}
        self.landed: dict[tuple[int, int], int] = {}

    def add(self, row: RejectedRow) -> None:
        """Writes one refused row to the sheet of its table."""
        sheet = self.sheets.get(row.table)
        if sheet is None:
            sheet = self.sheets[row.table] = self._sheet(row.table)
        self.count += 1
        room = NOTES - self.notes
        self.notes += sheet.add(row, self.guide, room)
        self.index.append(["row", row.table, row.row, row.code])
        if (row.table, row.row) in self.wanted:
            self.landed[row.table, row.row] = sheet.last

    def save(self, path: Path) -> None:
        """Finishes the file; the same rows give the same bytes."""
        from openpyxl.writer.excel import ExcelWriter

        write_tasks(self.tasks, self.guide, self.part, self._links())
        order = sorted(self.sheets)
        self.book._sheets = [self.tasks, *(self.sheets[number].sheet for number in order), self.index]
        moment = dt.datetime(*MOMENT)  # noqa: DTZ001 - the file's own fixed date, not a time of anything
        self.book.properties.created = self.book.properties.modified = moment
        self.book.properties.creator = "Liên Thông"
        ExcelWriter(self.book, FixedZip(path)).save()

    def _links(self) -> dict[tuple[int, int], str]:
        quoted = {table: self.titles[table].replace("'", "''") for table in self.sheets}
        return {first: f"'{quoted[first[0]]}'!A{row}" for first, row in self.landed.items()}

    def _sheet(self, number: int) -> CorrectionSheet:
        table = self.reading.tables[number]
        header = self.guide.header_rows.get(number, 0)
        sheet = CorrectionSheet(self.book.create_sheet(self.titles[number]), table, header)
        self.index.append(["table", number, self.titles[number], header, sheet.width])
        return sheet


class CorrectionSheet:
    """The sheet of one table: its title and heading rows, then the refused rows, additions to the right."""

    def __init__(self, sheet: Any, table: Table, header: int) -> None:
        self.sheet, self.table, self.looks = sheet, table, Looks(sheet)
        self.width = widest(table)
        self.plain = bool(table.name)
        self.last = 0
        self._lay_out(header)
        head = head_rows(table, header) if header else {}
        for number in range(1, max(header, 1) + 1):
            self._head(head.get(number, []), is_heading=number == max(header, 1))

    def add(self, row: RejectedRow, guide: Handed, room: int) -> int:
        """Writes one row; returns how many notes it took of the room there is."""
        faults = _faults(row)
        cells: list[Any] = []
        notes = 0
        for column in range(1, self.width + 1):
            value = row.cells[column - 1] if column <= len(row.cells) else ""
            found = faults.get(column)
            cell = None if value == "" and not found else self.looks.cell(value, "fault" if found else "")
            if found and cell is not None and notes < room:
                cell.comment = _note(found, guide)
                notes += 1
            cells.append(cell)
        vi, en = (_joined(row.findings, guide, lang) for lang in ("vi", "en"))
        cells += [self.looks.cell(vi, "reason"), self.looks.cell(en, "reason")]
        cells += [self.looks.cell(row.row, "grey"), self.looks.cell(row.code, "grey")]
        self.sheet.append(cells)
        self.last += 1
        return notes

    def _head(self, row: list[Cell], *, is_heading: bool) -> None:
        cells = [self.looks.cell(value, "head") if value != "" else None for value in row[: self.width]]
        if is_heading:
            cells += [None] * (self.width - len(cells))
            cells += [self.looks.cell(text, "grey") for text in ADDED]
        self.sheet.append(cells)
        self.last += 1

    def _lay_out(self, header: int) -> None:
        from openpyxl.worksheet.cell_range import CellRange

        own = getattr(self.table, "widths", None) or getattr(getattr(self.table, "table", None), "widths", None) or {}
        for column in range(1, self.width + 1):
            self.sheet.column_dimensions[column_letters(column)].width = own.get(column, 16)
        for at, width in enumerate(ADDED_WIDTHS, self.width + 1):
            self.sheet.column_dimensions[column_letters(at)].width = width
        self.sheet.freeze_panes = f"A{max(header, 1) + 1}"
        merged = (
            getattr(self.table, "merged", None) or getattr(getattr(self.table, "table", None), "merged", None) or []
        )
        for top, left, bottom, right in merged:
            if bottom <= header and right <= self.width:
                self.sheet.merged_cells.ranges.add(CellRange(min_col=left, min_row=top, max_col=right, max_row=bottom))


def _faults(row: RejectedRow) -> dict[int, list[Finding]]:
    """The findings of a row by the column they stand at; those of the whole row are left out."""
    found: dict[int, list[Finding]] = {}
    for finding in row.findings:
        if finding.place and finding.place.row == row.row and finding.place.column:
            found.setdefault(finding.place.column, []).append(finding)
    return found


def _joined(findings: Iterable[Finding], guide: Handed, lang: str) -> str:
    return "\n".join(dict.fromkeys(guide.say(finding, lang) for finding in findings))


def _note(findings: list[Finding], guide: Handed) -> Any:
    from openpyxl.comments import Comment

    text = f"{_joined(findings, guide, 'vi')}\n\n{_joined(findings, guide, 'en')}"
    return Comment(safe_text(text)[:2000], "Liên Thông", height=110, width=320)


def write_tasks(sheet: Any, guide: Handed, part: tuple[int, int], links: Mapping[tuple[int, int], str]) -> None:
    """Writes the first sheet: what happened, what to do, and one row a cause."""
    looks = Looks(sheet)
    sheet.sheet_properties.tabColor = TAB
    for at, width in enumerate(TASK_WIDTHS, 1):
        sheet.column_dimensions[column_letters(at)].width = width
    sheet.freeze_panes = f"A{TASK_HEAD_ROW + 1}"
    number, parts = part
    several = f"Tệp {number}/{parts}, tối đa {ROWS} dòng mỗi tệp. / File {number} of {parts}." if parts > 1 else ""
    digests = f"nguồn / source {guide.source_digest[:12]} · ánh xạ / mapping {guide.mapping_digest[:12]}"
    lines = [
        (f"{guide.rows} dòng của {guide.source} cần sửa", "title"),
        (f"{guide.rows} rows of {guide.source} need correcting", "pale"),
        ("1. Sửa các ô tô đỏ trong các tờ sau. 2. Không đổi cột xám. 3. Lưu, gửi lại tệp này.", ""),
        (
            "1. Correct the red cells in the next sheets. 2. Leave grey columns alone. 3. Save, send this file back.",
            "pale",
        ),
        (f"Nạp lại / Send back: {guide.command}", ""),
        (f"{guide.run} · {digests}", "small"),
        (several, ""),
    ]
    for text, mark in lines:
        sheet.append([looks.cell(text, mark)] if text else [])
    sheet.append([looks.cell(text, "head") for text in TASK_HEAD])
    for at, cause in enumerate(guide.causes, 1):
        rows = looks.cell(cause.rows, "wrap")
        link = links.get(cause.first) if cause.first else None
        if link:
            rows = looks.cell(cause.rows, "link")
            _link(rows, sheet, f"C{TASK_HEAD_ROW + at}", link)
        title, mend = (f"{text['vi']}\n{text['en']}" for text in (cause.title, cause.mend))
        example = cell_text(cause.example)
        texts = (looks.cell(title, "wrap"), rows, looks.cell(mend, "wrap"), looks.cell(example, "wrap"))
        sheet.append([looks.cell(at, "wrap"), *texts, looks.cell(cause.reference, "wrap")])


def _link(cell: Any, sheet: Any, where: str, target: str) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell._hyperlink = Hyperlink(ref=where, location=target, display=None)
