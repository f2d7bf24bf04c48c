"""Dates that a lot's events tell: whether their order is certain, and whether data are kept long enough."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from lienthong.checks.deadlines import kept_until
from lienthong.checks.sight import Attribute, Said, Sight, Teller, day_of
from lienthong.checks.times import day
from lienthong.findings import Finding


def six_digit_date(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A date of six digits that is one day read day first, as on labels, and another year first, as GS1 writes it."""
    names = {name.casefold() for name in given["names"]}
    for name in (one for one in sight.said if one.endswith(given["ending"]) or one in names):
        for stored, at, value in sight.said[name]:
            read = readings(value) if isinstance(value, str) else ()
            if len(read) == 2:
                yield tell("chain.date-open", stored, at, text=value, one=str(read[0]), other=str(read[1]))


def readings(text: str) -> tuple[dt.date, ...]:
    """The days that six digits may be: day first, then year first; each once.

    >>> [str(one) for one in readings("020426")], [str(one) for one in readings("310532")], readings("2026")
    (['2026-04-02', '2002-04-26'], ['2032-05-31'], ())
    """
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        return ()
    first, middle, last = text[:2], text[2:4], text[4:]
    found = (day(f"20{last}-{middle}-{first}"), day(f"20{first}-{middle}-{last}"))
    return tuple(dict.fromkeys(one for one in found if one))


def retention(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """Data that are to be kept for a shorter time than the profiles held against want."""
    told: list[Said | Attribute] = [*sight.named(given["names"])]
    told += [attribute for attribute, _ in sight.attributes_named(given["names"])]
    if not told:
        return
    first = min((day_of(stored) for stored in sight.own if day(day_of(stored))), default="")
    least = kept_until([profile.name for profile in sight.profiles], sight.expiry, first)
    for one in told:
        until = day(str(one.value))
        if least and until and until < least.until:
            sure, facts = tell.marked(least.deadline.mark), {"until": str(until), "least": str(least.until)}
            facts["law"] = f"{least.deadline.instrument}, {least.deadline.article}"
            code = "chain.kept-short"
            if isinstance(one, Said):
                yield sure(code, one.stored, one.at, **facts)
            else:
                yield sure.of_master(code, one, **facts)
