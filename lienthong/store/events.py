"""The store of events: every event once, found by what it touches; SQLite, so that memory stays flat.

A run keeps its events in its own `ledger.sqlite`; `--store FILE` keeps them over many runs. An event that is
there already (same eventID, same content) adds nothing; the same id with other content is a conflict and
overwrites nothing.

The origins of an event are the number of their pattern and the event's rows: `[3, 17, 18]`.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from lienthong.model import Event, KeyOf, Origin, StoredEvent
from lienthong.model.things import Thing, things
from lienthong.store.origins import Origins, Pattern

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event(
  number INTEGER PRIMARY KEY, id TEXT UNIQUE, digest BLOB NOT NULL, time TEXT NOT NULL, doc BLOB NOT NULL,
  origins BLOB);
CREATE TABLE IF NOT EXISTS pattern(number INTEGER PRIMARY KEY, leaves BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS touch(
  key TEXT NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY(key, number, role)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS thing(
  key TEXT PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, product TEXT, code TEXT)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS master(
  type TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, tail TEXT NOT NULL, attributes BLOB NOT NULL,
  origins BLOB NOT NULL, PRIMARY KEY(type, id));
CREATE INDEX IF NOT EXISTS master_key ON master(key);
CREATE INDEX IF NOT EXISTS master_tail ON master(tail);
"""
STORE_VERSION = 2
"""The version of the tables of a shared store; it goes up whenever they change."""
_VERSION = f"""
CREATE TABLE IF NOT EXISTS store(version INTEGER PRIMARY KEY);
INSERT OR IGNORE INTO store VALUES({STORE_VERSION});
"""
_OWN_LOTS = """FROM thing WHERE kind IN ('lot', 'own-lot') AND (
  NOT EXISTS(SELECT 1 FROM touch t WHERE t.key=thing.key AND t.role='input')
  OR EXISTS(SELECT 1 FROM touch t WHERE t.key=thing.key AND t.role='child')
) AND (kind='lot' OR EXISTS(SELECT 1 FROM touch t WHERE t.key=thing.key AND t.role<>'output'))"""
Added = Literal["new", "known", "conflict"]

_encode = msgspec.json.Encoder(decimal_format="number").encode
_decode = msgspec.json.Decoder(float_hook=Decimal).decode
_decode_rows = msgspec.json.Decoder(list[int]).decode
_KINDS = {True: "class", False: "unit"}
_REMEMBERED = 512
_LARGE = 1 << 14


