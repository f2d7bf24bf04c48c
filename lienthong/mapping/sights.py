"""Sights: what a rule sees of a unit, as far as it decides which cell or setting each value comes from.

Two events of one rule whose sights are equal, and which have the same members, come from the same columns of rows in
the same places. A sight is made of the kinds of cells in the rows a rule looks at (`kinds`), row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lienthong.mapping.ids import chain, rule_key
from lienthong.mapping.judge import Judge
from lienthong.mapping.kinds import RowKind, SheetKinds, Study, View
from lienthong.mapping.outcome import Outcome, RowRef
from lienthong.mapping.plan import Plan
from lienthong.mapping.run import Fitted
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Entry, Field, Leaf, ListField, MappingTree, Name, NameRef, ObjectField, Rule, Test
from lienthong.mapping.values import REFUSED, holds

_KEPT = 4096


class Sight(NamedTuple):
    """What one rule saw: a key that equal sights share, and the rows in the order the key speaks of them.

    `bent` says that cells of these rows stand elsewhere (merged blocks): then the key holds the distances of rows.
    """

    key: tuple[Any, ...]
    rows: Sequence[RowRef]
    bent: bool


@dataclass(slots=True)
class Sighted:
    """The sights of a unit, one for each of its events and for each of its master data."""

    events: list[Sight]
    master: list[Sight]


@dataclass(slots=True)
class _Node:
    """A node of a unit: its row and those above it (a group: of its rows), and the rows that lie below it."""

    level: str
    rows: tuple[RowKind, ...]
    below: Sequence[RowKind] = ()


Made = tuple[list["_Looking"], list["_Looking"]]
"""The rules that make events of a node, and those that make master data."""


class Sights:
    """Makes the sights of kept units; for what is too rare to be learnt (whole sheets, split cells) there are none."""

    def __init__(self, fitted: Fitted) -> None:
        self.plans: dict[int, _PlanSights] = {}
        if len({sheet.table.name for sheet in fitted.sheets}) < len(fitted.sheets):
            return
        for plan, judge in zip(fitted.plans, fitted.judges, strict=True):
            sheets = [sheet for sheet in fitted.sheets if sheet.spec in (plan.root, *plan.children_specs())]
            if _learnable(plan):
                made = _PlanSights(fitted.tree, plan, judge, sheets)
                if made.study.closed:
                    self.plans.update((sheet.table.number, made) for sheet in sheets)

    def of(self, outcome: Outcome) -> Sighted | None:
        """The sights of a kept unit; None where they cannot be told."""
        made = self.plans.get(outcome.rows[0][0])
        # rows that repeat others stand among the rows of a unit, but no rule saw them
        if made is None or any(finding.code == "group.repeat" for finding in outcome.findings):
            return None
        return made.of(outcome)


def _learnable(plan: Plan) -> bool:
    """Whether the order of a unit's rows tells how they hang together."""
    tops = {plan.root.level, *(group.name for table, group in plan.groups.items() if table == plan.root.level)}
    splits = any(spec.splits for spec in (plan.root, *plan.children_specs()))
    return plan.unit in tops and set(plan.groups) <= {plan.root.level} and not splits


class _Looking:
    """A rule as it looks at rows: with what eyes, and whether at those below its node too."""

    __slots__ = ("number", "rule", "view", "wide")

    def __init__(self, tree: MappingTree, rule: Rule, sheets: Mapping[int, SheetKinds]) -> None:
        key = rule_key(tree, rule)
        here = set(chain(tree.levels, rule.each))
        names = {*rule.names, *key.names, *key.below}
        self.rule, self.number, self.view = rule, rule.number, View(names, sheets)
        self.wide = any(name.level and name.level not in here for name in names) or _loops(rule.fields)

    def sight(self, node: _Node) -> Sight:
        """What the rule sees of a node."""
        rows = (*node.rows, *node.below) if self.wide else node.rows
        view = self.view.of
        if len(rows) == 1 and not rows[0].bends:
            return Sight((self.number, 1, view(rows[0])), [rows[0].ref], bent=False)
        refs = [row.ref for row in rows]
        key = (self.number, len(node.rows), *[view(row) for row in rows])
        bent = any(row.bends and self.view.bends(row) for row in rows)
        if bent:
            table, first = refs[0]
            key = (*key, *[(other - table, row - first) for other, row in refs])
        return Sight(key, refs, bent)


