"""Masks: whose names are shown, what is left of an address, which numbers in a text are starred."""

import pytest

from lienthong.codes.masks import is_person, masked_address, masked_name, masked_text


@pytest.mark.parametrize(
    "name", ["HTX Xoài Ví Dụ", "Công ty TNHH Ví Dụ", "cong ty vi du", "Cơ sở Khô Thí Dụ", "VI DU CO LTD", "DNTN Năm Ví"]
)
def test_organisations_are_shown(name):
    assert not is_person(name)
    assert masked_name(name) == name


@pytest.mark.parametrize("name", ["Nguyễn Văn Tí", "Hộ ông Trần Sửu", "Tí", "Cô Công", "Nguyễn Thị Hợp Tác"])
def test_whoever_is_no_organisation_is_masked(name):
    assert is_person(name)
    assert not set(name.split()) & set(masked_name(name).split())


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "12 ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang",
            "***, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang",
        ),
        ("số 5, phường Long Xuyên, An Giang", "***, phường Long Xuyên, tỉnh An Giang"),
        ("10.3712, 105.4321", "***"),
        ("nhà ông Tí gần cầu", "***"),
        ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_shown_from_the_ward_upwards(address, shown):
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ĐT 0912345678", "ĐT *******678"),
        ("+84 912 345 678", "+** *** *** 678"),
        ("CCCD 089089012345", "CCCD *********345"),
        ("GTIN 09521234000013", "GTIN 09521234000013"),
        ("lô 260412", "lô 260412"),
    ],
)
def test_numbers_of_persons_are_starred_in_any_text(text, shown):
    assert masked_text(text) == shown
