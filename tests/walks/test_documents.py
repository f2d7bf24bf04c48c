"""What a run writes: valid by the published schemas, the same events in both syntaxes, in the shapes agreed."""

import json
import os
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

import lienthong
from adapters.epcis.adapter import ADAPTER
from adapters.epcis.equal import same_events
from adapters.tcvn.converting import convert as convert_records
from adapters.tcvn.xsd import xml_schema
from tests.adapters.epcis.oracles import json_faults, xml_faults
from tests.vectors import VectorSets
from tests.walks.conftest import FIRMS

ORACLES = "epcis/openepcis-validation"
RUN_KEYS = ["in", "kept", "rejected", "filtered", "lots", "events", "findings", "sources", "mappings", "versions",
            "started", "finished"]  # fmt: skip
STATES = {"present", "derived", "defaulted", "missing", "conflicting"}


def read_back(path: Path, reader: str) -> list:
    found = next(one for one in ADAPTER.documents if one.name == reader)
    told: list = []
    events = list(found.read(path, told.append).events)
    assert told == []
    return events


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_both_syntaxes_are_valid_and_hold_the_same_events(vector_set: VectorSets, demo: Path, firm: str) -> None:
    vector_set(ORACLES)
    json_file, xml_file = demo / firm / "events.jsonld", demo / firm / "events.xml"
    assert json_faults(json.loads(json_file.read_text(encoding="utf-8"))) == []
    assert xml_faults(xml_file) == []
    assert same_events(read_back(json_file, "epcis.json"), read_back(xml_file, "epcis.xml")) == []


@pytest.mark.parametrize("name", ["valid", "import_template", "duplicate", "large_dataset"])
def test_documents_of_real_lot_sheets_are_valid(vector_set: VectorSets, tmp_path: Path, name: str) -> None:
    vector_set(ORACLES)
    folder = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data"
    lienthong.convert(folder / f"production_lot_{name}.csv", mapping="farm/lot-sheet", out=tmp_path)
    assert json_faults(json.loads((tmp_path / "events.jsonld").read_text(encoding="utf-8"))) == []
    assert xml_faults(tmp_path / "events.xml") == []
    events = read_back(tmp_path / "events.jsonld", "epcis.json")
    assert same_events(events, read_back(tmp_path / "events.xml", "epcis.xml")) == []


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_run_json_says_what_was_agreed(demo: Path, firm: str) -> None:
    run = json.loads((demo / firm / "run.json").read_text(encoding="utf-8"))
    assert list(run) == RUN_KEYS
    assert run["in"] == run["kept"] + run["rejected"] + run["filtered"] == run["sources"][0]["records"]
    assert set(run["findings"]) == {"error", "warning", "repaired", "lost"}


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_the_national_record_has_one_lot_a_line_in_the_shape_agreed(demo: Path, firm: str) -> None:
    text = (demo / firm / "national.json").read_text(encoding="utf-8")
    records = json.loads(text)["records"]
    first, *lines, last = text.splitlines()
    assert (first, last, text[-1]) == ('{"version":"1","records":[', "]}", "\n")
    assert [json.loads(line.removesuffix(",")) for line in lines] == records
    assert len({record["lot"]["key"] for record in records}) == len(records)
    for record in records:
        assert list(record) == ["profile", "sector", "lot", "fields", "parties", "certificates", "events", "score"]
        assert record["profile"] == "vn-nd37-2026"
        assert set(record["lot"]) == {"code", "product", "key"}
        assert {field["state"] for field in record["fields"].values()} <= STATES
        assert all(
            set(item) == {"state", "value", "need", "article", "mark", "from"} for item in record["fields"].values()
        )
        wanted = {"stage", "traceCode", "time", "place", "performer", "event", "states"}
        assert all(set(event) == wanted for event in record["events"])
        required = [field for field in record["fields"].values() if field["need"] == "M"]
        have = sum(field["state"] not in {"missing", "conflicting"} for field in required)
        assert record["score"] == {"have": have, "of": len(required)}


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_the_records_of_the_demo_are_as_their_schemas_ask_and_go_through_every_form(
    demo: Path, tmp_path: Path, firm: str
) -> None:
    file, whole = demo / firm / "national.json", tmp_path / "all"
    whole.mkdir()
    assert convert_records(file, whole / "a.xml", "xml", pytest.fail) > 10
    xml_schema().assertValid(etree.parse(str(whole / "a.xml")))
    assert convert_records(whole / "a.xml", whole / "a.xlsx", "xlsx", pytest.fail) > 10
    assert convert_records(whole / "a.xlsx", whole / "a.json", "json", pytest.fail) > 10
    assert json.loads((whole / "a.json").read_bytes()) == json.loads(file.read_bytes())


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_the_demo_gives_the_same_bytes_again(demo: Path, tmp_path: Path, firm: str) -> None:
    again = tmp_path / firm
    lienthong.convert(demo / "input" / f"{firm}.xlsx", mapping=FIRMS[firm], out=again)
    for name in sorted({file.name for file in again.iterdir()} - {"run.json", "ledger.sqlite"}):
        assert (again / name).read_bytes() == (demo / firm / name).read_bytes(), name


