"""Causes: exact counts, and the lots they are about as far as they are counted."""

import pytest

from lienthong.findings import Causes, Finding, core_catalogue
from lienthong.findings.causes import LOTS_COUNTED
from lienthong.model import Event, text_key
from lienthong.model.things import lots_of

LOT = "https://id.example.vn/lot/"
A, B = f"{LOT}A", f"{LOT}B"


def test_a_cause_knows_its_lots_each_once() -> None:
    causes = Causes(core_catalogue())
    for lots in ({"a"}, {"a", "b"}, set()):
        cause = causes.add(Finding("keep.repeat", "warning"), lots=lots)
    assert (cause.count, cause.lots, cause.uncounted_lots) == (3, {"a", "b"}, False)


def test_lots_are_counted_up_to_a_bound_that_is_told() -> None:
    causes = Causes(core_catalogue())
    for number in range(LOTS_COUNTED + 50):
        cause = causes.add(Finding("keep.repeat", "warning"), lots=[f"lot {number}"])
    assert (cause.count, len(cause.lots), cause.uncounted_lots) == (LOTS_COUNTED + 50, LOTS_COUNTED, True)


@pytest.mark.parametrize(
    ("event", "lots"),
    [
        ({"quantityList": [{"epcClass": A}, {"epcClass": B}]}, {A, B}),
        ({"parentID": "urn:x:pallet", "childQuantityList": [{"epcClass": A}]}, {A}),
        ({"inputQuantityList": [{"epcClass": A}], "outputQuantityList": [{"epcClass": B}]}, {B}),
        ({"epcList": ["urn:x:one"]}, set()),
        ({"quantityList": [{"quantity": "1"}]}, set()),
    ],
)
def test_an_event_is_about_the_lots_it_makes_or_moves(event: Event, lots: set[str]) -> None:
    assert lots_of([event], text_key) == lots
