"""The plan of a mapping: what its units are, which rules and tests belong to which level."""

from __future__ import annotations

from dataclasses import dataclass

from lienthong.mapping.ids import chain
from lienthong.mapping.sheets import row_names
from lienthong.mapping.tree import Group, MappingTree, Name, Rule, TableSpec, Test


@dataclass(frozen=True, slots=True)
class Plan:
    """One root of a mapping: a table that hangs below no other, and all below it.

    `unit` is the level whose nodes are units: the sheet where a rule works on it, else the group of the root table,
    else its rows. `children` are the tables by the level they hang below; `groups` by the table they group.
    """

    root: TableSpec
    unit: str
    rules: tuple[Rule, ...]
    children: dict[str, tuple[TableSpec, ...]]
    groups: dict[str, Group]
    tests: dict[str, tuple[Test, ...]]
    """Rules of `must` over one row alone, by its level: held when the row is read."""
    unit_tests: dict[str, tuple[Test, ...]]
    """Rules over groups, sheets, parts of a cell, or rows and what they hang below: held in the unit."""

    @property
    def is_rows(self) -> bool:
        """Whether each row is a unit by itself, with nothing hanging below it."""
        return self.unit == self.root.level and not self.children and not self.root.splits

    def children_specs(self) -> list[TableSpec]:
        """All tables below the root."""
        return [spec for specs in self.children.values() for spec in specs]

    def group_names(self, group: Group) -> tuple[Name, ...]:
        """The names that belong to a group."""
        columns = (*group.by, *group.same)
        units = (column.unit_name for column in columns if column.unit_name is not None)
        return (*columns, *units)


def plans(tree: MappingTree) -> list[Plan]:
    """The plan of each root table of a mapping."""
    return [_plan(tree, spec) for spec in tree.tables if not spec.parent]


def _plan(tree: MappingTree, root: TableSpec) -> Plan:
    levels = {name for name in tree.levels if root.level in _rows_above(tree, name)}
    above = set(chain(tree.levels, root.level))
    rules = tuple(rule for rule in tree.rules if rule.each in levels or rule.each in above)
    children: dict[str, tuple[TableSpec, ...]] = {}
    for spec in tree.tables:
        if spec.parent and spec.level in levels:
            children[spec.parent] = (*children.get(spec.parent, ()), spec)
    groups = {group.table: group for group in tree.groups if group.table == root.level or group.table in levels}
    unit = _unit(tree, root, rules, groups)
    alone, later = _tests(tree, unit, root)
    return Plan(root, unit, rules, children, groups, alone, later)


def _rows_above(tree: MappingTree, level: str) -> list[str]:
    return list(chain(tree.levels, level))


def _unit(tree: MappingTree, root: TableSpec, rules: tuple[Rule, ...], groups: dict[str, Group]) -> str:
    sheets = [rule.each for rule in rules if tree.levels[rule.each].kind == "sheet"]
    if sheets:
        return sheets[0]
    return groups[root.level].name if root.level in groups else root.level


Tests = dict[str, tuple[Test, ...]]


def _tests(tree: MappingTree, unit: str, root: TableSpec) -> tuple[Tests, Tests]:
    """The rules of `must` by the level at which they are held: the deepest of their names."""
    rows = {spec.level: set(row_names(spec)) | {*spec.beside} for spec in tree.tables}
    alone: Tests = {}
    later: Tests = {}
    for test in (*tree.must, *(test for spec in tree.tables for test in spec.must)):
        names = [name for name in (test.name, test.other) if name is not None and name.level]
        levels = [name.level for name in names]
        deepest = max(levels, key=lambda level: len(list(chain(tree.levels, level))), default=root.level)
        if tree.levels[deepest].kind == "sheet" and unit != deepest:
            deepest = root.level
        found = alone if deepest in rows and rows[deepest].issuperset(names) else later
        found[deepest] = (*found.get(deepest, ()), test)
    return alone, later
