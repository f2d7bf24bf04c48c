"""Kinds of cells: what a mapping can tell cells of a column apart by, where it matters to where values come from.

Most columns only know filled and blank. Where a cell decides more (a test, a look-up that may find nothing, a time
with or without its own offset), the kind holds what the explaining executor makes of it, remembered by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from lienthong.mapping.interpret import NOTHING, Told, Traced
from lienthong.mapping.judge import Judge
from lienthong.mapping.outcome import RowRef, Trace
from lienthong.mapping.plan import Plan
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import (
    Column,
    Entry,
    Field,
    Leaf,
    Line,
    ListField,
    Name,
    NameRef,
    ObjectField,
    Path,
    Rule,
    Step,
    Test,
)
from lienthong.mapping.values import REFUSED, holds, is_total
from lienthong.reading import Cell

_REMEMBERED = 4096
_ASKING = frozenset({"required", "wanted", "text"})
"""Functions of the core that give an empty value for an empty one only, and fill in none."""


class Study:
    """What lines and tests of a plan want to know of a column, beside whether its cell is blank.

    `tests` and `lines` are asked of each cell; cells of `spelled` columns are told apart by what they say. `closed`
    is False where a line that reads a column looks at other columns: then nothing can be said cell by cell.
    """

    def __init__(self, plan: Plan) -> None:
        self.tests: dict[Name, list[Test]] = {}
        self.lines: dict[Name, list[Line]] = {}
        self.spelled: set[Name] = set()
        specs = (plan.root, *plan.children_specs())
        reads = [column.read for spec in specs for column in spec.columns if column.read]
        self.closed = not any(name.kind != "setting" for line in reads for name in _arguments(line))
        for rule in plan.rules:
            self._rule(rule)

    def _rule(self, rule: Rule) -> None:
        self._tests(rule.when)
        for at, one in enumerate(rule.fields):
            # which nodes give a thing an identifier is not told by the things that are there
            identifies = rule.kind == "master" and at == 0 and isinstance(one, Leaf)
            if identifies and isinstance(one, Leaf) and _may_vanish(one.line):
                self.closed = False
            self._field(one, identifies)

    def _field(self, one: Field, unsure: bool) -> None:
        """Looks at a field; `unsure` where its absence would not show which of several is absent."""
        if isinstance(one, Leaf):
            self._line(one.line, unsure)
        elif isinstance(one, ObjectField):
            for inner in one.fields:
                self._field(inner, unsure)
        else:
            self._list(one, unsure)

    def _list(self, one: ListField, unsure: bool) -> None:
        unsure = unsure or len(one.entries) > 1 or any(entry.each for entry in one.entries)
        for entry in one.entries:
            if unsure:
                self._tests(entry.when)
            self._entry(entry, unsure)

    def _entry(self, entry: Entry, unsure: bool) -> None:
        if entry.line is not None:
            self._line(entry.line, unsure)
        for inner in entry.fields:
            self._field(inner, unsure)

    def _tests(self, tests: Sequence[Test]) -> None:
        for test in tests:
            if test.op in {"filled", "empty"}:
                continue
            if test.other is None:
                self.tests.setdefault(test.name, []).append(test)
            else:
                self.spelled |= {test.name, test.other}

    def _line(self, line: Line, unsure: bool) -> None:
        if unsure:
            self._tests(line.when)
        if not (_may_turn(line) or (unsure and _may_vanish(line))):
            return
        names = [source.name for source in line.sources if isinstance(source, NameRef)]
        if len(line.sources) == len(names) == 1 and not _arguments(line) and not line.when:
            self.lines.setdefault(names[0], []).append(line)
        else:
            tested = [name for test in line.when for name in (test.name, test.other) if name]
            self.spelled.update((*names, *_arguments(line), *tested))


def _arguments(line: Line) -> list[Name]:
    return [name for step in line.steps for name in step.values]


def _may_turn(line: Line) -> bool:
    """Whether a value, not its being empty, may decide where the answer of a line comes from."""
    # a time may have its own offset, or take that of the setting; a date has none
    zoned = [step.function for step in line.steps if "zone" in step.function.settings and step.function.takes != "date"]
    looks = any(step.function.name == "lookup" for step in line.steps)
    if any(function.gives == "time" for function in zoned) or (line.policy.kind == "keep" and looks):
        return True
    return (line.policy.kind == "use" and bool(line.steps)) or _may_be_filled(line)


def _may_be_filled(line: Line) -> bool:
    """Whether a step fills in a value that an earlier one may have made empty."""
    unsure = False
    for step in line.steps:
        if step.function.takes == "any" and step.function.name not in _ASKING:
            if unsure:
                return True
        else:
            unsure = unsure or _may_empty(step)
    return False


def _may_empty(step: Step) -> bool:
    """Whether a step may make nothing of something; what a total makes of nothing but empty values is known."""
    if step.function.name in _ASKING or is_total(step.function):
        return False
    return step.function.may_be_empty or any(name.empty for name in step.values)


def _may_vanish(line: Line) -> bool:
    """Whether a line may give nothing although its source is there."""
    return any(map(_may_empty, line.steps)) or (line.policy.kind == "drop" and bool(line.steps))


@dataclass(eq=False, slots=True)
class Kind:
    """A kind of cell: the values that names have by it, or others that pass the same tests."""

    values: Mapping[Name, Any]


class RowKind(NamedTuple):
    """A row by the kinds of its cells; `shared` are those that belong to its group.

    `bends` tell how cells of it stand elsewhere than in it, in a merged block or another source: mostly empty.
    """

    ref: RowRef
    level: str
    kinds: tuple[Kind, ...]
    shared: tuple[Kind, ...]
    bends: tuple[Any, ...]


class SheetKinds:
    """The kinds of the rows of one sheet."""

    def __init__(self, sheet: Sheet, judge: Judge, study: Study, shared: set[Name]) -> None:
        self.sheet, self.judge = sheet, judge
        self.columns = [column for column in sheet.columns if column in sheet.places]
        self.columns.sort(key=lambda column: column not in shared)
        self.readers = [_cells(sheet, judge, study, column) for column in self.columns]
        places = [sheet.places[column] for column in self.columns]
        self.pick = picked(places)
        self.origins = [at + 1 for at in places]
        self.shared = sum(column in shared for column in self.columns)
        self.usual = sheet.table.place(0).source
        self.fixed = self._fixed()

    def _fixed(self) -> dict[Name, Any]:
        """The values of names that are the same for all rows."""
        sheet, found = self.sheet, {name: stand.value for name, stand in self.sheet.beside.items()}
        blank = self.judge.node(sheet, sheet.header_row, ())
        for column in sheet.columns:
            if column not in sheet.places:
                found[column] = self.judge.reader.column(blank, column, Told(self.judge.catalogue)).value
            if column.unit_name is not None and column.unit_name in sheet.units:
                found[column.unit_name] = sheet.units[column.unit_name].value
        return found

    def row(self, ref: RowRef, cells: Sequence[Cell]) -> RowKind:
        """The kinds of one row."""
        reach = self.sheet.reach
        if len(cells) < reach:
            cells = [*cells, *[""] * (reach - len(cells))]
        kinds = tuple([reader[cell] for reader, cell in zip(self.readers, self.pick(cells), strict=True)])
        return RowKind(ref, self.sheet.spec.level, kinds, kinds[: self.shared], self._bends(ref[1]))

    def values(self, row: RowKind) -> dict[Name, Any]:
        """The values of the names of a row."""
        found = dict(self.fixed)
        for kind in row.kinds:
            found |= kind.values
        return found

    def _bends(self, row: int) -> tuple[Any, ...]:
        table, origin = self.sheet.table, self.sheet.table.origin
        source = table.place(row).source
        usual = list(zip(repeat(row), self.origins, strict=False))
        places = list(map(origin, repeat(row), self.origins))
        if source == self.usual and places == usual:
            return ()
        bends: list[Any] = [] if source == self.usual else [(0, source)]
        for (top, left), (_, column) in zip(places, usual, strict=True):
            if (top, left) != (row, column):
                bends.append((column, top - row, left, table.place(top, left).source))
        return tuple(bends)


class View:
    """What is seen of rows by one who looks at some names only."""

    def __init__(self, names: set[Name], sheets: Mapping[int, SheetKinds]) -> None:
        self.picks: dict[int, Callable[[Sequence[Kind]], Sequence[Kind]]] = {}
        self.columns: dict[int, set[int]] = {}
        for number, sheet in sheets.items():
            seen = [at for at, column in enumerate(sheet.columns) if {column, column.unit_name} & names]
            self.picks[number] = picked(seen)
            self.columns[number] = {0, *(sheet.origins[at] for at in seen)}

    def of(self, row: RowKind) -> tuple[Any, ...]:
        """What is seen of a row: two rows of which the same is seen give the same."""
        table = row.ref[0]
        seen = self.picks[table](row.kinds)
        return (table, seen, self.bends(row)) if row.bends else (table, seen)

    def bends(self, row: RowKind) -> tuple[Any, ...]:
        """The bends of a row that are seen."""
        columns = self.columns[row.ref[0]]
        return tuple([bend for bend in row.bends if bend[0] in columns])


def picked(places: Sequence[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What picks the items at these places.

    >>> picked([2, 0])("abc"), picked([1])("abc"), picked([])("abc")
    (('c', 'a'), ('b',), ())
    """
    if len(places) > 1:
        return itemgetter(*places)
    return lambda items: tuple([items[at] for at in places])


