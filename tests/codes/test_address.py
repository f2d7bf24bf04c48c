"""Addresses: levels where they are certain, the whole always."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.codes import take_apart

OLD, NEW = dt.date(2024, 5, 1), dt.date(2026, 5, 1)
# address, day, rest, old ward, district, ward of today, province of today
CASES = [
    (
        "Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang", None,
        "Ấp Vĩnh Thuận", "xã Vĩnh Hanh", "huyện Châu Thành", "xã Vĩnh Hanh", "91",
    ),
    (
        "ấp 3 xã Phú Hữu huyện An Phú tỉnh An Giang", NEW,
        "ấp 3", "xã Phú Hữu", "huyện An Phú", "xã Phú Hữu", "91",
    ),
    (
        "số 5 Trần Hưng Đạo, P. Mỹ Long, TP. Long Xuyên, An Giang, Việt Nam", OLD,
        "số 5 Trần Hưng Đạo", "phường Mỹ Long", "thành phố Long Xuyên", "phường Long Xuyên", "91",
    ),
    ("xa Vinh Hanh, huyen Chau Thanh, An Giang", None, "", "xã Vĩnh Hanh", "huyện Châu Thành", "xã Vĩnh Hanh", "91"),
    ("12 Lê Lợi, phường Long Xuyên, tỉnh An Giang", None, "12 Lê Lợi", "", "", "phường Long Xuyên", "91"),
    ("thôn 2, x. Hoà Bình, h. Vũ Thư, t. Thái Bình", None, "thôn 2", "xã Hòa Bình", "huyện Vũ Thư", "xã Vũ Thư", "33"),
    ("phường Bình Đức, Long Xuyên, An Giang", None, "", "phường Bình Đức", "thành phố Long Xuyên",
     "phường Bình Đức", "91"),
    ("tổ 4 - xã Bưng Riềng - huyện Xuyên Mộc - Bà Rịa - Vũng Tàu", None,
     "tổ 4", "xã Bưng Riềng", "huyện Xuyên Mộc", "xã Xuyên Mộc", "79"),
    ("huyện Côn Đảo, Bà Rịa-Vũng Tàu", None, "", "", "huyện Côn Đảo", "đặc khu Côn Đảo", "79"),
    # a district of the other half of a merged province is still that district
    ("xã Ngọc Chúc, huyện Giồng Riềng, tỉnh An Giang", NEW,
     "", "xã Ngọc Chúc", "huyện Giồng Riềng", "xã Ngọc Chúc", "91"),
    ("xã Tân Lập, thị xã Tịnh Biên, tỉnh An Giang", None, "", "xã Tân Lập", "thị xã Tịnh Biên", "xã Núi Cấm", "91"),
    # an old way to write an address, after the change
    ("xã Ngọc Chúc, huyện Giồng Riềng, Kiên Giang", NEW,
     "", "xã Ngọc Chúc", "huyện Giồng Riềng", "xã Ngọc Chúc", "91"),
    # a split ward: the old levels are certain, today's ward is not
    ("xã Phú Hội, huyện An Phú, An Giang", None, "", "xã Phú Hội", "huyện An Phú", "", "91"),
    # what is not certain stays in the rest
    ("Bình Đức, Long Xuyên, An Giang", None, "Bình Đức, Long Xuyên", "", "", "", "91"),
    ("Long Xuyên, An Giang", None, "Long Xuyên", "", "", "", "91"),
    # both halves of the province of today had a district of this name: the ward decides, or the day
    ("xã Mong Thọ, huyện Châu Thành, An Giang", NEW,
     "", "xã Mong Thọ", "huyện Châu Thành", "xã Thạnh Lộc", "91"),
    ("Khóm 1, huyện Châu Thành, An Giang", NEW, "Khóm 1, huyện Châu Thành", "", "", "", "91"),
    ("Khóm 1, huyện Châu Thành, An Giang", None, "Khóm 1, huyện Châu Thành", "", "", "", "91"),
    ("Khóm 1, huyện Châu Thành, An Giang", OLD, "Khóm 1", "", "huyện Châu Thành", "", "91"),
    ("An Giang", None, "", "", "", "", "91"),
    ("xã Nam Cát Tiên, TP. Đồng Nai", NEW, "", "", "", "xã Nam Cát Tiên", "75"),
    ("kho số 2", None, "kho số 2", "", "", "", ""),
    ("", None, "", "", "", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "rest", "old", "district", "ward", "province"), CASES)
def test_levels(text, on, rest, old, district, ward, province):
    found = take_apart(text, on)
    became = found.became
    assert found.whole == text
    assert (
        found.rest,
        found.old_ward.name if found.old_ward else "",
        found.district.name if found.district else "",
        became.certain.name if became and became.certain else "",
        found.province_now.code if found.province_now else "",
    ) == (rest, old, district, ward, province)


def test_a_name_given_anew_is_open_without_a_day_and_clear_with_one():
    assert [one.code for one in take_apart("An Giang").provinces] == ["89", "91"]
    assert [one.code for one in take_apart("An Giang", OLD).provinces] == ["89"]
    assert [one.code for one in take_apart("An Giang", NEW).provinces] == ["91"]


@given(st.text(max_size=80), st.sampled_from([None, OLD, NEW]))
def test_any_text_is_kept_whole(text, on):
    assert take_apart(text, on).whole == text


def test_a_long_text_costs_little():
    assert take_apart("xã " * 50_000).provinces == ()
