"""A reading as it lies in memory: for examples inside mappings, for tests, and for empty templates."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lienthong.findings import Finding, Position
from lienthong.reading import Cell, Chunk, Reading

CHUNK = 256


@dataclass(slots=True)
class MemoryTable:
    """Rows in memory, the first of them row 1; `merged` are blocks (top, left, bottom, right; 1-based)."""

    source: str
    name: str
    number: int
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    findings: list[Finding] = field(default_factory=list)

    def chunks(self, encodings: Mapping[int, str] | None = None) -> Iterator[Chunk]:
        """All rows, in chunks of at most 256."""
        for start in range(0, len(self.rows), CHUNK):
            rows = self.rows[start : start + CHUNK]
            yield Chunk(range(start + 1, start + 1 + len(rows)), rows)

    def place(self, row: int, column: int = 0) -> Position:
        """Source, sheet, row and column."""
        return Position(self.source, self.name, row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged block this cell is in, else the cell itself."""
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return row, column


def memory_reading(sheets: Mapping[str, Sequence[Sequence[Cell]]], name: str = "memory") -> Reading:
    """A reading of rows by sheet name; a single sheet may have the empty name, as a text file has."""
    tables = [MemoryTable(name, sheet, number, rows) for number, (sheet, rows) in enumerate(sheets.items())]
    digest = hashlib.sha256(repr(sheets).encode("utf-8", "surrogatepass")).hexdigest()
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return Reading(name, Path(name), digest, moment, 0, tables, reader="memory")
