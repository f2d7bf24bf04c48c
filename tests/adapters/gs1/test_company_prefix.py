"""Company prefixes: the snapshot holds every row it was made from, lists replace it, hostile ones are refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1 import prefix_list
from adapters.gs1.company_prefix import UNKNOWN, CompanyPrefixes, PrefixLength, PrefixTable
from adapters.gs1.prefix_list import PrefixList, blocks, checked_rows, read
from adapters.gs1.prefixes import gs1_8_prefix, gs1_prefix
from lienthong.plugs import Refusal
from tests.vectors import vector_files

SET = "gs1/gcp"
SOURCE = "snapshot 2025-10-11"


def rows_of_snapshot(folder):
    lines = (folder / "gcp_lengths_biip_5.2.0.tsv").read_text(encoding="ascii").splitlines()[1:]
    return checked_rows(tuple(line.split("\t")) for line in lines)


def test_every_row_of_the_snapshot_is_found(vector_set):
    rows = rows_of_snapshot(vector_set(SET))
    prefixes = CompanyPrefixes()
    assert len(rows) == 170_843
    for digit in "09":
        wrong = [row for row, length in rows.items() if prefixes.length(row.ljust(13, digit)).length != length]
        assert wrong == []
    assert prefixes.length("8931000000000").source == SOURCE


def test_numbers_no_row_speaks_of_are_unknown(vector_set):
    rows = rows_of_snapshot(vector_set(SET))
    prefixes = CompanyPrefixes()
    gaps = 0
    for number in range(0, 10**12, 10**12 // 5003):
        digits = f"{number:012d}"
        listed = any(digits[:size] in rows for size in range(1, 13))
        assert (prefixes.length(digits) == UNKNOWN) is not listed
        gaps += not listed
    assert gaps > 500


def test_all_rows_under_893(vector_set):
    rows = json.loads((vector_set(SET) / "gcp_893_vietnam.json").read_text(encoding="ascii"))
    prefixes = CompanyPrefixes()
    assert len(rows) == 16
    for row in rows:
        assert prefixes.length(row["prefix"].ljust(12, "5")) == PrefixLength(row["gcpLength"], SOURCE)
    for absent in ("8930", "8933", "8937", "89363", "89365", "89369", "89381", "89384", "89387", "89388"):
        assert prefixes.length(absent.ljust(12, "5")) == UNKNOWN


def test_the_list_of_2022_replaces_the_snapshot(vector_set):
    listed = read((vector_set(SET) / "GCPPrefixFormatList_2022-04-05.xml").read_bytes())
    prefixes = CompanyPrefixes(listed)
    assert (listed.date, len(listed.rows)) == ("2022-04-05", 99_839)
    wrong = [row for row, length in listed.rows.items() if prefixes.length(row.ljust(12, "7")).length != length]
    assert wrong == []
    assert prefixes.length("893280000000") == UNKNOWN
    assert prefixes.length("893100000000") == PrefixLength(10, "list 2022-04-05")


def test_gs1_prefixes_are_those_of_the_set(vector_set):
    rows = json.loads((vector_set(SET) / "gs1_prefixes_biip.json").read_text(encoding="utf-8"))
    names = {"Macedonia": "North Macedonia", "Slovenija": "Slovenia", "Brasil": "Brazil", "Kazakstan": "Kazakhstan"}
    for row in rows:
        found = gs1_prefix(row["prefix"].ljust(13, "5"))
        assert found.digits == row["prefix"], row
        assert (found.kind in {"member", "global"}) == ("GS1" in row["usage"] or "Global" in row["usage"]) or (
            found.kind in {"company", "region", "coupon", "unused", "examples"}
        ), row
        words = row["usage"].removeprefix("GS1 ").split()
        if found.kind == "member" and len(words) == 1:
            assert names.get(words[0], words[0]) in found.name["en"], row


def test_prefixes_between_the_rows_are_nobodys(vector_set):
    vector_set(SET)
    listed = {row["prefix"] for row in json.loads(vector_files(SET, "gs1_prefixes*")[0].read_text(encoding="utf-8"))}
    for prefix in (f"{number:03d}" for number in range(1000)):
        has = any(row.startswith(prefix) or prefix.startswith(row) for row in listed)
        assert (gs1_prefix(prefix.ljust(13, "5")) is not None) == has, prefix


@pytest.mark.parametrize(
    ("digits", "kind", "country"),
    [
        ("01234565", "company", ""),
        ("20000004", "company", ""),
        ("89312345", "member", "VN"),
        ("97800000", "unused", ""),
    ],
)
def test_prefixes_of_a_gtin_8(digits, kind, country):
    found = gs1_8_prefix(digits)
    assert (found.kind, found.country) == (kind, country)


@pytest.mark.parametrize(
    ("overrides", "digits", "length", "source"),
    [
        ({"8931": 9}, "893112345678", 9, "override"),
        ({"8931": 9, "893112": 8}, "893112345678", 8, "override"),
        ({"8932": 9}, "893112345678", 10, SOURCE),
        ({"8930": 8}, "893012345678", 8, "override"),
        ({"": 7}, "893112345678", 7, "override"),
        ({"8931": 0}, "893112345678", 0, "override"),
        ({}, "893", 0, ""),
        ({}, "960000000000", 0, SOURCE),
        ({}, "", 0, ""),
    ],
)
def test_the_longest_override_wins_and_every_answer_names_its_source(overrides, digits, length, source):
    assert CompanyPrefixes(overrides=overrides).length(digits) == PrefixLength(length, source)


@pytest.mark.parametrize("override", [{"893x": 9}, {"8931": 5}, {"8931": 13}, {"8" * 13: 9}, {"８９３１": 9}])
def test_an_override_that_cannot_be_is_refused(override):
    with pytest.raises(Refusal, match=r"gs1\.prefix-override"):
        CompanyPrefixes(overrides=override)


XML = '<GCPPrefixFormatList date="2026-01-02T03:04:05Z">{}</GCPPrefixFormatList>'
JSON = '{{"GCPPrefixFormatList": {{"date": "2026-01-02T03:04:05Z", "entry": [{}]}}}}'


@pytest.mark.parametrize(
    "text",
    [
        XML.format('<entry prefix="8931" gcpLength="10"/><entry prefix="893" gcpLength="7"/>'),
        '<?xml version="1.0"?>\n<!-- by us -->' + XML.format('<entry prefix="893" gcpLength="7"/>') * 1,
        JSON.format('{"prefix": "8931", "gcpLength": 10}, {"prefix": "893", "gcpLength": "7"}'),
        "\ufeff " + JSON.format('{"prefix": "893", "gcpLength": 7}'),
    ],
)
def test_a_list_of_gs1_in_either_form(text):
    listed = read(text.encode())
    assert listed.date == "2026-01-02"
    prefixes = CompanyPrefixes(listed)
    assert prefixes.length("893200000000") == PrefixLength(7, "list 2026-01-02")
    assert prefixes.length("893100000000").length == listed.rows.get("8931", 7)


BOMB = '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>' + XML.format('<entry prefix="&b;" gcpLength="7"/>')
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + XML.format("&a;")


@pytest.mark.parametrize(
    ("text", "code", "fact"),
    [
        (BOMB, "gs1.prefix-list", "DOCTYPE"),
        (OUTSIDE, "gs1.prefix-list", "DOCTYPE"),
        ("<a/>", "gs1.prefix-list", "GCPPrefixFormatList"),
        ("<a", "gs1.prefix-list", "XML"),
        ("", "gs1.prefix-list", "JSON"),
        ("[" * 100_000, "gs1.prefix-list", "JSON"),
        ('{"GCPPrefixFormatList": []}', "gs1.prefix-list", "JSON"),
        (JSON.format('{"prefix": 8931, "gcpLength": 10}'), "gs1.prefix-list", "JSON"),
        (XML.format(""), "gs1.prefix-list", "empty"),
        (XML.format('<entry prefix="8931" gcpLength="5"/>'), "gs1.prefix-entry", "1"),
        (XML.format('<entry prefix="8931" gcpLength="1e1"/>'), "gs1.prefix-entry", "1"),
        (
            XML.format('<entry prefix="8931" gcpLength="7"/><entry prefix="89x" gcpLength="7"/>'),
            "gs1.prefix-entry",
            "2",
        ),
        (JSON.format('{"prefix": "8931", "gcpLength": -7}'), "gs1.prefix-entry", "1"),
        (JSON.format('{"prefix": "8931", "gcpLength": "٧"}'), "gs1.prefix-entry", "1"),
        (
            JSON.format('{"prefix": "8931", "gcpLength": 7}, {"prefix": "8931", "gcpLength": 8}'),
            "gs1.prefix-entry",
            "2",
        ),
    ],
)
def test_what_is_no_list_is_refused(text, code, fact):
    with pytest.raises(Refusal) as caught:
        read(text.encode())
    assert caught.value.code == code
    assert fact in caught.value.facts.values()


def test_a_list_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(prefix_list, "MAX_BYTES", 10)
    with pytest.raises(Refusal, match=r"gs1\.prefix-list"):
        read(b"<" * 11)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fall(data):
    with suppress(Refusal):
        assert read(data).rows


@given(
    st.dictionaries(st.text("0189", min_size=2, max_size=8), st.sampled_from([0, 6, 7, 12]), max_size=12),
    st.text("0189", min_size=12, max_size=12),
)
def test_blocks_say_what_the_rows_say_and_the_longest_row_wins(rows, digits):
    wants = next((rows[digits[:size]] for size in range(12, 0, -1) if digits[:size] in rows), None)
    starts, answers = PrefixTable(blocks(rows), "rows")[digits[:4]]
    found = answers[max(place for place, start in enumerate(starts) if start <= digits[4:])]
    assert found == (UNKNOWN if wants is None else PrefixLength(wants, "rows"))
    if rows:
        assert CompanyPrefixes(PrefixList("", rows)).length(digits).length == (wants or 0)
