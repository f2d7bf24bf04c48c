"""Short cuts for plain values: they give what the long way gives, digit for digit, and leave the rest to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gs1.charset import SET_82
from adapters.gs1.escapes import escaped
from lienthong.mapping.functions.cells import silent
from lienthong.mapping.functions.numbers import STYLES, NumberReading, Style, cell_number, read_number
from lienthong.plugs import Refusal, installed

NUMBERS = st.one_of(
    st.text("0123456789.,- +", max_size=12),
    st.from_regex(r"[0-9]{1,5}[.,][0-9]{1,4}", fullmatch=True),
    st.sampled_from(
        ["0", "00,10", "1,250", "12,30", "\u0661\u0662", "\u00b2", "1" * 40, "1" * 41, "1,", ",5", "1,5,5"]
    ),
)


def told(work: object, *given: object) -> object:
    """What a call gives, as text with all digits, or the code it refuses with; and its notices."""
    notices: list[str] = []
    try:
        gave = repr(work(*given, lambda code, **facts: notices.append(code)))  # type: ignore[operator]
    except Refusal as refusal:
        gave = refusal.code
    return gave, notices


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name or "plain")
def test_numbers_read_the_short_way_are_those_of_the_long_way(style: object) -> None:
    @given(NUMBERS.map(str.strip).filter(bool))
    def check(text: str) -> None:
        assert told(cell_number, text, style) == told(read_number, text, style)

    check()


@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name or "plain")
def test_the_text_of_a_number_told_from_its_cell_is_that_of_the_number(style: Style) -> None:
    @given(NUMBERS, st.sampled_from(["", "0", "000000", "0000000"]))
    def check(text: str, zeros: str) -> None:
        reading, cell = NumberReading(style), text + zeros
        if reading.text(cell):
            assert told(reading, cell) == (repr(Decimal(reading.text(cell))), [])
            assert str(reading(cell, silent)) == reading.text(cell)

    check()


def test_a_number_keeps_its_digits_the_short_way() -> None:
    assert str(cell_number("12,30", STYLES["comma"], silent)) == "12.30"


@given(st.text(st.sampled_from(sorted(SET_82)), min_size=1, max_size=20))
def test_links_of_lots_are_escaped_as_ever(lot: str) -> None:
    call = installed().functions["gs1.lot_link"].make((), {})
    assert call("09521234000013", lot) == f"https://id.gs1.org/01/09521234000013/10/{escaped(lot)}"


@pytest.mark.parametrize("lot", ["1" * 21, "\u0661", "L\u00f4"])
def test_lots_that_are_none_are_refused_as_ever(lot: str) -> None:
    with pytest.raises(Refusal) as refused:
        installed().functions["gs1.lot_link"].make((), {})("09521234000013", lot)
    assert refused.value.code == "gs1.lot"
