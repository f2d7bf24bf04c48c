"""Origins that were learnt from one unit and told of another are those that explaining the other gives."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

import pytest

from lienthong.findings import Position
from lienthong.mapping.fit import fit
from lienthong.mapping.memory import memory_reading
from lienthong.mapping.outcome import Outcome
from lienthong.mapping.run import Fitted
from lienthong.mapping.tree import MappingTree
from lienthong.origins import OriginBook, origin_of
from lienthong.plugs import installed
from lienthong.reading import Cell, Chunk
from tests.mapping.run.sheets import POOLS, headings, tree_of
from tests.mapping.run.test_twins import CASES

# a mapping for each way in which a value decides by more than being there: few columns, so that units are alike
TURNS = """
mapping: test/turns
from:
  table:
    columns:
      lot: {named: [Lô], read: text | required}
      at: {named: [Lúc], read: %(at)s}
      text: {named: [Chữ], read: %(chars)s}
      size: {named: [Cỡ], read: %(size)s}
settings: {zone: +07:00, id_base: "https://id.example.vn", firm: VN}
namespaces: {vnx: "https://ns.example.vn/trace/"}
tables:
  sizes: {to: L, nhỏ: S, không: ""}
  words: {ghi: note, chú: ""}
group:
  batch: {by: [lot], same: [%(same)s]}
every event: {eventTimeZoneOffset: zone}
events:
  - rule: %(rule)s
    each: %(each)s
    when: lot filled%(when)s
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: at%(to_time)s
    quantityList:
      - epcClass: lot | own_link(lot)
    %(member)s
