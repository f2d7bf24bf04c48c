"""The examples inside a mapping are its tests: what they give, show and find is compared with what is made.

A pointer that is expected to show nothing (`""`) must lead nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.findings import Catalogue, Finding
from lienthong.mapping.fit import fit
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.memory import memory_reading
from lienthong.mapping.outcome import Outcome
from lienthong.mapping.records import Outward, Seen, lot_node
from lienthong.mapping.tree import ExampleCase, MappingTree, TableSpec
from lienthong.model import Origin
from lienthong.reading import Cell

_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that differs: a JSON Pointer (or `gives/events`, `finds`), what came, what was expected, the line."""

    pointer: str
    got: str
    expected: str
    line: int


@dataclass(slots=True)
class ExampleResult:
    """What became of one example; `unexpected` are the reasons of refusals it did not expect."""

    say: str
    line: int
    misses: list[Miss] = field(default_factory=list)
    unexpected: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.misses


@dataclass(slots=True)
class Made:
    """What an example made: events or records in order, counts by what is counted, and findings."""

    things: list[Mapping[str, Any]]
    counts: dict[str, int]
    findings: list[Finding]
    refusals: list[Finding]


RunOutward = Callable[[MappingTree, ExampleCase, Catalogue], Made]


def run_examples(tree: MappingTree, catalogue: Catalogue, outward: RunOutward | None = None) -> list[ExampleResult]:
    """The result of each example of a mapping; `outward` runs those of mappings over events."""
    results = []
    for case in tree.examples:
        run = (outward or _run_outward) if tree.kind == "events" else _run
        made = run(tree, case, catalogue)
        results.append(_compared(case, made))
    return results


def _run(tree: MappingTree, case: ExampleCase, catalogue: Catalogue) -> Made:
    sheets = {_sheet_name(spec): _rows(spec, case) for spec in tree.tables}
    fitted = fit(tree, memory_reading(sheets, "example"), catalogue)
    outcomes = list(fitted.outcomes())
    findings = [*fitted.findings, *(finding for outcome in outcomes for finding in outcome.findings)]
    refusals = [finding for one in outcomes if one.state == "rejected" for finding in one.findings]
    things: list[Mapping[str, Any]] = [dict(event) for outcome in outcomes for event in outcome.events]
    return Made(things, _counts(outcomes), findings, refusals)


def _run_outward(tree: MappingTree, case: ExampleCase, catalogue: Catalogue) -> Made:
    """The records made of the events of an example: of each by itself, or of all as the events of one lot."""
    root = next(level for level in tree.levels.values() if not level.parent)
    data = lambda _: Origin("data")  # noqa: E731 - one origin for all
    events = [Seen("", dict(event), f"/{at}", data) for at, event in enumerate(case.events)]
    if root.at == "lot":
        nodes = [lot_node(root.name, {"class": _first_thing(case.events), **case.lot}, data, events)]
    else:
        nodes = [Seen(root.name, event.data, event.pointer, data) for event in events]
    outward = Outward(tree, catalogue)
    things: list[Mapping[str, Any]] = []
    findings: list[Finding] = []
    refused = 0
    for node in nodes:
        made, told = outward.run(node)
        findings += told.findings
        refused += told.refused
        things += [] if told.refused else [one.members for one in made]
    return Made(things, {"records": len(things), "refused": refused}, findings, findings if refused else [])


def _first_thing(events: Sequence[Mapping[str, Any]]) -> str:
    """The first class or instance the events name."""
    for event in events:
        for value in event.values():
            for item in value if isinstance(value, list) else ():
                found = item.get("epcClass") if isinstance(item, Mapping) else item
                if isinstance(found, str):
                    return found
    return ""


def _sheet_name(spec: TableSpec) -> str:
    return spec.sheets[0].replace("*", "") if spec.sheets else spec.level


def _rows(spec: TableSpec, case: ExampleCase) -> list[list[Cell]]:
    """A sheet with the first heading of every name and the rows of the example; `beside` values above it."""
    beside = [column for column in spec.beside if any(column.text in row for _, row in case.rows)]
    values: dict[str, str] = {}
    for _, row in case.rows:
        values |= {column.text: row[column.text] for column in beside if column.text in row}
    above: list[list[Cell]] = [[column.headings[0], values[column.text]] for column in beside]
    width = max([len(spec.columns), *(column.at for column in spec.columns)])
    places = {column.text: column.at - 1 if column.at else place for place, column in enumerate(spec.columns)}
    head: list[Cell] = [""] * width
    for column in spec.columns:
        if column.headings:
            head[places[column.text]] = _heading(column.headings[0], case, column.text)
    body: list[list[Cell]] = []
    for level, row in case.rows:
        if level == spec.level:
            cells: list[Cell] = [""] * width
            for name, text in row.items():
                if name in places:
                    cells[places[name]] = text
            body.append(cells)
    headed = any(column.headings for column in spec.columns)
    return [*above, *([head] if headed else []), *body]


def _heading(text: str, case: ExampleCase, name: str) -> str:
    """The heading; an example gives the unit of a heading as `NAME.unit`."""
    unit = next((row[f"{name}.unit"] for _, row in case.rows if f"{name}.unit" in row), "")
    return f"{text} ({unit})" if unit else text


def _counts(outcomes: Sequence[Outcome]) -> dict[str, int]:
    states = {state: sum(len(one.rows) for one in outcomes if one.state == state) for state in _STATES}
    master = {(entry.type, entry.id) for one in outcomes for entry in one.master}
    kinds = {"product": "products", "place": "places", "party": "parties"}
    return {
        "events": sum(len(one.events) for one in outcomes),
        "records": sum(len(one.rows) for one in outcomes),
        "refused": states["rejected"],
        "kept": states["kept"],
        "filtered": states["filtered"],
        "master": len(master),
        **{word: sum(kind == one for kind, _ in master) for one, word in kinds.items()},
    }


_STATES = ("kept", "rejected", "filtered")


def _compared(case: ExampleCase, made: Made) -> ExampleResult:
    result = ExampleResult(case.say, case.spot.line)
    for what, expected in case.gives.items():
        got = made.counts.get(what, 0)
        if got != expected:
            result.misses.append(Miss(f"gives/{what}", str(got), str(expected), case.spot.line))
    for pointer, expected_text, spot in case.shows:
        got_text = shown_at(made.things, pointer)
        if (got_text or "") != expected_text:
            result.misses.append(Miss(pointer, got_text or "", expected_text, spot.line))
    codes = {finding.code for finding in made.findings}
    result.misses += [Miss("finds", "", code, case.spot.line) for code in case.finds if code not in codes]
    if made.counts.get("refused", 0) > case.gives.get("refused", 0):
        result.unexpected = [finding for finding in made.refusals if finding.code not in case.finds]
    return result


def shown_at(things: Sequence[Mapping[str, Any]], pointer: str) -> str | None:
    """The text of what a JSON Pointer finds in a list; None when there is nothing.

    >>> shown_at([{"a/b": ["x"]}], "/0/a~1b/0")
    'x'
    """
    found: Any = things
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name, _ABSENT)
        elif isinstance(found, Sequence) and not isinstance(found, str) and name.isdecimal():
            found = found[int(name)] if int(name) < len(found) else _ABSENT
        else:
            found = _ABSENT
    return None if found is _ABSENT else shown(found)
