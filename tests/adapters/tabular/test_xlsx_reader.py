"""Workbooks: values as they are, rows as the user sees them, and hostile ones refused by name."""
# ruff: noqa: E501 - a line is a case

from __future__ import annotations

import datetime as dt
import os
import struct
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.tabular import limits, process
from adapters.tabular.limits import Limits
from adapters.tabular.spool import read_chunks
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.reading import ErrorCell, Reading, ReadOptions, Unreadable
from tests.adapters.tabular import workbooks as wb
from tests.adapters.tabular.workbooks import number_cell, sheet, text_cell, workbook, zipped

MIB = 1 << 20


def opened(path, of: Limits = limits.BATCH) -> Reading:
    return XlsxReader(of).open(path, ReadOptions())


def rows_of(reading: Reading, table: int = 0) -> dict[int, list]:
    return {
        number: list(row)
        for chunk in reading.tables[table].chunks()
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
    }


def told(reading: Reading, table: int = 0) -> list[tuple[str, str]]:
    return [(found.code.removeprefix("tabular."), found.place.cell) for found in reading.tables[table].findings]


def refused(path, of: Limits = limits.BATCH):
    with pytest.raises(Unreadable) as fault:
        opened(path, of)
    return fault.value.finding


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


# --- hostile ---

DIMENSIONS = ("", '<dimension ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>')
FAR = {
    "both corners": (["A1", "XFD1048576"], "XFD1048576"),
    "both corners, no dimension, odd order": (["XFD1048576", "A1"], "XFD1048576"),
    "a far row under wide data": ([f"{column}1" for column in ("A", "ZZ", "AAA")] + ["A1048576"], "A1048576"),
    "a far column beside long data": ([f"A{row}" for row in range(1, 2000)] + ["XFD7"], "XFD7"),
    "middle": (["A1", "XFD99999"], "XFD99999"),
    "wide": (["B2", "XFC700000"], "XFC700000"),
}


@pytest.mark.parametrize("case", FAR)
def test_xls_01_far_cells_are_named(case, tmp_path):
    addresses, far = FAR[case]
    rows = "".join(
        f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{number_cell(address, "1")}</row>'
        for address in addresses
    )
    begun = time.monotonic()
    found = refused(workbook(tmp_path / "a.xlsx", rows, before=DIMENSIONS[len(case) % 3]))
    assert (found.code, found.place.sheet, found.place.cell) == ("tabular.far-cell", "So", far)
    assert time.monotonic() - begun < 3


def test_xls_01_a_sheet_of_blank_rows_is_no_fault(tmp_path):
    rows = f'<row r="1">{text_cell("A1", "a")}</row><row r="300000">{text_cell("A300000", "b")}</row>'
    found = rows_of(opened(workbook(tmp_path / "a.xlsx", rows)))
    assert found[1] == ["a"]
    assert found[300000] == ["b"]
    assert len(found) < 2000


def bomb(path, name: str, size: int = 300 * MIB):
    members = wb.parts({"So": sheet(f'<row r="1">{text_cell("A1", "x")}</row>')})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, data in members.items():
            if other != name:
                archive.writestr(other, data)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(b"<x>")
            for _ in range(size // MIB):
                part.write(b" " * MIB)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/drawings/drawing1.xml",
        "docProps/app.xml",
    ],
)
def test_xls_02_bombs_are_refused_whatever_the_part(name, tmp_path):
    path = bomb(tmp_path / "a.xlsx", name, 64 * MIB)
    begun = time.monotonic()
    assert refused(path).code == "tabular.bomb"
    assert time.monotonic() - begun < 5


