"""`lienthong gs1 parse`: every syntax in, every form out, one object a line whatever the line is."""

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1.adapter import ADAPTER
from adapters.gs1.forms import Options, forms_of
from adapters.gs1.recognise import Reading, kind_of
from lienthong.cli.app import run
from lienthong.testing import adapter_faults

MEMBERS = ["input", "ok", "kind", "elements", "bracketed", "raw", "digital_link", "epc_uri", "hex", "findings"]
GTIN, GLN, SSCC = "08934567890120", "8934567000017", "189345670000000014"


@pytest.fixture
def parse(monkeypatch, capsys):
    """Runs the command over lines and gives its objects and exit code."""

    def call(lines, *options):
        data = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        capsys.readouterr()
        code = run(["gs1", "parse", *options])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()], code

    return call


def codes(row, severity=""):
    return [told["code"] for told in row["findings"] if severity in told["severity"]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"(01){GTIN}(21)7", "bracketed"),
        (f"^01{GTIN}217", "raw"),
        (f"\x1d01{GTIN}217", "raw"),
        (f"01{GTIN}217", "raw"),
        (f"]C101{GTIN}217", "scan"),
        (f"]Q1https://shop.vn/01/{GTIN}/21/7", "scan"),
        (f"https://id.gs1.org/01/{GTIN}/21/7", "digital_link"),
        (f"HTTP://shop.vn/a/01/{GTIN}/21/7?utm_source=x", "digital_link"),
        ("urn:epc:id:sgtin:8934567.089012.7", "epc_uri"),
        ("urn:epc:tag:sgtin-96:1.8934567.089012.7", "tag_uri"),
        ("3034257BF468D780000004D2", "hex"),
    ],
)
def test_one_thing_in_every_syntax_has_the_same_forms(parse, text, kind):
    (row,), code = parse([text], "--company-prefix-length", "7")
    assert (code, list(row), row["kind"]) == (0, MEMBERS, kind)
    if kind != "hex":
        assert row["elements"] == [["01", GTIN], ["21", "7"]]
        assert row["bracketed"] == f"(01){GTIN}(21)7"
        assert row["raw"] == f"^01{GTIN}217"
        assert row["digital_link"] == f"https://id.gs1.org/01/{GTIN}/21/7"
        assert row["epc_uri"] == "urn:epc:id:sgtin:8934567.089012.7"


@pytest.mark.parametrize(
    ("text", "options", "member", "code"),
    [
        (f"(01){GTIN}(21)7", [], "hex", "gs1.hex-scheme"),
        (f"(01){GTIN}(21)7", ["--scheme", "sscc-96"], "hex", "gs1.binary-key"),
        (f"(01){GTIN}(21)0123", ["--scheme", "sgtin-96"], "hex", "gs1.binary-serial"),
        (f"(02){GTIN}(37)5(00){SSCC}", ["--off", "gs1.hex-scheme"], "epc_uri", "gs1.epc-left-out"),
        (f"(02){GTIN}(37)5", ["--no-relations"], "digital_link", "gs1.link-keyless"),
        ("(01)08937000000001", [], "epc_uri", "gs1.prefix-unknown"),
        ("urn:epc:id:gid:1.2.3", [], "bracketed", "gs1.elements-none"),
        (f"https://shop.vn/01/{GTIN}?colour=red", [], "digital_link", "gs1.link-parameters"),
        (f"(01){GTIN}(10)L1(21)7(17)261130", [], "epc_uri", "gs1.epc-left-out"),
    ],
)
def test_a_form_that_is_absent_or_says_less_has_a_finding_with_its_pointer(parse, text, options, member, code):
    (row,), exit_code = parse([text], *options)
    assert (exit_code, row["ok"]) == (0, True)
    told = [finding for finding in row["findings"] if finding["code"] == code]
    assert told, row
    assert f"/{member}" in {finding["at"] for finding in told}
    assert {finding["severity"] for finding in told} == {"warning"}


def test_every_null_form_of_a_good_line_has_its_reason(parse):
    lines = [
        f"(01){GTIN}",
        f"(414){GLN}",
        "(8200)https://a.vn(01)" + GTIN,
        "urn:epc:idpat:sgtin:8934567.*.*",
        "(01)" + GTIN,
    ]
    rows, _ = parse(lines, "--no-relations")
    for row in rows:
        told = {finding["at"] for finding in row["findings"]}
        assert {f"/{name}" for name in MEMBERS[4:9] if row[name] is None} <= told, row


def test_all_broken_relations_are_told_and_the_elements_that_were_read(parse):
    (row,), code = parse([f"(01){GTIN}(37)5(10)A(10)B"])
    assert code == 1
    assert codes(row) == ["gs1.ai-excludes", "gs1.ai-requires", "gs1.ai-repeats"]
    assert row["elements"][0] == ["01", GTIN]
    assert row["bracketed"] is None


def test_relations_can_be_switched_off_one_by_one_and_all_at_once(parse):
    text = f"(01){GTIN}(37)5"
    (row,), _ = parse([text], "--off", "gs1.ai-requires")
    assert codes(row, "error") == ["gs1.ai-excludes"]
    for options in (["--off", "gs1.ai-requires,gs1.ai-excludes"], ["--no-relations"]):
        (row,), code = parse([text], *options)
        assert (code, row["ok"]) == (0, True)


