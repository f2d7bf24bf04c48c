"""Things: what an event is about, by canonical key and role."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from lienthong.model.event import Event
from lienthong.model.key import Key, KeyOf
from lienthong.model.record import StoredEvent

Role = Literal["object", "parent", "child", "input", "output"]

_INSTANCES: tuple[tuple[str, Role], ...] = (
    ("epcList", "object"),
    ("childEPCs", "child"),
    ("inputEPCList", "input"),
    ("outputEPCList", "output"),
)
_CLASSES: tuple[tuple[str, Role], ...] = (
    ("quantityList", "object"),
    ("childQuantityList", "child"),
    ("inputQuantityList", "input"),
    ("outputQuantityList", "output"),
)


class Thing(NamedTuple):
    """One thing an event touches; `at` is the pointer of its identifier inside the event."""

    key: Key
    id: str
    role: Role
    at: str
    is_class: bool
    entry: dict[str, Any] | None = None
    """The quantity element of a class-level thing."""

    @property
    def is_lot(self) -> bool:
        """Whether it is a lot: a class with a lot number, or a class under a private identifier."""
        return self.is_class and (self.key.scheme != "gs1" or bool(self.key.value("10")))


def things(event: Event, key_of: KeyOf) -> Iterator[Thing]:
    """Everything the event touches, in the order of its lists; a text that is no identifier is left out."""
    members: Mapping[str, Any] = event
    parent = members.get("parentID")
    if parent and (key := key_of(parent)):
        yield Thing(key, parent, "parent", "/parentID", is_class=False)
    for name, role in _INSTANCES:
        if name not in members:
            continue
        for place, text in enumerate(members[name]):
            if key := key_of(text):
                yield Thing(key, text, role, f"/{name}/{place}", is_class=False)
    for name, role in _CLASSES:
        if name not in members:
            continue
        for place, entry in enumerate(members[name]):
            if key := key_of(entry.get("epcClass", "")):
                yield Thing(key, entry["epcClass"], role, f"/{name}/{place}/epcClass", is_class=True, entry=entry)


def lots_of(events: Iterable[Event], key_of: KeyOf) -> set[str]:
    """The keys of the lots that events are about: what came out of a transformation, not what went in."""
    return {
        thing.key.text for event in events for thing in things(event, key_of) if thing.is_lot and thing.role != "input"
    }


ThingsOf = Callable[[StoredEvent], Sequence[Thing]]
"""Everything a stored event touches."""


class Touched:
    """Remembers what events touch, by their number; hold one as long as one lot is told (a `ThingsOf`)."""

    def __init__(self, key_of: KeyOf) -> None:
        self._key_of = key_of
        self._known: dict[int, tuple[Thing, ...]] = {}

    def __call__(self, stored: StoredEvent) -> tuple[Thing, ...]:
        known = self._known.get(stored.number)
        if known is None:
            known = self._known[stored.number] = tuple(things(stored.event, self._key_of))
        return known
