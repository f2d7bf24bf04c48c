"""Sanity of a lot's chain: a case per rule, and its nearest good neighbour."""

from decimal import Decimal

import pytest

from lienthong.checks.chain import chain_findings
from lienthong.findings import core_catalogue
from lienthong.model import StoredEvent, text_key
from lienthong.model.things import Touched

LOT, RAW = "urn:x:lot", "urn:x:raw"


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
        [BEGUN, at(1, "2026-05-31")], "", [("chain.before-start", "/eventList/1/eventTime", "warning")],
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


@pytest.mark.parametrize(("events", "expiry", "expected"), CASES.values(), ids=CASES)
def test_what_cannot_be(events, expiry, expected):
    found = list(chain_findings(LOT, events, Touched(text_key), core_catalogue(), expiry))
    assert [(finding.code, finding.at, finding.severity) for finding in found] == expected
