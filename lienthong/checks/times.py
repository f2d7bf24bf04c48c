"""The form of times and zones: told by slices, and by the one parser that is written in C."""

from __future__ import annotations

import datetime as dt

ZONES = frozenset(
    f"{sign}{hour:02}:{minute:02}"
    for sign in "+-"
    for hour in range(15)
    for minute in range(60)
    if hour < 14 or minute == 0
)


def is_time(text: str) -> bool:
    """Whether a text is a time as EPCIS 2.0 wants it: date, `T`, time with seconds, and a zone.

    >>> is_time("2026-06-01T07:00:00+07:00"), is_time("2026-06-01T07:00:00.250Z"), is_time("2026-06-01T07:00:00")
    (True, True, False)
    """
    if len(text) < 20 or not text.isascii() or text[10] != "T" or text[13] != ":" or text[16] != ":":
        return False
    if text[-1] != "Z" and text[-6:] not in ZONES:
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_zone(text: str) -> bool:
    """Whether a text is an offset from UTC, `-14:00` to `+14:00`.

    >>> is_zone("+07:00"), is_zone("+7:00"), is_zone("Z")
    (True, False, False)
    """
    return text in ZONES


def instant(text: str) -> dt.datetime | None:
    """The moment a time names, with its zone; None when it is no time.

    >>> instant("2026-06-01T07:00:00+07:00") == instant("2026-06-01T00:00:00Z")
    True
    """
    return dt.datetime.fromisoformat(text) if is_time(text) else None


def day(text: str) -> dt.date | None:
    """The calendar day of a date, or of a time in its own zone; None when it is neither.

    >>> day("2026-06-01T07:00:00+07:00"), day("2026-06-02"), day("June")
    (datetime.date(2026, 6, 1), datetime.date(2026, 6, 2), None)
    """
    head = text[:10]
    if len(head) != 10 or head[4] != "-" or head[7] != "-":
        return None
    try:
        return dt.date.fromisoformat(head)
    except ValueError:
        return None
