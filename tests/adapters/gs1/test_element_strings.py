"""Element strings and scans: verdict and every written form, as the reference engine of GS1 gives them."""

import json
import re
from functools import cache

import pytest

from adapters.gs1 import element_string, relations, scan
from adapters.gs1.ais import table
from lienthong.plugs import Refusal
from tests.adapters.gs1.disagreements import disagreements
from tests.vectors import vector_files

ENGINE, ORACLE = "gs1/gs1-syntax-engine", "gs1/engine-oracle"


@cache
def rows(name, file):
    found = vector_files(name, f"{file}.json")
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


def read(text, off=()):
    """The elements, or the code of the first fault."""
    try:
        return element_string.read(text, off=off).elements
    except Refusal as refusal:
        return refusal.code


def forms(text, off):
    elements = read(text, off)
    return None if isinstance(elements, str) else (element_string.raw(elements), element_string.bracketed(elements))


def wanted(row):
    return (row["raw"], row["bracketed"]) if row["ok"] else None


def test_single_ais_of_the_oracle(vector_set):
    vector_set(ORACLE)
    met = rows(ORACLE, "single_ai")
    wrong = [(row, read(row["bracketed"])) for row in met if forms(row["bracketed"], relations.CODES) != wanted(row)]
    assert wrong == []
    assert {re.match(r"\((\d+)\)", row["bracketed"])[1] for row in met} == set(table())


def test_several_ais_of_the_oracle(vector_set):
    vector_set(ORACLE)
    met = rows(ORACLE, "multi_ai")
    assert [row for row in met if forms(row["bracketed"], ()) != wanted(row)] == []
    assert len(met) >= 3000


def test_partners_an_ai_must_have_are_those_of_the_oracle_but_for_its_older_edition(vector_set):
    vector_set(ORACLE)
    differing = set()
    told = 0
    for row in rows(ORACLE, "multi_ai") + rows(ORACLE, "digital_link"):
        found = re.fullmatch(r"Required AIs for AI \((\d+)\) are not satisfied: (.+)", row.get("error", ""))
        if found:
            told += 1
            groups = [",".join("+".join(choice) for choice in group) for group in table()[found[1]].requires]
            differing |= set() if found[2] in groups else {found[1]}
    assert told > 1000
    assert differing == {ai for row in disagreements(ORACLE) for ai in row.get("requires_of", [])}


@pytest.mark.parametrize("file", ["parse_bracketed_ai", "process_raw_ai"])
def test_strings_of_the_engine(vector_set, file):
    vector_set(ENGINE)
    aside = {row.get("raw") for row in disagreements(ENGINE)}
    met = 0
    for row in rows(ENGINE, file):
        text = row["raw"] if file == "process_raw_ai" else row["bracketed"]
        if text in aside:
            continue
        met += 1
        got = read(text, relations.CODES)
        assert (not isinstance(got, str)) == row["engine_default"], (row, got)
        if row["engine_default"]:
            assert element_string.bracketed(got) == row["engine_bracketed"]
            if file == "parse_bracketed_ai":
                assert element_string.raw(got) == row["raw"]
    assert met > 20


RULES = {
    "validateAIrepeats": "gs1.ai-repeats",
    "validateAImutex": "gs1.ai-excludes",
    "validateAIrequisites": "gs1.ai-requires",
    "validateDigSigRequiresSerialisedKey": "gs1.signature-serial",
}


def test_relations_of_the_engine(vector_set):
    vector_set(ENGINE)
    for row in rows(ENGINE, "validate_ai_associations"):
        got = read(row["bracketed"], relations.CODES - {RULES[row["rule"]]})
        assert (not isinstance(got, str)) == row["engine_default"], (row, got)
        if not row["engine_default"]:
            unknown = "Unrecognised AI" in row["engine_error"]
            assert got == ("gs1.ai-unknown" if unknown else RULES[row["rule"]])
            assert not unknown or read(row["bracketed"], relations.CODES | {"gs1.ai-unknown"}) != "gs1.ai-unknown"


def test_one_fault_of_each_kind(vector_set):
    vector_set(ENGINE)
    for row in rows(ENGINE, "linter_triggers"):
        got = read(row["bracketed"], relations.CODES)
        assert (not isinstance(got, str)) == (row["error"] == "GS1_LINTER_OK"), (row, got)


# --- scans ----------------------------------------------------------------------------------------------------------

NAMES = {
    "QR": "qr",
    "DM": "data-matrix",
    "DotCode": "dotcode",
    "DataBarExpanded": "databar",
    "DataBarOmni": "databar-omni",
    "DataBarLimited": "databar-limited",
    "GS1_128_CCA": "gs1-128",
    "GS1_128_CCC": "gs1-128",
    "EAN13": "ean-13",
    "EAN8": "ean-8",
    "UPCA": "upc-a",
    "UPCE": "upc-e",
}


def engine_text(text):
    """As the engine writes a plain text that would else look like an element string."""
    return "\\" + text if re.match(r"\\*\^", text) else text


def scanned(text):
    """The symbology and message of a scan that names something or holds a plain text, else None."""
    try:
        found = scan.take(text)
        if found.holds != "text" or re.match("(http|HTTP)s?S?:", found.message):
            scan.read(text)
    except Refusal:
        return None
    message = found.message if found.holds != "text" else engine_text(found.message)
    return found.symbology, message + (f"|{found.composite}" if found.composite else "")


def test_scans_of_the_engine(vector_set):
    vector_set(ENGINE)
    met = rows(ENGINE, "process_scandata")
    wrong = []
    for row in met:
        wants = (NAMES[row["sym"]], row["data"]) if row["ok"] else None
        if scanned(row["scan"]) != wants:
            wrong.append((row, scanned(row["scan"])))
    assert wrong == []
    assert len(met) >= 45


def sent(row):
    message, _, composite = row["data"].partition("|")
    holds = "elements" if row["data"].startswith("^") else "text"
    if row["sym"] in {"QR", "DM", "DotCode"} and holds == "text":
        message, composite = re.sub(r"^\\(?=\\*\^)", "", row["data"]), ""
    try:
        return scan.write(scan.Scan(NAMES[row["sym"]], holds, message, composite))
    except Refusal:
        return None


def test_what_scanners_send(vector_set):
    vector_set(ENGINE)
    met = [row for row in rows(ENGINE, "generate_scandata") if row["sym"] != "NONE"]
    assert [(row, sent(row)) for row in met if sent(row) != row["scan"]] == []
    assert len(met) >= 43
