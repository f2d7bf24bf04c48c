"""The correction workbook: what it shows, that it comes back, that nothing in it runs."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from adapters.tabular import handback_write
from adapters.tabular.adapter import ADAPTER
from adapters.tabular.correction_sheet import ADDED, TASKS
from adapters.tabular.csv_reader import CsvReader
from adapters.tabular.handback import SheetHandback
from adapters.tabular.source_formats import SourceFormats
from adapters.tabular.tell import tell
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.plugs import Handed, HandedCause, Plugs, RejectedRow
from lienthong.reading import ErrorCell, Reading, ReadOptions

SAY = Plugs([ADAPTER]).catalogue.sentence
BACK = SheetHandback()
INJECTIONS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", "＝1+1", "＋1", "－1", "＠x", " =1", "   @x"),
    *('=HYPERLINK("x")', "=cmd|' /C calc'!A0", "#REF!", "'=1", '"=1', "%0A=1", "=", "-", "@"),
]


def rows_of(reading: Reading, table: int = 0) -> dict[int, list]:
    return {
        number: list(row)
        for chunk in reading.tables[table].chunks()
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
    }


def rejected_of(reading: Reading, numbers, column=0, table=0) -> list[RejectedRow]:
    rows, sheet = rows_of(reading, table), reading.tables[table]
    return [
        RejectedRow(table, number, rows[number], [tell("nul", sheet.place(number, column))], f"{table}-{number}-K7Q")
        for number in numbers
    ]


def guide_of(reading: Reading, rows: int, header=1, tables=1, texts=()) -> Handed:
    cause = HandedCause(
        {"vi": "Ô lỗi", "en": "Bad cells"}, rows, {"vi": "Sửa ô.", "en": "Mend."}, "=1", "KX7-4Q2", (0, header + 1)
    )
    return Handed(
        reading.name, rows, "lienthong replay out rejects.xlsx", "2026-11-25", "ab" * 32, "cd" * 32, [cause],
        dict.fromkeys(range(tables), header), {0: frozenset(texts)}, SAY,
    )  # fmt: skip


@pytest.fixture
def lots(tmp_path) -> Reading:
    path = tmp_path / "sổ lô.csv"
    path.write_text("Mã lô;Số lượng;Ghi chú\nL-1;0012;a\nL-2;1,5;b\n\nL-3;x;c\nL-4;y;d\n", encoding="utf-8")
    return CsvReader().open(path, ReadOptions())


@pytest.fixture
def mill(tmp_path) -> Reading:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Nhập lúa"
    sheet["A1"] = "Sổ nhập lúa"
    sheet.merge_cells("A1:C1")
    sheet.append(["Ngày", "Mã lô", "Cân"])
    sheet.append([dt.date(2026, 4, 13), "0012", 12])
    sheet.append([dt.date(2026, 4, 14), "0013", 1150.5])
    sheet.append([dt.date(2026, 4, 15), "0014", True])
    sheet.column_dimensions["B"].width = 33
    other = book.create_sheet("Giao")
    other.append(["Số xe"])
    other.append(["67C-1"])
    path = tmp_path / "mill.xlsx"
    book.save(path)
    return XlsxReader().open(path, ReadOptions())


def written(reading, numbers, tmp_path, column=2, header=1, texts=()) -> Path:
    path = tmp_path / "rejects.xlsx"
    rejected = rejected_of(reading, numbers, column)
    BACK.write(reading, iter(rejected), guide_of(reading, len(rejected), header, texts=texts), path)
    return path


def edited(path: Path, change) -> Path:
    """The workbook opened and saved by another program, as an office would."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def codes(findings) -> list[str]:
    return [finding.code.removeprefix("tabular.") for finding in findings]


def test_first_sheet_says_what_to_do(lots, tmp_path):
    book = openpyxl.load_workbook(written(lots, [2, 5], tmp_path))
    sheet = book[TASKS]
    assert book.sheetnames[0] == TASKS
    assert sheet["A1"].value == "2 dòng của sổ lô.csv cần sửa"
    assert sheet["A1"].font.b
    assert sheet["A1"].font.sz == 14
    assert "lienthong replay out rejects.xlsx" in sheet["A5"].value
    assert [cell.value for cell in sheet[8]][::2] == ["#", "Số dòng / Rows", "Ví dụ / Example"]
    assert [cell.value for cell in sheet[9]] == [1, "Ô lỗi\nBad cells", 2, "Sửa ô.\nMend.", "=1", "KX7-4Q2"]
    assert sheet["C9"].hyperlink.location == "'sổ lô'!A2"
    assert sheet.freeze_panes == "A9"
    assert [sheet.column_dimensions[letter].width for letter in "ABCDEF"] == [6, 46, 18, 40, 30, 12]
    assert sheet.sheet_properties.tabColor.rgb.endswith("C62828")


