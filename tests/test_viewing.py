"""Views of lots under recall, of farmers, and of what a document cannot say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lienthong import viewing
from lienthong.gathering import gathered
from lienthong.plugs import installed
from lienthong.readiness import Asked

LOT = "https://id.gs1.org/01/09521234000013/10/L1"
FARMER = {
    "cbvmda:name": "Nguyễn Văn Tí, 0912345678",
    "cbvmda:streetAddressOne": "12 ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang",
}


def event(day: int, step: str, action: str = "OBSERVE", **more: Any) -> dict[str, Any]:
    return {
        "type": "ObjectEvent",
        "eventTime": f"2026-06-{day:02}T07:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "action": action,
        "bizStep": step,
        "quantityList": [{"epcClass": LOT, "quantity": 10, "uom": "KGM"}],
        "readPoint": {"id": "https://id.gs1.org/414/9521234000020"},
        **more,
    }


def document(folder: Path, *events: dict[str, Any]) -> Path:
    def element(name: str, identity: str, attributes: dict[str, str]) -> dict[str, Any]:
        rows = [{"id": key, "attribute": value} for key, value in attributes.items()]
        return {"type": f"urn:epcglobal:epcis:vtype:{name}",
                "vocabularyElementList": [{"id": identity, "attributes": rows}]}  # fmt: skip

    product = {"cbvmda:descriptionShort": "Xoài cát Hòa Lộc", "cbvmda:countryOfOrigin": "VN"}
    master = [
        element("EPCClass", "https://id.gs1.org/01/09521234000013", product),
        element("Party", "https://id.gs1.org/417/9521234000020", FARMER),
    ]
    whole = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-06-09T00:00:00Z",
        "epcisHeader": {"epcisMasterData": {"vocabularyList": master}},
        "epcisBody": {"eventList": list(events)},
    }
    (folder / "a.jsonld").write_text(json.dumps(whole), encoding="utf-8")
    return folder / "a.jsonld"


def shown(file: Path) -> dict[str, Any]:
    plugs = installed()
    with gathered(file, plugs) as source:
        (one,) = list(viewing.consumer(source, Asked(on="2026-07-01"), plugs))
    return one


BEGUN = event(1, "commissioning", "ADD")


def test_a_farmer_is_masked(tmp_path: Path) -> None:
    items = shown(document(tmp_path, BEGUN))["items"]
    assert items["operator_name"]["value"] == "N*** V*** T*** 0***"
    assert items["operator_address"]["value"] == "***, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang"
    assert items["product_name"]["value"] == "Xoài cát Hòa Lộc"


STORIES = {
    "recalled": ([event(2, "holding", disposition="recalled")], ["recalled"]),
    "recalled and moved on": (
        [event(2, "holding", disposition="recalled"), event(3, "shipping", disposition="in_transit")],
        ["recalled"],
    ),
    "recall taken back": (
        [
            event(2, "holding", persistentDisposition={"set": ["recalled"]}),
            event(3, "storing", persistentDisposition={"unset": ["recalled"]}),
        ],
        [],
    ),
    "suspended": ([event(2, "holding", disposition="unavailable")], ["suspended"]),
    "suspended and freed": (
        [event(2, "holding", disposition="unavailable"), event(3, "storing", disposition="sellable_accessible")],
        [],
    ),
    "sold": ([event(2, "retail_selling", disposition="retail_sold")], []),
}


@pytest.mark.parametrize(("events", "alerts"), STORIES.values(), ids=STORIES)
def test_recalls_and_suspensions_stand_until_they_are_lifted(
    tmp_path: Path, events: list[dict[str, Any]], alerts: list[str]
) -> None:
    told = shown(document(tmp_path, BEGUN, *events))
    assert [one["alert"] for one in told["alerts"]] == alerts
    assert told["items"]["product_name"]
    for one in told["alerts"]:
        assert one["since"] == "2026-06-02"
        assert one["vi"]


def test_an_event_that_breaks_the_rules_is_left_out_and_told(tmp_path: Path) -> None:
    file = document(tmp_path, BEGUN, {**BEGUN, "eventTime": "yesterday"})
    with gathered(file, installed()) as source:
        assert source.refused == 1
        assert source.findings[-1].at.startswith("/eventList/1")
        assert list(source.subjects()) == ["01/09521234000013/10/L1"]


def test_products_are_asked_about_where_no_lot_is_recorded(tmp_path: Path) -> None:
    with gathered(document(tmp_path), installed()) as source:
        assert list(source.subjects()) == ["01/09521234000013"]
        (one,) = list(viewing.retention(source, Asked(on="2026-07-01"), installed(), ()))
    assert (one["until"], one["may_go"]) == ("", False)