def test_xls_02_a_bomb_that_lies_about_its_size(tmp_path):
    path = bomb(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", 64 * MIB)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            size = struct.unpack_from("<I", data, at + offset)[0]
            if size > MIB or size == 0xFFFFFFFF:
                struct.pack_into("<I", data, at + offset, 900)
    path.write_bytes(data)
    assert refused(path).code in {"tabular.bomb", "tabular.damaged"}


@pytest.mark.usefixtures("own_worker")
def test_xls_02_total_size_is_limited_for_a_service(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = f'<row r="1">{text_cell("A1", os.urandom(40_000).hex()[:30_000])}</row>'
    workbook(path, rows)
    assert refused(path, Limits(inflated=20_000)).code == "tabular.bomb"
    assert refused(path, Limits(members=3)).facts["what"] == "members"


def names_of(members: dict) -> dict:
    return {**wb.parts({"So": sheet(f'<row r="1">{text_cell("A1", "x")}</row>')}), **members}


PACKAGES = {
    "XLS-03 name that climbs": (lambda p: zipped(p, names_of({"xl/../../evil.xml": "x"})), "package"),
    "XLS-03 absolute name": (lambda p: zipped(p, names_of({"/etc/x": "x"})), "package"),
    "XLS-03 drive name": (lambda p: zipped(p, names_of({"c:x": "x"})), "package"),
    "XLS-03 same name in another case": (lambda p: zipped(p, names_of({"XL/Workbook.xml": "x"})), "package"),
    "XLS-03 ods": (lambda p: zipped(p, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "other-workbook"),
    "XLS-03 xlsb": (lambda p: zipped(p, names_of({"xl/workbook.bin": b"x"})), "other-workbook"),
    "XLS-03 docx": (lambda p: zipped(p, {"[Content_Types].xml": wb.TYPES, "word/document.xml": "<x/>"}), "no-workbook"),
    "XLS-03 no sheets": (lambda p: zipped(p, wb.parts({})), "no-sheets"),
    "XLS-03 sheet part absent": (lambda p: zipped(p, {k: v for k, v in names_of({}).items() if "sheet1" not in k}), "no-sheets"),
    "XLS-03 no relations": (lambda p: zipped(p, {k: v for k, v in names_of({}).items() if "_rels/workbook" not in k}), "damaged"),
    "cut short": (lambda p: p.write_bytes(zipped(p, names_of({})).read_bytes()[:-200]), "damaged"),
    "not well formed": (lambda p: workbook(p, '<row r="1"><c r="A1" t="e"><v>1</c></row>'), "damaged"),
    "XLS-03 xls": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "old-workbook"),
    "XLS-03 encrypted": (
        lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
        "encrypted",
    ),
    "XLS-04 doctype in the sheet": (lambda p: zipped(p, names_of({"xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{sheet("")}'})), "doctype"),
    "XLS-04 doctype in the strings": (lambda p: zipped(p, names_of({"xl/sharedStrings.xml": f'<!DOCTYPE x><sst xmlns="{wb.MAIN}"/>'})), "doctype"),
    "XLS-04 doctype in the workbook": (lambda p: zipped(p, names_of({"xl/workbook.xml": "<!DOCTYPE x>" + names_of({})["xl/workbook.xml"]})), "doctype"),
    "XLS-04 doctype in the styles": (lambda p: zipped(p, names_of({"xl/styles.xml": "<!DOCTYPE x>" + wb.styles()})), "doctype"),
    "XLS-04 doctype in UTF-16": (
        lambda p: zipped(p, names_of({"xl/worksheets/sheet1.xml": f"<!DOCTYPE x>{sheet('')}".encode("utf-16")})), "doctype",
    ),
    "XLS-04 entity without doctype": (lambda p: workbook(p, f'<row r="1">{text_cell("A1", "a&x;b")}</row>'), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", PACKAGES)
def test_packages_that_are_refused(case, tmp_path):
    make, code = PACKAGES[case]
    path = tmp_path / "a.xlsx"
    make(path)
    found = refused(path)
    assert found.code == f"tabular.{code}"
    assert found.place.source == "a.xlsx"


def test_xls_03_a_link_in_the_package(tmp_path):
    path = zipped(tmp_path / "a.xlsx", names_of({}))
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(path).facts["what"] == "link"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_xls_03_a_member_twice(tmp_path):
    path = zipped(tmp_path / "a.xlsx", names_of({}))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(path).facts["what"] == "duplicate"


@pytest.mark.usefixtures("own_worker")
def test_a_worker_that_never_ends_is_ended(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    monkeypatch.setattr(process, "PAUSES", (0.0,))
    found = refused(path, Limits(wall=0.001))
    assert (found.code, found.facts) == ("tabular.costly", {"what": "time", "limit": "0.001 s"})


@pytest.mark.usefixtures("own_worker")
def test_a_worker_without_memory_is_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    found = refused(path, Limits(memory=24 * MIB))
    assert (found.code, found.facts) == ("tabular.costly", {"what": "memory", "limit": "24 MiB"})


@pytest.mark.usefixtures("own_worker")
def test_a_sheet_too_large_for_memory_is_streamed(tmp_path):
    rows = "".join(
        f'<row r="{at}">{number_cell(f"A{at}", str(at))}{text_cell(f"ZZ{at}", "x")}</row>'
        for at in (1, *range(40_000, 40_100))
    )
    found = rows_of(opened(workbook(tmp_path / "a.xlsx", rows), Limits(memory=300 * MIB, area=10**9)))
    assert found[40_099] == [40_099, *[""] * 700, "x"]


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


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!"])
def test_xls_05_errors_of_newer_programs_do_not_cost_the_sheet(error, tmp_path):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="e"><v>{error}</v></c></row>')
    assert rows_of(opened(path)) == {1: ["x", ErrorCell(error)]}


@pytest.mark.usefixtures("own_worker")
def test_nothing_of_the_current_folder_is_loaded(tmp_path, monkeypatch):
    for name in ("json.py", "zipfile.py", "msgspec.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import pathlib; pathlib.Path('loaded').touch()", "utf-8")
    (tmp_path / "adapters").mkdir()
    (tmp_path / "adapters" / "__init__.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    assert rows_of(opened(path)) == {1: ["x"]}
    assert not (tmp_path / "loaded").exists()


@settings(max_examples=12)
@given(st.binary(max_size=300), st.integers(0, 3000))
def test_damaged_workbooks_raise_nothing_but_unreadable(tmp_path_factory, junk, at):
    path = tmp_path_factory.mktemp("junk") / "a.xlsx"
    data = bytearray(zipped(path, names_of({}), zipfile.ZIP_STORED).read_bytes())
    data[at : at + len(junk)] = junk
    path.write_bytes(data)
    try:
        rows_of(opened(path))
    except Unreadable:
        return


@pytest.mark.usefixtures("own_worker")
def test_what_openpyxl_writes_reads_back(tmp_path):
    rows = [["Mã", "Cân", "Ngày"], ["L-1", 12, dt.date(2026, 4, 13)], ["L-2", 1.5, dt.date(1999, 12, 31)]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert list(rows_of(opened(tmp_path / "a.xlsx")).values()) == rows