def test_rows_keep_their_letters_and_faulty_cells_are_marked(mill, tmp_path):
    book = openpyxl.load_workbook(written(mill, [4, 5], tmp_path, header=2))
    sheet = book["Nhập lúa"]
    assert "Giao" not in book.sheetnames
    assert sheet["A1"].value == "Sổ nhập lúa"
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A1:C1"]
    assert [cell.value for cell in sheet[2]] == ["Ngày", "Mã lô", "Cân", *ADDED]
    assert [str(cell.value) for cell in sheet[3]][:3] == ["2026-04-14 00:00:00", "0013", "1150.5"]
    assert sheet["A3"].number_format == "yyyy-mm-dd", "as the source shows it"
    assert [cell.value for cell in sheet[4]][1:3] == ["0014", True]
    assert sheet["F3"].value == 4
    faulty = sheet["B3"]
    assert faulty.fill.fgColor.rgb.endswith("FBEAE7")
    assert faulty.border.left.color.rgb.endswith("B3261E")
    assert "B4" in faulty.comment.text
    assert faulty.number_format == "@"
    assert sheet["D3"].value.startswith("Dòng 4")
    assert sheet["E3"].value.startswith("Line 4")
    assert sheet["G3"].fill.fgColor.rgb.endswith("E6E6E6")


FORMATS = {
    # value, number format in the source, type and format in the correction workbook
    "date": (dt.date(2026, 4, 13), "d/m/yyyy", "d", "d/m/yyyy"),
    "built-in date": (dt.date(2026, 4, 13), "mm-dd-yy", "d", "mm-dd-yy"),
    "language of a date": (dt.date(2026, 4, 13), "[$-42A]dd mmmm yyyy;@", "d", "[$-42A]dd mmmm yyyy;@"),
    "moment": (dt.datetime(2026, 4, 13, 7, 30), "hh:mm dd/mm", "d", "hh:mm dd/mm"),  # noqa: DTZ001
    "time": (dt.time(7, 30, 15), "h:mm:ss", "d", "h:mm:ss"),
    "amount": (1150.5, "#,##0.00", "n", "#,##0.00"),
    "unit in quotes": (12, '0 "kg & l"', "n", '0 "kg & l"'),
    "number typed into a column of text": (12, "@", "n", "@"),
    "number": (12, "General", "n", "General"),
    "id kept as text": ("0012", "General", "s", "@"),
    "zeros shown by the format": (12, "0000", "s", "@"),
    "truth": (True, "0.00", "b", "General"),
}


def test_cells_show_as_in_the_source(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(FORMATS))
    book.active["A2"], book.active["B2"] = dt.date(2026, 4, 1), 5
    book.active["A2"].number_format = "mm/yyyy"
    for at in range(3, 6):
        for column, (value, given, _, _) in enumerate(FORMATS.values(), 1):
            book.active.cell(at, column, value).number_format = given if at == 4 else "General"
    book.save(tmp_path / "a.xlsx")
    reading = XlsxReader().open(tmp_path / "a.xlsx", ReadOptions())
    path = written(reading, [3, 4, 5], tmp_path, column=1, header=2)
    sheet = openpyxl.load_workbook(path)["Sheet"]
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("mm/yyyy", "General")
    row = sheet[4]
    shown = {name: (cell.data_type, cell.number_format) for name, cell in zip(FORMATS, row, strict=False)}
    assert shown == {name: tuple(expected) for name, (_, _, *expected) in FORMATS.items()}
    corrections, findings = BACK.read(path, reading, {})
    assert not findings
    assert [list(row.cells) for row in corrections] == [rows_of(reading)[number] for number in (3, 4, 5)]


