"""Deadlines counted against the law, and the day until which data stay."""

import datetime as dt

import pytest

from lienthong.checks.deadlines import deadlines, kept_until, months_after
from lienthong.checks.profiles import profile_named, profile_names
from lienthong.checks.registers import registers


def test_sixteen_deadlines_with_their_source():
    assert len(deadlines()) == len({row.name for row in deadlines()}) == 16
    for row in deadlines():
        assert all(row.say[lang] for lang in ("vi", "en"))
        assert row.mark in set("LNCDU")
        assert set(row.profiles) <= set(profile_names())
        assert row.instrument in {profile_named(name).instrument for name in row.profiles}
        assert row.article


def test_what_the_law_counts_in_hours_months_and_days():
    told = {row.name: (row.hours, row.months, row.working_days, row.date, row.mark) for row in deadlines()}
    assert told["data-to-authority"] == told["explanation"] == (24, 0, 0, "", "L")
    assert told["keep-with-expiry"] == told["keep-label"] == (0, 12, 0, "", "L")
    assert told["keep-without-expiry"] == (0, 60, 0, "", "D")
    assert told["keep-other-sectors"] == (0, 24, 0, "", "D")
    assert told["old-labels"][3] == "2028-01-23"
    assert told["old-addresses"][3] == "2027-07-01"
    assert told["barcode-grant"][2] == 7


KEPT = {
    "a year past expiry": (["vn-moit-tt31-trace"], "2027-06-01", "2026-06-01", "2028-06-01", "keep-with-expiry"),
    "no expiry: five years": (["vn-moit-tt31-trace"], "", "2026-06-01", "2031-06-01", "keep-without-expiry"),
    "the longest of two": (
        ["vn-nd37-2026", "vn-elabel-nd37"], "2028-01-01", "2026-06-01", "2029-01-01", "keep-label",
    ),
    "other sectors": (["vn-nd37-2026"], "", "2026-06-01", "2028-06-01", "keep-other-sectors"),
    "a time counts as its day": (["vn-nd37-2026"], "", "2026-06-01T23:00:00+07:00", "2028-06-01", "keep-other-sectors"),
    "a label without expiry: the firm says": (["vn-elabel-nd37"], "", "2026-06-01", None, ""),
    "nothing known": (["vn-nd37-2026"], "", "", None, ""),
}  # fmt: skip


@pytest.mark.parametrize(("profiles", "expiry", "circulated", "until", "name"), KEPT.values(), ids=KEPT)
def test_until_when_data_stay(profiles, expiry, circulated, until, name):
    kept = kept_until(profiles, expiry, circulated)
    assert (str(kept.until) if kept else None) == until
    assert (kept.deadline.name if kept else "") == name


def test_a_contract_makes_the_time_longer_never_shorter():
    for contract, until in (("2030-01-01", "2030-01-01"), ("2027-01-01", "2028-06-01"), ("", "2028-06-01")):
        kept = kept_until(["vn-nd37-2026"], circulated="2026-06-01", contract=contract)
        assert kept is not None
        assert str(kept.until) == until


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2027-12-31", 2, "2028-02-29"), ("2026-12-01", 1, "2027-01-01"),
     ("9999-06-01", 12, "9999-12-31")],
)  # fmt: skip
def test_months_end_with_their_month(start, months, end):
    assert months_after(dt.date.fromisoformat(start), months) == dt.date.fromisoformat(end)


def test_registers_have_their_fields():
    counted = {name: len(register.fields) for name, register in registers().items()}
    assert counted == {
        "planting-area": 6, "vietgap": 8, "aquatic-farm": 10, "catch-confirmation": 8, "catch-certificate": 9,
        "disease-free-premises": 7,
    }  # fmt: skip
