"""The picture of a chain: what stands in it (`Scene`), and where (`Picture`). Lengths are pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lienthong.model import Card, Hole, Join

PRINTED_WHOLE = 8
STRIP = 7
FlowKind = Literal["flow", "packed", "missing", "computed"]


@dataclass(frozen=True, slots=True)
class Lane:
    """A stage, or several empty ones beside each other; `have` of `of` as the profile's stage table counts them."""

    names: tuple[str, ...]
    titles: tuple[Mapping[str, str], ...]
    required: bool
    have: int
    of: int


@dataclass(frozen=True, slots=True)
class Stack:
    """The cards of a lane that are not drawn one by one: how many, and how much of each unit."""

    id: str
    stage: str
    count: int
    missing: int
    totals: tuple[tuple[str, Decimal], ...]


Content = Card | Hole | Stack


@dataclass(frozen=True, slots=True)
class Link:
    """From one content or bar to another; `quantity` gives the width of its band."""

    source: str
    target: str
    kind: FlowKind
    quantity: Decimal | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """A chain within the limits of a picture; `left_out` counts the contents inside stacks."""

    lanes: tuple[Lane, ...]
    contents: tuple[Content, ...]
    joins: tuple[Join, ...]
    links: tuple[Link, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PlacedLane:
    """A lane with its left edge and width."""

    lane: Lane
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Box:
    """A content with its upper left corner; `computed` when no event recorded it."""

    content: Content
    lane: int
    x: int
    y: int
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A transformation with its upper left corner; `note_y` is where its totals are written (0: nowhere)."""

    join: Join
    x: int
    y: int
    height: int
    number: int = 0
    note_y: int = 0


@dataclass(frozen=True, slots=True)
class Band:
    """A line through points, `width` wide (0: its centre line only); `back` runs from right to left below the cards."""

    link: Link
    points: tuple[tuple[int, int], ...]
    width: float
    back: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything placed."""

    width: int
    height: int
    lanes: tuple[PlacedLane, ...]
    boxes: tuple[Box, ...]
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    left_out: int
    unit: str
    """The unit whose quantities are drawn as widths; empty when none is."""
    columns: int = 1

    @property
    def strips(self) -> tuple[tuple[int, int], ...]:
        """Left edges and widths of the strips a wide picture is printed in; none up to eight columns."""
        if self.columns <= PRINTED_WHOLE:
            return ()
        pitch = self.width // self.columns
        each = -(-self.columns // -(-self.columns // STRIP))
        starts = range(0, self.columns, each)
        return tuple((start * pitch, min(each, self.columns - start) * pitch) for start in starts)
