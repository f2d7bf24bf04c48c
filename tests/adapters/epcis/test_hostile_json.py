"""Hostile JSON and JSON-LD, by the rows of our rules."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from lienthong.reading import Unreadable
from tests.adapters.epcis.test_documents import read
from tests.adapters.epcis.xml_cases import saved

URL = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
WHEN = '"eventTime":"2026-06-01T07:00:00+07:00","eventTimeZoneOffset":"+07:00"'
ROOT = '"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-06-01T00:00:00Z"'


def event(inside: str = "") -> str:
    more = "," + inside if inside else ""
    return f'{{"type":"ObjectEvent",{WHEN},"epcList":["urn:a:1"],"action":"ADD"{more}}}'


def document(events: str, context: str = f'"{URL}"', root: str = ROOT) -> str:
    return f'{{"@context":{context},{root},"epcisBody":{{"eventList":[{events}]}}}}'


def codes(file: Path) -> tuple[int, set[str]]:
    try:
        _, events, told = read(file, "json")
    except Unreadable as refused:
        return 0, {refused.finding.code}
    return len(events), {finding.code for finding in told}


def deep(levels: int, opened: str = "[", closed: str = "]") -> str:
    return '"ex:a":' + opened * levels + "1" + closed * levels


AMOUNT = '"quantityList":[{{"epcClass":"urn:c:1","quantity":{}}}]'
INSIDES: dict[str, tuple[str, int, set[str]]] = {
    "depth at the limit": (deep(60), 1, set()),
    "depth over it": (deep(80), 0, {"epcis.depth"}),
    "depth of objects": (deep(80, '{"ex:b":', "}"), 0, {"epcis.depth"}),
    "depth beyond all": (deep(100_000), 0, {"epcis.depth"}),
    "number too large": (AMOUNT.format("1e999"), 0, {"epcis.json.number"}),
    "number too small": (AMOUNT.format("1e-999"), 0, {"epcis.json.number"}),
    "number of 64 digits": (AMOUNT.format("1" * 64), 1, set()),
    "number of 65 digits": (AMOUNT.format("1" * 65), 0, {"epcis.json.number"}),
    "number of 5,000 digits": (AMOUNT.format("1" * 5000), 0, {"epcis.json.number"}),
    "digits of a fraction": (AMOUNT.format("0." + "1" * 65), 0, {"epcis.json.number"}),
    "number in an extension": ('"ex:a":[1e999]', 0, {"epcis.json.number"}),
    "NaN": (AMOUNT.format("NaN"), 0, {"epcis.json.syntax"}),
    "Infinity": (AMOUNT.format("-Infinity"), 0, {"epcis.json.syntax"}),
    "leading zero": (AMOUNT.format("01"), 0, {"epcis.json.syntax"}),
    "plus sign": (AMOUNT.format("+1"), 0, {"epcis.json.syntax"}),
    "comma too many": ('"ex:a":[1,]', 0, {"epcis.json.syntax"}),
    "comment": ('"ex:a":/* x */1', 0, {"epcis.json.syntax"}),
}


@pytest.mark.parametrize("name", INSIDES)
def test_json_01_depth_and_numbers(name: str, tmp_path: Path) -> None:
    inside, count, told = INSIDES[name]
    assert codes(saved(tmp_path, document(event(inside)))) == (count, told)


@pytest.mark.parametrize("digits", ["0.1", "12.30", "12345678901234567890", "100000000000000000000.000", "-0.0"])
def test_json_01_numbers_keep_their_digits(digits: str, tmp_path: Path) -> None:
    _, events, _ = read(saved(tmp_path, document(event(AMOUNT.format(digits)))), "json")
    assert str(events[0]["quantityList"][0]["quantity"]) == digits
    assert type(events[0]["quantityList"][0]["quantity"]) is Decimal


TWICE: dict[str, tuple[str, str]] = {
    "in the event": (document(event('"action":"ADD"')), "/eventList/0/action"),
    "deep in the event": (document(event('"ex:a":{"b":[{"c":1,"c":2}]}')), "/eventList/0/ex:a/b/0/c"),
    "blank before the colon": (document(event('"ex:a" : 1,"ex:a":2')), "/eventList/0/ex:a"),
    "blanks hide one, a twin shows one": (document(event('"ex:b"\n:1,"ex:a":1,"ex:a":2')), "/eventList/0/ex:a"),
    "colon within a text": (document(event('"ex:b":"\\":","ex:a":1,"ex:a":2')), "/eventList/0/ex:a"),
    "escaped spelling": (document(event('"ex:a":1,"ex:\\u0061":2')), "/eventList/0/ex:a"),
    "in a part": (document(event('"readPoint":{"id":"urn:a:1","id":"urn:a:2"}')), "/eventList/0/readPoint/id"),
    "in the second event": (document(event() + "," + event('"ex:a":1,"ex:a":2')), "/eventList/1/ex:a"),
    "in the root": (document(event(), root=ROOT + ',"type":"EPCISDocument"'), "/type"),
    "body": (document(event(), root=ROOT + ',"epcisBody":{"eventList":[]}'), "/epcisBody"),
    "context": (document(event(), root=ROOT + ',"@context":[]'), "/@context"),
    "in the header": (document(event(), root=ROOT + ',"epcisHeader":{"ex:a":1,"ex:a":1}'), "/epcisHeader/ex:a"),
}  # fmt: skip


@pytest.mark.parametrize("name", TWICE)
def test_json_02_a_name_given_twice_is_refused_with_its_pointer(name: str, tmp_path: Path) -> None:
    text, at = TWICE[name]
    try:
        _, events, told = read(saved(tmp_path, text), "json")
    except Unreadable as refused:
        events, told = [], [refused.finding]
    assert at in [finding.at for finding in told if finding.code == "epcis.json.duplicate"]
    assert len(events) <= 1


def test_json_02_colons_in_texts_are_no_names(tmp_path: Path) -> None:
    text = document(event('"ex:a":"x\\":y","ex:b":"\\" :"'))
    assert codes(saved(tmp_path, text)) == (1, set())


TEXTS: dict[str, tuple[bytes, int, set[str]]] = {
    "byte order mark": (document(event()).encode("utf-8-sig"), 1, set()),
    "lone surrogate": (document(event('"ex:a":"\\ud800"')).encode(), 0, {"epcis.json.text"}),
    "surrogate in a name": (document(event('"ex:\\udc00":"x"')).encode(), 0, {"epcis.json.text"}),
    "pair of surrogates": (document(event('"ex:a":"\\ud83c\\udf3e"')).encode(), 1, set()),
    "NUL escaped": (document(event('"ex:a":"a\\u0000b"')).encode(), 0, {"epcis.json.text"}),
    "NUL raw": (document(event('"ex:a":"a\0b"')).encode(), 0, {"epcis.json.syntax"}),
    "overlong": (document(event('"ex:a":"@"')).encode().replace(b"@", b"\xc0\x80"), 0, {"epcis.json.encoding"}),
    "latin 1": (document(event('"ex:a":"é"')).encode("latin-1"), 0, {"epcis.json.encoding"}),
    "utf-16": (document(event()).encode("utf-16"), 0, {"epcis.json.syntax"}),
    "encoded surrogate": (
        document(event('"ex:a":"\ud800"')).encode("utf-8", "surrogatepass"), 0, {"epcis.json.encoding"}),
    "empty": (b"", 0, {"epcis.json.syntax"}),
    "list of nothing": (b"[]", 0, set()),
    "behind": (document(event()).encode() + b"{}", 0, {"epcis.json.syntax"}),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_json_03_texts(name: str, tmp_path: Path) -> None:
    data, count, told = TEXTS[name]
    assert codes(saved(tmp_path, data)) == (count, told)


WRONG: dict[str, tuple[str, str]] = {
    "text for a number": (AMOUNT.format('"1"'), "/quantityList/0/quantity"),
    "true for a number": (AMOUNT.format("true"), "/quantityList/0/quantity"),
    "null for a number": (AMOUNT.format("null"), "/quantityList/0/quantity"),
    "text for a list": ('"childEPCs":[],"bizTransactionList":"x"', "/bizTransactionList"),
    "object for a list": ('"sourceList":{}', "/sourceList"),
    "list for a text": ('"bizStep":["shipping"]', "/bizStep"),
    "number for a text": ('"disposition":1', "/disposition"),
    "text for an object": ('"readPoint":"urn:a:1"', "/readPoint"),
    "number in a list": ('"correct":1,"quantityList":[1]', "/quantityList/0"),
    "yes for a flag": ('"sensorElementList":[{"sensorReport":[{"type":"Mass","booleanValue":"yes"}]}]',
                       "/sensorElementList/0/sensorReport/0/booleanValue"),
    "number for an epc": ('"persistentDisposition":{"set":[1]}', "/persistentDisposition/set/0"),
    "object in epcs": ('"errorDeclaration":{"correctiveEventIDs":[{}]}', "/errorDeclaration/correctiveEventIDs/0"),
    "member of no standard": ('"colour":"red"', "/colour"),
    "extension where none may be": ('"sourceList":[{"type":"location","source":"urn:a:1","ex:a":1}]',
                                    "/sourceList/0/ex:a"),
    "source without type": ('"sourceList":[{"source":"urn:a:1"}]', "/sourceList/0"),
    "place without id": ('"bizLocation":{}', "/bizLocation"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_json_04_types_are_strict(name: str, tmp_path: Path) -> None:
    inside, at = WRONG[name]
    _, events, told = read(saved(tmp_path, document(event() + "," + event(inside))), "json")
    assert len(events) == 1
    assert f"/eventList/1{at}" in {finding.at for finding in told}
    assert {finding.severity for finding in told} == {"error"}


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/context.jsonld", "file:///etc/passwd", "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld?x",
        "HTTPS://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "http://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        "https://ref.gs1.org.evil.example/standards/epcis/2.0.0/epcis-context.jsonld", "", "context.jsonld",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ['"{}"', '["' + URL + '","{}"]', '{{"@import":"{}"}}', '{{"@context":"{}"}}'])
def test_ld_01_only_known_contexts(form: str, address: str, tmp_path: Path) -> None:
    count, told = codes(saved(tmp_path, document(event(), context=form.format(address))))
    assert (count, told <= {"epcis.context.unknown", "epcis.context.form"}, bool(told)) == (0, True, True)


@pytest.mark.parametrize(
    "entry",
    [
        {"bizStep": "https://evil.example/"}, {"type": "https://evil.example/"}, {"cbvmda": "https://evil.example/"},
        {"gs1": "https://evil.example/"}, {"ltx": "https://evil.example/"}, {"@vocab": "https://evil.example/"},
        {"@base": "https://evil.example/"}, {"ex": {"@id": "https://evil.example/"}}, {"ex": None}, {"ex": 1},
        {"": "x"}, {"ex:a": {"@context": {"type": "x"}}}, {"ex:a": {"@reverse": "x"}}, {"eventList": {"@id": "x"}},
    ],
)  # fmt: skip
def test_ld_02_no_entry_gives_the_standard_another_meaning(entry: Any, tmp_path: Path) -> None:
    count, told = codes(saved(tmp_path, document(event(), context=json.dumps([URL, entry]))))
    assert (count, told <= {"epcis.context.protected", "epcis.context.form"}) == (0, True)
    inner = event('"@context":' + json.dumps([URL, entry]))
    count, told = codes(saved(tmp_path, document(inner + "," + event())))
    assert (count, bool(told)) == (1, True)


def test_an_event_may_add_prefixes_of_its_own(tmp_path: Path) -> None:
    text = document(
        event('"@context":{"own":"https://own.vn/"},"own:x":"1"') + "," + event(), f'["{URL}",{{"ex":"urn:e:"}}]'
    )
    _, events, told = read(saved(tmp_path, text), "json")
    assert told == []
    assert events[0]["@context"] == {"own": "https://own.vn/", "ex": "urn:e:"}
    assert events[1]["@context"] == {"ex": "urn:e:"}