class _Blanks(dict[Cell, Kind]):
    """The kinds of a column that only knows filled and blank."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.filled, self.blank = Kind({column: True}), Kind({column: None})

    def __missing__(self, cell: Cell) -> Kind:
        kind = self.blank if isinstance(cell, str) and not cell.strip() else self.filled
        if len(self) < _REMEMBERED:
            self[cell] = kind
        return kind


class _Answers:
    """The kinds of a column whose cells decide more: by the answers to what is asked of them."""

    def __init__(self, sheet: Sheet, judge: Judge, study: Study, names: Sequence[Name], column: Column) -> None:
        self.sheet, self.judge, self.study, self.names, self.column = sheet, judge, study, names, column
        self.cells: dict[tuple[type, Cell], Kind] = {}
        self.known: dict[tuple[Any, ...], Kind] = {}

    def __getitem__(self, cell: Cell) -> Kind:
        kind = self.cells.get((cell.__class__, cell))
        if kind is None:
            kind = self._kind(cell)
            if len(self.cells) >= _REMEMBERED:
                self.cells.clear()
            self.cells[cell.__class__, cell] = kind
        return kind

    def _kind(self, cell: Cell) -> Kind:
        traced = dict(self._traced(cell))
        answers: list[Any] = []
        for name, found in traced.items():
            answers.append(_gist(found))
            answers += [_passes(test, found.value) for test in self.study.tests.get(name, ())]
            answers += [_gist(self._ask(line, name, found)) for line in self.study.lines.get(name, ())]
        if any(name in self.study.spelled for name in traced):
            answers.append((cell.__class__, cell))
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        values = {name: found.value for name, found in traced.items()}
        return self.known.setdefault(tuple(answers), Kind(values))

    def _traced(self, cell: Cell) -> Iterator[tuple[Name, Traced]]:
        at = self.sheet.places[self.column]
        node = self.judge.node(self.sheet, self.sheet.header_row, [*[""] * at, cell])
        told = Told(self.judge.catalogue)
        for name in self.names:
            read = self.judge.reader.column if name is self.column else self.judge.reader.unit
            yield name, read(node, self.column, told)

    def _ask(self, line: Line, name: Name, found: Traced) -> Traced:
        return self.judge.interpreter.line(line, _Alone(name, found), Told(self.judge.catalogue))


@dataclass(frozen=True, slots=True)
class _Alone:
    """A scope that knows one name."""

    known: Name
    found: Traced

    def value(self, name: Name) -> Traced | None:
        """The value of the name."""
        return self.found if name is self.known else None

    def path(self, path: Path) -> Traced:
        """Tables have no paths."""
        return NOTHING

    def below(self, each: str) -> Sequence[_Alone]:
        """Nothing lies below."""
        return ()


def _cells(sheet: Sheet, judge: Judge, study: Study, column: Column) -> _Blanks | _Answers:
    """What tells the kinds of a column's cells."""
    unit = column.unit_name if column.unit == "cell" and column.unit_name and column.unit_name.used else None
    names: list[Name] = [column, *([unit] if unit else [])]
    asked = any(name in study.tests or name in study.lines or name in study.spelled for name in names)
    line = column.read
    if unit or asked or (line is not None and (_may_turn(line) or _may_vanish(line) or line.policy.kind != "reject")):
        return _Answers(sheet, judge, study, names, column)
    return _Blanks(column)


def _passes(test: Test, value: Any) -> bool:
    return value is not REFUSED and holds(test, value, None, False)


def _gist(found: Traced) -> tuple[Any, ...]:
    """All of a value that its origin follows from, and whether it is there."""
    state = found.value if found.value is REFUSED else found.value is None
    return state, _shape(found.trace)


def _shape(trace: Trace) -> tuple[Any, ...]:
    looked = any(step.call.startswith("lookup(") for step in trace.steps)
    return trace.origin, trace.place is not None, trace.setting, looked, tuple(map(_shape, trace.also))
