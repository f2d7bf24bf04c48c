"""What the writers write is valid by the published schemas, and the same each time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.adapter import ADAPTER
from lienthong.findings import Finding
from lienthong.model import Event, Header
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.vectors import VectorSets

LOT = "https://id.gs1.org/01/09521234000013/10/L1"
WHEN: Any = {"eventTime": "2026-06-01T07:00:00.120+07:00", "eventTimeZoneOffset": "+07:00"}
PLACE = {"id": "https://id.gs1.org/414/9521234000020", "vn:commune": "Vĩnh Hanh"}
SENSOR = {
    "sensorMetadata": {"deviceID": "urn:epc:id:giai:4000001.111", "vn:room": "Kho 1"},
    "sensorReport": [
        {"type": "Temperature", "value": Decimal("4.50"), "component": "x", "exception": "ALARM_CONDITION",
         "booleanValue": True, "uom": "CEL", "bizRules": "https://example.vn/r", "vn:shift": Decimal(2)},
    ],
    "vn:note": "ok",
}  # fmt: skip
MORE: Any = {
    "eventID": "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
    "recordTime": "2026-06-01T08:00:00Z",
    "certificationInfo": ["https://example.vn/vietgap/1"],
    "errorDeclaration": {
        "declarationTime": "2026-06-02T08:00:00Z", "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a9"], "vn:by": "A & B",
    },
    "bizStep": "shipping", "disposition": "in_transit",
    "persistentDisposition": {"set": ["completeness_verified"], "unset": ["completeness_inferred"]},
    "readPoint": PLACE, "bizLocation": PLACE,
    "bizTransactionList": [{"type": "po", "bizTransaction": "urn:epcglobal:cbv:bt:9521234000020:1"}],
    "sourceList": [{"type": "owning_party", "source": "https://id.gs1.org/417/9521234000020"}],
    "destinationList": [{"type": "location", "destination": "https://id.gs1.org/414/9521234000020"}],
    "sensorElementList": [SENSOR],
    "vn:list": ["a", Decimal("1.0"), None, ["b"]], "vn:one": ["x"], "vn:none": [],
    "vn:object": {"vn:deep": {"bare": "1", "no name": False}}, "http://example.com/ns/field": "uri",
    "vn:1": "starts with a digit", "loose:end": "undeclared",
}  # fmt: skip
AMOUNT = [{"epcClass": LOT, "quantity": Decimal("12.30"), "uom": "KGM"}, {"epcClass": LOT}]
ILMD = {"cbvmda:lotNumber": 'Lô "ST25" <1> & 2', "vn:area": Decimal("0.50")}
UNIT = "https://id.gs1.org/00/395212340000000175"
EVENTS: list[Any] = [
    {"type": "ObjectEvent", **WHEN, "quantityList": AMOUNT, "epcList": [], "action": "ADD", **MORE, "ilmd": ILMD},
    {"type": "AggregationEvent", **WHEN, "parentID": UNIT, "childEPCs": [UNIT], "childQuantityList": AMOUNT,
     "action": "ADD", **MORE},
    {"type": "AssociationEvent", **WHEN, "parentID": UNIT, "childEPCs": [UNIT], "childQuantityList": AMOUNT,
     "action": "ADD", **MORE},
    {"type": "TransactionEvent", **WHEN, "parentID": UNIT, "epcList": [UNIT], "quantityList": AMOUNT,
     "action": "OBSERVE", **MORE},
    {"type": "TransformationEvent", **WHEN, "inputQuantityList": AMOUNT, "outputQuantityList": AMOUNT,
     "inputEPCList": [UNIT], "outputEPCList": [UNIT], "transformationID": "urn:uuid:1", **MORE, "ilmd": ILMD},
]  # fmt: skip
MASTER: Any = (
    {
        "type": "urn:epcglobal:epcis:vtype:EPCClass",
        "vocabularyElementList": [
            {
                "id": LOT,
                "attributes": [
                    {"id": "urn:epcglobal:cbv:mda#descriptionShort", "attribute": "Gạo ST25 & tấm"},
                    {"id": "https://example.vn/box", "attribute": {"vn:width": "1", "vn:height": "2"}},
                ],
                "children": ["urn:x:1"],
            }
        ],
    },
)
HEADERS = {
    "plain": Header("2026-06-01T00:00:00Z"),
    "full": Header(
        "2026-06-01T00:00:00Z",
        id="https://example.vn/doc/1",
        namespaces={"vn": "https://example.vn/epcis/"},
        sender="urn:epc:id:sgln:9521234.00002.0",
        receiver="urn:epc:id:sgln:9521234.00003.0",
        instance_identifier="77",
        master=MASTER,
        extra={"vn:about": "thử"},
    ),
    "query": Header(
        "2026-06-01T00:00:00Z",
        kind="EPCISQueryDocument",
        namespaces={"vn": "https://example.vn/epcis/"},
        query_name="SimpleEventQuery",
        subscription_id="s1",
        sender="urn:epc:id:sgln:9521234.00002.0",
    ),
}


def line_faults(file: Path) -> list[str]:
    """What the JSON Schema says against the events of a file, one a line."""
    return [fault for line in file.read_bytes().splitlines() for fault in json_faults(json.loads(line))]


FAULTS: dict[str, Callable[[Path], list[str]]] = {
    "json-2.0": lambda file: json_faults(json.loads(file.read_bytes())),
    "ndjson-2.0": line_faults,
    **dict.fromkeys(("xml-1.1", "xml-1.2", "xml-2.0"), xml_faults),
}
WRITERS = {writer.name: writer for writer in ADAPTER.writers}


def write(name: str, file: Path, events: list[Event], header: Header, early: Header | None = None) -> list[Finding]:
    told: list[Finding] = []
    sink = WRITERS[name].open(file, early or header, told.append)
    for event in events:
        sink.event(event)
    sink.close(header)
    return told


@pytest.fixture(params=WRITERS)
def writer(request: pytest.FixtureRequest) -> Iterator[str]:
    return request.param


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("count", [0, 1, 5])
def test_every_event_type_with_every_field_is_valid(
    writer: str, header: str, count: int, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    file = tmp_path / "out"
    write(writer, file, EVENTS[:count], HEADERS[header])
    assert FAULTS[writer](file) == []


def test_a_header_that_is_complete_only_at_the_end_gives_the_same_bytes(writer: str, tmp_path: Path) -> None:
    early = Header("2026-06-01T00:00:00Z", namespaces=HEADERS["full"].namespaces)
    write(writer, tmp_path / "a", EVENTS, HEADERS["full"])
    write(writer, tmp_path / "b", EVENTS, HEADERS["full"], early)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "b"]


def test_nothing_stands_under_the_name_until_the_document_is_closed(writer: str, tmp_path: Path) -> None:
    sink = WRITERS[writer].open(tmp_path / "out", HEADERS["full"], print)
    sink.event(EVENTS[0])
    assert not (tmp_path / "out").exists()
    sink.discard()
    assert list(tmp_path.iterdir()) == []


def test_ready_text_gives_the_bytes_of_the_event(tmp_path: Path) -> None:
    header = HEADERS["plain"]
    event: Any = {"type": "ObjectEvent", **WHEN, "epcList": [UNIT], "action": "ADD", "vn:x": "Lô"}
    write("json-2.0", tmp_path / "a", [event, event], header)
    sink = WRITERS["json-2.0"].open(tmp_path / "b", header, print)
    for _ in range(2):
        sink.texts([json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()])
    sink.close(header)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_quantities_keep_their_digits(writer: str, tmp_path: Path) -> None:
    write(writer, tmp_path / "out", EVENTS, HEADERS["full"])
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert text.count("12.30") == 6
    assert "4.50" in text


def test_a_context_of_the_event_alone_stands_at_the_event(writer: str, tmp_path: Path) -> None:
    event: Any = {"@context": {"own": "https://own.vn/"}, "type": "ObjectEvent", **WHEN, "epcList": [UNIT],
                  "action": "ADD", "own:x": "1"}  # fmt: skip
    write(writer, tmp_path / "out", [event], HEADERS["plain"])
    lines = (tmp_path / "out").read_text(encoding="utf-8").splitlines()
    assert ["https://own.vn/" in line for line in lines if "ObjectEvent" in line] == [True]


def test_words_are_urns_in_xml_and_sensor_words_web_addresses(tmp_path: Path) -> None:
    write("xml-2.0", tmp_path / "out", EVENTS[:1], HEADERS["full"])
    text = (tmp_path / "out").read_text(encoding="utf-8")
    for spelled in (
        "<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>",
        "<set>urn:epcglobal:cbv:disp:completeness_verified</set>",
        'type="urn:epcglobal:cbv:btt:po"',
        'type="https://gs1.org/voc/Temperature"',
        'exception="https://gs1.org/voc/ALARM_CONDITION"',
        'component="urn:epcglobal:cbv:comp:x"',
    ):
        assert spelled in text


LOST: list[tuple[str, Any, str, str]] = [
    ("certificates", {"certificationInfo": ["urn:a:1", "urn:a:2"]}, "epcis.certification", "/certificationInfo"),
    ("character", {"vn:x": "a\x01b"}, "epcis.character", "/vn:x"),
    ("sensor", {"sensorElementList": [{"sensorReport": [{"type": "Mass", "vn:x": {"vn:y": "1"}}]}]},
     "epcis.sensor.nested", "/sensorElementList/0/sensorReport/0"),
]  # fmt: skip


@pytest.mark.parametrize(("member", "code", "at"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_what_xml_cannot_hold_is_told(member: Any, code: str, at: str, tmp_path: Path) -> None:
    event: Any = {"type": "ObjectEvent", **WHEN, "epcList": [UNIT], "action": "ADD", **member}
    told = write("xml-2.0", tmp_path / "out", [event], HEADERS["full"])
    assert [(finding.code, finding.severity, finding.at) for finding in told] == [(code, "lost", "/eventList/0" + at)]
