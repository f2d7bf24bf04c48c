"""Corrections: what was right before the faults were planted is put back, and nothing is refused any more."""

import datetime as dt
import json
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openpyxl import load_workbook

import lienthong
from lienthong.cli.runs import explained

TOOLS = Path(__file__).resolve().parents[2] / "tools"
CREATED = "2026-06-30T00:00:00Z"
MADE = ("events.jsonld", "events.xml", "national.json")
FIRMS = {"rice-mill": ("demo_rice", "mill/rice"), "pangasius": ("demo_fish", "fish/pangasius")}


def despatched_early(*sheets: Any) -> None:
    """The one fault of the pangasius book that is warned about and kept: it leaves before it was made."""
    for nth in range(3):
        sheets[3].change("note", "PXK-0418", "shipped", dt.date(2026, 4, 12), nth)


KEPT = {"pangasius": despatched_early}


@pytest.fixture
def make_book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str, bool], Path]:
    """Writes the workbook of a firm into a folder, with its faults or as it was before those that are refused."""
    monkeypatch.syspath_prepend(str(TOOLS))

    def make(firm: str, folder: str, faults: bool) -> Path:
        import demo_books

        room: ModuleType = __import__(FIRMS[firm][0])
        if not faults:
            monkeypatch.setattr(room, "spoil", KEPT.get(firm, lambda *sheets: None))
        path = tmp_path / folder / f"{firm}.xlsx"
        path.parent.mkdir()
        demo_books.write(path, room.sheets())
        monkeypatch.undo()
        sys.path.insert(0, str(TOOLS))
        return path

    return make


def standing(sheet: Any, row: int, column: int) -> Any:
    """What stands in a cell, or in the merged block it belongs to."""
    for block in sheet.merged_cells.ranges:
        if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col:
            return sheet.cell(block.min_row, block.min_col).value
    return sheet.cell(row, column).value


def put_right(rejects: Path, truth: Path, corrected: Path) -> int:
    """Copies the cells of the true workbook over every refused row; returns how many rows there were."""
    book, right = load_workbook(rejects), load_workbook(truth)
    rows = 0
    for sheet in book.worksheets[1:]:
        if sheet.title not in right.sheetnames:
            continue
        head = next(row for row in sheet.iter_rows() if any(cell.value == "Dòng gốc / Original row" for cell in row))
        origin = next(cell.column for cell in head if cell.value == "Dòng gốc / Original row")
        for row in sheet.iter_rows(min_row=head[0].row + 1):
            number = sheet.cell(row[0].row, origin).value
            for column in range(1, origin - 2):
                sheet.cell(row[0].row, column).value = standing(right[sheet.title], number, column)
            rows += 1
    book.save(corrected)
    return rows


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_every_correction_of_the_demo_brings_the_run_to_nothing_refused(
    make_book: Callable[[str, str, bool], Path], tmp_path: Path, firm: str
) -> None:
    source, truth = make_book(firm, "in", True), make_book(firm, "truth", False)
    out, corrected = tmp_path / "out", tmp_path / "corrected.xlsx"
    first = lienthong.convert(source, mapping=FIRMS[firm][1], out=out, created=CREATED)
    assert first.code == 1
    assert put_right(out / "rejects.xlsx", truth, corrected) == first.run["rejected"]

    second = lienthong.replay(out, corrected)
    assert (second.code, second.run["rejected"], second.findings) == (0, 0, [])
    assert second.run["in"] == second.run["kept"] == first.run["in"]

    right = lienthong.convert(truth, mapping=FIRMS[firm][1], out=tmp_path / "right", created=CREATED)
    for name in MADE:
        assert (out / name).read_bytes() == (right.out / name).read_bytes(), name

    before = files(out)
    third = lienthong.replay(out, corrected)
    assert (third.code, third.findings) == (0, [])
    assert files(out) == before


