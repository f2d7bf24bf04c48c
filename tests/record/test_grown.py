"""The record beside its items: parties, certificates, states of events, several profiles at once, the case of a lot."""

import sqlite3

import pytest

from adapters.gs1.canonical import key_of
from lienthong.checks.case import Case
from lienthong.checks.profiles import all_profiles, profile_named
from lienthong.model import Origin
from lienthong.plugs import installed
from lienthong.record import LotWalk, missing
from lienthong.store.events import EventStore
from tests.record.events import begun, made, moved, packed, seen

PLUGS = installed()
GTIN = "09521234000013"
FARM, PLANT, SHOP = "9521234000020", "9521234000037", "9521234000044"
LOT, KEY = f"https://id.gs1.org/01/{GTIN}/10/L1", f"01/{GTIN}/10/L1"
RAW = "https://id.example.vn/lot/NL-1"
ONE_STEP = "vn-mard-tt17-2021"


def at(gln):
    return {"readPoint": {"id": f"https://id.gs1.org/414/{gln}"}}


def party(gln):
    return f"https://id.gs1.org/417/{gln}"


FROM_FARM = {"sourceList": [{"type": "owning_party", "source": party(FARM)}]}
TO_SHOP = {"destinationList": [{"type": "owning_party", "destination": party(SHOP)}]}
STORY = [
    begun(0, 1, RAW, **at(FARM)),
    seen(1, 2, RAW, step="receiving", **at(PLANT), **FROM_FARM),
    made(2, 3, [RAW], [LOT], **at(PLANT)),
    seen(3, 4, LOT, step="shipping", **at(PLANT), **TO_SHOP),
    seen(4, 5, LOT, step="receiving", **at(SHOP), sourceList=[{"type": "owning_party", "source": party(PLANT)}]),
]


def told(events, profiles=("vn-nd37-2026",), key=KEY, case=None, product=None):
    store = EventStore(sqlite3.connect(":memory:", isolation_level=None), key_of)
    for stored in events:
        store.add(stored.event, stored.origins)
    for gln, name in ((FARM, "Hộ Tí"), (PLANT, "Công ty Ví Dụ"), (SHOP, "Siêu thị Thí Dụ")):
        store.add_master("party", party(gln), {"cbvmda:name": name, "cbvmda:streetAddressOne": f"Ấp {gln[-3:]}"})
    attributes = {"cbvmda:descriptionShort": "Gạo thơm", "vnx:operator": party(PLANT), **(product or {})}
    store.add_master("product", f"https://id.gs1.org/01/{GTIN}", attributes)
    chosen = [profile_named(name) for name in profiles]
    return LotWalk(store, chosen, key_of, PLUGS.functions, PLUGS.catalogue, case).lot(key)


def test_parties_are_the_operator_and_one_step_back_and_forward():
    parties = [(one["role"], one["name"], one["identifier"]) for one in told(STORY).record["parties"]]
    assert parties == [
        ("operator", "Công ty Ví Dụ", party(PLANT)),
        ("supplier", "Hộ Tí", FARM),
        ("recipient", "Siêu thị Thí Dụ", SHOP),
    ]


def test_what_a_receiver_books_in_is_no_receipt_of_ours():
    fields = told(STORY, [ONE_STEP], case=Case.of(role="processor")).record["fields"]
    assert fields["supplier_name"]["value"] == "Hộ Tí"
    assert fields["received_lot"]["value"] == "NL-1"
    assert fields["received_time"]["from"] == [{"event": "/eventList/1", "place": ""}]
    assert fields["recipient_address"]["value"] == f"Ấp {SHOP[-3:]}"
    assert fields["recipient_address"]["state"] == "derived"


@pytest.mark.parametrize(
    ("role", "asked"), [("grower", {"recipient_name", "stage_records"}), ("retailer", {"supplier_name"})]
)
def test_the_role_decides_what_is_asked_for(role, asked):
    names = set(told(STORY, [ONE_STEP], case=Case.of(role=role)).record["fields"])
    assert names & {"recipient_name", "stage_records", "supplier_name"} == asked


