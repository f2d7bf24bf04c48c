"""Documents of EPCIS 1.x made by others: read, written in every syntax, and read again with the same events."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters.epcis.adapter import ADAPTER
from adapters.epcis.equal import same_events
from lienthong.findings import Finding
from lienthong.model import Event, Header
from lienthong.reading import Unreadable
from tests.adapters.epcis.oracles import SET, xml_faults
from tests.vectors import HOME, VectorSets

SETS = (
    "epcis/event-hash-reference",
    "epcis/fastnt",
    "epcis/fastnt-1.2",
    "epcis/fosstrak",
    "epcis/gs1-EPCIS",
    "epcis/openepcis-converter",
    "epcis/openepcis-validation",
    "field/epcis-origintrail",
    "field/pharma-doitsa",
    "field/pharma-quartet-epcis",
)
ROOTS = {
    "{urn:epcglobal:epcis:xsd:1}EPCISDocument",
    "{urn:epcglobal:epcis-query:xsd:1}EPCISQueryDocument",
}
READERS = {"json": ADAPTER.documents[0], "xml": ADAPTER.documents[1]}
WRITERS = {writer.name: writer for writer in ADAPTER.writers}
TARGETS = ("xml-1.1", "xml-1.2", "xml-2.0", "json-2.0")
MAY_TELL = {
    "xml-1.1": {"epcis.de-facto", "epcis.header.made"},
    "xml-1.2": {"epcis.de-facto", "epcis.header.made"},
    "xml-2.0": {"epcis.extension.place", "epcis.header.made", "epcis.xml.dropped"},
    "json-2.0": {"epcis.created.zone"},
}
"""What a target may tell of documents that came as 1.x: no more than it cannot hold."""
REFUSED = {"epcis.xml.doctype", "epcis.xml.syntax"}
"""Why a file may be refused: for safety, and as broken."""
UNEQUAL = {
    "various-data-example.xml": "an attribute of baseExtension, which 2.0 does not write here; the loss is told",
}
HEADER = ("kind", "id", "sender", "receiver", "instance_identifier", "master", "query_name", "subscription_id")


def root_of(file: Path) -> str:
    try:
        head = BytesIO(file.read_bytes())
        return str(next(etree.iterparse(head, events=("start",), recover=True, load_dtd=False))[1].tag)
    except (etree.XMLSyntaxError, StopIteration):
        return ""


def documents() -> list[Any]:
    found = []
    for name in SETS:
        for file in sorted((HOME / name).rglob("*.xml")):
            if b"EventList" in file.read_bytes() and root_of(file) in ROOTS:
                found.append(pytest.param(name, str(file.relative_to(HOME / name)), id=f"{name}/{file.name}"))
    return found


DOCUMENTS = documents()


def read(file: Path, syntax: str = "xml") -> tuple[Header, list[Event], list[Finding]]:
    told: list[Finding] = []
    document = READERS[syntax].read(file, told.append)
    return document.header, list(document.events), told


def refusal(file: Path) -> str:
    try:
        list(READERS["xml"].read(file, lambda finding: None).events)
    except Unreadable as refused:
        return refused.finding.code
    return ""


def write(file: Path, target: str, header: Header, events: list[Event]) -> list[Finding]:
    told: list[Finding] = []
    sink = WRITERS[target].open(file, header, told.append)
    for event in events:
        sink.event(event)
    sink.close(header)
    return told


def sound(file: Path) -> bool:
    try:
        return not xml_faults(file)
    except etree.XMLSyntaxError:
        return False


@pytest.mark.parametrize(("name", "path"), DOCUMENTS)
def test_a_document_of_1_x_goes_round_in_every_syntax(
    name: str, path: str, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    file = vector_set(name) / path
    if refusal(file):
        assert refusal(file) in REFUSED
        return
    header, events, told = read(file)
    was_sound = sound(file)
    assert not (was_sound and [finding for finding in told if finding.severity in {"error", "lost"}])
    zoned = "epcis.time.zone" not in {finding.code for finding in told}
    for target in TARGETS:
        goes_round(file.name, target, header, events, tmp_path, was_sound and (zoned or target == "xml-1.2"))


def goes_round(name: str, target: str, header: Header, events: list[Event], folder: Path, was_sound: bool) -> None:
    there, again = folder / target, folder / "again"
    syntax = target.partition("-")[0]
    told = write(there, target, header, events)
    assert {finding.code for finding in told} <= MAY_TELL[target]
    back, same, _ = read(there, syntax)
    assert same_events(events, same) == []
    assert same_events(events, same, notes=True) == [] or name in UNEQUAL
    assert [getattr(back, field) for field in HEADER] == [getattr(header, field) for field in HEADER]
    assert back.extra == header.extra or "epcis.header.made" in {finding.code for finding in told}
    if syntax == "xml" and was_sound:
        assert xml_faults(there) == []
    write(again, target, back, same)
    assert again.read_bytes() == there.read_bytes()


def test_the_documents_are_all_there(vector_set: VectorSets) -> None:
    for name in SETS:
        vector_set(name)
    counts = Counter(param.values[0] for param in DOCUMENTS)
    assert set(counts) == set(SETS)
    assert sum(counts[name] for name in SETS if name.startswith("epcis/")) >= 45


def test_every_code_of_a_large_file_comes_out(vector_set: VectorSets) -> None:
    file = vector_set("field/pharma-quartet-epcis") / "tests/data/bigobject.xml"
    _, events, _ = read(file)
    assert (len(events), sum(len(event["epcList"]) for event in events)) == (28, 14_997)
