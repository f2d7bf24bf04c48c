"""A workbook as a cooperative keeps it: titles, merged headings, numbering, an old font, codes typed as numbers."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import lienthong
from adapters.tabular.encodings import encode
from lienthong.flow import Run

MAPPING = Path(__file__).resolve().parents[1] / "cases" / "field" / "lot-workbook.yaml"
SHEET = "Sổ lô 2026"
ROWS: list[list[Any]] = [
    # lot, barcode typed as a number, grower in TCVN3, yield, planted (a date), harvested (a date as text)
    ["L01", 9521234000013, "Nguyễn Văn Tí", "1.250,5", dt.datetime.fromisoformat("2026-02-01"), "01/06/2026"],
    ["L02", 9521234000013, "Trần Thị Sửu", "980", dt.datetime.fromisoformat("2026-02-03"), "31/06/2026"],
    ["L03", 9521234000014, "Phạm Thị Mẹo", "1.010,0", dt.datetime.fromisoformat("2026-02-04"), "05/06/2026"],
    ["L04", 9521234000013, "Đỗ Thị Tỵ", "1.1,0", dt.datetime.fromisoformat("2026-02-05"), "06/06/2026"],
    ["L05", 9521234000013, "Huỳnh Văn Thìn", 905.5, "06/02/2026", dt.datetime.fromisoformat("2026-06-07")],
    ["L06", 9521234000013, "Võ Văn Ngọ", "1.000", dt.datetime.fromisoformat("2026-06-30"), "07/06/2026"],
]


def old_font(text: str) -> str:
    """The text as a workbook shows it whose letters are those of an old Vietnamese font."""
    return encode(text, "tcvn3").decode("latin-1")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet.append(["HỢP TÁC XÃ VÍ DỤ"])
    sheet.append(["SỔ LÔ SẢN XUẤT"])
    sheet.append(["Vụ Đông Xuân 2026"])
    sheet.append(["LÔ HÀNG", None, None, None, "THỜI GIAN", None])
    sheet.append(["Tên lô (*)", "Mã vạch", "Hộ trồng", "Sản lượng (kg)", "Ngày trồng", "Ngày thu"])
    sheet.append([1, 2, 3, 4, 5, 6])
    for block in ("A1:F1", "A2:F2", "A3:F3", "A4:D4", "E4:F4"):
        sheet.merge_cells(block)
    for row in ROWS:
        sheet.append([*row[:2], old_font(row[2]), *row[3:]])
    path = tmp_path / "so-lo.xlsx"
    book.save(path)
    return path


@pytest.fixture
def run(workbook: Path, tmp_path: Path) -> Run:
    return lienthong.convert(workbook, mapping=str(MAPPING), out=tmp_path / "out")


def test_the_values_are_those_of_the_cells(run: Run) -> None:
    text = (run.out / "events.jsonld").read_text(encoding="utf-8")
    events = json.loads(text, parse_float=Decimal, parse_int=Decimal)["epcisBody"]["eventList"]
    told = [
        (
            event["quantityList"][0]["epcClass"],
            event["quantityList"][0]["quantity"],
            event["quantityList"][0]["uom"],
            event["eventTime"],
            event["ilmd"]["vnx:planted"],
            event["ilmd"]["vnx:grower"],
        )
        for event in events
    ]
    lot = "https://id.gs1.org/01/09521234000013/10/"
    assert told == [
        (f"{lot}L01", Decimal("1250.5"), "KGM", "2026-06-01T07:00:00+07:00", "2026-02-01", "Nguyễn Văn Tí"),
        (f"{lot}L05", Decimal("905.5"), "KGM", "2026-06-07T07:00:00+07:00", "2026-02-06", "Huỳnh Văn Thìn"),
    ]


def test_every_refused_row_names_file_sheet_and_cell(run: Run) -> None:
    assert (run.code, run.run["in"], run.run["kept"], run.run["rejected"]) == (1, 6, 2, 4)
    told = {
        (cause.code, place) for cause in run.told.report().causes if cause.severity == "error" for place in cause.places
    }
    assert told == {
        ("date.impossible", f"so-lo.xlsx!{SHEET}!F8"),
        ("gs1.check-digit", f"so-lo.xlsx!{SHEET}!B9"),
        ("number.grouping", f"so-lo.xlsx!{SHEET}!D10"),
        ("mapping.must-order", f"so-lo.xlsx!{SHEET}!F12"),
    }


def test_the_rows_come_back_under_their_own_titles_and_headings(run: Run) -> None:
    sheet = load_workbook(run.out / "rejects.xlsx")[SHEET]
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == [
        "HỢP TÁC XÃ VÍ DỤ",
        "SỔ LÔ SẢN XUẤT",
        "Vụ Đông Xuân 2026",
        "LÔ HÀNG",
        "Tên lô (*)",
    ]
    assert [sheet.cell(row, 1).value for row in range(6, 10)] == ["L02", "L03", "L04", "L06"]
    assert sheet.cell(7, 2).value == 9521234000014
    assert sheet.cell(6, 6).fill.start_color.rgb.endswith("FBEAE7")
    assert sheet.cell(6, 6).comment is not None
