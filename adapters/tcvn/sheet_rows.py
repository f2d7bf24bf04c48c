"""The record as rows of sheets: which columns each sheet has, a record taken apart into rows, and put together again.

Each row begins with the number of its record and the places of the parts around it, so that rows may be sorted and
still be put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from adapters.tcvn.shape import Member, Part, Record, parts, record, root_sheet

Path = tuple[str, ...]
RECORD, PLACE, NAME = ("Hồ sơ số", "STT", "Tên mục")
"""Headings of what tells rows apart: the record, the place in a list, the name."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where its value stands inside the row's part, its member, and its heading."""

    path: Path
    member: Member
    heading: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the members that lead from the record to its parts, the headings of their places, its columns."""

    name: str
    way: tuple[Member, ...]
    part: Part
    keys: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def headings(self) -> list[str]:
        """All headings in order."""
        return [*self.keys, *(column.heading for column in self.columns)]


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """All sheets, that of the records first.

    >>> sheets()[0].headings[:3], [sheet.name for sheet in sheets()][1:3]
    (['Hồ sơ số', 'Bộ yêu cầu', 'Ngành hàng'], ['Các mục', 'Nguồn'])
    """
    return tuple(_sheets(root_sheet(), record(), ()))


def _sheets(name: str, part: Part, way: tuple[Member, ...]) -> Iterator[Sheet]:
    keys = (RECORD, *map(_key, way))
    yield Sheet(name, way, part, keys, tuple(_columns(part, (), "")))
    for member in part.members:
        if member.sheet:
            yield from _sheets(member.sheet, parts()[member.of], (*way, member))


def _key(member: Member) -> str:
    return NAME if member.kind == "named" else PLACE


def _columns(part: Part, path: Path, before: str) -> Iterator[Column]:
    for member in part.members:
        heading = before + member.title["vi"]
        if member.kind == "part":
            yield from _columns(parts()[member.of], (*path, member.name), f"{heading}: ")
        elif not member.sheet:
            yield Column((*path, member.name), member, heading)


Keys = tuple[Any, ...]
Row = tuple[Keys, Sequence[Any]]
"""Places or names of the parts around a row, and the values of its columns."""


def rows_of(value: Record, sheet: Sheet) -> Iterator[Row]:
    """The rows of one record in a sheet; a value that is not there is None."""
    for keys, part in _parts(value, sheet.way):
        yield keys, [_at(part, column.path) for column in sheet.columns]


def _parts(value: Record, way: Sequence[Member]) -> Iterator[tuple[Keys, Record]]:
    if not way:
        yield (), value
        return
    member, held = way[0], value[way[0].name]
    for key, one in held.items() if member.kind == "named" else enumerate(held, 1):
        for keys, part in _parts(one, way[1:]):
            yield (key, *keys), part


def _at(value: Any, path: Path) -> Any:
    for name in path:
        value = value.get(name)
        if value is None:
            return None
    return value


@dataclass(slots=True)
class Gathered:
    """The rows of one record by sheet name, as they are read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, sheet: str, keys: Keys, values: Sequence[Any]) -> None:
        """Takes one row."""
        self.rows.setdefault(sheet, []).append((keys, values))

    def whole(self) -> tuple[Record | None, list[tuple[str, Keys]]]:
        """The record put together, None when it has no row of its own; and the rows that belong to nothing."""
        first, *rest = sheets()
        own = self.rows.get(first.name, ())
        if len(own) != 1:
            return None, [(first.name, keys) for keys, _ in own[1:]]
        value, stray = _made(first, own[0][1]), list[tuple[str, Keys]]()
        for sheet in rest:
            for keys, values in sorted(self.rows.get(sheet.name, ()), key=_order):
                if not _hang(value, sheet.way, keys, _made(sheet, values)):
                    stray.append((sheet.name, keys))
        return _listed(record(), value), stray


def _order(row: Row) -> list[int]:
    """Lists in the order of their places; names stay in the order of their rows."""
    return [key if isinstance(key, int) else 0 for key in row[0]]


def _made(sheet: Sheet, values: Sequence[Any]) -> Record:
    """A part out of the values of its columns; its lists are kept by key until all are there."""
    made = _empty(sheet.part)
    for column, value in zip(sheet.columns, values, strict=True):
        if value is None and column.member.absent:
            continue
        held = made
        for name in column.path[:-1]:
            held = held[name]
        held[column.path[-1]] = value
    return made


def _empty(part: Part) -> Record:
    return {
        member.name: _empty(parts()[member.of]) if member.kind == "part" else {}
        for member in part.members
        if member.kind == "part" or member.sheet
    }


def _hang(value: Record, way: Sequence[Member], keys: Keys, made: Record) -> bool:
    """Puts a part where its keys say; False when something stands there or the part around it is absent."""
    held: Any = value
    for member, key in zip(way[:-1], keys, strict=False):
        held = held[member.name].get(key)
        if held is None:
            return False
    place: dict[Any, Record] = held[way[-1].name]
    if keys[-1] in place:
        return False
    place[keys[-1]] = made
    return True


def _listed(part: Part, value: Record) -> Record:
    """The part with its members in order and its lists as lists."""
    whole: Record = {}
    for member in part.members:
        if member.name not in value:
            continue
        held = value[member.name]
        if member.kind == "part":
            held = _listed(parts()[member.of], held)
        elif member.sheet:
            inner = {key: _listed(parts()[member.of], one) for key, one in held.items()}
            held = inner if member.kind == "named" else list(inner.values())
        whole[member.name] = held
    return whole
