"""Rows kept by key: in memory while they are few, in a temporary SQLite file beyond that; memory stays flat."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from lienthong.reading import Cell, ErrorCell

Kept = tuple[int, int, Sequence[Cell]]
"""Number of the sheet (in the order fitted), row number, cells."""
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder()
_NATIVE = (str, int, float, bool)


def key_digest(parts: Sequence[str]) -> bytes:
    """Sixteen bytes that stand for a key."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def pack(cells: Sequence[Cell]) -> bytes:
    """Cells as bytes; `unpack` gives the same cells back.

    >>> unpack(pack(["a", 1, dt.date(2026, 4, 3), ErrorCell("#REF!")]))
    ['a', 1, datetime.date(2026, 4, 3), ErrorCell(text='#REF!')]
    """
    return _ENCODER.encode([cell if isinstance(cell, _NATIVE) else _dressed(cell) for cell in cells])


def unpack(data: bytes) -> list[Cell]:
    """The cells that were packed."""
    return [_bare(cell) if isinstance(cell, list) else cell for cell in _DECODER.decode(data)]


def _dressed(cell: Any) -> list[str]:
    if isinstance(cell, ErrorCell):
        return ["error", cell.text]
    for kind in (dt.datetime, dt.date, dt.time):
        if isinstance(cell, kind):
            return [kind.__name__, cell.isoformat()]
    return ["text", str(cell)]


def _bare(pair: list[str]) -> Cell:
    kinds: dict[str, Any] = {
        "error": ErrorCell,
        "datetime": dt.datetime.fromisoformat,
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
    }
    return kinds.get(pair[0], str)(pair[1])  # type: ignore[no-any-return]


class Bags:
    """Rows by key, keys in the order they first came; beyond `limit` rows they move to a file."""

    def __init__(self, limit: int) -> None:
        self.limit, self.count = limit, 0
        self.memory: dict[bytes, list[Kept]] = {}
        self.taken: set[bytes] = set()
        self.file: _Spill | None = None

    def add(self, key: bytes, row: Kept) -> None:
        """Keeps a row under its key."""
        self.count += 1
        if self.file is None and self.count > self.limit:
            self.file = _Spill()
            for old, rows in self.memory.items():
                for one in rows:
                    self.file.add(old, one)
            self.memory.clear()
        if self.file:
            self.file.add(key, row)
        else:
            self.memory.setdefault(key, []).append(row)

    def groups(self) -> Iterator[list[Kept]]:
        """The rows of each key, in the order of first appearance."""
        return self.file.groups() if self.file else iter(self.memory.values())

    def take(self, key: bytes) -> list[Kept]:
        """The rows of one key, which then count as taken."""
        if self.file:
            return self.file.take(key)
        self.taken.add(key)
        return self.memory.get(key, [])

    def left(self) -> Iterator[Kept]:
        """The rows nobody took, in order of their keys' first appearance."""
        if self.file:
            yield from self.file.left()
            return
        for key, rows in self.memory.items():
            if key not in self.taken:
                yield from rows

    def close(self) -> None:
        """Ends the temporary file."""
        if self.file:
            self.file.close()


class Firsts:
    """Where each key first stood; in memory while keys are few, in a file beyond that."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.memory: dict[bytes, int] = {}
        self.file: _Spill | None = None

    def first(self, key: bytes, row: int) -> int:
        """The row where the key first stood: this one when it is new."""
        if key in self.memory:
            return self.memory[key]
        if self.file:
            return self.file.first(key, row)
        if len(self.memory) >= self.limit:
            self.file = _Spill()
            return self.file.first(key, row)
        self.memory[key] = row
        return row

    def close(self) -> None:
        """Ends the temporary file."""
        if self.file:
            self.file.close()


class _Spill:
    """One temporary SQLite file."""

    def __init__(self) -> None:
        # a database without a name lies in a temporary file of its own, which ends with it (SQLite, "inmemorydb")
        self.base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-4096", "temp_store=FILE"):
            self.base.execute(f"PRAGMA {line}")
        self.base.execute(
            "CREATE TABLE kept (seq INTEGER PRIMARY KEY, key BLOB, sheet INTEGER, row INTEGER, cells BLOB)"
        )
        self.base.execute("CREATE TABLE firsts (key BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")
        self.base.execute("CREATE TABLE taken (key BLOB PRIMARY KEY) WITHOUT ROWID")
        self.base.execute("BEGIN")
        self.indexed = False

    def add(self, key: bytes, row: Kept) -> None:
        self.base.execute(
            "INSERT INTO kept (key, sheet, row, cells) VALUES (?, ?, ?, ?)", (key, row[0], row[1], pack(row[2]))
        )

    def index(self) -> None:
        if not self.indexed:
            self.base.execute("CREATE INDEX by_key ON kept (key, seq)")
            self.indexed = True

    def groups(self) -> Iterator[list[Kept]]:
        self.index()
        self.base.execute("CREATE TEMP TABLE starts AS SELECT key, min(seq) AS start FROM kept GROUP BY key")
        rows = self.base.execute(
            "SELECT start, sheet, row, cells FROM starts JOIN kept USING (key) ORDER BY start, seq"
        )
        group: list[Kept] = []
        current = None
        for start, sheet, row, cells in rows:
            if start != current and group:
                yield group
                group = []
            current = start
            group.append((sheet, row, unpack(cells)))
        if group:
            yield group

    def take(self, key: bytes) -> list[Kept]:
        self.index()
        self.base.execute("INSERT OR IGNORE INTO taken VALUES (?)", (key,))
        rows = self.base.execute("SELECT sheet, row, cells FROM kept WHERE key = ? ORDER BY seq", (key,))
        return [(sheet, row, unpack(cells)) for sheet, row, cells in rows]

    def left(self) -> Iterator[Kept]:
        rows = self.base.execute(
            "SELECT sheet, row, cells FROM kept WHERE key NOT IN (SELECT key FROM taken) ORDER BY seq"
        )
        for sheet, row, cells in rows:
            yield sheet, row, unpack(cells)

    def first(self, key: bytes, row: int) -> int:
        self.base.execute("INSERT OR IGNORE INTO firsts VALUES (?, ?)", (key, row))
        return int(self.base.execute("SELECT row FROM firsts WHERE key = ?", (key,)).fetchone()[0])

    def close(self) -> None:
        self.base.close()
