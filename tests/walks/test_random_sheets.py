"""Random lot sheets with random faults: every row accounted for, and a correction as good as having been right."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import lienthong
from lienthong.flow import Run

COLUMNS = (
    "ten_lo", "ma_loai_nong_san", "ma_vung_trong", "san_luong_du_kien", "san_luong_thuc_thu", "ngay_gieo_trong",
    "ngay_thu_hoach", "hoat_dong_canh_tac", "vat_tu", "so_luong", "don_vi", "ngay_thuc_hien", "ghi_chu",
)  # fmt: skip
FAULTS = {
    "ten_lo": [""],
    "ma_loai_nong_san": ["", "gao"],
    "ma_vung_trong": ["ruong 1"],
    "san_luong_du_kien": ["1.2,5", "0", "nhiều"],
    "san_luong_thuc_thu": ["-4", "12O"],
    "ngay_gieo_trong": ["31/04/2026", "", "01/01/2030"],
    "ngay_thu_hoach": ["30/02/2026", "01/01/2019", "mai"],
    "hoat_dong_canh_tac": ["", "CA HAT"],
    "so_luong": ["vài"],
    "ngay_thuc_hien": ["5/2026"],
}
MADE = ("events.jsonld", "events.xml", "national.json")
CREATED = "2026-06-30T00:00:00Z"
ORIGIN = "Dòng gốc / Original row"

Cells = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A lot sheet as it was meant, and the faults that were planted: row, column, what stands there instead."""

    right: list[Cells]
    faults: list[tuple[int, str, str]]

    @property
    def faulty(self) -> list[Cells]:
        rows = [dict(row) for row in self.right]
        for row, column, text in self.faults:
            rows[row][column] = text
        return rows


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows: list[Cells] = []
    for number in range(draw(st.integers(1, 4))):
        month, harvested = draw(st.integers(1, 4)), draw(st.booleans())
        lot = {
            "ten_lo": f"{draw(st.sampled_from(['Lúa', 'Xoài cát', 'RAU']))} {number}",
            "ma_loai_nong_san": f"ca8c8c3b-1234-4567-89ab-cdef0123456{draw(st.integers(0, 2))}",
            "ma_vung_trong": "fa8c8c3b-5678-90ab-cdef-1234567890ab",
            "san_luong_du_kien": draw(st.sampled_from(["1200", "1.250,5", "980"])),
            "san_luong_thuc_thu": draw(st.sampled_from(["1150", "905,25"])) if harvested else "",
            "ngay_gieo_trong": f"0{draw(st.integers(1, 9))}/0{month}/2026",
            "ngay_thu_hoach": f"1{draw(st.integers(0, 9))}/0{month + 3}/2026",
        }
        for _ in range(draw(st.integers(1, 4))):
            activity = {
                "hoat_dong_canh_tac": draw(st.sampled_from(["PLANTING", "WATERING", "Bón phân"])),
                "vat_tu": draw(st.sampled_from(["Giống", "Phân, hữu cơ", ""])),
                "so_luong": draw(st.sampled_from(["40", "0", "2,5"])),
                "don_vi": "kg",
                "ngay_thuc_hien": f"2{draw(st.integers(0, 8))}/0{month}/2026",
                "ghi_chu": draw(st.sampled_from(["", 'ghi "tay"', "mưa to"])),
            }
            rows.append({**lot, **activity})
    rows = draw(st.permutations(rows))
    if draw(st.booleans()):
        rows.append(dict.fromkeys(COLUMNS, "") | {"ten_lo": "Tổng cộng", "san_luong_du_kien": "3430"})
    spoilt = st.sampled_from([(column, text) for column, texts in FAULTS.items() for text in texts])
    faults = draw(st.lists(st.tuples(st.integers(0, len(rows) - 1), spoilt), max_size=4))
    return Sheet(rows, [(row, *fault) for row, fault in faults if not rows[row]["ten_lo"].startswith("Tổng")])


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def converted(rows: list[Cells], folder: Path) -> Run:
    folder.mkdir()
    lines = [",".join(COLUMNS), *(",".join(quoted(row[column]) for column in COLUMNS) for row in rows)]
    source = folder / "so-lo.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lienthong.convert(source, mapping="farm/lot-sheet", out=folder / "out", created=CREATED)


def refused(sheet: Any) -> Iterator[tuple[int, int]]:
    """The rows of a correction sheet: where each stands, and its row in the source."""
    head = {cell.value: cell.column for row in sheet.iter_rows(max_row=1) for cell in row}
    for row in range(2, sheet.max_row + 1):
        number = sheet.cell(row, head[ORIGIN]).value
        if number:
            yield row, int(number)


def put_right(rejects: Path, right: list[Cells], corrected: Path, every: int = 1) -> None:
    """Writes the true cells over every nth refused row."""
    book = load_workbook(rejects)
    for row, number in list(refused(book.worksheets[1]))[::every]:
        for at, column in enumerate(COLUMNS, 1):
            book.worksheets[1].cell(row, at).value = right[number - 2][column] or None
    book.save(corrected)


def made(run: Run) -> dict[str, bytes]:
    return {name: (run.out / name).read_bytes() for name in MADE}


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


SLOW = settings(max_examples=10, phases=[Phase.explicit, Phase.generate])


@SLOW
@given(sheets())
def test_every_row_is_kept_refused_or_left_out(sheet: Sheet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = converted(sheet.faulty, Path(folder) / "faulty")
        told = run.run
        assert told["in"] == told["kept"] + told["rejected"] + told["filtered"]
        assert told["sources"][0]["records"] == told["in"]
        assert told["in"] == sum(not row["ten_lo"].startswith("Tổng") for row in sheet.right)
        assert run.code == (1 if told["rejected"] else 0)
        waiting = list(refused(load_workbook(run.out / "rejects.xlsx").worksheets[1])) if told["rejected"] else []
        assert len(waiting) == told["rejected"]
        assert told["lots"] <= len({row["ten_lo"] for row in sheet.faulty})


@SLOW
@given(sheets())
def test_a_correction_replayed_is_the_sheet_converted_right(sheet: Sheet) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run, right = converted(sheet.faulty, folder / "faulty"), converted(sheet.right, folder / "right")
        assert right.code == 0
        if run.code == 0:
            return
        put_right(run.out / "rejects.xlsx", sheet.right, folder / "corrected.xlsx")
        done = lienthong.replay(run.out, folder / "corrected.xlsx")
        assert (done.code, done.run["rejected"], done.findings) == (0, 0, [])
        assert made(done) == made(right)
        before = files(run.out)
        assert lienthong.replay(run.out, folder / "corrected.xlsx").code == 0
        assert files(run.out) == before


@SLOW
@given(sheets())
def test_corrections_in_two_turns_come_to_the_same(sheet: Sheet) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run, right = converted(sheet.faulty, folder / "faulty"), converted(sheet.right, folder / "right")
        for turn, every in enumerate((2, 1)):
            if run.code:
                put_right(run.out / "rejects.xlsx", sheet.right, folder / f"{turn}.xlsx", every)
                run = lienthong.replay(run.out, folder / f"{turn}.xlsx")
                assert run.findings == []
        assert run.code == 0
        assert made(run) == made(right)
