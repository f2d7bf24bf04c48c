"""Two documents hold the same events or not, and it is told where."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.epcis.compare import Difference, compare, differences
from adapters.epcis.settled import key_text
from adapters.gs1.canonical import key_of
from lienthong.findings import Finding
from lienthong.model import Document
from tests.adapters.epcis.test_kinds import WRITERS, put
from tests.adapters.epcis.test_writers import EVENTS as FULL
from tests.adapters.epcis.test_writers import HEADERS
from tests.adapters.epcis.xml_cases import saved
from tests.strategies import EVENTS, PREFIXES


def event(number: int = 1, **more: Any) -> Any:
    made = {
        "type": "ObjectEvent",
        "eventTime": f"2026-06-0{number}T07:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": [f"urn:a:{number}", "urn:b:1"],
        "action": "ADD",
        **more,
    }
    return {name: value for name, value in made.items() if value is not None}


def found(a: list[Any], b: list[Any]) -> list[tuple[str, str, Any, Any]]:
    return [(one.event, one.at, one.a, one.b) for one in differences(lambda: a, lambda: b)]


AMOUNT = {"epcClass": "urn:c:1", "quantity": Decimal("12.30"), "uom": "KGM"}
OWN = {"@context": {"p": "https://example.vn/"}, "p:x": ["p:1", {"p:y": Decimal(2)}]}
OTHER = {"@context": {"q": "https://example.vn/"}, "q:x": ["q:1", {"q:y": Decimal("2.0")}]}
SAME: dict[str, tuple[list[Any], list[Any]]] = {
    "nothing": ([], []),
    "order of events": ([event(1), event(2), event(2)], [event(2), event(1), event(2)]),
    "order of things": ([event(epcList=["urn:a:1", "urn:b:1"])], [event(epcList=["urn:b:1", "urn:a:1"])]),
    "order of members": ([event()], [dict(reversed(event().items()))]),
    "spelling of numbers": (
        [event(quantityList=[AMOUNT])],
        [event(quantityList=[{**AMOUNT, "quantity": Decimal("12.3")}])],
    ),
    "prefixes": ([event(**OWN)], [event(**OTHER)]),
    "an empty list": ([event(quantityList=[])], [event()]),
    "one certificate": ([event(certificationInfo="urn:c:1")], [event(certificationInfo=["urn:c:1"])]),
    "notes of XML": ([event(**{"ltx:xml": [{"ltx:at": "", "ltx:name": "x", "ltx:value": "1"}]})], [event()]),
}


LOT, ITEM, STEP = "01/09521234000013/10/L1", "01/09521234000013/21/7", "urn:epcglobal:cbv:bizstep:"
SPELLINGS: dict[str, list[dict[str, Any]]] = {
    "an item": [{"epcList": [one]} for one in ("urn:epc:id:sgtin:9521234.000001.7", f"https://id.gs1.org/{ITEM}",
                f"https://truy.vn/hang/{ITEM}?17=271130", "(01)09521234000013(21)7")],
    "a lot": [{"quantityList": [{"epcClass": one}]} for one in ("urn:epc:class:lgtin:9521234.000001.L1",
              f"https://id.gs1.org/{LOT}", "(01)09521234000013(10)L1")],
    "a place": [{"readPoint": {"id": one}} for one in ("urn:epc:id:sgln:8934567.00001.0", "https://a.vn/414/8934567000017",
                "https://a.vn/414/8934567000017/254/0")],
    "a party": [{"sourceList": [{"type": kind, "source": one}]} for kind, one in (
                ("owning_party", "urn:epc:id:pgln:8934567.00001"),
                ("urn:epcglobal:cbv:sdt:owning_party", "https://id.gs1.org/417/8934567000017"))],
    "a document": [{"bizTransactionList": [{"bizTransaction": one}]} for one in ("urn:epc:id:gdti:9521234.00001.7",
                   "https://id.gs1.org/253/95212340000137")],
    "a word": [{"bizStep": one} for one in ("shipping", f"{STEP}shipping", "https://ref.gs1.org/cbv/BizStep-shipping")],
    "a word in no list": [{"bizStep": one} for one in (f"{STEP}mending", "https://ref.gs1.org/cbv/BizStep-mending")],
    "words": [{"persistentDisposition": {"set": [one]}} for one in ("active", "urn:epcglobal:cbv:disp:active")],
    "a sensor's word": [{"sensorElementList": [{"sensorReport": [{"type": one}]}]} for one in (
                        "Temperature", "https://gs1.org/voc/Temperature", "gs1:Temperature")],
}  # fmt: skip


@pytest.mark.parametrize("name", SPELLINGS)
def test_two_spellings_of_one_thing_are_the_same(name: str) -> None:
    first, *others = SPELLINGS[name]
    for other in others:
        assert found([event(**first)], [event(**other)]) == [], other
        # what differs besides is paired, and shown as it is written
        differs = found([event(**first, disposition="active")], [event(**other, disposition="sold")])
        assert differs == [("/eventList/0", "/disposition", "active", "sold")]


OTHERS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "another serial": ({"epcList": ["urn:epc:id:sgtin:9521234.000001.7"]},
                       {"epcList": ["https://id.gs1.org/01/09521234000013/21/07"]}, "/epcList/0"),
    "a wrong check digit": ({"epcList": ["urn:epc:id:sgtin:9521234.000001.7"]},
                            {"epcList": ["https://id.gs1.org/01/09521234000014/21/7"]}, "/epcList/0"),
    "an address of another host": ({"bizTransactionList": [{"bizTransaction": "https://a.vn/253/95212340000137"}]},
                                   {"bizTransactionList": [{"bizTransaction": "https://b.vn/253/95212340000137"}]},
                                   "/bizTransactionList/0/bizTransaction"),
    "an extension": ({"p:x": "urn:epc:id:sgtin:9521234.000001.7"}, {"p:x": f"https://id.gs1.org/{ITEM}"}, "/p:x"),
    "case in a lot": ({"quantityList": [{"epcClass": f"https://id.gs1.org/{LOT}"}]},
                      {"quantityList": [{"epcClass": f"https://id.gs1.org/{LOT.lower()}"}]},
                      "/quantityList/0/epcClass"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_looks_alike_is_another_thing(name: str) -> None:
    a, b, at = OTHERS[name]
    differs = found([event(**a)], [event(**b)])
    assert [one[:2] for one in differs] == [("/eventList/0", at)]
    assert all(value in str(side) for value, side in zip(differs[0][2:], (a, b), strict=True))


def test_serials_behind_known_heads_are_settled_as_alone() -> None:
    texts = [f"https://a.vn/01/09521234000013/{ai}/{tail}" for ai in ("10", "21") for tail in SERIALS]
    texts += [f"urn:epc:id:sgtin:9521234.000001.{tail}" for tail in SERIALS]
    for _ in range(2):
        for text in texts:
            key = key_of(text)
            assert key_text(text) == (key.text if key else text), text


SERIALS = ["7", "A", "0007", "a-1", "x" * 20, "x" * 21, "%C3%A9", "é", "", "7?17=271130", "7/", "7#a/b", "A1"]


@pytest.mark.parametrize("name", SAME)
def test_what_says_the_same_is_no_difference(name: str) -> None:
    a, b = SAME[name]
    assert found(a, b) == found(b, a) == []


ID = {"eventID": "urn:uuid:1"}
DIFFER: dict[str, tuple[list[Any], list[Any], list[tuple[str, str, Any, Any]]]] = {
    "only one side": ([event(1), event(2)], [event(2)], [("/eventList/0", "", event(1), None)]),
    "only the other": ([event(2)], [event(2), event(1, **ID)], [("urn:uuid:1", "", None, event(1, **ID))]),
    "twice and once": ([event(1), event(1)], [event(1)], [("/eventList/0", "", event(1), None)]),
    "by id": (
        [event(1, **ID)],
        [event(2), event(2, action="DELETE", **ID)],
        [
            ("urn:uuid:1", "/eventTime", event(1)["eventTime"], event(2)["eventTime"]),
            ("urn:uuid:1", "/epcList/0", "urn:a:1", "urn:a:2"),
            ("urn:uuid:1", "/action", "ADD", "DELETE"),
            ("/eventList/0", "", None, event(2)),
        ],
    ),
    "by time and things": (
        [event(1, bizStep="shipping"), event(2)],
        [event(2), event(1, bizStep="receiving")],
        [("/eventList/0", "/bizStep", "shipping", "receiving")],
    ),
    "by things": ([event(1)], [event(1, eventTime="x")], [("/eventList/0", "/eventTime", event(1)["eventTime"], "x")]),
    "by time": ([event(1)], [event(1, epcList=["urn:b:1"])], [("/eventList/0", "/epcList/0", "urn:a:1", None)]),
    "ids of their own": (
        [event(1, eventID="urn:uuid:1")],
        [event(1, eventID="urn:uuid:2")],
        [("urn:uuid:1", "/eventID", "urn:uuid:1", "urn:uuid:2")],
    ),
    "ids and times of their own": (
        [event(1, eventID="urn:uuid:1")],
        [event(2, eventID="urn:uuid:2")],
        [
            ("urn:uuid:1", "", event(1, eventID="urn:uuid:1"), None),
            ("urn:uuid:2", "", None, event(2, eventID="urn:uuid:2")),
        ],
    ),
    "a quantity": (
        [event(quantityList=[{"epcClass": "urn:c:2"}, AMOUNT])],
        [event(quantityList=[{**AMOUNT, "quantity": Decimal("12.4")}, {"epcClass": "urn:c:2"}])],
        [("/eventList/0", "/quantityList/1/quantity", Decimal("12.30"), Decimal("12.4"))],
    ),
    "a lot that only looks alike": (
        [event(ilmd={"p:lot": "0012"})],
        [event(ilmd={"p:lot": "12"})],
        [("/eventList/0", "/ilmd/p:lot", "0012", "12")],
    ),
    "text for a number": ([event(**{"p:x": "1"})], [event(**{"p:x": Decimal(1)})],
                          [("/eventList/0", "/p:x", "1", Decimal(1))]),
    "order of an extension": ([event(**{"p:x": ["1", "2"]})], [event(**{"p:x": ["2", "1"]})],
                              [("/eventList/0", "/p:x/0", "1", "2"), ("/eventList/0", "/p:x/1", "2", "1")]),
    "members": ([event(disposition="active")], [event(bizLocation={"id": "urn:l:1"})],
                [("/eventList/0", "/disposition", "active", None),
                 ("/eventList/0", "/bizLocation", None, {"id": "urn:l:1"})]),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFER)
def test_a_difference_is_told_with_its_place(name: str) -> None:
    a, b, expected = DIFFER[name]
    assert found(a, b) == expected
    assert len(found(b, a)) == len(expected)


def test_any_syntax_says_the_same(tmp_path: Path) -> None:
    files = [put(tmp_path / name, name, Document(HEADERS["full"], list(FULL))) for name in sorted(WRITERS)]
    told: list[Finding] = []
    strict = [file for file in files if not file.name.startswith("xml-1")]
    assert [list(compare(strict[0], file, told.append)) for file in strict] == [[]] * len(strict)
    assert told == []


def test_what_is_wrong_with_a_document_is_told_once(tmp_path: Path) -> None:
    good = json.dumps({"@context": {}, **event(1)})
    a = saved(tmp_path, good + "\n{broken}\n", "a")
    b = saved(tmp_path, good.replace("ADD", "DELETE"), "b")
    told: list[Finding] = []
    assert [(one.at, one.a, one.b) for one in compare(a, b, told.append)] == [("/action", "ADD", "DELETE")]
    assert [finding.code for finding in told] == ["epcis.json.syntax"]


@settings(max_examples=40)
@given(events=st.lists(EVENTS, max_size=4), data=st.data())
def test_a_change_is_found_and_nothing_else(events: list[Any], data: st.DataObject) -> None:
    events = [{"@context": PREFIXES, **one} for one in events]
    shuffled = data.draw(st.permutations(copy.deepcopy(events)))
    assert found(events, shuffled) == []
    if shuffled:
        shuffled[0]["eventTimeZoneOffset"] = "+99:00"
        told = list(differences(lambda: events, lambda: shuffled))
        assert {one.b for one in told if one.at == "/eventTimeZoneOffset"} == {"+99:00"} or all(
            one.at == "" for one in told
        )
        assert told
        assert isinstance(told[0], Difference)
