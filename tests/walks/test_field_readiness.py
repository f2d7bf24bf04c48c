"""Readiness of real field data: what a district's list, a farm register and a start-up's lot sheets lack, by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from python_calamine import load_workbook

from lienthong.cli.app import run
from tests.vectors import VectorSets

DAY = ("--on", "2026-08-01")


def told(capsys: pytest.CaptureFixture[str], source: Path, mapping: str, *more: str, ends: int = 1) -> list[dict]:
    code = run(["check", str(source), "--mapping", mapping, *DAY, "--json", *more])
    out = capsys.readouterr().out
    assert code == ends
    return [json.loads(line) for line in out.splitlines()]


def lacking(one: dict) -> set[str]:
    return {item["field"] for item in one["missing"]}


def test_a_list_of_products_lacks_pictures_events_and_standards(
    vector_set: VectorSets, capsys: pytest.CaptureFixture[str]
) -> None:
    source = vector_set("field/vn-ocop-travinh") / "ocop_products.csv"
    lines = told(capsys, source, "registers/ocop")
    assert len(lines) == 37
    assert {frozenset(lacking(one)) for one in lines} == {frozenset({"product_image", "events", "standards"})}
    assert all(one["score"] == {"have": 4, "of": 7} for one in lines)
    assert all(one["fields"]["origin"]["state"] == "defaulted" for one in lines)
    assert all(item["article"] and item["vi"] and item["en"] for one in lines for item in one["missing"])


def test_a_farm_register_tells_of_farms_and_lacks_the_lots(
    vector_set: VectorSets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = vector_set("field/vn-vietgap-aquaculture") / "CSNTIMPORT_anonymised.xls"
    assert run(["check", str(old), "--mapping", "registers/aquaculture"]) == 2
    assert "xlsx" in capsys.readouterr().err
    # saved anew, as that finding asks
    book = Workbook()
    for row in load_workbook(str(old)).get_sheet_by_name("Sheet1").to_python():
        book.active.append(row)
    book.save(tmp_path / "new.xlsx")
    lines = told(capsys, tmp_path / "new.xlsx", "registers/aquaculture", "--profile", "vn-nd37-2026,vn-mard-tt17-2021",
                 "--role", "grower")  # fmt: skip
    assert [one["profile"] for one in lines] == ["vn-nd37-2026", "vn-mard-tt17-2021"]
    assert {"product_image", "operator_address", "events", "standards"} == lacking(lines[0])
    assert {"recipient_name", "stage_records", "shipped_time"} <= lacking(lines[1])
    assert lines[0]["sector"] == "aquatic"


LOTS = {"valid": 4, "import_template": 8, "duplicate": 3}


@pytest.mark.parametrize(("name", "lots"), LOTS.items())
def test_lot_sheets_have_their_events_and_lack_who_and_what(
    vector_set: VectorSets, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, lots: int
) -> None:
    folder = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data"
    source = folder / f"production_lot_{name}.csv"
    lines = told(capsys, source, "farm/lot-sheet")
    assert len(lines) == lots
    for one in lines:
        assert {"product_image", "operator_name", "operator_address", "standards"} <= lacking(one)
        assert "origin" not in lacking(one)
    page = tmp_path / "a.html"
    assert run(["check", str(source), "--mapping", "farm/lot-sheet", *DAY, "--html", str(page), "--lang", "vi"]) == 1
    text = page.read_text(encoding="utf-8")
    assert f"0/{lots} lô đủ" in text
    assert "→ Bộ phận chất lượng" in text
    assert text.count('<details class="lot"') == lots


def test_what_a_sheet_lacks_is_given_by_settings(vector_set: VectorSets, capsys: pytest.CaptureFixture[str]) -> None:
    folder = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data"
    given = [
        f"--set={name}=Ví Dụ"
        for name in ("product_name", "product_image", "standards", "operator_name", "operator_address")
    ]
    lines = told(capsys, folder / "production_lot_valid.csv", "farm/lot-sheet", *given, ends=0)
    assert [one["missing"] for one in lines] == [[]] * 4
