"""From a sheet to the record: states that follow from cells and settings, and lots found by what people call them."""

import json

import pytest

import lienthong
from lienthong.cli.app import run
from lienthong.flow import lot_chain
from lienthong.opening import Stop
from tests.pictures.test_pictures import root

PRODUCT, AREA = "0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-0000000000aa"
HEADINGS = (
    "Tên lô,Mã loại nông sản,Mã vùng trồng,Sản lượng dự kiến,Sản lượng thực thu,Ngày gieo trồng,Ngày thu hoạch,"
    "Hoạt động canh tác,Vật tư,Số lượng,Đơn vị,Ngày thực hiện,Ghi chú"
)
ROWS = [
    f"Lúa A,{PRODUCT},{AREA},1200,1150,01/02/2026,01/06/2026,Bón phân,NPK,20,kg,15/02/2026,",
    f"Lúa A,{PRODUCT},{AREA},1200,1150,01/02/2026,01/06/2026,Tưới nước,,0,lan,20/02/2026,",
    f"Lúa B,{PRODUCT},{AREA},900,,02/02/2026,,Làm cỏ,,1,công,16/02/2026,",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run")
    source = out / "lots.csv"
    source.write_text("\n".join([HEADINGS, *ROWS]) + "\n", encoding="utf-8")
    done = lienthong.convert(source, mapping="farm/lot-sheet", out=out / "out", to=("json-2.0", "national"))
    assert done.code in {0, 1}, done.findings
    return out / "out"


@pytest.fixture(scope="module")
def records(folder):
    made = json.loads((folder / "national.json").read_text(encoding="utf-8"))["records"]
    return {record["lot"]["code"]: record for record in made}


def test_every_lot_has_one_record_one_a_line(folder, records):
    assert list(records) == ["Lúa A", "Lúa B"]
    lines = (folder / "national.json").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line.rstrip(","))["lot"]["code"] for line in lines[1:-1]] == list(records)


def test_a_day_of_the_sheet_with_a_clock_of_the_mapping_is_defaulted(records):
    events = records["Lúa A"]["fields"]["events"]
    assert events["value"] == len(records["Lúa A"]["events"]) == 4
    assert all(source["place"].startswith("lots.csv:") for source in events["from"])
    assert events["state"] == "defaulted"
    assert records["Lúa A"]["fields"]["lot"]["state"] == "present"


def test_stages_come_in_order_of_time(records):
    assert [event["time"][:10] for event in records["Lúa A"]["events"]] == [
        "2026-02-01", "2026-02-15", "2026-02-20", "2026-06-01",
    ]  # fmt: skip


NAMES = ["Lúa A", "L%C3%BAa%20A", "https://id.example.vn/lot/L%C3%BAa%20A"]


@pytest.mark.parametrize("name", NAMES)
def test_a_lot_is_drawn_under_each_of_its_names(folder, tmp_path, name, capsys):
    svg = tmp_path / "lot.svg"
    assert run(["lot", name, "--run", str(folder), "--svg", str(svg)]) == 0
    assert "1 150" in "".join(root(svg.read_text(encoding="utf-8")).itertext()).replace("\u202f", " ").replace(
        "\xa0", " "
    )
    capsys.readouterr()


def test_a_lot_is_listed_where_no_file_is_asked_for(folder, capsys):
    assert run(["lot", "Lúa B", "--run", str(folder)]) == 0
    assert "Lúa B" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["Lúa", "", "%", "lúa a"])
def test_a_lot_that_is_not_there_is_refused(folder, name):
    with pytest.raises(Stop) as stop:
        lot_chain(folder, name)
    assert [finding.code for finding in stop.value.findings] == ["lot.absent"]