@pytest.mark.parametrize(("origin", "need"), [("VN", None), ("Việt Nam", None), ("KH", "M"), ("", "C")])
def test_the_origin_decides_whether_the_importer_is_asked_for(origin, need):
    record = told(STORY, ["vn-moit-tt31-trace"], product={"cbvmda:countryOfOrigin": origin}).record
    assert record["fields"].get("importer_name", {}).get("need") == need


def test_goods_decide_what_a_label_asks_for():
    fields = told(STORY, ["vn-elabel-nd37"]).record["fields"]
    assert "net_quantity" in fields
    assert "fertiliser_code" not in fields


def test_a_certificate_is_told_with_its_event_and_state():
    own = begun(0, 1, LOT, ilmd={"vnx:certificateNumber": "VietGAP-TT-12-03-89-0001"}, **at(FARM),
                origins={"/ilmd/vnx:certificateNumber": Origin("setting", "", "vietgap")})  # fmt: skip
    product = {"gs1:certification": [{"standard": "GLOBALG.A.P.", "validTo": "2027-01-01", "agency": "Ví Dụ Cert"}]}
    first, second = told([own], product=product).record["certificates"]
    assert (first["number"], first["state"], first["event"]) == (
        "VietGAP-TT-12-03-89-0001",
        "defaulted",
        "/eventList/0",
    )
    assert (second["standard"], second["to"], second["issuer"]) == ("GLOBALG.A.P.", "2027-01-01", "Ví Dụ Cert")


def test_each_value_of_an_event_has_its_state():
    zone = {"/eventTimeZoneOffset": Origin("setting", "", "zone")}
    (event,) = told([begun(0, 1, LOT, **at(PLANT), origins=zone)]).record["events"]
    assert event["states"] == {"traceCode": "derived", "time": "defaulted", "place": "present", "performer": "derived"}
    (event,) = told([begun(0, 1, LOT)]).record["events"]
    assert event["states"]["place"] == event["states"]["traceCode"] == "missing"


def test_a_lot_is_held_against_all_profiles_at_once_as_against_each_alone():
    names = [profile.name for profile in all_profiles()]
    records = told(STORY, names).records
    assert [record["profile"] for record in records] == names
    assert list(records) == [told(STORY, [name]).record for name in names]


def test_marks_of_rows_stand_with_them():
    marks = {
        field["mark"] for field in told(STORY, [ONE_STEP], case=Case.of(role="processor")).record["fields"].values()
    }
    assert "D" in marks


def test_a_trace_code_without_a_link_is_told_once_for_a_lot():
    codes = [finding.code for finding in told(STORY).findings]
    assert codes.count("record.no-link") == 1
    assert "record.no-link" not in [finding.code for finding in told([begun(0, 1, LOT, **at(PLANT))]).findings]


def test_what_two_profiles_name_differently_has_one_value():
    one, other = told(STORY, ["vn-nd37-2026", "vn-dpp-nd37"]).records
    assert one["fields"]["operator_name"]["value"] == other["fields"]["party_name"]["value"] == "Công ty Ví Dụ"


def test_what_is_told_by_events_is_missing_by_its_own_sentence():
    record = told([seen(0, 2, LOT, **at(PLANT))], ["vn-dpp-nd37"]).record
    lacking = {one["field"]: one["en"] for one in missing(record, profile_named("vn-dpp-nd37"))}
    assert "incomplete" in lacking["traceability_info"]


def test_a_pallet_that_leaves_takes_so_much_of_the_lot():
    unit = "https://id.gs1.org/00/395212340000000175"
    inside = packed(3, 4, unit, (LOT, "40.5", "KGM"))
    events = [*STORY[:3], inside, moved(4, 5, unit, **at(PLANT), **TO_SHOP)]
    fields = told(events, [ONE_STEP], case=Case.of(role="processor")).record["fields"]
    shipped = {name: fields[f"shipped_{name}"]["value"] for name in ("lot", "goods", "mass")}
    assert shipped == {"lot": "L1", "goods": "Gạo thơm", "mass": "40.5 KGM"}
    assert fields["recipient_name"]["value"] == "Siêu thị Thí Dụ"
    assert fields["received_goods"]["state"] == "missing"