def test_a_lost_fnc1_is_told_with_its_place_in_the_line(parse):
    text = f"]d201{GTIN}10ABC17261230"
    (row,), _ = parse([text])
    likely = next(finding for finding in row["findings"] if finding["code"].startswith("gs1.fnc1"))
    assert text[int(likely["at"]) :].startswith("17261230")


def test_links_of_others_are_taken_on_request_only(parse):
    lines = [
        f"https://shop.vn/gtin/{GTIN}/lot/A1/",
        f"https://shop.vn/01/{GTIN[1:]}",
        f"https://shop.vn/01/{GTIN}?17=261130;15=261101",
    ]
    assert [row["ok"] for row in parse(lines)[0]] == [False, False, False]
    rows, code = parse(lines, "--lenient")
    assert code == 0
    assert [set(codes(row, "warning")) - {"gs1.hex-scheme"} for row in rows] == [
        {"gs1.link-trailing-slash", "gs1.link-name"},
        {"gs1.link-gtin"},
        {"gs1.link-semicolon", "gs1.epc-left-out"},
    ]
    assert rows[0]["digital_link"] == f"https://id.gs1.org/01/{GTIN}/10/A1"


def test_digits_are_an_element_string_unless_they_are_said_to_be_a_tag(parse):
    tag = forms_of(f"(00){SSCC}", Options(scheme="sscc-96")).hex
    assert kind_of(tag) == "hex" or tag.isdigit()
    (row,), _ = parse([tag], "--as", "hex")
    assert (row["kind"], row["elements"]) == ("hex", [["00", SSCC]])
    (row,), _ = parse([f"00{SSCC}"])
    assert row["kind"] == "raw"


def test_letters_of_hexadecimal_may_be_a_lot_without_fnc1_in_front(parse):
    (row,), _ = parse(["10ABC"], "--no-relations")
    assert (row["kind"], row["elements"]) == ("raw", [["10", "ABC"]])


def test_a_tag_with_a_host_is_written_from_a_link_and_gives_it_back(parse):
    link = f"https://id.example.vn/01/{GTIN}/21/7"
    (row,), _ = parse([link], "--scheme", "SGTIN++", "--filter", "3")
    assert row["digital_link"] == f"https://id.gs1.org/01/{GTIN}/21/7"
    (back,), _ = parse([row["hex"]], "--as", "hex")
    assert (back["digital_link"], back["hex"]) == (link, row["hex"])


def test_the_list_of_company_prefixes_can_be_replaced(parse, tmp_path):
    listed = {"GCPPrefixFormatList": {"date": "2026-11-01", "entry": [{"prefix": "8937", "gcpLength": 8}]}}
    (tmp_path / "list.json").write_text(json.dumps(listed), encoding="utf-8")
    (row,), _ = parse(["(01)08937000000001"], "--gcp", str(tmp_path / "list.json"))
    assert row["epc_uri"] == "urn:epc:idpat:sgtin:89370000.00000.*"


def test_dates_are_told_from_a_day_of_reference(parse):
    (row,), code = parse([f"(01){GTIN}(17)771200(13)261105"], "--as-of", "2026-11-26")
    assert (code, row["dates"]) == (0, [["17", "1977-12"], ["13", "2026-11-05"]])
    (row,), code = parse([f"(01){GTIN}(17)000229"], "--as-of", "2060-01-01")
    assert (code, codes(row)) == (1, ["gs1.day"])
    assert parse([f"(01){GTIN}(17)000229"], "--as-of", "2026-01-01")[1] == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--off", "gs1.no-such-code"],
        ["--scheme", "sgtin-97"],
        ["--company-prefix-length", "5"],
        ["--gcp", "none.json"],
        ["--as", "base64"],
        ["--as-of", "26/11/2026"],
        ["--filter", "x"],
        ["no-such-file"],
    ],
)
def test_what_cannot_be_done_prints_nothing_and_ends_with_2(parse, options):
    assert parse([f"(01){GTIN}"], *options) == ([], 2)


def test_the_contract_of_adapters_holds():
    assert adapter_faults(ADAPTER) == []


def test_bytes_that_are_no_text_are_a_line_like_others(parse):
    rows, code = parse(b"\xff\xfe(01)\n\x00\n" + f"(01){GTIN}\n".encode() + b"]d2\x80")
    assert [row["ok"] for row in rows] == [False, False, True, False]
    assert code == 1
    assert codes(rows[0]) == ["cli.line-bytes"]


SIGNS = st.sampled_from("()^]%/:.0123456789ABCDEFabcdef+-*\x1d\x00 ă")
BEGIN = st.sampled_from(
    ["", "(01)", "^", "]d2", "]E0", "urn:epc:id:", "urn:epc:tag:sgtin-96:", "https://a.vn/01/", "30", "F7"]
)
READING = st.builds(Reading, st.booleans(), st.booleans(), st.just(frozenset({"gs1.ai-unknown"})), st.booleans())


@given(BEGIN, st.text(SIGNS, max_size=60), READING)
def test_no_text_raises_and_a_refused_one_says_why(begin, text, reading):
    found = forms_of(begin + text, Options(reading, scheme="sgtin+"))
    assert found.ok or any(finding.severity == "error" for finding in found.findings)


@given(st.text(max_size=80))
def test_no_text_at_all_raises(text):
    forms_of(text)
