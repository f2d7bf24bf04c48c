"""Where EPCIS 1.x keeps what 2.0 keeps at the event itself. Source: `schemas/epcis/placement.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lienthong.shelf import data

EXTENSION, BASE_EXTENSION = "ltx:extension", "ltx:baseExtension"
KEPT_IN: Mapping[str, str] = {"extension": EXTENSION, "baseExtension": BASE_EXTENSION}
"""The member that keeps what stands in a wrapper beside the members of the standard."""
QUANTITY_EVENT = "QuantityEvent"
KIND = "ltx:kind"
"""The member that says an event came as another type, one that 2.0 has no more."""
LOCAL = "*"


@dataclass(frozen=True, slots=True)
class Wrapper:
    """An element and what stands in it in order: members by name, further wrappers, `*` for local extensions."""

    tag: str
    steps: tuple[str | Wrapper, ...]


@lru_cache(maxsize=1)
def _table() -> Any:
    return data("epcis/placement.yaml")


def _wrapper(tag: str, rows: list[Any]) -> Wrapper:
    steps: list[str | Wrapper] = []
    for row in rows:
        steps += [_wrapper(name, inner) for name, inner in row.items()] if isinstance(row, dict) else [row]
    return Wrapper(tag, tuple(steps))


@lru_cache(maxsize=1)
def placements() -> Mapping[str, Wrapper]:
    """The event types of 1.x, and AssociationEvent as it is written there, with their elements in order.

    >>> placements()["ObjectEvent"].steps[:2]
    ('eventTime', 'recordTime')
    """
    return {name: _wrapper(name, row["xml"]) for name, row in _table()["events"].items()}


@lru_cache(maxsize=1)
def filled() -> Mapping[str, str]:
    """The list that 1.x requires of an event type even when it is empty."""
    return {name: row["filled"] for name, row in _table()["events"].items() if "filled" in row}


@lru_cache(maxsize=16)
def depth(kind: str) -> int:
    """How many elements `extension` stand around events of this type in their list."""
    return int(_table()["wrapped"].get(kind, 0))


@lru_cache(maxsize=4)
def de_facto(version: str) -> frozenset[str]:
    """Members, events and parts that the version does not define, but that have a usual place in it."""
    return frozenset(_table()["de facto"].get(version, ()))


@lru_cache(maxsize=1)
def spellings() -> Mapping[str, str]:
    """Names that drafts had, with the names of today."""
    return dict(_table()["spellings"])


@lru_cache(maxsize=1)
def quantity_event() -> Mapping[str, str]:
    """Type and action of the event that a QuantityEvent is read as."""
    return dict(_table()["quantity event"])


@lru_cache(maxsize=1)
def absent() -> frozenset[str]:
    """Members that have no place in 1.x."""
    return frozenset(_table()["absent"])
