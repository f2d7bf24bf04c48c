"""Verdicts: what they say of a document, where, and what goes beyond the schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.sanity import identifier_fault
from adapters.epcis.validate import TOLD, Verdict, validate
from lienthong.checks.events import EventRules
from tests.vectors import VectorSets

EVENT: dict[str, Any] = {
    "type": "ObjectEvent",
    "eventID": "urn:uuid:1",
    "eventTime": "2026-06-01T07:00:00+07:00",
    "eventTimeZoneOffset": "+07:00",
    "epcList": ["urn:epc:id:sgtin:9521234.000001.1"],
    "action": "OBSERVE",
}
XML = """<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:{space}" schemaVersion="{version}"
  creationDate="2026-06-02T00:00:00Z"><EPCISBody><EventList>{events}</EventList></EPCISBody></e:EPCISDocument>"""
XML_EVENT = """<ObjectEvent><eventTime>2026-06-01T07:00:00+07:00</eventTime>
<eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcList><epc>{epc}</epc></epcList><action>{action}</action></ObjectEvent>
"""


def judged(folder: Path, *events: dict[str, Any], **root: Any) -> Verdict:
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-02T00:00:00Z",
        "epcisBody": {"eventList": list(events)},
        **root,
    }
    file = folder / "a.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return validate(file, EventRules().check)


def judged_xml(folder: Path, *events: str, space: str = "2", version: str = "2.0") -> Verdict:
    file = folder / "a.xml"
    file.write_text(XML.format(space=space, version=version, events="".join(events)), encoding="utf-8")
    return validate(file, EventRules().check)


def xml_event(epc: str = "urn:epc:id:sgtin:9521234.000001.1", action: str = "OBSERVE") -> str:
    return XML_EVENT.format(epc=epc, action=action)


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity, finding.at) for finding in verdict.findings]


def test_a_sound_document_is_valid_with_nothing_to_tell(tmp_path: Path) -> None:
    assert judged(tmp_path, EVENT) == Verdict("a.json", True, "json-2.0", "EPCISDocument", 1, ())
    assert judged_xml(tmp_path, xml_event()) == Verdict("a.xml", True, "xml-2.0", "EPCISDocument", 1, ())


@pytest.mark.parametrize(
    ("space", "version", "syntax"),
    [("1", "1", "xml-1.0"), ("1", "1.1", "xml-1.1"), ("1", "1.2", "xml-1.2"), ("2", "2.0", "xml-2.0")],
)
def test_the_syntax_names_the_version(tmp_path: Path, space: str, version: str, syntax: str) -> None:
    verdict = judged_xml(tmp_path, xml_event(), space=space, version=version)
    assert (verdict.syntax, verdict.valid) == (syntax, True)


@pytest.mark.parametrize(
    ("change", "code", "at", "facts"),
    [
        ({"action": "SEE"}, "epcis.member.type", "/action", {"name": "action", "value": "SEE"}),
        ({"eventTime": "2026-06-01T07:00:00"}, "epcis.member.type", "/eventTime", {"wants": "date-time"}),
        ({"bizStep": "posting"}, "epcis.member.type", "/bizStep", {"value": "posting"}),
        ({"bizStep": "urn:epcglobal:cbv:bizstep:shipping"}, "epcis.member.type", "/bizStep", {"name": "bizStep"}),
        ({"weather": "fine"}, "epcis.member.unknown", "", {"name": "weather"}),
        ({"quantityList": [{"quantity": 1}]}, "epcis.member.missing", "/quantityList/0", {"name": "epcClass"}),
        ({"quantityList": [{"epcClass": "urn:a:b", "x": 1}]}, "epcis.member.unknown", "/quantityList/0", {"name": "x"}),
        ({"quantityList": [{"epcClass": "urn:a:b", "uom": "kg"}]}, "epcis.member.type", "/quantityList/0/uom", {}),
        ({"epcList": ["urn:a:b", "urn:a:b"]}, "epcis.schema.twice", "/epcList", {"name": "epcList"}),
        ({"epcList": None}, "epcis.member.type", "/epcList", {"value": "null", "wants": "array"}),
        ({"ilmd": {}}, "epcis.schema.ilmd", "/ilmd", {}),
        ({"sensorElementList": [{"sensorReport": []}]}, "epcis.schema.empty", "/sensorElementList/0/sensorReport", {}),
        ({"persistentDisposition": {}}, "epcis.member.type", "/persistentDisposition", {}),
    ],
)  # fmt: skip
def test_a_fault_in_json_is_named_with_its_pointer(
    tmp_path: Path, change: dict[str, Any], code: str, at: str, facts: dict[str, str]
) -> None:
    verdict = judged(tmp_path, EVENT, {**EVENT, "eventID": "urn:uuid:2", **change})
    errors = [finding for finding in verdict.findings if finding.severity == "error"]
    assert not verdict.valid
    assert (errors[0].code, errors[0].at) == (code, f"/epcisBody/eventList/1{at}")
    assert facts.items() <= errors[0].facts.items()


def test_an_event_that_speaks_of_nothing_is_told(tmp_path: Path) -> None:
    event = {name: value for name, value in EVENT.items() if name != "epcList"}
    assert told(judged(tmp_path, event)) == [("epcis.schema.what", "error", "/epcisBody/eventList/0")]


def test_a_fault_in_xml_is_named_with_path_and_line(tmp_path: Path) -> None:
    events = [xml_event() for _ in range(300)]
    events[250] = xml_event(action="SEE")
    verdict = judged_xml(tmp_path, *events, "<ObjectEvent/>")
    first, second = verdict.findings
    assert (verdict.events, verdict.valid) == (301, False)
    assert (first.code, first.at) == (
        "epcis.member.type",
        "/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[251]/action",
    )
    assert (
        first.facts == {"name": "action", "value": "SEE", "wants": "OBSERVE, ADD, DELETE"}
        or "SEE" in first.facts["value"]
    )
    assert str(first.place) == "a.xml:503"
    assert (second.code, second.facts["name"]) == ("epcis.member.missing", "eventTime")
    assert second.at.endswith("ObjectEvent[301]")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<?xml version="1.0"?><!DOCTYPE a><a/>', "epcis.xml.doctype"),
        ("<a/>", "epcis.document.kind"),
        (XML.format(space="2", version="2.0", events=xml_event())[:-30], "epcis.xml.syntax"),
        ('{"type": "EPCISDocument"', "epcis.json.syntax"),
        ("[1]", "epcis.document.kind"),
        ("", "epcis.json.syntax"),
    ],
)
def test_what_cannot_be_read_is_no_exception(tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "a"
    file.write_text(content, encoding="utf-8")
    verdict = validate(file)
    assert (verdict.valid, verdict.readable, verdict.findings[0].code) == (False, False, code)


def test_a_key_that_stands_twice_cannot_be_read(tmp_path: Path) -> None:
    judged(tmp_path, EVENT)
    file = tmp_path / "a.json"
    file.write_text(file.read_text().replace('"action"', '"action": "ADD", "action"'), encoding="utf-8")
    verdict = validate(file)
    assert (verdict.valid, verdict.readable, verdict.findings[0].code) == (False, False, "epcis.json.duplicate")


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        ({"epcList": ["https://id.gs1.org/01/09521234000014/21/1"]}, "gs1.check-digit", "/epcList/0"),
        ({"epcList": ["https://id.gs1.org/01/09521234000013/10/L"]}, "gs1.constrained-level", "/epcList/0"),
        ({"epcList": ["urn:epc:class:lgtin:9521234.000001.L"]}, "epcis.identifier.level", "/epcList/0"),
        ({"epcList": ["urn:epc:id:sgtin:100100.01"]}, "gs1.epc-uri", "/epcList/0"),
        ({"readPoint": {"id": "https://id.gs1.org/417/9521234000020"}}, "gs1.constrained-level", "/readPoint/id"),
        (
            {"sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/414/9521234000020"}]},
            "gs1.constrained-level",
            "/sourceList/0/source",
        ),
        ({"recordTime": "2026-05-31T23:00:00Z"}, "epcis.time.order", "/eventTime"),
        ({"eventTime": "2026-06-03T07:00:00Z"}, "epcis.time.order", "/eventTime"),
        ({"eventID": "urn:uuid:1"}, "epcis.event.id-twice", "/eventID"),
        ({"bizStep": "commissioning"}, "event.unusual-action", "/action"),
        ({"epcList": []}, "event.what-empty", ""),
    ],
)
def test_what_no_schema_asks_is_a_warning(tmp_path: Path, change: dict[str, Any], code: str, at: str) -> None:
    verdict = judged(tmp_path, EVENT, {**EVENT, "eventID": "urn:uuid:2", **change})
    assert verdict.valid
    assert told(verdict) == [(code, "warning", f"/eventList/1{at}")]


def test_an_error_declaration_repeats_the_id_of_its_event(tmp_path: Path) -> None:
    declared = {**EVENT, "errorDeclaration": {"declarationTime": "2026-06-01T08:00:00+07:00"}}
    assert judged(tmp_path, EVENT, declared).findings == ()
    late = {**EVENT, "errorDeclaration": {"declarationTime": "2026-06-01T06:00:00+07:00"}}
    assert told(judged(tmp_path, EVENT, late)) == [("epcis.time.order", "warning", "/eventList/1/eventTime")]


@pytest.mark.parametrize("text", ["https://example.vn/lots/12?x=1", "urn:uuid:9b", "https://example.vn/", "a b"])
def test_identifiers_of_ones_own_are_not_judged(text: str) -> None:
    assert identifier_fault(text, "instance") is None


def test_findings_beyond_measure_are_counted(tmp_path: Path) -> None:
    verdict = judged_xml(tmp_path, *[xml_event(action="SEE") for _ in range(TOLD + 200)])
    assert len(verdict.findings) == TOLD + 1
    assert (verdict.findings[-1].code, verdict.findings[-1].facts) == ("epcis.schema.more", {"count": "200"})


def things(kind: str, when: int, action: str, step: str, parent: str = "", *epcs: str) -> dict[str, Any]:
    """An event at an hour that does something with things."""
    event = {**EVENT, "type": kind, "eventTime": f"2026-06-01T{when:02}:00:00Z", "action": action, "bizStep": step}
    del event["epcList"], event["eventID"]
    if parent:
        event["parentID"] = f"urn:epc:id:sscc:9521234.{parent}"
    event["epcList" if kind == "ObjectEvent" else "childEPCs"] = [
        f"urn:epc:id:sgtin:9521234.000001.{epc}" for epc in epcs
    ]
    return event


BEGIN = things("ObjectEvent", 1, "ADD", "commissioning", "", "1", "2")
PACK = things("AggregationEvent", 2, "ADD", "packing", "0000000001", "1", "2")
UNPACK = {
    key: value for key, value in {**PACK, "action": "DELETE", "bizStep": "unpacking"}.items() if key != "childEPCs"
}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([BEGIN, PACK, things("ObjectEvent", 3, "OBSERVE", "shipping", "", "1")], []),
        ([PACK, things("ObjectEvent", 3, "OBSERVE", "shipping", "", "1")], []),
        ([PACK, BEGIN], []),
        (
            [{**BEGIN, "eventTime": "2026-06-01T03:00:00Z"}, PACK],
            [("epcis.life.early", "/eventList/1/childEPCs/0")] * 1,
        ),
        (
            [things("ObjectEvent", 1, "ADD", "commissioning", "", "1"), PACK],
            [("epcis.life.unknown", "/eventList/1/childEPCs/1")],
        ),
        (
            [
                BEGIN,
                things("ObjectEvent", 2, "DELETE", "decommissioning", "", "1"),
                {**PACK, "eventTime": "2026-06-01T03:00:00Z"},
            ],
            [("epcis.life.ended", "/eventList/2/childEPCs/0")],
        ),
        (
            [
                BEGIN,
                PACK,
                {**UNPACK, "eventTime": "2026-06-01T03:00:00Z"},
                {**UNPACK, "eventTime": "2026-06-01T04:00:00Z"},
            ],
            [("epcis.life.emptied", "/eventList/3/parentID")],
        ),
        (
            [
                BEGIN,
                PACK,
                {**UNPACK, "eventTime": "2026-06-01T03:00:00Z"},
                {**PACK, "eventTime": "2026-06-01T04:00:00Z"},
            ],
            [],
        ),
    ],
)
def test_the_life_of_things_within_a_document(
    tmp_path: Path, events: list[dict[str, Any]], expected: list[tuple[str, str]]
) -> None:
    verdict = judged(tmp_path, *events)
    lives = sorted((code, at) for code, _, at in told(verdict) if code.startswith("epcis.life"))
    assert verdict.valid
    assert lives[:1] == expected[:1]
    assert bool(lives) is bool(expected)


def test_a_schema_valid_file_that_partners_refuse(vector_set: VectorSets) -> None:
    verdict = validate(vector_set("field-cases") / "C31" / "dscsa.xml", EventRules().check)
    assert verdict.valid
    assert {(finding.code, finding.at) for finding in verdict.findings} >= {
        ("epcis.list.twice", "/eventList/0/epcList/1"),
        ("epcis.life.unknown", "/eventList/1/childEPCs/1"),
        ("epcis.life.early", "/eventList/2/epcList/0"),
    }
