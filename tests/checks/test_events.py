"""Event rules: a case per rule, and documents of others that must pass or fail."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from lienthong.checks.events import EventRules
from lienthong.checks.parts import catalogue
from lienthong.checks.times import day, instant, is_time, is_zone
from tests import strategies

TIME, ZONE = "2026-06-01T07:00:00+07:00", "+07:00"
LOT = "https://id.gs1.org/01/09521234000013/10/L1"
SSCC = "https://id.gs1.org/00/395212340000000175"


def seen(**members):
    event = {
        "type": "ObjectEvent",
        "eventTime": TIME,
        "eventTimeZoneOffset": ZONE,
        "action": "OBSERVE",
        "bizStep": "receiving",
        "quantityList": [{"epcClass": LOT, "quantity": Decimal("5.50"), "uom": "KGM"}],
        **members,
    }
    return {name: value for name, value in event.items() if value is not None}


def packed(**members):
    base = {"type": "AggregationEvent", "action": "ADD", "bizStep": "packing", "parentID": SSCC, "quantityList": None}
    return seen(**{**base, "childQuantityList": [{"epcClass": LOT}], **members})


def made(**members):
    base = {"type": "TransformationEvent", "action": None, "bizStep": "commissioning", "quantityList": None}
    lists = {"inputQuantityList": [{"epcClass": LOT}], "outputQuantityList": [{"epcClass": LOT}]}
    return seen(**{**base, **lists, **members})


def traded(**members):
    base = {"type": "TransactionEvent", "action": "ADD", "bizTransactionList": [{"bizTransaction": "urn:x:1"}]}
    return seen(**{**base, "bizStep": None, **members})


GOOD = {
    "lot seen": seen(),
    "lot begun with its data": seen(action="ADD", bizStep="commissioning", ilmd={"cbvmda:lotNumber": "L1"}),
    "step of one's own": seen(bizStep="https://ns.example.vn/step/watering"),
    "sensor at a read point": seen(
        quantityList=None,
        bizStep="sensor_reporting",
        readPoint={"id": "urn:x:p"},
        sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": Decimal(4)}]}],
    ),
    "packed": packed(),
    "emptied without its content": packed(action="DELETE", bizStep="unpacking", childQuantityList=None),
    "unit only seen, without its own code": packed(action="OBSERVE", bizStep="shipping", parentID=None),
    "made with its data": made(ilmd={"cbvmda:lotNumber": "L1"}),
    "half of a transformation": made(outputQuantityList=None, transformationID="urn:x:t"),
    "order closed": traded(action="DELETE", quantityList=None),
    "extension": seen(**{"vnx:vehicle": "67C-123.45"}),
    "fraction and Z": seen(eventTime="2026-06-01T00:00:00.250Z"),
}

BAD = {
    "no zone": (seen(eventTimeZoneOffset=None), "event.required", "/eventTimeZoneOffset"),
    "no time": (seen(eventTime=None), "event.required", "/eventTime"),
    "no action": (seen(action=None), "event.required", "/action"),
    "no type": (seen(type=None), "event.required", "/type"),
    "no such type": (seen(type="QuantityEvent"), "event.type", "/type"),
    "day that is none": (seen(eventTime="2026-02-30T07:00:00+07:00"), "event.time", "/eventTime"),
    "Vietnamese day": (seen(eventTime="01/06/2026"), "event.time", "/eventTime"),
    "time without zone": (seen(eventTime="2026-06-01T07:00:00"), "event.time-zone", "/eventTime"),
    "time as number": (seen(eventTime=Decimal(45000)), "event.kind", "/eventTime"),
    "record time": (seen(recordTime="2026-06-01"), "event.time", "/recordTime"),
    "short zone": (seen(eventTimeZoneOffset="+7:00"), "event.zone", "/eventTimeZoneOffset"),
    "zone too far": (seen(eventTimeZoneOffset="+15:00"), "event.zone", "/eventTimeZoneOffset"),
    "action small": (seen(action="observe"), "event.word", "/action"),
    "action as URI": (seen(action="urn:x:add"), "event.word", "/action"),
    "step misspelt": (seen(bizStep="recieving"), "event.word", "/bizStep"),
    "disposition misspelt": (seen(disposition="in transit"), "event.word", "/disposition"),
    "step as list": (seen(bizStep=["receiving"]), "event.kind", "/bizStep"),
    "lot data with OBSERVE": (seen(ilmd={"cbvmda:lotNumber": "L1"}), "event.ilmd", "/ilmd"),
    "nothing spoken of": (seen(quantityList=None), "event.what", ""),
    "empty quantities": (seen(quantityList=[]), "event.what", ""),
    "sensor without a place": (
        seen(quantityList=None, bizStep="sensor_reporting", sensorElementList=[{"sensorReport": [{"type": "Mass"}]}]),
        "event.what",
        "",
    ),
    "pallet of nothing": (packed(childQuantityList=None), "event.what", ""),
    "packed into nothing": (packed(parentID=None), "event.parent", "/parentID"),
    "unit in itself": (packed(childEPCs=[SSCC]), "event.holds-itself", "/childEPCs/0"),
    "output from nothing": (made(inputQuantityList=None), "event.what", ""),
    "no document": (traded(bizTransactionList=[]), "event.required", "/bizTransactionList"),
    "unknown member": (seen(epclist=[LOT]), "event.member", "/epclist"),
    "member of another type": (seen(childEPCs=[LOT]), "event.member", "/childEPCs"),
    "quantity without its class": (
        seen(quantityList=[{"quantity": Decimal(1)}]),
        "event.required",
        "/quantityList/0/epcClass",
    ),
    "quantity as text": (
        seen(quantityList=[{"epcClass": LOT, "quantity": "5"}]),
        "event.kind",
        "/quantityList/0/quantity",
    ),
    "not a number": (
        seen(quantityList=[{"epcClass": LOT, "quantity": Decimal("NaN")}]),
        "event.kind",
        "/quantityList/0/quantity",
    ),
    "unit in words": (seen(quantityList=[{"epcClass": LOT, "uom": "tạ"}]), "event.kind", "/quantityList/0/uom"),
    "extension in a quantity": (
        seen(quantityList=[{"epcClass": LOT, "vnx:a": "b"}]),
        "event.member",
        "/quantityList/0/vnx:a",
    ),
    "source without a type": (seen(sourceList=[{"source": "urn:x:s"}]), "event.required", "/sourceList/0/type"),
    "place without an id": (seen(readPoint={}), "event.required", "/readPoint/id"),
    "place as text": (seen(readPoint="urn:x:p"), "event.kind", "/readPoint"),
    "empty identifier": (seen(epcList=[""]), "event.kind", "/epcList/0"),
}

UNUSUAL = {
    "empty list": (seen(quantityList=None, epcList=[]), "event.what-empty", ""),
    "received as new": (seen(action="ADD"), "event.unusual-action", "/action"),
    "lot begun by looking": (seen(bizStep="commissioning"), "event.unusual-action", "/action"),
    "destroyed and still there": (seen(bizStep="destroying"), "event.unusual-action", "/action"),
    "packed by taking out": (packed(action="DELETE"), "event.unusual-action", "/action"),
    "shipped by transformation": (made(bizStep="shipping"), "event.unusual-type", "/bizStep"),
}


@pytest.mark.parametrize("event", GOOD.values(), ids=GOOD)
def test_a_good_event_gives_nothing(event):
    assert EventRules().check(event) == []


@pytest.mark.parametrize(("event", "code", "at"), BAD.values(), ids=BAD)
def test_a_fault_is_named_at_its_place(event, code, at):
    found = EventRules().check(event)
    assert (code, at) in {(finding.code, finding.at) for finding in found}
    assert "error" in {finding.severity for finding in found}


@pytest.mark.parametrize(("event", "code", "at"), UNUSUAL.values(), ids=UNUSUAL)
def test_what_is_unusual_is_a_warning_and_nothing_else(event, code, at):
    found = EventRules().check(event)
    assert [(finding.code, finding.at, finding.severity) for finding in found] == [(code, at, "warning")]


def test_an_unusual_step_names_the_source_of_its_row():
    (found,) = EventRules().check(seen(action="ADD"))
    assert "CBV 2.0" in found.facts["source"]
    assert found.facts["usual"] == "OBSERVE"


def test_answers_that_are_remembered_stay_the_same():
    rules = EventRules()
    for event, _, _ in [*BAD.values(), *UNUSUAL.values()]:
        assert rules.check(event) == rules.check(event)


def test_all_codes_found_have_sentences():
    for event, code, _ in [*BAD.values(), *UNUSUAL.values()]:
        for finding in EventRules().check(event):
            for lang in ("vi", "en"):
                assert "…" not in catalogue().sentence(finding, lang), (code, finding)


@given(strategies.EVENTS)
def test_events_of_every_shape_are_judged_without_raising(event):
    EventRules().check(event)


JUNK = [None, 5, "x", [], {}, [None], [[]], {"id": None}, True]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
@pytest.mark.parametrize("name", ["eventTime", "action", "bizStep", "quantityList", "readPoint", "parentID", "ilmd"])
def test_junk_in_a_member_is_found_or_passed_but_never_raises(name, junk):
    EventRules().check({**packed(), name: junk})
    EventRules().check({**seen(), name: junk})


@pytest.mark.parametrize(
    ("text", "good"),
    [(TIME, True), ("2026-06-01T07:00:00Z", True), ("2026-06-01 07:00:00Z", False), ("2026-06-01T07:00Z", False),
     ("20260601T070000+0700", False), ("2026-06-01T24:00:01Z", False), ("٢٠٢٦-06-01T07:00:00Z", False), ("", False)],
)  # fmt: skip
def test_times(text, good):
    assert is_time(text) is good
    assert (instant(text) is not None) is good


def test_zones_end_at_fourteen_hours():
    assert is_zone("+14:00")
    assert is_zone("-00:00")
    assert not is_zone("+14:01")


@pytest.mark.parametrize("text", ["", "2026", "2026-13-01", "01/06/2026", "2026-06-xx"])
def test_no_day(text):
    assert day(text) is None


def _events(folder):
    for file in sorted(folder.rglob("*.json*")):
        try:
            document = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        except (ValueError, UnicodeDecodeError):
            continue
        body = document.get("epcisBody", {}) if isinstance(document, dict) else {}
        listed = body.get("eventList") if isinstance(body, dict) else None
        for event in listed if isinstance(listed, list) else ():
            if isinstance(event, dict):
                yield file, event


def test_events_of_others_are_judged_without_raising(vector_set):
    rules, count = EventRules(), 0
    for _, event in _events(vector_set("epcis/gs1-EPCIS")):
        rules.check(event)
        count += 1
    assert count > 20
