"""Identifiers written by others: the same verdicts and the same values."""

import json
import re
from functools import cache

import pytest

from adapters.gs1 import epc_uri
from adapters.gs1.canonical import key_of
from adapters.gs1.keys import Gln, Gtin, Sscc
from lienthong.plugs import Refusal
from tests.vectors import vector_files


@cache
def rows(name):
    folder, _, file = name.rpartition("/")
    found = vector_files(folder, file)
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


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
