"""One step back and one step forward: how a lot, or what it was made of, came in, and how it went out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from lienthong.checks.key_data import Found, find_named
from lienthong.checks.sector import step_word
from lienthong.model import Origin, StoredEvent
from lienthong.model.things import Thing
from lienthong.record.cards import last_part, quantity_of, total
from lienthong.record.known import Building, Known
from lienthong.record.walk import Walk
from lienthong.shelf import data

Way = Literal["received", "shipped"]
ABSENT = Origin("derived")


@dataclass(frozen=True, slots=True)
class Movement:
    """A receipt or a despatch: `name`, `address`, `code` of the other side, `time`, `place`, `goods`, `mass`, `lot`.

    `at` has the pointer inside the event for the `values` that stand in it.
    """

    way: Way
    stored: StoredEvent
    values: Mapping[str, str]
    at: Mapping[str, str]

    def origin(self, name: str) -> Origin:
        """Where a value came from; what was looked up or worked out is derived."""
        at = self.at.get(name)
        return self.stored.origins.get(at, Origin("data")) if at else ABSENT


@dataclass(frozen=True, slots=True)
class _Looked:
    """Where the values of movements are looked up; `content` is how much of the lot was put into each unit."""

    walked: Walk
    shared: Building
    master: Callable[[str], Mapping[str, Any]]
    words: Mapping[str, Any]
    content: Mapping[str, Sequence[tuple[Decimal | None, str]]]


def movements(
    walked: Walk, known: Known, shared: Building, master: Callable[[str], Mapping[str, Any]]
) -> list[Movement]:
    """The receipts of a lot and of what it was made of, and its despatches, in order of time.

    What a receiver books in after the first despatch of the lot is the receiver's, and no receipt of ours.
    """
    words = data("tcvn/chains.yaml")["movements"]
    looked = _Looked(walked, shared, master, words, _content(walked))
    upstream = upstream_of(walked)
    found: list[Movement] = []
    gone = False
    for stored in walked.events:
        step = step_word(stored.event.get("bizStep"))
        touched = walked.of(stored)
        back = all(thing.key.text in upstream for thing in touched)
        if step in words["shipped"] and not back:
            gone = True
            found.append(_movement("shipped", stored, known, looked))
        elif step in words["received"] and not gone:
            found.append(_movement("received", stored, known, looked))
    return found


def _content(walked: Walk) -> dict[str, list[tuple[Decimal | None, str]]]:
    """How much of the lot was put into each unit, by the unit's key."""
    packed: dict[str, list[tuple[Decimal | None, str]]] = {}
    for stored in walked.events:
        if stored.event.get("type") == "AggregationEvent" and stored.event.get("action") == "ADD":
            touched = walked.of(stored)
            mine = [quantity_of(one) for one in touched if one.role == "child" and one.key.text == walked.key]
            for thing in touched if mine else ():
                if thing.role == "parent":
                    packed.setdefault(thing.key.text, []).extend(mine)
    return packed


def upstream_of(walked: Walk) -> set[str]:
    """The keys of all that went into a lot, itself not among them."""
    sought, seen = [walked.key], {walked.key}
    makers: dict[str, list[Sequence[Thing]]] = {}
    for stored in walked.events:
        if stored.event.get("type") == "TransformationEvent":
            touched = walked.of(stored)
            for thing in touched:
                if thing.role == "output":
                    makers.setdefault(thing.key.text, []).append(touched)
    while sought:
        for touched in makers.get(sought.pop(), ()):
            new = {thing.key.text for thing in touched if thing.role == "input"} - seen
            seen |= new
            sought += new
    return seen - {walked.key}


def _movement(way: Way, stored: StoredEvent, known: Known, looked: _Looked) -> Movement:
    values: dict[str, str] = {"time": str(stored.event.get("eventTime", ""))}
    at = {"time": "/eventTime"}
    _other_side(stored, looked.words["sides"][way], values, at, looked.master)
    _place(stored, values, at, looked.shared)
    touched = looked.walked.of(stored)
    carried = [thing for thing in touched if thing.key.text in looked.content]
    own = [thing for thing in touched if thing.key.text == known.key.text]
    if carried and not own:
        amounts = [amount for thing in carried for amount in looked.content[thing.key.text]]
    else:
        touched = own or touched
        amounts = [quantity_of(thing) for thing in touched]
    about_lot = bool(own or carried)
    if touched:
        key = known.key if about_lot else touched[0].key
        values["lot"] = key.value("21") or key.value("10") or last_part(key.text)
        values["goods"] = str(known.data["product"].get("descriptionShort") or "") if about_lot else ""
        values["goods"] = values["goods"] or looked.shared.names(_product_of(touched[0]))
        at |= {} if carried and not own else {"lot": touched[0].at}
    amount, unit, _ = total(amounts)
    values["mass"] = "" if amount is None else f"{amount:f} {unit}".strip()
    return Movement(way, stored, values, at)


def _product_of(thing: Thing) -> str:
    gtin = thing.key.value("01")
    return f"01/{gtin}" if gtin else thing.id


def _place(stored: StoredEvent, values: dict[str, str], at: dict[str, str], shared: Building) -> None:
    members: Mapping[str, Any] = stored.event
    for name in ("readPoint", "bizLocation"):
        place = members.get(name) or {}
        if place.get("id"):
            values["place"], at["place"] = shared.names(place["id"]) or last_part(place["id"]), f"/{name}/id"
            return


def _other_side(
    stored: StoredEvent,
    side: Mapping[str, Any],
    values: dict[str, str],
    at: dict[str, str],
    master: Callable[[str], Mapping[str, Any]],
) -> None:
    """The party on the other side: of the source or destination list, else as an extension names it."""
    member, part = side["list"], side["part"]
    members: Mapping[str, Any] = stored.event
    for number, entry in enumerate(members.get(member, ())):
        party = entry.get(part)
        if party:
            attributes = master(party)
            values["name"] = str(attributes.get("name") or last_part(party))
            values["address"] = str(attributes.get("streetAddressOne") or "")
            values["code"] = str(attributes.get("taxCode") or last_part(party))
            at["code"] = at["name"] = f"/{member}/{number}/{part}"
            return
    for name, names in side["names"].items():
        told = _named(names, stored)
        if told and isinstance(told.value, str):
            values[name], at[name] = told.value, told.at


def _named(names: Iterable[str], stored: StoredEvent) -> Found | None:
    return find_named(frozenset(name.casefold() for name in names), stored.event)
