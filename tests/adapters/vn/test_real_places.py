"""Communes of a real list of OCOP products, from before the merger: each leads to a ward of today, or says why not."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter

from adapters.vn.functions import FUNCTIONS
from lienthong.codes import take_apart

CALLS = {function.name: function for function in FUNCTIONS}
DAY = dt.date(2026, 3, 2)


def test_the_communes_of_a_district(vector_set):
    with (vector_set("field/vn-ocop-travinh") / "ocop_products.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ward, stars = CALLS["vn.ward"].make(["now"], {}), CALLS["vn.ocop_stars"].make([], {})
    assert Counter(ward(row["dia_chi"], "Trà Vinh", "Cầu Kè", DAY) for row in rows) == {
        "xã Cầu Kè": 11,
        "xã An Phú Tân": 4,
        "xã Phong Thạnh": 6,
        "xã Tam Ngãi": 16,
    }
    assert Counter(stars(row["hang_sao"]) for row in rows) == {"3": 24, "4": 11, "5": 1, None: 1}
    for row in rows:
        whole = f"{row['dia_chi']}, huyện Cầu Kè, tỉnh Trà Vinh"
        found = take_apart(whole, DAY)
        assert (found.whole, found.rest, found.province_now.full) == (whole, "", "tỉnh Vĩnh Long")
