"""What is known of a lot beside its events, and what all records of a run share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lienthong.checks.case import Case
from lienthong.checks.profile import Profile
from lienthong.mapping.records import Outward
from lienthong.model import Key, KeyOf, Origin
from lienthong.record.cards import Names

_DERIVED = Origin("derived")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a lot beside its events: its data by local name, and the origin of each of them.

    `data` is what the outward mapping reads: `class`, `code`, `serial`, `gtin`, `product`, `operator`, and what its
    chain tells: `begun`, `received`, `shipped`, `trace`. `events` names the event behind a part of the data.
    """

    key: Key
    data: Mapping[str, Any]
    origins: Mapping[str, Origin]
    events: Mapping[str, str] = field(default_factory=dict)

    def origin_at(self, at: str) -> Origin:
        """The origin of what stands at a pointer of the lot's data; what an identifier gives is derived."""
        return self.origins.get(at, _DERIVED)

    def event_at(self, at: str) -> str:
        """The pointer of the event behind what stands at a pointer of the lot's data; empty where there is none."""
        return next((event for part, event in self.events.items() if at.startswith(f"{part}/")), "")


@dataclass(frozen=True, slots=True)
class Building:
    """What all records of a run share; `profiles` are those it is held against.

    `told` is what is said of all its lots: the day, the role, the risk.
    """

    profiles: tuple[Profile, ...]
    told: Case
    outward: Outward
    key_of: KeyOf
    names: Names