def corrected_lots(folder: Path, faulty: str, right: str) -> tuple[Any, Any]:
    """A lot sheet replayed after its correction, and one that was right from the start."""
    head = (
        "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
        "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu\n"
    )
    row = (
        "Lúa {lot},ca8c8c3b-1234-4567-89ab-cdef01234567,fa8c8c3b-5678-90ab-cdef-1234567890ab,1200,1150,01/02/2026,"
        "{day},{activity},Giống,40,kg,01/02/2026,\n"
    )
    texts = {
        "faulty": row.format(lot="A", day=faulty, activity="PLANTING"),
        "right": row.format(lot="A", day=right, activity="PLANTING"),
    }
    runs = {}
    for name, text in texts.items():
        path = folder / name / "so.csv"
        path.parent.mkdir(parents=True)
        lines = head + row.format(lot="B", day="01/06/2026", activity="WATERING") + text
        path.write_text(lines, encoding="utf-8")
        runs[name] = lienthong.convert(path, mapping="farm/lot-sheet", out=folder / name / "out", created=CREATED)
    return runs["faulty"], runs["right"]


@pytest.mark.parametrize("faulty", ["31/06/2026", "01/01/2026", "mai"])
def test_a_replay_gives_the_bytes_of_a_source_that_was_right(tmp_path: Path, faulty: str) -> None:
    run, right = corrected_lots(tmp_path, faulty, "01/06/2026")
    assert (run.code, right.code) == (1, 0)
    book = load_workbook(run.out / "rejects.xlsx")
    sheet = book.worksheets[1]
    sheet.cell(2, 7).value = "01/06/2026"
    book.save(tmp_path / "corrected.xlsx")
    assert lienthong.replay(run.out, tmp_path / "corrected.xlsx").code == 0
    for name in MADE:
        assert (run.out / name).read_bytes() == (right.out / name).read_bytes(), name


