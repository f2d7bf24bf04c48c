"""The examples inside a mapping, as cases that `lienthong mapping test` runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lienthong.mapping.columns import Declared
from lienthong.mapping.document import Parts, as_items, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.scope import Scope
from lienthong.mapping.tree import ExampleCase, Spot
from lienthong.shelf import Items, Node, Scalar

_PARTS = ("say", "rows", "lot", "events", "gives", "shows", "finds", "settings")
_COUNTS = ("events", "records", "refused", "kept", "filtered", "master", "products", "places", "parties")
Row = tuple[str, Mapping[str, str]]


def read_examples(scope: Scope, node: Node | None, tables: list[Declared]) -> tuple[ExampleCase, ...]:
    """The examples; one that names an unknown column is told."""
    return tuple(_case(scope, one, tables) for one in as_items(node, scope.faults, "examples"))


def _case(scope: Scope, node: Node, tables: list[Declared]) -> ExampleCase:
    parts = Parts(node, scope.faults, _PARTS, "examples")
    events = tuple(event.plain() for event in as_items(parts.node_of("events"), scope.faults, "events"))
    return ExampleCase(
        say=parts.text("say"),
        rows=tuple(_rows(scope, parts.node_of("rows"), tables)),
        events=tuple(event for event in events if isinstance(event, dict)),
        lot=_lot(scope, parts.node_of("lot")),
        gives=_counts(scope, parts.node_of("gives")),
        shows=tuple(_shows(scope, parts.node_of("shows"))),
        finds=parts.texts("finds"),
        settings=_settings(scope, parts.node_of("settings")),
        spot=spot_of(node),
    )


def _rows(scope: Scope, node: Node | None, tables: list[Declared]) -> Iterable[Row]:
    """Rows of the one table, or lists of rows by table."""
    if node is None or not tables:
        return
    if isinstance(node, Items):
        for one in node.nodes:
            yield _row(scope, one, tables[0])
        return
    by_level = {table.level: table for table in tables}
    for key, rows in as_pairs(node, scope.faults, "rows") or ():
        if key.text not in by_level:
            scope.faults.unknown("level-name", key.text, by_level, spot_of(key))
            continue
        for one in as_items(rows, scope.faults, key.text):
            yield _row(scope, one, by_level[key.text])


def _row(scope: Scope, node: Node, table: Declared) -> Row:
    known = [column.text for column in (*table.columns, *table.beside)]
    cells: dict[str, str] = {}
    for key, cell in as_pairs(node, scope.faults, "rows") or ():
        if key.text not in known:
            scope.faults.unknown("column", key.text, known, spot_of(key))
        elif not isinstance(cell, Scalar):
            scope.faults.at(cell, "mapping.want-text", section=key.text)
        else:
            cells[key.text] = cell.text
    return table.level, cells


def _lot(scope: Scope, node: Node | None) -> Mapping[str, Any]:
    """The data of a lot; only examples of a mapping over the events of a lot have one."""
    pairs = as_pairs(node, scope.faults, "lot")
    if pairs and not any(level.at == "lot" for level in scope.levels.values()):
        scope.faults.at(pairs, "mapping.example-lot")
    return dict(pairs.plain()) if pairs else {}


def _counts(scope: Scope, node: Node | None) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for key, value in as_pairs(node, scope.faults, "gives") or ():
        if key.text not in _COUNTS:
            scope.faults.unknown("key", key.text, _COUNTS, spot_of(key), section="gives")
        elif not isinstance(value, Scalar) or not (value.text.isascii() and value.text.isdecimal()):
            scope.faults.at(value, "mapping.example-count", given=key.text)
        else:
            found[key.text] = int(value.text[:9])
    return found


def _shows(scope: Scope, node: Node | None) -> Iterable[tuple[str, str, Spot]]:
    for key, value in as_pairs(node, scope.faults, "shows") or ():
        if not key.text.startswith("/"):
            scope.faults.at(key, "mapping.example-pointer", given=key.text)
        elif not isinstance(value, Scalar):
            scope.faults.at(value, "mapping.want-text", section=key.text)
        else:
            yield key.text, value.text, spot_of(value)


def _settings(scope: Scope, node: Node | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value in as_pairs(node, scope.faults, "settings") or ():
        if key.text not in scope.settings:
            scope.faults.unknown("setting", key.text, scope.settings, spot_of(key))
        elif isinstance(value, Scalar):
            found[key.text] = value.text
    return found
