"""Look-up tables of a mapping: written in it, in a file beside it, in a sheet of the workbook, or in the store."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping

from lienthong.mapping.document import Parts, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.functions import fold_key
from lienthong.mapping.scope import Scope
from lienthong.mapping.syntax import is_name
from lienthong.mapping.tree import LookupTable
from lienthong.shelf import Node, Pairs, Scalar

MAX_ROWS = 10_000
ONE_COLUMN = "value"
ReadFile = Callable[[str], str]
"""The text of a table file by its name inside `mappings/`; raises `OSError` when there is none."""

_FROM = ("file", "sheet", "master")
_PARTS = (*_FROM, "key", "columns")


class LateRows(dict[str, Mapping[str, str]]):
    """Rows that come when the workbook or the store is opened: `fill` puts them in, for all lines that look up."""

    generation = 0

    def fill(self, rows: Mapping[str, Mapping[str, str]]) -> None:
        """Takes the rows, by key as written, in place of earlier ones."""
        self.clear()
        self.update(rows)
        self.generation += 1


def read_lookups(scope: Scope, node: Node | None, read_file: ReadFile) -> None:
    """Declares the tables of the section `tables`."""
    for key, value in as_pairs(node, scope.faults, "tables") or ():
        if not scope.claim(key, "table"):
            continue
        pairs = as_pairs(value, scope.faults, key.text)
        if pairs is None:
            if isinstance(value, Scalar):
                scope.faults.at(value, "mapping.want-pairs", section=key.text)
            continue
        if any(word in _FROM for word in (name.text for name, _ in pairs)):
            table = _outside(scope, key, pairs, read_file)
        else:
            table = _inline(scope, key, pairs)
        if table:
            scope.lookups[key.text] = table


def _inline(scope: Scope, key: Scalar, pairs: Pairs) -> LookupTable:
    rows: dict[str, Mapping[str, str]] = {}
    seen: dict[str, Scalar] = {}
    columns: dict[str, None] = {}
    for row_key, node in pairs:
        folded = fold_key(row_key.text)
        if folded in seen:
            scope.faults.at(row_key, "mapping.table-row-twice", table=key.text, given=row_key.text,
                            line=str(seen[folded].line))  # fmt: skip
            continue
        seen[folded] = row_key
        row = _row(scope, key, node)
        columns.update(dict.fromkeys(row))
        rows[row_key.text] = row
    if len(rows) > MAX_ROWS:
        scope.faults.at(key, "mapping.table-size", table=key.text, limit=str(MAX_ROWS))
    if not rows:
        scope.faults.at(key, "mapping.table-empty", table=key.text)
    return LookupTable(key.text, rows, tuple(columns), spot=spot_of(key))


def _row(scope: Scope, key: Scalar, node: Node) -> dict[str, str]:
    if isinstance(node, Scalar):
        return {ONE_COLUMN: node.text}
    row: dict[str, str] = {}
    for column, cell in as_pairs(node, scope.faults, key.text) or ():
        if not isinstance(cell, Scalar):
            scope.faults.at(cell, "mapping.want-text", section=column.text)
        elif not is_name(column.text):
            scope.faults.at(column, "mapping.name-form", given=column.text[:64])
        else:
            row[column.text] = cell.text
    return row


def _outside(scope: Scope, key: Scalar, pairs: Pairs, read_file: ReadFile) -> LookupTable | None:
    parts = Parts(pairs, scope.faults, _PARTS, key.text)
    named = [word for word in _FROM if parts.scalar(word)]
    if len(named) != 1:
        scope.faults.at(key, "mapping.table-source", table=key.text)
        return None
    columns = parts.texts("columns")
    key_column, spot = parts.text("key"), spot_of(key)
    if named[0] == "file":
        file = parts.scalar("file")
        return _from_file(scope, key, file, key_column, columns, read_file) if file else None
    if named[0] == "sheet" and not key_column:
        scope.faults.at(key, "mapping.table-key", table=key.text)
    sheet, master = parts.text("sheet"), parts.text("master")
    if master and master not in {"products", "places", "parties"}:
        at = parts.scalar("master") or key
        scope.faults.at(at, "mapping.choice", section="master", given=master, known="products, places, parties")
    return LookupTable(key.text, LateRows(), columns, sheet, key_column, master, spot)


def _from_file(
    scope: Scope, key: Scalar, file: Scalar, key_column: str, columns: tuple[str, ...], read_file: ReadFile
) -> LookupTable | None:
    if not _is_inside(file.text):
        scope.faults.at(file, "mapping.table-outside", given=file.text)
        return None
    try:
        lines = read_file(file.text).splitlines()
    except (OSError, UnicodeError, LookupError):
        scope.faults.at(file, "mapping.table-file", given=file.text)
        return None
    found = list(csv.reader(lines[:1_000_002]))
    header = [name.strip().lstrip("\ufeff") for name in found[0]] if found else []
    wrong = [name for name in (key_column, *columns) if name not in header]
    if wrong:
        scope.faults.unknown("table-column", wrong[0], header, spot_of(file), table=key.text)
        return None
    place = header.index(key_column)
    kept = columns or tuple(name for name in header if name != key_column)
    rows = _file_rows(found[1:], place, {name: header.index(name) for name in kept})
    return LookupTable(key.text, rows, kept, spot=spot_of(key))


def _file_rows(found: Iterable[list[str]], place: int, kept: Mapping[str, int]) -> dict[str, Mapping[str, str]]:
    return {
        row[place].strip(): {name: row[at].strip() for name, at in kept.items() if at < len(row)}
        for row in found
        if place < len(row) and row[place].strip()
    }


def _is_inside(name: str) -> bool:
    """Whether a file name stays in its folder: no way up, no root, no drive."""
    parts = name.replace("\\", "/").split("/")
    return bool(name) and "\x00" not in name and ":" not in name and all(part not in {"", ".", ".."} for part in parts)
