"""The table of application identifiers, and what is said of a value that cannot stand behind one."""

import json
import re
import runpy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.gs1.ais import ai_at, checked, fault, predefined, sizes, table
from lienthong.plugs import Refusal
from tests.adapters.gs1.values import values

GTIN = "09521234000013"


def as_published(entry):
    """The row of the dictionary that an entry stands for."""
    marks = [f"ex={','.join(entry.excludes)}"] if entry.excludes else []
    marks += ["req=" + ",".join("+".join(choice) for choice in group) for group in entry.requires]
    if entry.qualifiers is not None:
        chains = "|".join(",".join(chain) for chain in entry.qualifiers)
        marks.append(f"dlpkey={chains}" if chains else "dlpkey")
    return {
        "ai": entry.ai,
        "fnc1_required": not entry.predefined,
        "dl_attribute": entry.attribute,
        "components": [
            {
                "optional": part.optional,
                "type": part.signs.upper(),
                "min": part.least,
                "max": part.most,
                "linters": list(part.rules),
            }
            for part in entry.parts
        ],
        "attributes": sorted(marks),
        "title": entry.title,
    }


def test_the_table_states_every_fact_of_the_dictionary(vector_set):
    file = vector_set("gs1/gs1-syntax-dictionary") / "dictionary_parsed.json"
    published = json.loads(file.read_text(encoding="utf-8"))
    rows = [{**row, "attributes": sorted(row["attributes"])} for row in published]
    names = as_published(table()["00"]).keys()
    assert [as_published(table()[row["ai"]]) for row in rows] == [{name: row[name] for name in names} for row in rows]
    assert len(table()) == len(rows) == 541


def test_the_table_is_what_the_tool_makes_of_the_dictionary(vector_set):
    folder = vector_set("gs1/gs1-syntax-dictionary")
    tool = runpy.run_path(str(Path(__file__).resolve().parents[3] / "tools" / "make_gs1_ais.py"))
    text = next(folder.glob("*.txt")).read_text(encoding="utf-8")
    written = tool["TARGET"].read_text(encoding="utf-8").partition("\nais:\n")[2]
    assert written.splitlines() == tool["entries"](text)


SHAPES = {entry.parts: ai for ai, entry in sorted(table().items(), reverse=True)}


@pytest.mark.parametrize("ai", sorted(SHAPES.values()))
@settings(max_examples=5)
@given(data=st.data())
def test_a_right_value_passes(ai, data):
    value = data.draw(values(ai))
    assert checked(ai, value) == value
    assert fault(ai, value) is None


@pytest.mark.parametrize(
    ("ai", "value", "code", "facts"),
    [
        ("01", "09521234000014", "gs1.check-digit", {"key": "GTIN (01)", "got": "4", "wants": "3"}),
        ("01", "9521234000013", "gs1.length", {"length": "13", "wants": "14"}),
        ("01", "9,52E+12", "gs1.scientific", {}),
        ("01", "0952123400001３", "gs1.digits", {}),
        ("00", "", "gs1.length", {"length": "0", "wants": "18"}),
        ("10", "Lô 1", "gs1.lot", {"character": "ô", "length": "4", "most": "20"}),
        ("10", "", "gs1.lot", {"length": "0"}),
        ("235", "x" * 29, "gs1.serial", {"length": "29", "most": "28"}),
        ("254", "kho 2", "gs1.extension", {"character": " "}),
        ("17", "261331", "gs1.month", {"month": "13", "position": "3"}),
        ("17", "260431", "gs1.day", {"day": "31", "month": "04", "most": "30"}),
        ("17", "260400", "", {}),
        ("7006", "260400", "gs1.day", {"day": "00"}),
        ("7007", "260401260431", "gs1.day", {"position": "11"}),
        ("8008", "2604012360", "gs1.minute", {"got": "60"}),
        ("422", "998", "gs1.country", {"got": "998"}),
        ("423", "704999", "gs1.country", {"got": "999", "position": "4"}),
        ("7030", "999ABC", "", {}),
        ("8003", "19521234000013", "gs1.zero-wanted", {"position": "1"}),
        ("8003", "09521234000013Ấ", "gs1.value-character", {"position": "15"}),
        ("8006", "095212340000130301", "gs1.pieces", {"piece": "03", "total": "01"}),
        ("8010", "89é", "gs1.value-character", {"character": "é"}),
        ("8010", "893A1", "gs1.prefix-digits", {"position": "4"}),
        ("8004", "893", "gs1.prefix-short", {"least": "4"}),
        ("8011", "01", "gs1.leading-zero", {}),
        ("3103", "12345", "gs1.length", {"wants": "6"}),
        ("30", "123456789", "gs1.value-length", {"wants": "1–8"}),
        ("89", "1", "gs1.ai-unknown", {"ai": "89"}),
        ("3106", "123456", "gs1.ai-unknown", {}),
    ],
)
def test_what_is_said_of_a_value(ai, value, code, facts):
    found = fault(ai, value)
    assert (found.code if found else "") == code
    assert facts.items() <= (found.facts if found else {}).items()
    if code:
        with pytest.raises(Refusal, match=re.escape(code)):
            checked(ai, value)


@given(st.sampled_from([*sorted(table()), "89", "x"]), st.text(max_size=40))
def test_no_text_makes_the_verdict_fall_and_fault_and_verdict_agree(ai, value):
    found = fault(ai, value)
    known = ai in table()
    assert (found is None) == (known and table()[ai].fits(value))


@pytest.mark.parametrize(
    ("text", "place", "ai"),
    [
        ("0109", 0, "01"),
        ("3109000123", 0, "3109"),
        ("(10)", 1, "10"),
        ("2359", 0, "235"),
        ("2", 0, ""),
        ("31", 0, ""),
        ("31A0", 0, ""),
        ("8912", 0, ""),
        ("04", 0, "04"),
        ("٠1", 0, ""),
    ],
)
def test_where_an_ai_begins(text, place, ai):
    assert ai_at(text, place) == ai


def test_the_first_two_digits_tell_the_length_of_an_ai_and_of_predefined_data():
    assert all(sizes()[ai[:2]] == len(ai) for ai in table())
    assert {head: predefined().get(head) for head in ("00", "04", "14", "20", "36", "41", "10", "39")} == {
        "00": 18, "04": 16, "14": 6, "20": 2, "36": 6, "41": 13, "10": None, "39": None,
    }  # fmt: skip
    assert all((ai[:2] in predefined()) == entry.predefined for ai, entry in table().items())
