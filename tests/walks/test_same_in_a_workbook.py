"""Real lot sheets as a farm's workbook holds them: the same rows, the same events, the same refusals."""

import csv
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import lienthong
from adapters.tabular.encodings import encode
from lienthong.explaining import ledger_of
from lienthong.flow import Run
from lienthong.plugs import installed
from tests.vectors import VectorSets

HEADINGS = (
    "Tên lô (*)", "Mã loại nông sản", "Mã vùng trồng", "Sản lượng dự kiến", "Sản lượng thực thu", "Ngày gieo trồng",
    "Ngày thu hoạch", "Hoạt động canh tác", "Vật tư", "Số lượng", "Đơn vị", "Ngày thực hiện", "Ghi chú",
)  # fmt: skip
SHEET = "Nhật ký 2026"
FIRST_ROW = 7
MATERIAL, DATES = 8, (5, 6, 11)
CREATED = "2026-06-30T00:00:00Z"


FOREIGN = re.compile("[¡-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ]")


def old_font(text: str) -> str:
    """The text as a workbook shows it whose letters are those of an old Vietnamese font."""
    return encode(text, "tcvn3").decode("latin-1")


def plainly_old(text: str) -> str:
    """As `old_font`, where that shows letters that Vietnamese does not write; else the text itself."""
    shown = old_font(text)
    return shown if FOREIGN.search(shown) else text


def cell(row: int, column: int, text: str) -> Any:
    """The text of the CSV as someone typed it into a workbook: some dates as dates, whole numbers as numbers."""
    day = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    if column in DATES and day and (row + column) % 2:
        try:
            return dt.datetime(int(day[3]), int(day[2]), int(day[1]))  # noqa: DTZ001
        except ValueError:
            return text
    if text.isdecimal() and row % 2:
        return int(text)
    return plainly_old(text) if column == MATERIAL else text or None


def workbook(rows: list[list[str]], path: Path) -> None:
    """Three titles, a row of merged groups, the headings, a row of numbers, then the rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for title in ("HỢP TÁC XÃ VÍ DỤ", "SỔ LÔ SẢN XUẤT KÈM NHẬT KÝ", "Năm 2026"):
        sheet.append([title])
    sheet.append(["LÔ SẢN XUẤT", *[None] * 6, "NHẬT KÝ"])
    sheet.append(list(HEADINGS))
    sheet.append(list(range(1, len(HEADINGS) + 1)))
    for block in ("A1:M1", "A2:M2", "A3:M3", "A4:G4", "H4:M4"):
        sheet.merge_cells(block)
    for number, row in enumerate(rows):
        sheet.append([cell(number, column, text) for column, text in enumerate(row)])
    book.save(path)


@pytest.fixture
def both(vector_set: VectorSets, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Run, Run]:
    """The run of a real lot sheet, and the run of the workbook that holds its rows."""
    folder = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data"
    source = folder / f"production_lot_{request.param}.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    workbook(rows, tmp_path / "so-lo.xlsx")
    runs = [
        lienthong.convert(path, mapping="farm/lot-sheet", out=tmp_path / path.suffix[1:], created=CREATED)
        for path in (source, tmp_path / "so-lo.xlsx")
    ]
    return runs[0], runs[1]


def told(run: Run, severity: str) -> list[tuple[str, int]]:
    return sorted((cause.code, cause.rows) for cause in run.told.report().causes if cause.severity == severity)


@pytest.mark.parametrize("both", ["valid", "import_template", "duplicate", "invalid", "large_dataset"], indirect=True)
def test_a_workbook_gives_what_the_text_file_gives(both: tuple[Run, Run]) -> None:
    plain, book = both
    counts = ("in", "kept", "rejected", "filtered", "lots", "events")
    assert {name: book.run[name] for name in counts} == {name: plain.run[name] for name in counts}
    for name in ("events.jsonld", "events.xml"):
        assert (book.out / name).read_bytes() == (plain.out / name).read_bytes(), name
    assert told(book, "error") == told(plain, "error")


@pytest.mark.parametrize("both", ["invalid", "large_dataset"], indirect=True)
def test_every_refused_row_names_file_sheet_and_cell(both: tuple[Run, Run]) -> None:
    _, run = both
    _, ledger, database = ledger_of(run.out, installed())
    refused = {row.row: [str(finding.place) for finding in row.findings] for row in ledger.rejected()}
    database.close()
    assert len(refused) == run.run["rejected"]
    for number, places in refused.items():
        assert number >= FIRST_ROW
        assert places
        assert all(re.fullmatch(rf"so-lo\.xlsx!{SHEET}![A-M]{number}", place) for place in places), places
    sheet = load_workbook(run.out / "rejects.xlsx")[SHEET]
    head = {entry.value: entry.column for row in sheet.iter_rows(max_row=8) for entry in row if entry.value}
    numbers = [sheet.cell(row, head["Dòng gốc / Original row"]).value for row in range(6, sheet.max_row + 1)]
    assert [int(number) for number in numbers if number] == sorted(refused)


@pytest.mark.parametrize("both", ["valid"], indirect=True)
def test_values_of_the_record_are_named_by_their_cells(both: tuple[Run, Run]) -> None:
    _, run = both
    records = json.loads((run.out / "national.json").read_text(encoding="utf-8"))["records"]
    places = {source["place"] for record in records for field in record["fields"].values() for source in field["from"]}
    assert f"so-lo.xlsx!{SHEET}!A{FIRST_ROW}" in places


def test_a_column_in_an_old_font_is_read_whole(tmp_path: Path) -> None:
    materials = ["Hạt cải xanh", "Cây giống cà phê", "Phân NPK", "Giống lúa Jasmine85", "Trụ thanh long"]
    names = "ca8c8c3b-1234-4567-89ab-cdef01234567", "fa8c8c3b-5678-90ab-cdef-1234567890ab"
    book = Workbook()
    book.active.append(list(HEADINGS))
    for number, material in enumerate(materials):
        lot = [f"L{number}", *names, 12, None, "01/02/2026", None, "PLANTING"]
        book.active.append([*lot, old_font(material), 4, "kg", "01/02/2026", None])
    book.save(tmp_path / "so-lo.xlsx")
    run = lienthong.convert(tmp_path / "so-lo.xlsx", mapping="farm/lot-sheet", out=tmp_path / "out")
    events = json.loads((run.out / "events.jsonld").read_text(encoding="utf-8"))["epcisBody"]["eventList"]
    assert [event["lt:material"] for event in events if "lt:material" in event] == materials
