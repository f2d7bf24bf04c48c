"""What is not wrong but worth telling: names, tables and settings nobody uses, tests that never hold, memory."""

from __future__ import annotations

from collections.abc import Iterable

from lienthong.mapping.faults import Faults
from lienthong.mapping.scope import Scope
from lienthong.mapping.tree import Group, Rule, TableSpec, Test


def tell_notes(scope: Scope, tables: Iterable[TableSpec], groups: Iterable[Group], rules: Iterable[Rule]) -> None:
    """Tells the notes of a mapping that has no errors."""
    faults, specs, listed = scope.faults, tuple(tables), tuple(groups)
    for name in scope.names.values():
        if name.kind in {"column", "beside", "value"} and not name.used and not _unit_is_used(name):
            faults.tell("mapping.unused-name", name.spot, given=name.text)
    for table in scope.lookups.values():
        if table.name not in scope.lookups_used:
            faults.tell("mapping.unused-table", table.spot, given=table.name)
    for setting in scope.settings.values():
        if setting.name.text not in scope.settings_used:
            faults.tell("mapping.unused-setting", setting.name.spot, given=setting.name.text)
    _tell_memory(faults, specs, listed)
    _tell_never(scope, specs, rules)


def _unit_is_used(name: object) -> bool:
    unit = getattr(name, "unit_name", None)
    return unit is not None and unit.used


def _tell_memory(faults: Faults, tables: Iterable[TableSpec], groups: Iterable[Group]) -> None:
    for group in groups:
        if not group.adjacent:
            faults.tell("mapping.memory-group", group.spot, given=group.name)
    for table in tables:
        if table.parent:
            faults.tell("mapping.memory-table", table.spot, given=table.level)


def _tell_never(scope: Scope, tables: Iterable[TableSpec], rules: Iterable[Rule]) -> None:
    """A rule whose `when` cannot hold: under `only`, or among all values a look-up can give."""
    only = [test for table in tables for test in table.only]
    only += [test for level in scope.levels.values() for test in level.only]
    for rule in rules:
        for test in rule.when:
            allowed = _values(test)
            if allowed is None:
                continue
            known = scope.flows[test.name].known
            clash = bool(known) and not allowed & (known or frozenset())
            for other in only:
                among = _values(other) if other.name is test.name else None
                clash = clash or (among is not None and not allowed & among)
            if clash:
                scope.faults.tell("mapping.never-holds", test.spot, test=test.text, rule=rule.name)


def _values(test: Test) -> frozenset[str] | None:
    return frozenset(test.texts) if test.op in {"=", "in"} else None
