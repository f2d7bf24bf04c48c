"""The window over a JSON file: any layout, any order of members, any size of the window."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.epcis import json_window
from adapters.epcis.equal import same_events
from adapters.epcis.json_door import JsonFault, json_bytes
from adapters.epcis.json_outline import read_outline
from tests.adapters.epcis.test_documents import read, write
from tests.adapters.epcis.test_writers import EVENTS, HEADERS
from tests.adapters.epcis.xml_cases import saved

CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"vn": "https://example.vn/epcis/"}]
MASTER = {"epcisMasterData": {"vocabularyList": [{"type": "urn:t:1", "vocabularyElementList": [{"id": "urn:x:1"}]}]}}
TEXT = {"ex:odd": 'brackets ]}, {"[ and \\ and "quotes"', "ex:list": [{"a": "1"}, {"b": "},{"}]}


def whole() -> dict[str, Any]:
    events = [{**event, **TEXT} for event in json.loads(json_bytes(EVENTS))]
    return {
        "@context": CONTEXT, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-06-01T00:00:00Z",
        "epcisHeader": MASTER, "epcisBody": {"eventList": events * 4},
    }  # fmt: skip


LAYOUTS: dict[str, dict[str, Any]] = {
    "compact": {"separators": (",", ":")},
    "default": {},
    "indented": {"indent": 2},
    "tabs": {"indent": "\t"},
    "one value a line": {"indent": 0},
    "blanks before colons": {"separators": (" ,\n ", " \n: ")},
    "escaped": {"ensure_ascii": True},
}


@pytest.mark.parametrize("order", ["as written", "body first", "body between"])
@pytest.mark.parametrize("window", [16, 100, 1 << 12, 1 << 18])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_layout_is_read_alike(
    layout: str, window: int, order: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_window, "WINDOW", window)
    document = whole()
    names = list(document)
    if order != "as written":
        names.remove("epcisBody")
        names.insert(0 if order == "body first" else 2, "epcisBody")
    text = json.dumps({name: document[name] for name in names}, **{"ensure_ascii": False, **LAYOUTS[layout]})
    header, events, told = read(saved(tmp_path, text), "json")
    assert told == []
    assert header.master == tuple(MASTER["epcisMasterData"]["vocabularyList"])
    plain = json.loads(text, parse_float=Decimal)["epcisBody"]["eventList"]
    assert same_events(events, [{"@context": CONTEXT[1], **event} for event in plain]) == []


@pytest.mark.parametrize("window", [16, 1 << 18])
def test_a_cut_document_is_refused_wherever_it_is_cut(
    window: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_window, "WINDOW", window)
    write(tmp_path / "a", "json", HEADERS["full"], EVENTS)
    data = (tmp_path / "a").read_bytes().rstrip()
    for cut in range(0, len(data) - 1, max(1, len(data) // 50)):
        with pytest.raises(JsonFault):
            read_outline(saved(tmp_path, data[:cut]))


def test_a_single_event_larger_than_the_window_is_read(tmp_path: Path) -> None:
    codes = [f"urn:epc:id:sgtin:9521234.000001.{number}" for number in range(20_000)]
    event: Any = {**EVENTS[0], "epcList": codes}
    write(tmp_path / "a", "json", HEADERS["full"], [event, EVENTS[1], event])
    _, events, told = read(tmp_path / "a", "json")
    assert told == []
    assert [len(event.get("epcList", [])) for event in events] == [20_000, 0, 20_000]


def test_certificates_beyond_the_first_come_back_from_xml(tmp_path: Path) -> None:
    event: Any = {**EVENTS[0], "certificationInfo": ["urn:a:1", "urn:a:2", "urn:a:3"]}
    write(tmp_path / "a", "xml", HEADERS["full"], [event])
    _, events, _ = read(tmp_path / "a", "xml")
    assert events[0]["certificationInfo"] == ["urn:a:1", "urn:a:2", "urn:a:3"]
