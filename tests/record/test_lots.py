"""Lots told from an index: what is drawn and what need not be, who did what, names, codes, and tangles of events."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1.canonical import key_of
from lienthong.checks.profiles import profile_named, profile_names
from lienthong.checks.sector import stage_table
from lienthong.model import Origin, StoredEvent, text_key
from lienthong.plugs import installed
from lienthong.record import LotWalk, chain_of, complete, missing, walk
from lienthong.record.chain import plain
from lienthong.record.walk import Memory
from lienthong.store.events import EventStore
from tests import strategies
from tests.record.events import LOT, POND, RAW, begun, made, packed, seen
from tests.record.test_chain import RANDOM

PLUGS = installed()
GTIN, FARM, PLANT = "09521234000013", "9521234000020", "9521234000037"
PRODUCT_LOT = f"https://id.gs1.org/01/{GTIN}/10/L1"
BASE = "https://id.example.vn"


def place(gln):
    return {"readPoint": {"id": f"https://id.gs1.org/414/{gln}"}}


def party(gln):
    return f"https://id.gs1.org/417/{gln}"


@pytest.fixture
def store():
    return EventStore(sqlite3.connect(":memory:", isolation_level=None), key_of)


def walk_of(store, profile="vn-nd37-2026"):
    return LotWalk(store, (profile_named(profile),), key_of, PLUGS.functions, PLUGS.catalogue)


def told(store, events, key=f"01/{GTIN}/10/L1"):
    for stored in events:
        store.add(stored.event, stored.origins)
    return walk_of(store).lot(key)


@given(RANDOM, st.sampled_from([POND, RAW, LOT]))
def test_a_lot_is_plain_only_where_its_chain_has_no_hole_before_anything(events, key):
    numbered = [StoredEvent(number, one.event) for number, one in enumerate(events)]
    walked = walk(key, Memory(numbered, text_key), text_key)
    for table in (stage_table("generic"), stage_table("rice")):
        if plain(walked, table):
            chain = chain_of(walked, table, text_key)
            assert not {hole.id for hole in chain.holes} & {flow.source for flow in chain.flows}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([begun(0, 1, LOT), seen(1, 2, LOT)], True),
        ([seen(0, 2, LOT)], False),
        ([begun(0, 1, LOT), packed(1, 2, "urn:x:case", LOT)], False),
        ([begun(0, 1, RAW), made(1, 2, [RAW], [LOT])], False),
        ([], True),
    ],
    ids=["alone", "from nowhere", "packed", "made", "nothing"],
)
def test_what_is_plain(events, expected):
    assert plain(walk(LOT, Memory(events, text_key), text_key), stage_table("generic")) is expected


@given(st.lists(strategies.EVENTS, max_size=5))
def test_records_of_events_of_any_shape_never_raise_and_do_not_depend_on_when_they_are_told(events):
    index = EventStore(sqlite3.connect(":memory:", isolation_level=None), key_of)
    for event in events:
        index.add(event)
    keys = [key for (key,) in index.database.execute("SELECT key FROM thing ORDER BY key")]
    for name in profile_names():
        first, second = walk_of(index, name), walk_of(index, name)
        forth = {key: first.lot(key) for key in keys}
        back = {key: second.lot(key) for key in reversed(keys)}
        assert forth == back
        for one in forth.values():
            assert one.chain.key == one.record["lot"]["key"] or one.chain.key in keys
            assert one.record["score"]["have"] <= one.record["score"]["of"]


def test_who_did_it_is_the_party_at_the_place_and_in_a_despatch_who_gave(store):
    store.add_master("party", party(FARM), {"cbvmda:name": "Trại A"})
    store.add_master("party", party(PLANT), {"cbvmda:name": "Nhà máy B"})
    gave = {"sourceList": [{"type": "possessing_party", "source": party(FARM)}]}
    record = told(
        store,
        [
            begun(0, 1, PRODUCT_LOT, **place(FARM)),
            seen(1, 2, PRODUCT_LOT, step="shipping", **gave),
            seen(2, 3, PRODUCT_LOT, step="receiving", **gave, **place(PLANT)),
            seen(3, 4, PRODUCT_LOT, step="storing"),
        ],
    ).record
    assert [event["performer"] for event in record["events"]] == ["Trại A", "Trại A", "Nhà máy B", ""]


def test_the_only_party_there_is_stands_for_what_nobody_else_did(store):
    store.add_master("party", party(PLANT), {"cbvmda:name": "Nhà máy B"})
    record = told(store, [begun(0, 1, PRODUCT_LOT)]).record
    assert record["events"][0]["performer"] == record["fields"]["operator_name"]["value"] == "Nhà máy B"


def test_a_private_identifier_may_be_any_text_without_contradicting_the_name_of_its_lot(store):
    identity = f"{BASE}/lot/0a1b2c3d"
    record = told(store, [begun(0, 1, identity, ilmd={"cbvmda:lotNumber": "Lúa A"})], identity).record
    assert (record["fields"]["lot"]["state"], record["fields"]["lot"]["value"]) == ("present", "Lúa A")


def test_a_lot_number_that_is_not_the_one_of_its_gs1_key_is_a_contradiction(store):
    record = told(store, [begun(0, 1, PRODUCT_LOT, ilmd={"cbvmda:lotNumber": "L2"})]).record
    assert record["fields"]["lot"]["state"] == "conflicting"


def test_a_private_lot_finds_its_product_by_the_name_its_data_give(store):
    store.add_master("product", f"{BASE}/product/L%C3%BAa", {"cbvmda:descriptionShort": "Lúa OM 18"})
    identity = f"{BASE}/lot/A"
    record = told(store, [begun(0, 1, identity, ilmd={"vnx:product": "Lúa"}, **place(FARM))], identity).record
    assert record["lot"]["product"] == "Lúa OM 18"
    code = record["events"][0]["traceCode"]
    assert (code["product"], code["place"], code["lot"], code["link"]) == (f"{BASE}/product/L%C3%BAa", FARM, "A", None)


def test_a_serial_number_stands_in_its_trace_code(store):
    item = f"https://id.gs1.org/01/{GTIN}/21/S-7"
    event = {
        "type": "ObjectEvent", "action": "ADD", "bizStep": "commissioning", "epcList": [item],
        "eventTime": "2026-06-01T07:00:00+07:00", "eventTimeZoneOffset": "+07:00", **place(FARM),
    }  # fmt: skip
    record = told(store, [StoredEvent(0, event)], f"01/{GTIN}/21/S-7").record
    code = record["events"][0]["traceCode"]
    assert (code["serial"], code["text"]) == ("S-7", f"(01){GTIN}(414){FARM}(21)S-7")
    assert record["fields"]["serial"]["value"] == "S-7"


def test_a_code_on_two_products_is_told_once_at_the_cell_that_names_the_second(store):
    other = "https://id.gs1.org/01/09521234000020/10/L1"
    at = {"/quantityList/0/epcClass": Origin("data", "so.xlsx!Lô!C9")}
    for stored in (begun(0, 1, PRODUCT_LOT), begun(1, 2, other, origins=at), seen(2, 3, other)):
        store.add(stored.event, stored.origins)
    (found,) = walk_of(store).shared_codes()
    assert (found.code, found.at) == ("chain.same-code", "/eventList/1/quantityList/0/epcClass")
    assert (dict(found.facts), str(found.place)) == ({"lot": "L1", "count": "2"}, "so.xlsx!Lô!C9")
    assert "L1" in PLUGS.catalogue.sentence(found, "vi")


def test_the_picture_is_made_when_asked_for_and_names_the_lot_alike(store):
    lot = told(store, [begun(0, 1, PRODUCT_LOT), packed(1, 2, "urn:x:case", PRODUCT_LOT)])
    assert lot.chain.name == lot.name == "L1"
    assert [card.kind for card in lot.chain.cards] == ["lot", "unit"]


def test_sources_that_disagree_on_any_item_keep_a_lot_from_being_whole(store):
    until = "cbvmda:itemExpirationDate"
    lot = told(
        store,
        [begun(0, 1, PRODUCT_LOT, ilmd={until: "2028-01-01"}), begun(1, 2, PRODUCT_LOT, ilmd={until: "2027-01-01"})],
    )
    told_of = [one["field"] for one in missing(lot.record, profile_named("vn-nd37-2026"))]
    assert "expiry" in told_of
    assert not complete(lot.record)
    lot.record["fields"]["expiry"]["state"] = "present"
    assert "expiry" not in [one["field"] for one in missing(lot.record, profile_named("vn-nd37-2026"))]
