"""Rules for dates and times inside a component: they exist in the calendar, and a day 00 stands only where allowed."""

from __future__ import annotations

from adapters.gs1.charset import DIGITS
from adapters.gs1.components.fault import Fault, Rule, misfit, outside

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    """How many days a month has; a year of two digits counts as one of the 2000s, which all leap years agree with.

    >>> days_in(2024, 2), days_in(26, 2)
    (29, 28)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0 or year == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _date(years: int, *, whole_month: bool) -> Rule:
    size = years + 4

    def rule(text: str) -> Fault | None:
        fault = misfit(text, size, size) or outside(text, DIGITS)
        if fault:
            return fault
        year, month, day = int(text[:years]), int(text[years:-2]), int(text[-2:])
        if not 1 <= month <= 12:
            return Fault("gs1.month", years, 2, {"month": text[years:-2]})
        most = days_in(year, month)
        if day > most or not (day or whole_month):
            return Fault("gs1.day", size - 2, 2, {"day": text[-2:], "month": text[years:-2], "most": str(most)})
        return None

    return rule


def _clock(code: str, limit: int) -> Rule:
    def rule(text: str) -> Fault | None:
        fault = misfit(text, 2, 2) or outside(text, DIGITS)
        if fault:
            return fault
        return Fault(code, 0, 2, {"got": text}) if int(text) >= limit else None

    return rule


hour = _clock("gs1.hour", 24)
minute = _clock("gs1.minute", 60)
second = _clock("gs1.second", 60)
"""`hh`, `mi`, `ss`: two digits each."""
date_yy = _date(2, whole_month=False)
date_yy_or_month = _date(2, whole_month=True)
date_yyyy = _date(4, whole_month=False)
date_yyyy_or_month = _date(4, whole_month=True)
"""`yymmdd`, `yymmd0`, `yyyymmdd`, `yyyymmd0`: those that end in 0 allow the day 00, which means the month."""


def hour_and_minute(text: str) -> Fault | None:
    """`hhmi`: four digits."""
    fault = misfit(text, 4, 4) or outside(text, DIGITS) or hour(text[:2])
    if fault:
        return fault
    fault = minute(text[2:])
    return fault and fault._replace(at=2)
