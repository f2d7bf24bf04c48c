"""Fitting a mapping to a source: which sheets, which heading row, which column each name is; what is told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lienthong.findings import Catalogue, Finding, Position
from lienthong.mapping.folding import fold, heading, matches
from lienthong.mapping.functions import unit_code
from lienthong.mapping.interpret import Interpreter, Told, Traced
from lienthong.mapping.lookups import LateRows
from lienthong.mapping.nodes import Node, plain_line
from lienthong.mapping.outcome import Trace
from lienthong.mapping.rows import is_blank
from lienthong.mapping.run import Fitted
from lienthong.mapping.sheets import Headed, Sheet, Stand, find_header, near_heading
from lienthong.mapping.tree import Column, LookupTable, MappingTree, TableSpec
from lienthong.mapping.values import REFUSED
from lienthong.plugs import Refusal
from lienthong.reading import Cell, Reading, Table, cell_text

Row = tuple[int, Sequence[Cell]]


def fit(tree: MappingTree, reading: Reading, catalogue: Catalogue) -> Fitted:
    """The mapping fitted to a source, ready to run; `usable` is False where a sheet that is needed does not fit.

    Findings about the source as a whole are in `findings`; those that need a walk over all rows (unread columns,
    control sums) are added when `outcomes()` has ended.
    """
    return _Fitting(tree, reading, catalogue).fit()


class _Fitting:
    def __init__(self, tree: MappingTree, reading: Reading, catalogue: Catalogue) -> None:
        self.tree, self.reading, self.catalogue = tree, reading, catalogue
        self.findings: list[Finding] = []
        self.interpreter = Interpreter(tree.settings)
        self.taken: set[int] = set()

    def fit(self) -> Fitted:
        sheets: list[Sheet] = []
        for lookup in self.tree.lookups.values():
            if lookup.sheet:
                self.lookup(lookup)
        for spec in self.tree.tables:
            sheets += self.sheets(spec)
        for table in self.reading.tables:
            if table.name and table.number not in self.taken and first_rows(table, 1):
                self.tell("mapping.sheet-skipped", table.place(0), sheet=table.name)
        needed = all(any(sheet.spec is spec for sheet in sheets) for spec in self.tree.tables)
        usable = needed and all(sheet.usable for sheet in sheets)
        return Fitted(self.tree, self.reading, self.catalogue, sheets, self.findings, usable)

    def tell(self, code: str, place: Position, **facts: str) -> None:
        self.findings.append(replace(self.catalogue.finding(code, **facts), place=place))

    def sheets(self, spec: TableSpec) -> list[Sheet]:
        """The sheets a description means: by name or pattern, else those whose heading row is found."""
        named = [table for table in self.reading.tables if self.is_named(spec, table)]
        heads = {table.number: self.header(spec, table) for table in named}
        found = [table for table in named if heads[table.number] is not None]
        if not spec.sheets and len(found) > 1:
            found = self.complete(spec, found, heads)
        for table in named if spec.sheets else ():
            if heads[table.number] is None and first_rows(table, 1):
                self.no_header(spec, table)
        if not found:
            self.no_sheet(spec, named)
        self.taken.update(table.number for table in (named if spec.sheets else found))
        return [self.sheet(spec, table, head) for table in found if (head := heads[table.number])]

    def is_named(self, spec: TableSpec, table: Table) -> bool:
        # a text file has no sheets to choose among
        if not spec.sheets or not table.name:
            return True
        return any(matches(pattern, table.name) for pattern in spec.sheets)

    def complete(
        self, spec: TableSpec, found: list[Table], heads: dict[int, tuple[int, Headed, Sequence[Cell]] | None]
    ) -> list[Table]:
        """Those sheets that have every required column, else the one with most."""
        required = [column for column in spec.columns if column.required and column.used]

        def places(table: Table) -> dict[Column, int]:
            head = heads[table.number]
            return head[1].places if head else {}

        whole = [table for table in found if all(column in places(table) for column in required)]
        return whole or [max(found, key=lambda table: len(places(table)))]

    def header(self, spec: TableSpec, table: Table) -> tuple[int, Headed, Sequence[Cell]] | None:
        rows = first_rows(table, spec.header_within)
        found = find_header(spec, rows)
        if found is None or (not rows and spec.header_within):
            return None
        row = next((cells for number, cells in rows if number == found[0]), ())
        return found[0], found[1], row

    def no_header(self, spec: TableSpec, table: Table) -> None:
        known = ", ".join(column.headings[0] for column in spec.columns[:5] if column.headings)
        self.tell("mapping.no-header", table.place(0), sheet=table.name, within=str(spec.header_within), known=known)

    def no_sheet(self, spec: TableSpec, named: list[Table]) -> None:
        place = Position(self.reading.name)
        if named and not spec.sheets:
            self.no_header(spec, named[0])
            return
        if not named:
            self.tell("mapping.sheet-missing", place, sheet=" / ".join(spec.sheets), there=self.there())
        elif not any(first_rows(table, 1) for table in named):
            self.tell("mapping.sheet-empty", named[0].place(0), sheet=named[0].name)

    def there(self) -> str:
        """The names of the sheets that the source has; empty for a text file."""
        return ", ".join(table.name for table in self.reading.tables if table.name)

    def sheet(self, spec: TableSpec, table: Table, head: tuple[int, Headed, Sequence[Cell]]) -> Sheet:
        number, headed, row = head
        sheet = Sheet(spec, table, number, len(row), row, headed.places)
        sheet.headings = {column: _as_read(row[at]) for column, at in headed.places.items() if at < len(row)}
        for column, first, second in headed.twice:
            self.tell(
                "mapping.column-twice", table.place(number, second + 1), name=column.text,
                heading=_as_read(row[second]), first=table.place(number, first + 1).cell,
            )  # fmt: skip
            sheet.usable = sheet.usable and not column.used
        self.missing(sheet, headed)
        self.unread(sheet, headed)
        self.units(sheet)
        self.beside(sheet)
        return sheet

    def missing(self, sheet: Sheet, headed: Headed) -> None:
        free = dict(headed.free)
        for column in sheet.spec.columns:
            if column in headed.places or not column.headings:
                continue
            near = near_heading(column, free)
            facts = {"name": column.text, "heading": column.headings[0], "sheet": sheet.table.name}
            place = sheet.table.place(sheet.header_row)
            if near is not None:
                free.pop(near)
                self.tell(
                    "mapping.heading-near", sheet.table.place(sheet.header_row, near + 1), **facts,
                    found=_as_read(sheet.row[near]),
                )  # fmt: skip
            if column.required and column.used:
                sheet.usable = False
                self.tell("mapping.column-required", place, **facts)
            elif column.used:
                self.tell("mapping.column-missing", place, **facts)

    def unread(self, sheet: Sheet, headed: Headed) -> None:
        """Notes the columns to be counted that no used name reads and nobody ignores."""
        read = {sheet.places[column] for column in sheet.columns if column in sheet.places}
        ignored = {fold(word) for word in self.tree.ignore}
        named = {at: column.text for column, at in headed.places.items()}
        for at, cell in enumerate(sheet.row):
            found = heading(cell_text(cell))
            words = {found.whole, found.bare, fold(named.get(at, ""))}
            if found.whole and at not in read and not words & ignored:
                sheet.unread[at] = 0

    def units(self, sheet: Sheet) -> None:
        """The unit of each column that takes it from its heading, or has it fixed."""
        for column in sheet.spec.columns:
            name = column.unit_name
            if name is None or column.unit == "cell":
                continue
            if column.unit != "heading":
                sheet.units[name] = Stand(column.unit, column.unit or "", None)
                continue
            at = sheet.places.get(column)
            written = heading(cell_text(sheet.row[at])).unit if at is not None and at < len(sheet.row) else ""
            place = sheet.table.place(sheet.header_row, (at or 0) + 1)
            code = None
            try:
                code = unit_code(written) if written else None
            except Refusal as refusal:
                heading_text = sheet.headings.get(column, "")
                finding = self.catalogue.finding(refusal.code, **refusal.facts, heading=heading_text, cell=place.cell)
                self.findings.append(replace(finding, severity="warning", place=place))
            sheet.units[name] = Stand(code, written, place, sheet.headings.get(column, ""))

    def beside(self, sheet: Sheet) -> None:
        """Values that stand outside the table, right of their label or behind its colon."""
        rows = [row for row in first_rows(sheet.table, 200) if row[0] < sheet.header_row]
        for column in sheet.spec.beside:
            found = next(find_label(column, rows), None)
            place = sheet.table.place(found[0], found[1] + 1) if found else None
            cell: Cell = found[2] if found else ""
            label = found[3] if found else column.headings[0]
            told = Told(self.catalogue)
            trace = Trace("", "data", name=column.text, place=place, original=cell_text(cell), heading=label)
            line = column.read or plain_line(column)
            root = Node("sheet", sheet)
            value = self.interpreter.line(line, root, told, cell=Traced(cell, trace)).value
            self.findings += [
                finding if finding.place else replace(finding, place=sheet.table.place(sheet.header_row))
                for finding in told.findings
            ]
            sheet.usable = sheet.usable and not (told.refused and column.used)
            sheet.beside[column] = Stand(None if value is REFUSED else value, cell_text(cell), place, label)

    def lookup(self, lookup: LookupTable) -> None:
        """Fills a look-up table from its sheet in the same workbook."""
        rows = lookup.rows
        table = next((one for one in self.reading.tables if matches(lookup.sheet, one.name)), None)
        if not isinstance(rows, LateRows):
            return
        if table is None:
            self.tell("mapping.sheet-missing", Position(self.reading.name), sheet=lookup.sheet, there=self.there())
            rows.fill({})
            return
        self.taken.add(table.number)
        rows.fill(dict(_lookup_rows(lookup, table)))


def _lookup_rows(lookup: LookupTable, table: Table) -> Iterator[tuple[str, dict[str, str]]]:
    """Keys and cells of a look-up sheet, below the first row that has the key's heading."""
    places: dict[str, int] = {}
    key = -1
    for chunk in table.chunks():
        for row in chunk.rows:
            texts = [cell_text(cell).strip() for cell in row]
            if key < 0:
                folded = [fold(text) for text in texts]
                if fold(lookup.key) in folded:
                    key = folded.index(fold(lookup.key))
                    wanted = lookup.columns or [text for at, text in enumerate(texts) if text and at != key]
                    places = {name: folded.index(fold(name)) for name in wanted if fold(name) in folded}
            elif key < len(texts) and texts[key]:
                yield texts[key], {name: texts[at] for name, at in places.items() if at < len(texts)}


def find_label(column: Column, rows: Sequence[Row]) -> Iterator[tuple[int, int, Cell, str]]:
    """Row, 0-based column, value and label for each place where one of the labels stands."""
    wanted = [fold(label).rstrip(":").strip() for label in column.headings]
    for number, cells in rows:
        for at, cell in enumerate(cells):
            text = cell_text(cell).strip()
            head, colon, rest = text.partition(":")
            if fold(head) not in wanted:
                continue
            if colon and rest.strip():
                yield number, at, rest.strip(), head
                continue
            right = next((place for place in range(at + 1, len(cells)) if cells[place] not in {"", cell}), None)
            if right is not None:
                yield number, right, cells[right], head


def first_rows(table: Table, count: int) -> list[Row]:
    """The first rows that are not blank among the first `count` rows (at least the first one there is)."""
    found: list[Row] = []
    for chunk in table.chunks():
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            if (number > count and found) or len(found) >= max(count, 1):
                return found
            if not is_blank(row):
                found.append((number, row))
    return found


def _as_read(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return cell_text(cell)
    return " ".join(cell_text(cell).split())
