"""Judging units with the explaining executor: rows read and tested, groups settled, outcomes with all reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lienthong.findings import Catalogue, Finding
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.interpret import Interpreter, Told
from lienthong.mapping.lean import LeanInterpreter, LeanReader
from lienthong.mapping.nodes import Node, RowReader
from lienthong.mapping.outcome import Explained, Outcome, RowRef
from lienthong.mapping.plan import Plan
from lienthong.mapping.produce import Producer
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Column, Group, MappingTree, Name, Rule, Split
from lienthong.mapping.values import REFUSED
from lienthong.model import Event
from lienthong.reading import Cell, cell_text


@dataclass(slots=True)
class Settled:
    """A group of rows after comparing them: its node with the rows that agree, and those that do not belong."""

    node: Node | None
    refused: bool
    repeats: list[tuple[Node, Node]]
    alone: list[tuple[Node, list[Finding]]]
    """Rows refused by themselves, each with its findings."""
    conflicts: list[Finding] = field(default_factory=list)
    """What contradicts inside a group that is refused whole."""

    def take(self, other: Settled | None) -> None:
        """Takes in what was found in a group below."""
        if other:
            self.refused = self.refused or other.refused
            self.repeats += other.repeats
            self.conflicts += other.conflicts


class Judge:
    """The explaining executor over tables."""

    def __init__(self, tree: MappingTree, plan: Plan, catalogue: Catalogue, *, lean: bool = False) -> None:
        """A `lean` one makes no trace that nobody looks at: for outcomes, not for explaining."""
        self.tree, self.plan, self.catalogue = tree, plan, catalogue
        self.interpreter: Interpreter
        if lean:
            self.interpreter = quick = LeanInterpreter(tree.settings)
            self.reader: RowReader = LeanReader(quick, catalogue)
        else:
            self.interpreter = Interpreter(tree.settings)
            self.reader = RowReader(self.interpreter, catalogue)
        self.producer = Producer(tree, self.interpreter)
        self.rules: dict[str, list[Rule]] = {}
        for rule in plan.rules:
            self.rules.setdefault(rule.each, []).append(rule)

    def node(self, sheet: Sheet, row: int, cells: Sequence[Cell]) -> Node:
        """A row as a node, not yet read."""
        return Node(sheet.spec.level, sheet, row, cells, reader=self.reader)

    def load(self, node: Node) -> None:
        """Reads and tests a row by itself: its state, values, and what was found."""
        read = node.read = self.reader(node)
        node.values = tuple(read.values[name].value for name in node.sheet.names)
        names = {test.name for test in node.sheet.spec.only} | {
            test.other for test in node.sheet.spec.only if test.other
        }
        unsure = any(self.interpreter.name(name, node).value is REFUSED for name in names)
        if node.sheet.spec.only and not unsure and not self.interpreter.all_hold(node.sheet.spec.only, node):
            read.told.findings.clear()
            node.state = "filtered"
            return
        self.interpreter.must(self.plan.tests.get(node.level, ()), node, read.told)
        self.attach_parts(node)
        node.state = "bad" if read.told.refused else "kept"

    def attach_parts(self, node: Node) -> None:
        """Hangs the values of split cells below their row."""
        for split in node.sheet.spec.splits:
            if split.name.used or split.name.text in self.tree.levels:
                self._attach(node, split)

    def _attach(self, node: Node, split: Split) -> None:
        node.children.pop(split.name.text, None)
        text = cell_text(self.reader.cell(node, split.cell))
        for part in text.split(split.separator):
            if part.strip():
                node.add(Node(split.name.text, node.sheet, node.row, (), split=split, part=part, reader=self.reader))

    def unit(self, root: Node) -> tuple[Explained, Told]:
        """All that the rules make of a unit, and all that was found in it."""
        told = Told(self.catalogue)
        explained = Explained(Outcome("kept", ()), [])
        for node in _all_nodes(root):
            if node.split is not None:
                node.read_now()
            if node.read is not None:
                told.findings += node.read.told.findings
                told.refused = told.refused or node.read.told.refused
            if node.conflicts:
                told.findings += node.conflicts
                told.refused = True
            self.interpreter.must(self.plan.unit_tests.get(node.level, ()), node, told)
        # node by node, so that what was made of one record stands together
        for node in _all_nodes(root):
            self.producer.node(node, self.rules.get(node.level, ()), told, explained)
        told.findings = _distinct(told.findings)
        return explained, told

    def outcome(self, root: Node, settled: Settled | None = None) -> Explained:
        """The outcome of a unit: kept with its events, or refused with all its reasons."""
        explained, told = self.unit(root)
        rows = list(root.rows())
        repeats = settled.repeats if settled else []
        refused = told.refused or (settled is not None and settled.refused)
        if settled:
            told.findings += settled.conflicts
        outcome = explained.outcome
        outcome.findings = told.findings + [self.repeat(row, first) for row, first in repeats]
        every = in_order([*rows, *(row for row, _ in repeats)]) if repeats else rows
        outcome.rows = [_reference(row) for row in every]
        outcome.raw = [row.cells for row in every]
        if refused:
            outcome.state = "rejected"
            outcome.findings = self.with_companions(every, told.findings)
            outcome.drafts = [_readable(event) for event in outcome.events]
            outcome.events, outcome.rules, outcome.master = [], [], []
            explained.traces, explained.master_traces = [], []
        return explained

    def refused(self, row: Node, drafts: Sequence[Event]) -> Outcome:
        """The outcome of a row that its cells alone refuse, once it was read; `drafts` are what the rules make."""
        findings = _distinct(row.read.told.findings) if row.read else []
        readable = [_readable(event) for event in drafts]
        return Outcome("rejected", [_reference(row)], findings=findings, raw=[row.cells], drafts=readable)

    def with_companions(self, rows: Sequence[Node], findings: list[Finding]) -> list[Finding]:
        """The findings, and for each row that is refused only with the others one that says so."""
        errors = [finding for finding in findings if finding.severity == "error"]
        own = {str(finding.place.sheet) + f"!{finding.place.row}" for finding in errors if finding.place}
        first = errors[0] if errors else None
        found = list(findings)
        for row in rows:
            place = row.sheet.place(row.row)
            if len(rows) > 1 and f"{place.sheet}!{place.row}" not in own:
                bad = first.place if first else None
                facts = {"row": str(row.row), "bad": str(bad.row) if bad else ""}
                if bad and bad.sheet != place.sheet:
                    facts["bad_sheet"] = bad.sheet
                finding = self.catalogue.finding("group.refused", **facts)
                found.append(replace(finding, place=place, because=first.code if first else ""))
        return found

    def repeat(self, row: Node, first: Node) -> Finding:
        """A row that says what an earlier one said."""
        finding = self.catalogue.finding("group.repeat", row=str(row.row), first=str(first.row))
        return replace(finding, place=row.sheet.place(row.row))

    def settle(self, group: Group, rows: Iterable[Node], above: Node | None = None) -> Settled:
        """Compares the rows of a group: conflicts and repeats leave it, bad rows refuse it or leave it."""
        node = Node(group.name, above.sheet if above else Sheet(self.plan.root, None), above=above)  # type: ignore[arg-type]
        node.group_names = frozenset(self.plan.group_names(group))
        settled = Settled(node, refused=False, repeats=[], alone=[])
        first: Node | None = None
        seen: dict[tuple[object, ...], Node] = {}
        for row in rows:
            node.sheet = row.sheet if not node.children else node.sheet
            if row.state == "bad":
                if group.leave_out:
                    settled.alone.append((row, row.read.told.findings if row.read else []))
                else:
                    settled.refused = True
                    node.add(row)
                continue
            first = first or row
            differing = self.differing(group, first, row)
            if differing:
                conflict = self.conflict(group, first, row, differing)
                if group.leave_out:
                    settled.alone.append((row, [conflict]))
                else:
                    # a row that contradicts the first is a bad row: which of the two is right nobody knows
                    settled.refused = True
                    settled.conflicts.append(conflict)
                    node.add(row)
                continue
            if group.repeats_once and row.values is not None:
                earlier = seen.setdefault(row.values, row)
                if earlier is not row:
                    settled.repeats.append((row, earlier))
                    continue
            node.add(row)
        if not node.children:
            settled.node = None
        elif first is not None:
            rows_below = node.children[first.level]
            if rows_below[0] is not first:
                # a bad row that came first lends the group no values
                rows_below.remove(first)
                rows_below.insert(0, first)
        return settled

    def differing(self, group: Group, first: Node, row: Node) -> list[Column]:
        """The columns of `same` in which a row differs from the first."""
        if first is row or first.values is None or row.values is None:
            return []
        agreed = first.sheet.values_of(group.same, first.values)
        own = row.sheet.values_of(group.same, row.values)
        if own == agreed:
            return []
        return [column for column, one, other in zip(group.same, own, agreed, strict=True) if one != other]

    def conflict(self, group: Group, first: Node, row: Node, differing: list[Column]) -> Finding:
        """The finding for a row that differs from the first of its group."""
        headings = [row.sheet.headings.get(column, column.text) for column in differing]
        key = ", ".join(shown(value) for value in row.sheet.values_of(group.by, row.values or ()))
        finding = self.catalogue.finding(
            "group.conflict",
            row=str(row.row),
            first=str(first.row),
            key=key,
            names=", ".join(headings),
            heading=headings[0],
            line=str(group.spot.line),
        )
        place = row.sheet.place(row.row, differing[0])
        return replace(finding, place=place, facts={**finding.facts, "cell": place.cell})


def _readable(value: Any) -> Any:
    """The value without what was refused in it."""
    if isinstance(value, dict):
        return {name: _readable(inner) for name, inner in value.items() if inner is not REFUSED}
    if isinstance(value, list):
        return [_readable(inner) for inner in value if inner is not REFUSED]
    return value


def _distinct(findings: list[Finding]) -> list[Finding]:
    if len(findings) < 2:
        return findings
    seen: set[tuple[object, ...]] = set()
    kept = []
    for finding in findings:
        key = (finding.code, finding.severity, finding.at, str(finding.place), tuple(sorted(finding.facts.items())))
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept


def _all_nodes(root: Node) -> Iterable[Node]:
    yield root
    for nodes in root.children.values():
        for node in nodes:
            yield from _all_nodes(node)


def in_order(rows: Iterable[Node]) -> list[Node]:
    """Rows as they stand in the source."""
    return sorted(rows, key=_reference)


def _reference(row: Node) -> RowRef:
    return row.sheet.table.number, row.row


def row_values(node: Node, names: Sequence[Name]) -> tuple[object, ...]:
    """The values of some names of a row that was read."""
    return node.sheet.values_of(tuple(names), node.values or ())