def pointed_at(document: dict, pointer: str) -> bool:
    """Whether a document has an event at a pointer such as `/eventList/3`."""
    head, _, number = pointer.rpartition("/")
    return head == "/eventList" and 0 <= int(number) < len(document["epcisBody"]["eventList"])


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_each_value_of_a_record_names_an_event_of_the_document_and_a_cell_of_the_workbook(
    demo: Path, firm: str
) -> None:
    document = json.loads((demo / firm / "events.jsonld").read_text(encoding="utf-8"))
    records = json.loads((demo / firm / "national.json").read_text(encoding="utf-8"))["records"]
    book = load_workbook(demo / "input" / f"{firm}.xlsx")
    places = 0
    for record in records:
        for event in record["events"]:
            assert pointed_at(document, event["event"])
        for name, field in record["fields"].items():
            assert bool(field["value"]) == (field["state"] not in {"missing", "conflicting"}) or field["from"], name
            for source in field["from"]:
                assert set(source) == {"event", "place"}
                assert not source["event"] or pointed_at(document, source["event"])
                if source["place"]:
                    file, sheet, cell = source["place"].split("!")
                    assert file == f"{firm}.xlsx"
                    assert cell.isalnum()
                    assert sheet in book.sheetnames
                    places += 1
    assert places > len(records)


def test_what_a_setting_filled_is_never_present(vector_set: VectorSets, tmp_path: Path) -> None:
    source = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data" / "production_lot_valid.csv"
    lienthong.convert(source, mapping="farm/lot-sheet", out=tmp_path, settings={"product_name": "Lúa thơm"})
    for record in json.loads((tmp_path / "national.json").read_text(encoding="utf-8"))["records"]:
        states = {name: field["state"] for name, field in record["fields"].items() if field["value"] == "Lúa thơm"}
        assert set(states.values()) == {"defaulted"}, states


@pytest.mark.parametrize(
    ("to", "made"),
    [
        (["json-2.0"], {"events.jsonld"}),
        (["xml-2.0"], {"events.jsonld", "events.xml"}),
        (["national"], {"events.jsonld", "national.json"}),
        (["json-2.0", "xml-2.0", "national"], {"events.jsonld", "events.xml", "national.json"}),
    ],
)
def test_a_run_writes_what_was_asked_for_and_nothing_of_an_earlier_run_stays(
    demo: Path, tmp_path: Path, to: list[str], made: set[str]
) -> None:
    always = {"rejects.xlsx", "report.html", "summary.txt", "run.json", "ledger.sqlite"}
    for file in (demo / "pangasius").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    run = lienthong.convert(demo / "input" / "pangasius.xlsx", mapping="fish/pangasius", out=tmp_path, to=to)
    assert {file.name for file in tmp_path.iterdir()} == made | always
    for name in made:
        assert (tmp_path / name).read_bytes() == (demo / "pangasius" / name).read_bytes(), name
    assert (run.run["lots"] is None) == ("national" not in to)


def test_the_creation_date_is_the_one_asked_for_else_the_time_of_the_source(demo: Path, tmp_path: Path) -> None:
    source = tmp_path / "so-lo.csv"
    source.write_text(
        "Tên lô,Mã nông sản,Sản lượng dự kiến,Ngày trồng,Hoạt động\n"
        "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,12,01/02/2026,PLANTING\n",
        encoding="utf-8",
    )
    os.utime(source, (1_780_000_000, 1_780_000_000))
    for created, date in (("", "2026-05-28T20:26:40Z"), ("2026-06-30T08:00:00+07:00", "2026-06-30T08:00:00+07:00")):
        run = lienthong.convert(source, mapping="farm/lot-sheet", out=tmp_path / "out", created=created)
        assert run.code == 0
        assert json.loads((run.out / "events.jsonld").read_text(encoding="utf-8"))["creationDate"] == date
        assert f'creationDate="{date}"' in (run.out / "events.xml").read_text(encoding="utf-8")
