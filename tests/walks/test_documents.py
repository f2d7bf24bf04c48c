"""What a run writes: valid by the published schemas, the same events in both syntaxes, in the shapes agreed."""

import json
from pathlib import Path

import pytest

import lienthong
from adapters.epcis.adapter import ADAPTER
from adapters.epcis.equal import same_events
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
    assert len(text.splitlines()) == len(records) + 2
    for record in records:
        assert set(record) == {"profile", "lot", "fields", "events", "score"}
        assert set(record["lot"]) == {"code", "product", "key"}
        assert {field["state"] for field in record["fields"].values()} <= STATES
        assert all(set(item) == {"state", "value", "need", "article", "from"} for item in record["fields"].values())
        wanted = {"stage", "traceCode", "time", "place", "performer", "event"}
        assert all(set(event) == wanted for event in record["events"])
        required = [field for field in record["fields"].values() if field["need"] == "M"]
        have = sum(field["state"] not in {"missing", "conflicting"} for field in required)
        assert record["score"] == {"have": have, "of": len(required)}


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_the_demo_gives_the_same_bytes_again(demo: Path, tmp_path: Path, firm: str) -> None:
    again = tmp_path / firm
    lienthong.convert(demo / "input" / f"{firm}.xlsx", mapping=FIRMS[firm], out=again)
    for name in sorted({file.name for file in again.iterdir()} - {"run.json", "ledger.sqlite"}):
        assert (again / name).read_bytes() == (demo / firm / name).read_bytes(), name
