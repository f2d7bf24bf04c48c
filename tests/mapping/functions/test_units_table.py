"""The table of units: no spelling twice, codes well formed, factors exact."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from lienthong.mapping.functions import convert_call, fold_key, unit_code
from lienthong.mapping.functions.units import unit_names
from lienthong.shelf import data

TABLE = data("vn/units.yaml")


def spellings():
    for section in ("measures", "uncoded", "regional"):
        for code, row in TABLE[section].items():
            names = {fold_key(name) for name in row["names"]}
            yield from names | ({fold_key(code)} if section == "measures" else set())
    for section in ("counts", "packages"):
        yield from map(fold_key, TABLE[section])


def test_no_spelling_is_claimed_twice():
    assert [name for name, count in Counter(spellings()).items() if count > 1] == []


@pytest.mark.parametrize("code", TABLE["measures"])
def test_measure(code):
    row = TABLE["measures"][code]
    assert re.fullmatch("[A-Z0-9]{2,3}", code)
    assert Decimal(row["factor"]) > 0
    assert unit_code(code) == code
    assert {unit_names()[fold_key(name)].code for name in row["names"]} == {code}
    assert convert_call(code)(Decimal("2.5"), code) == Decimal("2.5")


def test_base_units_have_factor_one():
    for row in TABLE["measures"].values():
        if row["of"] in TABLE["measures"]:
            assert TABLE["measures"][row["of"]]["factor"] == "1"


@pytest.mark.parametrize(
    ("number", "unit", "target", "gives"),
    [
        ("2", "tạ", "KGM", "200"),
        ("3", "yến", "KGM", "30"),
        ("1", "héc-ta", "MTK", "10000"),
        ("1", "m3", "LTR", "1000"),
        ("1", "lb", "KGM", "0.45359237"),
        ("750", "ml", "LTR", "0.75"),
        ("250", "kg", "TNE", "0.25"),
    ],
)
def test_conversions(number, unit, target, gives):
    assert str(convert_call(target)(Decimal(number), unit)) == gives
