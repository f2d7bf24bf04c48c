"""Which links may stand in which field of an event."""

from contextlib import suppress

import pytest

from adapters.gs1 import constrained
from adapters.gs1.adapter import ADAPTER
from lienthong.plugs import Refusal

GTIN, GLN = "08934567000017", "8934567000017"
LOT = f"https://ta.vn/truy/01/{GTIN}/10/A%2F1"


@pytest.mark.parametrize(
    ("uri", "fields"),
    [
        (f"https://ta.vn/01/{GTIN}", {"class"}),
        (LOT, {"class"}),
        (f"https://ta.vn/01/{GTIN}/21/7", {"instance"}),
        (f"https://ta.vn/01/{GTIN}/10/A/21/7", set()),
        ("https://ta.vn/253/8934567000017", {"class"}),
        ("https://ta.vn/253/8934567000017A", {"instance"}),
        ("https://ta.vn/8003/08934567000017", {"class"}),
        ("https://ta.vn/8003/08934567000017A", {"instance"}),
        ("https://ta.vn/8004/8934567A", {"instance"}),
        (f"https://ta.vn/414/{GLN}", {"location"}),
        (f"https://ta.vn/414/{GLN}/254/KHO-2", {"location"}),
        (f"https://ta.vn/417/{GLN}", {"party"}),
        (f"{LOT}?17=261130", set()),
        (f"{LOT}#x", set()),
        (f"{LOT}/", set()),
    ],
)
def test_a_field_takes_exactly_its_level(uri, fields):
    taken = set()
    for field in ("instance", "class", "location", "party"):
        with suppress(Refusal):
            assert constrained.verdict(uri, field)
            taken.add(field)
    assert taken == fields


@pytest.mark.parametrize(
    ("uri", "field", "code"),
    [
        (f"{LOT}?17=261130", "class", "gs1.constrained-query"),
        (LOT, "instance", "gs1.constrained-level"),
        ("https://ta.vn/253/8934567000017", "instance", "gs1.constrained-serial"),
        ("https://ta.vn/253/8934567000017A", "class", "gs1.constrained-serial"),
        ("https://ta.vn/01/08934567000018", "class", "gs1.check-digit"),
        ("https://ta.vn/lo/7", "class", "gs1.link-none"),
    ],
)
def test_why_a_link_may_not_stand_there(uri, field, code):
    with pytest.raises(Refusal) as refused:
        constrained.verdict(uri, field)
    assert refused.value.code == code
    assert code in ADAPTER.catalogue
