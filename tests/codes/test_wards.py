"""Wards: what became of the old ones, and that nothing is chosen where it is not certain."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.codes import (
    OldWard,
    district_named,
    moved,
    old_wards_by_code,
    old_wards_named,
    old_wards_of,
    province_by_name,
    province_now,
    provinces,
    ward_by_code,
    wards_named,
    wards_of,
)
from lienthong.codes.wards import WHY, districts_of
from lienthong.shelf import package_data
from lienthong.words import fold

CASES = package_data(Path(__file__).with_name("ward_cases.yaml"))
OLD = {one.code: one for one in provinces() if one.valid_to}
NEW = [one.code for one in provinces() if not one.valid_to]
WARDS = [ward for code in OLD for district in districts_of(code) for ward in old_wards_of(district)]


def old_ward(province: str, district: str, ward: str) -> OldWard:
    codes = tuple(one.code for one in province_by_name(province) if one.valid_to)
    districts = district_named(district, codes)
    found = old_wards_named(ward, districts) if ward else old_wards_of(districts[0])
    assert len(found) == 1, found
    return found[0]


def test_there_are_cases_enough():
    assert sum(map(len, CASES.values())) >= 40
    assert len(CASES["open"]) >= 10


@pytest.mark.parametrize(("province", "district", "ward", "now"), CASES["certain"])
def test_a_ward_that_became_one(province, district, ward, now):
    became = moved(old_ward(province, district, ward))
    assert became.certain is not None
    assert (became.certain.name, became.why) == (now, "")
    assert became.certain in wards_named(now, became.certain.province)


@pytest.mark.parametrize(
    ("province", "district", "ward", "names", "why"),
    [(*case, why) for kind, why in (("open", "split"), ("differ", "sources")) for case in CASES[kind]],
)
def test_a_ward_that_stays_ambiguous(province, district, ward, names, why):
    became = moved(old_ward(province, district, ward))
    assert (became.certain, became.why) == (None, why)
    assert [one.name for one in became.candidates] == names


def test_the_tables_are_whole():
    assert sum(len(wards_of(code)) for code in NEW) == 3321
    marks = Counter(ward.mark for ward in WARDS)
    assert set(marks) == set(WHY)
    assert sum(marks.values()) - marks["-"] - marks["~"] >= 9900
    assert marks["="] > 9300


def test_every_old_ward_leads_into_the_province_its_own_became_part_of():
    for ward in WARDS:
        now = province_now(OLD[ward.district.province]).code
        became = moved(ward)
        assert {one.province for one in became.candidates} <= {now}
        assert (became.certain is not None) == (ward.mark == "=")
        assert len(became.candidates) == 1 or ward.mark != "="


def test_every_ward_of_today_comes_from_an_old_one():
    reached = {code for ward in WARDS for code in ward.targets}
    assert reached == {ward.code for code in NEW for ward in wards_of(code)}


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("30307", ["phường Mỹ Hòa"], "phường Long Xuyên"),
        ("00025", ["phường Ngọc Khánh"], "phường Giảng Võ"),
        ("30619", ["xã Vĩnh Nhuận"], "xã Vĩnh Hanh"),
        ("99999", [], None),
        ("", [], None),
    ],
)
def test_a_code_may_mean_an_old_ward_and_another_of_today(code, old, new):
    assert [ward.name for ward in old_wards_by_code(code)] == old
    now = ward_by_code(code)
    assert (now.name if now else None) == new


@pytest.mark.parametrize(
    ("district", "provinces", "names"),
    [
        ("Châu Thành", ("89",), ["huyện Châu Thành"]),
        ("h. Chau Thanh", ("89", "91"), ["huyện Châu Thành", "huyện Châu Thành"]),
        ("Cai Lậy", ("82",), ["thị xã Cai Lậy", "huyện Cai Lậy"]),
        ("TX. Cai Lậy", ("82",), ["thị xã Cai Lậy"]),
        ("Q.3", ("79",), ["quận 3"]),
        ("Quận 03", ("79",), ["quận 3"]),
        ("thị xã Bến Cát", ("74",), ["thành phố Bến Cát"]),
        ("huyện Không Có", ("89",), []),
    ],
)
def test_districts_as_people_write_them(district, provinces, names):
    assert [one.name for one in district_named(district, provinces)] == names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("P.Long Xuyên", ["phường Long Xuyên"]),
        ("p. long xuyen", ["phường Long Xuyên"]),
        ("xã Long Xuyên", []),
        ("đặc khu Phú Quốc", ["đặc khu Phú Quốc"]),
        ("Phu Quoc", ["đặc khu Phú Quốc"]),
    ],
)
def test_wards_of_today_as_people_write_them(text, found):
    assert [ward.name for ward in wards_named(text, "91")] == found


@given(st.sampled_from([ward for ward in WARDS if ward.name]), st.sampled_from([str, str.upper, str.title]))
def test_every_old_ward_is_found_by_its_name(ward, spelt):
    assert ward in old_wards_named(spelt(ward.name), (ward.district,))


@given(st.sampled_from([ward for ward in WARDS if ward.name]))
def test_without_diacritics_no_ward_is_lost(ward):
    assert ward in old_wards_named(fold(ward.name), (ward.district,))


@given(st.text(max_size=60))
def test_any_text_may_be_asked_for(text):
    wards_named(text, "91")
    district_named(text, ("89",))
