"""What the schema of a target refuses is told as it is written, and written as it is."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.compare import compare
from adapters.epcis.converting import convert
from adapters.epcis.reading import read
from lienthong.findings import Finding
from lienthong.model import Header
from tests.adapters.epcis.oracles import json_faults, xml_faults
from tests.adapters.epcis.test_kinds import WRITERS
from tests.adapters.epcis.xml_cases import WHAT, WHEN, document, event, saved, sensor

CBV = "urn:epcglobal:cbv:"
XML: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "sound": (event("<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>"), []),
    "word of no list": (event(f"<bizStep>{CBV}bizstep:mending</bizStep><disposition>{CBV}disp:mended</disposition>"),
                        [("epcis.word.web", "warning", "/bizStep"), ("epcis.word.web", "warning", "/disposition")]),
    "word of no list in a list": (
        event(f"<persistentDisposition><set>{CBV}disp:active</set><set>{CBV}disp:mended</set></persistentDisposition>"),
        [("epcis.word.web", "warning", "/persistentDisposition/set/1")]),
    "word of no list in a part": (
        event(f'<sourceList><source type="{CBV}sdt:broker">urn:s:1</source></sourceList>'),
        [("epcis.word.web", "warning", "/sourceList/0/type")]),
    "identifier that is no URI": (event().replace("urn:epc:id:sgtin:9521234.000001.1", "0012"),
                                  [("epcis.member.type", "error", "/epcList/0")]),
    "report without a type": (event(sensor('value="2"')),
                              [("epcis.member.missing", "error", "/sensorElementList/0/sensorReport/0")]),
    "nothing spoken of": (f"<ObjectEvent>{WHEN}<action>ADD</action></ObjectEvent>",
                          [("epcis.schema.what", "error", "")]),
    "master data of a lot without ADD": (event("<ilmd/>").replace("ADD", "OBSERVE"),
                                         [("epcis.schema.ilmd", "error", "/ilmd")]),
}  # fmt: skip


def converted(source: Path, target: Path, to: str) -> list[Finding]:
    told: list[Finding] = []
    made = convert(source, target, to, told.append)
    assert made.whole
    assert made.faults == sum(finding.severity == "error" for finding in told)
    return told


@pytest.mark.parametrize("name", XML)
def test_what_json_refuses_of_an_event_in_xml_is_told(name: str, tmp_path: Path) -> None:
    text, expected = XML[name]
    file, there = saved(tmp_path, document(event() + text)), tmp_path / "there.jsonld"
    assert xml_faults(file) == []
    told = converted(file, there, "json-2.0")
    assert [(one.code, one.severity, one.at) for one in told] == [
        (code, severity, f"/eventList/1{at}") for code, severity, at in expected
    ]
    wrong = any(severity == "error" for _, severity, _ in expected)
    assert bool(json_faults(json.loads(there.read_bytes()))) is wrong
    assert list(compare(file, there, print)) == []
    assert converted(file, tmp_path / "lines.ndjson", "ndjson-2.0")[: len(told)] == told


EVENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "eventTime": "2026-06-01T07:00:00+07:00",
    "eventTimeZoneOffset": "+07:00",
    "epcList": ["urn:epc:id:sgtin:9521234.000001.1"],
    "action": "OBSERVE",
}
LATE = {"declarationTime": "2026-06-01T07:00:00"}
ALL = frozenset(WRITERS)
OF_2_0 = frozenset({"json-2.0", "ndjson-2.0", "xml-2.0"})
JSON: dict[str, tuple[dict[str, Any], frozenset[str], list[tuple[str, str]]]] = {
    "sound": (EVENT, ALL, []),
    "no time": ({**EVENT, "eventTime": None}, ALL, [("epcis.member.missing", "")]),
    "no action": ({**EVENT, "action": None}, ALL, [("epcis.member.missing", "")]),
    "no parent": (
        {**EVENT, "type": "AssociationEvent", "epcList": None, "childEPCs": ["urn:a:1"]},
        ALL,
        [("epcis.member.missing", "")],
    ),
    "no zone": (
        {**EVENT, "eventTime": "2026-06-01T07:00:00", "recordTime": "2026-06-01T07:00:00"},
        OF_2_0,
        [("epcis.time.zone", "/eventTime"), ("epcis.time.zone", "/recordTime")],
    ),
    "no zone of a declaration": (
        {**EVENT, "errorDeclaration": LATE},
        OF_2_0,
        [("epcis.time.zone", "/errorDeclaration/declarationTime")],
    ),
}


@pytest.mark.parametrize("to", sorted(WRITERS))
@pytest.mark.parametrize("name", JSON)
def test_what_an_event_lacks_is_told_in_every_syntax(name: str, to: str, tmp_path: Path) -> None:
    members, targets, expected = JSON[name]
    written = {key: value for key, value in members.items() if value is not None}
    root = {"@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISDocument",
            "schemaVersion": "2.0", "creationDate": "2026-06-02T00:00:00Z"}  # fmt: skip
    file = saved(tmp_path, json.dumps({**root, "epcisBody": {"eventList": [EVENT, written]}}))
    there = tmp_path / "there"
    told = [(one.code, one.at) for one in converted(file, there, to) if one.severity == "error"]
    assert told == [(code, f"/eventList/1{at}") for code, at in (expected if to in targets else [])]
    assert sum(1 for _ in read(there, print).events) == 2


@pytest.mark.parametrize(
    "faults",
    [{"id": "_:document1"}, {"creationDate": "1.6.2026"},
     {"epcisHeader": {"epcisMasterData": {"vocabularyList": [{"type": "location"}]}}}],
)  # fmt: skip
def test_what_json_refuses_of_a_header_is_told(faults: dict[str, Any], tmp_path: Path) -> None:
    root = {"@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISDocument",
            "schemaVersion": "2.0", "creationDate": "2026-06-02T00:00:00Z", **faults}  # fmt: skip
    file = saved(tmp_path, json.dumps({**root, "epcisBody": {"eventList": [EVENT]}}))
    told = converted(file, tmp_path / "there", "json-2.0")
    assert [one.code for one in told if one.severity == "error"] == ["epcis.member.type"]


def test_a_time_without_a_zone_is_kept_and_told_where_2_0_wants_one(tmp_path: Path) -> None:
    text = document(event()).replace("07:00:00+07:00", "07:00:00").replace("xsd:2", "xsd:1")
    file = saved(tmp_path, text.replace('schemaVersion="2.0"', 'schemaVersion="1.2"'))
    for to, severity in (("xml-1.2", {"warning"}), ("xml-2.0", {"warning", "error"})):
        told = [one for one in converted(file, tmp_path / to, to) if one.code == "epcis.time.zone"]
        assert {one.severity for one in told} == severity
        assert "<eventTime>2026-06-01T07:00:00</eventTime>" in (tmp_path / to).read_text(encoding="utf-8")


def header(file: Path) -> Header:
    found = read(file, print)
    assert sum(1 for _ in found.events) == 1
    return found.header


def test_a_date_without_a_zone_is_written_in_utc_and_comes_back(tmp_path: Path) -> None:
    file = saved(tmp_path, document(event()).replace("2026-06-01T00:00:00Z", "2026-06-01T00:00:00.5"))
    assert xml_faults(file) == []
    told = converted(file, tmp_path / "a.jsonld", "json-2.0")
    assert [(one.code, one.severity) for one in told] == [("epcis.created.zone", "warning")]
    written = json.loads((tmp_path / "a.jsonld").read_bytes())
    assert (written["creationDate"], json_faults(written)) == ("2026-06-01T00:00:00.5Z", [])
    assert converted(tmp_path / "a.jsonld", tmp_path / "b.xml", "xml-2.0") == []
    assert 'creationDate="2026-06-01T00:00:00.5"' in (tmp_path / "b.xml").read_text(encoding="utf-8")
    assert header(tmp_path / "b.xml").extra == {}
    # a date that was changed since is the one that counts
    written["creationDate"] = "2026-07-01T00:00:00Z"
    (tmp_path / "a.jsonld").write_text(json.dumps(written), encoding="utf-8")
    assert header(tmp_path / "a.jsonld").created == "2026-07-01T00:00:00Z"


def test_amounts_keep_their_digits_while_they_are_held(tmp_path: Path) -> None:
    amount = "<quantityElement><epcClass>urn:c:1</epcClass><quantity>12.30</quantity></quantityElement>"
    text = f"<ObjectEvent>{WHEN}{WHAT}<quantityList>{amount}</quantityList></ObjectEvent>"
    converted(saved(tmp_path, document(text)), tmp_path / "a", "json-2.0")
    (one,) = read(tmp_path / "a", print).events
    assert str(one["quantityList"][0]["quantity"]) == str(Decimal("12.30"))
