"""The fast executor: one generated Python function for each mapping and layout of headings.

It handles the plain case only. A refusal, a notice, an empty required member, a rule that fails: anything else
raises `Odd`, and the explaining executor runs that unit again. Both give the same outcomes; a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from lienthong.mapping.columnworks import ColumnWorks
from lienthong.mapping.emit import DictEmitter, Writer
from lienthong.mapping.emit_text import TextEmitter
from lienthong.mapping.ids import chain
from lienthong.mapping.lineworks import Emitter, LineWorks, Place
from lienthong.mapping.nodes import Node
from lienthong.mapping.outcome import MasterEntry
from lienthong.mapping.plan import Plan
from lienthong.mapping.ruleworks import RuleWorks
from lienthong.mapping.sections import Sections
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import MappingTree, Name, Test
from lienthong.reading import Cell

Made = tuple[list[Any], list[int], list[Any]]
"""Events, the number of the rule of each, master data."""
Texts = Callable[[Sequence[Sequence[Cell]], list[bytes], list[bytes], list[MasterEntry], list[int]], None]
"""Puts texts and ids of the events of rows, and their master data, behind those before; and how many each row made."""
_OWN = frozenset({"eventID", "parentID"})
Call = TypeVar("Call")


class Tuned(Generic[Call]):
    """The function for the rows of one sheet: `call`; made again where some of its memories gained nothing."""

    def __init__(self, make: Callable[[frozenset[Hashable]], tuple[Call, _Maker]]) -> None:
        self._make, self._forgetful = make, frozenset[Hashable]()
        self.call, maker = make(self._forgetful)
        self._memos, self.source = maker.works.memos, maker.source

    def tune(self, rows: int) -> None:
        """Looks at the memories after so many rows."""
        lost = frozenset([what for what, memo in self._memos if not memo.gains(rows)])
        if lost:
            self._forgetful |= lost
            self.call, maker = self._make(self._forgetful)
            self._memos, self.source = maker.works.memos, maker.source


@dataclass(slots=True)
class Generated:
    """The functions of one plan: by sheet `units` and `texts` where rows are units, else `loads` and `make`."""

    loads: dict[int, Callable[[Sequence[Cell]], tuple[Any, ...] | None]] = field(default_factory=dict)
    make: Callable[[Node], Made] | None = None
    units: dict[int, Tuned[Callable[[Sequence[Cell]], Made | None]]] = field(default_factory=dict)
    texts: dict[int, Tuned[Texts]] = field(default_factory=dict)
    drafts: Callable[[Node], Made] | None = None
    """What the rules make of a row of which some values were refused, where rows are units."""
    sources: list[str] = field(default_factory=list)


def generate(tree: MappingTree, plan: Plan, sheets: Sequence[Sheet], *, texts: bool = False) -> Generated:
    """The functions of a plan for its fitted sheets; none where it splits cells, which the other executor does.

    `texts` asks for events as JSON text too, where rows are units and no event needs a look at its values.
    """
    made = Generated()
    specs = [plan.root, *plan.children_specs()]
    if any(spec.splits for spec in specs):
        return made
    texts = texts and plan.is_rows and not any(one.name in _OWN for rule in plan.rules for one in rule.fields)
    for sheet in sheets:
        if not any(sheet.spec is spec for spec in specs):
            continue
        if plan.is_rows:
            made.units[id(sheet)] = _tuned(tree, plan, DictEmitter, partial(_Maker.unit, sheet=sheet))
            made.sources.append(made.units[id(sheet)].source)
        else:
            maker = _Maker(tree, plan, DictEmitter())
            made.loads[id(sheet)] = maker.load(sheet)
            made.sources.append(maker.source)
        if texts:
            made.texts[id(sheet)] = _tuned(tree, plan, TextEmitter, partial(_Maker.texts, sheet=sheet))
            made.sources.append(made.texts[id(sheet)].source)
    maker = _Maker(tree, plan, DictEmitter(), tolerant=plan.is_rows)
    if plan.is_rows:
        made.drafts = maker.make()
    else:
        made.make = maker.make()
    made.sources.append(maker.source)
    return made


def _tuned(tree: MappingTree, plan: Plan, emitter: type[Emitter], write: Callable[[_Maker], Call]) -> Tuned[Call]:
    def make(forgetful: frozenset[Hashable]) -> tuple[Call, _Maker]:
        maker = _Maker(tree, plan, emitter(), forgetful)
        return write(maker), maker

    return Tuned(make)


class _Maker:
    """Makes one function."""

    def __init__(
        self,
        tree: MappingTree,
        plan: Plan,
        emitter: Emitter,
        forgetful: frozenset[Hashable] = frozenset(),
        *,
        tolerant: bool = False,
    ) -> None:
        self.tree, self.plan, self.emitter = tree, plan, emitter
        self.writer = Writer()
        # what a memory gives is shared by all events: texts may be, dictionaries not
        self.sections = Sections(self.writer, 2 if isinstance(emitter, TextEmitter) else 0)
        self.works = LineWorks(tree, self.writer, self.sections, forgetful, tolerant=tolerant)
        self.rules = RuleWorks(tree, plan, self.works, emitter)

    @property
    def source(self) -> str:
        """What was written."""
        return "\n".join([*self.sections.source, *self.writer.lines])

    def texts(self, sheet: Sheet) -> Texts:
        """Rows to the texts of their events, in one function."""
        writer = self.writer
        writer.put("def texts(rows, e0, i0, m0, c0):")
        writer.depth = 1
        writer.put("for row in rows:")
        writer.depth = 2
        sure = all(rule.kind == "event" and not rule.when for rule in self.plan.rules)
        if not sure:
            writer.put("n0 = len(e0)")
        writer.put(f"if len(row) < {sheet.reach}: row = {writer.bind(partial(_widened, sheet.reach))}(row)")
        place = self.read(sheet, leave=("c0.append(-1)", "continue"))
        for name, value in place.values.items():
            self.works.form(name, value, self.emitter)
        for rule in self.plan.rules:
            self.rules.rule(rule, place)
        writer.put(f"c0.append({len(self.plan.rules)})" if sure else "c0.append(len(e0) - n0)")
        self.sections.close()
        return writer.function("texts")

    def unit(self, sheet: Sheet) -> Callable[[Sequence[Cell]], Made | None]:
        """Row to events, in one function."""
        writer = self.writer
        writer.put("def unit(row):")
        writer.depth = 1
        place = self.read(sheet)
        writer.put("e0, r0, m0 = [], [], []")
        for rule in self.plan.rules:
            self.rules.rule(rule, place)
        writer.put("return e0, r0, m0")
        return writer.function("unit")

    def load(self, sheet: Sheet) -> Callable[[Sequence[Cell]], tuple[Any, ...] | None]:
        """Row to the values of its names."""
        writer = self.writer
        writer.put("def load(row):")
        writer.depth = 1
        place = self.read(sheet)
        values = [place.values[name][0] for name in sheet.names]
        writer.put(f"return ({', '.join(values)}{',' if values else ''})")
        return writer.function("load")

    def read(self, sheet: Sheet, leave: Sequence[str] = ("return None",)) -> Place:
        """Reads the cells of `row` into variables; leaves where `only` leaves the row out."""
        place = Place(sheet.spec.level, {}, None)
        for name in sheet.beside:
            stand = sheet.beside[name]
            place.values[name] = (self.writer.bind(stand.value), stand.value is None)
        columns, first = ColumnWorks(self.works, sheet), _needed(sheet.spec.only)
        for column in sheet.columns:
            if column in first or column.unit_name in first:
                columns.column(column, place, asked_first=True)
        if sheet.spec.only:
            conditions = [self.works.test(test, place, empty_passes=False) for test in sheet.spec.only]
            self.writer.put(f"if not ({' and '.join(conditions)}): {'; '.join(leave)}")
        for column in sheet.columns:
            if column not in place.values:
                columns.column(column, place)
        self.musts(self.plan.tests.get(sheet.spec.level, ()), place)
        if self.plan.is_rows:
            self.musts(self.plan.unit_tests.get(sheet.spec.level, ()), place)
        return place

    def musts(self, tests: Sequence[Test], place: Place) -> None:
        for test in tests:
            self.writer.put(f"if not ({self.works.test(test, place, empty_passes=True)}): raise Odd")

    def make(self) -> Callable[[Node], Made]:
        """Loaded nodes to events."""
        writer = self.writer
        writer.put("def make(n0):")
        writer.depth = 1
        writer.put("e0, r0, m0 = [], [], []")
        self.level(self.plan.unit, "n0", Place("", {}, None))
        writer.put("return e0, r0, m0")
        return writer.function("make")

    def level(self, level: str, node: str, above: Place) -> None:
        """Unpacks a node, runs the rules of its level, and goes to the nodes below."""
        place = self.rules.open(level, node, above)
        self.musts(self.plan.unit_tests.get(level, ()), place)
        for rule in self.plan.rules:
            if rule.each == level:
                self.rules.rule(rule, place)
        for child in self.rules.levels_below(level):
            if not self.rules.matter(child) and not self.tested(child):
                continue
            inner = self.writer.fresh("n")
            self.writer.put(f"for {inner} in {node}.children.get({self.writer.bind(child)}, ()):")
            self.writer.depth += 1
            self.level(child, inner, place)
            self.writer.depth -= 1

    def tested(self, level: str) -> bool:
        """Whether a rule of `must` is held at a level or below it."""
        return any(level in chain(self.tree.levels, one) for one in self.plan.unit_tests)


def _widened(width: int, row: Sequence[Cell]) -> list[Cell]:
    """A short row with empty cells behind it."""
    return [*row, *[""] * (width - len(row))]


def _needed(tests: Sequence[Test]) -> set[Name | None]:
    return {name for test in tests for name in (test.name, test.other) if name is not None}
