"""EPCIS 1.x: where its members stand, what its documents carry beside, and what has no place in it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters.epcis.equal import same_events
from adapters.epcis.xml_writer import XmlWriter
from lienthong.findings import Finding
from lienthong.model import Header
from tests.adapters.epcis.oracles import SET, xml_faults
from tests.adapters.epcis.test_documents_one import read, write
from tests.adapters.epcis.test_writers import EVENTS, HEADERS, MASTER, UNIT, WHEN
from tests.adapters.epcis.xml_cases import WHAT, amount, saved
from tests.adapters.epcis.xml_cases import WHEN as WHEN_XML
from tests.vectors import VectorSets

PLAIN = Header("2026-06-01T00:00:00Z", namespaces={"vn": "https://example.vn/"})
EVENT: Any = {"type": "ObjectEvent", **WHEN, "epcList": [UNIT], "action": "ADD"}


def one(events: str, header: str = "", version: str = "1.2", root: str = "") -> str:
    """A document of 1.x around these events."""
    return (
        '<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:vn="https://example.vn/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:sbdh="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader" '
        f'{root} schemaVersion="{version}" creationDate="2026-06-01T00:00:00Z">{header}'
        f"<EPCISBody><EventList>{events}</EventList></EPCISBody></epcis:EPCISDocument>"
    )


def object_event(extension: str = "", base: str = "", behind: str = "") -> str:
    base = f"<baseExtension>{base}</baseExtension>" if base else ""
    extension = f"<extension>{extension}</extension>" if extension else ""
    return f"<ObjectEvent>{WHEN_XML}{base}{WHAT}{extension}{behind}</ObjectEvent>"


def strict(file: Path, version: str, events: list[Any], header: Header = PLAIN) -> list[Finding]:
    told: list[Finding] = []
    sink = XmlWriter(version, strict=True).open(file, header, told.append)
    for event in events:
        sink.event(event)
    sink.close(header)
    return told


PLACES = [
    ("ObjectEvent", "eventID", "baseExtension/eventID"),
    ("ObjectEvent", "errorDeclaration", "baseExtension/errorDeclaration"),
    ("ObjectEvent", "quantityList", "extension/quantityList"),
    ("ObjectEvent", "sourceList", "extension/sourceList"),
    ("ObjectEvent", "destinationList", "extension/destinationList"),
    ("ObjectEvent", "ilmd", "extension/ilmd"),
    ("ObjectEvent", "sensorElementList", "extension/extension/sensorElementList"),
    ("ObjectEvent", "persistentDisposition", "extension/extension/persistentDisposition"),
    ("AggregationEvent", "childQuantityList", "extension/childQuantityList"),
    ("AggregationEvent", "sourceList", "extension/sourceList"),
    ("TransactionEvent", "quantityList", "extension/quantityList"),
    ("TransactionEvent", "destinationList", "extension/destinationList"),
    ("TransformationEvent", "ilmd", "ilmd"),
    ("TransformationEvent", "sourceList", "sourceList"),
    ("TransformationEvent", "sensorElementList", "extension/extension/sensorElementList"),
    ("AssociationEvent", "childQuantityList", "childQuantityList"),
    ("AssociationEvent", "eventID", "baseExtension/eventID"),
]
LISTS = {"TransformationEvent": "extension/TransformationEvent",
         "AssociationEvent": "extension/extension/AssociationEvent"}  # fmt: skip


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize(("kind", "name", "place"), PLACES, ids=[f"{kind}-{name}" for kind, name, _ in PLACES])
def test_a_member_stands_in_its_place(kind: str, name: str, place: str, version: str, tmp_path: Path) -> None:
    events = [event for event in EVENTS if event["type"] == kind]
    write(tmp_path / "a.xml", f"xml-{version}", HEADERS["full"], events)
    root = etree.fromstring((tmp_path / "a.xml").read_bytes())
    assert len(root.findall(f"EPCISBody/EventList/{LISTS.get(kind, kind)}/{place}")) == 1
    assert len(root.findall(f".//{name}")) == 1


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("is_strict", [False, True])
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_every_field_is_valid_and_comes_back(
    version: str, is_strict: bool, header: str, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    file = tmp_path / "a.xml"
    if is_strict:
        strict(file, version, EVENTS, HEADERS[header])
    else:
        write(file, f"xml-{version}", HEADERS[header], EVENTS)
    assert xml_faults(file) == []
    if not is_strict:
        events = [{"@context": HEADERS[header].namespaces, **event} for event in EVENTS]
        _, again, _ = read(file)
        assert same_events(events, again, notes=True) == []


BEYOND = [
    ("1.2", {"sensorElementList": EVENTS[0]["sensorElementList"]}, "sensorElementList"),
    ("1.2", {"persistentDisposition": {"set": ["active"]}}, "persistentDisposition"),
    ("1.1", {"eventID": "urn:uuid:1"}, "eventID"),
]


@pytest.mark.parametrize(("version", "member", "name"), BEYOND)
def test_what_a_version_does_not_define_is_written_by_custom_or_left_out(
    version: str, member: Any, name: str, tmp_path: Path
) -> None:
    told = write(tmp_path / "a.xml", f"xml-{version}", PLAIN, [{**EVENT, **member}])
    assert [(finding.code, finding.severity, finding.at) for finding in told] == [
        ("epcis.de-facto", "warning", f"/eventList/0/{name}")
    ]
    told = strict(tmp_path / "b.xml", version, [{**EVENT, **member}])
    assert [(finding.code, finding.severity, finding.at) for finding in told] == [
        ("epcis.left-out", "lost", f"/eventList/0/{name}")
    ]
    assert name not in (tmp_path / "b.xml").read_text(encoding="utf-8")


def test_a_strict_document_leaves_out_associations_and_of_1_1_master_data(tmp_path: Path) -> None:
    association = {**EVENT, "type": "AssociationEvent", "parentID": UNIT}
    header = Header("2026-06-01T00:00:00Z", sender="urn:s:1", receiver="urn:r:1", master=MASTER)
    told = strict(tmp_path / "a.xml", "1.1", [association, EVENT], header)
    assert [(finding.code, finding.at) for finding in told] == [
        ("epcis.left-out", "/eventList/0"), ("epcis.left-out", "/epcisHeader/epcisMasterData"),
    ]  # fmt: skip
    again, events, _ = read(tmp_path / "a.xml")
    assert (len(events), again.master) == (1, ())


LOST: list[tuple[str, str, Any, str, str]] = [
    ("certificate", "xml-1.2", {"certificationInfo": ["urn:a:1"]}, "epcis.absent", "/certificationInfo"),
    ("with a namespace", "xml-1.2", {"ltx:extension": {"vn:x": "1"}}, "epcis.extension.place", "/ltx:extension"),
    ("without one", "xml-2.0", {"ltx:extension": {"x": "1"}}, "epcis.extension.place", "/ltx:extension"),
    ("of the base", "xml-2.0", {"ltx:baseExtension": {"x": "1"}}, "epcis.extension.place", "/ltx:baseExtension"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "member", "code", "at"), [row[1:] for row in LOST], ids=[row[0] for row in LOST])
def test_what_has_no_place_is_told_as_lost_and_still_comes_back(
    target: str, member: Any, code: str, at: str, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    told = write(tmp_path / "a.xml", target, PLAIN, [{**EVENT, **member}])
    assert [(finding.code, finding.severity, finding.at) for finding in told] == [(code, "lost", "/eventList/0" + at)]
    assert xml_faults(tmp_path / "a.xml") == []
    _, events, _ = read(tmp_path / "a.xml")
    assert same_events([{"@context": PLAIN.namespaces, **EVENT, **member}], events) == []


QUANTITY = (
    f"<QuantityEvent>{WHEN_XML}<epcClass>urn:epc:idpat:sgtin:9521234.000001.*</epcClass><quantity>007</quantity>"
    "<bizStep>urn:epcglobal:cbv:bizstep:storing</bizStep><extension><shelf>3</shelf></extension></QuantityEvent>"
)


def test_a_quantity_event_is_an_observation_and_one_again_in_1_x(tmp_path: Path) -> None:
    header, events, told = read(saved(tmp_path, one(QUANTITY)))
    assert [(finding.code, finding.at) for finding in told] == [("epcis.quantity-event", "/eventList/0")]
    expected = {
        "type": "ObjectEvent", **dict(re.findall(r"<(\w+)>([^<]*)<", WHEN_XML)),
        "quantityList": [{"epcClass": "urn:epc:idpat:sgtin:9521234.000001.*", "quantity": Decimal(7)}],
        "action": "OBSERVE", "bizStep": "storing", "ltx:extension": {"shelf": "3"}, "ltx:kind": "QuantityEvent",
    }  # fmt: skip
    assert same_events([expected], events) == []
    write(tmp_path / "a.jsonld", "json-2.0", header, events)
    header, events, _ = read(tmp_path / "a.jsonld", "json")
    write(tmp_path / "b.xml", "xml-1.2", header, events)
    assert QUANTITY in (tmp_path / "b.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        {"quantityList": [{"epcClass": "urn:c:1", "quantity": Decimal("1.5")}]},
        {"quantityList": [{"epcClass": "urn:c:1", "quantity": Decimal(1), "uom": "KGM"}]},
        {"action": "ADD"},
        {"epcList": [UNIT]},
    ],
)
def test_a_quantity_event_that_has_grown_stays_an_object_event(
    change: Any, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    amounts = [{"epcClass": "urn:c:1", "quantity": Decimal(1)}]
    event = {"type": "ObjectEvent", **WHEN, "quantityList": amounts, "action": "OBSERVE", "ltx:kind": "QuantityEvent"}
    write(tmp_path / "a.xml", "xml-1.2", PLAIN, [{**event, **change}])
    text = (tmp_path / "a.xml").read_text(encoding="utf-8")
    assert ("<ObjectEvent>" in text, "<QuantityEvent>" in text) == (True, False)
    assert xml_faults(tmp_path / "a.xml") == []


TOLD: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "sound": (object_event(amount("<epcClass>urn:c:1</epcClass>"), "<eventID>urn:uuid:1</eventID>"), []),
    "at the event": (object_event(behind=amount("<epcClass>urn:c:1</epcClass>")),
                     [("epcis.xml.place", "/eventList/0/quantityList")]),
    "too deep": (object_event(f"<extension>{amount('<epcClass>urn:c:1</epcClass>')}</extension>"),
                 [("epcis.xml.place", "/eventList/0/quantityList")]),
    "out of order": (object_event("<ilmd/>" + amount("<epcClass>urn:c:1</epcClass>")),
                     [("epcis.xml.order", "/eventList/0/quantityList")]),
    "wrapper too early": (f"<ObjectEvent>{WHEN_XML}<extension><ilmd/></extension>{WHAT}</ObjectEvent>",
                          [("epcis.xml.order", "/eventList/0/epcList")]),
    "in a wrapper": (f"<extension>{object_event()}</extension>", [("epcis.xml.place", "/eventList/0")]),
    "not in its wrapper": (f"<TransformationEvent>{WHEN_XML}</TransformationEvent>",
                           [("epcis.xml.place", "/eventList/0")]),
    "no zone": (object_event().replace("+07:00</eventTime>", "</eventTime>"),
                [("epcis.time.zone", "/eventList/0/eventTime")]),
    "draft spelling": (
        object_event('<extension><sensorElementList><sensorElement><sensorMetaData deviceID="urn:d:1"/>'
                     '<sensorReport type="Mass" value="1"/></sensorElement></sensorElementList></extension>'),
        [("epcis.xml.spelling", "/eventList/0/sensorElementList/0/sensorMetadata")]),
    "unknown in a wrapper": ("<extension><vn:Own/></extension>", [("epcis.event.type", "/eventList/0")]),
    "empty wrapper": ("<extension/>", [("epcis.event.type", "/eventList/0")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_is_odd_in_1_x_is_told_and_read_all_the_same(name: str, tmp_path: Path) -> None:
    text, expected = TOLD[name]
    _, events, told = read(saved(tmp_path, one(text + object_event())))
    assert [(finding.code, finding.at) for finding in told] == expected
    assert len(events) == 2 - (expected[:1] == [("epcis.event.type", "/eventList/0")])


def test_the_wrappers_are_seen_through_in_documents_of_2_0_that_carry_them(tmp_path: Path) -> None:
    text = one(object_event(amount("<epcClass>urn:c:1</epcClass>"))).replace("epcis:xsd:1", "epcis:xsd:2")
    _, events, told = read(saved(tmp_path, text))
    assert events[0]["quantityList"] == [{"epcClass": "urn:c:1"}]
    assert [finding.code for finding in told] == ["epcis.xml.place"]


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_namespace_of_1_x_with_the_version_of_2_0_is_read_as_2_0(wrapped: bool, tmp_path: Path) -> None:
    inside = amount("<epcClass>urn:c:1</epcClass>")
    event = object_event(inside) if wrapped else object_event(behind=inside)
    _, events, told = read(saved(tmp_path, one(event, version="2.0")))
    assert events[0]["quantityList"] == [{"epcClass": "urn:c:1"}]
    assert [finding.code for finding in told] == ["epcis.document.namespace"]


@pytest.mark.parametrize("root", ["prefix", "default"])
def test_elements_in_the_namespace_are_read_and_told_once(root: str, tmp_path: Path) -> None:
    text = one(object_event("<ilmd><vn:lot>1</vn:lot></ilmd>") + object_event())
    if root == "prefix":
        text = re.sub(r"<(/?)(?=[a-zA-Z]+[ >/])", r"<\1epcis:", text)
    else:
        text = text.replace("epcis:EPCISDocument", "EPCISDocument").replace("xmlns:epcis=", "xmlns=")
    _, events, told = read(saved(tmp_path, text))
    assert (len(events), events[0]["ilmd"]) == (2, {"vn:lot": "1"})
    assert [finding.code for finding in told] == ["epcis.xml.qualified"]


SBDH = (
    "<sbdh:StandardBusinessDocumentHeader><sbdh:HeaderVersion>1.0</sbdh:HeaderVersion><sbdh:Sender>"
    '<sbdh:Identifier Authority="GS1">urn:s:1</sbdh:Identifier></sbdh:Sender>{receiver}<sbdh:DocumentIdentification>'
    "<sbdh:Standard>EPCglobal</sbdh:Standard><sbdh:TypeVersion>1.2</sbdh:TypeVersion><sbdh:InstanceIdentifier>7"
    "</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type><sbdh:CreationDateAndTime>2026-06-01T00:00:00Z"
    "</sbdh:CreationDateAndTime></sbdh:DocumentIdentification></sbdh:StandardBusinessDocumentHeader>"
)
RECEIVER = "<sbdh:Receiver><sbdh:Identifier>urn:r:1</sbdh:Identifier></sbdh:Receiver>"
BEHIND = (
    '<extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:v:1"><VocabularyElementList>'
    '<VocabularyElement id="urn:e:1"><attribute id="urn:a:1" vn:key="yes">x</attribute></VocabularyElement>'
    '</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData><extension><seal level="2">abc</seal>'
    "</extension></extension><sbdh:CorrelationInformation><sbdh:RequestingDocumentInstanceIdentifier>9"
    '</sbdh:RequestingDocumentInstanceIdentifier></sbdh:CorrelationInformation><vn:route by="sea">A-B</vn:route>'
)


@pytest.mark.parametrize("through", ["xml-1.1", "xml-1.2", "xml-2.0", "json-2.0"])
def test_all_of_a_header_survives_every_syntax(through: str, tmp_path: Path, vector_set: VectorSets) -> None:
    vector_set(SET)
    full = f"<EPCISHeader>{SBDH.format(receiver=RECEIVER)}{BEHIND}</EPCISHeader>"
    header, events, told = read(saved(tmp_path, one(object_event(), full)))
    assert told == []
    write(tmp_path / "there", through, header, events)
    header, events, _ = read(tmp_path / "there", through.partition("-")[0])
    write(tmp_path / "back.xml", "xml-1.2", header, events)
    assert xml_faults(tmp_path / "back.xml") == []
    found = (tmp_path / "back.xml").read_text(encoding="utf-8").replace("\n", "")
    assert full in found


def test_what_a_message_header_must_have_is_made_and_told(tmp_path: Path, vector_set: VectorSets) -> None:
    vector_set(SET)
    header, events, _ = read(
        saved(tmp_path, one(object_event(), f"<EPCISHeader>{SBDH.format(receiver='')}</EPCISHeader>"))
    )
    told = write(tmp_path / "a.xml", "xml-1.2", header, events)
    assert [(finding.code, finding.facts["name"]) for finding in told] == [("epcis.header.made", "Receiver")]
    told = write(tmp_path / "b.xml", "xml-1.2", Header("2026-06-01T00:00:00Z", master=MASTER), events)
    assert [finding.code for finding in told] == ["epcis.header.made"]
    assert [xml_faults(tmp_path / name) for name in ("a.xml", "b.xml")] == [[], []]
    again, _, _ = read(tmp_path / "b.xml")
    assert (again.sender, again.receiver, dict(again.extra), again.master) == ("", "", {}, MASTER)


def test_an_exponent_is_written_out_in_1_x(tmp_path: Path) -> None:
    text = one(object_event(amount("<epcClass>urn:c:1</epcClass><quantity>1e2</quantity>")))
    header, events, _ = read(saved(tmp_path, text))
    told = write(tmp_path / "a.xml", "xml-1.2", header, events)
    assert "<quantity>100</quantity>" in (tmp_path / "a.xml").read_text(encoding="utf-8")
    assert [(finding.code, finding.severity) for finding in told] == [("epcis.spelling", "lost")]


def test_attributes_of_wrappers_come_back_through_json(tmp_path: Path) -> None:
    event = object_event("<ilmd><vn:x>1</vn:x></ilmd>", "<eventID>urn:uuid:1</eventID>")
    text = event.replace("<extension>", '<extension vn:by="A">').replace("<baseExtension>", '<baseExtension key="B">')
    header, events, _ = read(saved(tmp_path, one(text)))
    write(tmp_path / "a.jsonld", "json-2.0", header, events)
    header, events, _ = read(tmp_path / "a.jsonld", "json")
    write(tmp_path / "b.xml", "xml-1.2", header, events)
    written = (tmp_path / "b.xml").read_text(encoding="utf-8")
    assert all(piece in written for piece in ('<extension vn:by="A">', '<baseExtension key="B">'))
    told = write(tmp_path / "c.xml", "xml-2.0", header, events)
    assert [(finding.code, finding.severity) for finding in told] == [("epcis.xml.dropped", "lost")] * 2


def test_a_body_without_events_tells_what_it_holds(tmp_path: Path) -> None:
    text = one("").replace("<EventList></EventList>", "<vn:note/>")
    _, events, told = read(saved(tmp_path, text))
    assert (events, [(finding.code, finding.severity) for finding in told]) == ([], [("epcis.xml.dropped", "lost")])