class _PlanSights:
    """The sights of the units of one plan."""

    def __init__(self, tree: MappingTree, plan: Plan, judge: Judge, sheets: Sequence[Sheet]) -> None:
        self.tree, self.judge = tree, judge
        self.root = plan.root.level
        self.group = plan.groups.get(self.root)
        self.study = Study(plan)
        shared = set(plan.group_names(self.group)) if self.group else set()
        self.kinds = {sheet.table.number: SheetKinds(sheet, judge, self.study, shared) for sheet in sheets}
        self.depths = {spec.level: self._depth(spec.level) for spec in (plan.root, *plan.children_specs())}
        self.rules: dict[str, list[_Looking]] = {}
        for rule in plan.rules:
            self.rules.setdefault(rule.each, []).append(_Looking(tree, rule, self.kinds))
        self.asked = {level: View(_asked(rules), self.kinds) for level, rules in self.rules.items()}
        self.made: dict[tuple[Any, ...], Made] = {}

    def _depth(self, level: str) -> int:
        grouped = {self.group.name} if self.group else set()
        kinds = {name for name in chain(self.tree.levels, level) if self.tree.levels[name].kind != "sheet"}
        return len(kinds - grouped) - 1

    def of(self, outcome: Outcome) -> Sighted | None:
        """The sights of a unit; None where its rules made something else than they seem to."""
        found = Sighted([], [])
        for node in self._nodes(outcome):
            asked = self.asked.get(node.level)
            if asked is None:
                continue
            key = (node.level, *[asked.of(row) for row in node.rows])
            events, master = self.made.get(key) or self._make(key, node)
            found.events += [rule.sight(node) for rule in events]
            found.master += [rule.sight(node) for rule in master]
        fits = [sight.key[0] for sight in found.events] == outcome.rules
        fits = fits and [sight.key[0] for sight in found.master] == [entry.rule for entry in outcome.master]
        return found if fits else None

    def _nodes(self, outcome: Outcome) -> list[_Node]:
        """The nodes of a unit, from the order of its rows, a parent before its children; none where that is broken."""
        rows = [self.kinds[ref[0]].row(ref, cells) for ref, cells in zip(outcome.rows, outcome.raw, strict=True)]
        nodes = [self._top(self.group.name, rows)] if self.group else []
        if len(self.depths) == 1:
            # what belongs to the group a row knows of itself
            return nodes + [_Node(row.level, (row,)) for row in rows]
        above: list[RowKind] = []
        for at, row in enumerate(rows):
            depth = self.depths[row.level]
            if len(above) < depth:
                return []
            above[depth:] = [row]
            below = rows[at + 1 : at + 1 + self._below(rows[at + 1 :], depth)]
            nodes.append(_Node(row.level, tuple(above), below))
        return nodes

    def _below(self, rows: Sequence[RowKind], depth: int) -> int:
        """How many of these rows lie below the row before them."""
        return next((at for at, row in enumerate(rows) if self.depths[row.level] <= depth), len(rows))

    def _top(self, level: str, rows: list[RowKind]) -> _Node:
        """The node of the group: its values are those of its first row, where all rows are of one kind."""
        roots = [row for row in rows if row.level == self.root]
        first = roots[0]
        if any(row.shared != first.shared or row.bends for row in roots):
            return _Node(level, tuple(roots), rows)
        return _Node(level, (first,), rows)

    def _make(self, key: tuple[Any, ...], node: _Node) -> Made:
        """Which rules make something of a node."""
        values: dict[Name, Any] = {}
        for row in reversed(node.rows):
            values |= self.kinds[row.ref[0]].values(row)
        firing = [one for one in self.rules.get(node.level, ()) if self._all_hold(one.rule.when, values)]
        events = [one for one in firing if one.rule.kind != "master"]
        master = [one for one in firing if one.rule.kind == "master" and self._identified(one.rule, values)]
        if len(self.made) >= _KEPT:
            self.made.clear()
        self.made[key] = events, master
        return events, master

    def _all_hold(self, tests: Sequence[Test], values: Mapping[Name, Any]) -> bool:
        for test in tests:
            value = self._value(test.name, values)
            other = self._value(test.other, values) if test.other else None
            if value is REFUSED or other is REFUSED or not holds(test, value, other, False):
                return False
        return True

    def _value(self, name: Name, values: Mapping[Name, Any]) -> Any:
        return self.judge.interpreter.settings[name.text].value if name.kind == "setting" else values.get(name)

    def _identified(self, rule: Rule, values: Mapping[Name, Any]) -> bool:
        """Whether the thing a rule speaks of has an identifier."""
        line = rule.fields[0].line if isinstance(rule.fields[0], Leaf) else None
        if line is None or not self._all_hold(line.when, values):
            return False
        named = [getattr(source, "name", None) for source in line.sources]
        return any(name is None or self._value(name, values) is not None for name in named)


def _asked(rules: Sequence[_Looking]) -> set[Name]:
    """The names that decide which rules of a level make something."""
    names: set[Name] = set()
    for one in (looking.rule for looking in rules):
        tests = [*one.when]
        if one.kind == "master" and isinstance(one.fields[0], Leaf):
            line = one.fields[0].line
            tests += line.when
            names |= {source.name for source in line.sources if isinstance(source, NameRef)}
        names |= {name for test in tests for name in (test.name, test.other) if name is not None}
    return names


def _loops(fields: Sequence[Field | Entry]) -> bool:
    for one in fields:
        if isinstance(one, ListField):
            if any(entry.each or _loops(entry.fields) for entry in one.entries):
                return True
        elif isinstance(one, ObjectField) and _loops(one.fields):
            return True
    return False
