"""The store of events: once each, found by what they touch."""

import sqlite3
from decimal import Decimal

import pytest

from lienthong.model import Origin, text_key
from lienthong.plugs import installed
from lienthong.store.events import EventStore
from lienthong.store.origins import Leaf, Origins, Pattern


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
    assert store.find(text) == ["https://id.example.vn/lot/A"]
    assert store.find("B") == store.find("a") == store.find("%") == []


def test_master_data_merge_and_differences_are_told(store: EventStore) -> None:
    assert store.add_master("product", "urn:p", {"name": "Gạo"}) == {}
    assert store.add_master("product", "urn:p", {"name": "Nếp", "brand": "X"}) == {"name": ("Gạo", "Nếp")}
    assert store.master("urn:p") == {"name": "Gạo", "brand": "X"}


GTINS = "09521234000013", "09521234000020"


def link(gtin: str, lot: str) -> str:
    return f"https://id.gs1.org/01/{gtin}/10/{lot}"


@pytest.fixture
def of_gs1() -> EventStore:
    return EventStore(sqlite3.connect(":memory:", isolation_level=None), installed().key_of)


def test_a_lot_of_a_product_is_found_by_its_code_and_by_each_form_of_its_identifier(of_gs1: EventStore) -> None:
    of_gs1.add(event("urn:uuid:1", f"https://firm.example/01/{GTINS[0]}/10/L%2F1?17=270401"))
    for text in ("L/1", f"01/{GTINS[0]}/10/L%2F1", link(GTINS[0], "L%2F1"), f"(01){GTINS[0]}(10)L/1"):
        assert of_gs1.find(text) == [f"01/{GTINS[0]}/10/L%2F1"], text


def test_several_lots_of_one_name_are_all_given_those_that_stand_for_themselves_first(of_gs1: EventStore) -> None:
    for number, gtin in enumerate(GTINS):
        of_gs1.add(event(f"urn:uuid:{number}", link(gtin, "L1")))
    assert of_gs1.find("L1") == [f"01/{gtin}/10/L1" for gtin in GTINS]


def test_a_code_on_several_products_is_told_with_the_last_of_them(of_gs1: EventStore) -> None:
    lots = [(GTINS[0], "L1"), (GTINS[0], "L2"), (GTINS[1], "L1"), (GTINS[0], "L1")]
    for number, (gtin, code) in enumerate(lots):
        of_gs1.add(event(f"urn:uuid:{number}", link(gtin, code)))
    of_gs1.add(event("urn:uuid:own", "https://id.example.vn/lot/L2"))
    assert list(of_gs1.shared_codes()) == [("L1", 2, f"01/{GTINS[1]}/10/L1")]


def test_master_data_are_found_by_the_end_of_their_identifiers(store: EventStore) -> None:
    for identity in (
        "https://a.vn/product/X",
        "https://a.vn/product/XX",
        "https://a.vn/place/X",
        "https://b.vn/product/X",
    ):
        store.add_master("product", identity, {})
    assert list(store.master_ids("product", "/product/X")) == ["https://a.vn/product/X", "https://b.vn/product/X"]
    assert list(store.master_ids("party", "/product/X")) == []
    assert len(list(store.master_ids("product"))) == 4


def test_events_that_differ_in_their_rows_share_one_pattern(store: EventStore) -> None:
    pattern = Pattern({"/eventTime": Leaf("data", "a.csv:", ":1", 0), "/action": Leaf("constant")})
    for number in range(3):
        store.add(event(f"urn:uuid:{number}"), Origins(pattern, [number + 2]))
    found = [store.event(number).origins for number in range(3)]
    assert [dict(origins) for origins in found] == [
        {"/eventTime": Origin("data", f"a.csv:{row}:1"), "/action": Origin("constant")} for row in (2, 3, 4)
    ]
    assert store.database.execute("SELECT count(*) FROM pattern").fetchone() == (1,)
