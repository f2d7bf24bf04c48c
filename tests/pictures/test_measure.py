"""Widths of texts without a font, cutting, and signs that do not show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.pictures import visible
from lienthong.pictures.measure import cut, width


@pytest.mark.parametrize(
    ("text", "base"),
    [("Chế biến", "Che bien"), ("ỄẬỖ", "EAO"), ("đường", "duong"), ("Ca\u0301 tra", "Ca tra"), ("a\u200bb", "ab")],
)
def test_marks_take_no_room(text, base):
    assert width(text, 14) == width(base, 14)


def test_bold_and_size_widen():
    assert width("lô", 14, bold=True) > width("lô", 14) > width("lô", 12)


def test_full_width_letters_are_as_wide_as_high():
    assert width("冷凍", 10) == 20


@given(st.text(max_size=60), st.integers(20, 200))
def test_what_is_cut_fits(text, room):
    assert width(cut(text, room, 12.5), 12.5) <= max(room, width("…", 12.5))


def test_a_mark_is_not_parted_from_its_letter():
    decomposed = "e\u0302\u0301" * 30
    assert all(cut(decomposed, room, 14).rstrip("…").endswith("\u0301") for room in range(40, 120))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cá tra", "Cá tra"),
        ("a\u200bb", "a[U+200B zero width space]b"),
        ("\u202eabc", "[U+202E right-to-left override]abc"),
        ("x\u2066y\u2069", "x[U+2066 left-to-right isolate]y[U+2069 pop directional isolate]"),
        ("\ufeffMã", "[U+FEFF zero width no-break space]Mã"),
    ],
)
def test_hidden_signs_are_named(text, shown):
    assert visible(text) == shown
