"""The store of events: once each, found by what they touch."""

import sqlite3
from decimal import Decimal

import pytest

from lienthong.model import Origin, text_key
from lienthong.store.events import EventStore


@pytest.fixture
def store() -> EventStore:
    return EventStore(sqlite3.connect(":memory:", isolation_level=None), text_key)


def event(identity: str, lot: str = "https://id.example.vn/lot/A", time: str = "2026-06-01T07:00:00+07:00") -> dict:
    return {
        "type": "ObjectEvent",
        "eventID": identity,
        "eventTime": time,
        "action": "ADD",
        "quantityList": [{"epcClass": lot, "quantity": Decimal("12.30"), "uom": "KGM"}],
    }


@pytest.mark.parametrize(
    ("second", "becomes"),
    [
        (event("urn:uuid:1"), "known"),
        (event("urn:uuid:1", time="2026-07-01T07:00:00+07:00"), "conflict"),
        (event("urn:uuid:2"), "new"),
    ],
)
def test_the_same_id_adds_nothing_and_never_overwrites(store: EventStore, second: dict, becomes: str) -> None:
    assert store.add(event("urn:uuid:1")) == "new"
    assert store.add(second) == becomes
    assert store.event(0).event == event("urn:uuid:1")


def test_events_of_a_lot_come_in_order_of_time_with_digits_and_origins(store: EventStore) -> None:
    store.add(event("urn:uuid:2", time="2026-07-01T07:00:00+07:00"))
    store.add(event("urn:uuid:1"), {"/eventTime": Origin("data", "a.csv:2:1")})
    found = list(store.touching("https://id.example.vn/lot/A"))
    assert [item.number for item in found] == [1, 0]
    assert str(found[0].event["quantityList"][0]["quantity"]) == "12.30"
    assert found[0].origins == {"/eventTime": Origin("data", "a.csv:2:1")}


@pytest.mark.parametrize("text", ["A", "https://id.example.vn/lot/A"])
def test_a_lot_is_found_by_its_name_or_its_identifier(store: EventStore, text: str) -> None:
    store.add(event("urn:uuid:1"))
    assert store.find(text) == "https://id.example.vn/lot/A"
    assert store.find("B") is None


def test_master_data_merge_and_differences_are_told(store: EventStore) -> None:
    assert store.add_master("product", "urn:p", {"name": "Gạo"}) == {}
    assert store.add_master("product", "urn:p", {"name": "Nếp", "brand": "X"}) == {"name": ("Gạo", "Nếp")}
    assert store.master("urn:p") == {"name": "Gạo", "brand": "X"}
