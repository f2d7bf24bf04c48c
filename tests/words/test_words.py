"""The texts are complete in both languages; numbers, dates and order are Vietnamese."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.words import date_text, fold, number_text, plural, say, sort_key, texts


@pytest.mark.parametrize("key", texts())
def test_text_is_complete(key):
    row = texts()[key]
    assert set(row) <= {"vi", "en", "equal"}
    assert row["vi"].strip()
    assert row["en"].strip()
    assert (row["vi"] == row["en"]) == ("equal" in row), "equal pairs are marked, others differ"
    assert set(re.findall(r"\{(\w+)\}", row["vi"])) == set(re.findall(r"\{(\w+)\}", row["en"]))


def test_say_wants_its_key():
    with pytest.raises(KeyError):
        say("vi", "words.nothing")


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        ("1", "1", "1"),
        ("999", "999", "999"),
        ("1000", "1\u202f000", "1\u202f000"),
        ("1234567.8900", "1\u202f234\u202f567,8900", "1\u202f234\u202f567.8900"),
        (Decimal("-1250.50"), "\u22121\u202f250,50", "\u22121\u202f250.50"),
        (Decimal("1E+3"), "1\u202f000", "1\u202f000"),
        (12, "12", "12"),
        ("10 kg", "10 kg", "10 kg"),
        ("", "", ""),
    ],
)
def test_number_text(number, vi, en):
    assert (number_text(number, "vi"), number_text(number, "en")) == (vi, en)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_number_text_keeps_every_digit(number):
    written = number_text(number, "vi")
    assert written.replace("\u202f", "").replace("\u2212", "-").replace(",", ".") == format(number, "f")


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [
        ("2026-11-25", "25/11/2026", "25 Nov 2026"),
        ("2026-01-05T07:00:00+07:00", "05/01/2026 07:00", "5 Jan 2026 07:00"),
        ("2026-01-05T07:00:30.5+07:00", "05/01/2026 07:00:30.5", "5 Jan 2026 07:00:30.5"),
        ("2026-01-05T00:00:00.000Z", "05/01/2026 00:00 +00:00", "5 Jan 2026 00:00 +00:00"),
        ("2026-01-05T00:00:00-03:00", "05/01/2026 00:00 -03:00", "5 Jan 2026 00:00 -03:00"),
        ("30 tháng", "30 tháng", "30 tháng"),
    ],
)
def test_date_text(iso, vi, en):
    assert (date_text(iso, "vi"), date_text(iso, "en")) == (vi, en)


ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")


@pytest.mark.parametrize(
    "ordered",
    [
        ALPHABET,
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Ao 2", "Ao 10", "Ao 10 B"],
        ["Lô 007", "Lô 8"],
        ["ca", "cá", "cả nước", "cam"],
        ["dừa", "đa"],
        ["An", "an giang", "Ăn", "Ấn"],
        ["hoa", "hoà", "hòa", "hoá"],
    ],
)
def test_order(ordered):
    mixed = ordered[::-1]
    assert sorted(mixed, key=sort_key) == ordered


@given(st.lists(st.text(max_size=12), max_size=8))
def test_order_is_total_and_ascii(names):
    keys = [sort_key(name) for name in names]
    assert all(key.isascii() for key in keys)
    assert len(set(keys)) == len({name.strip() for name in names})


@pytest.mark.parametrize(("text", "folded"), [("Cá Tra", "ca tra"), ("ĐỒNG  đậu", "dong dau"), ("Ấp 3", "ap 3")])
def test_fold(text, folded):
    assert fold(text) == folded


def test_plural():
    assert [plural("en", count, "lot", "lots") for count in (0, 1, 2)] == ["lots", "lot", "lots"]
    assert plural("vi", 1, "lô", "lô") == "lô"
