"""Vietnamese codes: examples, shapes, check digits."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import entry_points

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.vn.adapter import ADAPTER
from adapters.vn.code_functions import CHECKS
from lienthong.codes import code, code_names
from lienthong.codes.shapes import weighted_check_digit
from lienthong.mapping.functions.examples import run_example
from lienthong.plugs import GROUP, Plugs, Refusal, installed

FUNCTIONS = {function.name: function for function in ADAPTER.functions}
CASES = [(name, example) for name, function in FUNCTIONS.items() for example in function.examples]


@pytest.mark.parametrize(("name", "example"), CASES, ids=lambda part: getattr(part, "given", part))
def test_example(name, example):
    assert run_example(FUNCTIONS[name], example, FUNCTIONS) is None


def test_codes_are_in_the_catalogue():
    codes = {code for _, example in CASES for code in (example.refuses, example.notices) if code}
    assert codes == set(ADAPTER.catalogue.codes())


def test_the_adapter_fits_and_is_found():
    assert set(Plugs([ADAPTER]).functions) == set(FUNCTIONS)
    assert [point.value for point in entry_points(group=GROUP, name="vn")] == ["adapters.vn.adapter:ADAPTER"]


@pytest.mark.parametrize(
    ("kind", "text", "bearer"),
    [
        ("tax_code", "0100000003", "firm"),
        ("tax_code", "0100000003-001", "branch"),
        ("tax_code", "0100000003001", None),
        ("tax_code", "01000 00003", None),
        ("phone", "0912.345.678", "mobile"),
        ("phone", "(0296) 312-3456", "landline"),
        ("phone", "84912345678", "mobile"),
        ("phone", "1900 1234", "service"),
        ("phone", "0612345678", None),
        ("phone", "0" * 10_000, None),
        ("plate", "67a 123.45", "vehicle"),
        ("plate", "59X1-234.56", "vehicle"),
        ("plate", "01C-123.45", None),
        ("planting_area", "VNAGIOR0001", "planting area"),
        ("planting_area", "VN-AGPH-0001", None),
        ("vessel", "ag-12345-ts", "fishing vessel"),
        ("state_vessel", "KN123VN", "state vessel"),
        ("vessel", "AG-1234-TS", None),
        ("vessel", "AG-00000-TS", None),
    ],
)
def test_shape(kind, text, bearer):
    shape = code(kind).shape(text)
    assert (shape.of if shape else None) == bearer


@pytest.mark.parametrize("name", code_names())
def test_every_code_names_a_function_and_a_check_there_are(name):
    kind = code(name)
    assert not kind.function or kind.function in installed().functions
    assert not kind.check or kind.check in {*CHECKS, "list"}


def test_every_function_over_one_text_is_named_by_its_code():
    named = {code(name).function for name in (*code_names(), "phone", "plate")}
    assert set(FUNCTIONS) - named == {"vn.ocop_end", "vn.address"}


def test_findings_never_tell_a_citizen_number():
    call = FUNCTIONS["vn.citizen_number"].make((), {})
    for text in ("099089012345", "89089012345", "Nguyễn Văn Bình 089089012345"):
        with pytest.raises(Refusal) as refused:
            call(text)
        assert "089012" not in refused.value.facts["value"]


@pytest.mark.parametrize(
    ("text", "call", "gives"),
    [
        ("91", "vn.province(now, on)", "tỉnh An Giang"),
        ("Kiên Giang", "vn.province(now_code, on)", "91"),
        ("An Giang", "vn.province(code)", "vn.province-date"),
        ("An Giang", "vn.province(now_code)", "91"),
        ("89", "vn.province(now, on)", "vn.province-unknown"),
        ("89", "vn.province(now)", "tỉnh An Giang"),
        ("30307", "vn.ward(name, province, district, on)", "phường Long Xuyên"),
        ("00025", "vn.ward(now)", "vn.ward-open"),
        ("xã Ngọc Chúc", "vn.ward(now_code, old, district, on)", "30928"),
        ("Tân Lập", "vn.ward(now, province)", "xã Núi Cấm"),
        ("phường 1", "vn.ward(now, south)", "vn.ward-open"),
        ("P. Mỹ Long", "vn.ward(name, province)", "phường Mỹ Long"),
        ("Long Xuyên", "vn.ward(name, number)", "phường Long Xuyên"),
    ],
)
def test_places(text, call, gives):
    function = FUNCTIONS[call.partition("(")[0]]
    words = call.rstrip(")").partition("(")[2].split(", ")
    names = {
        "on": dt.date(2026, 3, 2),
        "province": "An Giang",
        "old": "Kiên Giang",
        "number": "91",
        "south": "Trà Vinh",
        "district": None,
    }
    try:
        got = function.make(words[:1], {})(text, *(names[word] for word in words[1:]))
    except Refusal as refusal:
        got = refusal.code
    assert got == gives


@pytest.mark.parametrize("name", ["vn.province", "vn.ward", "vn.address"])
def test_an_unknown_form_is_told_when_the_mapping_loads(name):
    with pytest.raises(ValueError, match="known: "):
        FUNCTIONS[name].make(["anything"], {})


def test_shapes_keep_their_mark():
    marks = {
        shape.mark for name in ("tax_code", "phone", "plate", "planting_area", "vessel") for shape in code(name).shapes
    }
    assert marks == {"L", "C", "U"}


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(1, 9))
def test_every_single_wrong_digit_is_told(digits, off):
    check = weighted_check_digit(digits, code("tax_code").weights)
    if check is None:
        return
    call = FUNCTIONS["vn.tax_code"].make((), {})
    told = []
    call(digits + check, notice=lambda found, **facts: told.append(found))
    assert told == []
    for place in range(10):
        whole = digits + check
        wrong = whole[:place] + str((int(whole[place]) + off) % 10) + whole[place + 1 :]
        told.clear()
        assert call(wrong, notice=lambda found, **facts: told.append(found)) == wrong
        assert told == ["vn.tax-code-check"]


def outcome(function, text):
    try:
        return function.make((), {})(text)
    except Refusal as refusal:
        return refusal.code


@given(st.text(max_size=60))
def test_any_text_comes_back_or_is_refused(text):
    for name, function in FUNCTIONS.items():
        if function.takes == "text" and not function.params and name != "vn.citizen_number":
            assert outcome(function, text) in {text, text[:1], None, *ADAPTER.catalogue.codes()}
