"""Identifiers written by others: the same verdicts and the same values.

Rows that leave `"`, `<`, `/` or `%` raw are dropped: the standard escapes them on either side (TDS 6.3.1).
"""

import json
import re
from functools import cache

import pytest

from adapters.gs1 import epc_uri
from adapters.gs1.canonical import key_of
from adapters.gs1.keys import Gln, Gtin, Sscc
from lienthong.plugs import Refusal
from tests.vectors import vector_files

SCHEMES = ("id:sgtin", "id:sscc", "id:sgln", "id:pgln", "class:lgtin", "idpat:sgtin")
KEYS = ("SGTINTest", "LGTINTest", "SSCCTest", "SGLNTest", "PGLNTest")


@cache
def rows(name):
    folder, _, file = name.rpartition("/")
    found = vector_files(folder, file)
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


def of_ours(uri):
    return uri.removeprefix("urn:epc:").rpartition(":")[0].startswith(SCHEMES) or any(
        uri.startswith(f"urn:epc:{scheme}:") for scheme in SCHEMES
    )


def raw_signs(row):
    value = row["input"][0].split("/", 6)[-1] if row["input"][0].startswith("http") else row["input"][0]
    bare = re.sub("%(22|25|26|2F|3C|3E|3F)", "", value)
    return any(sign in bare for sign in '"<%?') or "//" in value or ("urn:" in value and "/" in bare)


def pairs():
    found = [row for row in rows("gs1/openepcis/conversions.json") if row["test"] in KEYS and not raw_signs(row)]
    return [(row["input"][0], row["expected"]) for row in found]


@pytest.mark.parametrize(("one", "other"), pairs())
def test_a_urn_and_its_digital_link_have_one_key(vector_set, one, other):
    vector_set("gs1/openepcis")
    link = one if one.startswith("http") else other
    values = link.rstrip("/").split("/")
    if "01" in values and not _right_number(values[values.index("01") + 1]):
        # the set mends wrong check digits by way of the URN; a key must not be mended (General Specifications 7.9)
        assert key_of(link).scheme == "https"
        return
    assert key_of(one) == key_of(other)
    assert key_of(one).scheme == "gs1"


def _right_number(text):
    try:
        return bool(Gtin.parse(text))
    except Refusal:
        return False


def test_the_pairs_are_many():
    assert not rows("gs1/openepcis/conversions.json") or len(pairs()) > 45


def epcpy_rows(valid):
    seen = {}
    for row in rows("gs1/epcpy/scheme_cases.json"):
        # the invalid rows of other classes are about binary forms and restrictions of one GTIN length
        if row["valid"] is valid and (valid or row["cls"].endswith("Init")):
            seen.setdefault(row.get("uri", ""), row)
    return [row for uri, row in seen.items() if re.match(r"urn:epc:(id:(sgtin|sscc|sgln|pgln)|class:lgtin):", uri)]


@pytest.mark.parametrize("row", epcpy_rows(valid=True), ids=lambda row: row["uri"])
def test_epcpy_accepts(vector_set, row):
    vector_set("gs1/epcpy")
    elements = epc_uri.elements(row["uri"])
    assert key_of(row["uri"]).scheme == "gs1"
    for same in (other for other in rows("gs1/epcpy/scheme_cases.json") if other.get("uri") == row["uri"]):
        if "gs1_element_string" in same and "(254)0" not in same["gs1_element_string"]:
            assert "".join(f"({ai}){value}" for ai, value in elements) == same["gs1_element_string"]


@pytest.mark.parametrize("row", epcpy_rows(valid=False), ids=lambda row: row["uri"])
def test_epcpy_refuses(vector_set, row):
    vector_set("gs1/epcpy")
    with pytest.raises(Refusal):
        epc_uri.elements(row["uri"])
    assert key_of(row["uri"]).scheme == "urn"


def test_the_reference_engine_agrees_on_element_strings_of_our_keys(vector_set):
    vector_set("gs1/engine-oracle")
    met = 0
    for row in rows("gs1/engine-oracle/single_ai.json"):
        if not re.fullmatch(r"\((00|01|414|417)\).*", row["bracketed"], re.DOTALL):
            continue
        met += 1
        key = key_of(row["bracketed"])
        assert (key is not None) == row["ok"], row
        if key:
            assert f"https://id.gs1.org/{key.text}" == row["dl"]
    assert met > 10


def test_location_numbers_of_field_case_27(vector_set):
    expected = json.loads((vector_set("field-cases/C27") / "expect.json").read_text(encoding="utf-8"))
    for text, want in expected.items():
        if text.startswith("sgln"):
            uri = re.search(r"urn:epc:id:sgln:\S+", want)[0]
            assert epc_uri.elements(uri)[0][0] == "414"
        elif want.startswith("valid"):
            assert Gln.parse(text).text == text
        else:
            with pytest.raises(Refusal, match=r"gs1\.length"):
                Gln.parse(text)


def test_pallet_numbers_of_field_case_18(vector_set):
    expected = json.loads((vector_set("field-cases/C18") / "expect.json").read_text(encoding="utf-8"))
    for want in expected.values():
        if "sscc" in want:
            assert key_of(want["urn"]).value("00") == Sscc.parse(want["sscc"]).text


def test_trade_item_numbers_of_field_case_19(vector_set):
    expected = json.loads((vector_set("field-cases/C19") / "expect.json").read_text(encoding="utf-8"))
    met = [row for row in expected if row["code"].isdigit() and row.get("gtin14") and row.get("symbology") is None]
    assert len(met) >= 4
    assert [Gtin.parse(row["code"]).text for row in met] == [row["gtin14"] for row in met]
