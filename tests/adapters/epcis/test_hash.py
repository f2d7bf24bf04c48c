"""The event hash: what changes it, what does not, and what the reference tool makes of the same event."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.epcis.hash import Hasher, event_hash, hashes, prehash
from adapters.epcis.hash_identifiers import settled_link
from adapters.epcis.hash_values import Values
from lienthong.findings import Finding
from lienthong.model import Header
from tests.adapters.epcis.test_documents import write
from tests.strategies import EVENTS, PREFIXES

HEADER = Header("2026-06-01T00:00:00Z", namespaces=PREFIXES)
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"


def event(**members: Any) -> Any:
    whole = {
        "type": "ObjectEvent",
        "eventTime": "2026-07-30T08:00:00.5+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": ["urn:epc:id:sscc:9521234.3000000017"],
        "action": "OBSERVE",
        **members,
    }
    return {name: value for name, value in whole.items() if value is not None}


def told(one: Any, syntax: Any = "json") -> list[Finding]:
    found: list[Finding] = []
    Hasher(written=syntax, tell=found.append).hash(one)
    return found


def text(one: Any, profile: str = "cbv-2.0", syntax: Any = "json") -> str:
    found = prehash(one, profile, syntax)
    assert isinstance(found, str)
    return found


# --- what the profiles make of a value ---

VALUES: list[tuple[str, dict[str, Any], str, str]] = [
    ("a lot keeps its zeros", {"ex:lot": "0012"}, "{https://e.vn/}lot=0012", "{https://e.vn/}lot=12"),
    ("an underscore is no digit", {"ex:a": "1_000"}, "}a=1_000", "}a=1000"),
    ("an exponent in a text", {"ex:a": "1e5"}, "}a=1e5", "}a=100000"),
    ("nineteen digits", {"ex:a": "1234567890123456789"}, "}a=1234567890123456789", "}a=1234567890123456768"),
    ("a small number", {"ex:a": "0.00001"}, "}a=0.00001", "}a=1e-05"),
    ("a number in an extension", {"ex:a": Decimal("12.30")}, "}a=12.30", "}a=12.3"),
    ("true and false", {"ex:a": True}, "}a=true", "}a=True"),
    ("master data", {"cbvmda:lot": "A"}, "{urn:epcglobal:cbv:mda}lot=A", "cbvmda:lot=A"),
    ("halves go up", {"eventTime": "2023-01-18T11:04:03.1425Z"}, ":03.143Z", ":03.142Z"),
    ("an empty part", {"ilmd": {}}, "action=OBSERVE", "action=OBSERVEilmd"),
    ("a list in an extension", {"ex:aList": ["1a"]}, "}aList=1a", "}aList{https://e.vn/}a=1a"),
    ("a remark", {"rdfs:comment": "x"}, "action=OBSERVE", "action=OBSERVE"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "ours", "theirs"), [row[1:] for row in VALUES], ids=[row[0] for row in VALUES])
def test_the_profiles_part_where_the_tool_is_wrong(members: dict[str, Any], ours: str, theirs: str) -> None:
    one = event(**members, **{"@context": {"ex": "https://e.vn/"}})
    assert ours in text(one)
    assert theirs in text(one, "reference-2.0")
    assert text(one, "cbv-2.1") == text(one)
    assert bool(told(one)) is (text(one) != text(one, "reference-2.0"))


NUMBERS = [("12.30", "12.3"), ("10.0", "10"), ("1E+2", "100"), ("0.00001", "0.00001"), ("-0", "0"), ("0.10", "0.1")]


@pytest.mark.parametrize(("written", "hashed"), NUMBERS)
def test_numbers_of_the_schema_lose_their_zeros(written: str, hashed: str) -> None:
    amount = {"epcClass": "urn:epc:class:lgtin:9521234.000001.12", "quantity": Decimal(written), "uom": "KGM"}
    assert f"quantity={hashed}uom=KGM" in text(event(quantityList=[amount]))


def test_lots_0012_and_12_do_not_collide() -> None:
    lots = [event(ilmd={"ex:lot": lot}, **{"@context": {"ex": "https://e.vn/"}}) for lot in ("0012", "12")]
    assert event_hash(lots[0]) != event_hash(lots[1])
    assert event_hash(lots[0], "reference-2.0") == event_hash(lots[1], "reference-2.0")
    (found,) = told(lots[0])
    assert (found.code, found.severity, found.at) == ("epcis.hash.value", "warning", "/ilmd/ex:lot")
    assert found.facts == {"value": "0012", "reference": "12"}
    assert told(lots[1]) == []


TIMES = [
    ("2023-02-02T12:04:03+01:00", "2023-02-02T11:04:03.000Z"),
    ("2023-02-02T11:04:03.14159Z", "2023-02-02T11:04:03.142Z"),
    ("2023-12-31T23:59:59.9995Z", "2024-01-01T00:00:00.000Z"),
    ("2023-12-31T24:00:00Z", "2024-01-01T00:00:00.000Z"),
    ("2026-01-01T06:30:00+07:00", "2025-12-31T23:30:00.000Z"),
]


@pytest.mark.parametrize(("written", "hashed"), TIMES)
def test_times_are_hashed_in_utc_to_the_millisecond(written: str, hashed: str) -> None:
    assert f"eventTime={hashed}eventTime" in text(event(eventTime=written))


IDENTIFIERS = [
    ("urn:epc:id:sgln:9521234.00001.0", "https://id.gs1.org/414/9521234000013"),
    ("https://id.gs1.org/414/9521234000013/254/0", "https://id.gs1.org/414/9521234000013"),
    ("urn:epc:id:pgln:9521234.00001", "https://id.gs1.org/417/9521234000013"),
    ("https://e.vn/01/09521234000013/22/V/10/L/21/7?17=261130", "https://id.gs1.org/01/09521234000013/21/7"),
    ("https://e.vn/gtin/9521234000013/lot/L", "https://id.gs1.org/01/09521234000013/10/L"),
    ("urn:epc:class:lgtin:9521234.000001.A%2f1", "https://id.gs1.org/01/09521234000013/10/A%2F1"),
    ("urn:epc:id:sgtin:9521234.000001.A'1;(2)", "https://id.gs1.org/01/09521234000013/21/A'1;%282%29"),
    ("urn:epc:idpat:sgtin:9521234.000001.*", "https://id.gs1.org/01/09521234000013"),
    ("https://e.vn/lot/7", "https://e.vn/lot/7"),
    ("urn:ot:object:7", "urn:ot:object:7"),
    ("urn:epc:id:sgln:100100", "urn:epc:id:sgln:100100"),
]


@pytest.mark.parametrize(("written", "hashed"), IDENTIFIERS)
def test_identifiers_are_hashed_as_canonical_links(written: str, hashed: str) -> None:
    assert f"epc={hashed}action" in text(event(epcList=[written]))
    assert f"readPointid={hashed}" in text(event(readPoint={"id": written}))


# --- what has no hash ---


def test_what_cannot_be_hashed_is_a_finding() -> None:
    cases = [
        (event(eventTime="2026-07-30T08:00:00"), "cbv-2.0", "epcis.hash.zone"),
        (event(eventTime="soon"), "cbv-2.0", "epcis.hash.zone"),
        (event(eventTime="0001-01-01T00:00:00+14:00"), "cbv-2.0", "epcis.hash.zone"),
        (event(readPoint={"id": "https://id.gs1.org/414/9521234000014"}), "cbv-2.0", "epcis.hash.identifier"),
        (event(eventTime="2023-02-02T11:04:03.9996Z"), "reference-2.0", "epcis.hash.reference"),
        (event(**{"ex:a": "inf"}), "reference-2.0", "epcis.hash.reference"),
        (event(bizTransactionList=[{"bizTransaction": "urn:x:1"}]), "reference-2.0", "epcis.hash.untyped"),
        ({"type": "Something"}, "cbv-2.0", "epcis.event.type"),
    ]
    for one, profile, code in cases:
        found = event_hash(one, profile)
        assert isinstance(found, Finding), code
        assert (found.code, found.severity) == (code, "error")


def test_a_type_left_out_is_hashed_by_the_rule() -> None:
    one = event(bizTransactionList=[{"bizTransaction": "urn:x:1"}])
    assert "bizTransactionListbizTransaction=urn:x:1" in text(one)
    assert [found.code for found in told(one)] == ["epcis.hash.untyped"]


def test_lines_never_shift(tmp_path: Path) -> None:
    events = [event(), event(action=7), event(eventTime="soon"), event(action="ADD")]
    document = {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-01T00:00:00Z",
    }
    document |= {"epcisBody": {"eventList": events}}
    (tmp_path / "a.jsonld").write_text(json.dumps(document))
    ours = [event_hash(events[0]), "epcis.member.type", "epcis.hash.zone", event_hash(events[3])]
    assert [one if isinstance(one, str) else one.code for one in hashes(tmp_path / "a.jsonld")] == ours
    write(tmp_path / "b.xml", "xml", HEADER, [event(), event(readPoint={}), event(action="ADD")])
    found = list(hashes(tmp_path / "b.xml"))
    assert [isinstance(one, str) for one in found] == [True, False, True]
    assert (found[0], found[2]) == (ours[0], ours[3])


def test_members_that_a_document_leaves_out(tmp_path: Path) -> None:
    header = Header(HEADER.created, namespaces=PREFIXES, extra={"vn:ignoreFields": ["vn:a"]})
    for syntax in ("json", "xml"):
        write(tmp_path / syntax, syntax, header, [{"@context": PREFIXES, **event(**{"vn:a": "1", "vn:b": "x"})}])
        (found,) = hashes(tmp_path / syntax)
        assert found == event_hash(event(**{"vn:b": "x", "@context": PREFIXES}))


# --- what does not change the hash ---


def shuffled(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    return [shuffled(item, dice) for item in value] if isinstance(value, list) else value


def renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name.replace("vn:", "x:").replace("ex:", "y:"): renamed(item) for name, item in value.items()}
    return [renamed(item) for item in value] if isinstance(value, list) else value


@settings(max_examples=150)
@given(one=EVENTS, seed=st.integers(0, 99))
def test_order_of_members_and_prefixes_change_nothing(one: Any, seed: int) -> None:
    first = event_hash({"@context": PREFIXES, **one})
    assert first == event_hash(shuffled({"@context": PREFIXES, **one}, random.Random(seed)))
    other = {"x": PREFIXES["vn"], "y": PREFIXES["ex"]}
    assert first == event_hash({**renamed(one), "@context": other})
    left_out = {"eventID": "urn:uuid:1", "recordTime": "2026-01-01T00:00:00Z", "@context": PREFIXES}
    assert first == event_hash({**one, **left_out})


@settings(max_examples=80)
@given(events=st.lists(EVENTS, min_size=1, max_size=3))
def test_the_syntax_changes_nothing(events: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("hash")
    write(folder / "a.jsonld", "json", HEADER, events)
    write(folder / "b.xml", "xml", HEADER, [{"@context": PREFIXES, **one} for one in events])
    assert list(hashes(folder / "a.jsonld", prehashes=True)) == list(hashes(folder / "b.xml", prehashes=True))


@settings(max_examples=200)
@given(one=EVENTS, syntax=st.sampled_from(["json", "xml"]))
def test_whatever_the_tool_makes_otherwise_is_told(one: Any, syntax: Any) -> None:
    whole = {"@context": PREFIXES, **one}
    ours, theirs = prehash(whole, "cbv-2.0", syntax), prehash(whole, "reference-2.0", syntax)
    if isinstance(ours, str):
        assert bool(told(whole, syntax)) is (ours != theirs)


# --- what stands before serials and lots is remembered ---

ENDS = st.text("0123456789ABCxyz-.%2F*é٣", min_size=1, max_size=29)
KEYS = ["01/09521234000013", "414/9521234000013", "01/09521234000014", "8006/095212340000130102", "00", "8003"]


@settings(max_examples=150)
@given(
    st.sampled_from(["https://id.gs1.org", "http://e.vn/01/09521234000013", "https://e.vn/x"]),
    st.sampled_from(KEYS),
    st.sampled_from(["/21", "/10", "/10/L1/21", "/22", "/235", "/254", ""]),
    st.lists(ENDS | st.sampled_from(["0", "395212340000000175", "09521234000013S1"]), min_size=2, max_size=3),
)
def test_a_link_hashes_as_it_does_alone(home: str, key: str, further: str, ends: list[str]) -> None:
    for end in [*ends, *ends]:
        uri = f"{home}/{key}{further}/{end}"
        found = settled_link(uri)
        values = Values("json")
        assert values.text(uri) == found.text
        assert values.odd is found.odd
        if not found.wrong:
            assert values.identifiers([uri, uri], "epc=") == [f"epc={found.text}"] * 2
