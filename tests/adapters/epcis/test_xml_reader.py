"""What XML has and JSON has not: kept, and back in its place after JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters.epcis.equal import same_events
from tests.adapters.epcis.oracles import json_faults, xml_faults
from tests.adapters.epcis.test_documents import read, write
from tests.adapters.epcis.xml_cases import amount, document, event, saved, sensor

INSIDES: dict[str, tuple[str, Any]] = {
    "text": ("<vn:x>Lô 1</vn:x>", {"vn:x": "Lô 1"}),
    "empty": ("<vn:x/>", {"vn:x": ""}),
    "cdata": ("<vn:x><![CDATA[<b>&amp;</b>]]></vn:x>", {"vn:x": "<b>&amp;</b>"}),
    "white space": ("<vn:x xml:space='preserve'> a\n b </vn:x>", {"vn:x": " a\n b "}),
    "repeated": ("<vn:x>1</vn:x><vn:x>2</vn:x>", {"vn:x": ["1", "2"]}),
    "mixed order": ("<vn:x>1</vn:x><vn:y>2</vn:y><vn:x>3</vn:x>", {"vn:x": ["1", "3"], "vn:y": "2"}),
    "mixed order inside": ("<vn:o><a>1</a><b>2</b><a>3</a></vn:o>", {"vn:o": {"a": ["1", "3"], "b": "2"}}),
    "nested": ("<vn:o><vn:p><q>1</q></vn:p></vn:o>", {"vn:o": {"vn:p": {"q": "1"}}}),
    "attributes": ('<vn:x unit="KGM" vn:by="A&amp;B">5</vn:x>', {"vn:x": "5"}),
    "attributes of one of several": ('<vn:x a="1">5</vn:x><vn:x b="2">6</vn:x>', {"vn:x": ["5", "6"]}),
    "type": ('<vn:x xsi:type="xs:integer">10</vn:x>', {"vn:x": "10"}),
    "default namespace": ('<x xmlns="https://other.vn/"><y>1</y></x>', {"ns1:x": {"ns1:y": "1"}}),
    "prefix clash": ('<vn:x xmlns:vn="https://other.vn/">1</vn:x><vn:x>2</vn:x>', {"vn2:x": "1", "vn:x": "2"}),
    "wrapped local names": ("<ilmd><extension><part>1</part></extension></ilmd>",
                            {"ilmd": {"ltx:extension": {"part": "1"}}}),
    "wrapped at the event": ("<extension><vn:later><x/></vn:later></extension><vn:x>1</vn:x>",
                             {"ltx:extension": {"vn:later": {"x": ""}}, "vn:x": "1"}),
    "attributes of ilmd": ('<ilmd vn:v="2"><vn:x>1</vn:x></ilmd>', {"ilmd": {"vn:x": "1"}}),
    "place with extensions": (
        "<readPoint><id>urn:x:1</id><extension><hall>2</hall></extension><vn:x>1</vn:x></readPoint>",
        {"readPoint": {"id": "urn:x:1", "ltx:extension": {"hall": "2"}, "vn:x": "1"}}),
    "number spelled otherwise": (
        amount("<epcClass>urn:c:1</epcClass><quantity>0012.50</quantity>"),
        {"quantityList": [{"epcClass": "urn:c:1", "quantity": Decimal("12.50")}]}),
    "unit without amount": (
        amount('<epcClass>urn:c:1</epcClass><quantity xsi:nil="true"/><uom>KGM</uom>'),
        {"quantityList": [{"epcClass": "urn:c:1", "uom": "KGM"}]}),
    "sensor attributes": (
        sensor('type="gs1:Temperature" value="26.0" meanValue="1e1" vn:x="y" booleanValue="1"'),
        {"sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": Decimal("26.0"),
         "booleanValue": True, "meanValue": Decimal(10), "vn:x": "y"}]}]}),
    "words as web addresses": ("<bizStep>https://ref.gs1.org/cbv/BizStep-shipping</bizStep>", {"bizStep": "shipping"}),
    "word of one's own": ("<bizStep>https://example.vn/step/drying</bizStep>",
                          {"bizStep": "https://example.vn/step/drying"}),
    "white space round a value": ("<bizStep>\n urn:epcglobal:cbv:bizstep:shipping </bizStep>", {"bizStep": "shipping"}),
    "comment between": ("<!-- x --><vn:x>1</vn:x><!-- y -->", {"vn:x": "1"}),
    "several of one name": (
        "<persistentDisposition><unset>urn:a:1</unset><set>cbv:Disp-active</set><set>urn:a:2</set></persistentDisposition>",
        {"persistentDisposition": {"set": ["active", "urn:a:2"], "unset": ["urn:a:1"]}}),
}  # fmt: skip
NOTED = {"ltx:xml", "@context"}
BASE = {"type", "eventTime", "eventTimeZoneOffset", "epcList", "action"}


def canonical(file: Path) -> bytes:
    """The document as canonical XML."""
    return etree.tostring(etree.fromstring(file.read_bytes()), method="c14n2")


@pytest.mark.parametrize("name", INSIDES)
def test_an_inside_is_read_and_comes_back(name: str, tmp_path: Path) -> None:
    inside, expected = INSIDES[name]
    header, events, told = read(saved(tmp_path, document(event(inside))), "xml")
    assert [finding.severity for finding in told if finding.severity in {"error", "lost"}] == []
    members: Any = {key: value for key, value in events[0].items() if key not in NOTED | BASE}
    assert members == expected
    write(tmp_path / "a.xml", "xml", header, events)
    write(tmp_path / "a.jsonld", "json", header, events)
    again, through, _ = read(tmp_path / "a.jsonld", "json")
    assert same_events(events, through, notes=True) == []
    write(tmp_path / "b.xml", "xml", again, through)
    assert canonical(tmp_path / "b.xml") == canonical(tmp_path / "a.xml")


@pytest.mark.parametrize(
    "piece",
    [
        'unit="KGM"', 'vn:by="A&amp;B"', "0012.50", '<a>1</a><b>2</b><a>3</a>', 'xsi:type="xsd:integer"',
        'ObjectEvent vn:seen="yes"', 'meanValue="1e1"',
    ],
)  # fmt: skip
def test_the_piece_stands_in_the_xml_again(piece: str, tmp_path: Path) -> None:
    insides = (
        '<vn:x unit="KGM" vn:by="A&amp;B">5</vn:x><vn:t xsi:type="xs:integer">1</vn:t>'
        "<vn:o><a>1</a><b>2</b><a>3</a></vn:o>"
    )
    parts = amount("<epcClass>urn:c:1</epcClass><quantity>0012.50</quantity>") + sensor('meanValue="1e1"')
    file = saved(tmp_path, document(event(parts + insides, ' vn:seen="yes"')))
    header, events, _ = read(file, "xml")
    write(tmp_path / "a.jsonld", "json", header, events)
    again, through, _ = read(tmp_path / "a.jsonld", "json")
    write(tmp_path / "b.xml", "xml", again, through)
    assert piece in (tmp_path / "b.xml").read_text(encoding="utf-8")


WRONG: dict[str, tuple[str, str, str]] = {
    "unknown element": ("<colour>red</colour>", "epcis.member.unknown", "/colour"),
    "two of one": ("<bizStep>urn:a:1</bizStep><bizStep>urn:a:2</bizStep>", "epcis.xml.repeated", "/bizStep"),
    "no number": (
        amount("<epcClass>urn:c:1</epcClass><quantity>INF</quantity>"),
        "epcis.member.type", "/quantityList/0/quantity"),
    "no class": (amount("<quantity>1</quantity>"),
                 "epcis.member.missing", "/quantityList/0"),
    "stray in a list": ("<sourceList><soruce type='x'>urn:a:1</soruce></sourceList>", "epcis.member.unknown",
                        "/sourceList/soruce"),
    "no flag": (sensor("booleanValue='yes'"),
                "epcis.member.type", "/sensorElementList/0/sensorReport/0/booleanValue"),
    "unknown attribute": (sensor("colour='red'"),
                          "epcis.member.unknown", "/sensorElementList/0/sensorReport/0/colour"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_an_event_with_a_fault_is_told_and_left_out(name: str, tmp_path: Path) -> None:
    inside, code, at = WRONG[name]
    _, events, told = read(saved(tmp_path, document(event() + event(inside) + event())), "xml")
    assert len(events) == 2
    assert (code, f"/eventList/1{at}") in {(finding.code, finding.at) for finding in told}


TOLD: dict[str, tuple[str, str, str]] = {
    "attribute of a leaf": ('<bizStep vn:x="1">urn:a:1</bizStep>', "epcis.xml.dropped", "lost"),
    "attribute of a list": ('<sourceList vn:x="1"/>', "epcis.xml.dropped", "lost"),
    "attribute of an item": (
        '<sourceList><source type="urn:a:1" vn:x="1">urn:b:1</source></sourceList>',
        "epcis.xml.dropped",
        "lost",
    ),
    "text between elements": ("<vn:x>lost<y>1</y></vn:x>", "epcis.xml.mixed", "lost"),
    "comment in an identifier": ("<bizStep>urn:a<!-- x -->:1</bizStep>", "epcis.xml.comment", "warning"),
    "order": ("<disposition>urn:a:1</disposition><bizStep>urn:a:2</bizStep>", "epcis.xml.order", "warning"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_dropped_or_odd_is_told(name: str, tmp_path: Path) -> None:
    inside, code, severity = TOLD[name]
    _, events, told = read(saved(tmp_path, document(event(inside))), "xml")
    assert (len(events), [(finding.code, finding.severity) for finding in told]) == (1, [(code, severity)])


def test_an_event_of_an_unknown_kind_is_told_with_its_number(tmp_path: Path) -> None:
    text = document(event() + "<QuantityEvent/>" + event() + "<vn:Own/>")
    _, events, told = read(saved(tmp_path, text), "xml")
    assert len(events) == 2
    found = [(finding.code, finding.at, finding.facts["value"]) for finding in told]
    assert found == [
        ("epcis.event.type", "/eventList/1", "QuantityEvent"),
        ("epcis.event.type", "/eventList/3", "{https://example.vn/}Own"),
    ]


SBDH = """<EPCISHeader><s:StandardBusinessDocumentHeader
 xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"><s:HeaderVersion>1.0</s:HeaderVersion>
