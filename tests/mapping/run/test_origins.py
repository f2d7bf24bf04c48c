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

# values that decide by more than being there: own offsets, fillings, look-ups that find nothing, units of a cell
TURNS = """
mapping: test/turns
from:
  table:
    columns:
      lot: {named: [Lô], read: text | required}
      at: {named: [Lúc], read: datetime | required}
      seen: {named: [Thấy], read: datetime else drop}
      size: {named: [Cỡ], read: lookup(sizes)}
      grade: {named: [Hạng], read: lookup(grades) else use B}
      amount: {named: [Số lượng], read: amount(comma)}
      weight: {named: [Cân], read: number(comma) | default(1)}
      more: {named: [Thêm], read: number(comma) else keep}
      text: [Chữ]
settings: {zone: +07:00, id_base: "https://id.example.vn", firm: VN}
namespaces: {vnx: "https://ns.example.vn/trace/"}
tables:
  sizes: {to: L, nhỏ: S, không: ""}
  grades: {a: A, b: B}
  words: {ghi: note, chú: ""}
group:
  batch: {by: [lot], same: [], rows: anywhere}
every event: {eventTimeZoneOffset: zone}
events:
  - rule: batch
    each: batch
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: at | first
    quantityList:
      - epcClass: lot | own_link(lot)
      - each: row
        when: weight > 1
        epcClass: text or size or firm | own_link(kind)
        quantity: amount
        uom: amount.unit
    vnx:last: text | last | default(none)
  - rule: seen
    each: row
    when: weight >= 1 and text != x
    type: ObjectEvent
    action: OBSERVE
    bizStep: inspecting
    eventTime: seen or at
    quantityList:
      - epcClass: lot | own_link(lot, text)
    vnx:size: size or firm
    vnx:grade: grade
    vnx:word: text | lookup(words) | default(none)
    vnx:kept: text | lookup(words) else keep
    vnx:used: text | uuid else use none
    vnx:sized: size | default(M)
    vnx:weight: weight
    vnx:sum: weight | plus(amount)
    vnx:list:
      - text | lookup(words) else drop
      - size
      - value: grade
        when: weight > 2
  - rule: compared
    each: row
    when: seen filled and at > seen
    type: ObjectEvent
    action: OBSERVE
    bizStep: storing
    eventTime: at
    quantityList:
      - epcClass: lot | own_link(lot)
master:
  - rule: size
    each: row
    type: product
    id: size or text | own_link(size)
    vnx:grade: grade
"""
TURNING: dict[str, list[Cell]] = {
    "lot": ["L1", "L2", "L3"],
    "at": ["2026-02-01T07:00:00", "2026-02-02T08:00", "2026-02-01T07:00:00+09:00", "2026-02-01T07:00:00Z"],
    "seen": ["2026-01-01T07:00:00", "", "x", "2026-03-01T07:00:00+09:00"],
    "size": ["to", "nhỏ", "không", ""],
    "grade": ["a", "b", "lạ", ""],
    "amount": ["5 kg", "5", "2 tấn", ""],
    "weight": ["1", "2,5", "3", ""],
    "more": ["1", "x", ""],
    "text": ["ghi", "chú", "lạ", "", "x"],
}


class Merged:
    """A table in which some cells stand elsewhere, and some rows in another source."""

    def __init__(self, table, dice: random.Random) -> None:  # type: ignore[no-untyped-def]
        self.table, self.name, self.number, self.findings = table, table.name, table.number, []
        self.blocks = {(row, column) for row in range(3, 60) for column in range(1, 9) if dice.random() < 0.1}
        self.added = {row for row in range(3, 60) if dice.random() < 0.1}

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
    same = {column.text for group in tree.groups for column in group.same}
    found: dict[str, list[list[Cell]]] = {}
    for number, spec in enumerate(tree.tables):
        spread, held = dice.choice([1, 2, 3]), {}
        rows: list[list[Cell]] = []
        for key in sorted(dice.randint(10, 30) for _ in range(30)):
            cells: list[Cell] = []
            for name in (column.text for column in spec.columns):
                pool = pools[name] if dice.random() < 0.03 else pools[name][:spread]
                cell = f"{key}" if name in {"lot", "sscc"} and dice.random() < 0.99 else dice.choice(pool)
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


ALL = {**CASES, "turns": tree_of(TURNS)}
# whole sheets and split cells are explained each by itself
LEARNT = set(ALL) - {"sheet", "split"}


@pytest.mark.parametrize("merged", [False, True])
@pytest.mark.parametrize("name", ALL)
def test_learnt_origins_are_those_explained(name: str, merged: bool) -> None:
    tree, units, learnt = ALL[name], 0, 0
    for seed in range(12):
        dice = random.Random(f"{name} {seed} {merged}")
        reading = memory_reading(sheet_of(tree, {**POOLS, **(TURNING if name == "turns" else {})}, dice))
        if merged:
            reading.tables = [Merged(table, dice) for table in reading.tables]
        more = held(fit(tree, reading, installed().catalogue))
        units, learnt = units + more[0], learnt + more[1]
    assert units > 5
    assert (units - learnt > (2 if merged else 20)) == (name in LEARNT), (learnt, units)
