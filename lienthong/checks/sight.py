"""What the checks of a lot look at: its events, what they say, and the master data around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from lienthong.checks.key_data import local_name, own_members
from lienthong.checks.profile import Profile, unsure
from lienthong.checks.sector import StageTable, stage_table, step_word
from lienthong.findings import Catalogue, Finding, Position
from lienthong.model import Key, KeyOf, Origin, StoredEvent, text_key
from lienthong.model.things import ThingsOf

Master = Callable[[str], tuple[Mapping[str, Any], Mapping[str, Origin]]]
"""Attributes of a thing by local name, and their origins under `/name`."""


def no_master(identity: str) -> tuple[Mapping[str, Any], Mapping[str, Origin]]:
    """No attributes at all."""
    del identity
    return {}, {}


class Said(NamedTuple):
    """A value of an extension or of lot data in an event, and the pointer to it inside the event."""

    stored: StoredEvent
    at: str
    value: Any


class Attribute(NamedTuple):
    """A value in the master data around a lot: whose (`product`, `operator` or `place`), its name, and its origin."""

    of: str
    name: str
    value: Any
    origin: Origin


@dataclass(frozen=True)
class Sight:
    """A lot as the checks see it.

    `own` are the events that touch it, `chain` all events of its chain, both in order of time. `expiry` is an ISO
    date; `product` and `operator` are identifiers that `master` knows.
    """

    key: Key
    own: Sequence[StoredEvent]
    of: ThingsOf
    chain: Sequence[StoredEvent] = ()
    table: StageTable = field(default_factory=lambda: stage_table("generic"))
    expiry: str = ""
    product: str = ""
    operator: str = ""
    profiles: Sequence[Profile] = ()
    key_of: KeyOf = text_key
    master: Master = no_master

    @cached_property
    def said(self) -> Mapping[str, Sequence[Said]]:
        """What the lot's own events say in extensions and lot data, by local name in small letters."""
        said: dict[str, list[Said]] = {}
        for stored in self.own:
            for at, name, value in own_members(stored.event):
                said.setdefault(name, []).append(Said(stored, at, value))
        return said

    def named(self, names: Iterable[str]) -> Iterator[Said]:
        """What the lot's own events say under these names, in the order of the names."""
        for name in names:
            yield from self.said.get(name.casefold(), ())

    @cached_property
    def places(self) -> Sequence[str]:
        """The places of the lot's own events, each once."""
        found = (place_of(stored) for stored in self.own)
        return [place for place in dict.fromkeys(found) if place]

    @cached_property
    def attributes(self) -> Sequence[tuple[str, Mapping[str, Any], Mapping[str, Origin]]]:
        """Master data of the product, the operator and the places: whose, attributes and origins."""
        whose = [("product", self.product), ("operator", self.operator), *(("place", place) for place in self.places)]
        return [(of, *self.master(identity)) for of, identity in whose if identity]

    @cached_property
    def words(self) -> frozenset[str]:
        """All local names in the master data around the lot, in small letters."""
        return frozenset(local_name(name) for _, attributes, _ in self.attributes for name in attributes)

    def attributes_named(self, names: Iterable[str]) -> Iterator[tuple[Attribute, Mapping[str, Any]]]:
        """The filled attributes under these names, each with all attributes of its thing."""
        wanted = {name.casefold() for name in names}
        for of, attributes, origins in () if wanted.isdisjoint(self.words) else self.attributes:
            for name, value in attributes.items():
                if local_name(name) in wanted and value not in (None, ""):
                    yield Attribute(of, name, value, origins.get(f"/{name}", Origin("data"))), attributes

    def begins(self, stored: StoredEvent) -> bool:
        """Whether the lot begins in this event: added, or the output of a transformation."""
        kind, action = stored.event.get("type"), stored.event.get("action")
        added = (kind, action) == ("ObjectEvent", "ADD")
        role = "output" if kind == "TransformationEvent" else "object" if added else ""
        return any(thing.role == role and thing.key.text == self.key.text for thing in self.of(stored))


def place_of(stored: StoredEvent) -> str:
    """The identifier of the place of an event, empty where it has none."""
    for place in (stored.event.get("readPoint"), stored.event.get("bizLocation")):
        if place and place.get("id"):
            return str(place["id"])
    return ""


def step_of(stored: StoredEvent) -> str:
    """The word of an event's business step."""
    return step_word(stored.event.get("bizStep"))


def day_of(stored: StoredEvent) -> str:
    """The day of an event as it is written, in its own zone."""
    return stored.event.get("eventTime", "")[:10]


class Teller:
    """Makes the findings of one check: placed, and with the mark of the check where it is not sure."""

    def __init__(self, catalogue: Catalogue, mark: str) -> None:
        self.catalogue = catalogue
        self.sure = {"mark": mark} if unsure(mark) else {}

    def __call__(self, code: str, stored: StoredEvent, at: str, told_at: str = "", **facts: str) -> Finding:
        """A finding in an event; `told_at` is the pointer of its cell where that is another."""
        found = self.catalogue.finding(code, f"{stored.pointer}{at}", **facts, **self.sure)
        return _placed(found, stored.origins.get(told_at or at))

    def of_master(self, code: str, attribute: Attribute, **facts: str) -> Finding:
        """A finding in the master data around a lot."""
        found = self.catalogue.finding(code, f"/{attribute.of}/{attribute.name}", **facts, **self.sure)
        return _placed(found, attribute.origin)

    def marked(self, mark: str) -> Teller:
        """The same with another mark."""
        return Teller(self.catalogue, mark)


def _placed(finding: Finding, origin: Origin | None) -> Finding:
    return replace(finding, place=Position.parse(origin.place)) if origin and origin.place else finding
