"""The ledger of a run: what became of each record, so that it can be explained, corrected and replayed.

Kept records are ranges: a span says that `units` units of one row each, from `first_row` on, made `per_unit`
events each, from `first_event` on; a unit of several rows is a span of its own. Only rejected records, and
corrections, are rows of their own, with their cells as they were read.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from lienthong.findings import Finding, Position
from lienthong.reading import Cell, ErrorCell

RowRef = tuple[int, int]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS fact(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS span(
  first_event INTEGER NOT NULL, per_unit INTEGER NOT NULL, units INTEGER NOT NULL, table_number INTEGER NOT NULL,
  first_row INTEGER NOT NULL, rows TEXT, picks TEXT);
CREATE INDEX IF NOT EXISTS span_event ON span(first_event);
CREATE TABLE IF NOT EXISTS reject(
  table_number INTEGER NOT NULL, row INTEGER NOT NULL, code TEXT NOT NULL, cells BLOB NOT NULL,
  findings BLOB NOT NULL, PRIMARY KEY(table_number, row));
CREATE TABLE IF NOT EXISTS correction(
  table_number INTEGER NOT NULL, row INTEGER NOT NULL, cells BLOB NOT NULL, before BLOB, source TEXT NOT NULL,
  PRIMARY KEY(table_number, row));
"""


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused row as the ledger holds it."""

    table: int
    row: int
    code: str
    cells: Sequence[Cell]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Corrected:
    """One corrected row: the cells it has now, those it had (None for a row added by hand), and where from."""

    table: int
    row: int
    cells: Sequence[Cell]
    before: Sequence[Cell] | None
    source: str


class Ledger:
    """The ledger of one run in its SQLite database."""

    def __init__(self, database: sqlite3.Connection, *, fresh: bool = True) -> None:
        self.database = database
        if fresh:
            database.executescript(_SCHEMA)
        self._open: list[Any] | None = None

    def keep(self, rows: Sequence[RowRef], first_event: int, events: int, picks: Sequence[int] | None = None) -> None:
        """Notes a kept unit: its rows, and how many events of it were written, from number `first_event` on.

        `picks` lists which of the unit's events those are, where some of them added nothing.
        """
        if len(rows) == 1 and picks is None:
            table, row = rows[0]
            self._keep_run(table, row, 1, first_event, events)
            return
        self._flush()
        packed = ";".join(f"{table}:{_ranges(numbers)}" for table, numbers in _by_table(rows).items())
        picked = None if picks is None else ",".join(map(str, picks))
        self._write((first_event, events, 1, *rows[0], packed, picked))

    def keep_rows(self, table: int, rows: Sequence[int], counts: Sequence[int], first_event: int) -> None:
        """Notes units of one row each, one after the other; a count below 0 is a row that was left out."""
        at = 0
        while at < len(rows):
            end, events = at + 1, counts[at]
            while end < len(rows) and counts[end] == events and rows[end] == rows[end - 1] + 1:
                end += 1
            if events >= 0:
                self._keep_run(table, rows[at], end - at, first_event, events)
                first_event += (end - at) * events
            at = end

    def _keep_run(self, table: int, row: int, units: int, first_event: int, events: int) -> None:
        """Notes neighbouring rows with as many events each."""
        if self._open and self._continues(self._open, table, row, first_event, events):
            self._open[2] += units
        else:
            self._flush()
            self._open = [first_event, events, units, table, row]

    @staticmethod
    def _continues(span: Sequence[int], table: int, row: int, first_event: int, events: int) -> bool:
        at_event, per_unit, units, at_table, first_row = span
        return (
            at_table == table
            and per_unit == events
            and first_row + units == row
            and at_event + units * per_unit == first_event
        )

    def reject(self, row: Refused) -> None:
        """Notes a refused row with its cells and findings."""
        self.database.execute(
            "INSERT OR REPLACE INTO reject VALUES(?,?,?,?,?)",
            (row.table, row.row, row.code, _pack_cells(row.cells), _pack_findings(row.findings)),
        )

    def correct(self, row: Corrected) -> None:
        """Notes a corrected row; a later correction of the same row replaces it, the first `before` stays."""
        before = None if row.before is None else _pack_cells(row.before)
        self.database.execute(
            "INSERT INTO correction VALUES(?,?,?,?,?) ON CONFLICT(table_number, row)"
            " DO UPDATE SET cells=excluded.cells, source=excluded.source",
            (row.table, row.row, _pack_cells(row.cells), before, row.source),
        )

    def close_spans(self) -> None:
        """Writes the span that is still growing."""
        self._flush()

    def note(self, facts: Mapping[str, str]) -> None:
        """Notes facts of the run (source path and digest, mapping text and digest, settings)."""
        self.database.executemany("INSERT OR REPLACE INTO fact VALUES(?,?)", list(facts.items()))

    def facts(self) -> dict[str, str]:
        return dict(self.database.execute("SELECT name, value FROM fact"))

    def rejected(self) -> Iterator[Refused]:
        """The refused rows in order of table and row."""
        for table, row, code, cells, findings in self.database.execute(
            "SELECT table_number, row, code, cells, findings FROM reject ORDER BY table_number, row"
        ):
            yield Refused(table, row, code, _unpack_cells(cells), _unpack_findings(findings))

    def corrections(self) -> list[Corrected]:
        """The corrected rows in order of table and row."""
        found = self.database.execute(
            "SELECT table_number, row, cells, before, source FROM correction ORDER BY table_number, row"
        )
        return [
            Corrected(table, row, _unpack_cells(cells), _unpack_cells(before) if before else None, source)
            for table, row, cells, before, source in found
        ]

    def unit_of(self, event: int) -> tuple[list[RowRef], int] | None:
        """The rows of the unit that made an event, and which of the unit's events it is."""
        span = self.database.execute(
            "SELECT first_event, per_unit, units, table_number, first_row, rows, picks FROM span"
            " WHERE first_event<=? AND per_unit>0 ORDER BY first_event DESC LIMIT 1",
            (event,),
        ).fetchone()
        if span is None or event >= span[0] + span[1] * span[2]:
            return None
        first_event, per_unit, _, table, first_row, rows, picks = span
        if rows:
            within = event - first_event
            return _unpack_rows(rows), int(picks.split(",")[within]) if picks else within
        nth, within = divmod(event - first_event, per_unit)
        return [(table, first_row + nth)], within

    def _flush(self) -> None:
        if self._open:
            self._write((*self._open, None, None))
            self._open = None

    def _write(self, row: tuple[Any, ...]) -> None:
        self.database.execute("INSERT INTO span VALUES(?,?,?,?,?,?,?)", row)


