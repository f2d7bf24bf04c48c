"""Workbooks: values as they are, and rows as the user sees them."""
# ruff: noqa: E501 - a line is a case

from __future__ import annotations

import datetime as dt

import pytest

from adapters.tabular import limits, process
from adapters.tabular.spool import read_chunks
from lienthong.reading import ErrorCell
from tests.adapters.tabular import workbooks as wb
from tests.adapters.tabular.reading_workbooks import opened, rows_of, told
from tests.adapters.tabular.workbooks import number_cell, sheet, text_cell, workbook, zipped

# --- field cases ---


def test_c01_numbers_come_exact_and_texts_as_typed(vector_set):
    rows = rows_of(opened(vector_set("field-cases/C01") / "packing.xlsx"))
    assert rows[2] == [9521234000013, 3.9521234e17, "L2407A", 12]
    assert [type(cell) for cell in rows[2]] == [int, float, str, int]
    assert rows[3][:2] == [12345600012, "395212340000000175"]
    assert rows[4][0] == "9.52123E+12"


def test_c03_dates_of_the_1904_system(vector_set):
    rows = rows_of(opened(vector_set("field-cases/C03") / "mac1904.xlsx"))
    assert rows[2] == ["L1", dt.date(2026, 4, 13)]
    assert rows[3] == ["L2", 44663], "a bare number is no date"


# --- values ---

VALUES = {
    "whole number": (number_cell("A1", "12"), 12),
    "whole number written with a point": (number_cell("A1", "12.0"), 12),
    "exact to 2**53": (number_cell("A1", "9007199254740991"), 9007199254740991),
    "above 2**53 the digits are gone": (number_cell("A1", "395212340000000175"), 395212340000000175.0),
    "decimal": (number_cell("A1", "1150.5"), 1150.5),
    "scientific": (number_cell("A1", "9.521234000013E12"), 9521234000013),
    "negative": (number_cell("A1", "-5"), -5),
    "text of digits": (text_cell("A1", "00012"), "00012"),
    "text that looks like a formula": (text_cell("A1", "=1+1"), "=1+1"),
    "spaces are kept": (text_cell("A1", " a ").replace("<t>", '<t xml:space="preserve">'), " a "),
    "truth": ('<c r="A1" t="b"><v>1</v></c>', True),
    "date": (number_cell("A1", "46125", ' s="1"'), dt.date(2026, 4, 13)),
    "date and time": (number_cell("A1", "46125.3125", ' s="1"'), dt.datetime.fromisoformat("2026-04-13T07:30:00")),
    "zeros of a format": (number_cell("A1", "12", ' s="2"'), "00012"),
    "a format of zeros on text changes nothing": (text_cell("A1", "12", ' s="2"'), "12"),
    "formula with a saved value": ('<c r="A1"><f>5+7</f><v>12</v></c>', 12),
    "formula with an empty text": ('<c r="A1" t="str"><f>""</f><v></v></c>', None),
    "formula never calculated": ('<c r="A1"><f>B1*2</f><v/></c>', ErrorCell("=B1*2")),
}


@pytest.mark.parametrize("case", VALUES)
def test_xls_06_values_come_as_they_are(case, tmp_path):
    cell, expected = VALUES[case]
    path = workbook(
        tmp_path / "a.xlsx", f'<row r="1">{cell}{text_cell("B1", "x")}</row>', styles=wb.styles("dd/mm/yyyy", "00000")
    )
    (row,) = rows_of(opened(path)).values()
    assert row == ["" if expected is None else expected, "x"]
    assert type(row[0]) is type("" if expected is None else expected)


ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"]


