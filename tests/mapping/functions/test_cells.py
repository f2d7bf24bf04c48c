"""Workbook cells, hostile texts and exactness: what the examples, which are text, cannot show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.mapping.functions import CORE, amount_unit, clean, convert_call, is_zone, lookup_call, table_call, typed
from lienthong.mapping.functions.cells import MAX_DIGITS, shown
from lienthong.plugs import Refusal
from lienthong.reading import ErrorCell

VN = {"zone": "+07:00", "id_base": "https://id.example.vn/"}


def make(name, *words, **settings):
    return CORE[name].make(words, {**VN, **settings})


def moment(*parts):
    return dt.datetime(*parts)  # noqa: DTZ001 - a workbook's times have no zone


def outcome(call, *values):
    try:
        return shown(call(*values))
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("name", "words", "cell", "expected"),
    [
        ("number", ("comma",), 1150.5, "1150.5"),
        ("number", ("comma",), 12.0, "12"),
        ("number", ("comma",), 0.1, "0.1"),
        ("number", ("comma",), 2**53, str(2**53)),
        ("number", (), float("inf"), "number.length"),
        ("number", (), 1e300, "number.length"),
        ("number", (), True, "number.format"),
        ("number", (), dt.date(2026, 4, 3), "number.format"),
        ("number", (), ErrorCell("#REF!"), "text.error-cell"),
        ("number", (), "  ", ""),
        ("number", ("comma",), "١٢", "number.format"),
        ("number", ("comma",), "-1.250,50", "-1250.50"),
        ("number", ("comma",), "−5", "-5"),
        ("number", ("comma",), "1\u202f250,5", "1250.5"),
        ("number", ("comma",), "1 25", "number.grouping"),
        ("number", ("comma",), "1.250.5", "number.grouping"),
        ("number", ("comma",), "1.250 500", "number.grouping"),
        ("number", ("comma",), "0,750", "0.750"),
        ("number", ("comma",), "1,2,3", "number.grouping"),
        ("number", ("comma",), ",5", "number.format"),
        ("number", ("comma",), "(5)", "number.format"),
        ("number", ("point",), "1,250,000.75", "1250000.75"),
        ("number", (), "1" * (MAX_DIGITS + 1), "number.length"),
        ("number", (), "1" * 100_000, "number.length"),
        ("amount", ("comma",), 10.5, "10.5"),
        ("text", (), 12.0, "12"),
        ("text", (), moment(2026, 4, 3, 8, 15), "2026-04-03 08:15:00"),
        ("text", (), "Lu\u0301a", "L\u00faa"),
        ("text", (), "a\ud800", "text.control"),
        ("digits", (), 912345678, "912345678"),
        ("date", ("d/M/y",), dt.date(2026, 4, 3), "2026-04-03"),
        ("date", ("d/M/y",), moment(2026, 4, 3), "2026-04-03"),
        ("date", ("d/M/y",), moment(1899, 12, 30), "date.impossible"),
        ("date", ("d/M/y",), 46115, "date.number"),
        ("date", ("d/M/y",), 46115.0, "date.number"),
        ("date", ("d/M/y", "excel"), 46115, "2026-04-03"),
        ("date", ("d/M/y", "excel"), 46115.25, "2026-04-03"),
        ("date", ("excel1904",), 44653, "2026-04-03"),
        ("date", ("excel",), 12, "date.serial"),
        ("date", ("excel",), float("nan"), "date.number"),
        ("date", ("ddMMyy",), 20426, "date.number"),
        ("date", ("yyyyMMdd",), 20260403, "2026-04-03"),
        ("date", ("d/M/y",), True, "date.format"),
        ("date", ("d/M/y",), "", ""),
        ("date", ("y-M-d",), "2026-04-03 00:00:00", "2026-04-03"),
        ("date", ("y-M-d",), "2026-04-03 08:00:00", "date.format"),
        ("date", ("d/M/y",), "29/02/2025", "date.impossible"),
        ("date", ("d/M/y",), "01/01/0206", "date.impossible"),
        ("date", ("d/M/y",), "01-02-2026", "date.format"),
        ("date", ("d/M/y", "M/d/y"), "04/13/2026", "2026-04-13"),
        ("date", ("ddMMyy",), "020426", "2026-04-02"),
        ("date", ("d M y",), "02 04 26", "2026-04-02"),
        ("date", ("d.M.y",), "02.04.2026", "2026-04-02"),
        ("date", ("month-name",), "Jan 20, 2026", "2026-01-20"),
        ("date", ("month-name",), "20-September-26", "2026-09-20"),
        ("date", ("month-name",), "20 Foo 2026", "date.format"),
        ("datetime", (), moment(2026, 4, 3, 8, 15), "2026-04-03T08:15:00+07:00"),
        ("datetime", (), dt.date(2026, 4, 3), "time.format"),
        ("datetime", (), 46115.5, "date.number"),
        ("datetime", ("excel",), 46115.5, "2026-04-03T12:00:00+07:00"),
        ("datetime", ("excel",), 46115.999999, "2026-04-04T00:00:00+07:00"),
        ("datetime", ("excel",), "03/04/2026 08:15", "time.format"),
        ("datetime", ("d/M/y H:m",), "03/04/2026 8h15", "2026-04-03T08:15:00+07:00"),
        ("datetime", ("d/M/y H:m",), "03/04/2026 08:15 +09:00", "2026-04-03T08:15:00+09:00"),
        ("datetime", ("d-M-y H:m",), "03-04-2026 08:15", "2026-04-03T08:15:00+07:00"),
        ("datetime", (), "2026-04-03T08:15:00+0700", "2026-04-03T08:15:00+07:00"),
        ("datetime", (), "2026-04-03T08:15:00+15:00", "time.zone"),
        ("datetime", (), "2026-04-03T24:00:00Z", "time.impossible"),
    ],
)
def test_cell(name, words, cell, expected):
    assert outcome(make(name, *words), cell) == expected


@pytest.mark.parametrize(
    ("name", "words", "cell", "code"),
    [
        ("date", ("d/M/y",), moment(2026, 4, 3, 8), "date.clock"),
        ("date", ("d/M/y", "M/d/y"), "04/13/2026", "date.other-form"),
        ("date", ("d/M/y", "d-M-y"), "03-04-2026", ""),
        ("date", ("d/M/y", "excel"), 46115, ""),
        ("number", ("comma",), "1.250", ""),
        ("number", ("comma",), "12,250", "number.two-readings"),
        ("number", ("comma",), "1250,250", ""),
        ("number", (), "1.250", ""),
        ("wanted", (), None, "mapping.wanted"),
    ],
)
def test_notice(name, words, cell, code):
    told = []
    make(name, *words)(cell, notice=lambda found, **facts: told.append(found))
    assert "".join(told) == code


@pytest.mark.parametrize(
    ("name", "words", "settings", "part"),
    [
        ("date", (), {}, "at least one form"),
        ("date", ("DD/MM/YYYY",), {}, "unknown date format"),
        ("datetime", ("d/M/y",), {}, "unknown time format"),
        ("number", ("swiss",), {}, "comma, point"),
        ("at", ("7h",), {}, "07:00"),
        ("at", ("07:00",), {"zone": ""}, 'needs the setting "zone"'),
        ("at", ("07:00",), {"zone": "+7"}, "+07:00"),
        ("in_zone", ("VN",), {}, "in_zone"),
        ("own_link", ("lot",), {"id_base": ""}, 'needs the setting "id_base"'),
        ("own_link", ("lot",), {"id_base": "id.example.vn"}, "address"),
        ("own_link", ("lot",), {"id_base": "https://id.example.vn/?x"}, "address"),
        ("own_link", ("A/B",), {}, "kind"),
        ("part", ("-", "0"), {}, "part"),
        ("part", ("", "1"), {}, "part"),
        ("shape", ("",), {}, "shape"),
        ("at_least", ("many",), {}, "number"),
        ("convert", ("kg",), {}, "KGM"),
        ("convert", ("XXX",), {}, "KGM"),
    ],
)
def test_wrong_words_are_told_when_loaded(name, words, settings, part):
    with pytest.raises(ValueError, match=r".") as fault:
        make(name, *words, **settings)
    assert part in str(fault.value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_comma_and_point_write_the_same_number(number):
    point = f"{number:,.3f}"
    comma = point.translate(str.maketrans(",.", ".,"))
    assert make("number", "comma")(comma) == make("number", "point")(point) == number


@given(st.text(max_size=30) | st.floats() | st.integers() | st.datetimes() | st.dates() | st.booleans())
def test_cells_of_any_kind_give_a_value_or_a_refusal(cell):
    for name, words in [
        ("text", ()),
        ("digits", ()),
        ("number", ("comma",)),
        ("amount", ("point",)),
        ("date", ("d/M/y", "month-name", "yyMMdd", "excel", "excel1904")),
        ("datetime", ()),
        ("datetime", ("d/M/y H:m", "excel")),
    ]:
        assert isinstance(outcome(make(name, *words), cell), str)


@given(st.text(max_size=40))
def test_texts_of_any_kind_give_a_value_or_a_refusal(text):
    for name, words in [
        ("uom", ()),
        ("ascii", ()),
        ("upper", ()),
        ("uuid", ()),
        ("shape", ("A9X",)),
        ("own_link", ("lot",)),
    ]:
        assert isinstance(outcome(make(name, *words), text), str)


@given(
    st.lists(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), min_size=1, max_size=3
    )
)
def test_own_links_never_meet(parts):
    from urllib.parse import unquote

    link = outcome(make("own_link", "lot"), *parts)
    if {".", ".."} & set(parts):
        assert link == "link.dots"
        return
    assert [unquote(part) for part in link.removeprefix("https://id.example.vn/lot/").split("/")] == parts


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=0, max_value=10**12))
def test_conversion_is_exact(number):
    there = convert_call("GRM")(number, "tấn")
    assert there == number * 1_000_000
    assert convert_call("TNE")(there, "g") == number


def test_arithmetic_never_rounds():
    long = Decimal("1" + "0" * 38 + "1")
    assert make("plus")(long, Decimal("0.0001")) == Decimal("1" + "0" * 38 + "1.0001")
    assert outcome(make("times"), long, Decimal("9" * 39 + ".5")) == "number.length"


def test_empty_arguments_give_nothing():
    assert make("times")(Decimal(3), None) is None
    assert make("own_link", "lot")("A", None) is None
    assert make("days_after")(dt.date(2026, 1, 1), None) is None
    assert outcome(convert_call("KGM"), Decimal(3), None) == "unit.missing"


def test_totals_pass_over_empty_values():
    assert make("sum")([]) is None
    assert make("sum")([None, Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
    assert make("count")([None, "a"]) == 1
    assert make("last")([None, None]) is None


def test_lookup_tells_what_is_near():
    call = lookup_call({"PLANTING": {"value": "planting"}, "Thu hoạch": {"value": ""}}, "value", "activities")
    assert call(" planting ") == "planting"
    assert call("thu HOẠCH") is None
    with pytest.raises(Refusal) as refusal:
        call("PLANTNG")
    assert refusal.value.facts == {"value": "PLANTNG", "table": "activities", "near": "PLANTING"}
    with pytest.raises(Refusal) as refusal:
        call("SPRAYING THE FIELD")
    assert "near" not in refusal.value.facts


def test_lookup_takes_a_column():
    rows = {"1": {"name": "Lúa", "image": "x"}}
    assert table_call("lookup", ["products", "image"], rows)("1") == "x"
    assert table_call("lookup", ["products"], rows)("1") == "Lúa"


def test_factors_of_the_firm_go_first_and_are_checked():
    assert table_call("convert", ["KGM", "packs"], {"Bao": {"value": "50"}, "giạ": {"value": "20.4"}})(
        Decimal(2), "giạ"
    ) == Decimal("40.8")
    with pytest.raises(ValueError, match="more than zero"):
        convert_call("KGM", {"bao": {"value": "0"}})


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("10 kg", "KGM"), ("5 chai", ""), ("10", ""), (12, ""), ("3 thùng", "unit.package"), ("2m3", "MTQ")],
)
def test_unit_of_an_amount(cell, unit):
    assert outcome(amount_unit, cell) == unit


def test_hostile_sizes_cost_little():
    long = "1.250" * 20_000
    assert outcome(make("number", "comma"), long) == "number.length"
    assert outcome(make("amount", "comma"), long) == "number.format"
    assert outcome(make("date", "d/M/y", "month-name"), long) == "date.format"
    assert outcome(make("uom"), "k" * 60_000) == "unit.unknown"
    assert outcome(make("own_link", "lot"), "ữ" * 20_000) == "link.length"


@pytest.mark.parametrize(
    ("zone", "good"), [("+07:00", True), ("-14:00", True), ("+14:30", False), ("+7:00", False), ("Z", False)]
)
def test_zone(zone, good):
    assert is_zone(zone) is good


def test_typed_refuses_what_is_no_value():
    for kind, text in [("number", "1e3"), ("number", "9" * 60), ("date", "3/4/2026"), ("date", "20260403")]:
        with pytest.raises(ValueError, match=r"."):
            typed(kind, text)


def test_clean_keeps_line_ends_inside():
    assert clean(" a\nb ") == "a\nb"
