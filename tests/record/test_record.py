"""The national record of a lot: states, sources, trace codes, what is missing."""

import pytest

from adapters.gs1.canonical import key_of
from lienthong.checks.profiles import profile_named
from lienthong.model import Origin
from lienthong.plugs import installed
from lienthong.record import LotWalk, complete, missing
from lienthong.record.walk import Memory
from tests.record.events import begun, made, packed, seen

PROFILE = profile_named("vn-nd37-2026")
GTIN, GLN = "09521234000013", "9521234000020"
LOT, PLACE = f"https://id.gs1.org/01/{GTIN}/10/L1", f"https://id.gs1.org/414/{GLN}"
KEY, HERE = f"01/{GTIN}/10/L1", {"readPoint": {"id": PLACE}}
PRIVATE = "https://id.example.vn/lot/L%C3%BAa%20A"
PRODUCT = {
    "cbvmda:descriptionShort": "Xoài cát Hòa Lộc",
    "vnx:image": "https://img.example.vn/xoai.jpg",
    "cbvmda:countryOfOrigin": "VN",
    "vnx:standards": "TCVN 1",
}
FIRM = {"cbvmda:name": "HTX Ví Dụ", "cbvmda:streetAddressOne": "Xã Ví Dụ, An Giang"}


class Index(Memory):
    """Events and master data in memory, as the store has them."""

    def __init__(self, events, product=PRODUCT, firm=FIRM, origins=()):
        super().__init__(events, key_of)
        self.data = {f"01/{GTIN}": product, "urn:x:firm": firm}
        self.origins = dict(origins)

    def master(self, key):
        return self.data.get(key, {})

    def master_origins(self, key):
        return {name: self.origins.get(name, Origin("data", f"so.xlsx!DM!{name}")) for name in self.master(key)}

    def master_ids(self, kind, ending=""):
        wanted = {"party": "urn:x:firm", "product": f"01/{GTIN}"}.get(kind, "")
        return iter([wanted] if wanted.endswith(ending) and self.data.get(wanted) else [])


def told(events, key=KEY, **masters):
    plugs = installed()
    return LotWalk(Index(events, **masters), (PROFILE,), key_of, plugs.functions, plugs.catalogue).lot(key)


def lot(number=0, day=1, item=LOT, **more):
    return begun(number, day, item, **{**HERE, **more})


def states(record):
    return {name: field["state"] for name, field in record["fields"].items()}


def test_a_whole_lot_has_all_that_the_decree_asks_for():
    record = told([lot(), seen(1, 2, LOT, **HERE)]).record
    assert record["score"] == {"have": 7, "of": 7}
    assert complete(record)
    assert missing(record, PROFILE) == []
    assert record["lot"] == {"code": "L1", "product": "Xoài cát Hòa Lộc", "key": KEY}


def test_a_record_has_the_shape_of_the_issue():
    record = told([lot()]).record
    assert list(record) == ["profile", "sector", "lot", "fields", "parties", "certificates", "events", "score"]
    assert list(record["fields"]) == list(PROFILE.fields)
    for field in record["fields"].values():
        assert list(field) == ["state", "value", "need", "article", "mark", "from"]
    assert {"stage", "traceCode", "time", "place", "performer", "event", "states"} == set(record["events"][0])


LACKS = {
    "product_name": {"product": {**PRODUCT, "cbvmda:descriptionShort": ""}},
    "product_image": {"product": {**PRODUCT, "vnx:image": ""}},
    "origin": {"product": {**PRODUCT, "cbvmda:countryOfOrigin": ""}},
    "standards": {"product": {**PRODUCT, "vnx:standards": ""}},
    "operator_name": {"firm": {**FIRM, "cbvmda:name": ""}},
    "operator_address": {"firm": {**FIRM, "cbvmda:streetAddressOne": ""}},
}


@pytest.mark.parametrize(("name", "masters"), LACKS.items(), ids=LACKS)
def test_a_lot_that_lacks_one_item_lacks_just_that_one(name, masters):
    record = told([lot()], **masters).record
    (lacking,) = missing(record, PROFILE)
    assert (lacking["field"], lacking["article"]) == (name, PROFILE.fields[name].article)
    assert PROFILE.citation(name, "vi") in lacking["vi"]
    assert PROFILE.fields[name].term["en"] in lacking["en"]
    assert record["fields"][name] == {
        "state": "missing", "value": None, "need": "M", "article": lacking["article"], "mark": "L", "from": [],
    }  # fmt: skip
    assert record["score"] == {"have": 6, "of": 7}


INCOMPLETE = {
    "an event without a place": [begun(0, 1, LOT)],
    "a stage that was passed unrecorded": [seen(0, 2, LOT, **HERE)],
}


@pytest.mark.parametrize("events", INCOMPLETE.values(), ids=INCOMPLETE)
def test_events_are_missing_while_one_of_their_parts_is(events):
    record = told(events).record
    assert states(record)["events"] == "missing"
    assert [one["field"] for one in missing(record, PROFILE)] == ["events"]


