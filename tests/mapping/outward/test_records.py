"""Outward mappings: levels over a lot and its events, paths, what is taken, and where each value came from."""

from decimal import Decimal

import pytest

from lienthong.findings import core_catalogue
from lienthong.mapping.load import load
from lienthong.mapping.records import Outward, Seen, lot_node
from lienthong.model import Origin
from lienthong.plugs import installed

HEAD = """
mapping: vn/test
from:
  events:
    levels:
      item:
        at: lot
        values: {code: code, name: product/name}
"""
RECORD = """
records:
  - rule: lot
    each: item
    shape: test
"""
LOT = {"code": "L1", "product": {"name": "Gạo"}}
SHIP = {
    "bizStep": "shipping",
    "eventTime": "2026-06-03T07:00:00+07:00",
    "bizTransactionList": [
        {"type": "po", "bizTransaction": "urn:x:po"},
        {"type": "desadv", "bizTransaction": "urn:x:note"},
    ],
    "quantityList": [
        {"epcClass": "urn:x:a", "quantity": Decimal("5.50"), "uom": "KGM"},
        {"epcClass": "urn:x:b", "quantity": Decimal(2), "uom": "KGM"},
    ],
}
BEGIN = {"bizStep": "commissioning", "eventTime": "2026-06-01T07:00:00+07:00", "ilmd": {"cbvmda:lotNumber": "L-1"}}


def level(name, only="", take="", values="", at="event", above="item"):
    lines = [f"      {name}:", f"        in: {above}", f"        at: {at}"]
    lines += [f"        only: {only}"] if only else []
    lines += [f"        take: {take}"] if take else []
    return "\n".join([*lines, "        values:", *(f"          {line}" for line in values.split("; "))]) + "\n"


def run(levels, fields, events=(BEGIN, SHIP), origins=None):
    text = HEAD + levels + RECORD + "".join(f"    {line}\n" for line in fields.split("\n"))
    loaded = load(text, "test.yaml", installed().functions)
    assert loaded.tree, [(finding.code, finding.facts) for finding in loaded.errors]

    def origin_at(number):
        return lambda at: (origins or {}).get((number, at), Origin("data", f"so.xlsx!A!{number}{at}"))

    seen = [Seen("", event, f"/eventList/{number}", origin_at(number)) for number, event in enumerate(events)]
    node = lot_node("item", LOT, lambda at: Origin("derived"), seen)
    (made,), told = Outward(loaded.tree, core_catalogue()).run(node)
    return made, told


CASES = {
    "a lot's own value": ("", "who: code", {"who": "L1"}),
    "a member of master data": ("", "what: name", {"what": "Gạo"}),
    "the first event": (level("one", take="first", values="when_: eventTime"), "t: when_", {"t": BEGIN["eventTime"]}),
    "the last event": (level("one", take="last", values="when_: eventTime"), "t: when_", {"t": SHIP["eventTime"]}),
    "only events of a step": (
        level("one", "step in shipping", "first", "step: bizStep; when_: eventTime"), "t: when_",
        {"t": SHIP["eventTime"]},
    ),
    "no event passes": (level("one", "step in packing", "first", "step: bizStep"), "t: step\nwho: code", {"who": "L1"}),
    "a member inside": (level("one", take="first", values="n: ilmd/cbvmda:lotNumber"), "n: n", {"n": "L-1"}),
    "an item of a list by its type": (
        level("one", take="last", values="note: bizTransactionList(type=desadv)/bizTransaction"), "n: note",
        {"n": "urn:x:note"},
    ),
    "an item of a list by its place": (
        level("one", take="last", values="note: bizTransactionList/1/bizTransaction"), "n: note", {"n": "urn:x:note"},
    ),
    "no such type": (
        level("one", take="last", values="note: bizTransactionList(type=inv)/bizTransaction"), "n: note\nwho: code",
        {"who": "L1"},
    ),
    "the first path that is filled": (
        level("one", take="first", values="n: ilmd/x or ilmd/cbvmda:lotNumber"), "n: n", {"n": "L-1"},
    ),
    "one source before another": (
        level("one", take="first", values="n: ilmd/cbvmda:lotNumber"), "n: n or code", {"n": "L-1"},
    ),
    "a total over events": (level("each_one", values="step: bizStep"), "n: step | count", {"n": Decimal(2)}),
    "a list of events": (
        level("each_one", values="step: bizStep; t: eventTime"),
        "events:\n      - each: each_one\n        step: step\n        lot: code",
        {"events": [{"step": "commissioning", "lot": "L1"}, {"step": "shipping", "lot": "L1"}]},
    ),
    "a list inside an event": (
        level("sent", "step in shipping", values="step: bizStep")
        + level("part", at="quantityList", above="sent", values="thing: epcClass; much: quantity"),
        "parts:\n      - each: part\n        thing: thing\n        much: much",
        {"parts": [{"thing": "urn:x:a", "much": Decimal("5.50")}, {"thing": "urn:x:b", "much": Decimal(2)}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("levels", "fields", "expected"), CASES.values(), ids=CASES)
def test_what_a_record_holds(levels, fields, expected):
    made, told = run(levels, fields)
    assert dict(made.members) == expected
    assert told.findings == []


def test_a_quantity_keeps_its_digits():
    levels, fields, _ = CASES["a list inside an event"]
    assert str(run(levels, fields)[0].members["parts"][0]["much"]) == "5.50"


def test_every_value_says_where_it_stands_and_where_it_came_from():
    made, _ = run(level("one", take="first", values="n: ilmd/cbvmda:lotNumber"), "n: n\nwho: code")
    trace = made.traces["/n"]
    assert (trace.name, trace.original) == ("/eventList/0/ilmd/cbvmda:lotNumber", "so.xlsx!A!0/ilmd/cbvmda:lotNumber")
    assert trace.origin == "data"
    assert made.traces["/who"].origin == "derived"


def test_a_value_of_a_setting_stays_one():
    at = (0, "/ilmd/cbvmda:lotNumber")
    levels = level("one", take="first", values="n: ilmd/cbvmda:lotNumber")
    trace = run(levels, "n: n", origins={at: Origin("setting", "", "lot")})[0].traces["/n"]
    assert (trace.origin, trace.setting) == ("setting", "lot")


def test_sources_that_say_different_things_are_rivals():
    made, _ = run(level("one", take="first", values="n: ilmd/cbvmda:lotNumber"), "n: n or code")
    assert [trace.value for trace in made.rivals["/n"]] == ["L-1", "L1"]


def test_a_line_with_one_source_has_no_rivals():
    made, _ = run(level("one", take="first", values="n: ilmd/cbvmda:lotNumber"), "n: n")
    assert not made.rivals.get("/n")


def test_a_lot_without_events_still_has_what_is_its_own():
    made, _ = run(level("one", take="first", values="t: eventTime"), "t: t\nwho: code", events=())
    assert dict(made.members) == {"who": "L1"}


@pytest.mark.parametrize("junk", [None, 5, "x", [], {}, [None], [[]], {"type": None}], ids=repr)
def test_junk_on_the_way_of_a_path_is_empty(junk):
    levels = level("one", take="first", values="note: bizTransactionList(type=desadv)/bizTransaction; n: ilmd/a/b")
    made, _ = run(levels, "note: note\nn: n\nwho: code", events=({"bizTransactionList": junk, "ilmd": junk},))
    assert dict(made.members) == {"who": "L1"}


def test_the_shipped_record_loads_without_a_note():
    from lienthong.mapping.load import find

    text, file = find("vn/national-record")
    assert load(text, file, installed().functions).findings == []
