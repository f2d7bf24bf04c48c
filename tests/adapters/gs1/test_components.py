"""The 39 rules for components: verdict, place and kind of fault, as in the GS1 Barcode Syntax Dictionary."""

import json
from functools import cache

import pytest

from adapters.gs1.components import RULES
from tests.adapters.gs1.disagreements import disagreements
from tests.vectors import vector_files

SET = "gs1/gs1-syntax-dictionary"
# the name of the fault there, and our code for it
CODES = {
    "gs1.value-character": (
        "NON_DIGIT_CHARACTER INVALID_CSET82_CHARACTER INVALID_CSET39_CHARACTER INVALID_CSET64_CHARACTER "
        "INVALID_IMPORT_IDX_CHARACTER INVALID_IBAN_CHARACTER"
    ),
    "gs1.value-length": (
        "TOO_SHORT_FOR_CHECK_DIGIT TOO_SHORT_FOR_CHECK_PAIR TOO_LONG_FOR_CHECK_PAIR_IMPLEMENTATION HOUR_TOO_SHORT "
        "HOUR_TOO_LONG MINUTE_TOO_SHORT MINUTE_TOO_LONG SECOND_TOO_SHORT SECOND_TOO_LONG DATE_TOO_SHORT "
        "DATE_TOO_LONG HOUR_WITH_MINUTE_TOO_SHORT HOUR_WITH_MINUTE_TOO_LONG IBAN_TOO_SHORT IBAN_TOO_LONG "
        "IMPORTER_IDX_MUST_BE_ONE_CHARACTER INVALID_LENGTH_FOR_PIECE_OF_TOTAL LATITUDE_INVALID_LENGTH "
        "LONGITUDE_INVALID_LENGTH"
    ),
    "gs1.check-digit": "INCORRECT_CHECK_DIGIT",
    "gs1.check-pair": "INCORRECT_CHECK_PAIR",
    "gs1.prefix-short": "TOO_SHORT_FOR_GCP",
    "gs1.prefix-digits": "INVALID_GCP_PREFIX",
    "gs1.letter-wanted": "REQUIRES_NON_DIGIT_CHARACTER",
    "gs1.hour": "ILLEGAL_HOUR",
    "gs1.minute": "ILLEGAL_MINUTE",
    "gs1.second": "ILLEGAL_SECOND",
    "gs1.month": "ILLEGAL_MONTH",
    "gs1.day": "ILLEGAL_DAY",
    "gs1.hyphen": "NOT_HYPHEN",
    "gs1.country-letters": "ILLEGAL_IBAN_COUNTRY_CODE NOT_ISO3166_ALPHA2",
    "gs1.iban-check": "INCORRECT_IBAN_CHECKSUM",
    "gs1.country": "NOT_ISO3166 NOT_ISO3166_OR_999",
    "gs1.currency": "NOT_ISO4217",
    "gs1.choice": "INVALID_BIOLOGICAL_SEX_CODE INVALID_WINDING_DIRECTION NOT_ZERO_OR_ONE",
    "gs1.latitude": "INVALID_LATITUDE",
    "gs1.longitude": "INVALID_LONGITUDE",
    "gs1.media-type": "INVALID_MEDIA_TYPE",
    "gs1.package-type": "INVALID_PACKAGE_TYPE",
    "gs1.zero-number": "ILLEGAL_ZERO_VALUE",
    "gs1.leading-zero": "ILLEGAL_ZERO_PREFIX",
    "gs1.zero-wanted": "NOT_ZERO",
    "gs1.escape": "INVALID_PERCENT_SEQUENCE",
    "gs1.pieces": "ZERO_PIECE_NUMBER ZERO_TOTAL_PIECES PIECE_NUMBER_EXCEEDS_TOTAL",
    "gs1.sequence": "POSITION_IN_SEQUENCE_MALFORMED POSITION_EXCEEDS_END",
    "gs1.padding": "INVALID_CSET64_PADDING",
    "gs1.coupon-order": "COUPON_EXPIRATION_BEFORE_START",
    "gs1.coupon-excess": "COUPON_EXCESS_DATA",
    "gs1.coupon-date": "COUPON_INVALID_EXIPIRATION_DATE COUPON_INVALID_START_DATE",
}
OURS = {name: code for code, names in CODES.items() for name in names.split()}


def ours(name):
    if name in OURS or not name.startswith("COUPON_"):
        return OURS[name]
    return "gs1.coupon-code" if name.startswith("COUPON_INVALID") else "gs1.coupon-short"


@cache
def cases():
    found = vector_files(SET, "linter_cases.json")
    return json.loads(found[0].read_text(encoding="utf-8")) if found else []


def set_aside(case):
    """Whether the table of disagreements names the case; a look-up is at work where the prefix is all digits."""
    mark = case.get("markup", "").split("*")
    looked_up = "yes" if len(mark) == 3 and mark[1].isdigit() else ""
    facts = {**case, "lookup": looked_up}
    return any(
        all(facts.get(name, "") in (wants if isinstance(wants, list) else [wants]) for name, wants in row.items())
        for row in disagreements(SET)
    )


def marked(text, fault):
    return f"{text[: fault.at]}*{text[fault.at : fault.at + fault.length]}*{text[fault.at + fault.length :]}"


def test_every_rule_of_the_dictionary_is_here(vector_set):
    vector_set(SET)
    assert {case["linter"] for case in cases()} == set(RULES)
    assert len(RULES) == 39


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_rule_agrees_with_the_dictionary(vector_set, rule):
    vector_set(SET)
    wrong = []
    met = 0
    for case in cases():
        if case["linter"] != rule or set_aside(case):
            continue
        met += 1
        fault = RULES[rule](case["input"])
        got = (fault.code, marked(case["input"], fault)) if fault else None
        wants = None if case["ok"] else (ours(case["error"]), case["markup"])
        if got != wants:
            wrong.append((case, got))
    assert wrong == []
    assert met or rule.startswith("gcppos")


def test_few_cases_are_set_aside(vector_set):
    vector_set(SET)
    assert len(cases()) > 5600
    assert sum(map(set_aside, cases())) <= 24


@pytest.mark.parametrize(
    ("rule", "text", "code", "at"),
    [
        ("gcppos1", "1234", "", 0),
        ("gcppos1", "1234A", "", 0),
        ("gcppos1", "123", "gs1.prefix-short", 0),
        ("gcppos1", "12A4", "gs1.prefix-digits", 2),
        ("gcppos1", "", "gs1.prefix-short", 0),
        ("gcppos2", "A1234", "", 0),
        ("gcppos2", "A123", "gs1.prefix-short", 1),
        ("gcppos2", "A12A4", "gs1.prefix-digits", 3),
        ("gcppos2", "", "gs1.prefix-short", 0),
    ],
)
def test_room_for_a_company_prefix(rule, text, code, at):
    fault = RULES[rule](text)
    assert (fault.code if fault else "", fault.at if fault else 0) == (code, at)
