"""Examples inside mappings: what differs is named with its pointer and line, outward ones run on events."""

from __future__ import annotations

from lienthong.mapping.examples import run_examples
from lienthong.mapping.load import find, load
from lienthong.mapping.preview import preview, template
from lienthong.plugs import installed
from tests.mapping.run.sheets import JOINED, ROWS, fitted, headings, tree_of

INWARD = """
mapping: test/examples
from:
  table:
    columns:
      lot: {named: [Lô], read: text | required}
      net: {named: [KL], read: number(comma), unit: from heading}
settings: {zone: +07:00, id_base: "https://id.example.vn", on: {value: 2026-02-01, read: date(y-M-d)}}
events:
  - rule: r
    each: row
    type: ObjectEvent
    action: ADD
    eventTime: on | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
        quantity: net
examples:
  - say: good
    rows: [{lot: A, net: "2,50"}, {lot: B}]
    gives: {events: 2, refused: 0, kept: 2}
    shows:
      /0/quantityList/0/quantity: "2.50"
  - say: wrong
    rows: [{lot: "", net: "x"}]
    gives: {events: 1}
    shows:
      /0/action: ADD
    finds: [date.format]
"""

OUTWARD = """
mapping: test/outward
from:
  events:
    levels:
      event:
        at: event
        values:
          step: bizStep | required
          place: readPoint/id
settings: {own: x}
records:
  - rule: r
    each: event
    shape: any
    what: step
    where: place or own
examples:
  - say: one record an event
    events:
      - {type: ObjectEvent, bizStep: shipping}
      - {type: ObjectEvent, bizStep: packing, readPoint: {id: p}}
    gives: {records: 2}
    shows: {/0/where: x, /1/where: p, /1/what: packing}
"""


def test_examples_say_what_differs() -> None:
    good, wrong = run_examples(tree_of(INWARD), installed().catalogue)
    assert (good.ok, good.misses, good.unexpected) == (True, [], [])
    assert [(miss.pointer, miss.got, miss.expected) for miss in wrong.misses] == [
        ("gives/events", "0", "1"),
        ("/0/action", "", "ADD"),
        ("finds", "", "date.format"),
    ]
    assert [finding.code for finding in wrong.unexpected] == ["mapping.empty", "number.format"]
    assert wrong.misses[1].line == INWARD[: INWARD.index("/0/action")].count("\n") + 1


def test_a_refused_unit_keeps_what_could_be_made_of_it_as_a_draft() -> None:
    tree = tree_of(INWARD)
    (bad,) = fitted(tree, {"": [headings(tree), ["A", "x"]]}).outcomes()
    assert (bad.state, bad.events) == ("rejected", [])
    assert [draft["quantityList"] for draft in bad.drafts] == [[{"epcClass": "https://id.example.vn/lot/A"}]]


def test_outward_examples() -> None:
    (result,) = run_examples(tree_of(OUTWARD), installed().catalogue)
    assert result.misses == []


OF_A_LOT = """
mapping: test/lot
from:
  events:
    levels:
      item:
        at: lot
        values: {code: code, name: product/name}
      dated:
        in: item
        at: event
        only: until filled
        take: first
        values: {until: ilmd/until}
records:
  - rule: r
    each: item
    shape: any
    lot: code
    name: name
    until: until
examples:
  - say: good
    lot: {code: L1, product: {name: Gạo}}
    events: [{type: ObjectEvent}, {type: ObjectEvent, ilmd: {until: "2027-01-01"}}]
    gives: {records: 1}
    shows: {/0/lot: L1, /0/name: Gạo, /0/until: "2027-01-01"}
  - say: wrong
    lot: {code: L2}
    events: []
    gives: {records: 2}
    shows: {/0/lot: "", /0/name: Nếp, /0/until: ""}
"""


def test_examples_over_a_lot_have_its_data_and_may_expect_nothing() -> None:
    good, wrong = run_examples(tree_of(OF_A_LOT), installed().catalogue)
    assert good.misses == []
    assert [(miss.pointer, miss.got, miss.expected) for miss in wrong.misses] == [
        ("gives/records", "1", "2"),
        ("/0/lot", "L2", ""),
        ("/0/name", "", "Nếp"),
    ]


def test_data_of_a_lot_in_another_mapping_are_told() -> None:
    text = OUTWARD.replace(
        "    events:\n      - {type: ObjectEvent, bizStep: ship",
        "    lot: {code: L1}\n    events:\n      - {type: ObjectEvent, bizStep: ship",
    )
    loaded = load(text, "test.yaml", installed().functions)
    assert [finding.code for finding in loaded.errors] == ["mapping.example-lot"]


def test_the_shipped_outward_mapping_is_held_by_examples() -> None:
    text, file = find("vn/national-record")
    tree = load(text, file, installed().functions).tree
    assert tree
    results = run_examples(tree, installed().catalogue)
    assert len(results) >= 4
    assert [miss for result in results for miss in result.misses] == []
    shown = {pointer for case in tree.examples for pointer, _, _ in case.shows}
    assert shown == {f"/0/{one.name}" for one in tree.rules[0].fields}


def test_preview_covers_the_first_rows() -> None:
    tree = tree_of(ROWS)
    row = ["A", "9521234000013", "L1", "1", "kg", "5", "01/02/2026", "", "", "", "tốt", "ghi"]
    found = preview(fitted(tree, {"": [headings(tree), *[row] * 5]}), 3)
    assert [(list(one.rows), len(one.events)) for one in found] == [([(0, at)], 1) for at in (2, 3, 4)]


def test_template_gives_headings_by_sheet() -> None:
    found = template(tree_of(JOINED, limit="5"))
    assert found["Pallet"] == ["Mã kiện", "Ngày", "Xe"]
    assert list(found) == ["Pallet", "Thùng"]