def _by_table(rows: Sequence[RowRef]) -> dict[int, list[int]]:
    grouped: dict[int, list[int]] = {}
    for table, row in rows:
        grouped.setdefault(table, []).append(row)
    return grouped


def _ranges(numbers: Iterable[int]) -> str:
    """Row numbers in their order, runs of neighbours shortened.

    >>> _ranges([4, 5, 6, 9])
    '4-6,9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] + 1 == number:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _unpack_rows(text: str) -> list[RowRef]:
    rows: list[RowRef] = []
    for part in text.split(";"):
        table, _, runs = part.partition(":")
        for run in runs.split(","):
            first, _, last = run.partition("-")
            rows.extend((int(table), number) for number in range(int(first), int(last or first) + 1))
    return rows


def _pack_cells(cells: Sequence[Cell]) -> bytes:
    return msgspec.json.encode([_pack_cell(cell) for cell in cells])


def _pack_cell(cell: Cell) -> Any:
    if isinstance(cell, (str, bool, int, float)):
        return cell
    if isinstance(cell, ErrorCell):
        return {"error": cell.text}
    kind = {dt.datetime: "datetime", dt.date: "date", dt.time: "time"}[type(cell)]
    return {kind: cell.isoformat()}


_UNPACK: dict[str, Callable[[str], Cell]] = {
    "error": ErrorCell,
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def _unpack_cells(packed: bytes) -> list[Cell]:
    cells: list[Cell] = []
    for value in msgspec.json.decode(packed):
        if isinstance(value, dict):
            ((kind, text),) = value.items()
            cells.append(_UNPACK[kind](text))
        else:
            cells.append(value)
    return cells


def _pack_findings(findings: Sequence[Finding]) -> bytes:
    return msgspec.json.encode(
        [
            {
                "code": finding.code,
                "severity": finding.severity,
                "at": finding.at,
                "facts": dict(finding.facts),
                "because": finding.because,
                "place": [finding.place.source, finding.place.sheet, finding.place.row, finding.place.column]
                if finding.place
                else None,
            }
            for finding in findings
        ]
    )


def _unpack_findings(packed: bytes) -> list[Finding]:
    return [
        Finding(
            row["code"],
            row["severity"],
            row["at"],
            row["facts"],
            Position(*row["place"]) if row["place"] else None,
            row["because"],
        )
        for row in msgspec.json.decode(packed)
    ]
