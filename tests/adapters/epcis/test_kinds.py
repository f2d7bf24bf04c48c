"""Every kind of document is read by its content, whatever its name, and keeps its kind."""

from __future__ import annotations

import copy
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis.adapter import ADAPTER
from adapters.epcis.equal import same_events
from adapters.epcis.reading import read
from adapters.epcis.validate import validate
from lienthong.findings import Finding
from lienthong.model import Document, Event, Header
from lienthong.reading import Unreadable
from tests.adapters.epcis import xml_cases
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.adapters.epcis.test_hostile_json import ROOT, URL, WHEN, document
from tests.vectors import VectorSets, vector_files

WRITERS = {writer.name: writer for writer in ADAPTER.writers}
OWN = '["' + URL + '",{"vn":"https://example.vn/epcis/"}]'
PREFIXES = {"vn": "https://example.vn/epcis/"}
QUERY = '"queryResults":{"queryName":"q","resultsBody":{"eventList":[%s]}}'
MASTER = '"epcisHeader":{"epcisMasterData":{"vocabularyList":[{"type":"urn:v"}]}}'


def bare(number: int = 1, context: str = OWN, inside: str = '"vn:x":"1"') -> str:
    """A bare event on one line, without context when that is empty."""
    head = f'"@context":{context},' if context else ""
    return f'{{{head}"type":"ObjectEvent",{WHEN},"epcList":["urn:a:{number}"],"action":"ADD",{inside}}}'


def taken(file: Path) -> tuple[Header, list[Event], list[Finding]]:
    """Header, events and findings of a file."""
    told: list[Finding] = []
    found = read(file, told.append)
    return found.header, list(found.events), told


def put(file: Path, writer: str, found: Document, told: list[Finding] | None = None) -> Path:
    """A document written by a writer."""
    sink = WRITERS[writer].open(file, found.header, [].append if told is None else told.append)
    for event in found.events:
        sink.event(event)
    sink.close(found.header)
    return file


def codes(file: Path) -> tuple[int, set[str]]:
    """How many events there are, and the codes of what is told."""
    try:
        _, events, told = taken(file)
    except Unreadable as refused:
        return 0, {refused.finding.code}
    return len(events), {finding.code for finding in told}


