"""The main job over lot sheets that a start-up's users fill in: counts, refusals with places, the same bytes twice."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

import lienthong
from tests.vectors import VectorSets

SET = "field/vn-nguongocso-lots"
SHIPPED = "farm/lot-sheet"


def sheet(vector_set: VectorSets, name: str) -> Path:
    return vector_set(SET) / "docs" / "sample-data" / f"production_lot_{name}.csv"


@pytest.mark.parametrize(
    ("name", "read", "kept", "rejected", "lots", "code"),
    [
        ("valid", 5, 5, 0, 4, 0),
        ("import_template", 20, 20, 0, 8, 0),
        ("duplicate", 7, 7, 0, 3, 0),
        ("invalid", 10, 2, 8, 2, 1),
        ("large_dataset", 200, 101, 99, 101, 1),
    ],
)
def test_every_row_is_accounted_for(
    vector_set: VectorSets, tmp_path: Path, name: str, read: int, kept: int, rejected: int, lots: int, code: int
) -> None:
    run = lienthong.convert(sheet(vector_set, name), mapping=SHIPPED, out=tmp_path)
    assert run.code == code
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (told["in"], told["kept"], told["rejected"], told["filtered"], told["lots"]) == (
        read,
        kept,
        rejected,
        0,
        lots,
    )
    records = json.loads((tmp_path / "national.json").read_text(encoding="utf-8"))["records"]
    assert len(records) == lots


def test_a_sheet_with_headings_only_is_not_done(vector_set: VectorSets, tmp_path: Path) -> None:
    run = lienthong.convert(sheet(vector_set, "init"), mapping=SHIPPED, out=tmp_path)
    assert (run.code, [finding.code for finding in run.findings]) == (2, ["source.nothing"])
    assert not (tmp_path / "run.json").exists()


def test_each_fault_of_the_invalid_sheet_is_refused_for_a_reason_of_its_own(
    vector_set: VectorSets, tmp_path: Path
) -> None:
    source = sheet(vector_set, "invalid")
    lienthong.convert(source, mapping=SHIPPED, out=tmp_path)
    guide = load_workbook(tmp_path / "rejects.xlsx").worksheets[0]
    references = [row[5].value for row in guide.iter_rows(min_row=9) if row[0].value]
    assert len(references) == len(set(references)) == 8


def test_only_the_rows_that_harvest_before_planting_are_refused(vector_set: VectorSets, tmp_path: Path) -> None:
    run = lienthong.convert(sheet(vector_set, "large_dataset"), mapping=SHIPPED, out=tmp_path)
    errors = [cause for cause in run.told.report().causes if cause.severity == "error"]
    assert [(cause.code, cause.rows) for cause in errors] == [("mapping.must-order", 99)]
    assert errors[0].places[0].startswith("production_lot_large_dataset.csv:")


def test_two_runs_give_the_same_bytes_in_everything_but_the_clock(vector_set: VectorSets, tmp_path: Path) -> None:
    folders = [tmp_path / "one" / "out", tmp_path / "two" / "out"]
    for folder in folders:
        lienthong.convert(sheet(vector_set, "invalid"), mapping=SHIPPED, out=folder)
    names = sorted(file.name for file in folders[0].iterdir())
    assert names == sorted(file.name for file in folders[1].iterdir())
    for name in set(names) - {"run.json", "ledger.sqlite"}:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_an_activity_without_material_says_so_by_having_none(vector_set: VectorSets, tmp_path: Path) -> None:
    lienthong.convert(sheet(vector_set, "duplicate"), mapping=SHIPPED, out=tmp_path)
    text = (tmp_path / "events.jsonld").read_text(encoding="utf-8")
    assert "https://id.gs1.org" not in text
    assert '"lan"' not in text


def test_the_same_source_twice_adds_nothing_to_a_store(vector_set: VectorSets, tmp_path: Path) -> None:
    import sqlite3

    counts = []
    for turn in range(2):
        lienthong.convert(
            sheet(vector_set, "valid"), mapping=SHIPPED, out=tmp_path / str(turn), store=tmp_path / "store.sqlite"
        )
        with sqlite3.connect(tmp_path / "store.sqlite") as database:
            counts.append(database.execute("SELECT count(*) FROM event").fetchone()[0])
        database.close()
    assert counts[0] == counts[1] > 0
