"""The source of a mapping: `table`, or `tables` joined as levels; how each sheet is found and its columns read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lienthong.mapping.conditions import read_must, read_tests
from lienthong.mapping.document import Parts, as_items, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.functions import fold_key, unit_code
from lienthong.mapping.lines import Lines
from lienthong.mapping.scope import MAX_LEVELS, Scope
from lienthong.mapping.tree import Column, Level, Name, Split, TableSpec, Test
from lienthong.mapping.types import Flow
from lienthong.plugs import Refusal
from lienthong.shelf import Items, Node, Scalar

_TABLE = (
    "sheet", "header", "skip rows", "ends at", "control", "encoding", "delimiter", "beside", "only", "must",
    "columns", "split",
)  # fmt: skip
_JOINED = (*_TABLE, "in", "match")
_COLUMN = ("named", "read", "unit", "merged", "blank", "encoding", "at", "count")
_MAX_HEADER = 100


@dataclass(slots=True)
class Declared:
    """A table whose columns are declared but not yet read: the reading lines may use names further up."""

    key: Scalar | None
    parts: Parts
    level: str
    parent: str = ""
    columns: list[Column] = field(default_factory=list)
    reads: list[tuple[Column, Scalar]] = field(default_factory=list)
    beside: list[Column] = field(default_factory=list)
    splits: list[Split] = field(default_factory=list)


class TableReader:
    """Reads `from: table` and `from: tables`."""

    def __init__(self, scope: Scope, lines: Lines) -> None:
        self.scope, self.lines, self.faults = scope, lines, scope.faults

    def table(self, node: Node) -> list[Declared]:
        """One sheet: the levels `sheet` and `row`."""
        for word, parent, kind in (("sheet", "", "sheet"), ("row", "sheet", "row")):
            if self.scope.claim(Scalar(word, node.line, node.column), "level"):
                self.scope.levels[word] = Level(word, parent, kind, spot=spot_of(node))  # type: ignore[arg-type]
        declared = Declared(None, Parts(node, self.faults, _TABLE, "table"), "row")
        self.declare(declared)
        return [declared]

    def tables(self, node: Node) -> list[Declared]:
        """Several sheets, each a level of its name."""
        found: list[Declared] = []
        for key, value in as_pairs(node, self.faults, "tables") or ():
            parts = Parts(value, self.faults, _JOINED, key.text)
            if self.scope.claim(key, "level"):
                parent = parts.scalar("in")
                if parent and parent.text not in self.scope.levels:
                    self.faults.unknown("level-name", parent.text, self.scope.levels, spot_of(parent))
                    parent = None
                above = parent.text if parent else ""
                self.scope.levels[key.text] = Level(key.text, above, "table", spot=spot_of(key))
                declared = Declared(key, parts, key.text, above)
                self.declare(declared)
                found.append(declared)
        if len(found) > MAX_LEVELS:
            self.faults.at(node, "mapping.levels", limit=str(MAX_LEVELS))
        return found

    def declare(self, table: Declared) -> None:
        node = table.parts.node_of("columns")
        pairs = as_pairs(node, self.faults, "columns")
        if not pairs or not pairs.pairs:
            self.faults.at(node or table.parts.node or Scalar("", 1, 1), "mapping.no-columns")
        shared = set(table.parts.texts("match"))
        for key, value in pairs or ():
            self.column(table, key, value, shared)
        self.beside(table)
        self.splits(table)
        self.claimed_twice(table)

    def column(self, table: Declared, key: Scalar, node: Node, shared: set[str]) -> None:
        # the key that joins a sheet to the one above has one meaning, so it may have one word in both
        joins = key.text in shared and key.text in self.scope.names
        if not joins and not self.scope.claim(key, "column"):
            return
        column = Column(key.text, "column", spot_of(key), level=table.level, table=table.level)
        read = self.describe(column, key, node)
        table.columns.append(column)
        if read:
            table.reads.append((column, read))
        self.scope.learn(column, Flow("text"))
        if not joins:
            self.scope.names[key.text] = column
            if column.unit is not None:
                self.unit_name(column)

    def describe(self, column: Column, key: Scalar, node: Node) -> Scalar | None:
        """Fills a column from what is written of it; gives its reading line."""
        if isinstance(node, (Scalar, Items)):
            column.headings = tuple(text.text for text in _scalars(node, self.faults, key.text) if text.text)
            if not column.headings:
                self.faults.at(key, "mapping.column-heading", given=key.text)
            return None
        parts = Parts(node, self.faults, _COLUMN, key.text)
        column.headings = parts.texts("named")
        column.at = self.place(parts)
        column.merged = parts.choice("merged", ("repeat", "once")) == "repeat"
        column.above = parts.choice("blank", ("", "above")) == "above" if parts.scalar("blank") else False
        column.encoding = parts.text("encoding")
        column.unit = self.unit(parts)
        read = parts.scalar("read")
        if read and read.text.strip().startswith("amount"):
            column.unit = column.unit or "cell"
        if not column.headings and not column.at:
            self.faults.at(key, "mapping.column-heading", given=key.text)
        return read

    def place(self, parts: Parts) -> int:
        at = parts.scalar("at")
        if at is None:
            return 0
        text = at.text.upper()
        if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 16384:
            return int(text)
        if text.isascii() and text.isalpha() and len(text) <= 3:
            number = 0
            for sign in text:
                number = number * 26 + ord(sign) - 64
            return number
        if "-" in text or parts.scalar("count"):
            self.faults.at(at, "mapping.not-yet", what=f"at: {at.text}")
        else:
            self.faults.at(at, "mapping.column-at", given=at.text)
        return 0

    def unit(self, parts: Parts) -> str | None:
        unit = parts.scalar("unit")
        if unit is None or unit.text == "from heading":
            return "heading" if unit else None
        try:
            code = unit_code(unit.text)
        except Refusal:
            code = None
        if code is None:
            self.faults.at(unit, "mapping.column-unit", given=unit.text)
        return code or "heading"

    def unit_name(self, column: Column) -> None:
        word = f"{column.text}.unit"
        name = Name(word, "unit", column.spot, level=column.level)
        fixed = column.unit not in {"heading", "cell"}
        self.scope.declare(name, Flow("code", not fixed, frozenset({column.unit or ""}) if fixed else None))
        column.unit_name = name

    def beside(self, table: Declared) -> None:
        node = table.parts.node_of("beside")
        if node is None:
            return
        if "sheet" not in self.scope.levels:
            self.faults.at(node, "mapping.not-yet", what="beside")
            return
        for key, value in as_pairs(node, self.faults, "beside") or ():
            if not self.scope.claim(key, "beside"):
                continue
            name = Column(key.text, "beside", spot_of(key), level="sheet", table=table.level)
            read = self.describe(name, key, value)
            table.beside.append(name)
            self.scope.declare(name, Flow("text"))
            if read:
                table.reads.append((name, read))

    def splits(self, table: Declared) -> None:
        node = table.parts.node_of("split")
        for key, value in as_pairs(node, self.faults, "split") or ():
            parts = Parts(value, self.faults, ("in", "cell", "at", "read"), key.text)
            cell = parts.scalar("cell")
            column = next((column for column in table.columns if cell and column.text == cell.text), None)
            if column is None:
                at = cell or key
                known = [column.text for column in table.columns]
                self.faults.unknown("column", at.text, known, spot_of(at))
                continue
            if self.scope.claim(key, "level"):
                name = Name(key.text, "value", spot_of(key), level=key.text, read=None)
                self.scope.levels[key.text] = Level(key.text, table.level, "node", spot=spot_of(key))
                self.scope.declare(name, Flow("text", False))
                self.scope.fed_by[name] = column
                table.splits.append(Split(name, column, parts.text("at", ";")))
                read = parts.scalar("read")
                if read:
                    table.reads.append((name, read))  # type: ignore[arg-type]

    def claimed_twice(self, table: Declared) -> None:
        """A heading that two names would take."""
        seen: dict[str, str] = {}
        for column in table.columns:
            for heading in dict.fromkeys(plain_heading(text) for text in column.headings):
                if heading in seen:
                    self.faults.tell("mapping.heading-twice", column.spot, given=column.text,
                                     heading=heading, other=seen[heading])  # fmt: skip
                else:
                    seen[heading] = column.text

    def read(self, tables: list[Declared]) -> None:
        """Resolves the reading lines, in the order written: a line may use names declared above it."""
        for table in tables:
            for column, text in table.reads:
                line, flow = self.lines.reading(text, column.level)
                column.read = line
                self.scope.learn(column, flow)
                self.refuse_later(column, table, text)

    def refuse_later(self, column: Name, table: Declared, text: Scalar) -> None:
        order = {name: place for place, name in enumerate(table.columns)}
        own = order.get(column, len(order)) if isinstance(column, Column) else len(order)
        for step in column.read.steps if column.read else ():
            for name in step.values:
                if name.kind != "setting" and isinstance(name, Column) and order.get(name, own) >= own:
                    self.faults.tell("mapping.read-later", step.spot, given=name.text)

    def finish(self, table: Declared) -> TableSpec:
        """The table with its tests, once all names are known."""
        parts = table.parts
        only = parts.scalar("only")
        musts = [read_must(self.scope, text, table.level) for text in _texts(parts, "must")]
        spec = TableSpec(
            level=table.level,
            sheets=parts.texts("sheet"),
            header_within=self.header(parts),
            skip_rows=parts.texts("skip rows"),
            ends_at=parts.text("ends at"),
            encoding=parts.text("encoding", "auto"),
            delimiter=parts.text("delimiter", "auto"),
            columns=tuple(table.columns),
            beside=tuple(table.beside),
            control=self.control(table),
            only=read_tests(self.scope, only, table.level) if only else (),
            must=tuple(test for test in musts if test),
            splits=tuple(table.splits),
            spot=spot_of(table.key or parts.node or Scalar("", 1, 1)),
        )
        return replace(spec, parent=table.parent, match=self.match(table)) if table.parent else spec

    def header(self, parts: Parts) -> int:
        """`header: within 20`, a row number, or `none` (0) where columns stand at places."""
        scalar = parts.scalar("header")
        if scalar is None:
            return 20
        if scalar.text == "none":
            return 0
        number = scalar.text.removeprefix("within").strip()
        if number.isascii() and number.isdecimal() and 0 < int(number[:4]) <= _MAX_HEADER:
            return int(number)
        self.faults.at(scalar, "mapping.header", given=scalar.text, limit=str(_MAX_HEADER))
        return 20

    def control(self, table: Declared) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for key, value in as_pairs(table.parts.node_of("control"), self.faults, "control") or ():
            column = next((column for column in table.columns if column.text == key.text), None)
            if column is None:
                self.faults.unknown("column", key.text, [column.text for column in table.columns], spot_of(key))
            elif not isinstance(value, Scalar) or value.text != "sum":
                self.faults.at(value, "mapping.choice", section="control", given="", known="sum")
            elif column.type not in {"number", "unknown"}:
                self.faults.at(key, "mapping.control-type", given=key.text, type=column.type)
            else:
                self.scope.use(column)
                found[key.text] = "sum"
        return found

    def match(self, table: Declared) -> tuple[tuple[Column, Column], ...]:
        """Pairs of own column and the parent's: one word for both, or `own = parent`."""
        pairs: list[tuple[Column, Column]] = []
        own = {column.text: column for column in table.columns}
        for text in table.parts.scalars("match"):
            left, equals, right = (part.strip() for part in text.text.partition("="))
            child, parent = own.get(left), self.scope.names.get(right if equals else left)
            if child is None:
                self.faults.unknown("column", left, own, spot_of(text))
            elif not isinstance(parent, Column) or parent.table != table.parent:
                self.faults.at(text, "mapping.match", given=right or left, level=table.parent)
            elif child.type != parent.type and "unknown" not in {child.type, parent.type}:
                self.faults.at(text, "mapping.match-type", given=left, type=child.type, other=parent.type)
            else:
                child.used = True
                self.scope.use(parent)
                pairs.append((child, parent))
        if not table.parts.scalars("match"):
            self.faults.at(table.key or Scalar("", 1, 1), "mapping.match-missing", level=table.parent)
        return tuple(pairs)


def read_musts(scope: Scope, node: Node | None) -> tuple[Test, ...]:
    """The section `must`: each rule stands at the level of its names."""
    found = []
    for text in as_items(node, scope.faults, "must"):
        if not isinstance(text, Scalar):
            scope.faults.at(text, "mapping.want-text", section="must")
            continue
        test = read_must(scope, text, "")
        if test:
            found.append(test)
    return tuple(found)


def plain_heading(text: str) -> str:
    """A heading as it is compared: without case, diacritics, `_`, `(*)` and runs of blanks.

    >>> plain_heading("MÃ LÔ (*)"), plain_heading("ma_lo")
    ('ma lo', 'ma lo')
    """
    import unicodedata

    spread = unicodedata.normalize("NFD", fold_key(text).replace("đ", "d").replace("(*)", " "))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return " ".join(bare.replace("_", " ").split())


def _scalars(node: Node, faults: object, section: str) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    return [child for child in (node.nodes if isinstance(node, Items) else ()) if isinstance(child, Scalar)]


def _texts(parts: Parts, key: str) -> list[Scalar]:
    return parts.scalars(key)
