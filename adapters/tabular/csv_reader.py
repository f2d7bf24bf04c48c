"""Reader of CSV and TSV files: encoding and delimiter found, declared ones win; memory stays flat."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from adapters.tabular.csv_rows import Batch, Lines
from adapters.tabular.dialect import declared_delimiter, find_delimiter, usual_width
from adapters.tabular.fonts import Decisions, Fonts
from adapters.tabular.survey import ROW_BYTES, Survey, survey
from adapters.tabular.tell import Told, unreadable
from adapters.tabular.writing import Writing, find_writing
from lienthong.findings import Finding, Position
from lienthong.reading import Cell, Chunk, ErrorCell, Reading, ReadOptions

COLUMNS = 2000
FIELD = 128 * 1024
HEAD = 1 << 16
TEXT_NAMES = {".csv", ".tsv", ".txt", ".tab"}
_OTHER = (b"<", b"{", b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\x1f\x8b", b"ISA*", b"UNA:", b"UNB+")


class TextTable:
    """The one table of a text file. Findings about the rows of a chunk are there before the chunk is given out."""

    name = ""
    number = 0

    def __init__(self, path: Path, writing: Writing, delimiter: str, found: Survey) -> None:
        self.path, self.writing, self.delimiter, self.found = path, writing, delimiter, found
        self.findings: list[Finding] = []
        self.width = self.widest = 0
        self._decisions = Decisions()
        self._lines = Lines(self._open, delimiter)

    def chunks(self, encodings: Mapping[int, str] | None = None) -> Iterator[Chunk]:
        """All rows in chunks of at most 256; a row that cannot be trusted holds `ErrorCell`s."""
        self.findings.clear()
        told = Told(self.findings)
        fonts = self._fonts(encodings)
        for chunk in self._chunks(told):
            yield fonts.turned(chunk) if fonts else chunk
        told.close(self.place(0))
        if fonts:
            self.findings += fonts.findings(self.place)

    def _fonts(self, encodings: Mapping[int, str] | None) -> Fonts | None:
        """How cells are turned into Unicode, or None when all of them are: then nothing is looked at."""
        stray = self.writing.errors != "strict"
        fonts = Fonts.declare(encodings, self.writing.codec, stray=stray)
        if self.writing.codec:
            return fonts
        if stray or (self.found.foreign and self.found.utf8):
            fonts = self._decisions.of(fonts, lambda: self._chunks(Told([])))
        return fonts if fonts.declared or fonts.found or fonts.unsure or stray else None

    def _chunks(self, told: Told) -> Iterator[Chunk]:
        for count, batch in enumerate(self._lines.batches()):
            if not count:
                self._look_at_first(batch, told)
            yield self._chunk(batch, told)

    def place(self, row: int, column: int = 0) -> Position:
        """Line and field number in the file."""
        return Position(self.path.name, "", row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Where the text stands: text files merge nothing."""
        return row, column

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.writing.encoding, errors=self.writing.errors, newline="")

    def _look_at_first(self, batch: Batch, told: Told) -> None:
        widths = Counter(len(row) for row in batch.rows if any(row))
        usual = usual_width(widths)
        self.width = usual if usual > 1 and widths[usual] * 2 >= widths.total() else 0
        heading = next((at for at, row in enumerate(batch.rows) if self.width and len(row) == self.width), None)
        if heading is None or any(cell[:1].isdigit() for cell in batch.rows[heading]):
            return
        seen: dict[str, int] = {}
        for column, cell in enumerate(batch.rows[heading], 1):
            word = cell.strip().casefold()
            place = self.place(batch.numbers[heading], column)
            if not word:
                told.add("heading-empty", place)
            elif word in seen:
                told.add("heading-twice", place, heading=cell.strip(), first=str(seen[word]))
            seen.setdefault(word, column)

    def _chunk(self, batch: Batch, told: Told) -> Chunk:
        rows: list[list[Cell]] = batch.rows
        most = max(map(len, rows), default=0)
        self.widest = max(self.widest, min(most, COLUMNS))
        if batch.broken:
            told.add("quote-open", self.place(batch.numbers[0]))
            return Chunk(batch.numbers, [_doubtful(rows[0])])
        nul = self.found.nul and self.writing.encoding.startswith("utf-8")
        ragged = self.width and any(length != self.width for length in set(map(len, rows)))
        if nul or ragged or most > COLUMNS or not isinstance(batch.numbers, range):
            data = self._data_from(batch)
            rows = [
                self._checked(number, row, told, data=number >= data)
                for number, row in zip(batch.numbers, rows, strict=True)
            ]
        return Chunk(batch.numbers, rows)

    def _data_from(self, batch: Batch) -> int:
        """Line from which rows are held against the usual width: titles above the first full row may be short."""
        if batch.numbers[0] > 1:
            return 0
        full = (number for number, row in zip(batch.numbers, batch.rows, strict=True) if len(row) >= self.width)
        return next(full, 0)

    def _checked(self, number: int, row: list[Any], told: Told, *, data: bool) -> list[Cell]:
        facts = {"count": str(len(row)), "expected": str(self.width)}
        if len(row) > COLUMNS:
            told.add("columns", self.place(number), count=str(len(row)), limit=str(COLUMNS))
            return _doubtful(row[:COLUMNS])
        if sum(map(len, row)) > ROW_BYTES:
            told.add("row-size", self.place(number), limit="1 MiB")
            return _doubtful(row)
        if self.width and len(row) > self.width and any(row[self.width :]):
            told.add("row-long", self.place(number), **facts)
            return _doubtful(row)
        if data and any(row) and len(row) < self.width:
            told.add("row-short", self.place(number), **facts)
        nul = [at for at, cell in enumerate(row) if "\0" in cell]
        for at in nul:
            told.add("nul", self.place(number, at + 1))
        return [ErrorCell(cell) if at in nul else cell for at, cell in enumerate(row)] if nul else row


