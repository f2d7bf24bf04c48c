"""Mistakes as a clerk makes them with files: what is said names the thing and how it should be, in both languages."""

from __future__ import annotations

import errno
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from lienthong.cli.app import run
from lienthong.cli.usage import system_problem

HEAD = "Tên lô,Mã nông sản,Sản lượng dự kiến,Ngày trồng,Hoạt động"
ROW = "Lúa {lot},ca8c8c3b-1234-4567-89ab-cdef01234567,{planned},{planted},{work}"


def said(capsys: pytest.CaptureFixture[str], line: str) -> tuple[str, str]:
    """What a command line says in Vietnamese and in English."""
    texts = []
    for lang in ("vi", "en"):
        capsys.readouterr()
        run([*shlex.split(line), "--lang", lang])
        texts.append(capsys.readouterr().err)
    return texts[0], texts[1]


FILES = {
    "a folder for the sheet": ("convert room --mapping farm/lot-sheet --out o", "room là thư mục", "room is a folder"),
    "a workbook for the mapping": (
        "convert good.csv --mapping book.xlsx --out o",
        "tệp “book.xlsx” không phải văn bản UTF-8 nên không phải bảng ánh xạ.",
        "the file “book.xlsx” is no text in UTF-8, so it is no mapping.",
    ),
    "sheet and mapping in the other order": (
        "mapping check good.csv farm/lot-sheet",
        "tệp này không phải bảng ánh xạ",
        "this is no mapping",
    ),
    "a file for the folder of results": (
        "convert good.csv --mapping farm/lot-sheet --out note",
        "Máy không cho đọc hoặc ghi note: tên đó đã có và không phải thư mục.",
        "the name is taken and is no folder.",
    ),
    "another kind of file for the empty sheet": (
        "mapping template farm/lot-sheet mau.pdf",
        "mau.pdf: tệp mẫu là sổ tính Excel, tên phải kết thúc bằng .xlsx.",
        "its name must end in .xlsx.",
    ),
    "a form that there is not": (
        "convert good.csv --mapping farm/lot-sheet --out o --to pdf",
        "Không có “pdf”; đang có: json-2.0",
        "There is no “pdf”; known: json-2.0",
    ),
    "a workbook without the sheets": (
        "mapping check mill/rice book.xlsx",
        "Không tìm thấy tờ “Thu mua lúa / Nhập lúa”; tệp có các tờ: Sheet.",
        "There is no sheet “Thu mua lúa / Nhập lúa”; the file has: Sheet.",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_in_the_wrong_place_is_named(case: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "room").mkdir()
    (folder / "note").write_text("x", encoding="utf-8")
    book = Workbook()
    book.active.append(["x"])
    book.save(folder / "book.xlsx")
    line, vi, en = FILES[case]
    told = said(capsys, line)
    assert vi in told[0]
    assert en in told[1]
    assert not (folder / "mau.pdf").exists()


CELLS = {
    "a day in another form": (
        {"planted": "1.2.2026"},
        "“1.2.2026” không phải ngày viết như 30/04/2026, 2026/04/30.",
        "“1.2.2026” is no date written like 30/04/2026, 2026/04/30.",
    ),
    "month before day": (
        {"planted": "04/30/2026"},
        "“04/30/2026” viết tháng trước ngày; cần viết như 30/04/2026, 2026/04/30.",
        "“04/30/2026” has the month before the day; it is written like 30/04/2026, 2026/04/30.",
    ),
    "the year first": (
        {"planted": "2026/04/30"},
        "“2026/04/30” không viết như 30/04/2026 nhưng vẫn được nhận.",
        "“2026/04/30” is not written like 30/04/2026; it was accepted.",
    ),
    "a number in the English way": (
        {"planned": '"1,200.50"'},
        "dấu chấm hoặc dấu phẩy trong “1,200.50” đặt sai; số viết như 1.250,5.",
        "a point or comma of “1,200.50” is misplaced; numbers are written like 1.250,5.",
    ),
    "a word that is near": (
        {"work": "Gieo trồg"},
        "bảng activities. Gần giống nhất: “Gieo trồng”.",
        "the table activities. Nearest: “Gieo trồng”.",
    ),
    "a word that is far": (
        {"work": "xyz"},
        "bảng activities (có: PLANTING, Gieo trồng, FERTILIZING, Bón phân, WATERING, Tưới nước, …).",
        "“xyz” is not in the table activities (it has: PLANTING, Gieo trồng,",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_told_with_how_it_is_written(case: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed, vi, en = CELLS[case]
    row = ROW.format(**{"lot": "A", "planned": "12", "planted": "01/02/2026", "work": "PLANTING"} | changed)
    (folder / "so.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    told = said(capsys, "mapping preview farm/lot-sheet so.csv")
    assert vi in told[0]
    assert en in told[1]


def test_a_formula_nobody_calculated_is_no_error_value(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(ROW.format(lot="A", planned="=6*2", planted="01/02/2026", work="PLANTING").split(","))
    book.active.append(ROW.format(lot="B", planned="#N/A", planted="01/02/2026", work="PLANTING").split(","))
    book.active["C3"].data_type = "e"
    book.save(folder / "so.xlsx")
    vi, en = said(capsys, "mapping preview farm/lot-sheet so.xlsx")
    assert "Ô C2 (Sản lượng dự kiến) là công thức chưa được tính; cần giá trị." in vi
    assert "Ô C3 (Sản lượng dự kiến) chứa lỗi bảng tính #N/A." in vi
    assert "Cell C2 (Sản lượng dự kiến) is a formula that was never calculated; a value is expected." in en


@pytest.mark.parametrize(("lang", "title"), [("vi", "Dữ liệu"), ("en", "Data")])
def test_the_empty_sheet_of_one_table_has_a_name_in_the_language(folder: Path, lang: str, title: str) -> None:
    assert run(shlex.split(f"mapping template farm/lot-sheet mau.xlsx --lang {lang}")) == 0
    assert load_workbook(folder / "mau.xlsx").sheetnames == [title]


def test_the_system_is_quoted_only_where_we_have_no_words() -> None:
    assert system_problem(OSError(errno.EACCES, "Permission denied"), "vi") == "không được phép"
    assert system_problem(OSError(errno.EACCES, "Permission denied"), "en") == "not allowed"
    assert system_problem(OSError(errno.EXDEV, "Cross-device link"), "vi") == "Cross-device link"
    assert system_problem(OSError("odd"), "en") == "odd"
