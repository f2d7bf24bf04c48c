"""Examples inside mappings: what differs is named with its pointer and line, outward ones run on events."""

from __future__ import annotations

from lienthong.mapping.examples import run_examples
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


def test_outward_examples() -> None:
    (result,) = run_examples(tree_of(OUTWARD), installed().catalogue)
    assert result.misses == []


def test_preview_covers_the_first_rows() -> None:
    tree = tree_of(ROWS)
    row = ["A", "9521234000013", "L1", "1", "kg", "5", "01/02/2026", "", "", "", "tốt", "ghi"]
    found = preview(fitted(tree, {"": [headings(tree), *[row] * 5]}), 3)
    assert [(list(one.rows), len(one.events)) for one in found] == [([(0, at)], 1) for at in (2, 3, 4)]


def test_template_gives_headings_by_sheet() -> None:
    found = template(tree_of(JOINED, limit="5"))
    assert found["Pallet"] == ["Mã kiện", "Ngày", "Xe"]
    assert list(found) == ["Pallet", "Thùng"]
