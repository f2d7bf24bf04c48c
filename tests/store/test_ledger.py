"""The ledger: spans find the unit of an event; cells and findings come back as they went in."""

import datetime as dt
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.findings import Finding, Position
from lienthong.reading import ErrorCell
from lienthong.store.ledger import Corrected, Ledger, Refused


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(sqlite3.connect(":memory:", isolation_level=None))


UNITS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), st.booleans()), min_size=1, max_size=40)


@given(UNITS)
def test_every_event_finds_the_rows_that_made_it(units: list[tuple[int, int, bool]]) -> None:
    ledger = Ledger(sqlite3.connect(":memory:", isolation_level=None))
    row, event, expected = 2, 0, {}
    for size, events, gap in units:
        rows = [(0, row + at) for at in range(size)]
        ledger.keep(rows, event, events)
        expected.update({event + at: (rows, at) for at in range(events)})
        row, event = row + size + gap, event + events
    ledger.close_spans()
    assert {number: ledger.unit_of(number) for number in range(event)} == expected
    assert ledger.unit_of(event) is None


def test_regular_rows_are_one_span_whatever_their_number(ledger: Ledger) -> None:
    for number in range(5000):
        ledger.keep([(0, number + 2)], number * 2, 2)
    ledger.close_spans()
    assert ledger.database.execute("SELECT count(*) FROM span").fetchone() == (1,)
    assert ledger.unit_of(9999) == ([(0, 5001)], 1)


def test_a_unit_whose_repeats_were_left_out_still_names_the_right_event(ledger: Ledger) -> None:
    ledger.keep([(0, 2), (0, 3)], 0, 2, picks=[0, 2])
    ledger.close_spans()
    assert ledger.unit_of(1) == ([(0, 2), (0, 3)], 2)


def test_a_refused_row_comes_back_with_its_cells_and_findings(ledger: Ledger) -> None:
    cells = [
        "Lúa",
        12,
        1.5,
        True,
        dt.date(2026, 4, 3),
        dt.datetime.fromisoformat("2026-04-03T08:15"),
        dt.time(7),
        ErrorCell("#REF!"),
    ]
    findings = [
        Finding("mapping.empty", "error", "/eventTime", {"heading": "Ngày"}, Position("a.xlsx", "Lúa", 7, 3), "x")
    ]
    ledger.reject(Refused(1, 7, "2-7-abc", cells, findings))
    assert list(ledger.rejected()) == [Refused(1, 7, "2-7-abc", cells, findings)]


def test_a_second_correction_keeps_what_stood_there_first(ledger: Ledger) -> None:
    ledger.correct(Corrected(0, 3, ["b"], ["a"], "one.xlsx"))
    ledger.correct(Corrected(0, 3, ["c"], ["b"], "two.xlsx"))
    assert ledger.corrections() == [Corrected(0, 3, ["c"], ["a"], "two.xlsx")]