"""
DATE, TEXT = {"at": '"date(d/M/y) | required"', "to_time": " | at(07:00)"}, {"chars": "text", "size": "text"}
ROW = {"rule": "made", "each": "row", "same": "", "when": ""}
MORE: dict[str, dict[str, str]] = {
    "filled after a look-up": {"member": "vnx:a: text | lookup(words) | default(none)"},
    "filled where it cannot be used": {"member": "vnx:a: text | uuid else use none"},
    "kept where it is not found": {"member": "vnx:a: text | lookup(words) else keep"},
    "dropped in a list": {"member": "vnx:a: [text | lookup(words) else drop, size]"},
    "empty in a list": {"member": "vnx:a: [text | lookup(words) | default(x), size, firm]"},
    "tested in a list": {"member": "vnx:a: [{value: text, when: size = to}, {value: size, when: size != to}]"},
    "compared": {"when": " and text same size", "member": "vnx:a: text"},
    "the same": {"member": "vnx:a: [{value: lot, when: text = ghi}, {value: firm, when: text != ghi}]"},
    "filled when read": {"chars": "lookup(words) | default(none)", "member": "vnx:a: text"},
    "used when read": {"chars": "lookup(words) else use no", "size": "lookup(sizes)", "member": "vnx:a: text or size"},
    "own offset when read": {"at": "datetime | required", "to_time": "", "member": "vnx:a: text"},
    "own offset": {"at": "text | required", "to_time": " | datetime", "member": "vnx:a: size or text or firm"},
    "filled in a group": {
        "rule": "whole", "each": "batch", "same": "text, at", "chars": "text | default(ghi)",
        "member": "vnx:a: text",
    },
    "each row of a group": {
        "rule": "whole", "each": "batch", "same": "at",
        "member": "vnx:a: [{each: row, when: text != ghi, value: size or text}, text | last | default(x)]",
    },
}  # fmt: skip
Pools = Mapping[str, Sequence[Cell]]
TURNING: Pools = {
    "at": ["01/02/2026", "02/02/2026", "03/02/2026"],
    "time": ["2026-02-01T07:00:00", "2026-02-01T07:00:00+09:00", "2026-02-01T07:00:00Z"],
    "text": ["ghi", "chú", "", "lạ"],
    "size": ["to", "", "ghi"],
}


class Merged:
    """A table in which some cells stand elsewhere, and some rows in another source."""

    def __init__(self, table, dice: random.Random) -> None:  # type: ignore[no-untyped-def]
        self.table, self.name, self.number, self.findings = table, table.name, table.number, []
        column, turn = dice.randint(1, 8), dice.choice([2, 3])
        self.blocks = {(row, at) for row in range(4, 60) if row % turn for at in (column, column + 2)}
        self.blocks -= {(row, at) for row, at in self.blocks if dice.random() < 0.2}
        self.added = {row for row in range(50, 60) if dice.random() < 0.5}

    def chunks(self, encodings: object = None) -> Iterator[Chunk]:
        return self.table.chunks(encodings)

    def place(self, row: int, column: int = 0) -> Position:
        return Position("added.xlsx" if row in self.added else "all.xlsx", self.name, row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        return (row - 1, column) if (row, column) in self.blocks else (row, column)


def sheet_of(
    tree: MappingTree, pools: Mapping[str, Sequence[Cell]], dice: random.Random
) -> dict[str, list[list[Cell]]]:
    """Sheets of good rows with a few others among them: few enough that units are kept, and alike."""
    same = {column.text for group in tree.groups for column in group.same} & set(POOLS)
    apart = [0] if any(group.adjacent for group in tree.groups) else [0, 0, 0, 1]
    found: dict[str, list[list[Cell]]] = {}
    for number, spec in enumerate(tree.tables):
        spread, held = dice.choice([1, 2, 3]), {}
        rows: list[list[Cell]] = []
        keys = sorted((dice.randint(10, 30) for _ in range(45)), key=lambda key: key + dice.choice(apart))
        for key in keys:
            cells: list[Cell] = []
            for name in (column.text for column in spec.columns):
                few = pools is POOLS and dice.random() > 0.03
                cell = (
                    f"{key}" if name in {"lot", "sscc"} else dice.choice(pools[name][:spread] if few else pools[name])
                )
                cells.append(held.setdefault((name, key), cell) if name in same else cell)
            rows.append(cells)
        found[spec.sheets[0] if spec.sheets else ""] = [["Cơ sở", "", "HTX"], headings(tree, number), *rows]
    return found


def held(fitted: Fitted) -> tuple[int, int]:
    """Compares all units of a run; how many there were, and how many had to be explained."""
    book = OriginBook(fitted)
    units = 0
    for outcome in fitted.outcomes():
        if outcome.state == "kept" and (outcome.events or outcome.master):
            units += 1
            same(book, fitted, outcome)
    return units, book.learnt


def same(book: OriginBook, fitted: Fitted, outcome: Outcome) -> None:
    explained = fitted.explain(outcome.rows, outcome.raw)
    told = book.of(outcome)
    events = [{at: origin_of(trace) for at, trace in traces.items()} for traces in explained.traces]
    assert [dict(origins) for origins in told.events] == events
    assert [list(origins) for origins in told.events] == [list(origins) for origins in events]
    for at, traces in enumerate(explained.master_traces):
        assert dict(told.master(at)) == {at: origin_of(trace) for at, trace in traces.items()}
    filled: dict[str, int] = {}
    for origin in (origin for origins in events for origin in origins.values() if origin.setting):
        filled[origin.setting] = filled.get(origin.setting, 0) + 1
    counted: dict[str, int] = {}
    for origins in told.events:
        for setting, count in origins.pattern.filled.items():
            counted[setting] = counted.get(setting, 0) + count
    assert counted == filled


TURNED = {name: tree_of(TURNS, **{**ROW, **DATE, **TEXT, **more}) for name, more in MORE.items()}
# whole sheets and split cells are explained each by itself
ALONE = {"sheet", "split"}


def pools_of(name: str) -> Pools:
    special = {"at": TURNING["time"]} if "offset" in name else {}
    if name.endswith("group"):
        special = {"at": TURNING["at"][:1], "text": ["ghi", "", "chú"][: 2 if "filled" in name else 3]}
    return {**TURNING, **special} if name in TURNED else POOLS


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("name", [*CASES, *TURNED])
def test_learnt_origins_are_those_explained(name: str, merged: bool) -> None:
    tree, units, learnt = {**CASES, **TURNED}[name], 0, 0
    for seed in range(8):
        dice = random.Random(f"{name} {seed} {merged}")
        reading = memory_reading(sheet_of(tree, pools_of(name), dice))
        if merged:
            reading.tables = [Merged(table, dice) for table in reading.tables]
        more = held(fit(tree, reading, installed().catalogue))
        units, learnt = units + more[0], learnt + more[1]
    assert units > 0
    assert (units - learnt > 5) == (name not in ALONE), (learnt, units)
