"""Key data of events: whether an event tells what its stage asks for, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from lienthong.checks.profile import Both
from lienthong.checks.sector import KeyDatum, StageRule
from lienthong.model import Event
from lienthong.shelf import data

_QUANTITIES = ("quantityList", "childQuantityList", "outputQuantityList", "inputQuantityList")
_LOTS = (*_QUANTITIES, "epcList", "childEPCs", "outputEPCList")


class Found(NamedTuple):
    """A value in an event, and the pointer to it inside the event."""

    at: str
    value: Any


class Asked(NamedTuple):
    """A key data element of a stage, held against one event; `found` is None where the event does not tell it."""

    datum: KeyDatum
    title: Both
    found: Found | None

    @property
    def lacking(self) -> bool:
        """Whether it is required and not told."""
        return self.datum.need == "R" and self.found is None


def key_data(stage: StageRule, event: Event) -> list[Asked]:
    """What a stage asks of an event, in the order of its table.

    >>> from lienthong.checks.sector import stage_table
    >>> event = {"type": "ObjectEvent", "readPoint": {"id": "urn:x"}, "ex:variety": "OM 18"}
    >>> [one.datum.name for one in key_data(stage_table("rice").stage("seeding"), event) if one.lacking]
    ['seed_rate']
    """
    table = data("tcvn/key-data.yaml")["key data"]
    return [
        Asked(datum, table[datum.name]["title"], find_datum(datum.name, event))
        for datum in stage.data
        if datum.event in {"", event.get("type")}
    ]


def find_datum(name: str, event: Event) -> Found | None:
    """What an event says of a key data element: in a member by one of its names, else in the part that holds it."""
    row = data("tcvn/key-data.yaml")["key data"][name]
    named = find_named(datum_names(name), event)
    return named or (_PARTS[row["in"]](event) if "in" in row else None)


@lru_cache(maxsize=512)
def datum_names(name: str) -> frozenset[str]:
    """The local names a key data element has in events, in small letters."""
    row = data("tcvn/key-data.yaml")["key data"][name]
    return frozenset(word.casefold() for word in row.get("names", ()))


def find_named(names: frozenset[str], event: Event) -> Found | None:
    """The first filled extension member, lot datum or member of a certificate under one of these local names."""
    return next((Found(at, value) for at, name, value in own_members(event) if name in names), None)


def own_members(event: Event) -> Iterator[tuple[str, str, Any]]:
    """Pointer, local name in small letters, and value of what is not of the standard: in the event and its lot data."""
    members: Mapping[str, Any] = event
    for name, value in members.items():
        if ":" in name and value not in (None, ""):
            yield f"/{name}", local_name(name), value
    for name, value in (members.get("ilmd") or {}).items():
        if value not in (None, ""):
            yield f"/ilmd/{name}", local_name(name), value


@lru_cache(maxsize=4096)
def local_name(name: str) -> str:
    """The name without its prefix, in small letters.

    >>> local_name("cbvmda:lotNumber"), local_name("area")
    ('lotnumber', 'area')
    """
    return name.rpartition(":")[2].casefold()


def _place(event: Event) -> Found | None:
    members: Mapping[str, Any] = event
    for name in ("readPoint", "bizLocation"):
        if (members.get(name) or {}).get("id"):
            return Found(f"/{name}/id", members[name]["id"])
    return None


def _first(*names: str) -> Callable[[Event], Found | None]:
    def found(event: Event) -> Found | None:
        members: Mapping[str, Any] = event
        return next((Found(f"/{name}", members[name]) for name in names if members.get(name)), None)

    return found


def _of_quantity(part: str) -> Callable[[Event], Found | None]:
    def found(event: Event) -> Found | None:
        members: Mapping[str, Any] = event
        for name in _QUANTITIES:
            for number, entry in enumerate(members.get(name) or ()):
                if entry.get(part) is not None:
                    return Found(f"/{name}/{number}/{part}", entry[part])
        return None

    return found


_PARTS: Mapping[str, Callable[[Event], Found | None]] = {
    "place": _place,
    "performer": _first("sourceList"),
    "quantity": _of_quantity("quantity"),
    "measure": _of_quantity("uom"),
    "lot": _first(*_LOTS),
    "input": _first("inputQuantityList", "inputEPCList"),
    "output": _first("outputQuantityList", "outputEPCList"),
    "source": _first("sourceList"),
    "destination": _first("destinationList"),
    "document": _first("bizTransactionList"),
    "unit": _first("parentID"),
    "time": _first("eventTime"),
    "id": _first("eventID"),
}
"""The parts of an event that hold key data without a member of their own."""
