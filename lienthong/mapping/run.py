"""Running a fitted mapping: every record ends in exactly one outcome; any unit can be run again and explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast

from lienthong.findings import Catalogue, Finding
from lienthong.mapping.control import control_findings
from lienthong.mapping.generate import Generated, generate
from lienthong.mapping.ids import says_all
from lienthong.mapping.judge import Judge, Settled, in_order, row_values
from lienthong.mapping.nodes import Node, is_plain
from lienthong.mapping.outcome import Explained, Outcome, RowRef, Texts
from lienthong.mapping.plan import Plan, plans
from lienthong.mapping.rows import record_chunks
from lienthong.mapping.rowwise import Prove, RowUnits
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import MappingTree
from lienthong.mapping.units import Unit, Units
from lienthong.mapping.values import Odd
from lienthong.reading import Cell, Chunk, Reading, cell_text

GROUP_ROWS = 10_000
"""Rows held in memory for groups and joins before they move to a file; the setting `group_rows` changes it."""


class Fitted:
    """A mapping fitted to a source.

    `header_rows` gives the heading row of each table that is read, `counts` its records (complete after a walk),
    `findings` what there is to tell of the source as a whole. `usable` is False when nothing may be run.
    """

    def __init__(
        self,
        tree: MappingTree,
        reading: Reading,
        catalogue: Catalogue,
        sheets: list[Sheet],
        findings: list[Finding],
        usable: bool,
    ) -> None:
        self.tree, self.reading, self.catalogue = tree, reading, catalogue
        self.sheets, self.findings, self.usable = sheets, findings, usable
        self.plans = plans(tree)
        self.judges = [Judge(tree, plan, catalogue) for plan in self.plans]
        self.telling_ids = frozenset(rule.number for rule in tree.rules if says_all(tree, rule))
        """The rules whose event ids are made of all values that enter the events."""

    @property
    def header_rows(self) -> dict[int, int]:
        return {sheet.table.number: sheet.header_row for sheet in self.sheets}

    @property
    def counts(self) -> dict[int, int]:
        return {sheet.table.number: sheet.records for sheet in self.sheets}

    def outcomes(self, *, quick: bool = True) -> Iterator[Outcome]:
        """The outcome of every unit, and of every record that belongs to none.

        `quick=False` uses the explaining executor alone: the same outcomes, slowly.
        """
        return cast("Iterator[Outcome]", self._all(quick=quick, prove=None))

    def texts(self, prove: Prove) -> Iterator[Outcome | Texts]:
        """As `outcomes`, but plain rows that are units by themselves come as the texts of their events.

        `prove` says of an event whether all that follows from its members and words is right; it is asked once for
        each kind of event.
        """
        return self._all(quick=True, prove=prove)

    def _all(self, *, quick: bool, prove: Prove | None) -> Iterator[Outcome | Texts]:
        if not self.usable:
            return
        for sheet in self.sheets:
            sheet.records = 0
            sheet.unread = dict.fromkeys(sheet.unread, 0)
            sheet.totals = {}
        made = False
        for plan, judge in zip(self.plans, self.judges, strict=True):
            for outcome in self._plan(plan, judge, quick=quick, prove=prove):
                made = made or bool(outcome.texts if isinstance(outcome, Texts) else outcome.events or outcome.master)
                yield outcome
        self._close(made=made)

    def _plan(self, plan: Plan, judge: Judge, *, quick: bool, prove: Prove | None) -> Iterator[Outcome | Texts]:
        generated = generate(self.tree, plan, self.sheets, texts=prove is not None) if quick else Generated()
        rows_judge = Judge(self.tree, plan, self.catalogue, lean=True) if quick else judge
        limit = int(self._setting("group_rows") or GROUP_ROWS)
        units = Units(plan, judge, self.sheets, self.catalogue, generated.loads, limit, self._skipped)
        if plan.is_rows:
            for sheet in units.sheets_of(plan.root):
                yield from RowUnits(sheet, rows_judge, generated, prove).outcomes(units.chunks(sheet))
            return
        for found in units:
            if isinstance(found, Unit):
                yield self._unit(found, judge, generated)
            else:
                yield found

    def _unit(self, unit: Unit, judge: Judge, generated: Generated) -> Outcome:
        settled = unit.settled
        if generated.make is not None and not (settled and settled.refused) and is_plain(unit.node):
            try:
                events, rules, master = generated.make(unit.node)
            except Odd:
                return judge.outcome(unit.node, settled).outcome
            rows = list(unit.node.rows())
            findings = []
            if settled and settled.repeats:
                findings = [judge.repeat(row, first) for row, first in settled.repeats]
                rows = in_order([*rows, *(row for row, _ in settled.repeats)])
            references = [(row.sheet.table.number, row.row) for row in rows]
            return Outcome("kept", references, events, rules, master, findings, [row.cells for row in rows])
        return judge.outcome(unit.node, settled).outcome

    def _setting(self, name: str) -> str:
        setting = self.tree.settings.get(name)
        return setting.value if setting and setting.value.isdigit() else ""

    def explain(self, rows: Sequence[RowRef], raw: Sequence[Sequence[Cell]]) -> Explained:
        """One unit run again with a trace for every leaf: the outcome that `outcomes()` gave for these rows.

        `raw` are their cells in the same order, as outcomes carry them (`raw()` fetches them from the source).
        What depends on other rows than these (`group.conflict`, `join.orphan` …) is not found again.
        """
        nodes: list[tuple[Judge, Node]] = []
        for (number, row), cells in zip(rows, raw, strict=True):
            sheet = next(sheet for sheet in self.sheets if sheet.table.number == number)
            judge = self._judge_of(sheet)
            node = judge.node(sheet, row, cells)
            judge.load(node)
            nodes.append((judge, node))
        judge = nodes[0][0]
        return assemble(judge, [node for _, node in nodes])

    def chunks(self, number: int) -> Iterator[Chunk]:
        """The records of a table as `raw` gives them, in chunks."""
        for sheet in self.sheets:
            if sheet.table.number == number:
                yield from (Chunk(numbers, rows) for numbers, rows in record_chunks(sheet))

    def _judge_of(self, sheet: Sheet) -> Judge:
        for judge in self.judges:
            if sheet.spec is judge.plan.root or sheet.spec in judge.plan.children_specs():
                return judge
        raise KeyError(sheet.table.name)

    def raw(self, rows: Sequence[RowRef]) -> list[Sequence[Cell]]:
        """The cells of these records, walked to in the source; `explain` wants them."""
        wanted = set(rows)
        found: dict[RowRef, Sequence[Cell]] = {}
        for sheet in self.sheets:
            if any(number == sheet.table.number for number, _ in wanted):
                for chunk in self.chunks(sheet.table.number):
                    found.update(
                        ((sheet.table.number, number), row)
                        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
                        if (sheet.table.number, number) in wanted
                    )
        return [found[reference] for reference in rows]

    def _skipped(self, sheet: Sheet, row: int, cells: Sequence[Cell]) -> None:
        if sheet.spec.control:
            sheet.totals["row"] = row
            sheet.totals["cells"] = cells

    def _close(self, *, made: bool) -> None:
        """Tells what is only known after all rows."""
        later: list[Finding] = []
        for sheet in self.sheets:
            for at, count in sheet.unread.items():
                place = sheet.table.place(sheet.header_row, at + 1)
                what = " ".join(cell_text(sheet.row[at]).split())
                if count:
                    finding = self.catalogue.finding("mapping.unread", what=what, heading=what, count=str(count))
                    later.append(replace(finding, place=place))
            if sheet.totals:
                row, cells = sheet.totals["row"], sheet.totals["cells"]
                later += control_findings(sheet, self._judge_of(sheet), row, cells)
        records = sum(sheet.records for sheet in self.sheets)
        if records and not made:
            place = self.sheets[0].table.place(self.sheets[0].header_row)
            later.append(replace(self.catalogue.finding("mapping.nothing", count=str(records)), place=place))
        known = {(finding.code, str(finding.place)) for finding in later}
        self.findings[:] = [one for one in self.findings if (one.code, str(one.place)) not in known] + later


def assemble(judge: Judge, nodes: list[Node]) -> Explained:
    """The unit that loaded rows make together."""
    plan = judge.plan
    by_level: dict[str, list[Node]] = {}
    for node in nodes:
        by_level.setdefault(node.level, []).append(node)
    hang(judge, by_level, plan.root.level)
    roots = by_level.get(plan.root.level, [])
    if len(roots) == 1 and roots[0].state == "filtered":
        return Explained(Outcome("filtered", [(roots[0].sheet.table.number, roots[0].row)], raw=[roots[0].cells]), [])
    settled: list[Settled] = []
    if plan.root.level in plan.groups:
        group = plan.groups[plan.root.level]
        members: dict[tuple[object, ...], list[Node]] = {}
        for root in roots:
            members.setdefault(row_values(root, group.by), []).append(root)
        settled = [judge.settle(group, rows) for rows in members.values()]
    tops = [one.node for one in settled if one.node] if settled else roots
    if plan.unit not in {plan.root.level, *(group.name for group in plan.groups.values())}:
        top = Node(plan.unit, roots[0].sheet)
        for node in tops:
            top.add(node)
        whole = Settled(top, refused=False, repeats=[], alone=[])
        for one in settled:
            whole.take(one)
        return judge.outcome(top, whole)
    if not tops:
        return Explained(Outcome("rejected", [(node.sheet.table.number, node.row) for node in nodes]), [])
    return judge.outcome(tops[0], settled[0] if settled else None)


def hang(judge: Judge, by_level: dict[str, list[Node]], level: str) -> None:
    """Hangs loaded rows below the loaded rows they match."""
    for spec in judge.plan.children.get(level, ()):
        hang(judge, by_level, spec.level)
        group = judge.plan.groups.get(spec.level)
        for parent in by_level.get(level, []):
            children = [child for child in by_level.get(spec.level, []) if _matches(parent, child, spec.match)]
            if group is None:
                for child in children:
                    parent.add(child)
            else:
                members: dict[tuple[object, ...], list[Node]] = {}
                for child in children:
                    members.setdefault(row_values(child, group.by), []).append(child)
                for rows in members.values():
                    found = judge.settle(group, rows, parent)
                    parent.conflicts = (*parent.conflicts, *found.conflicts)
                    if found.node:
                        parent.add(found.node)


def _matches(parent: Node, child: Node, match: Sequence[tuple[object, object]]) -> bool:
    upper = dict(zip(parent.sheet.names, parent.values or (), strict=True))
    lower = dict(zip(child.sheet.names, child.values or (), strict=True))
    return all(lower[own] == upper[other] for own, other in match)  # type: ignore[index]
