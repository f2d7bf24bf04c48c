"""Order of things in a lot's chain: what cannot come before or after what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from lienthong.checks.key_data import find_datum
from lienthong.checks.sight import Sight, Teller, day_of, step_of
from lienthong.checks.times import day, instant
from lienthong.findings import Finding
from lienthong.model import StoredEvent

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def start_and_expiry(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """Harvest before planting, an event before its lot begins, despatch or sale after its expiry."""
    begun = min((stored for stored in sight.own if sight.begins(stored)), key=_moment, default=None)
    planted = min((stored for stored in sight.own if step_of(stored) in given["planting"]), key=_moment, default=None)
    for stored in sight.own:
        step = step_of(stored)
        if planted and step in given["harvest"] and _moment(stored) < _moment(planted):
            yield _late(tell, "chain.harvest-before-planting", stored, planted)
        elif begun and _moment(stored) < _moment(begun) and step not in given["before"]:
            code = "chain.despatch-before-production" if step in given["despatch"] else "chain.before-start"
            yield _late(tell, code, stored, begun)
        if sight.expiry and day_of(stored) > sight.expiry[:10] and step in given["after expiry"]:
            yield tell("chain.after-expiry", stored, "/eventTime", day=day_of(stored), expiry=sight.expiry[:10])


def _late(tell: Teller, code: str, stored: StoredEvent, earlier: StoredEvent) -> Finding:
    return tell(code, stored, "/eventTime", day=day_of(stored), start=day_of(earlier))


def _moment(stored: StoredEvent) -> dt.datetime:
    return instant(stored.event.get("eventTime", "")) or _NEVER


def pre_harvest_interval(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A harvest sooner after a pesticide than the interval told for it; only the last such of each harvest is told."""
    sprayed = [stored for stored in sight.chain if step_of(stored) in given["pesticide"]]
    for harvest in (stored for stored in sight.chain if sprayed and step_of(stored) in given["harvest"]):
        keys, cut = _keys(sight, harvest), day(day_of(harvest))
        before = [one for one in sprayed if _keys(sight, one) & keys and _moment(one) <= _moment(harvest)]
        short = [(one, days) for one in before if cut and (days := _short(one, cut)) is not None]
        for spraying, days in sorted(short, key=lambda pair: _moment(pair[0]))[-1:]:
            facts = {"day": day_of(harvest), "sprayed": day_of(spraying), "days": f"{days:f}"}
            yield tell("chain.harvest-too-soon", harvest, "/eventTime", **facts)


def _short(spraying: StoredEvent, cut: dt.date) -> Decimal | None:
    """The interval of a spraying where the harvest came sooner; None where it did not, or none is told."""
    found, sprayed = find_datum("pre_harvest_interval", spraying.event), day(day_of(spraying))
    days = number_in(found.value) if found else None
    return days if sprayed and days is not None and (cut - sprayed).days < days else None


def number_in(value: Any) -> Decimal | None:
    """The number a value is or begins with; None where there is none.

    >>> number_in("14 ngày"), number_in(Decimal("7")), number_in("lâu")
    (Decimal('14'), Decimal('7'), None)
    """
    words = str(value).replace(",", ".").split()
    try:
        number = Decimal(words[0].rstrip("%")) if words else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _keys(sight: Sight, stored: StoredEvent) -> set[str]:
    return {thing.key.text for thing in sight.of(stored)}