@pytest.mark.parametrize(
    ("at", "origin", "state"),
    [
        ("/eventTime", Origin("data", "so.xlsx!A!B2"), "present"),
        ("/eventTime", Origin("setting", "", "shipped"), "defaulted"),
        ("/eventTime", Origin("constant"), "defaulted"),
        ("/eventTimeZoneOffset", Origin("setting", "", "zone"), "defaulted"),
        ("/eventTimeZoneOffset", Origin("constant"), "defaulted"),
    ],
)
def test_a_time_or_zone_of_a_setting_is_never_present(at, origin, state):
    record = told([lot(origins={at: origin})]).record
    assert states(record)["events"] == state


@pytest.mark.parametrize(
    ("origin", "state"),
    [
        (Origin("data", "so.xlsx!DM!C4"), "present"),
        (Origin("setting", "", "country"), "defaulted"),
        (Origin("constant"), "defaulted"),
        (Origin("derived"), "derived"),
    ],
)
def test_the_state_of_an_item_follows_where_it_came_from(origin, state):
    record = told([lot()], origins={"cbvmda:countryOfOrigin": origin}).record
    assert states(record)["origin"] == state
    assert record["fields"]["origin"]["from"] == [{"event": "", "place": origin.place}]


def test_an_item_of_an_event_names_its_event_and_its_cell():
    at = "/ilmd/cbvmda:itemExpirationDate"
    stored = lot(3, ilmd={"cbvmda:itemExpirationDate": "2028-04-12"}, origins={at: Origin("data", "so.xlsx!A!I8")})
    expiry = told([stored]).record["fields"]["expiry"]
    assert (expiry["state"], expiry["value"]) == ("present", "2028-04-12")
    assert expiry["from"] == [{"event": "/eventList/3", "place": "so.xlsx!A!I8"}]


def test_the_lot_read_from_its_identifier_is_derived_and_from_its_own_member_present():
    assert states(told([lot()]).record)["lot"] == "derived"
    assert states(told([lot(ilmd={"cbvmda:lotNumber": "L1"})]).record)["lot"] == "present"


CONFLICTS = {
    "two events": [
        lot(ilmd={"cbvmda:itemExpirationDate": "2028-04-12"}),
        lot(1, 2, ilmd={"cbvmda:itemExpirationDate": "2028-05-12"}),
    ],
}


def test_events_that_disagree_make_an_item_conflicting_with_all_its_sources():
    expiry = told(CONFLICTS["two events"]).record["fields"]["expiry"]
    assert expiry["state"] == "conflicting"
    assert [source["event"] for source in expiry["from"]] == ["/eventList/0", "/eventList/1"]


def test_an_event_and_master_data_that_disagree_make_a_required_item_lacking():
    record = told([lot(ilmd={"cbvmda:countryOfOrigin": "KH"})]).record
    assert states(record)["origin"] == "conflicting"
    assert [one["field"] for one in missing(record, PROFILE)] == ["origin"]
    assert "khác nhau" in missing(record, PROFILE)[0]["vi"]


@pytest.mark.parametrize("text", ["VN", "vn", " VN "])
def test_the_same_said_otherwise_is_no_conflict(text):
    assert states(told([lot(ilmd={"cbvmda:countryOfOrigin": text})]).record)["origin"] != "conflicting"


def test_a_trace_code_is_product_place_and_lot_with_its_link():
    code = told([lot()]).record["events"][0]["traceCode"]
    assert (code["product"], code["place"], code["lot"]) == (GTIN, GLN, "L1")
    assert code["text"] == f"(01){GTIN}(414){GLN}(10)L1"
    assert code["link"] == f"https://id.gs1.org/{KEY}"


def test_a_part_that_is_no_gs1_key_keeps_its_scheme_and_takes_the_link_away():
    code = told([lot(item=PRIVATE)], key=PRIVATE).record["events"][0]["traceCode"]
    assert (code["lot"], code["place"], code["link"]) == ("Lúa A", GLN, None)
    assert code["text"] == f"(https){PRIVATE}(414){GLN}"


def test_upstream_events_speak_of_what_they_made():
    raw = "https://id.example.vn/lot/NL-1"
    record = told([lot(item=raw), made(1, 2, [raw], [LOT], **HERE)]).record
    assert [(one["traceCode"]["lot"], one["event"]) for one in record["events"]] == [
        ("NL-1", "/eventList/0"), ("L1", "/eventList/1"),
    ]  # fmt: skip


def test_what_another_lot_says_of_itself_is_not_said_of_this_one():
    expired = {"cbvmda:itemExpirationDate": "2020-01-01"}
    events = [lot(ilmd={}), made(1, 2, [LOT], ["urn:x:other"], ilmd=expired, **HERE)]
    assert states(told(events).record)["expiry"] == "missing"


def test_what_cannot_be_is_told_with_the_record():
    found = told([lot(0, 5), seen(1, 2, LOT, step="shipping", **HERE)]).findings
    assert [finding.code for finding in found] == ["chain.despatch-before-production"]


def test_the_hole_of_a_stage_names_its_article():
    holes = told([seen(0, 2, LOT, **HERE)]).chain.holes
    assert [hole.article for hole in holes] == ["23.5 e"]


def test_the_same_events_give_the_same_record():
    events = [lot(), packed(1, 2, "https://id.gs1.org/00/395212340000000175", LOT)]
    assert told(events) == told(events[::-1])


def test_a_lot_nobody_recorded_has_an_empty_record():
    record = told([], product={}, firm={}).record
    assert (record["events"], record["score"]["have"]) == ([], 0)
