"""The section `group`: rows that make one unit, and which names then belong to the group."""

from __future__ import annotations

from dataclasses import replace

from lienthong.mapping.columns import Declared
from lienthong.mapping.document import Parts, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.scope import Scope
from lienthong.mapping.tree import Column, Group, Level
from lienthong.shelf import Node, Scalar

_PARTS = ("by", "same", "rows", "repeats", "bad row")


def read_groups(scope: Scope, node: Node | None, tables: list[Declared]) -> tuple[Group, ...]:
    """The groups; their names move from the rows up to the group."""
    found: list[Group] = []
    for key, value in as_pairs(node, scope.faults, "group") or ():
        group = _group(scope, key, value, tables)
        if group is None:
            continue
        if any(other.table == group.table for other in found):
            scope.faults.at(key, "mapping.group-twice", given=key.text, level=group.table)
            continue
        _lift(scope, group)
        found.append(group)
    return tuple(found)


def _group(scope: Scope, key: Scalar, node: Node, tables: list[Declared]) -> Group | None:
    parts = Parts(node, scope.faults, _PARTS, key.text)
    columns = {column.text: column for table in tables for column in table.columns}
    by = _columns(scope, parts, "by", columns)
    same = _columns(scope, parts, "same", columns)
    if not by:
        if not parts.scalars("by"):
            scope.faults.at(key, "mapping.group-by", given=key.text)
        elif tables and scope.claim(key, "group"):
            _pretend(scope, key, tables[0])
        return None
    table = by[0].table
    for text, column in [*zip(parts.scalars("by"), by, strict=False), *zip(parts.scalars("same"), same, strict=False)]:
        if column.table != table:
            scope.faults.at(text, "mapping.group-tables", given=column.text, level=table)
    if not scope.claim(key, "group"):
        return None
    return Group(
        name=key.text,
        table=table,
        by=tuple(by),
        same=tuple(column for column in same if column not in by),
        adjacent=parts.choice("rows", ("anywhere", "adjacent")) == "adjacent",
        repeats_once=parts.choice("repeats", ("keep", "once")) == "once",
        leave_out=parts.choice("bad row", ("refuse group", "leave out")) == "leave out",
        spot=spot_of(key),
    )


def _pretend(scope: Scope, key: Scalar, table: Declared) -> None:
    """Makes the level of a group that has a fault, so that what uses it is no further fault."""
    rows = scope.levels[table.level]
    scope.levels[key.text] = Level(key.text, rows.parent, "group", spot=spot_of(key))
    scope.levels[table.level] = replace(rows, parent=key.text)
    for column in table.columns:
        column.level = key.text


def _columns(scope: Scope, parts: Parts, part: str, columns: dict[str, Column]) -> list[Column]:
    found = []
    for text in parts.scalars(part):
        column = columns.get(text.text)
        if column is None:
            scope.faults.unknown("column", text.text, columns, spot_of(text))
        else:
            scope.use(column)
            found.append(column)
    return found


def _lift(scope: Scope, group: Group) -> None:
    rows = scope.levels[group.table]
    scope.levels[group.name] = Level(group.name, rows.parent, "group", spot=group.spot)
    scope.levels[group.table] = replace(rows, parent=group.name)
    for column in (*group.by, *group.same):
        column.level = group.name
        if column.unit_name:
            column.unit_name.level = group.name