def test_xls_05_error_cells_are_never_empty(tmp_path):
    cells = "".join(f'<row r="{at}"><c r="B{at}" t="e"><v>{error}</v></c></row>' for at, error in enumerate(ERRORS, 3))
    reading = opened(workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>{cells}'))
    rows = rows_of(reading)
    assert [rows[at][1] for at in range(3, 11)] == [ErrorCell(error) for error in ERRORS]
    assert told(reading) == [("error-cell", f"B{at}") for at in range(3, 11)]


SPELLINGS = {
    "single quotes": "<c r='B1' t='e'><v>#N/A</v></c>",
    "blanks around the sign": '<c r="B1" t = "e"><v>#N/A</v></c>',
    "character reference": '<c r="B1" t="&#101;"><v>#N/A</v></c>',
    "comment inside": '<c r="B1" t="e"><!-- x --><v>#N/A</v></c>',
    "no address": '<c t="inlineStr"><is><t>x</t></is></c><c t="e"><v>#N/A</v></c>',
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_xls_05_however_the_part_is_spelt(case, tmp_path):
    reading = opened(workbook(tmp_path / "a.xlsx", f'<row r="1">{SPELLINGS[case]}{text_cell("C1", "x")}</row>'))
    assert rows_of(reading)[1][1] == ErrorCell("#N/A")
    assert told(reading) == [("error-cell", "B1")]


def test_zeros_are_restored_and_told_once_a_column(tmp_path):
    rows = "".join(
        f'<row r="{at}">{number_cell(f"A{at}", str(at), " s=" + chr(34) + "1" + chr(34))}</row>' for at in range(2, 302)
    )
    reading = opened(workbook(tmp_path / "a.xlsx", rows, styles=wb.styles("0000")))
    assert rows_of(reading)[301] == ["0301"]
    (found,) = reading.tables[0].findings
    assert (found.code, found.severity, found.place.cell) == ("tabular.zeros-from-format", "repaired", "A2")
    assert found.facts == {"count": "300", "format": "0000"}


def test_xls_07_rows_and_columns_are_those_the_user_sees(tmp_path):
    rows = f'<row r="5">{text_cell("C5", "a")}</row><row r="9">{text_cell("D9", "b")}</row>'
    found = rows_of(opened(workbook(tmp_path / "a.xlsx", rows)))
    assert found[5] == ["", "", "a", ""]
    assert found[9] == ["", "", "", "b"]
    assert list(found) == [5, 6, 7, 8, 9]


def test_xls_07_hidden_rows_columns_and_sheets_are_read_and_told(tmp_path):
    rows = f'<row r="1">{text_cell("A1", "a")}{text_cell("B1", "b")}</row><row r="2" hidden="1">{text_cell("A2", "c")}</row>'
    columns = '<cols><col min="2" max="2" width="9" hidden="1"/><col min="1" max="1" width="31"/></cols>'
    sheets = {"So": sheet(rows, columns), "An": sheet("")}
    reading = opened(zipped(tmp_path / "a.xlsx", wb.parts(sheets, {"An": "veryHidden"})))
    assert rows_of(reading)[2] == ["c", ""]
    assert told(reading) == [("hidden-rows", "2"), ("hidden-columns", "0")]
    assert told(reading, 1) == [("hidden-sheet", "0")]
    assert reading.tables[0].widths == {1: 31.0}


def test_xls_07_merged_cells_repeat_their_text(tmp_path):
    rows = (
        f'<row r="1">{text_cell("A1", "Sổ")}{text_cell("C1", "x")}</row>'
        f'<row r="2">{text_cell("A2", "L1")}{number_cell("C2", "1")}</row><row r="3">{number_cell("C3", "2")}</row>'
    )
    merged = '<mergeCells count="3"><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/><mergeCell ref="A9:XFD1048576"/></mergeCells>'
    reading = opened(workbook(tmp_path / "a.xlsx", rows, after=merged))
    assert rows_of(reading) == {1: ["Sổ", "Sổ", "x"], 2: ["L1", "", 1], 3: ["L1", "", 2]}
    table = reading.tables[0]
    assert (table.origin(3, 1), table.origin(1, 2), table.origin(3, 3)) == ((2, 1), (1, 1), (3, 3))


def test_xls_07_formulas_are_told_and_links_left_alone(tmp_path):
    rows = f'<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c>{text_cell("B1", "x")}</row>'
    members = wb.parts({"So": sheet(rows)})
    members["xl/externalLinks/externalLink1.xml"] = '<externalLink xmlns:r="x"/>'
    reading = opened(zipped(tmp_path / "a.xlsx", members))
    assert rows_of(reading)[1] == [5, "x"]
    assert told(reading) == [("formulas", "0")]


def test_xls_08_macros_are_told(tmp_path):
    members = wb.parts({"So": sheet(f'<row r="1">{text_cell("A1", "x")}</row>')})
    members["xl/vbaProject.bin"] = b"\xd0\xcf"
    assert [found.code for found in opened(zipped(tmp_path / "a.xlsm", members)).findings] == ["tabular.macros"]


def test_tables_can_be_walked_many_times_at_once(tmp_path):
    rows = "".join(f'<row r="{at}">{number_cell(f"A{at}", str(at))}</row>' for at in range(1, 1001))
    table = opened(workbook(tmp_path / "a.xlsx", rows)).tables[0]
    first, second = table.chunks(), table.chunks()
    next(first)
    assert [len(chunk.rows) for chunk in second] == [256, 256, 256, 232]
    assert [chunk.numbers[0] for chunk in first] == [257, 513, 769]


def test_the_spool_goes_with_the_reading(tmp_path):
    reading = opened(workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>'))
    spool = reading.tables[0].spool.path
    assert spool.exists()
    del reading
    assert not spool.exists()


def test_both_parsers_give_the_same_rows(tmp_path):
    rows = "".join(f'<row r="{at + 2}">{cell}{text_cell("B1", "x").replace("B1", f"B{at + 2}")}</row>'
                   for at, cell in enumerate(cell.replace('r="A1"', f'r="A{at + 2}"') for at, (cell, _) in enumerate(VALUES.values())))  # fmt: skip
    path = workbook(
        tmp_path / "a.xlsx",
        rows,
        styles=wb.styles("dd/mm/yyyy", "00000"),
        after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>',
    )
    spools = []
    for task in ("parse", "stream"):
        report, _ = process._run(task, path, tmp_path / task, limits.BATCH)
        spools.append(list(read_chunks(tmp_path / task, report.sheets[0].begin, report.sheets[0].end)))
    assert spools[0] == spools[1]
