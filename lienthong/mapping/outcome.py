"""What running a mapping yields: one outcome a unit, and the trace of a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from lienthong.findings import Finding, Position
from lienthong.model import Event
from lienthong.reading import Cell

RowRef = tuple[int, int]
"""Table number (of the reading) and row number as a person sees it."""


@dataclass(slots=True)
class MasterEntry:
    """One product, place or party found in a unit: equal ids merge, a difference is a finding."""

    type: Literal["product", "place", "party"]
    id: str
    attributes: dict[str, Any]
    rule: int


@dataclass(slots=True)
class Outcome:
    """What became of one unit. `in = kept + rejected + filtered` counts its `rows`.

    `rows` are the rows that share this fate; `raw` holds their cells (same order) for rejected ones, so that they
    can be handed back; `rules[i]` is the number of the rule that made `events[i]`; `findings` are placed.
    `key` is the unit's key as text (for the group: its `by` values), used for event ids.
    """

    state: Literal["kept", "rejected", "filtered"]
    rows: Sequence[RowRef]
    events: list[Event] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)
    master: list[MasterEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    raw: Sequence[Sequence[Cell]] = ()
    drafts: list[Event] = field(default_factory=list)
    """What the rules could make of a refused unit: no events, but they tell which lots it is about."""


@dataclass(slots=True)
class Texts:
    """Rows of one table that were kept one after the other, and their events as compact JSON text in UTF-8.

    `counts` gives the number of events of each row in `rows`, -1 for one that the mapping leaves out; `ids` are the
    ids of the events in `texts`.
    """

    table: int
    rows: Sequence[int] = ()
    counts: list[int] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)
    master: list[MasterEntry] = field(default_factory=list)


class TraceStep(NamedTuple):
    """One function applied: as written, its arguments by name, what it gave (or the code it refused with)."""

    call: str
    arguments: Mapping[str, str]
    gave: str
    refused: str = ""


class Trace(NamedTuple):
    """Where one leaf came from.

    `origin`: `data` (a cell, or a path in an event), `setting`, `constant`, or `derived` (a total, an id).
    `place` and `original` are the cell's position and text as typed; `heading` its heading; `setting` names the
    setting; `also` are the traces of value arguments (the lot inside a lot link), of alternatives passed over,
    and of every row that agreed on a `same` value.
    """

    value: str
    origin: Literal["data", "setting", "constant", "derived"]
    name: str = ""
    place: Position | None = None
    original: str = ""
    heading: str = ""
    setting: str = ""
    setting_source: str = ""
    steps: tuple[TraceStep, ...] = ()
    line: str = ""
    line_number: int = 0
    also: tuple[Trace, ...] = ()

    def origins(self) -> set[str]:
        """The origins of this value and of all that entered it."""
        return {self.origin}.union(*(part.origins() for part in self.also))


@dataclass(slots=True)
class Explained:
    """A unit run again by the explaining executor: its outcome, and a trace for every leaf of every event.

    `traces[i]` maps a JSON Pointer inside event `i` (`/quantityList/0/epcClass`) to its trace.
    """

    outcome: Outcome
    traces: list[dict[str, Trace]]
    master_traces: list[dict[str, Trace]] = field(default_factory=list)
