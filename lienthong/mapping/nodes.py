"""Nodes: rows, groups of rows, sheets and the values in one cell, as scopes that lines look names up in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lienthong.findings import Catalogue, Finding
from lienthong.mapping.functions import amount_unit
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.interpret import NOTHING, Interpreter, Told, Traced
from lienthong.mapping.outcome import Trace, TraceStep
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Cell, Column, Line, Name, Path, Split
from lienthong.mapping.values import REFUSED
from lienthong.plugs import Refusal
from lienthong.reading import Cell as CellValue
from lienthong.reading import ErrorCell, cell_text

State = Literal["kept", "filtered", "bad"]


@dataclass(slots=True)
class RowRead:
    """A row read by the explaining executor: its values with their traces, and what was found."""

    values: dict[Name, Traced]
    told: Told


# most nodes have none: they share this one, which is never written to
_NO_CHILDREN: dict[str, list[Node]] = {}


@dataclass(eq=False, slots=True)
class Node:
    """One node of a level. `values` are those of `Sheet.names` (a group's: of its first row), None until read.

    `children` are the nodes directly below, by level; `cells` is the row as it was read (a split node has the text
    of its `part`); `read` is filled by the explaining executor; `state` says what became of a row by itself.
    """

    level: str
    sheet: Sheet
    row: int = 0
    cells: Sequence[CellValue] = ()
    values: tuple[Any, ...] | None = None
    above: Node | None = None
    children: dict[str, list[Node]] = field(default_factory=lambda: _NO_CHILDREN)
    split: Split | None = None
    part: str = ""
    read: RowRead | None = None
    reader: RowReader | None = None
    group_names: frozenset[Name] = frozenset()
    grouped: dict[Name, Traced] | None = None
    state: State = "kept"
    conflicts: tuple[Finding, ...] = ()
    """What contradicts in the groups hung below this row."""

    def value(self, name: Name) -> Traced | None:
        """The value of a name of this node or of one above it."""
        node: Node | None = self
        while node is not None:
            found = node.own(name)
            if found is not None:
                return found
            node = node.above
        return None

    def own(self, name: Name) -> Traced | None:
        """The value of a name of this very node; None when it has no such name."""
        if self.split is not None:
            return self.read_now().get(name) if name is self.split.name else None
        if self.group_names:
            return self.agreed(name) if name in self.group_names else None
        if name in self.sheet.beside:
            return stand_traced(self.sheet, name)
        return self.read_now().get(name) if self.cells else None

    def agreed(self, name: Name) -> Traced:
        """A group's value: that of its first row, with the traces of the rows that agree."""
        if self.grouped is None:
            self.grouped = {}
        if name not in self.grouped:
            rows = [row for rows in self.children.values() for row in rows]
            first, *others = [row.own(name) or NOTHING for row in rows]
            also = first.trace.also + tuple(other.trace for other in others)
            self.grouped[name] = Traced(first.value, first.trace._replace(also=also))
        return self.grouped[name]

    def path(self, path: Path) -> Traced:
        """Tables have no paths."""
        return NOTHING

    def below(self, each: str) -> Iterator[Node]:
        """The nodes of a level in and below this one, in order."""
        if each == self.level:
            yield self
            return
        for nodes in self.children.values():
            for node in nodes:
                yield from node.below(each)

    def read_now(self) -> dict[Name, Traced]:
        """The values read by the explaining executor."""
        if self.read is None:
            if self.reader is None:
                return {}
            self.read = self.reader(self)
        return self.read.values

    def rows(self) -> Iterator[Node]:
        """All rows in and below this node, in order: a parent before its children."""
        if self.row and self.split is None:
            yield self
        for nodes in self.children.values():
            for node in nodes:
                yield from node.rows()

    def add(self, child: Node) -> None:
        """Hangs a node below this one."""
        child.above = self
        if self.children is _NO_CHILDREN:
            self.children = {}
        self.children.setdefault(child.level, []).append(child)


def is_plain(node: Node) -> bool:
    """Whether nothing in and below a node needed the explaining executor."""
    if node.read is not None or node.conflicts:
        return False
    return all(is_plain(child) for nodes in node.children.values() for child in nodes)


def stand_traced(sheet: Sheet, name: Name) -> Traced:
    """The value of a name that stands for the whole sheet."""
    stand = sheet.beside.get(name) or sheet.units[name]
    origin = "data" if stand.place else "constant"
    trace = Trace(
        "" if stand.value is REFUSED else shown(stand.value),
        origin,  # type: ignore[arg-type]
        name=name.text,
        place=stand.place,
        original=stand.original,
        heading=stand.heading,
    )
    return Traced(stand.value, trace)


class RowReader:
    """Reads one node with traces: every column, every fault."""

    def __init__(self, interpreter: Interpreter, catalogue: Catalogue) -> None:
        self.interpreter, self.catalogue = interpreter, catalogue
        self.plain: dict[Name, Line] = {}
        """The lines of columns without one of their own."""

    def __call__(self, node: Node) -> RowRead:
        """The values of a row, or of one part of a cell."""
        read = node.read = RowRead({}, Told(self.catalogue))
        if node.split is not None:
            self._part(node, node.split, read)
            return read
        for column in node.sheet.columns:
            read.values[column] = self.column(node, column, read.told)
            if column.unit_name is not None and column.unit_name.used:
                read.values[column.unit_name] = self.unit(node, column, read.told)
        return read

    def _part(self, node: Node, split: Split, read: RowRead) -> None:
        trace = self.cell_trace(node, split.cell)._replace(name=split.name.text)
        line = split.name.read or plain_line(split.name)
        read.values[split.name] = self.interpreter.line(line, node, read.told, cell=Traced(node.part, trace))

    def cell_trace(self, node: Node, column: Column) -> Trace:
        """Where a cell stands and what is written there."""
        cell = self.cell(node, column)
        return Trace(
            "",
            "data",
            name=column.text,
            place=node.sheet.place(node.row, column),
            original=cell_text(cell),
            heading=node.sheet.headings.get(column, ""),
        )

    def cell(self, node: Node, column: Column) -> CellValue:
        """The cell of a column; empty where the row is too short or the column is not there."""
        at = node.sheet.places.get(column)
        return node.cells[at] if at is not None and at < len(node.cells) else ""

    def line(self, column: Column) -> Line:
        """The line that reads a column."""
        if column.read:
            return column.read
        if column not in self.plain:
            self.plain[column] = plain_line(column)
        return self.plain[column]

    def column(self, node: Node, column: Column, told: Told) -> Traced:
        """The value of one column."""
        start = Traced(self.cell(node, column), self.cell_trace(node, column))
        mark = len(told.findings)
        line = self.line(column)
        found = self.interpreter.line(line, node, told, cell=start)
        if column not in node.sheet.places and found.value is not REFUSED:
            # a column that is not there is told once for the sheet, not on every row
            del told.findings[mark:]
        return found

    def unit(self, node: Node, column: Column, told: Told) -> Traced:
        """The unit of one column's amount."""
        if column.unit_name is None:
            return NOTHING
        if column.unit != "cell":
            return stand_traced(node.sheet, column.unit_name)
        trace = self.cell_trace(node, column)._replace(name=column.unit_name.text)
        cell = self.cell(node, column)
        try:
            code = None if isinstance(cell, ErrorCell) else amount_unit(cell)
        except Refusal as refusal:
            # a fault of the number is told by the amount itself
            if refusal.code.startswith("unit."):
                told.tell(refusal.code, trace, refusal.facts, refuse=True)
            return Traced(REFUSED, trace)
        step = TraceStep("unit of the amount", {}, shown(code))
        return Traced(code, trace._replace(value=shown(code), steps=(step,)))


def plain_line(name: Name) -> Line:
    """The line of a column without `read`: its clean text."""
    return Line("", name.spot, (Cell(),))