def test_a_source_that_changed_is_not_replayed(tmp_path: Path) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    with (tmp_path / "faulty" / "so.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    done = lienthong.replay(run.out, run.out / "rejects.xlsx")
    assert (done.code, [finding.code for finding in done.findings]) == (2, ["source.changed"])


def test_a_sheet_that_comes_back_as_it_was_changes_nothing(tmp_path: Path) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    before = files(run.out)
    done = lienthong.replay(run.out, run.out / "rejects.xlsx")
    assert (done.code, files(run.out) == before) == (1, True)


def returned(run: Any, name: str, harvested: str) -> Path:
    """The correction sheet of a run with another harvest day in its first row."""
    book = load_workbook(run.out / "rejects.xlsx")
    book.worksheets[1].cell(2, 7).value = harvested
    path = run.out.parent / name
    book.save(path)
    return path


def test_an_older_sheet_that_says_something_else_is_told_and_not_used(tmp_path: Path) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    wrong, late = returned(run, "wrong.xlsx", "31/06/2026"), returned(run, "late.xlsx", "01/06/2026")
    assert lienthong.replay(run.out, wrong).code == 1
    before = files(run.out)
    done = lienthong.replay(run.out, late)
    assert (done.code, [finding.code for finding in done.findings]) == (2, ["correction.stale"])
    assert files(run.out) == before

    assert lienthong.replay(run.out, returned(run, "new.xlsx", "01/06/2026")).code == 0
    done = lienthong.replay(run.out, wrong)
    assert (done.code, done.run["rejected"], [finding.code for finding in done.findings]) == (
        2,
        0,
        ["correction.stale"],
    )


def test_a_sheet_of_another_run_is_told_and_not_used(tmp_path: Path) -> None:
    run, right = corrected_lots(tmp_path / "one", "mai", "01/06/2026")
    other, _ = corrected_lots(tmp_path / "two", "31/06/2026", "01/06/2026")
    for out in (run.out, right.out):
        before = files(out)
        done = lienthong.replay(out, other.out / "rejects.xlsx")
        assert (done.code, [finding.code for finding in done.findings]) == (2, ["correction.stale"])
        assert files(out) == before


@pytest.mark.parametrize(("name", "content"), [("sheet.xlsx", b"PK\x03\x04cut"), ("sheet.xlsx", b"text"), ("", b"")])
def test_what_is_no_correction_sheet_is_not_done(tmp_path: Path, name: str, content: bytes) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    path = tmp_path / name
    if name:
        path.write_bytes(content)
    done = lienthong.replay(run.out, path)
    assert (done.code, len(done.findings)) == (2, 1)


def test_a_row_written_below_is_taken_once_and_explained_from_its_own_sheet(tmp_path: Path) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    book = load_workbook(run.out / "rejects.xlsx")
    sheet = book.worksheets[1]
    for column in range(1, 14):
        sheet.cell(4, column).value = sheet.cell(2, column).value
    sheet.cell(4, 1).value, sheet.cell(4, 7).value = "Lúa C", "02/06/2026"
    book.save(tmp_path / "more.xlsx")
    for _ in range(2):
        done = lienthong.replay(run.out, tmp_path / "more.xlsx")
        assert (done.run["in"], done.run["kept"], done.run["rejected"]) == (3, 2, 1)
        assert {finding.code for finding in done.findings} == {"tabular.back-new"}
    document = json.loads((run.out / "events.jsonld").read_text(encoding="utf-8"))
    events = document["epcisBody"]["eventList"]
    number = next(at for at, event in enumerate(events) if event.get("ilmd", {}).get("cbvmda:lotNumber") == "Lúa C")
    (answer,) = lienthong.explain(run.out, f"/eventList/{number}/ilmd/cbvmda:lotNumber")
    assert (answer.trace.place.source, answer.trace.original) == ("more.xlsx", "Lúa C")


def test_explaining_a_corrected_value_tells_what_it_was_and_from_where(tmp_path: Path) -> None:
    run, _ = corrected_lots(tmp_path, "mai", "01/06/2026")
    assert lienthong.replay(run.out, returned(run, "new.xlsx", "01/06/2026")).code == 0
    document = json.loads((run.out / "events.jsonld").read_text(encoding="utf-8"))
    events = document["epcisBody"]["eventList"]
    told = [answer for number in range(len(events)) for answer in lienthong.explain(run.out, f"/eventList/{number}")]
    wires = [answer.wire() for answer in told]
    harvests = [wire for wire in wires if wire["original"] == "01/06/2026"]
    was = {wire["place"]: wire["corrected"] for wire in harvests}
    assert was == {"so.csv:2:7": None, "so.csv:3:7": {"from": "mai", "file": "new.xlsx"}}
    assert all(wire["corrected"] is None for wire in wires if wire not in harvests)
    answer = next(answer for answer, wire in zip(told, wires, strict=True) if wire["corrected"])
    assert "    đã sửa; trước đó là “mai”, sửa theo tệp new.xlsx" in explained(answer, "vi")
    assert "    corrected; it was “mai”, corrected in the file new.xlsx" in explained(answer, "en")


def test_a_replay_adds_to_a_shared_store_only_what_is_new(tmp_path: Path) -> None:
    run, right = corrected_lots(tmp_path, "mai", "01/06/2026")
    store, other = tmp_path / "store.sqlite", tmp_path / "other.sqlite"
    source = {out: out.parent / "so.csv" for out in (run.out, right.out)}
    for out, file in ((run.out, store), (right.out, other)):
        lienthong.convert(source[out], mapping="farm/lot-sheet", out=out, created=CREATED, store=file)
    assert 0 < stored(store) < stored(other)
    assert lienthong.replay(run.out, returned(run, "new.xlsx", "01/06/2026")).code == 0
    assert stored(store) == stored(other)
    lienthong.convert(source[run.out], mapping="farm/lot-sheet", out=tmp_path / "again", created=CREATED, store=store)
    assert stored(store) == stored(other)


def stored(path: Path) -> int:
    """How many events a store holds."""
    database = sqlite3.connect(path)
    try:
        return int(database.execute("SELECT count(*) FROM event").fetchone()[0])
    finally:
        database.close()
