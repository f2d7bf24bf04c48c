"""Small files that repeat public complaints: every value and every refusal of their expected answers."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

import lienthong
from lienthong.flow import Run
from tests.vectors import VectorSets

MAPPINGS = Path(__file__).resolve().parents[1] / "cases" / "field"


class Case:
    """A case run into a folder: its expected answer, its events, its findings by place."""

    def __init__(self, folder: Path, file: str, mapping: Path, out: Path) -> None:
        self.expected: Any = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
        self.run: Run = lienthong.convert(folder / file, mapping=str(mapping), out=out)
        assert self.run.code in {0, 1}, self.run.findings
        text = (out / "events.jsonld").read_text(encoding="utf-8")
        document = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        self.events: list[dict[str, Any]] = document["epcisBody"]["eventList"]
        self.told = {
            (place.rpartition("!")[2] if "!" in place else place.partition(":")[2], cause.code)
            for cause in self.run.told.report().causes
            for place in cause.places
        }


def lot_of(uri: str) -> str:
    return unquote(uri.rpartition("/")[2])


def test_c01_codes_typed_as_numbers(vector_set: VectorSets, tmp_path: Path) -> None:
    case = Case(vector_set("field-cases/C01"), "packing.xlsx", MAPPINGS / "C01.yaml", tmp_path)
    good = [row for row in case.expected["rows"] if row["gtin14"] and row["sscc"]]
    made = [
        (re.search(r"/01/(\d+)", event["childQuantityList"][0]["epcClass"])[1], event["parentID"].rpartition("/")[2])
        for event in case.events
    ]
    assert made == [(row["gtin14"], row["sscc"]) for row in good]
    faulty = {row["error"].partition(":")[0] for row in case.expected["rows"] if "error" in row}
    errors = {cell for cell, code in case.told if code != "gs1.zeros-restored" and cell[0] in "AB"}
    assert faulty <= errors
    assert ("A3", "gs1.zeros-restored") in case.told
    assert case.run.run["rejected"] == 3


@pytest.mark.parametrize(("read", "second"), [("date(d/M/y)", None), ("date(d/M/y, excel1904)", "2026-04-13")])
def test_c03_the_1904_system(vector_set: VectorSets, tmp_path: Path, read: str, second: str | None) -> None:
    text = (
        (MAPPINGS / "C03.yaml")
        .read_text(encoding="utf-8")
        .replace("read: date(d/M/y) | required", f'read: "{read} | required"')
    )
    mapping = tmp_path / "C03.yaml"
    mapping.write_text(text, encoding="utf-8")
    case = Case(vector_set("field-cases/C03"), "mac1904.xlsx", mapping, tmp_path / "out")
    days = {lot_of(event["quantityList"][0]["epcClass"]): event["eventTime"][:10] for event in case.events}
    assert days.get("L1") == case.expected["L1"]
    assert days.get("L2") == (second or case.expected["L2"]["value"])
    assert case.expected["not"] not in days.values()


def test_c05_decimal_commas_and_a_byte_order_mark(vector_set: VectorSets, tmp_path: Path) -> None:
    case = Case(vector_set("field-cases/C05"), "xuatkho.csv", MAPPINGS / "C05.yaml", tmp_path)
    for row, event in zip(case.expected["rows"], case.events, strict=True):
        entry = event["quantityList"][0]
        assert (lot_of(entry["epcClass"]), entry["uom"]) == (row["lot"], row["uom"])
        assert entry["quantity"] == Decimal(row["qty"])
        assert event["vnx:name"] == row.get("name", event["vnx:name"])
    reported = {place for place, code in case.told if code == "number.two-readings"}
    assert reported == {"4:3"}


@pytest.mark.parametrize("encoding", ["vni", "tcvn3", "viscii", "cp1258"])
def test_c09_old_fonts_decode_to_one_text(vector_set: VectorSets, tmp_path: Path, encoding: str) -> None:
    case = Case(vector_set("field-cases/C09"), f"{encoding}.csv", MAPPINGS / "C09.yaml", tmp_path)
    names = {lot_of(event["quantityList"][0]["epcClass"]): event["vnx:name"] for event in case.events}
    assert names == case.expected["all_four_files_decode_to"]


def test_c36_one_lot_over_several_rows(vector_set: VectorSets, tmp_path: Path) -> None:
    case = Case(vector_set("field-cases/C36"), "lo_san_xuat.csv", MAPPINGS / "C36.yaml", tmp_path)
    assert len(case.events) == case.expected["lots"] - 1
    (event,) = case.events
    expected = case.expected["Lô Lúa A"]
    assert lot_of(event["quantityList"][0]["epcClass"]) == "Lô Lúa A"
    assert event["quantityList"][0]["quantity"] == expected["yield"]
    assert event["quantityList"][0]["quantity"] not in expected["not"]
    activities = event["vnx:activities"]
    assert len(activities) == expected["activities"]
    (watering,) = [activity for activity in activities if activity["vnx:what"] == "WATERING"]
    assert not watering.keys() & {"vnx:input", "vnx:amount", "vnx:unit"}
    codes = {place.partition(":")[0]: code for place, code in case.told}
    assert codes == {"5": "group.repeat", "6": "mapping.must-order", "7": "group.conflict"}
