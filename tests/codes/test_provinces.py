"""Provinces: the 34 of today, what became of the 63, and codes that were given anew."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.codes import province_by_code, province_by_name, province_now, provinces
from lienthong.words import fold

LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
TODAY = [
    "01",
    "04",
    "08",
    "11",
    "12",
    "14",
    "15",
    "19",
    "20",
    "22",
    "24",
    "25",
    "31",
    "33",
    "37",
    "38",
    "40",
    "42",
    "44",
    "46",
    "48",
    "51",
    "52",
    "56",
    "66",
    "68",
    "75",
    "79",
    "80",
    "82",
    "86",
    "91",
    "92",
    "96",
]
# the merger of 2025 as published: today's province and the old ones it is made of
MERGED = {
    "Tuyên Quang": ["Hà Giang", "Tuyên Quang"],
    "Lào Cai": ["Yên Bái", "Lào Cai"],
    "Thái Nguyên": ["Bắc Kạn", "Thái Nguyên"],
    "Phú Thọ": ["Hòa Bình", "Vĩnh Phúc", "Phú Thọ"],
    "Bắc Ninh": ["Bắc Giang", "Bắc Ninh"],
    "Hưng Yên": ["Thái Bình", "Hưng Yên"],
    "Hải Phòng": ["Hải Dương", "Hải Phòng"],
    "Ninh Bình": ["Hà Nam", "Nam Định", "Ninh Bình"],
    "Quảng Trị": ["Quảng Bình", "Quảng Trị"],
    "Đà Nẵng": ["Quảng Nam", "Đà Nẵng"],
    "Quảng Ngãi": ["Kon Tum", "Quảng Ngãi"],
    "Gia Lai": ["Bình Định", "Gia Lai"],
    "Khánh Hòa": ["Ninh Thuận", "Khánh Hòa"],
    "Lâm Đồng": ["Đắk Nông", "Bình Thuận", "Lâm Đồng"],
    "Đắk Lắk": ["Phú Yên", "Đắk Lắk"],
    "Hồ Chí Minh": ["Bà Rịa - Vũng Tàu", "Bình Dương", "Hồ Chí Minh"],
    "Đồng Nai": ["Bình Phước", "Đồng Nai"],
    "Tây Ninh": ["Long An", "Tây Ninh"],
    "Cần Thơ": ["Sóc Trăng", "Hậu Giang", "Cần Thơ"],
    "Vĩnh Long": ["Bến Tre", "Trà Vinh", "Vĩnh Long"],
    "Đồng Tháp": ["Tiền Giang", "Đồng Tháp"],
    "Cà Mau": ["Bạc Liêu", "Cà Mau"],
    "An Giang": ["Kiên Giang", "An Giang"],
} | {
    name: [name]
    for name in [
        "Cao Bằng",
        "Điện Biên",
        "Hà Tĩnh",
        "Lai Châu",
        "Lạng Sơn",
        "Nghệ An",
        "Quảng Ninh",
        "Thanh Hóa",
        "Sơn La",
        "Hà Nội",
        "Huế",
    ]
}
OLD = [(old, now) for now, olds in MERGED.items() for old in olds]


def test_there_are_34_provinces_today():
    assert [one.code for one in provinces() if one.valid_to is None] == TODAY
    assert all(one.valid_from == FIRST for one in provinces() if one.valid_to is None)


def test_there_were_63_provinces():
    assert len(OLD) == 63
    assert sorted(one.name for one in provinces() if one.valid_to == LAST) == sorted(old for old, _ in OLD)


@pytest.mark.parametrize(("old", "now"), OLD)
def test_what_became_of_each(old, now):
    (before,) = province_by_name(old, LAST)
    after = province_now(before)
    assert (after.name, after.valid_to, after.code in TODAY, before.code in after.of) == (now, None, True, True)
    assert len(after.of) == len(MERGED[now])


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("91", "Kiên Giang", "An Giang"),
        ("89", "An Giang", None),
        ("15", "Yên Bái", "Lào Cai"),
        ("10", "Lào Cai", None),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("01", "Hà Nội", "Hà Nội"),
        ("00", None, None),
    ],
)
def test_a_code_means_what_it_meant_on_the_day(code, before, after):
    for day, name in ((LAST, before), (FIRST, after)):
        assert [one.name for one in province_by_code(code, day)] == ([name] if name else [])
    names = [name for name in (before, after) if name]
    assert [one.name for one in province_by_code(code)] == names


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("An Giang", ["89", "91"]),
        ("tỉnh An Giang", ["89", "91"]),
        ("TỈNH AN GIANG", ["89", "91"]),
        ("T. An Giang", ["89", "91"]),
        ("tinh an giang", ["89", "91"]),
        ("thành phố An Giang", []),
        ("Kiên Giang", ["91"]),
        ("Kien Giang", ["91"]),
        ("Kiến Giang", []),
        ("Hoà Bình", ["17"]),
        ("Ho\u0300a Bi\u0300nh", ["17"]),
        ("TP.HCM", ["79", "79"]),
        ("TP HCM", ["79", "79"]),
        ("Tp. Hồ Chí Minh", ["79", "79"]),
        ("thanh pho Ho Chi Minh", ["79", "79"]),
        ("Sài Gòn", ["79", "79"]),
        ("Bà Rịa-Vũng Tàu", ["77"]),
        ("Bà Rịa – Vũng Tàu", ["77"]),
        ("BR-VT", ["77"]),
        ("Thừa Thiên Huế", ["46"]),
        ("TP. Huế", ["46", "46"]),
        ("Đắc Lắc", ["66", "66"]),
        ("Dak Lak", ["66", "66"]),
        ("TP. Đồng Nai", ["75"]),
        ("tỉnh Đồng Nai", ["75", "75"]),
        ("Vũng Tàu", []),
        ("", []),
        ("x" * 10_000, []),
    ],
)
def test_names_as_people_write_them(text, codes):
    assert [one.code for one in province_by_name(text)] == codes


def test_an_old_name_is_read_after_its_day_and_a_new_one_not_before():
    assert [one.code for one in province_by_name("Kiên Giang", FIRST)] == ["91"]
    assert [one.code for one in province_by_name("An Giang", FIRST)] == ["91"]
    assert province_by_code("89", FIRST) == ()


@given(st.sampled_from(provinces()), st.sampled_from([str, str.upper, str.lower, fold]), st.booleans())
def test_every_province_is_found_by_its_name(province, spelt, kind):
    assert province in province_by_name(spelt(province.full if kind else province.name), province.valid_to or FIRST)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 99))
def test_on_a_day_a_code_means_one_province_at_most(day, number):
    assert len(province_by_code(f"{number:02}", day)) <= 1
