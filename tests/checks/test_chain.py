"""Sanity of a lot's chain: a case per rule, and its nearest good neighbour."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1.canonical import key_of
from lienthong.checks.chain import LOOKS, chain_findings
from lienthong.checks.check_table import check_named, checks
from lienthong.checks.profiles import profile_named
from lienthong.checks.sector import stage_table, stage_tables
from lienthong.checks.sight import Sight
from lienthong.findings import Position, core_catalogue
from lienthong.model import Key, Origin, StoredEvent, text_key
from lienthong.model.things import Touched
from tests.strategies import EVENTS

LOT, RAW = "urn:x:lot", "urn:x:raw"
GTIN = "09520001010019"
GS1_LOT = f"https://id.gs1.org/01/{GTIN}/10/A"
SEVERITIES = {
    "gln-is-gtin": {"error"}, "province-open": {"error"}, "area-letters": {"warning"},
    "pre-harvest-interval": {"error"}, "start-and-expiry": {"error"}, "same-lot-code": {"warning"},
    "mass-balance": {"warning"}, "missing-item": {"warning"}, "certificate-in-date": {"warning"},
    "certificate-field": {"warning"}, "trace-link": {"error"}, "six-digit-date": {"error"}, "retention": {"error"},
}  # fmt: skip


def at(number, day, kind="ObjectEvent", action="OBSERVE", step="receiving", **members):
    event = {"type": kind, "eventTime": f"{day}T07:00:00+07:00", "bizStep": step, **members}
    if kind != "TransformationEvent":
        event["action"] = action
    if not any(name.endswith("uantityList") for name in members):
        event["quantityList"] = [{"epcClass": LOT}]
    return StoredEvent(number, event)


def run(number, day, given, got, unit="KGM", other="KGM"):
    def side(key, amounts, uom):
        return [{"epcClass": key, "quantity": Decimal(amount), "uom": uom} for amount in amounts]

    return at(
        number, day, "TransformationEvent", step="commissioning",
        inputQuantityList=side(RAW, given, unit), outputQuantityList=side(LOT, got, other),
    )  # fmt: skip


BEGUN = at(0, "2026-06-01", action="ADD", step="commissioning")
CASES = {
    "harvested before planting": (
        [at(0, "2026-06-02", step="planting"), at(1, "2026-06-01", action="ADD", step="creating_class_instance")],
        "", [("chain.harvest-before-planting", "/eventList/1/eventTime", "error")],
    ),
    "harvested on the day of planting": (
        [at(0, "2026-06-01", step="planting"), at(1, "2026-06-01", action="ADD", step="harvesting")], "", [],
    ),
    "despatched before it was made": (
        [BEGUN, at(1, "2026-05-31", step="shipping")],
        "", [("chain.despatch-before-production", "/eventList/1/eventTime", "error")],
    ),
    "received before it began": (
        [BEGUN, at(1, "2026-05-31")], "", [("chain.before-start", "/eventList/1/eventTime", "error")],
    ),
    "its field was watered before": ([BEGUN, at(1, "2026-05-01", step="https://x.vn/step/watering")], "", []),
    "despatched after expiry": (
        [BEGUN, at(1, "2026-09-02", step="shipping")],
        "2026-09-01", [("chain.after-expiry", "/eventList/1/eventTime", "error")],
    ),
    "despatched on the last day": ([BEGUN, at(1, "2026-09-01", step="shipping")], "2026-09-01", []),
    "destroyed after expiry": ([BEGUN, at(1, "2026-09-02", action="DELETE", step="destroying")], "2026-09-01", []),
    "more out than in": (
        [run(3, "2026-06-01", ["10", "5.5"], ["15.6"])],
        "", [("chain.mass", "/eventList/3/outputQuantityList", "warning")],
    ),
    "as much out as in, written otherwise": ([run(3, "2026-06-01", ["10", "5.5"], ["15.50"])], "", []),
    "units differ": ([run(3, "2026-06-01", ["1"], ["900"], "TNE", "KGM")], "", []),
    "no quantities": (
        [at(3, "2026-06-01", "TransformationEvent", inputQuantityList=[{"epcClass": RAW}],
            outputQuantityList=[{"epcClass": LOT, "quantity": Decimal(5), "uom": "KGM"}])], "", [],
    ),
    "nothing at all": ([], "2026-09-01", []),
}  # fmt: skip


def sight(events, key=LOT, keys=text_key, **more):
    whole = {"own": events, "chain": events, "of": Touched(keys), "key_of": keys, "key": keys(key)}
    return Sight(**{**whole, **more})


def found_in(seen):
    return [(finding.code, finding.at, finding.severity) for finding in chain_findings(seen, core_catalogue())]


def test_thirteen_checks_each_with_its_severity_and_run_by_somebody():
    assert {check.name: {core_catalogue()[code].severity for code in check.finds} for check in checks()} == SEVERITIES
    assert len(SEVERITIES) == 13
    assert {check.name for check in checks() if check.run == "lot"} == set(LOOKS)
    assert all(check.mark in set("LNCDU") and check.title["vi"] and check.title["en"] for check in checks())


def test_rows_of_losses_name_stages_that_there_are():
    given = check_named("mass-balance").given
    for row in (*given["losses"], *given["yields"]):
        assert row["stage"] in {stage.name for stage in stage_tables()[row["sector"]].stages}


@pytest.mark.parametrize(("events", "expiry", "expected"), CASES.values(), ids=CASES)
def test_what_cannot_be(events, expiry, expected):
    assert found_in(sight(events, expiry=expiry)) == expected


def sprayed(number, day, days, **more):
    return at(number, day, step="https://x.vn/step/pesticide", **({"x:phi": days} if days else {}), **more)


CUT = at(9, "2026-06-10", action="ADD", step="harvesting")
TOO_SOON = [("chain.harvest-too-soon", "/eventList/9/eventTime", "error")]
INTERVALS = {
    "a day short": ([sprayed(0, "2026-06-04", "7"), CUT], TOO_SOON),
    "on its last day": ([sprayed(0, "2026-06-03", "7"), CUT], []),
    "told with its unit": ([sprayed(0, "2026-06-04", "7 ngày"), CUT], TOO_SOON),
    "the last of two is told, once": ([sprayed(0, "2026-06-01", "14"), sprayed(1, "2026-06-08", "7"), CUT], TOO_SOON),
    "an earlier one with a longer interval": (
        [sprayed(0, "2026-06-01", "14"), sprayed(1, "2026-06-02", "7"), CUT], TOO_SOON,
    ),
    "no interval told": ([sprayed(0, "2026-06-09", ""), CUT], []),
    "no number": ([sprayed(0, "2026-06-09", "lâu"), CUT], []),
    "sprayed after the harvest": ([CUT, sprayed(10, "2026-06-11", "7")], []),
    "another lot was sprayed": ([sprayed(0, "2026-06-09", "7", quantityList=[{"epcClass": RAW}]), CUT], []),
    "its plot was sprayed": (
        [sprayed(0, "2026-06-09", "7", quantityList=[{"epcClass": RAW}]),
         at(9, "2026-06-10", "TransformationEvent", step="harvesting", inputQuantityList=[{"epcClass": RAW}],
            outputQuantityList=[{"epcClass": LOT}])],
        TOO_SOON,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("events", "expected"), INTERVALS.values(), ids=INTERVALS)
def test_a_harvest_keeps_the_interval(events, expected):
    assert found_in(sight(events)) == expected


def test_a_rule_that_is_not_sure_says_so_in_its_finding():
    (found,) = chain_findings(sight(INTERVALS["a day short"][0]), core_catalogue())
    assert found.facts["mark"] == "D"
    assert "mức D" in core_catalogue().sentence(found, "vi")


def dried(given, got, step="drying", rest=None, **more):
    outputs = [{"epcClass": LOT, "quantity": Decimal(got), "uom": "KGM"}]
    outputs += [{"epcClass": "urn:x:bran", "quantity": Decimal(rest), "uom": "KGM"}] if rest else []
    inputs = [{"epcClass": RAW, "quantity": Decimal(given), "uom": "KGM"}]
    lists = {"inputQuantityList": inputs, "outputQuantityList": outputs}
    return [at(0, "2026-06-01", "TransformationEvent", step=f"https://x.vn/{step}", **lists, **more)]


LOSS = [("chain.loss", "/eventList/0/outputQuantityList", "warning")]
LOSSES = {
    "drying within": (dried("1000", "930"), LOT, "rice", []),
    "drying at the edge": (dried("1000", "950"), LOT, "rice", []),
    "drying too little": (dried("1000", "951"), LOT, "rice", LOSS),
    "drying too much": (dried("1000", "919"), LOT, "rice", LOSS),
    "milling within, bran counted apart": (dried("1000", "700", "milling", "290"), LOT, "rice", []),
    "milling too much": (dried("1000", "640", "milling", "350"), LOT, "rice", LOSS),
    "told of the rice, not of its bran": (dried("1000", "640", "milling", "350"), "urn:x:bran", "rice", []),
    "other goods lose as they may": (dried("1000", "500"), LOT, "produce", []),
    "nothing went in": (dried("0", "0"), LOT, "rice", []),
    "whole rice within": (dried("1000", "700", "milling", **{"x:wholeRicePercent": "66,5"}), LOT, "rice", []),
    "whole rice outside": (
        dried("1000", "700", "milling", **{"x:wholeRicePercent": "55 %"}), LOT, "rice",
        [("chain.whole-rice", "/eventList/0/x:wholeRicePercent", "warning")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("events", "key", "sector", "expected"), LOSSES.values(), ids=LOSSES)
def test_losses_stay_within_their_ranges(events, key, sector, expected):
    assert found_in(sight(events, key=key, table=stage_table(sector))) == expected


def certified(**told):
    return at(
        0, "2026-06-01", action="ADD", step="commissioning", ilmd={f"x:{name}": one for name, one in told.items()}
    )


TS, TT = "VietGAP-TS-12-03-89-0001", "VietGAP-TT-12-03-89-0001"
EXPIRED = [("chain.certificate-expired", "/eventList/0/ilmd/x:certificateNumber", "warning")]
CERTIFICATES = {
    "in date": ([certified(certificateNumber=TS, certificateValidTo="2026-06-01")], "aquatic", []),
    "ended the day before": ([certified(certificateNumber=TS, certificateValidTo="2026-05-31")], "aquatic", EXPIRED),
    "not begun": (
        [certified(certificateNumber=TS, certificateValidFrom="2026-06-02")], "aquatic",
        [("chain.certificate-early", "/eventList/0/ilmd/x:certificateNumber", "warning")],
    ),
    "inside a member of its own": (
        [certified(certificationList=[{"x:number": TS, "x:validTo": "2027-01-01"},
                                      {"number": TS, "validTo": "2026-01-01"}])],
        "aquatic", [("chain.certificate-expired", "/eventList/0/ilmd/x:certificationList/1", "warning")],
    ),
    "crops on fish": (
        [certified(certificateNumber=TT)], "aquatic",
        [("chain.certificate-field", "/eventList/0/ilmd/x:certificateNumber", "warning")],
    ),
    "crops on rice": ([certified(certificateNumber=TT)], "rice", []),
    "livestock on rice": (
        [certified(certificates="VietGAP-CN-12-03-89-0001")], "rice",
        [("chain.certificate-field", "/eventList/0/ilmd/x:certificates", "warning")],
    ),
    "a standard of the sea on fruit": (
        [certified(certificationStandard="ASC Pangasius")], "produce",
        [("chain.certificate-field", "/eventList/0/ilmd/x:certificationStandard", "warning")],
    ),
    "one of another scheme": ([certified(certificateNumber="GGN 4049928415684")], "rice", []),
    "goods that say nothing": ([certified(certificateNumber=TT)], "generic", []),
    "a date that is none": ([certified(certificateNumber=TS, certificateValidTo="hết 2025")], "aquatic", []),
    "only a date": ([certified(certificateValidTo="2020-01-01")], "aquatic", []),
}  # fmt: skip


@pytest.mark.parametrize(("events", "sector", "expected"), CERTIFICATES.values(), ids=CERTIFICATES)
def test_certificates_are_in_date_and_of_the_right_field(events, sector, expected):
    assert found_in(sight(events, table=stage_table(sector))) == expected


def masters(**things):
    """Master data by identifier, every value from one cell."""
    return lambda identity: (
        things.get(identity, {}),
        {f"/{name}": Origin("data", "so.xlsx!Sản phẩm!B2") for name in things.get(identity, {})},
    )


def test_a_certificate_of_the_product_is_held_against_the_day_the_lot_was_made_and_placed_at_its_cell():
    told = masters(product={"certificateNumber": TT, "certificateValidTo": "2026-05-31"})
    seen = sight([BEGUN, at(1, "2026-07-01")], table=stage_table("rice"), product="product", master=told)
    (found,) = chain_findings(seen, core_catalogue())
    assert (found.code, found.at) == ("chain.certificate-expired", "/product/certificateNumber")
    assert found.facts["day"] == "2026-06-01"
    assert found.place == Position("so.xlsx", "Sản phẩm", 2, 2)


def gs1(number, day, **more):
    lists = {"quantityList": [{"epcClass": GS1_LOT}]}
    return at(number, day, **{"action": "ADD", "step": "commissioning", **lists, **more})


PLACES = {
    "a place of its own": ("9520001010002", []),
    "the number of the product": ("9520001010019", [("chain.gln-is-gtin", "/eventList/0/readPoint/id", "error")]),
}


@pytest.mark.parametrize(("gln", "expected"), PLACES.values(), ids=PLACES)
def test_a_place_does_not_bear_the_number_of_goods(gln, expected):
    event = gs1(0, "2026-06-01", readPoint={"id": f"https://id.gs1.org/414/{gln}"})
    again = gs1(1, "2026-06-02", step="storing", action="OBSERVE", readPoint={"id": f"https://id.gs1.org/414/{gln}"})
    assert found_in(sight([event, again], key=GS1_LOT, keys=key_of)) == expected


def test_a_party_does_not_bear_the_number_of_goods():
    event = gs1(
        0,
        "2026-06-01",
        destinationList=[{"type": "owning_party", "destination": "https://id.gs1.org/417/9520001010019"}],
    )
    assert found_in(sight([event], key=GS1_LOT, keys=key_of)) == [
        ("chain.gln-is-gtin", "/eventList/0/destinationList/0/destination", "error")
    ]


PROVINCES = {
    "91 without a date": ({"provinceCode": "91"}, [("chain.province-open", "/operator/provinceCode", "error")]),
    "91 with its date": ({"provinceCode": "91", "addressDate": "2025-08-01"}, []),
    "89 has meant one only": ({"provinceCode": "89"}, []),
    "79 kept its name": ({"provinceCode": "79"}, []),
    "a name": ({"provinceCode": "An Giang"}, []),
}


@pytest.mark.parametrize(("attributes", "expected"), PROVINCES.values(), ids=PROVINCES)
def test_a_province_code_that_changed_its_meaning_needs_a_date(attributes, expected):
    assert found_in(sight([BEGUN], operator="firm", master=masters(firm=attributes))) == expected


LETTERS = [("chain.area-letters", "/eventList/0/ilmd/x:plantingAreaCode", "warning")]
AREAS = {
    "of its province": ("VN-AGOR-0001", "Ấp Mẫu, xã Ví Dụ, tỉnh An Giang", "2026-06-01", []),
    "of the province before the merger": ("VN-AGOR-0001", "Ấp Mẫu, tỉnh An Giang", "2025-06-01", []),
    "of another province": ("VN-AGOR-0001", "Ấp Mẫu, tỉnh Cà Mau", "2026-06-01", LETTERS),
    "Kiên Giang was another before the merger": ("VN-AGOR-0001", "Ấp Mẫu, tỉnh Kiên Giang", "2025-06-01", LETTERS),
    "letters nobody knows": ("VN-XXOR-0001", "Ấp Mẫu, tỉnh Cà Mau", "2026-06-01", []),
    "no address": ("VN-AGOR-0001", "", "2026-06-01", []),
}


@pytest.mark.parametrize(("code", "address", "day", "expected"), AREAS.values(), ids=AREAS)
def test_letters_of_an_area_code_fit_its_place_on_that_day(code, address, day, expected):
    event = at(0, day, action="ADD", step="planting", readPoint={"id": "urn:x:plot"}, ilmd={"x:plantingAreaCode": code})
    told = masters(**{"urn:x:plot": {"streetAddressOne": address}})
    assert found_in(sight([event], master=told)) == expected


LINK = "https://qr.vidu.example/01/{}/10/A"
LINKS = {
    "of the product": (LINK.format(GTIN), {}, []),
    "of another product": (
        LINK.format("09520001010026"), {}, [("chain.link-product", "/eventList/0/ilmd/x:traceLink", "error")],
    ),
    "on its host": (LINK.format(GTIN), {"linkHost": "QR.vidu.example"}, []),
    "on another host": (
        LINK.format(GTIN), {"linkHost": "id.vidu.example"},
        [("chain.link-host", "/eventList/0/ilmd/x:traceLink", "error")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("link", "attributes", "expected"), LINKS.values(), ids=LINKS)
def test_a_trace_link_fits_its_product_under_the_label_profile_only(link, attributes, expected):
    event = gs1(0, "2026-06-01", ilmd={"x:traceLink": link})
    seen = sight([event], key=GS1_LOT, keys=key_of, product="p", master=masters(p=attributes))
    assert found_in(replace(seen, profiles=(profile_named("vn-elabel-nd37"),))) == expected
    assert found_in(replace(seen, profiles=(profile_named("vn-nd37-2026"),))) == []


DATES = {
    "two readings": ("020426", [("chain.date-open", "/eventList/0/ilmd/x:packingDate", "error")]),
    "day first only": ("310532", []),
    "the same either way": ("260426", []),
    "in full": ("2026-04-02", []),
    "no day at all": ("999999", []),
}


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES)
def test_a_date_of_six_digits_needs_an_order(text, expected):
    event = at(
        0, "2026-06-01", action="ADD", step="commissioning", ilmd={"x:packingDate": text, "x:lotNumber": "020426"}
    )
    assert found_in(sight([event])) == expected


KEPT = {
    "long enough": ("2028-06-01", "", []),
    "a day short": ("2028-05-31", "", [("chain.kept-short", "/eventList/0/ilmd/x:keptUntil", "error")]),
    "no date": ("luôn giữ", "", []),
}


@pytest.mark.parametrize(("until", "expiry", "expected"), KEPT.values(), ids=KEPT)
def test_data_are_kept_as_long_as_the_profile_wants(until, expiry, expected):
    event = at(0, "2026-06-01", action="ADD", step="commissioning", ilmd={"x:keptUntil": until})
    seen = sight([event], expiry=expiry, profiles=(profile_named("vn-nd37-2026"),))
    assert found_in(seen) == expected
    assert found_in(replace(seen, profiles=())) == []


@given(st.lists(EVENTS, max_size=4), st.sampled_from(sorted(stage_tables())))
def test_events_of_any_shape_are_looked_at_without_a_fault(events, sector):
    stored = [StoredEvent(number, event) for number, event in enumerate(events)]
    seen = Sight(Key(GS1_LOT, "gs1"), stored, Touched(key_of), stored, stage_table(sector), "2026-01-01", key_of=key_of)
    for found in chain_findings(replace(seen, profiles=(profile_named("vn-elabel-nd37"),)), core_catalogue()):
        assert core_catalogue().sentence(found, "vi")
