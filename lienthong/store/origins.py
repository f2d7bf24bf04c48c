"""Origins of events as they are kept: a pattern that many events share, and the rows of each.

Where the values of an event came from differs between most events of a rule in the row numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from lienthong.model import Origin

Kind = Any
"""What `Origin.kind` may be."""


class Leaf(NamedTuple):
    """The origin of one value: its place is `head`, the row `rows[at] + shift`, `tail`; with `at` -1 `head` alone."""

    kind: Kind
    head: str = ""
    tail: str = ""
    at: int = -1
    shift: int = 0
    setting: str = ""

    def origin(self, rows: Sequence[int]) -> Origin:
        """The origin, for an event of these rows.

        >>> Leaf("data", "so.csv:", ":3", 1).origin([7, 9])
        Origin(kind='data', place='so.csv:9:3', setting='')
        """
        if self.at < 0:
            return Origin(self.kind, self.head, self.setting)
        return Origin(self.kind, f"{self.head}{rows[self.at] + self.shift}{self.tail}", self.setting)


class Pattern:
    """The origins of all values of an event, by JSON Pointer, but for the row numbers."""

    def __init__(self, leaves: Mapping[str, Leaf]) -> None:
        self.leaves = leaves

    @cached_property
    def packed(self) -> bytes:
        """The pattern as it is kept."""
        return msgspec.json.encode(self.leaves)

    @cached_property
    def filled(self) -> dict[str, int]:
        """How many of the values each setting filled."""
        found: dict[str, int] = {}
        for leaf in self.leaves.values():
            if leaf.setting:
                found[leaf.setting] = found.get(leaf.setting, 0) + 1
        return found

    @classmethod
    def unpacked(cls, packed: bytes) -> Pattern:
        """The pattern that was packed."""
        return cls(msgspec.json.decode(packed, type=dict[str, Leaf]))

    @classmethod
    def of(cls, origins: Mapping[str, Origin]) -> Pattern:
        """The pattern of one event alone."""
        return cls({at: Leaf(one.kind, one.place, setting=one.setting) for at, one in origins.items()})


class Origins(Mapping[str, Origin]):
    """The origins of one event's values by JSON Pointer, each made when it is asked for."""

    __slots__ = ("pattern", "rows")

    def __init__(self, pattern: Pattern, rows: Sequence[int] = ()) -> None:
        self.pattern, self.rows = pattern, rows

    def __getitem__(self, at: str) -> Origin:
        return self.pattern.leaves[at].origin(self.rows)

    def get(self, at: str, default: Any = None) -> Any:
        """The origin at a pointer."""
        leaf = self.pattern.leaves.get(at)
        return default if leaf is None else leaf.origin(self.rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self.pattern.leaves)

    def __len__(self) -> int:
        return len(self.pattern.leaves)