FORMS: dict[str, tuple[str, str, int]] = {
    "one event": (bare(), "bare", 1),
    "one event over many lines": (json.dumps(json.loads(bare()), indent=2), "bare", 1),
    "list of one": (f"[{bare()}]", "bare", 1),
    "list": (f"[{bare()},\n {bare(2)} , {bare(3)}]", "bare", 3),
    "empty list": (" [ ] ", "bare", 0),
    "lines": (f"{bare()}\n{bare(2)}\n{bare(3)}\n", "bare", 3),
    "lines without an end": (f"{bare()}\n{bare(2)}", "bare", 2),
    "lines of another system": (f"{bare()}\r\n\r\n  {bare(2)}\r\n", "bare", 2),
    "lines behind a mark": (f"\ufeff{bare()}\n{bare(2)}", "bare", 2),
    "capture": (document(bare(context="")), "EPCISDocument", 1),
    "capture in XML": (xml_cases.document(xml_cases.event()), "EPCISDocument", 1),
    "query": (
        f'{{"@context":{OWN},{ROOT.replace("EPCISD", "EPCISQueryD")},"epcisBody":{{{QUERY % bare(context="")}}}}}',
        "EPCISQueryDocument",
        1,
    ),
    "master data": (
        document("", OWN, f'{ROOT},"ltx:kind":"EPCISMasterDataDocument",{MASTER}'),
        "EPCISMasterDataDocument",
        0,
    ),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", FORMS)
def test_a_document_is_known_by_its_content(name: str, packed: bool, tmp_path: Path) -> None:
    text, kind, count = FORMS[name]
    file = tmp_path / "any.name"
    file.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    header, events, told = taken(file)
    assert (header.kind, len(events), told) == (kind, count, [])
    with file.open("rb") as begun:
        head = begun.read(4096)
    assert sum(reader.knows(file, head) for reader in ADAPTER.documents) == (name != "empty list")


@pytest.mark.parametrize("name", FORMS)
def test_kind_and_events_stay_in_json(name: str, tmp_path: Path) -> None:
    text, kind, count = FORMS[name]
    file = xml_cases.saved(tmp_path, text)
    _, events, _ = taken(file)
    there = put(tmp_path / "a", "json-2.0", read(file, print))
    header, again, told = taken(there)
    assert (header.kind, same_events(events, again), told) == (kind, [], [])
    assert put(tmp_path / "b", "json-2.0", read(there, print)).read_bytes() == there.read_bytes()
    written = json.loads(there.read_bytes())
    assert [json_faults(one) for one in (written if isinstance(written, list) else [written])] in ([[]] * count, [[]])
    lines = put(tmp_path / "c", "ndjson-2.0", read(file, print)).read_bytes().splitlines()
    assert [json_faults(json.loads(line)) for line in lines] == [[]] * count


def test_events_alone_have_the_prefixes_they_say_themselves(tmp_path: Path) -> None:
    other = '["' + URL + '",{"own":"https://own.vn/","own:when":{"@type":"xsd:dateTime"}}]'
    text = "\n".join((bare(), bare(2, other), bare(3, f'"{URL}"'), bare(4)))
    header, events, told = taken(xml_cases.saved(tmp_path, text))
    assert told == []
    assert header.namespaces == PREFIXES
    assert [event.get("@context") for event in events] == [
        PREFIXES, {"own": "https://own.vn/", "own:when": {"@type": "xsd:dateTime"}}, {}, PREFIXES,
    ]  # fmt: skip
    assert events[0]["@context"] is events[3]["@context"]
    lines = put(tmp_path / "c", "ndjson-2.0", read(tmp_path / "in.xml", print)).read_bytes().splitlines()
    contexts = [json.loads(line)["@context"] for line in lines]
    assert contexts == [json.loads(OWN), [URL, {"own:when": {"@type": "xsd:dateTime"}}, {"own": "https://own.vn/"}],
                        [URL], json.loads(OWN)]  # fmt: skip


LINES: dict[str, tuple[list[str], int, dict[int, str]]] = {
    "without context": ([bare(), bare(2, "")], 2, {2: "epcis.context.absent"}),
    "broken line": ([bare(), bare(2)[:50], bare(3)], 2, {2: "epcis.json.syntax"}),
    "cut off": ([bare(), bare(2)[:50]], 1, {2: "epcis.json.syntax"}),
    "two on a line": ([bare(), bare(2) + bare(3), bare(4)], 2, {2: "epcis.json.syntax"}),
    "first with a name twice": ([bare(inside='"vn:x":1,"vn:x":2'), bare()], 1, {1: "epcis.json.duplicate"}),
    "deep": ([bare(), "", bare(2, inside='"vn:x":' + "[" * 80 + "]" * 80)], 1, {3: "epcis.depth"}),
    "number": ([bare(), bare(2, inside='"vn:x":1e999')], 1, {2: "epcis.json.number"}),
    "half a character": ([bare(), bare(2, inside='"vn:x":"\\ud800"')], 1, {2: "epcis.json.text"}),
    "list on a line": ([bare(), f"[{bare(2)}]"], 1, {2: "epcis.member.type"}),
    "document on a line": ([bare(), document(bare(2, ""))], 1, {2: "epcis.event.type"}),
    "unknown context": ([bare(), bare(2, '"http://127.0.0.1:9/c"')], 1, {2: "epcis.context.unknown"}),
    "first with an unknown context": ([bare(1, '"file:///etc/passwd"'), bare()], 1, {1: "epcis.context.unknown"}),
    "word redefined": ([bare(), bare(2, '{"bizStep":"urn:x"}')], 1, {2: "epcis.context.protected"}),
}


@pytest.mark.parametrize("name", LINES)
def test_what_is_wrong_with_a_line_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    lines, count, faults = LINES[name]
    _, events, told = taken(xml_cases.saved(tmp_path, "\n".join(lines), "in.ndjson"))
    assert len(events) == count
    assert {finding.place.row: finding.code for finding in told if finding.place} == faults


BROKEN: dict[str, tuple[str | bytes, set[str]]] = {
    "nothing": ("", {"epcis.document.unknown"}),
    "table": ("GTIN;lot\n1;2", {"epcis.document.unknown"}),
    "another object": ('{"colour":"red"}', {"epcis.document.kind"}),
    "list of numbers": ("[1,2]", {"epcis.document.kind"}),
    "list of lists": (f"[[{bare()}]]", {"epcis.document.kind"}),
    "list of documents": (f"[{document(bare())}]", {"epcis.document.kind"}),
    "list cut off": (f"[{bare()},", {"epcis.json.syntax"}),
    "list and more": (f"[{bare()}]{bare()}", {"epcis.json.syntax"}),
    "comma too many": (f"[{bare()},]", {"epcis.json.syntax"}),
    "one event cut off": (bare()[:-20], {"epcis.json.syntax"}),
    "one event and more": (json.dumps(json.loads(bare()), indent=1) + bare(), {"epcis.json.syntax"}),
    "one event and text": (bare() + " x", {"epcis.json.syntax"}),
    "document and a line": (document(bare()) + "\n" + bare(), {"epcis.json.syntax"}),
    "deep list": ("[" * 100_000, {"epcis.json.syntax", "epcis.depth"}),
    "UTF-16": (bare().encode("utf-16"), {"epcis.json.syntax"}),
    "Latin 1": (bare(inside='"vn:x":"é"').encode("latin-1"), {"epcis.json.encoding"}),
    "lone event with NaN": (bare(inside='"vn:x":NaN'), {"epcis.json.syntax"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_document_is_refused(name: str, tmp_path: Path) -> None:
    text, told = BROKEN[name]
    count, found = codes(xml_cases.saved(tmp_path, text))
    assert (count, found <= told, len(found)) == (0, True, 1)


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    assert codes(tmp_path / "none.xml") == (0, {"epcis.document.absent"})
    assert codes(tmp_path) == (0, {"epcis.document.absent"})


@pytest.mark.parametrize("form", ["{}", "[{}]", '{}\n{{"type":"ObjectEvent"}}'])
@pytest.mark.parametrize(
    ("inside", "code", "at"),
    [
        ('"vn:x":1,"vn:x":2', "epcis.json.duplicate", "/vn:x"),
        ('"readPoint":"urn:a:1"', "epcis.member.type", "/readPoint"),
        ('"colour":"red"', "epcis.member.unknown", "/colour"),
        ('"vn:x":' + "1" * 65, "epcis.json.number", "/vn:x"),
    ],
)
def test_an_event_with_a_fault_is_told_whatever_the_form(
    form: str, inside: str, code: str, at: str, tmp_path: Path
) -> None:
    _, events, told = taken(xml_cases.saved(tmp_path, form.format(bare(inside=inside))))
    assert (code, f"/eventList/0{at}") in {(finding.code, finding.at) for finding in told}
    assert [event for event in events if "epcList" in event] == []


FULL = Header(
    "2026-06-01T00:00:00Z",
    "EPCISQueryDocument",
    id="urn:uuid:1",
    sender="s",
    receiver="r",
    instance_identifier="1",
    master=({"type": "urn:v"},),
    query_name="q",
    subscription_id="1",
    extra={"vn:about": "x"},
)


def test_what_events_alone_have_no_place_for_is_told(tmp_path: Path) -> None:
    told: list[Finding] = []
    put(tmp_path / "a", "ndjson-2.0", Document(FULL, []), told)
    assert [finding.at for finding in told if finding.severity == "lost"] == [
        "/id", "/sender", "/receiver", "/instanceIdentifier", "/epcisHeader/epcisMasterData",
        "/epcisBody/queryResults/queryName", "/epcisBody/queryResults/subscriptionID", "/vn:about",
    ]  # fmt: skip
    assert [finding.facts for finding in told if finding.severity == "warning"] == [{"value": "EPCISQueryDocument"}]


def test_ready_events_of_others_stand_alone(vector_set: VectorSets) -> None:
    vector_set(SET)
    folder = vector_set("epcis/gs1-EPCIS") / "JSON-Schema/test"
    found = {file.name: codes(file) for file in vector_files("epcis/gs1-EPCIS", "JSON-Schema/test/*Event.json")}
    assert found.pop("Extended-Event.json") == (0, {"epcis.event.type"})
    assert list(found.values()) == [(1, set())] * 4
    assert folder.is_dir()


def members(*parts: Any) -> bytes:
    return b"".join(gzip.compress(part if isinstance(part, bytes) else part.encode()) for part in parts)


PACKED: dict[str, tuple[bytes, int, set[str]]] = {
    "members": (members("[", bare(), "]"), 1, set()),
    "zeros behind": (members(bare()) + b"\0" * 100, 1, set()),
    "cut off": (members(bare())[:-9], 0, {"epcis.gzip.broken"}),
    "checksum": (members(bare())[:-8] + b"abcd" + members(bare())[-4:], 0, {"epcis.gzip.broken"}),
    "text behind": (members(bare()) + b"text", 0, {"epcis.gzip.broken"}),
    "only its mark": (b"\x1f\x8b", 0, {"epcis.gzip.broken"}),
    "packed twice": (members(members(bare())), 0, {"epcis.document.unknown"}),
    "nothing packed": (members(""), 0, {"epcis.document.unknown"}),
    "a thousand members more than may be": (members(bare()) + members("") * 2000, 0, {"epcis.gzip.broken"}),
    "XML cut off": (members(xml_cases.document(xml_cases.event()))[:-9], 0, {"epcis.gzip.broken"}),
    "lines cut off": (members("\n".join(bare(number) for number in range(5_000)))[:-9], 4_999, {"epcis.gzip.broken"}),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
def test_packed_documents(name: str, tmp_path: Path) -> None:
    data, count, told = PACKED[name]
    assert codes(xml_cases.saved(tmp_path, data, "in.gz")) == (count, told)


@pytest.mark.parametrize("head", [bare()[:-1] + ',"vn:y":"', xml_cases.document("<!-- ")[:400] + "<!--", bare() + "\n"])
def test_what_grows_beyond_measure_is_refused(head: str, tmp_path: Path) -> None:
    file = xml_cases.saved(tmp_path, gzip.compress(head.encode() + b" " * (64 << 20)), "in.gz")
    count, told = codes(file)
    assert (count <= 1, "epcis.gzip.ratio" in told) == (True, True)


@pytest.mark.parametrize("writer", sorted(WRITERS))
def test_a_name_packs_and_two_runs_give_the_same_bytes(writer: str, tmp_path: Path) -> None:
    file = xml_cases.saved(tmp_path, FORMS["capture"][0])
    plain = put(tmp_path / "plain", writer, read(file, print)).read_bytes()
    packed = put(tmp_path / "a.gz", writer, read(file, print)).read_bytes()
    assert gzip.decompress(packed) == plain
    assert put(tmp_path / "b.GZ", writer, read(file, print)).read_bytes() == packed
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.gz", "b.GZ", "in.xml", "plain"]


VERDICTS: dict[str, tuple[str, str, str, int, bool]] = {
    "one event": (bare(), "json-2.0", "ObjectEvent", 1, True),
    "one without context": (bare(context=""), "json-2.0", "ObjectEvent", 1, False),
    "list": (f"[{bare()},{bare(2)}]", "json-2.0", "bare", 2, True),
    "lines": (f"{bare()}\n{bare(2)}", "ndjson-2.0", "bare", 2, True),
    "line without context": (f"{bare()}\n{bare(2, '')}", "ndjson-2.0", "bare", 2, False),
    "line with a wrong type": (f"{bare()}\n{bare(2, inside='1:2')}", "ndjson-2.0", "bare", 2, False),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_on_events_alone(name: str, packed: bool, tmp_path: Path) -> None:
    text, syntax, kind, events, valid = VERDICTS[name]
    file = xml_cases.saved(tmp_path, gzip.compress(text.encode()) if packed else text)
    verdict = validate(file)
    assert (verdict.syntax, verdict.kind, verdict.events, verdict.valid) == (syntax, kind, events, valid)


SPACE = {"1.2": "1", "2.0": "2"}
LIST = (
    '<VocabularyList><Vocabulary type="urn:v" n:by="x"><VocabularyElementList><VocabularyElement id="urn:e:1" mode="3">'
    '<attribute id="urn:a:1">+18.0</attribute><attribute id="urn:a:2" value="-70"/>'
    '<attribute id="urn:a:3"><n:Address><Street>1</Street></n:Address></attribute>'
    "<children><id>urn:e:2</id></children></VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList>"
)
POLL = (
    "<epcisq:Poll><queryName>SimpleEventQuery</queryName><params><param><name>eventType</name>"
    '<value xsi:type="epcisq:ArrayOfString"><string>ObjectEvent</string></value></param></params></epcisq:Poll>'
)
FAULT = "<epcisq:QueryTooLargeException><reason>x</reason><queryName>q</queryName></epcisq:QueryTooLargeException>"
FOUND = "<epcisq:QueryResults><queryName>q</queryName><resultsBody>{}</resultsBody></epcisq:QueryResults>"


def without_events(prefix: str, name: str, part: str, version: str, inside: str) -> str:
    return (
        f'<{prefix}:{name} xmlns:{prefix}="urn:epcglobal:epcis{part}:xsd:{SPACE[version]}" xmlns:n="urn:n:"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" schemaVersion="{version}"'
        f' creationDate="2026-06-01T00:00:00Z"><EPCISBody>{inside}</EPCISBody></{prefix}:{name}>'
    )


BODIES: dict[str, tuple[tuple[str, str, str], str]] = {
    "master data": (("epcismd", "EPCISMasterDataDocument", "-masterdata"), LIST.replace(' mode="3"', "")),
    "question": (("epcisq", "EPCISQueryDocument", "-query"), POLL),
    "exception": (("epcisq", "EPCISQueryDocument", "-query"), FAULT),
    "found master data": (("epcisq", "EPCISQueryDocument", "-query"), FOUND.format(LIST)),
    "found nothing": (("epcisq", "EPCISQueryDocument", "-query"), FOUND.format("<EventList/>")),
}


@pytest.mark.parametrize("version", SPACE)
@pytest.mark.parametrize("name", BODIES)
def test_a_body_without_events_goes_round(name: str, version: str, tmp_path: Path, vector_set: VectorSets) -> None:
    vector_set(SET)
    root, inside = BODIES[name]
    file = xml_cases.saved(tmp_path, without_events(*root, version, inside))
    header, events, told = taken(file)
    assert (header.kind, events, told) == (root[1], [], [])
    there = put(tmp_path / "there", f"xml-{version}", read(file, print))
    assert (xml_faults(file), xml_faults(there)) == ([], [])
    for writer in ("json-2.0", "xml-2.0", "xml-1.2"):
        other = put(tmp_path / writer, writer, read(file, print))
        assert (json_faults(json.loads(other.read_bytes())) if writer == "json-2.0" else xml_faults(other)) == []
        back = put(tmp_path / "back", f"xml-{version}", read(other, print))
        assert back.read_bytes() == there.read_bytes()
        assert taken(back)[0].master == header.master


def test_attributes_of_others_stay_with_master_data(tmp_path: Path) -> None:
    text = without_events("epcismd", "EPCISMasterDataDocument", "-masterdata", "1.2", LIST)
    there = put(tmp_path / "a", "json-2.0", read(xml_cases.saved(tmp_path, text), print))
    back = put(tmp_path / "b", "xml-1.2", read(there, print)).read_text(encoding="utf-8")
    assert '<VocabularyElement id="urn:e:1" mode="3">' in back
    assert '<attribute id="urn:a:2" value="-70"></attribute>' in back


ALONE = f'<ObjectEvent xmlns:vn="urn:vn:">{xml_cases.WHEN}{xml_cases.WHAT}<vn:x>1</vn:x></ObjectEvent>'


@pytest.mark.parametrize("space", ["", "urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2"])
def test_an_event_alone_in_xml(space: str, tmp_path: Path) -> None:
    text = (
        ALONE.replace("<ObjectEvent", f'<e:ObjectEvent xmlns:e="{space}"').replace("</O", "</e:O") if space else ALONE
    )
    file = xml_cases.saved(tmp_path, text)
    header, events, told = taken(file)
    assert (header.kind, len(events), {finding.severity for finding in told} <= {"warning"}) == ("bare", 1, True)
    there = put(tmp_path / "a", "xml-2.0", read(file, print))
    header, again, told = taken(there)
    assert (header.kind, told, same_events(events, again)) == ("bare", [], [])
    assert json_faults(json.loads(put(tmp_path / "b", "json-2.0", read(there, print)).read_bytes())) == []


@pytest.mark.parametrize("version", ["1.1", "1.2", "2.0"])
def test_events_have_no_place_in_a_document_of_master_data(version: str, tmp_path: Path) -> None:
    header = Header("2026-06-01T00:00:00Z", "EPCISMasterDataDocument", master=({"type": "urn:v"},))
    told: list[Finding] = []
    event: Any = json.loads(bare(context=""))
    put(tmp_path / "a", f"xml-{version}", Document(header, [event]), told)
    assert [(finding.severity, finding.at, finding.facts) for finding in told] == [
        ("lost", "/eventList/0", {"name": "ObjectEvent"})
    ]
    assert taken(tmp_path / "a")[0].kind == header.kind


HOSTILE = [
    ("", {"epcis.document.body"}),
    ("<epcisq:QueryResults/>", {"epcis.document.body"}),
    ("<epcisq:Poll>" + "<a>" * 80 + "</a>" * 80 + "</epcisq:Poll>", {"epcis.depth"}),
    ("<epcisq:Poll>" + "<a>" * 900 + "</a>" * 900 + "</epcisq:Poll>", {"epcis.depth"}),
]


@pytest.mark.parametrize(("inside", "told"), HOSTILE)
def test_a_body_that_cannot_be_read_is_refused(inside: str, told: set[str], tmp_path: Path) -> None:
    text = without_events("epcisq", "EPCISQueryDocument", "-query", "2.0", inside)
    assert codes(xml_cases.saved(tmp_path, text)) == (0, told)


TERMS = '["' + URL + '",{"vn":"https://example.vn/epcis/","vn:x":{"@type":"xsd:date"}}]'


@pytest.mark.parametrize("writer", ["xml-1.2", "xml-2.0"])
def test_what_a_context_says_of_terms_survives_xml(writer: str, tmp_path: Path) -> None:
    file = xml_cases.saved(tmp_path, document(bare(context=""), TERMS))
    there = put(tmp_path / "a", writer, read(file, print))
    assert taken(there)[0].context == ({"vn:x": {"@type": "xsd:date"}},)
    back = put(tmp_path / "b", "json-2.0", read(there, print))
    assert json.loads(back.read_bytes())["@context"][1] == {"vn:x": {"@type": "xsd:date"}}


def test_a_context_kept_in_xml_is_held_to_the_rules_of_contexts(tmp_path: Path) -> None:
    file = xml_cases.saved(tmp_path, document(bare(context=""), TERMS))
    text = put(tmp_path / "a", "xml-2.0", read(file, print)).read_text(encoding="utf-8")
    forged = xml_cases.saved(tmp_path, text.replace("<vn:x><ltx:member", "<bizStep><ltx:member").replace(
        "</ltx:member></vn:x>", "</ltx:member></bizStep>"), "b")  # fmt: skip
    header, _, told = taken(forged)
    assert (header.context, {finding.code for finding in told}) == ((), {"epcis.context.form"})


OURS = ("ltx:query", "ltx:header", "ltx:kind", "ltx:xml", "ltx:context", "ltx:anything")
OURS_IN_HEADER = ("ltx:sbdh", "ltx:sbdhBeside", "ltx:extension", "ltx:xml", "epcisMasterData")
ELEMENT: Any = {"id": "urn:e", "children": [1], "attributes": [{"id": 1}]}
ODD: tuple[Any, ...] = (
    1, "x", None, True, [], {}, [1], [[]], {"x": 1}, {"x y": 1}, {"x": [None, {}]}, {"Sender": 1, "Receiver": []},
    [{"ltx:at": 1}], {"vocabularyList": 1}, {"vocabularyList": [1]}, {"DocumentIdentification": []}, {"ltx:xml": 1},
    {"vocabularyList": [{"type": "urn:v", "vocabularyElementList": [ELEMENT]}]},
    {"ltx:xml": [{"ltx:at": "", "ltx:name": "a b", "ltx:value": 1}]},
)  # fmt: skip
RESULTS: Any = {"queryResults": {"queryName": "q", "resultsBody": {"eventList": []}}}


@pytest.mark.parametrize("kind", ["EPCISDocument", "EPCISQueryDocument"])
@pytest.mark.parametrize("name", [*OURS, *(f"epcisHeader/{name}" for name in OURS_IN_HEADER), "vocabularyList"])
def test_our_own_members_may_be_forged(name: str, kind: str, tmp_path: Path) -> None:
    for value in ODD:
        root: Any = json.loads(document("", OWN))
        owner = root
        if kind == "EPCISQueryDocument":
            root |= {"type": kind, "epcisBody": copy.deepcopy(RESULTS)}
        if name == "vocabularyList":
            owner = root["epcisBody"].get("queryResults", {}).get("resultsBody", {})
        elif "/" in name:
            owner = root if kind == "EPCISDocument" else root.setdefault("ltx:header", {})
            owner = owner.setdefault("epcisHeader", {})
        owner[name.rpartition("/")[2]] = value
        file = xml_cases.saved(tmp_path, json.dumps(root))
        try:
            found = taken(file)
        except Unreadable:
            continue
        for writer in WRITERS:
            put(tmp_path / "a", writer, Document(found[0], found[1]))
            if writer != "ndjson-2.0":
                taken(tmp_path / "a")
