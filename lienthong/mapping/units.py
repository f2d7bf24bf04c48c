"""Units of a source: rows loaded one by one, put into groups, hung below their parents, gathered by sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from lienthong.findings import Catalogue, Finding
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.judge import Judge, Settled, row_values
from lienthong.mapping.nodes import Node
from lienthong.mapping.outcome import Outcome
from lienthong.mapping.plan import Plan
from lienthong.mapping.rows import RecordChunk, record_chunks
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.spill import Bags, Firsts, Kept, key_digest
from lienthong.mapping.tree import Group, Name, TableSpec
from lienthong.mapping.values import REFUSED, Odd
from lienthong.reading import Cell

Load = Callable[[Sequence[Cell]], "tuple[object, ...] | None"]
Skipped = Callable[[Sheet, int, Sequence[Cell]], None]


@dataclass(slots=True)
class Unit:
    """A unit ready to be judged: its node, and for a group what did not belong to it."""

    node: Node
    settled: Settled | None = None


Found = Unit | Outcome
"""A unit, or rows whose fate is known without one: filtered, refused by themselves."""


class Units:
    """The units of one root of a mapping, in the order of their first rows."""

    def __init__(
        self,
        plan: Plan,
        judge: Judge,
        sheets: Sequence[Sheet],
        catalogue: Catalogue,
        loads: dict[int, Load],
        limit: int,
        skipped: Skipped | None = None,
    ) -> None:
        self.plan, self.judge, self.catalogue = plan, judge, catalogue
        self.sheets, self.loads, self.limit, self.skipped = sheets, loads, limit, skipped
        self.bags: dict[str, Bags] = {}
        self.loose: list[Outcome] = []
        """Rows below a unit that do not belong to it; told after it."""

    def __iter__(self) -> Iterator[Found]:
        try:
            yield from self._index_children(self.plan.root.level)
            if self.plan.unit != self.plan.root.level and self.plan.root.level not in self.plan.groups:
                yield from self._sheets(lambda sheet: self._roots([sheet]))
            elif self.plan.root.level in self.plan.groups and self.plan.unit == self._group.name:
                for sheet in self.sheets_of(self.plan.root):
                    yield from self._groups(sheet)
            elif self.plan.unit != self.plan.root.level:
                yield from self._sheets(self._groups)
            else:
                yield from (
                    found if isinstance(found, Outcome) else Unit(found)
                    for found in self._roots(self.sheets_of(self.plan.root))
                )
            yield from self._orphans()
            yield from self.loose
        finally:
            for bag in self.bags.values():
                bag.close()

    @property
    def _group(self) -> Group:
        return self.plan.groups[self.plan.root.level]

    def sheets_of(self, spec: TableSpec) -> list[Sheet]:
        """The sheets that were fitted to a table."""
        return [sheet for sheet in self.sheets if sheet.spec is spec]

    def load(self, sheet: Sheet, row: int, cells: Sequence[Cell]) -> Node:
        """A row, read: quickly where it is plain, else by the explaining executor."""
        node = self.judge.node(sheet, row, cells)
        quick = self.loads.get(id(sheet))
        if quick is not None:
            try:
                node.values = quick(_wide(cells, sheet.reach))
            except Odd:
                pass
            else:
                if node.values is None:
                    node.state = "filtered"
                return node
        self.judge.load(node)
        return node

    def alone(self, node: Node, findings: Sequence[Finding]) -> Outcome:
        """The outcome of a row refused by itself, with the rows that hang below it."""
        rows = list(node.rows())
        return Outcome(
            "rejected",
            [(row.sheet.table.number, row.row) for row in rows],
            findings=self.judge.with_companions(rows, list(findings)),
            raw=[row.cells for row in rows],
        )

    def _repeat(self, row: Node, first: Node) -> Outcome:
        reference = (row.sheet.table.number, row.row)
        return Outcome("kept", (reference,), findings=[self.judge.repeat(row, first)], raw=(row.cells,))

    def chunks(self, sheet: Sheet) -> Iterator[RecordChunk]:
        """The records of a sheet in chunks, counted, with the filled cells of columns nobody reads."""
        skipped = self.skipped
        tell = (lambda row, cells: skipped(sheet, row, cells)) if skipped else None
        for numbers, rows in record_chunks(sheet, tell):
            sheet.records += len(numbers)
            for column in sheet.unread:
                sheet.unread[column] += sum(1 for row in rows if column < len(row) and row[column] != "")
            yield numbers, rows

    def records(self, sheet: Sheet) -> Iterator[tuple[int, Sequence[Cell]]]:
        """Row numbers and rows of a sheet's records."""
        for numbers, rows in self.chunks(sheet):
            yield from zip(numbers, rows, strict=True)

    def _roots(self, sheets: Sequence[Sheet]) -> Iterator[Node | Outcome]:
        """Root rows with all that hangs below them; filtered rows and second parents as outcomes."""
        keys = {spec.level: Firsts(self.limit) for spec in self.plan.children.get(self.plan.root.level, ())}
        for sheet in sheets:
            for row, cells in self.records(sheet):
                node = self.load(sheet, row, cells)
                if node.state == "filtered":
                    yield filtered(node)
                    continue
                twice = self._hang(node, keys) if keys else None
                if twice is None:
                    yield node
                    continue
                yield self.alone(node, [twice])
        for firsts in keys.values():
            firsts.close()

    def _hang(self, node: Node, keys: dict[str, Firsts] | None) -> Finding | None:
        """Hangs the child rows below a row; a finding when its key stood in an earlier row."""
        for spec in self.plan.children.get(node.level, ()):
            names = [parent for _, parent in spec.match]
            key = self._key(node, names)
            if key is None:
                continue
            if keys is not None:
                first = keys[spec.level].first(key, node.row)
                if first != node.row:
                    facts = {"row": str(node.row), "first": str(first), "key": self._key_text(node, names)}
                    return self._found("join.parent-twice", node, names[0], facts)
            self._hang_rows(node, spec, self.bags[spec.level].take(key))
        return None

    def _hang_rows(self, node: Node, spec: TableSpec, rows: list[Kept]) -> None:
        children = [self.load(self.sheets[sheet], row, cells) for sheet, row, cells in rows]
        group = self.plan.groups.get(spec.level)
        for child in children:
            self._hang(child, None)
        if group is None:
            for child in children:
                node.add(child)
            return
        by_key: dict[tuple[object, ...], list[Node]] = {}
        for child in children:
            by_key.setdefault(row_values(child, group.by), []).append(child)
        for members in by_key.values():
            settled = self.judge.settle(group, members, node)
            self.loose += [self.alone(row, findings) for row, findings in settled.alone]
            self.loose += [self._repeat(row, first) for row, first in settled.repeats]
            node.conflicts = (*node.conflicts, *settled.conflicts)
            if settled.node:
                node.add(settled.node)

    def _index_children(self, level: str) -> Iterator[Outcome]:
        for spec in self.plan.children.get(level, ()):
            bags = self.bags[spec.level] = Bags(self.limit)
            names = [own for own, _ in spec.match]
            for sheet in self.sheets_of(spec):
                number = self.sheets.index(sheet)
                for row, cells in self.records(sheet):
                    node = self.load(sheet, row, cells)
                    key = self._key(node, names) if node.state != "filtered" else None
                    if node.state == "filtered":
                        yield filtered(node)
                    elif key is None:
                        yield self.alone(node, self._keyless(node, names))
                    else:
                        bags.add(key, (number, row, cells))
            yield from self._index_children(spec.level)

    def _keyless(self, node: Node, names: Sequence[Name]) -> list[Finding]:
        if node.read and node.read.told.refused:
            return node.read.told.findings
        return [self._found("join.orphan", node, names[0], {"row": str(node.row), "key": ""})]

    def _orphans(self) -> Iterator[Outcome]:
        for level, bags in self.bags.items():
            names = [own for spec in self.plan.children_specs() if spec.level == level for own, _ in spec.match]
            for sheet, row, cells in bags.left():
                node = self.load(self.sheets[sheet], row, cells)
                facts = {"row": str(row), "key": self._key_text(node, names)}
                own = list(node.read.told.findings) if node.read and node.read.told.refused else []
                yield self.alone(node, [*own, self._found("join.orphan", node, names[0], facts)])

    def _key(self, node: Node, names: Sequence[Name]) -> bytes | None:
        values = row_values(node, names)
        if any(value is None or value is REFUSED for value in values):
            return None
        return key_digest([shown(value) for value in values])

    def _key_text(self, node: Node, names: Sequence[Name]) -> str:
        return ", ".join("" if value is REFUSED else shown(value) for value in row_values(node, names))

    def _found(self, code: str, node: Node, name: Name, facts: dict[str, str]) -> Finding:
        place = node.sheet.place(node.row, name)  # type: ignore[arg-type]
        heading = node.sheet.headings.get(name, "")  # type: ignore[call-overload]
        finding = self.catalogue.finding(code, **facts, heading=heading, name=name.text, cell=place.cell)
        return replace(finding, place=place)

    def _sheets(self, inner: Callable[[Sheet], Iterator[Node | Found]]) -> Iterator[Found]:
        """Whole sheets as units: what stands alone inside is told by itself."""
        for sheet in self.sheets_of(self.plan.root):
            root = Node(self.plan.unit, sheet, reader=None)
            whole = Settled(root, refused=False, repeats=[], alone=[])
            for found in inner(sheet):
                if isinstance(found, Outcome):
                    yield found
                elif isinstance(found, Unit):
                    root.add(found.node)
                    whole.take(found.settled)
                else:
                    root.add(found)
            if root.children:
                yield Unit(root, whole)

    def _groups(self, sheet: Sheet) -> Iterator[Found]:
        group = self._group
        rows = self._adjacent(sheet, group) if group.adjacent else self._anywhere(sheet, group)
        for found in rows:
            if isinstance(found, Outcome):
                yield found
                continue
            for row in found:
                self._hang(row, None)
            settled = self.judge.settle(group, found)
            for row, findings in settled.alone:
                yield self.alone(row, findings)
            if settled.node:
                yield Unit(settled.node, settled)

    def _grouped(self, sheet: Sheet, group: Group) -> Iterator[tuple[bytes, Node] | Outcome]:
        for row, cells in self.records(sheet):
            node = self.load(sheet, row, cells)
            found = self._sorted(node, group)
            yield found if isinstance(found, Outcome) else (found, node)

    def _sorted(self, node: Node, group: Group) -> bytes | Outcome:
        """The key of the group a row belongs to; the outcome of a row that belongs to none."""
        if node.state == "filtered":
            return filtered(node)
        key = self._key(node, group.by)
        return self.alone(node, self._no_key(node, group)) if key is None else key

    def _quick_key(self, sheet: Sheet, names: Sequence[Name], quick: Load, cells: Sequence[Cell]) -> bytes | None:
        """The key of a plain row; None where the row has to be looked at."""
        try:
            values = quick(_wide(cells, sheet.reach))
        except Odd:
            return None
        if values is None:
            return None
        key = [values[sheet.at[name]] for name in names]
        return None if None in key or REFUSED in key else key_digest(list(map(shown, key)))

    def _no_key(self, node: Node, group: Group) -> list[Finding]:
        if node.read and node.read.told.refused:
            return node.read.told.findings
        return [self._found("group.no-key", node, group.by[0], {"row": str(node.row)})]

    def _adjacent(self, sheet: Sheet, group: Group) -> Iterator[list[Node] | Outcome]:
        firsts = Firsts(self.limit)
        current: bytes | None = None
        rows: list[Node] = []
        try:
            for found in self._grouped(sheet, group):
                if isinstance(found, Outcome):
                    yield found
                    continue
                key, node = found
                if key == current:
                    rows.append(node)
                    continue
                first = firsts.first(key, node.row)
                if first != node.row:
                    facts = {"row": str(node.row), "first": str(first), "key": self._key_text(node, group.by)}
                    yield self.alone(node, [self._found("group.scattered", node, group.by[0], facts)])
                    continue
                if rows:
                    yield rows
                current, rows = key, [node]
            if rows:
                yield rows
        finally:
            firsts.close()

    def _anywhere(self, sheet: Sheet, group: Group) -> Iterator[list[Node] | Outcome]:
        bags = Bags(self.limit)
        number = self.sheets.index(sheet)
        quick = self.loads.get(id(sheet))
        try:
            for row, cells in self.records(sheet):
                key = self._quick_key(sheet, group.by, quick, cells) if quick else None
                found = self._sorted(self.load(sheet, row, cells), group) if key is None else key
                if isinstance(found, Outcome):
                    yield found
                else:
                    bags.add(found, (number, row, cells))
            for kept in bags.groups():
                yield [self.load(sheet, row, cells) for _, row, cells in kept]
        finally:
            bags.close()


def _wide(cells: Sequence[Cell], width: int) -> Sequence[Cell]:
    """A row with a cell for every column that is read."""
    return cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


def filtered(node: Node) -> Outcome:
    """The outcome of a row that `only` leaves out."""
    return Outcome("filtered", ((node.sheet.table.number, node.row),), raw=(node.cells,))