def open_database(path: Path) -> sqlite3.Connection:
    """A SQLite connection in write-ahead mode; transactions are begun by hand.

    Raises `sqlite3.Error` when the file is no database.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        # eight megabytes: ids are met in no order, and looked for before they are added
        database.execute("PRAGMA cache_size=-8192")
    except sqlite3.Error:
        database.close()
        raise
    return database


class OtherStore(Exception):
    """The database is no shared store of events, or one of another version."""


def open_store(path: Path, key_of: KeyOf) -> EventStore:
    """The store of events in a file that runs share, made where there is none.

    Raises `OtherStore`, before anything is written; `sqlite3.DatabaseError` when the file cannot be used.
    """
    with closing(sqlite3.connect(path)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")}
        if tables and ("store" not in tables or list(database.execute("SELECT * FROM store")) != [(STORE_VERSION,)]):
            raise OtherStore(str(path))
    database = open_database(path)
    try:
        database.executescript(_VERSION)
        return EventStore(database, key_of)
    except sqlite3.Error:
        database.close()
        raise


class EventStore:
    """Events, what they touch, and master data, in one SQLite database."""

    def __init__(self, database: sqlite3.Connection, key_of: KeyOf, *, fresh: bool = True) -> None:
        self.database = database
        self.key_of = key_of
        if fresh:
            database.executescript(_SCHEMA)
        row = database.execute("SELECT max(number) FROM event").fetchone()
        self._next = 0 if row[0] is None else int(row[0]) + 1
        self._absent: set[str] = set()
        self._told: dict[tuple[str, str], None] = {}
        self._patterns: dict[bytes, int] = {}
        self._read: dict[int, Pattern] = {}

    def knows(self, event: Event) -> Added:
        """Whether an event is new, known already, or in conflict with one of the same id."""
        identity = event.get("eventID")
        known = identity and self.database.execute("SELECT digest FROM event WHERE id=?", (identity,)).fetchone()
        if known:
            return "known" if known[0] == _digest(_encode(event)) else "conflict"
        if identity and len(self._absent) < _REMEMBERED:
            self._absent.add(identity)
        return "new"

    def add(self, event: Event, origins: Mapping[str, Origin] | None = None) -> Added:
        """Adds one event if it is new, and says what it is."""
        identity = event.get("eventID")
        if identity in self._absent:
            # looked for just now
            self._absent.discard(identity)
        elif (state := self.knows(event)) != "new":
            return state
        else:
            self._absent.discard(identity or "")
        doc = _encode(event)
        number = self._next
        self._next += 1
        self.database.execute(
            "INSERT INTO event VALUES(?,?,?,?,?,?)",
            (number, identity, _digest(doc), event.get("eventTime", ""), doc, self._pack(origins)),
        )
        touched = list(things(event, self.key_of))
        for thing in touched:
            self._tell(thing, number)
        rows = {(thing.key.text, number, thing.role): None for thing in touched}
        self.database.executemany("INSERT INTO touch VALUES(?,?,?)", rows)
        return "new"

    def _tell(self, thing: Thing, number: int) -> None:
        """Notes a thing that an event is the first to touch; `_told` spares asking for those met just before."""
        key = thing.key.text
        kind = ("lot" if thing.key.scheme == "gs1" else "own-lot") if thing.is_lot else _KINDS[thing.is_class]
        if (key, kind) in self._told:
            return
        if len(self._told) >= _REMEMBERED:
            self._told.clear()
        self._told[key, kind] = None
        product, code = (thing.key.value("01"), thing.key.value("10")) if kind == "lot" else (None, None)
        self.database.execute(
            "INSERT OR IGNORE INTO thing VALUES(?,?,?,?,?,?)", (key, thing.id, kind, number, product, code)
        )

    def _pack(self, origins: Mapping[str, Origin] | None) -> bytes | None:
        """The origins of an event as it keeps them: the number of their pattern, and its rows."""
        if not origins:
            return None
        known = origins if isinstance(origins, Origins) else Origins(Pattern.of(origins))
        packed = known.pattern.packed
        number = self._patterns.get(packed)
        if number is None:
            number = self._write_pattern(packed)
        return _encode((number, *known.rows))

    def _write_pattern(self, packed: bytes) -> int:
        cursor = self.database.execute("INSERT INTO pattern(leaves) VALUES(?)", (packed,))
        number = int(cursor.lastrowid or 0)
        if len(packed) < _LARGE:
            if len(self._patterns) >= _REMEMBERED:
                self._patterns.clear()
            self._patterns[packed] = number
        return number

    def _pattern(self, number: int) -> Pattern:
        """A pattern by its number; those of large units are too large to be remembered."""
        known = self._read.get(number)
        if known is None:
            (packed,) = self.database.execute("SELECT leaves FROM pattern WHERE number=?", (number,)).fetchone()
            known = Pattern.unpacked(packed)
            if len(packed) < _LARGE:
                if len(self._read) >= _REMEMBERED:
                    self._read.clear()
                self._read[number] = known
        return known

    def add_master(
        self,
        kind: str,
        identity: str,
        attributes: Mapping[str, Any],
        origins: Mapping[str, Origin] | None = None,
    ) -> dict[str, tuple[Any, Any]]:
        """Merges one product, place or party; returns the attributes that differ as name: (kept, refused)."""
        row = self.database.execute(
            "SELECT attributes, origins FROM master WHERE type=? AND id=?", (kind, identity)
        ).fetchone()
        kept: dict[str, Any] = _decode(row[0]) if row else {}
        differ = {name: (kept[name], value) for name, value in attributes.items() if kept.get(name, value) != value}
        merged = {**attributes, **kept}
        if not row or merged != kept:
            key = self.key_of(identity)
            known: dict[str, Any] = _decode(row[1]) if row else {}
            packed = {**_packed(origins or {}), **known}
            self.database.execute(
                "INSERT OR REPLACE INTO master VALUES(?,?,?,?,?,?)",
                (kind, identity, key.text if key else identity, _tail(identity), _encode(merged), _encode(packed)),
            )
        return differ

    def master(self, key: str) -> dict[str, Any]:
        """The attributes of the thing with this key or id; empty when nothing is known of it."""
        rows = self.database.execute(
            "SELECT attributes FROM master WHERE key=? OR id=? ORDER BY type, id", (key, key)
        ).fetchall()
        merged: dict[str, Any] = {}
        for (attributes,) in rows:
            merged = {**_decode(attributes), **merged}
        return merged

    def master_origins(self, key: str) -> dict[str, Origin]:
        """Where the attributes of a thing came from, by attribute."""
        rows = self.database.execute("SELECT origins FROM master WHERE key=? OR id=? ORDER BY type, id", (key, key))
        merged: dict[str, Origin] = {}
        for (packed,) in rows:
            merged = {**_unpacked(packed), **merged}
        return merged

    def master_ids(self, kind: str, ending: str = "") -> Iterator[str]:
        """The identifiers of all products, places or parties, in order; with `ending` those whose last parts it is."""
        rows = self.database.execute(
            "SELECT id FROM master WHERE type=? ORDER BY id"
            if not ending
            else "SELECT id FROM master WHERE type=? AND tail=? ORDER BY id",
            (kind, _tail(ending)) if ending else (kind,),
        )
        for (identity,) in rows:
            if str(identity).endswith(ending):
                yield str(identity)

    def masters(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """All master data as (type, id, attributes), in a fixed order."""
        for kind, identity, attributes in self.database.execute(
            "SELECT type, id, attributes FROM master ORDER BY type, id"
        ):
            yield kind, identity, _decode(attributes)

    def lots(self) -> Iterator[tuple[str, str]]:
        """The lots that stand for themselves, as (key, id) in the order they first appeared.

        A lot that was used up as an input of a transformation is told with what was made of it; so is one under a
        private identifier that only came out of a transformation (a by-product) and was never handled again.
        """
        yield from self.database.execute(f"SELECT key, id {_OWN_LOTS} ORDER BY first, key")

    def count_lots(self) -> int:
        return int(self.database.execute(f"SELECT count(*) {_OWN_LOTS}").fetchone()[0])

    def shared_codes(self) -> Iterator[tuple[str, int, str]]:
        """The lot codes that stand on several products: code, how many products, and the key of the last such lot."""
        yield from self.database.execute(
            "SELECT code, products, key FROM (SELECT code, count(DISTINCT product) AS products, max(first) AS latest"
            " FROM thing WHERE product<>'' GROUP BY code HAVING products>1) JOIN thing USING(code)"
            " WHERE first=latest AND product<>'' GROUP BY code ORDER BY code"
        )

    def find(self, text: str) -> list[str]:
        """The keys of what a text names: a key or an identifier, else a lot's code or the name its identifier ends in.

        An identifier of one piece of a lot (with its serial) names the lot where the piece itself is not known.
        Several lots may bear one name; a few of them are given, those that stand for themselves first.
        """
        key = self.key_of(text)
        for candidate in (text, key.text if key else text):
            row = self.database.execute("SELECT key FROM thing WHERE key=?1 OR id=?1", (candidate,)).fetchone()
            if row:
                return [str(row[0])]
        if key and key.value("01") and key.value("10"):
            rows = self.database.execute(
                "SELECT key FROM thing WHERE product=? AND code=? ORDER BY first", (key.value("01"), key.value("10"))
            ).fetchall()
            if rows:
                return [str(found) for (found,) in rows]
        ends = f"/{text}", f"/{quote(text, safe='')}"
        where = "(code=?1 OR substr(id, -length(?2))=?2 OR substr(id, -length(?3))=?3) ORDER BY first, key LIMIT 6"
        for lots in (_OWN_LOTS, "FROM thing WHERE kind IN ('lot', 'own-lot')"):
            rows = self.database.execute(f"SELECT key {lots} AND {where}", (text, *ends)).fetchall()
            if rows:
                return [str(found) for (found,) in rows]
        return []

    def touching(self, key: str) -> Iterator[StoredEvent]:
        """The events that touch a key, in order of time, then of number."""
        rows = self.database.execute(
            "SELECT number, doc, origins FROM event WHERE number IN (SELECT number FROM touch WHERE key=?)"
            " ORDER BY time, number",
            (key,),
        )
        for number, doc, origins in rows:
            yield self._stored(number, doc, origins)

    def event(self, number: int) -> StoredEvent | None:
        """The event of this number in the document."""
        row = self.database.execute("SELECT number, doc, origins FROM event WHERE number=?", (number,)).fetchone()
        return self._stored(*row) if row else None

    def _stored(self, number: int, doc: bytes, origins: bytes | None) -> StoredEvent:
        if not origins:
            return StoredEvent(number, _decode(doc))
        pattern, *rows = _decode_rows(origins)
        return StoredEvent(number, _decode(doc), Origins(self._pattern(pattern), rows))


def _tail(identity: str) -> str:
    return identity.rpartition("/")[2]


def _packed(origins: Mapping[str, Origin]) -> dict[str, list[str]]:
    return {at: [origin.kind, origin.place, origin.setting] for at, origin in origins.items()}


def _unpacked(packed: bytes) -> dict[str, Origin]:
    return {at: Origin(*parts) for at, parts in _decode(packed).items()}


def _digest(doc: bytes) -> bytes:
    return hashlib.sha256(doc).digest()[:16]
