"""Documents made by others: read, written in both syntaxes, and read again with the same events."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.adapter import ADAPTER
from adapters.epcis.equal import same_events
from lienthong.findings import Finding
from lienthong.model import Event, Header
from lienthong.reading import Unreadable
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.vectors import HOME, VectorSets, vector_files

GS1 = "epcis/gs1-EPCIS"
READERS = {"json": ADAPTER.documents[0], "xml": ADAPTER.documents[1]}
WRITERS = {"json": ADAPTER.writers[0], "xml": ADAPTER.writers[1]}

REFUSED = {
    "AssociationEvent-h.jsonld": ("epcis.json.duplicate", "one event has eventID twice"),
    "transformation_event_all_possible_fields.jsonld": ("epcis.context.protected", "gives cbvmda another address"),
    "Example-CaptureJobRunning.xml": ("epcis.document.kind", "the state of a capture job"),
    "Example-CaptureJobSuccess.xml": ("epcis.document.kind", "the state of a capture job"),
    "Example-CaptureJobWithErrorFile.xml": ("epcis.document.kind", "the state of a capture job"),
    "Example-CaptureJobWithErrors.xml": ("epcis.document.kind", "the state of a capture job"),
}
"""Files that are refused as they stand: code and reason."""
STRICTER = {
    "SensorDataExamples.xml": "measurement types Molar_concentration and EffectiveDoseRate are not in the JSON Schema",
}
"""Files the one published schema takes and the other does not, with the reason."""


def read(file: Path, syntax: str) -> tuple[Header, list[Event], list[Finding]]:
    told: list[Finding] = []
    document = READERS[syntax].read(file, told.append)
    return document.header, list(document.events), told


def write(file: Path, syntax: str, header: Header, events: list[Event]) -> list[Finding]:
    told: list[Finding] = []
    sink = WRITERS[syntax].open(file, header, told.append)
    for event in events:
        sink.event(event)
    sink.close(header)
    return told


def sound(file: Path, syntax: str) -> bool:
    """Whether the published schemas take the document."""
    return not (xml_faults(file) if syntax == "xml" else json_faults(json.loads(file.read_bytes())))


def examples(syntax: str, pattern: str) -> list[Any]:
    names = [str(file.relative_to(HOME / GS1)) for file in vector_files(GS1, pattern)]
    return [pytest.param(name, syntax, id=name) for name in names]


EXAMPLES = [
    *examples("json", "JSON/**/*.jsonld"),
    *examples("json", "XML/**/*.json"),
    *examples("xml", "XML/**/*.xml"),
]


def without_doctype(file: Path, folder: Path) -> Path:
    """The same document without its DOCTYPE, for which it would be refused unread."""
    copy = folder / file.name
    copy.write_bytes(re.sub(rb"<!DOCTYPE[^>]*>", b"", file.read_bytes()))
    return copy


@pytest.mark.parametrize(("name", "syntax"), EXAMPLES)
def test_an_example_of_the_standard_goes_round(name: str, syntax: str, tmp_path: Path, vector_set: VectorSets) -> None:
    vector_set(SET)
    file = vector_set(GS1) / name
    if b"<!DOCTYPE" in file.read_bytes():
        with pytest.raises(Unreadable) as refused:
            read(file, syntax)
        assert refused.value.finding.code == "epcis.xml.doctype"
        file = without_doctype(file, tmp_path)
    if file.name in REFUSED:
        told: list[Finding] = []
        try:
            list(READERS[syntax].read(file, told.append).events)
        except Unreadable as fault:
            told.append(fault.finding)
        assert REFUSED[file.name][0] in {finding.code for finding in told}
        return
    header, events, told = read(file, syntax)
    assert [finding for finding in told if finding.severity in {"error", "lost"}] == []
    assert events or header.master
    goes_round(file, syntax, header, events, tmp_path)


def goes_round(file: Path, syntax: str, header: Header, events: list[Event], folder: Path) -> None:
    """Writes both syntaxes, valid where the source was; there and back gives the same events and the same bytes."""
    other = "json" if syntax == "xml" else "xml"
    there, back, again = folder / "there", folder / "back", folder / "again"
    write(there, other, header, events)
    write(again, syntax, header, events)
    if sound(file, syntax):
        assert sound(again, syntax)
        assert sound(there, other) is (file.name not in STRICTER)
    other_header, other_events, told = read(there, other)
    assert [finding for finding in told if finding.severity in {"error", "lost"}] == []
    assert same_events(events, other_events) == []
    write(back, syntax, other_header, other_events)
    back_header, back_events, _ = read(back, syntax)
    assert same_events(events, back_events, notes=True) == []
    assert (back_header.master, back_header.sender, back_header.id) == (header.master, header.sender, header.id)
    assert back_header.extra == header.extra
    write(again, syntax, back_header, back_events)
    assert back.read_bytes() == again.read_bytes()


def test_the_examples_are_all_there(vector_set: VectorSets) -> None:
    folder = vector_set(GS1)
    counts = [len(list((folder / kind).rglob(f"*.{end}"))) for kind, end in (("JSON", "jsonld"), ("XML", "xml"))]
    assert (len(EXAMPLES), min(counts) > 30) == (sum(counts) + 1, True)
