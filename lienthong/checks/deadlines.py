"""Deadlines and times of keeping (`schemas/vn/deadlines.yaml`), and the day until which a lot's data stay by law."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple, cast

from lienthong.checks.profile import Both
from lienthong.checks.times import day
from lienthong.shelf import data

DeadlineKind = Literal["keep", "answer", "before", "start", "until", "prompt", "successor", "process"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty with its time: `months`, `hours` or `working_days` counted from `since`, or a fixed `date` (ISO).

    0 and an empty text stand for none; `profiles` are those it is for. `contract`: a longer one of a contract holds.
    """

    name: str
    say: Both
    kind: DeadlineKind
    months: int
    hours: int
    working_days: int
    since: str
    date: str
    profiles: tuple[str, ...]
    instrument: str
    article: str
    valid_from: str
    valid_to: str
    mark: str
    contract: bool = False


@lru_cache(maxsize=1)
def deadlines() -> tuple[Deadline, ...]:
    """All deadlines, in the order of their table."""
    return tuple(_deadline(row) for row in data("vn/deadlines.yaml")["deadlines"])


def _deadline(row: dict[str, Any]) -> Deadline:
    return Deadline(
        name=row["deadline"],
        say=row["say"],
        kind=cast("DeadlineKind", row["kind"]),
        months=int(row.get("months", 0)),
        hours=int(row.get("hours", 0)),
        working_days=int(row.get("working days", 0)),
        since=row.get("since", ""),
        date=row.get("date", ""),
        profiles=tuple(row["profiles"]),
        instrument=row["instrument"],
        article=row["article"],
        valid_from=row["valid from"],
        valid_to=row.get("valid to", ""),
        mark=row["mark"],
        contract=row.get("contract") == "yes",
    )


class Keeping(NamedTuple):
    """The day until which data stay at least, and the deadline that says so."""

    until: dt.date
    deadline: Deadline


def kept_until(profiles: Iterable[str], expiry: str = "", circulated: str = "", contract: str = "") -> Keeping | None:
    """The longest legal time of keeping under these profiles (names); None where none can be counted.

    `expiry`, `circulated` (first circulation) and `contract` (its end) are ISO dates or times. Where goods have an
    expiry date, what is counted from it goes before what the same profile counts from circulation.

    >>> kept = kept_until({name for one in deadlines() for name in one.profiles}, "2027-06-01", "2026-01-31")
    >>> str(kept.until), kept.deadline.months
    ('2028-06-01', 12)
    """
    starts = {"expiry": day(expiry), "first circulation": day(circulated)}
    found, agreed = list[Keeping](), day(contract)
    for profile in sorted(set(profiles)):
        rows = [row for row in deadlines() if row.kind == "keep" and row.months and profile in row.profiles]
        counted = sorted((row for row in rows if starts.get(row.since)), key=lambda row: row.since != "expiry")
        for row in counted[:1]:
            until = months_after(cast("dt.date", starts[row.since]), row.months)
            found.append(Keeping(max(until, agreed) if agreed and row.contract else until, row))
    return max(found, key=lambda one: one.until, default=None)


def months_after(start: dt.date, months: int) -> dt.date:
    """The day so many months later; the last of its month where that has no such day.

    >>> str(months_after(dt.date(2026, 1, 31), 13))
    '2027-02-28'
    """
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if years > dt.MAXYEAR:
        return dt.date.max
    return dt.date(years, month + 1, min(start.day, calendar.monthrange(years, month + 1)[1]))
