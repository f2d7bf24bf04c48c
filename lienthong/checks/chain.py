"""Sanity of a lot's chain: what cannot be, whatever the law asks for.

Order of things (harvest after planting, despatch after production, nothing before a lot begins or after it expires)
and mass (no more comes out of a transformation than went in, where units agree). Which steps are meant is data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lienthong.checks.sector import step_word
from lienthong.checks.times import instant
from lienthong.findings import Catalogue, Finding, Position
from lienthong.model import StoredEvent
from lienthong.model.things import Thing, ThingsOf
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class ChainWords:
    """The steps that the rules speak of, from `schemas/epcis/rules.yaml`."""

    planting: frozenset[str]
    harvest: frozenset[str]
    despatch: frozenset[str]
    before: frozenset[str]
    after_expiry: frozenset[str]


@lru_cache(maxsize=1)
def chain_words() -> ChainWords:
    """The steps that the rules speak of."""
    return ChainWords(*(frozenset(words) for words in data("epcis/rules.yaml")["chain"].values()))


def chain_findings(
    key: str, own: Sequence[StoredEvent], of: ThingsOf, catalogue: Catalogue, expiry: str = ""
) -> Iterator[Finding]:
    """What cannot be in the events that touch the lot `key`, in order of time; `expiry` is an ISO date."""
    yield from _order(key, own, of, catalogue)
    yield from _expired(own, catalogue, expiry)
    for stored in own:
        yield from _mass(key, stored, of, catalogue)


def _order(key: str, own: Sequence[StoredEvent], of: ThingsOf, catalogue: Catalogue) -> Iterator[Finding]:
    begun = min((stored for stored in own if _begins(key, stored, of)), key=_moment, default=None)
    words = chain_words()
    planted = min((stored for stored in own if _step(stored) in words.planting), key=_moment, default=None)
    for stored in own:
        if planted and _step(stored) in words.harvest and _moment(stored) < _moment(planted):
            yield _found(catalogue, "chain.harvest-before-planting", stored, planted)
        elif begun and _moment(stored) < _moment(begun) and _step(stored) not in words.before:
            code = "chain.despatch-before-production" if _step(stored) in words.despatch else "chain.before-start"
            yield _found(catalogue, code, stored, begun)


def _expired(own: Sequence[StoredEvent], catalogue: Catalogue, expiry: str) -> Iterator[Finding]:
    if not expiry:
        return
    for stored in own:
        day = stored.event.get("eventTime", "")[:10]
        if day > expiry[:10] and _step(stored) in chain_words().after_expiry:
            facts = {"day": day, "expiry": expiry[:10]}
            yield _placed(catalogue.finding("chain.after-expiry", f"{stored.pointer}/eventTime", **facts), stored)


def _mass(key: str, stored: StoredEvent, of: ThingsOf, catalogue: Catalogue) -> Iterator[Finding]:
    if stored.event.get("type") != "TransformationEvent":
        return
    touched = of(stored)
    if not any(thing.role == "output" and thing.key.text == key for thing in touched):
        return
    inputs, outputs = _total(touched, "input"), _total(touched, "output")
    if inputs and outputs and inputs[1] == outputs[1] and outputs[0] > inputs[0]:
        facts = {"input": f"{inputs[0]:f}", "output": f"{outputs[0]:f}", "unit": inputs[1]}
        yield _placed(
            catalogue.finding("chain.mass", f"{stored.pointer}/outputQuantityList", **facts),
            stored,
            "/outputQuantityList/0/quantity",
        )


def _total(touched: Sequence[Thing], role: str) -> tuple[Decimal, str] | None:
    """The sum of the quantities of a role and their unit; None when one is unknown or the units differ."""
    total, units = Decimal(0), set()
    for thing in touched:
        if thing.role == role:
            entry: dict[str, Any] = thing.entry or {}
            if not isinstance(entry.get("quantity"), Decimal):
                return None
            total += entry["quantity"]
            units.add(str(entry.get("uom", "")))
    return (total, units.pop()) if len(units) == 1 else None


def _begins(key: str, stored: StoredEvent, of: ThingsOf) -> bool:
    """Whether the lot begins in this event: added, or the output of a transformation."""
    kind, action = stored.event.get("type"), stored.event.get("action")
    role = "output" if kind == "TransformationEvent" else "object" if (kind, action) == ("ObjectEvent", "ADD") else ""
    return any(thing.role == role and thing.key.text == key for thing in of(stored))


def shared_code(code: str, products: int, stored: StoredEvent, at: str, catalogue: Catalogue) -> Finding:
    """A lot code stands on several products, on the last of them at `at` in this event."""
    found = catalogue.finding("chain.same-code", f"{stored.pointer}{at}", lot=code, count=str(products))
    return _placed(found, stored, at)


def _step(stored: StoredEvent) -> str:
    return step_word(stored.event.get("bizStep"))


_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def _moment(stored: StoredEvent) -> dt.datetime:
    return instant(stored.event.get("eventTime", "")) or _NEVER


def _found(catalogue: Catalogue, code: str, stored: StoredEvent, earlier: StoredEvent) -> Finding:
    day, start = stored.event.get("eventTime", "")[:10], earlier.event.get("eventTime", "")[:10]
    return _placed(catalogue.finding(code, f"{stored.pointer}/eventTime", day=day, start=start), stored)


def _placed(finding: Finding, stored: StoredEvent, at: str = "/eventTime") -> Finding:
    origin = stored.origins.get(at)
    return finding.placed(Position.parse(origin.place)) if origin and origin.place else finding
