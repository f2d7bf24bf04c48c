"""The walk: which events belong to a lot, up through what it was made of and down to what became of it.

Only an index is needed (`Events`); the store answers it from SQLite, `Memory` from a list.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, Protocol

from lienthong.checks.times import instant
from lienthong.model import KeyOf, StoredEvent
from lienthong.model.things import Thing, ThingsOf, Touched, things

LIMIT = 5000
"""Most events of one chain."""

Way = Literal["here", "up", "down", "carried"]
"""How a thing was reached: the lot itself, what it came from, what became of it, or a unit that carries it."""


class Events(Protocol):
    """An index of events."""

    def touching(self, key: str) -> Iterable[StoredEvent]:
        """The events that touch a key, in order of time, then of number."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """A thing to look at; for a carried one only from number `since` (place in time order) until it is unpacked."""

    key: str
    way: Way
    since: str = ""
    until: str = ""


@dataclass(slots=True)
class Walk:
    """What belongs to a lot: its events in order of time, and per event number the keys they are there for.

    `of` knows what each event touches; `left_out` counts events that were met but not taken because the chain grew
    beyond its limit.
    """

    key: str
    of: ThingsOf
    events: list[StoredEvent] = field(default_factory=list)
    touched: dict[int, set[str]] = field(default_factory=dict)
    left_out: int = 0


def moment(event: StoredEvent) -> tuple[str, int]:
    """What orders events: their instant (in UTC, as text) and their number; an unreadable time comes first."""
    return _in_utc(str(event.event.get("eventTime", ""))), event.number


@lru_cache(maxsize=4096)
def _in_utc(time: str) -> str:
    found = instant(time)
    if found is None:
        return ""
    # the offset is taken off by hand: astimezone fails at the ends of the calendar
    try:
        return (found.replace(tzinfo=None) - (found.utcoffset() or dt.timedelta())).isoformat()
    except OverflowError:
        return found.replace(tzinfo=None).isoformat()


def walk(key: str, events: Events, key_of: KeyOf, limit: int = LIMIT) -> Walk:
    """The events of a lot or unit, with those of its origins, of its products, and of the units that carried it."""
    found: dict[int, StoredEvent] = {}
    result = Walk(key, Touched(key_of))
    queue: deque[Visit] = deque([Visit(key, "here")])
    seen: set[Visit] = set(queue)
    missed: set[int] = set()
    while queue:
        visit = queue.popleft()
        for stored in events.touching(visit.key):
            if not _within(stored, visit):
                continue
            if stored.number not in found and _used_elsewhere(stored, visit, result.of):
                continue
            if stored.number not in found:
                if len(found) >= limit:
                    missed.add(stored.number)
                    continue
                found[stored.number] = stored
            result.touched.setdefault(stored.number, set()).add(visit.key)
            for following in _next_visits(stored, visit, result.of, events):
                if following not in seen:
                    seen.add(following)
                    queue.append(following)
    result.events = sorted(found.values(), key=moment)
    result.left_out = len(missed - found.keys())
    return result


def _within(stored: StoredEvent, visit: Visit) -> bool:
    if visit.way != "carried":
        return True
    at = moment(stored)[0]
    return visit.since <= at and (not visit.until or at <= visit.until)


def _used_elsewhere(stored: StoredEvent, visit: Visit, of: ThingsOf) -> bool:
    """Whether an origin of the lot was here used for something else: what came of that is no part of this chain."""
    if visit.way != "up" or stored.event.get("type") != "TransformationEvent":
        return False
    return all(thing.role == "input" for thing in of(stored) if thing.key.text == visit.key)


def _next_visits(stored: StoredEvent, visit: Visit, of: ThingsOf, events: Events) -> Iterator[Visit]:
    touched = of(stored)
    if len(touched) == 1 and touched[0].role == "object":
        return
    roles = {thing.role for thing in touched if thing.key.text == visit.key}
    if "output" in roles and visit.way in {"here", "up"}:
        yield from (Visit(thing.key.text, "up") for thing in touched if thing.role == "input")
    if "input" in roles and visit.way in {"here", "down"}:
        yield from (Visit(thing.key.text, "down") for thing in touched if thing.role == "output")
    if stored.event.get("action") != "ADD":
        return
    if "child" in roles:
        for thing in touched:
            if thing.role == "parent":
                yield _carried(thing, stored, visit, of, events)
    if "parent" in roles and visit.way == "here":
        yield from (Visit(thing.key.text, "up") for thing in touched if thing.role == "child")


def _carried(parent: Thing, packed: StoredEvent, visit: Visit, of: ThingsOf, events: Events) -> Visit:
    """A unit from the moment it was packed to the moment it was emptied, or its content was taken out."""
    since = moment(packed)[0]
    until = visit.until
    for stored in events.touching(parent.key.text):
        at = moment(stored)[0]
        if at >= since and stored.event.get("action") == "DELETE" and stored.number != packed.number:
            touched = of(stored)
            emptied = any(thing.role == "parent" and thing.key == parent.key for thing in touched)
            children = [thing.key.text for thing in touched if thing.role == "child"]
            if emptied and (not children or visit.key in children):
                until = min(until, at) if until else at
                break
    return Visit(parent.key.text, "carried", since, until)


class Memory:
    """An index over a list of events, for chains that are at hand whole."""

    def __init__(self, events: Sequence[StoredEvent], key_of: KeyOf) -> None:
        self._by_key: dict[str, list[StoredEvent]] = {}
        for stored in sorted(events, key=moment):
            for key in dict.fromkeys(thing.key.text for thing in things(stored.event, key_of)):
                self._by_key.setdefault(key, []).append(stored)

    def touching(self, key: str) -> Sequence[StoredEvent]:
        """The events that touch a key, in order of time, then of number."""
        return self._by_key.get(key, ())
