"""What is known of a lot beside its events, and what all records of a run share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lienthong.checks.profile import Profile
from lienthong.mapping.records import Outward
from lienthong.model import Key, KeyOf, Origin
from lienthong.record.cards import Names

_DERIVED = Origin("derived")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a lot beside its events: its data by local name, and the origin of each of them.

    `data` is what the outward mapping reads: `class`, `code`, `serial`, `gtin`, `product` and `operator`.
    """

    key: Key
    data: Mapping[str, Any]
    origins: Mapping[str, Origin]

    def origin_at(self, at: str) -> Origin:
        """The origin of what stands at a pointer of the lot's data; what an identifier gives is derived."""
        return self.origins.get(at, _DERIVED)


@dataclass(frozen=True, slots=True)
class Building:
    """What all records of a run share."""

    profile: Profile
    outward: Outward
    key_of: KeyOf
    names: Names