TYPED_ANEW = {
    # value and format of the faulty cell, whether its column is text, type and format it goes back with
    "a number where a code belongs": (893123, "General", True, "n", "@"),
    "a number": (893123, "0.0", False, "n", "0.0"),
    "nothing where a code belongs": (None, "0", True, "n", "@"),
    "nothing where a date belongs": (None, "d/m/yyyy", False, "n", "d/m/yyyy"),
    "nothing at all": (None, "General", False, "n", "General"),
    "a text where a number belongs": ("x", "0.0", False, "s", "@"),
}


@pytest.mark.parametrize("case", TYPED_ANEW)
def test_a_faulty_cell_takes_what_is_typed_as_it_is_meant(case, tmp_path):
    value, given, is_text, kind, expected = TYPED_ANEW[case]
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append(["x", value, "z"])
    book.active["B2"].number_format = given
    book.save(tmp_path / "a.xlsx")
    reading = XlsxReader().open(tmp_path / "a.xlsx", ReadOptions())
    cell = openpyxl.load_workbook(written(reading, [2], tmp_path, texts={2} if is_text else ()))["Sheet"]["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (value, kind, expected)
    assert cell.fill.fgColor.rgb.endswith("FBEAE7")


def test_an_empty_faulty_cell_of_a_text_file_is_text(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\nx;\n", encoding="utf-8")
    reading = CsvReader().open(tmp_path / "a.csv", ReadOptions())
    assert openpyxl.load_workbook(written(reading, [2], tmp_path))["a"]["B2"].number_format == "@"


def test_formats_are_found_wherever_a_row_stands_in_the_part():
    rows = [
        b'<row r="%d" spans="1:2"><c r="A%d" s="%d"><v>1</v></c><c r="B%d" t="s" s="9"/></row>' % (n, n, n % 3, n)
        for n in range(1, 60)
        if n % 10
    ]
    part = b"<sheetData>" + b"".join(rows) + b"</sheetData>"
    for size in (1, 7, 40, 97, 5000):
        formats = SourceFormats((part[at : at + size] for at in range(0, len(part), size)), {"1": "0.0", "9": "x"})
        found = {row: dict(formats.of(row)) for row in (1, 2, 4, 10, 30, 31, 58)}
        assert found == {row: {1: "0.0"} if row % 3 == 1 and row % 10 else {} for row in found}, size
        assert formats.of(70) == {}


def test_a_source_that_is_gone_or_changed_gives_the_usual_formats(mill, tmp_path):
    mill.path.write_bytes(b"changed")
    sheet = openpyxl.load_workbook(written(mill, [4], tmp_path, header=2))["Nhập lúa"]
    assert sheet["A3"].number_format == "dd/mm/yyyy"


def test_every_part_is_well_formed_named_and_there(mill, tmp_path):
    with zipfile.ZipFile(written(mill, [3, 4], tmp_path, header=2)) as package:
        parts = {f"/{name}": etree.fromstring(package.read(name)) for name in package.namelist()}
    kinds = parts.pop("/[Content_Types].xml")
    assert {part.get("PartName") for part in kinds.iterfind("{*}Override")} <= set(parts)
    named = [part for part in parts if part.endswith(".xml")]
    assert sorted(named) == sorted(part.get("PartName") for part in kinds.iterfind("{*}Override"))
    relations = [parts[part] for part in parts if part.endswith(".rels")]
    targets = {relation.get("Target") for part in relations for relation in part}
    assert targets == {part for part in parts if not part.endswith(".rels")}


def test_same_rows_give_the_same_bytes(mill, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    assert written(mill, [3, 4], first, header=2).read_bytes() == written(mill, [3, 4], second, header=2).read_bytes()


def test_xls_09_nothing_written_is_a_formula(tmp_path):
    path = tmp_path / "ác.csv"
    path.write_text("a;b\n" + "".join(f'"{text.replace(chr(34), chr(34) * 2)}";-5\n' for text in INJECTIONS), "utf-8")
    reading = CsvReader().open(path, ReadOptions())
    numbers = [number for number in rows_of(reading) if number > 1]
    book = openpyxl.load_workbook(written(reading, numbers, tmp_path))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    corrections, findings = BACK.read(tmp_path / "rejects.xlsx", reading, {})
    assert not findings
    source = rows_of(reading)
    assert [list(row.cells) for row in corrections] == [source[row.row] for row in corrections]


def test_an_untouched_workbook_comes_back_as_it_was(lots, mill, tmp_path):
    for reading, header in ((lots, 1), (mill, 2)):
        source = rows_of(reading)
        numbers = [number for number in source if number > header and any(source[number])]
        path = edited(written(reading, numbers, tmp_path, header=header), lambda book: None)
        corrections, findings = BACK.read(path, reading, {})
        assert not findings
        assert {row.row: list(row.cells) for row in corrections} == {number: source[number] for number in numbers}
        assert [row.code for row in corrections] == [f"0-{number}-K7Q" for number in numbers]


def test_a_correction_comes_back_under_its_code(lots, tmp_path):
    def change(book):
        book["sổ lô"]["B3"] = "1,7"

    corrections, findings = BACK.read(edited(written(lots, [2, 5], tmp_path), change), lots, {})
    assert not findings
    assert [(row.row, list(row.cells), row.code) for row in corrections] == [
        (2, ["L-1", "0012", "a"], "0-2-K7Q"),
        (5, ["L-3", "1,7", "c"], "0-5-K7Q"),
    ]


def test_without_the_code_column_a_row_is_found_by_its_number_and_unchanged_cells(lots, tmp_path):
    def change(book):
        book["sổ lô"].delete_cols(7)
        book["sổ lô"]["B3"] = "1,7"

    corrections, findings = BACK.read(edited(written(lots, [2, 5], tmp_path), change), lots, {})
    assert not findings
    assert [(row.row, row.code) for row in corrections] == [(2, "0-2-K7Q"), (5, "0-5-K7Q")]


CHANGES = {
    "unknown code": (lambda sheet: sheet.__setitem__("G2", "?"), ["back-unknown"], [5]),
    "another number": (lambda sheet: sheet.__setitem__("F2", 6) or sheet.__setitem__("G2", ""), ["back-unknown"], [5]),
    "row copied": (lambda sheet: sheet.append([cell.value for cell in sheet[2]]), ["back-twice"], [2, 5]),
    "row added": (lambda sheet: sheet.append(["L-9", "4", "e"]), ["back-new"], [2, 5, 0]),
    "column inserted": (lambda sheet: sheet.insert_cols(2), ["back-columns"], []),
    "row deleted": (lambda sheet: sheet.delete_rows(2), [], [5]),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_what_an_office_does_to_the_sheet_is_understood_or_told(case, lots, tmp_path):
    change, expected, rows = CHANGES[case]
    path = edited(written(lots, [2, 5], tmp_path), lambda book: change(book["sổ lô"]))
    corrections, findings = BACK.read(path, lots, {})
    assert codes(findings) == expected
    assert [row.row for row in corrections] == rows


def test_sheets_may_be_lost_or_added(lots, tmp_path):
    def change(book):
        book.create_sheet("Nháp").append(["x"])
        del book["lienthong"]
        del book[TASKS]

    corrections, findings = BACK.read(edited(written(lots, [2, 5], tmp_path), change), lots, {})
    assert codes(findings) == ["back-sheet"]
    assert [row.code for row in corrections] == ["0-2-K7Q", "0-5-K7Q"]


def test_a_doubtful_row_nobody_touched_stays_doubtful(tmp_path):
    path = tmp_path / "lots.csv"
    path.write_text("a,b\n1,2,3\n4,5\n6,7\n", encoding="utf-8")
    reading = CsvReader().open(path, ReadOptions())
    corrections, _ = BACK.read(written(reading, [2], tmp_path), reading, {})
    assert corrections[0].cells == [ErrorCell("1"), ErrorCell("2"), ErrorCell("3")]


def test_very_many_rows_go_to_numbered_files(lots, tmp_path, monkeypatch):
    monkeypatch.setattr(handback_write, "ROWS", 2)
    written(lots, [2, 3, 5], tmp_path)
    second = openpyxl.load_workbook(tmp_path / "rejects-2.xlsx")
    assert second["sổ lô"]["F2"].value == 5
    assert "2/2" in second[TASKS]["A7"].value
    corrections, _ = BACK.read(tmp_path / "rejects-2.xlsx", lots, {})
    assert [row.row for row in corrections] == [5]


def test_something_else_sent_back_is_a_finding(lots, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    corrections, findings = BACK.read(tmp_path / "x.xlsx", lots, {})
    assert not corrections
    assert codes(findings) == ["damaged"]
