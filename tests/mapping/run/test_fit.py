"""Fitting: heading rows found, columns by spelling, what is missing, near, twice or unread, units, values beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from lienthong.mapping.folding import fold, heading, matches
from lienthong.mapping.run import Fitted
from lienthong.reading import Cell
from tests.mapping.run.sheets import SHEET, fitted, headings, tree_of

PACKING = """
mapping: test/packing
from:
  table:
    sheet: [Nhập lúa, Packing*]
    header: within 10
    skip rows: [TOTAL*, Tổng*]
    beside: {site: [Establishment, Cơ sở]}
    columns:
      lot: {named: [Mã lô, Số lô], read: text | required}
      net: {named: [Khối lượng], read: number(comma) | required, unit: from heading}
      day: {named: [Ngày nhập], read: date(d/M/y)}
      note: [Ghi chú]
settings: {zone: +07:00, id_base: "https://id.example.vn"}
namespaces: {vnx: "https://ns.example.vn/trace/"}
ignore: [STT]
events:
  - rule: r
    each: row
    type: ObjectEvent
    action: OBSERVE
    eventTime: day | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
        quantity: net
        uom: net.unit
    readPoint: site | own_link(site)
    vnx:note: note
"""
TREE = tree_of(PACKING)
GOOD: list[list[Cell]] = [
    ["PHIẾU NHẬP", "PHIẾU NHẬP", "PHIẾU NHẬP", "PHIẾU NHẬP", "PHIẾU NHẬP"],
    ["Establishment:", "", "HTX Bình An"],
    [],
    ["STT", "MA_LO (*)", "Khối  lượng\n(tấn)", "Ngày nhập", "ghi chu"],
    [1, 2, 3, 4, 5],
    ["1", "L1", "2,5", "01/02/2026", "a"],
    ["", "", "", "", ""],
    ["STT", "MA_LO (*)", "Khối  lượng\n(tấn)", "Ngày nhập", "ghi chu"],
    ["2", "L2", "3", "02/02/2026", ""],
    ["Tổng cộng", "", "5,5", "", ""],
]


def run(rows: Sequence[Sequence[Cell]], sheet: str = "Nhập lúa", **more: Sequence[Sequence[Cell]]) -> Fitted:
    return fitted(TREE, {sheet: rows, **more})


def codes(run: Fitted) -> list[str]:
    return [finding.code for finding in run.findings]


def test_heading_row_units_and_values_beside() -> None:
    found = run(GOOD)
    assert (found.usable, found.header_rows, codes(found)) == (True, {0: 4}, [])
    outcomes = list(found.outcomes())
    assert [outcome.rows for outcome in outcomes] == [((0, 6),), ((0, 9),)]
    event = outcomes[0].events[0]
    assert event["quantityList"][0]["uom"] == "TNE"
    assert event["readPoint"] == {"id": "https://id.example.vn/site/HTX%20B%C3%ACnh%20An"}
    assert found.counts == {0: 2}


@pytest.mark.parametrize(
    ("heading_row", "expected"),
    [
        (["Mã lô", "Khối lượng", "Ngày nhập", "Ghi chú"], []),
        (["Số lô", "Khối lượng (kg)", "Ngày nhập", "Ghi chú"], []),
        (["Mã lô", "Khối lượng", "Ngay nhap"], ["mapping.column-missing"]),
        (["Mã lô", "Khối lượng", "Ngày nhậpp", "Ghi chú"], ["mapping.heading-near", "mapping.column-missing"]),
        (["Mã lô", "Khối lượng", "Khối lượng (kg)", "Ngày nhập", "Ghi chú"], []),
        (["Mã lô", "Khối lượng (tấn)", "Khối lượng (kg)", "Ngày nhập", "Ghi chú"], ["mapping.column-twice"]),
        (["Mã lô", "Ngày nhập", "Ghi chú"], ["mapping.column-required"]),
        (["Mã lô", "Khối lượng (thùng)", "Ngày nhập", "Ghi chú"], ["unit.package"]),
        (["a", "b", "c"], ["mapping.no-header"]),
        ([], ["mapping.sheet-empty"]),
    ],
)
def test_columns(heading_row: list[Cell], expected: list[str]) -> None:
    found = run([heading_row])
    assert codes(found) == expected
    stopping = {"mapping.column-twice", "mapping.column-required", "mapping.no-header", "mapping.sheet-empty"}
    assert found.usable is not bool(stopping & set(expected))
    assert all(finding.place for finding in found.findings)


@pytest.mark.parametrize(
    ("rows", "sheet_named"),
    [
        ([["Mã lô", "Khối lượng", "Ngay nhap"]], "There is no column “Ghi chú” on sheet “packing 1”; "),
        ([["Mã lô", "Ngày nhập", "Ghi chú"]], "The required column “Khối lượng” is missing on sheet “packing 1”, "),
        ([["a", "b", "c"]], "No heading row among the first 10 rows of sheet “packing 1”; "),
        ([[]], "There are no rows on sheet “packing 1”."),
    ],
)
def test_sentences_name_the_sheet_and_need_none(rows: list[list[Cell]], sheet_named: str) -> None:
    for name, said in (("packing 1", sheet_named), ("", re.sub(" o[nf] sheet “packing 1”", "", sheet_named))):
        found = run(rows, name)
        assert found.catalogue.sentence(found.findings[0], "en").startswith(said)
        assert ("tờ “" in found.catalogue.sentence(found.findings[0], "vi")) is bool(name)


def test_a_missing_sheet_is_told_with_those_there() -> None:
    assert run(GOOD, "Khác").findings[0].facts["there"] == "Khác"


def test_columns_of_words_are_known() -> None:
    (sheet,) = run(GOOD).sheets
    assert sheet.texts == {2, 5}, "not the amount and the day"


def test_near_heading_is_named_with_its_place() -> None:
    found = run([["Mã lô", "Khối lượng", "Ngày nhậpp", "Ghi chú"]]).findings[0]
    assert (found.facts["found"], found.facts["heading"], found.place.cell) == ("Ngày nhậpp", "Ngày nhập", "C1")


def test_sheets_are_chosen_by_name_and_others_reported() -> None:
    found = run(GOOD, "packing list 3", Danh=[["x"]])
    assert [(one.code, one.facts["sheet"]) for one in found.findings] == [("mapping.sheet-skipped", "Danh")]
    assert codes(run(GOOD, "Khác")) == ["mapping.sheet-missing", "mapping.sheet-skipped"]
    assert run(GOOD, "").usable


def test_unread_columns_are_counted_once() -> None:
    rows = [["Mã lô", "Khối lượng", "Ngày nhập", "Ghi chú", "Màu", "STT", "Trống"]]
    rows += [["L1", "1", "01/02/2026", "", "đỏ", "1", ""], ["L2", "1", "01/02/2026", "", "", "2", ""]]
    found = run(rows)
    list(found.outcomes())
    list(found.outcomes())
    assert [(one.code, one.facts["what"], one.facts["count"]) for one in found.findings] == [
        ("mapping.unread", "Màu", "1")
    ]


def test_nothing_made_is_told() -> None:
    found = run([["Mã lô", "Khối lượng", "Ngày nhập", "Ghi chú"], ["", "x", "", "a"]])
    assert [outcome.state for outcome in found.outcomes()] == ["rejected"]
    assert codes(found) == ["mapping.nothing"]


def test_all_faults_of_a_row_are_told_with_their_places() -> None:
    found = run([["Mã lô", "Khối lượng", "Ngày nhập", "Ghi chú"], ["", "x", "31/02/2026", "a"]])
    outcome = next(found.outcomes())
    told = [(one.code, one.place.cell, one.facts["heading"]) for one in outcome.findings if not one.because]
    assert told == [
        ("mapping.empty", "A2", "Mã lô"),
        ("number.format", "B2", "Khối lượng"),
        ("date.impossible", "C2", "Ngày nhập"),
    ]
    assert outcome.raw == [["", "x", "31/02/2026", "a"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Mã lô", "ma_lo"), ("MÃ LÔ (*)", "mã lô"), ("Đơn  vị\ntính", "don vi tinh"), ("Số_lượng", "so luong")],
)
def test_spellings_of_one_heading_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_brackets_and_patterns() -> None:
    assert heading("Khối lượng [tấn]").unit == "tấn"
    assert heading("(kg)").unit == ""
    assert matches("nhap*", "Nhập lúa")
    assert matches("*lúa*", "Nhập Lúa vụ 1")
    assert not matches("lúa", "Nhập lúa")


@pytest.mark.parametrize(("total", "expected"), [("5,5", []), ("6", ["mapping.control"]), ("", []), ("x", [])])
def test_total_row_must_agree(total: str, expected: list[str]) -> None:
    tree = tree_of(SHEET)
    rows = [headings(tree), ["L1", "2,5", ""], ["L2", "3", ""], ["L3", "", ""], ["Tổng", total, ""]]
    found = fitted(tree, {"": rows})
    assert [outcome.state for outcome in found.outcomes()] == ["kept"]
    assert codes(found) == expected
    if expected:
        assert (found.findings[0].place.cell, found.findings[0].facts["sum"]) == ("B5", "5.5")


def test_lookup_table_in_a_sheet_of_the_workbook() -> None:
    tree = tree_of(
        """
mapping: test/lookup
from:
  table:
    sheet: Nhập
    columns:
      lot: {named: [Lô], read: required}
      state: {named: [Trạng thái], read: lookup(states) | required}
settings: {zone: +07:00, id_base: "https://id.example.vn", on: {value: 2026-02-01, read: date(y-M-d)}}
namespaces: {vnx: "https://ns.example.vn/trace/"}
tables:
  states: {sheet: Danh mục, key: Mã, columns: [Nghĩa]}
events:
  - rule: r
    each: row
    type: ObjectEvent
    action: OBSERVE
    eventTime: on | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
    vnx:state: state
"""
    )
    for meaning in ("tốt", "hỏng"):
        sheets = {
            "Nhập": [["Lô", "Trạng thái"], ["L1", "T"]],
            "Danh mục": [["Bảng mã"], ["Mã", "Nghĩa"], ["T", meaning]],
        }
        found = fitted(tree, sheets)
        assert [outcome.events[0]["vnx:state"] for outcome in found.outcomes()] == [meaning]
        assert codes(found) == []
