"""Corrections laid over a source: the rows a person put right stand where the faulty ones stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lienthong.findings import Finding, Position
from lienthong.reading import Cell, Chunk, Reading, Table
from lienthong.store.ledger import Corrected


class CorrectedTable:
    """A table with its corrections: replaced rows in their places, rows added by hand at the end."""

    def __init__(self, table: Table, rows: Sequence[Corrected]) -> None:
        self.table = table
        self.name, self.number = table.name, table.number
        self.replaced = {row.row: row for row in rows if row.before is not None}
        self.added = [row for row in rows if row.before is None]

    @property
    def findings(self) -> list[Finding]:
        return self.table.findings

    def chunks(self, encodings: Mapping[int, str] | None = None) -> Iterator[Chunk]:
        """All rows, corrected."""
        for chunk in self.table.chunks(encodings):
            touched = [at for at, number in enumerate(chunk.numbers) if number in self.replaced]
            if not touched:
                yield chunk
                continue
            rows: list[Sequence[Cell]] = list(chunk.rows)
            for at in touched:
                rows[at] = self.replaced[chunk.numbers[at]].cells
            yield Chunk(chunk.numbers, rows)
        if self.added:
            yield Chunk([row.row for row in self.added], [row.cells for row in self.added])

    def place(self, row: int, column: int = 0) -> Position:
        """The place in the source; a row added by hand stands in the correction sheet."""
        place = self.table.place(row, column)
        added = next((item for item in self.added if item.row == row), None)
        return replace(place, source=added.source) if added else place

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """As in the source; a corrected row stands for itself."""
        return (row, column) if row in self.replaced else self.table.origin(row, column)


def corrected(reading: Reading, rows: Sequence[Corrected]) -> Reading:
    """The same source with corrections laid over its tables; its bytes are never changed."""
    if not rows:
        return reading
    tables: list[Table] = []
    for table in reading.tables:
        own = [row for row in rows if row.table == table.number]
        tables.append(CorrectedTable(table, own) if own else table)
    return replace(reading, tables=tables)
