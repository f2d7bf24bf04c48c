"""Digital Links of others: the same verdicts and the same values as the reference engine and the standards."""

import json
import re

import pytest

from adapters.gs1 import constrained, digital_link
from adapters.gs1.escapes import escaped, escaped_query, unescaped, unescaped_query
from adapters.gs1.link_compression import codes
from adapters.gs1.link_table import table
from lienthong.plugs import Refusal
from tests.adapters.gs1.disagreements import disagreements

ANY_SETTING = frozenset({"gs1.link-unknown"})


def rows(vector_set, folder, file):
    return json.loads((vector_set(folder) / file).read_text(encoding="utf-8-sig"))


def verdict(call, *arguments, **options):
    """What a call gives; None when it refuses."""
    try:
        return call(*arguments, **options)
    except Refusal:
        return None


def bracketed(elements):
    return "".join(f"({ai}){value.replace('(', chr(92) + '(')}" for ai, value in elements)


def plain(raw):
    return raw.replace("^", "")


def pairs(text):
    return tuple((ai, value.replace("\\(", "(")) for ai, value in re.findall(r"\((\d{2,4})\)((?:[^(\\]|\\\()+)", text))


def in_order(link):
    """A link with the members of its query sorted: the engine leaves them in the order of the input."""
    place, mark, query = link.partition("?")
    return place + mark + "&".join(sorted(query.split("&")))


def test_the_engine_reads_the_same_links(vector_set):
    met = rows(vector_set, "gs1/gs1-syntax-engine", "parse_digital_link.json")
    for row in met:
        found = verdict(digital_link.read, row["uri"])
        assert (found is not None) == row["engine_default"], row
        if found:
            assert bracketed(found.elements) == row["engine_bracketed"]
    assert len(met) == 118


def test_what_the_engine_reads_with_its_switches_is_read_leniently(vector_set):
    met = [
        row
        for row in rows(vector_set, "gs1/gs1-syntax-engine", "parse_digital_link.json")
        if row["ok"] and not row["engine_default"]
    ]
    for row in met:
        found = digital_link.read(row["uri"], lenient=True, off=ANY_SETTING)
        assert "".join(ai + value for ai, value in found.elements) == plain(row["raw"])
    assert len(met) > 10


def test_the_engine_writes_the_same_links(vector_set):
    known = disagreements("gs1/gs1-syntax-engine")
    for row in rows(vector_set, "gs1/gs1-syntax-engine", "generate_digital_link.json"):
        if any(case.get("bracketed") == row["bracketed"] for case in known):
            continue
        unknown = row["ok"] and "(89)" in row["bracketed"]
        stem = row["stem"] or digital_link.HOME
        found = verdict(digital_link.write, pairs(row["bracketed"]), stem, off=ANY_SETTING if unknown else frozenset())
        assert (found and in_order(found)) == (in_order(row["uri"]) if row["ok"] else None), row


def test_escapes_are_those_of_the_engine(vector_set):
    for row in rows(vector_set, "gs1/gs1-syntax-engine", "uri_escape.json"):
        assert (escaped(row["input"]), escaped_query(row["input"])) == (row["path"], row["query"])
    for row in rows(vector_set, "gs1/gs1-syntax-engine", "uri_unescape.json"):
        assert (unescaped(row["input"]), unescaped_query(row["input"])) == (row["path"], row["query"])


def test_the_engine_allows_the_same_paths(vector_set):
    theirs = {tuple(names) for names in rows(vector_set, "gs1/gs1-syntax-engine", "dl_path_sequences_all_in_file.json")}
    # the set leaves out the one key whose qualifier is mandatory
    assert theirs == {names for names in table().sequences if names[0] != "415"}


def test_the_oracle_agrees_on_every_link(vector_set):
    met = rows(vector_set, "gs1/engine-oracle", "digital_link.json")
    for row in met:
        found = verdict(digital_link.read, row["uri"])
        assert (found is not None) == row["ok"], row
        if found:
            assert bracketed(found.elements) == row["bracketed"]
            assert digital_link.write(found.elements) == in_order(row["canonical"])
            path = digital_link.elements(row["uri"])
            assert found.elements[: len(path)] == path
    assert sum(row["ok"] for row in met) > 800


