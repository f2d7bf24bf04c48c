"""The chain of a lot: what became of it, stage by stage; built from events, drawn and listed by the faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lienthong.model.record import State


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the profile's stage table, in its order; `have` of `of` cards are there (holes are not)."""

    name: str
    title: Mapping[str, str]
    required: bool = False
    have: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A lot or logistic unit as one event saw it. `id` is unique in the chain; `key` is the canonical key of the thing.

    `quantity` keeps the digits received; `date` is the ISO date of the event, `place` a name or id; `event` its
    number in the document; `state` colours the edge; `findings` counts what is wrong with it.
    """

    id: str
    key: str
    kind: Literal["lot", "unit", "serial", "class"]
    stage: str
    label: str
    quantity: Decimal | None
    uom: str
    date: str
    place: str
    event: int
    state: State = "present"
    findings: int = 0
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Join:
    """A transformation: cards in, cards out; `total_in`, `total_out` are None when units differ or are unknown."""

    id: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    total_in: Decimal | None
    total_out: Decimal | None
    uom: str
    units_differ: bool
    event: int


@dataclass(frozen=True, slots=True)
class Flow:
    """From one card to the next: the same thing at a later stage (`flow`), or put into a unit (`packed`).

    Flows of a transformation are its join. A flow whose end is missing has the id of a hole there.
    """

    source: str
    target: str
    kind: Literal["flow", "packed", "missing", "computed"]
    quantity: Decimal | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True)
class Hole:
    """What should be there and is not: what, why, and who supplies it, in both languages."""

    id: str
    stage: str
    what: Mapping[str, str]
    why: Mapping[str, str]
    who: Mapping[str, str]
    article: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of the lot `key`: stages left to right, cards, joins, flows and holes in a fixed order."""

    key: str
    name: str
    stages: tuple[Stage, ...]
    cards: tuple[Card, ...]
    joins: tuple[Join, ...]
    flows: tuple[Flow, ...]
    holes: tuple[Hole, ...]
