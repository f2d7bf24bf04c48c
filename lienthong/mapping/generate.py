"""The fast executor: one generated Python function for each mapping and layout of headings.

It handles the plain case only. A refusal, a notice, an empty required member, a rule that fails: anything else
raises `Odd`, and the explaining executor runs that unit again. Both give the same outcomes; a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.mapping.emit import DictEmitter, Writer
from lienthong.mapping.functions.cells import silent
from lienthong.mapping.ids import chain
from lienthong.mapping.lineworks import LineWorks, Place, joined
from lienthong.mapping.memo import Memo
from lienthong.mapping.nodes import Node, plain_line
from lienthong.mapping.plan import Plan
from lienthong.mapping.ruleworks import RuleWorks
from lienthong.mapping.runs import odd_notice, run_of, unit_of_amount
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Column, MappingTree, Name, Test
from lienthong.mapping.ways import wants_cell
from lienthong.reading import Cell

Made = tuple[list[Any], list[int], list[Any]]
"""Events, the number of the rule of each, master data."""


@dataclass(slots=True)
class Generated:
    """The functions of one plan: `loads` by sheet, `units` by sheet where rows are units, else `make`."""

    loads: dict[int, Callable[[Sequence[Cell]], tuple[Any, ...] | None]] = field(default_factory=dict)
    units: dict[int, Callable[[Sequence[Cell]], Made | None]] = field(default_factory=dict)
    make: Callable[[Node], Made] | None = None
    memos: list[Memo] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def tune(self, rows: int) -> None:
        """Lets memories that gain nothing go, after so many rows."""
        for memo in self.memos:
            memo.tune(rows)


def generate(tree: MappingTree, plan: Plan, sheets: Sequence[Sheet], emitter: DictEmitter | None = None) -> Generated:
    """The functions of a plan for its fitted sheets; none where it splits cells, which the other executor does."""
    made = Generated()
    specs = [plan.root, *plan.children_specs()]
    if any(spec.splits for spec in specs):
        return made
    for sheet in sheets:
        if any(sheet.spec is spec for spec in specs):
            maker = _Maker(tree, plan, emitter or DictEmitter())
            if plan.is_rows:
                made.units[id(sheet)] = maker.unit(sheet)
            else:
                made.loads[id(sheet)] = maker.load(sheet)
            made.memos += maker.works.memos
            made.sources.append("\n".join(maker.writer.lines))
    if not plan.is_rows:
        maker = _Maker(tree, plan, emitter or DictEmitter())
        made.make = maker.make()
        made.memos += maker.works.memos
        made.sources.append("\n".join(maker.writer.lines))
    return made


class _Maker:
    """Makes one function."""

    def __init__(self, tree: MappingTree, plan: Plan, emitter: DictEmitter) -> None:
        self.tree, self.plan = tree, plan
        self.writer = Writer()
        self.works = LineWorks(tree, self.writer)
        self.rules = RuleWorks(tree, plan, self.works, emitter)

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

    def read(self, sheet: Sheet) -> Place:
        """Reads the cells of `row` into variables; leaves with None where `only` leaves the row out."""
        place = Place(sheet.spec.level, {}, None)
        for name in sheet.beside:
            stand = sheet.beside[name]
            place.values[name] = (self.writer.bind(stand.value), stand.value is None)
        first = _needed(sheet.spec.only)
        for column in sheet.columns:
            if column in first or column.unit_name in first:
                self.column(sheet, column, place)
        if sheet.spec.only:
            conditions = [self.works.test(test, place, empty_passes=False) for test in sheet.spec.only]
            self.writer.put(f"if not ({' and '.join(conditions)}): return None")
        for column in sheet.columns:
            if column not in place.values:
                self.column(sheet, column, place)
        self.musts(self.plan.tests.get(sheet.spec.level, ()), place)
        if self.plan.is_rows:
            self.musts(self.plan.unit_tests.get(sheet.spec.level, ()), place)
        return place

    def musts(self, tests: Sequence[Test], place: Place) -> None:
        for test in tests:
            self.writer.put(f"if not ({self.works.test(test, place, empty_passes=True)}): raise Odd")

    def column(self, sheet: Sheet, column: Column, place: Place) -> None:
        """Reads one column, and its unit where that is used."""
        line = column.read or plain_line(column)
        for step in line.steps:
            for name in step.values:
                if isinstance(name, Column) and name not in place.values and name in sheet.columns:
                    self.column(sheet, name, place)
        at = sheet.places.get(column)
        variable = self.writer.fresh("v")
        key = f"row[{at}]" if at is not None else self.writer.bind("")
        varying = self.works.varying(line, place)
        how = "raw" if wants_cell(line) else "text"
        # a column that is not there is told once for the sheet, not on every row
        notice = silent if at is None else odd_notice
        run = run_of(line, varying, self.works.fixed(line), cell=how, notice=notice)
        if varying:
            key = joined([key, *(place.values[name][0] for name in varying)])
        self.writer.put(f"{variable} = {self.works.asked(run, key, varying, cells=True)}")
        place.values[column] = (variable, column.empty or at is None)
        if column.unit_name is not None and column.unit_name.used:
            place.values[column.unit_name] = self.unit_of(sheet, column, column.unit_name, at)

    def unit_of(self, sheet: Sheet, column: Column, name: Name, at: int | None) -> tuple[str, bool]:
        if column.unit != "cell":
            code = sheet.units[name].value
            return self.writer.bind(code), code is None
        variable = self.writer.fresh("v")
        memo = Memo(unit_of_amount, cells=True)
        self.works.memos.append(memo)
        key = f"row[{at}]" if at is not None else self.writer.bind("")
        self.writer.put(f"{variable} = {self.writer.bind(memo)}[{key}]")
        return variable, True

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


def _needed(tests: Sequence[Test]) -> set[Name | None]:
    return {name for test in tests for name in (test.name, test.other) if name is not None}