@pytest.mark.parametrize("file", ["multi_ai.json", "single_ai.json"])
def test_the_oracle_writes_the_same_link_for_elements(vector_set, file):
    for row in rows(vector_set, "gs1/engine-oracle", file):
        if row["ok"]:
            found = verdict(digital_link.write, pairs(row["bracketed"]))
            assert (found and in_order(found)) == (row["dl"] and in_order(row["dl"])), row


def test_the_core_vocabulary_agrees_on_every_link_in_an_event(vector_set):
    met = rows(vector_set, "gs1/cbv2-constrained-dl", "cases.json")
    for row in met:
        fields = ["location", "party"] if row["context"] == "location_party" else [row["context"]]
        assert any(verdict(constrained.verdict, row["uri"], field) for field in fields) == row["ok"], row
    assert len(met) == 60


def test_packed_epcs_of_the_tag_data_standard(vector_set):
    for row in rows(vector_set, "gs1/tds-2.3-annex-e3", "epcb_worked.json"):
        assert digital_link.read(f"https://example.com/{row['segment']}").elements == digital_link.elements(row["uri"])


def test_short_names_stand_for_what_others_take_them_for(vector_set):
    known = [case["input"] for case in disagreements("gs1/openepcis") if "input" in case]
    met = 0
    for row in rows(vector_set, "gs1/openepcis", "shortname_normalisation.json"):
        if row["input"] not in known:
            met += 1
            found = digital_link.read(row["input"], lenient=True).elements
            assert digital_link.write(found) == row["expected"].partition("?")[0]
    assert met == 3


def test_the_published_table_has_the_same_keys_and_qualifiers(vector_set):
    theirs = rows(vector_set, "gs1/gs1-ata", "GS1_Application_Identifiers.json")["applicationIdentifiers"]
    keys = {row["applicationIdentifier"] for row in theirs if row.get("gs1DigitalLinkPrimaryKey")}
    assert keys == set(table().chains)
    for row in theirs:
        if chains := row.get("gs1DigitalLinkQualifiers"):
            assert set(map(tuple, chains)) == set(table().chains[row["applicationIdentifier"]])


def test_the_published_codes_of_the_old_compression_are_ours(vector_set):
    theirs = rows(vector_set, "gs1/gs1-ata", "OptimizationCodes.json")["OptimizationCodes"]
    assert {row["Code"]: tuple(row["SequenceAIs"]) for row in theirs} == codes()


def test_links_of_field_case_24(vector_set):
    expected = json.loads((vector_set("field-cases/C24") / "expect.json").read_text(encoding="utf-8"))
    for uri, want in expected.items():
        tolerated = "lenient" in want.get("note", "") or "alphas" in want.get("note", "")
        if "error" in want or tolerated:
            assert verdict(digital_link.read, uri) is None
            assert bool(verdict(digital_link.read, uri, lenient=True)) == tolerated
            continue
        link = digital_link.read(uri)
        values = dict(link.elements)
        assert values["10" if "lot" in want else "01"] == want.get("lot", want.get("gtin"))
        assert values.get("21", "") == want.get("serial", "")
        if "canonical" in want:
            assert digital_link.write(link.elements) == want["canonical"]
            assert [name for name, _ in link.parameters] == want["ignored"]


# the set leaves signs unescaped, mends check digits by way of the URN, and has an address that is no link
UNLIKE = {
    "gs1.check-digit",
    "gs1.pieces",
    "gs1.value-length",
    "gs1.link-slash",
    "gs1.link-character",
    "gs1.link-escape",
}


def written_back(uri):
    """`same` or `spelt` otherwise, for a link written again from what it names; the code where it is refused."""
    try:
        found = digital_link.elements(uri)
    except Refusal as refusal:
        return refusal.code
    stem = uri[: uri.rindex(f"/{found[0][0]}/")]
    return "same" if digital_link.write(found, stem) == uri else "spelt"


def test_links_of_others_are_written_back_as_they_were(vector_set):
    met = rows(vector_set, "gs1/openepcis", "conversions.json")
    texts = {text for row in met for text in (*(row["input"] or ()), row["expected"]) if isinstance(text, str)}
    keys = "|".join(table().chains)
    ways = [written_back(text) for text in sorted(texts) if re.match(rf"https?://.*/(?:{keys})/.", text)]
    assert set(ways) <= {"same", "spelt", *UNLIKE}
    assert ways.count("same") > 125
    assert ways.count("spelt") < 20
