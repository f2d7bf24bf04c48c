"""Reading: what readers give to the hall. Values stay as they were met, each with its place.

Readers never raise on bad data: what is wrong becomes a finding of the table, or an `ErrorCell` in its row.
They raise `Unreadable` only when nothing at all can be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lienthong.findings import Finding, Position


class Unreadable(Exception):
    """Nothing can be read from this source; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A spreadsheet cell that holds an error such as `#REF!`; never the same as an empty one."""

    text: str


Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | ErrorCell
"""A value as the source holds it. Empty is `""`. Text files give `str` only; whole numbers of a workbook that
are exact (below 2**53) come as `int`, others as `float`. Cells are hashable: they are remembered by value."""


def cell_text(cell: Cell) -> str:
    """The cell as a person would read it: numbers in shortest form with a point, dates as ISO 8601.

    >>> cell_text(1150.5), cell_text(12), cell_text(dt.date(2026, 4, 13)), cell_text(" a ")
    ('1150.5', '12', '2026-04-13', ' a ')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, ErrorCell):
        return cell.text
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows in order: `numbers[i]` is the row (line) a person sees for `rows[i]`."""

    numbers: Sequence[int]
    rows: Sequence[Sequence[Cell]]


class Table(Protocol):
    """One sheet, or one text file: rows of cells that can be walked again and again."""

    name: str
    """Name of the sheet; empty for a file that has no sheets."""
    number: int
    """0-based place among the tables of the source."""

    @property
    def findings(self) -> list[Finding]:
        """What the reader has to tell (hidden rows, error cells, repaired text); complete after a walk."""
        ...

    def chunks(self, encodings: Mapping[int, str] | None = None) -> Iterator[Chunk]:
        """All rows from the top, in chunks of at most 256; `encodings` declares old encodings by 0-based column."""
        ...

    def place(self, row: int, column: int = 0) -> Position:
        """The position of a row, or of the cell in its 1-based column."""
        ...

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Row and column where the text of this cell really stands: the first cell of a merged block."""
        ...


@dataclass(slots=True)
class Reading:
    """An opened source: its name and digest, and its tables in order."""

    name: str
    path: Path
    sha256: str
    modified: dt.datetime
    """Time of last change, in UTC."""
    size: int
    tables: Sequence[Table]
    findings: list[Finding] = field(default_factory=list)
    reader: str = ""
    """Name of the reader that opened it, such as `tabular.csv`."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a mapping or a person declares about a source; declared wins over found."""

    encoding: str = "auto"
    delimiter: str = "auto"
