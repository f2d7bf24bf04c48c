"""The demo: three workbooks of invented firms through the whole job; a dozen faults each, every kind found."""

import hashlib
import json
import re
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import lienthong
from lienthong.job import Job
from lienthong.mapping.examples import run_examples
from lienthong.opening import load_mapping
from lienthong.plugs import installed

ROOT = Path(__file__).resolve().parents[2]
FIRMS = {"rice-mill": "mill/rice", "pangasius": "fish/pangasius", "mango": "fruit/mango"}
SHEETS = {
    "rice-mill": ["Thu mua lúa", "Sấy - xay xát", "Đóng gói", "Xuất kho"],
    "pangasius": ["Nguyên liệu", "Chế biến", "Đóng pallet", "Xuất hàng"],
    "mango": ["Nhật ký vườn", "Thu hoạch", "Đóng gói", "Xuất hàng"],
}


def make_demo(folder):
    """Runs the script's function; its modules lie side by side in `tools`."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from make_demo import make_demo as make
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return make(folder)


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return {path.stem: path for path in make_demo(folder)}


@pytest.fixture(scope="module", params=list(FIRMS))
def run(request, books, tmp_path_factory):
    out = tmp_path_factory.mktemp(request.param)
    return request.param, lienthong.convert(books[request.param], mapping=FIRMS[request.param], out=out)


def events_of(done):
    return json.loads((done.out / "events.jsonld").read_text(encoding="utf-8"))["epcisBody"]["eventList"]


def test_the_workbooks_are_the_same_bytes_every_time(books, tmp_path):
    again = {path.stem: path for path in make_demo(tmp_path)}
    for name, path in books.items():
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(again[name].read_bytes()).digest()
        assert path.stat().st_mtime == again[name].stat().st_mtime


@pytest.mark.parametrize("name", FIRMS)
def test_a_workbook_has_four_sheets_and_about_two_hundred_rows(books, name):
    book = load_workbook(books[name])
    assert book.sheetnames == SHEETS[name]
    assert 190 <= sum(sheet.max_row - 7 for sheet in book) <= 230


def test_every_row_is_kept_or_refused(run):
    _, done = run
    told = done.run
    assert done.code == 1
    assert told["in"] == told["kept"] + told["rejected"] + told["filtered"]
    assert told["filtered"] == 0
    assert told["kept"] > 4 * told["rejected"]


def test_each_kind_of_event_is_there(run):
    name, done = run
    met = {(event["type"], event.get("action", ""), event["bizStep"]) for event in events_of(done)}
    begin = "https://ns.lienthong.example/trace/planting" if name == "mango" else "commissioning"
    assert {
        ("ObjectEvent", "ADD", begin),
        ("ObjectEvent", "OBSERVE", "receiving"),
        ("TransformationEvent", "", "commissioning"),
        ("AggregationEvent", "ADD", "packing"),
        ("ObjectEvent", "OBSERVE", "shipping"),
    } <= met, name


FAULTS = {
    "rice-mill": {
        "date.impossible", "mapping.must-order", "number.grouping", "mapping.empty", "mapping.error-cell",
        "gs1.check-digit", "number.format", "unit.unknown", "gs1.sscc-number", "gs1.scientific", "join.orphan",
        "gs1.length",
    },
    "pangasius": {
        "date.impossible", "mapping.error-cell", "gs1.check-digit", "mapping.empty", "number.grouping",
        "group.conflict", "gs1.sscc-number", "gs1.digits", "unit.unknown", "gs1.length", "gs1.scientific",
    },
    "mango": {
        "date.impossible", "mapping.lookup-unknown", "mapping.must-order", "mapping.error-cell", "mapping.empty",
        "number.format", "gs1.check-digit", "unit.unknown", "gs1.sscc-number", "gs1.length",
    },
}  # fmt: skip


def test_each_fault_is_found_for_what_it_is(run):
    name, done = run
    errors = {cause.code for cause in done.told.report().causes if cause.severity == "error"}
    assert FAULTS[name] <= errors


def test_the_lot_of_the_story_weighs_what_the_sheet_says(books, tmp_path):
    done = lienthong.convert(books["pangasius"], mapping="fish/pangasius", out=tmp_path)
    lot = "https://id.gs1.org/01/09520002020017/10/PF-260412-01"
    made = [event for event in events_of(done) if event["type"] == "TransformationEvent" and lot in json.dumps(event)]
    assert len(made) == 1
    assert [float(item["quantity"]) for item in made[0]["inputQuantityList"]] == [12400, 8150]
    assert [float(item["quantity"]) for item in made[0]["outputQuantityList"]] == [8220, 11900]
    packed = [event for event in events_of(done) if event["type"] == "AggregationEvent" and lot in json.dumps(event)]
    assert len(packed) == 3
    shipped = [event for event in events_of(done) if "PXK-0415" in json.dumps(event)]
    assert sorted(shipped[0]["epcList"]) == sorted(event["parentID"] for event in packed)


def test_most_lots_have_a_record_and_some_have_holes(run):
    name, done = run
    records = json.loads((done.out / "national.json").read_text(encoding="utf-8"))["records"]
    products = [record for record in records if record["lot"]["key"].startswith("01/")]
    full = [record for record in products if record["score"]["have"] == record["score"]["of"]]
    assert len(products) > 10, name
    assert len(products) > len(full) > len(products) // 2


def test_old_letters_of_the_farmers_are_read(books, tmp_path):
    done = lienthong.convert(books["rice-mill"], mapping="mill/rice", out=tmp_path)
    farmers = {event["ilmd"].get("vnx:farmer") for event in events_of(done) if event.get("ilmd")}
    assert "Nguyễn Văn Tí" in farmers
    assert "Đỗ Thị Tỵ" in farmers


@pytest.mark.parametrize("mapping", FIRMS.values())
def test_the_examples_of_the_mapping_hold(mapping):
    tree, _ = load_mapping(Job(Path(), mapping, Path()), installed())
    results = run_examples(tree, installed().catalogue)
    assert len(results) >= 5
    assert [(result.say, result.misses, result.unexpected) for result in results if not result.ok] == []


def test_causes_say_how_many_lots_they_are_about(demo: Path) -> None:
    page = (demo / "pangasius" / "report.html").read_text(encoding="utf-8")
    heads = re.findall(r"<h3>.*?</h3>", page, re.DOTALL)
    about = [re.sub(r"<[^>]*>|\s+", " ", head) for head in heads]
    assert any(re.search(r"\d+ dòng, \d+ lô", " ".join(one.split())) for one in about), about
