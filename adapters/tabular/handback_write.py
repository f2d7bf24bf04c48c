"""Writing the correction workbook: a first sheet that says what to do, then the refused rows where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from adapters.tabular.correction_sheet import (
    ADDED,
    INDEX,
    TASK_HEAD,
    TASK_HEAD_ROW,
    TASK_WIDTHS,
    TASKS,
    head_rows,
    own_table,
    reasons,
    sheet_titles,
    widest,
)
from adapters.tabular.handback_styles import TAB, Styles
from adapters.tabular.number_formats import TEXT
from adapters.tabular.sheet_writer import Marked, SheetWriter
from adapters.tabular.source_formats import NONE, SourceFormats, formats_of
from adapters.tabular.workbook_writer import write_workbook
from lienthong.findings import Finding
from lienthong.plugs import Handed, RejectedRow
from lienthong.reading import Cell, Reading, Table

ROWS = 100_000
"""Most refused rows in one file; further ones go to `rejects-2.xlsx` and so on."""
NOTES = 1_000
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
        self.reading, self.guide, self.part = reading, guide, part
        self.titles, self.styles = sheet_titles(reading), Styles()
        self.count = self.notes = 0
        self.tasks, self.index = SheetWriter(TASKS, self.styles), SheetWriter(INDEX, self.styles)
        self.index.unseen = True
        self._note_down(INDEX, "1", guide.source_digest)
        self.sheets: dict[int, CorrectionSheet] = {}
        self.wanted = {cause.first for cause in guide.causes if cause.first}
        self.landed: dict[tuple[int, int], int] = {}

    def add(self, row: RejectedRow) -> None:
        """Writes one refused row to the sheet of its table."""
        sheet = self.sheets.get(row.table)
        if sheet is None:
            sheet = self.sheets[row.table] = self._sheet(row.table)
        self.count += 1
        self.notes += sheet.add(row, self.guide, NOTES - self.notes)
        self._note_down("row", row.table, row.row, row.code)
        if (row.table, row.row) in self.wanted:
            self.landed[row.table, row.row] = sheet.writer.last

    def save(self, path: Path) -> None:
        """Finishes the file; the same rows give the same bytes."""
        write_tasks(self.tasks, self.guide, self.part, self._links())
        sheets = [self.sheets[number].writer for number in sorted(self.sheets)]
        write_workbook(path, [self.tasks, *sheets, self.index], self.styles)

    def _note_down(self, *values: Cell) -> None:
        self.index.append([(value, "") for value in values])

    def _links(self) -> dict[tuple[int, int], str]:
        quoted = {table: self.titles[table].replace("'", "''") for table in self.sheets}
        return {first: f"'{quoted[first[0]]}'!A{row}" for first, row in self.landed.items()}

    def _sheet(self, number: int) -> CorrectionSheet:
        table = self.reading.tables[number]
        header = self.guide.header_rows.get(number, 0)
        writer = SheetWriter(self.titles[number], self.styles)
        formats = formats_of(self.reading, own_table(table))
        sheet = CorrectionSheet(writer, table, header, formats, self.guide.texts.get(number, frozenset()))
        self._note_down("table", number, self.titles[number], header, sheet.width)
        return sheet


class CorrectionSheet:
    """The sheet of one table: its title and heading rows, then the refused rows, additions to the right."""

    def __init__(
        self, writer: SheetWriter, table: Table, header: int, formats: SourceFormats | None, texts: Set[int]
    ) -> None:
        self.writer, self.table, self.width, self.formats, self.texts = writer, table, widest(table), formats, texts
        # cells of a workbook have types; those of a text file are text
        self.blank = None if hasattr(own_table(table), "formats") else ""
        self._lay_out(header)
        head = head_rows(table, header) if header else {}
        for number in range(1, max(header, 1) + 1):
            self._head(number, head.get(number, []), is_heading=number == max(header, 1))

    def add(self, row: RejectedRow, guide: Handed, room: int) -> int:
        """Writes one row; returns how many notes it took of the room there is."""
        faults, said = _faults(row), reasons(row.findings, guide)
        values = [*row.cells[: self.width], *[""] * (self.width - len(row.cells))]
        cells: list[Marked | None] = [
            ((self.blank if value == "" else value), "fault") if at in faults else (value, "")
            for at, value in enumerate(values, 1)
        ]
        cells += [(reason, "reason") for reason in said]
        cells += [(row.row, "grey"), (row.code, "grey")]
        typed_anew = dict.fromkeys(self.texts & faults.keys(), TEXT)
        self.writer.append(cells, {**self._formats(row.row, row.cells), **typed_anew})
        noted = [column for column in sorted(faults) if column <= self.width][:room]
        for column in noted:
            alone = len(faults[column]) == len(row.findings)
            self.writer.note(column, "\n\n".join(said if alone else reasons(faults[column], guide)))
        return len(noted)

    def _formats(self, number: int, row: Sequence[Cell]) -> Mapping[int, str]:
        """The number formats a row had in the source; asked only where a cell is more than text, or nothing."""
        if self.formats is None or all(type(cell) is str and cell for cell in row):
            return NONE
        formats = self.formats.of(number)
        return {column: code for column, code in formats.items() if column <= self.width}

    def _head(self, number: int, row: list[Cell], *, is_heading: bool) -> None:
        values = [*row[: self.width], *[""] * (self.width - len(row))]
        cells: list[Marked | None] = [(value, "head") if value != "" else None for value in values]
        added: list[Marked | None] = [(text, "grey") for text in ADDED] if is_heading else []
        self.writer.append(cells + added, self._formats(number, row))

    def _lay_out(self, header: int) -> None:
        table = own_table(self.table)
        own = getattr(table, "widths", {})
        self.writer.widths = [*(own.get(column, 16) for column in range(1, self.width + 1)), *ADDED_WIDTHS]
        self.writer.frozen = max(header, 1)
        self.writer.merged = [
            block for block in getattr(table, "merged", []) if block[2] <= header and block[3] <= self.width
        ]


def _faults(row: RejectedRow) -> dict[int, list[Finding]]:
    """The findings of a row by the column they stand at; those of the whole row are left out."""
    found: dict[int, list[Finding]] = {}
    for finding in row.findings:
        if finding.place and finding.place.row == row.row and finding.place.column:
            found.setdefault(finding.place.column, []).append(finding)
    return found


def write_tasks(
    writer: SheetWriter, guide: Handed, part: tuple[int, int], links: Mapping[tuple[int, int], str]
) -> None:
    """Writes the first sheet: what happened, what to do, and one row a cause."""
    writer.tab, writer.widths, writer.frozen = TAB, list(TASK_WIDTHS), TASK_HEAD_ROW
    number, parts = part
    several = f"Tệp {number}/{parts}, tối đa {ROWS} dòng mỗi tệp. / File {number} of {parts}." if parts > 1 else ""
    digests = f"nguồn / source {guide.source_digest[:12]} · ánh xạ / mapping {guide.mapping_digest[:12]}"
    lines = [
        (f"{guide.rows} dòng của {guide.source} cần sửa", "title"),
        (f"{guide.rows} rows of {guide.source} need correcting", "pale"),
        ("1. Sửa các ô tô đỏ trong các tờ sau. 2. Không đổi cột xám. 3. Lưu, gửi lại tệp này.", ""),
        (
            "1. Correct the red cells in the next sheets. 2. Leave grey columns. 3. Save and send this file back.",
            "pale",
        ),
        (f"Nạp lại / Send back: {guide.command}", ""),
        (f"{guide.run} · {digests}", "small"),
        (several, ""),
    ]
    for line in lines:
        writer.append([line])
    writer.append([(text, "head") for text in TASK_HEAD])
    for at, cause in enumerate(guide.causes, 1):
        link = links.get(cause.first) if cause.first else None
        title, mend = (f"{text['vi']}\n{text['en']}" for text in (cause.title, cause.mend))
        rows: Marked = (cause.rows, "link" if link else "wrap")
        texts = [(text, "wrap") for text in (mend, cause.example, cause.reference)]
        writer.append([(at, "wrap"), (title, "wrap"), rows, *texts])
        if link:
            writer.link(3, link)
