"""`lienthong epcis convert` and `validate`: what they print, what they write, how they end."""

import gzip
import io
import json
import re
import sys

import pytest

from lienthong.cli.app import run

EVENT = {
    "type": "ObjectEvent",
    "eventTime": "2026-06-01T07:00:00.500+07:00",
    "eventTimeZoneOffset": "+07:00",
    "epcList": ["urn:epc:id:sgtin:8934567.089012.7"],
    "action": "OBSERVE",
    "bizStep": "shipping",
    "certificationInfo": "https://giay.example.vn/7",
}
DOCUMENT = {
    "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-06-02T00:00:00Z",
    "epcisBody": {"eventList": [EVENT]},
}


@pytest.fixture
def call(monkeypatch, capfdbinary, tmp_path):
    """Runs a command in a folder with a document; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.jsonld").write_text(json.dumps(DOCUMENT), encoding="utf-8")

    def call(*words):
        capfdbinary.readouterr()
        code = run(["epcis", *words])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return call


def test_without_a_file_the_document_itself_comes_out(call):
    code, out, err = call("convert", "in.jsonld", "--to", "xml-2.0")
    assert (code, err) == (0, "")
    assert out.startswith(b"<?xml")
    assert b"urn:epc:id:sgtin:8934567.089012.7" in out


def test_there_and_back_gives_the_same_event(call, tmp_path):
    assert call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-2.0", "--json")[0] == 0
    _, out, _ = call("convert", "a.xml", "--to", "ndjson-2.0")
    event = json.loads(out.splitlines()[0])
    event.pop("@context", None)
    assert event == {**EVENT, "certificationInfo": event["certificationInfo"]}
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.xml", "in.jsonld"]


def test_standard_input_is_a_document_too(call, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((tmp_path / "in.jsonld").read_bytes())))
    code, out, _ = call("convert", "-", "--to", "xml-1.2")
    assert code == 0
    assert b'schemaVersion="1.2"' in out


def test_a_name_that_ends_in_gz_is_packed(call, tmp_path):
    assert call("convert", "in.jsonld", "--out", "a.xml.gz", "--to", "xml-2.0")[0] == 0
    assert gzip.decompress((tmp_path / "a.xml.gz").read_bytes()).startswith(b"<?xml")


def test_what_is_lost_is_told_and_can_be_refused(call, tmp_path):
    code, out, _ = call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-1.2", "--json")
    told = json.loads(out)
    assert (code, told["ok"], told["lost"], told["events"]) == (0, True, 1, 1)
    assert [(one["code"], one["severity"]) for one in told["findings"]] == [("epcis.absent", "lost")]
    (tmp_path / "a.xml").unlink()
    code, out, _ = call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-1.2", "--fail-on-loss", "--json")
    assert (code, json.loads(out)["out"], (tmp_path / "a.xml").exists()) == (2, None, False)
    code, out, err = call("convert", "in.jsonld", "--to", "xml-1.2", "--fail-on-loss", "--lang", "en")
    assert (code, out) == (2, b"")
    assert "Nothing is written" in err


def test_findings_go_to_a_file_where_one_is_named(call, tmp_path):
    code, out, err = call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-1.2", "--findings", "f.ndjson", "--json")
    rows = [json.loads(line) for line in (tmp_path / "f.ndjson").read_bytes().splitlines()]
    assert (code, err, json.loads(out)["findings"]) == (0, "", [])
    assert [row["code"] for row in rows] == ["epcis.absent"]
    assert rows[0]["vi"]
    assert rows[0]["en"]


def test_an_event_with_a_fault_is_left_out_and_ends_with_1(call, tmp_path):
    wrong = {**DOCUMENT, "epcisBody": {"eventList": [{**EVENT, "eventTime": 7}, EVENT]}}
    (tmp_path / "in.jsonld").write_text(json.dumps(wrong), encoding="utf-8")
    code, out, err = call("convert", "in.jsonld", "--to", "ndjson-2.0")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert "/eventList/0" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["convert", "nowhere.xml"], "nowhere.xml"),
        (["convert", "in.jsonld", "--to", "xml-1.0"], "xml-1.2"),
    ],
)
def test_what_cannot_be_done_ends_with_2(call, words, says):
    code, out, err = call(*words)
    assert (code, out) == (2, b"")
    assert says in err


def test_validate_says_a_line_a_file_and_ends_with_the_worst(call, tmp_path):
    (tmp_path / "bad.xml").write_text(
        '<e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0" creationDate="2026-01-01T00:00:00Z"/>'
    )
    (tmp_path / "no.xml").write_text("<e")
    code, out, _ = call("validate", "in.jsonld", "--json")
    assert (code, json.loads(out)["valid"], json.loads(out)["syntax"]) == (0, True, "json-2.0")
    code, out, _ = call("validate", "in.jsonld", "bad.xml", "--json")
    assert (code, [json.loads(line)["valid"] for line in out.splitlines()]) == (1, [True, False])
    code, out, _err = call("validate", "in.jsonld", "bad.xml", "no.xml", "--lang", "en")
    assert code == 2
    assert len(out.splitlines()) == 3
    assert out.startswith(b"in.jsonld: valid json-2.0")


def test_hash_says_the_uri_and_nothing_else(call, tmp_path):
    call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-2.0")
    code, out, err = call("hash", "in.jsonld")
    assert (code, err) == (0, "")
    assert re.fullmatch(rb"ni:///sha-256;[0-9a-f]{64}\?ver=CBV2\.0\n", out)
    assert call("hash", "a.xml")[1] == out
    assert call("hash", "in.jsonld", "--prehash")[1].startswith(b"eventType=ObjectEvent")
    code, _, err = call("hash", "in.jsonld", "--profile", "none")
    assert code == 2
    assert "cbv-2.0" in err


def test_lines_of_hashes_never_shift(call, tmp_path):
    wrong = {**DOCUMENT, "epcisBody": {"eventList": [{**EVENT, "eventTime": 7}, EVENT]}}
    (tmp_path / "in.jsonld").write_text(json.dumps(wrong), encoding="utf-8")
    code, out, _ = call("hash", "in.jsonld")
    first, second = out.decode().splitlines()
    assert (code, first[:2], second[:5]) == (1, "! ", "ni://")


def test_diff_is_silent_over_the_same_events_and_names_what_differs(call, tmp_path):
    call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-2.0")
    assert call("diff", "in.jsonld", "a.xml", "--json") == (0, b"", "")
    other = {**DOCUMENT, "epcisBody": {"eventList": [{**EVENT, "bizStep": "packing"}, {**EVENT, "eventID": "urn:x:2"}]}}
    (tmp_path / "b.jsonld").write_text(json.dumps(other), encoding="utf-8")
    code, out, _ = call("diff", "in.jsonld", "b.jsonld", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert all(set(row) == {"event", "at", "a", "b"} for row in rows)
    assert {(row["a"], row["b"]) for row in rows if row["at"].endswith("bizStep")} <= {("shipping", "packing")}
    code, out, _ = call("diff", "in.jsonld", "b.jsonld", "--lang", "en")
    assert code == 1
    assert out
    assert call("diff", "in.jsonld", "nowhere.xml")[0] == 2


LINK = "https://id.gs1.org/01/08934567890120/21/7"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--epc-format", "Always_GS1_Digital_Link"], LINK),
        (["--epc-format", "Always_EPC_URN"], "urn:epc:id:sgtin:8934567.089012.7"),
        (["--to", "xml-2.0", "--cbv-format", "Always_Web_URI"], "https://ref.gs1.org/cbv/BizStep-shipping"),
        (["--to", "xml-2.0"], "urn:epcglobal:cbv:bizstep:shipping"),
    ],
)
def test_identifiers_and_words_in_the_form_asked_for(call, words, says):
    code, out, _ = call("convert", "in.jsonld", *words)
    assert code == 0
    assert says.encode() in out


def test_a_link_becomes_a_urn_for_1_x_or_is_told(call, tmp_path):
    linked = {**DOCUMENT, "epcisBody": {"eventList": [{**EVENT, "epcList": [LINK]}]}}
    (tmp_path / "in.jsonld").write_text(json.dumps(linked), encoding="utf-8")
    assert b"urn:epc:id:sgtin:8934567.089012.7" in call("convert", "in.jsonld", "--to", "xml-1.2")[1]
    unknown = {
        **DOCUMENT,
        "epcisBody": {"eventList": [{**EVENT, "epcList": [LINK.replace("08934567890120", "08930000000019")]}]},
    }
    (tmp_path / "in.jsonld").write_text(json.dumps(unknown), encoding="utf-8")
    code, out, _ = call("convert", "in.jsonld", "-o", "a.xml", "--to", "xml-1.2", "--json")
    told = json.loads(out)
    assert code == 0
    assert any(one["severity"] == "lost" and one["at"] == "/eventList/0/epcList/0" for one in told["findings"])
    length = ["--company-prefix-length", "7"]
    assert b"urn:epc:id:sgtin:8930000.000001.7" in call("convert", "in.jsonld", "--to", "xml-1.2", *length)[1]


def test_a_form_nobody_knows_ends_with_2(call):
    code, out, err = call("convert", "in.jsonld", "--epc-format", "Sometimes")
    assert (code, out) == (2, b"")
    assert "Always_EPC_URN" in err
