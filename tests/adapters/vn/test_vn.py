"""Vietnamese codes: examples, shapes, check digits."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.vn.adapter import ADAPTER
from lienthong.codes import code
from lienthong.codes.shapes import weighted_check_digit
from lienthong.mapping.functions.examples import run_example
from lienthong.plugs import GROUP, Plugs, Refusal

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
            assert outcome(function, text) in {text, text[:1], *ADAPTER.catalogue.codes()}
