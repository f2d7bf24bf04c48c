"""Two outward mappings as firms would write them: a record of a lot in words of their own, and one per event."""

from decimal import Decimal

import pytest

from lienthong.findings import core_catalogue
from lienthong.mapping.load import load
from lienthong.mapping.records import Outward, Seen, lot_node
from lienthong.model import Origin
from lienthong.plugs import installed

LOT = """
mapping: buyer/lot
title: {vi: Phiếu lô, en: Lot sheet of a buyer}
from:
  events:
    levels:
      batch:
        at: lot
        values:
          thing: class | required
          goods: product/name
          goods_code: product/id
      begun:
        in: batch
        at: event
        only: how in commissioning harvesting
        take: first
        values:
          how: bizStep
          born: eventTime
          number: ilmd/cbvmda:lotNumber
          until: ilmd/cbvmda:itemExpirationDate
      left:
        in: batch
        at: event
        only: out = shipping
        take: last
        values:
          out: bizStep
          gone: eventTime
      passage:
        in: batch
        at: event
        values:
          what: bizStep | required
          moment: eventTime | required
          spot: readPoint/id or bizLocation/id
      amount:
        in: passage
        at: quantityList
        values:
          much: quantity
          unit: uom
settings: {firm: HTX Mẫu, land: VN}
tables:
  pictures:
    P-1: {image: "https://img.example.vn/p1.jpg"}
records:
  - rule: sheet
    each: batch
    shape: buyer-lot
    name: goods
    image: goods_code | lookup(pictures, image) else drop
    firm: firm
    land: land
    code: number or thing
    best_before: until
    made: born
    last_out: gone
    steps: what | count
    way:
      - each: passage
        of: thing
        step: what
        at: moment
        place: spot
        amounts:
          - each: amount
            much: much
            unit: unit
"""
STAGE = """
mapping: portal/stage
title: {vi: Sự kiện theo khâu, en: One message a stage}
from:
  events:
    levels:
      happening:
        at: event
        only: step in receiving shipping packing commissioning
        values:
          step: bizStep | required
          begun: eventTime | required
          spot: readPoint/id or bizLocation/id
          paper: bizTransactionList(type=desadv)/bizTransaction
          unit: parentID
settings: {order: LSX-7, spot_else: VT-1}
tables:
  stages: {commissioning: trong, packing: dong-goi, shipping: van-chuyen, receiving: nhap-kho}
records:
  - rule: stage
    each: happening
    shape: portal-stage
    khau: step | lookup(stages)
    lenh: order
    batDau: begun
    diaDiem: spot or spot_else
    chungTu: paper
    sscc: unit
"""
PLACE = {"id": "https://id.gs1.org/414/9521234000020"}
EVENTS = (
    {
        "type": "ObjectEvent", "bizStep": "commissioning", "eventTime": "2026-06-01T07:00:00+07:00",
        "readPoint": PLACE, "ilmd": {"cbvmda:lotNumber": "L1", "cbvmda:itemExpirationDate": "2027-06-01"},
        "quantityList": [{"epcClass": "urn:x:l1", "quantity": Decimal("12.50"), "uom": "KGM"}],
    },
    {"type": "ObjectEvent", "bizStep": "inspecting", "eventTime": "2026-06-02T07:00:00+07:00", "bizLocation": PLACE},
    {
        "type": "ObjectEvent", "bizStep": "shipping", "eventTime": "2026-06-03T07:00:00+07:00",
        "bizTransactionList": [{"type": "po", "bizTransaction": "urn:x:po"},
                               {"type": "desadv", "bizTransaction": "urn:x:note"}],
    },
    {"type": "ObjectEvent", "bizStep": "shipping", "eventTime": "2026-06-04T07:00:00+07:00"},
    {"type": "AggregationEvent", "bizStep": "packing", "eventTime": "2026-06-02T09:00:00+07:00", "parentID": "urn:x:p"},
)  # fmt: skip


def tree_of(text):
    loaded = load(text, "test.yaml", installed().functions)
    assert loaded.tree, [(finding.code, dict(finding.facts)) for finding in loaded.errors]
    return loaded.tree


def nodes(events=EVENTS, level=""):
    data = lambda at: Origin("data", at)  # noqa: E731 - a place for each pointer
    return [Seen(level, event, f"/eventList/{number}", data) for number, event in enumerate(events)]


def sheet(events=EVENTS, goods=None):
    data = {"class": "urn:x:l1", "product": goods or {"name": "Lúa", "id": "P-1"}}
    root = lot_node("batch", data, lambda at: Origin("derived"), nodes(events))
    return Outward(tree_of(LOT), core_catalogue()).run(root)


def test_a_record_of_a_lot():
    (made,), told = sheet()
    way = made.members["way"]
    assert {name: value for name, value in made.members.items() if name != "way"} == {
        "name": "Lúa",
        "image": "https://img.example.vn/p1.jpg",
        "firm": "HTX Mẫu",
        "land": "VN",
        "code": "L1",
        "best_before": "2027-06-01",
        "made": "2026-06-01T07:00:00+07:00",
        "last_out": "2026-06-04T07:00:00+07:00",
        "steps": 5,
    }
    assert way[0] == {
        "of": "urn:x:l1",
        "step": "commissioning",
        "at": "2026-06-01T07:00:00+07:00",
        "place": PLACE["id"],
        "amounts": [{"much": Decimal("12.50"), "unit": "KGM"}],
    }
    assert [one.get("place") for one in way] == [PLACE["id"], PLACE["id"], None, None, None]
    assert told.findings == []
    assert made.traces["/firm"].origin == "setting"
    assert made.traces["/way/0/amounts/0/much"].name == "/eventList/0/quantityList/0/quantity"


def test_goods_without_a_picture_leave_it_out_and_say_so():
    (made,), told = sheet(goods={"name": "Nếp", "id": "P-2"})
    assert "image" not in made.members
    assert [finding.severity for finding in told.findings] == ["warning"]


def test_an_event_that_lacks_what_is_required_refuses_the_record():
    _, told = sheet(({"type": "ObjectEvent", "eventTime": "2026-06-01T07:00:00+07:00"},))
    assert told.refused


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, {"khau": "trong", "batDau": "2026-06-01T07:00:00+07:00", "diaDiem": PLACE["id"]}),
        (1, None),
        (2, {"khau": "van-chuyen", "batDau": "2026-06-03T07:00:00+07:00", "diaDiem": "VT-1", "chungTu": "urn:x:note"}),
        (4, {"khau": "dong-goi", "batDau": "2026-06-02T09:00:00+07:00", "diaDiem": "VT-1", "sscc": "urn:x:p"}),
    ],
)
def test_a_message_for_each_event_of_the_stages_asked_for(number, expected):
    made, told = Outward(tree_of(STAGE), core_catalogue()).run(nodes(level="happening")[number])
    assert [dict(one.members) for one in made] == ([] if expected is None else [{"lenh": "LSX-7", **expected}])
    assert told.findings == []
