"""A sheet as a mapping reads it: where its heading row stands and which column each name is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lienthong.findings import Position
from lienthong.mapping.folding import Heading, heading
from lienthong.mapping.tree import Column, Name, TableSpec
from lienthong.mapping.types import COMPARED, UNKNOWN
from lienthong.reading import Cell, Table, cell_text


@dataclass(frozen=True, slots=True)
class Stand:
    """A value outside the rows: what it is, as written, and where."""

    value: Any
    original: str
    place: Position | None
    heading: str = ""


@dataclass(eq=False)
class Sheet:
    """A table of the source fitted to its description.

    `places` are 0-based columns; `names` the values of one row in the order they are read: used columns, each
    followed by its unit where that is used; `units` and `beside` stand for the whole sheet.
    """

    spec: TableSpec
    table: Table
    header_row: int = 0
    width: int = 0
    row: Sequence[Cell] = ()
    places: dict[Column, int] = field(default_factory=dict)
    headings: dict[Column, str] = field(default_factory=dict)
    units: dict[Name, Stand] = field(default_factory=dict)
    beside: dict[Name, Stand] = field(default_factory=dict)
    usable: bool = True
    unread: dict[int, int] = field(default_factory=dict)
    records: int = 0
    totals: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that are read, in the order declared."""
        return read_columns(self.spec)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of a row's values."""
        return row_names(self.spec)

    @cached_property
    def at(self) -> dict[Name, int]:
        """The place of each name among a row's values."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def reach(self) -> int:
        """How many cells a row must have for every column that is read."""
        return max((at + 1 for at in self.places.values()), default=0)

    def values_of(self, names: tuple[Name, ...], values: Sequence[Any]) -> tuple[Any, ...]:
        """Some of a row's values."""
        at = self.at
        return tuple(values[at[name]] for name in names)

    @property
    def texts(self) -> frozenset[int]:
        """1-based columns whose cells are words, codes or keys: typed as a number, one would lose leading zeros."""
        return frozenset(at + 1 for column, at in self.places.items() if column.type not in {*COMPARED, UNKNOWN})

    @property
    def encodings(self) -> dict[int, str]:
        """Declared old encodings by column."""
        whole = self.spec.encoding if self.spec.encoding not in {"", "auto"} else ""
        declared = {self.places[column]: column.encoding for column in self.places if column.encoding}
        return {**(dict.fromkeys(range(self.width), whole) if whole else {}), **declared}

    def place(self, row: int, column: Column | None = None) -> Position:
        """Where a row stands, or the text of a cell of it: for a merged block its first cell."""
        at = self.places.get(column) if column else None
        if at is None:
            return self.table.place(row)
        return self.table.place(*self.table.origin(row, at + 1))


def read_columns(spec: TableSpec) -> list[Column]:
    """The columns of a table that are read, in the order declared."""
    return [column for column in spec.columns if column.used or needs_unit(column)]


def row_names(spec: TableSpec) -> tuple[Name, ...]:
    """The names of a row's values: columns that are read, each followed by its unit where that is used."""
    found: list[Name] = []
    for column in read_columns(spec):
        found.append(column)
        if column.unit_name is not None and column.unit_name.used:
            found.append(column.unit_name)
    return tuple(found)


def needs_unit(column: Column) -> bool:
    """Whether a column must be read for its unit's sake."""
    return column.unit == "cell" and column.unit_name is not None and column.unit_name.used


@dataclass(slots=True)
class Headed:
    """Columns found in one row: places, columns whose heading two cells have, and places nobody claimed."""

    places: dict[Column, int]
    twice: list[tuple[Column, int, int]]
    free: dict[int, Heading]


def find_columns(columns: Sequence[Column], row: Sequence[Cell]) -> Headed:
    """Which column each name is: whole spellings before those without bracket, headings in the order written."""
    headings = {at: heading(cell_text(cell)) for at, cell in enumerate(row) if cell_text(cell).strip()}
    by_whole = _index({at: found.whole for at, found in headings.items()})
    by_bare = _index({at: found.bare for at, found in headings.items()})
    places: dict[Column, int] = {}
    twice: list[tuple[Column, int, int]] = []
    for column in columns:
        if column.at:
            places[column] = column.at - 1
            continue
        for spelling in column.headings:
            wanted = heading(spelling)
            found = by_whole.get(wanted.whole) or by_bare.get(wanted.whole) or by_bare.get(wanted.bare) or []
            if found:
                places[column] = found[0]
                if len(found) > 1:
                    twice.append((column, found[0], found[1]))
                break
    free = {at: found for at, found in headings.items() if at not in places.values()}
    return Headed(places, twice, free)


def _index(texts: Mapping[int, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, text in texts.items():
        found.setdefault(text, []).append(at)
    return found


def find_header(spec: TableSpec, rows: Sequence[tuple[int, Sequence[Cell]]]) -> tuple[int, Headed] | None:
    """Row number and columns of the heading row: the one with most known headings, the first of equals.

    At least three of them, or all where fewer are declared; None when no row has so many.
    """
    named = [column for column in spec.columns if not column.at]
    if not named:
        return (0, find_columns(spec.columns, ()))
    best: tuple[int, Headed] | None = None
    most = min(3, len(named)) - 1
    for number, row in rows:
        headed = find_columns(spec.columns, row)
        # a title merged over the whole width repeats one text: only one column of it counts
        count = len({place for column, place in headed.places.items() if not column.at})
        if count > most:
            best, most = (number, headed), count
    return best


def near_heading(column: Column, free: Mapping[int, Heading]) -> int | None:
    """The unclaimed column whose heading is spelled most like one of a name's headings."""
    by_text = {found.bare: at for at, found in free.items()}
    for spelling in column.headings:
        close = difflib.get_close_matches(heading(spelling).bare, by_text, n=1, cutoff=0.8)
        if close:
            return by_text[close[0]]
    return None