<s:Sender><s:Identifier Authority="GS1">urn:epc:id:sgln:9521234.00002.0</s:Identifier><s:ContactInformation>
<s:Contact>Lan</s:Contact></s:ContactInformation></s:Sender><s:Receiver><s:Identifier>urn:r:1</s:Identifier></s:Receiver>
<s:DocumentIdentification><s:Standard>EPCglobal</s:Standard><s:TypeVersion>1.0</s:TypeVersion>
<s:InstanceIdentifier>77</s:InstanceIdentifier><s:Type>Events</s:Type>
<s:CreationDateAndTime>2026-06-01T00:00:00Z</s:CreationDateAndTime></s:DocumentIdentification>
</s:StandardBusinessDocumentHeader></EPCISHeader>"""


def test_the_message_header_survives_json(tmp_path: Path) -> None:
    header, events, told = read(saved(tmp_path, document(event(), SBDH)), "xml")
    assert told == []
    assert (header.sender, header.receiver, header.instance_identifier) == (
        "urn:epc:id:sgln:9521234.00002.0", "urn:r:1", "77",
    )  # fmt: skip
    write(tmp_path / "a.jsonld", "json", header, events)
    again, through, _ = read(tmp_path / "a.jsonld", "json")
    write(tmp_path / "b.xml", "xml", again, through)
    text = (tmp_path / "b.xml").read_text(encoding="utf-8")
    for piece in ('<sbdh:Identifier Authority="GS1">urn:epc', "<sbdh:Contact>Lan</sbdh:Contact>", ">77</sbdh:Instance"):
        assert piece in text
    third, _, _ = read(tmp_path / "b.xml", "xml")
    assert third == again


BEHIND = {
    "the body": ("</EPCISBody>", '<vn:seal vn:by="A">x<vn:y/></vn:seal><vn:seal>2</vn:seal>'),
    "the body, local": ("</EPCISBody>", "<extension><local>x</local></extension><vn:a>1</vn:a>"),
    "the events": ("</EventList>", "<vn:seal>x</vn:seal>"),
    "the events, local": ("</EventList>", "<extension><local>x</local></extension>"),
}


@pytest.mark.parametrize("name", BEHIND)
def test_what_stands_behind_the_events_comes_back_there(name: str, tmp_path: Path) -> None:
    at, more = BEHIND[name]
    text = document(event()).replace(at, at + more)
    file = saved(tmp_path, text)
    header, events, told = read(file, "xml")
    assert (len(events), [finding.code for finding in told]) == (1, ["epcis.xml.mixed"] if "x<vn:y" in more else [])
    for through in ("json", "xml"):
        there = tmp_path / "there"
        write(there, through, header, events)
        back, events, _ = read(there, through)
        write(tmp_path / "back", "xml", back, events)
        written = (tmp_path / "back").read_text(encoding="utf-8")
        assert more.replace("x<vn:y/>", "<vn:y></vn:y>") in written.split(at)[1], through
        assert xml_faults(tmp_path / "back") == []
        if through == "json":
            assert json_faults(json.loads(there.read_bytes())) == []


def test_what_has_no_place_behind_the_events_is_told_as_lost(tmp_path: Path) -> None:
    _, events, told = read(saved(tmp_path, document(event(), behind="<seal>x</seal>")), "xml")
    assert (len(events), [(finding.code, finding.severity) for finding in told]) == (1, [("epcis.xml.dropped", "lost")])


STRAYS = {
    "event": ("<action>", "/eventList/0"),
    "behind": ("</ObjectEvent>", "/eventList/0"),
    "list": ("<epc>", "/eventList/0/epcList"),
    "end of list": ("</epcList>", "/eventList/0/epcList"),
    "quantities": ("<quantityElement>", "/eventList/0/quantityList"),
    "quantity": ("<quantity>", "/eventList/0/quantityList/0"),
    "place": ("<id>", "/eventList/0/readPoint"),
    "end of place": ("</readPoint>", "/eventList/0/readPoint"),
    "ilmd": ("<vn:lot>", "/eventList/0/ilmd"),
    "documents": ("<bizTransaction>", "/eventList/0/bizTransactionList"),
    "sensor": ("<sensorReport ", "/eventList/0/sensorElementList/0"),
    "sensors": ("<sensorElement>", "/eventList/0/sensorElementList"),
    "disposition": ("<set>", "/eventList/0/persistentDisposition"),
}
FULL = (
    "<readPoint><id>urn:l:1</id></readPoint><bizTransactionList><bizTransaction>urn:t:1</bizTransaction>"
    "</bizTransactionList>"
    + amount("<epcClass>urn:c:1</epcClass><quantity>1</quantity>")
    + sensor('type="Mass"')
    + "<persistentDisposition><set>urn:d:1</set></persistentDisposition><ilmd><vn:lot>1</vn:lot></ilmd>"
)


@pytest.mark.parametrize("name", STRAYS)
def test_text_between_elements_of_the_standard_is_told(name: str, tmp_path: Path) -> None:
    where, at = STRAYS[name]
    text = document(event(FULL))
    _, sound, told = read(saved(tmp_path, text), "xml")
    assert told == []
    _, events, told = read(saved(tmp_path, text.replace(where, "stray" + where)), "xml")
    assert events == sound
    assert [(finding.code, finding.severity, finding.at) for finding in told] == [("epcis.xml.mixed", "lost", at)]


def test_a_second_prefix_for_a_namespace_is_told_once(tmp_path: Path) -> None:
    second = '<n:y xmlns:n="https://example.vn/">1</n:y>'
    text = document(event(second) + event(second), root='xmlns:mda="urn:epcglobal:cbv:mda"')
    _, events, told = read(saved(tmp_path, text), "xml")
    assert [one["vn:y"] for one in events] == ["1", "1"]
    assert [(finding.code, finding.facts["name"], finding.facts["new"]) for finding in told] == [
        ("epcis.namespace.folded", "mda", "cbvmda"),
        ("epcis.namespace.folded", "n", "vn"),
    ]


def test_a_query_document_keeps_its_names(tmp_path: Path) -> None:
    text = f"""<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2" schemaVersion="2.0"
      creationDate="2026-06-01T00:00:00Z"><EPCISBody><q:QueryResults><queryName>SimpleEventQuery</queryName>
      <subscriptionID>s7</subscriptionID><resultsBody><EventList>{event()}</EventList></resultsBody></q:QueryResults>
      </EPCISBody></q:EPCISQueryDocument>"""
    header, events, told = read(saved(tmp_path, text), "xml")
    assert (header.kind, header.query_name, header.subscription_id) == ("EPCISQueryDocument", "SimpleEventQuery", "s7")
    assert (len(events), told) == (1, [])