def _doubtful(row: list[Cell]) -> list[Cell]:
    """The row with every filled cell marked as not to be trusted, its text kept."""
    return [ErrorCell(cell) if isinstance(cell, str) and cell else cell for cell in row]


class CsvReader:
    """Opens text files whose rows are lines."""

    name = "tabular.csv"

    def knows(self, path: Path, head: bytes) -> bool:
        """Text that is neither markup nor JSON nor EDI; with zero bytes in it only under a name like `.csv`."""
        if not head:
            return path.suffix.lower() in TEXT_NAMES
        bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if bare.startswith(_OTHER):
            return False
        return not head.count(0) or head[:2] in {b"\xff\xfe", b"\xfe\xff"} or path.suffix.lower() in TEXT_NAMES

    def open(self, path: Path, options: ReadOptions) -> Reading:
        """The file, opened; raises `Unreadable` for an empty one, an endless line, or an encoding nobody can tell."""
        found = survey(path)
        if not found.size:
            raise unreadable("empty", Position(path.name))
        if found.long_line:
            raise unreadable("row-size", Position(path.name, "", found.long_line), limit="1 MiB")
        writing = find_writing(path, found, options)
        with path.open(encoding=writing.encoding, errors=writing.errors, newline="") as stream:
            delimiter = _delimiter(stream.read(HEAD), options, Position(path.name))
        stat = path.stat()
        return Reading(
            name=path.name,
            path=path,
            sha256=found.sha256,
            modified=dt.datetime.fromtimestamp(int(stat.st_mtime), dt.UTC),
            size=found.size,
            tables=[TextTable(path, writing, delimiter, found)],
            findings=list(writing.findings),
            reader=self.name,
        )


def _delimiter(head: str, options: ReadOptions, place: Position) -> str:
    if options.delimiter == "auto":
        return find_delimiter(head)
    sign = declared_delimiter(options.delimiter)
    if len(sign) != 1 or sign in '"\r\n':
        raise unreadable("delimiter-name", place, delimiter=options.delimiter)
    return sign
