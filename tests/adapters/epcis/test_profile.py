"""What partners ask for beyond the standard: DSCSA, and the field case that broke nine of its wishes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.converting import convert
from adapters.epcis.profile import PROFILES, Profile
from adapters.epcis.validate import validate
from lienthong.findings import Finding
from tests.vectors import VectorSets

MDA = "urn:epcglobal:cbv:mda#"
WHEN = {"eventTime": "2026-06-01T07:00:00Z", "eventTimeZoneOffset": "-04:00"}
MADE: dict[str, Any] = {
    "type": "ObjectEvent", **WHEN, "epcList": ["urn:epc:id:sgtin:9521234.000001.1"], "action": "ADD",
    "bizStep": "commissioning", "ilmd": {"cbvmda:lotNumber": "L1", "cbvmda:itemExpirationDate": "2027-06-30"},
}  # fmt: skip
SENT: dict[str, Any] = {
    "type": "ObjectEvent", **WHEN, "epcList": ["urn:epc:id:sgtin:9521234.000001.1"], "action": "OBSERVE",
    "bizStep": "shipping",
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9521234000013:1"}],
    "destinationList": [{"type": "owning_party", "destination": "urn:epc:id:pgln:9521234.00002"}],
}  # fmt: skip
SENDER = "urn:epc:id:sgln:9521234.00001.0"
NUMBER = {"id": f"{MDA}additionalTradeItemIdentification", "attribute": "00952123401"}
MASTER: list[dict[str, Any]] = [
    {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [
        {"id": "urn:epc:idpat:sgtin:9521234.000001.*", "attributes": [
            NUMBER, {"id": f"{MDA}additionalTradeItemIdentificationTypeCode", "attribute": "FDA_NDC_11"}]}]},
    {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [
        {"id": "https://id.gs1.org/414/9521234000013"}]},
]  # fmt: skip
STATED = {"hc:dscsaTransactionStatement": {"hc:affirmTransactionStatement": True}}


def told(folder: Path, *events: dict[str, Any], stated: Any = STATED, master: Any = MASTER) -> list[tuple[str, str]]:
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
                     {"hc": "http://epcis.gs1us.org/hc/ns#"}],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-06-02T00:00:00Z", "sender": SENDER,
        "epcisHeader": {"epcisMasterData": {"vocabularyList": master}, **stated},
        "epcisBody": {"eventList": list(events)},
    }  # fmt: skip
    file = folder / "a.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    verdict = validate(file, profile=Profile("dscsa"))
    assert verdict.valid
    assert {one.facts["profile"] for one in verdict.findings if ".profile." in one.code} <= {"DSCSA"}
    return [(one.code, one.at) for one in verdict.findings]


def without(event: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name not in names}


def test_a_document_that_has_all_is_told_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, MADE, SENT) == []
    assert told(tmp_path, MADE, {**SENT, **STATED}, stated={}) == []
    assert told(tmp_path, MADE, stated={}) == []


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([without(MADE, "ilmd")], [("epcis.profile.lot", "/eventList/0/ilmd")]),
        ([{**MADE, "ilmd": {"cbvmda:lotNumber": "L1"}}], [("epcis.profile.lot", "/eventList/0/ilmd")]),
        ([{**without(MADE, "ilmd"), "epcList": ["urn:epc:id:sscc:9521234.3000000017"]}], []),
        ([{**without(MADE, "ilmd"), "action": "OBSERVE", "bizStep": "inspecting"}], []),
        ([MADE, without(SENT, "destinationList")], [("epcis.profile.party", "/eventList/1")]),
        ([MADE, without(SENT, "bizTransactionList")], [("epcis.profile.transaction", "/eventList/1")]),
    ],
)  # fmt: skip
def test_what_an_event_lacks_is_told(
    events: list[dict[str, Any]], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert told(tmp_path, *events) == expected


def test_what_the_document_lacks_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, MADE, SENT, stated={}) == [("epcis.profile.statement", "")]
    assert told(tmp_path, MADE, SENT, master=MASTER[:1]) == [("epcis.profile.place", "/sender")]
    hyphens = json.loads(json.dumps(MASTER).replace("00952123401", "00952-1234-01"))
    at = "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList"
    assert told(tmp_path, MADE, SENT, master=hyphens) == [("epcis.profile.form", f"{at}/0/attributes/0")]
    twice = [*MASTER, {**MASTER[0], "vocabularyElementList": MASTER[0]["vocabularyElementList"] * 2}]
    assert told(tmp_path, MADE, SENT, master=twice) == [("epcis.master.twice", f"{at.replace('/0/', '/2/')}/1")]


NINE = [
    ("epcis.list.twice", "/eventList/0/epcList/1"),
    ("epcis.profile.lot", "/eventList/0/ilmd"),
    ("epcis.profile.party", "/eventList/2"),
    ("epcis.profile.transaction", "/eventList/2"),
    ("epcis.life.unknown", "/eventList/1/childEPCs/1"),
    ("epcis.life.early", "/eventList/2/epcList/0"),
    ("epcis.master.twice", "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/1"),
    ("epcis.profile.form", "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0/attributes/0"),
    ("epcis.profile.place", "/sender"),
    ("epcis.profile.place", "/receiver"),
    ("epcis.profile.statement", ""),
    ("epcis.time.order", "/eventList/1/eventTime"),
]
"""The nine of field case C31: a shipping without owner and document, and two places, are two findings each; and an
event later than its document."""


def test_the_field_case_is_told_all_nine(tmp_path: Path, vector_set: VectorSets) -> None:
    folder = vector_set("field-cases/C31")
    assert len(json.loads((folder / "expect.json").read_bytes())["findings"]) == len(NINE) - 3
    verdict = validate(folder / "dscsa.xml", profile=Profile("dscsa"))
    assert (verdict.valid, verdict.events) == (True, 3)
    assert sorted((one.code, one.at) for one in verdict.findings) == sorted(NINE)
    findings: list[Finding] = []
    assert convert(folder / "dscsa.xml", tmp_path / "a", "json-2.0", findings.append).events == 3


def test_a_document_as_partners_send_it_asks_for_nothing_more(vector_set: VectorSets) -> None:
    verdict = validate(vector_set("field") / "pharma-doitsa/57376.xml", profile=Profile("dscsa"))
    assert {one.code for one in verdict.findings if ".profile." in one.code} == set()
    assert PROFILES == ("dscsa",)
