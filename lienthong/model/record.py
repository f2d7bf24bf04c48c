"""The national record of one lot, as it is written, read and sent by all who use it (`schemas/tcvn/record.yaml`).

Source of the fields: the instruments named by each profile (`schemas/vn/profiles`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypedDict

from lienthong.model.event import Event

State = Literal["present", "derived", "defaulted", "missing", "conflicting"]
Need = Literal["M", "IF", "C", "O"]
PartyRole = Literal["operator", "supplier", "recipient"]


class RecordSource(TypedDict, total=False):
    event: str
    place: str


RecordField = TypedDict(
    "RecordField",
    {"state": State, "value": Any, "need": Need, "article": str, "mark": str, "from": list[RecordSource]},
)
"""One item: its value (a text, a count, or None), how much it is needed in the lot's case, and how sure its row is."""


class RecordLot(TypedDict):
    """The lot in question: its code as people know it, its product (id or name), its canonical key."""

    code: str
    product: str
    key: str


class RecordParty(TypedDict):
    """A party of the lot: who has it in hand, from whom it came, to whom it went."""

    role: PartyRole
    name: str
    address: str
    identifier: str
    state: State


RecordCertificate = TypedDict(
    "RecordCertificate",
    {"standard": str, "number": str, "issuer": str, "from": str, "to": str, "state": State, "event": str},
)
"""A certificate that the lot's events or master data tell of; `event` is the pointer of an event, or empty."""


class EventStates(TypedDict):
    """How each value of a tracking event is known."""

    traceCode: State
    time: State
    place: State
    performer: State


class RecordEvent(TypedDict):
    """One critical tracking event of the lot; `event` is its pointer in the document, `/eventList/3`."""

    stage: str
    traceCode: Any
    time: str
    place: str
    performer: str
    event: str
    states: EventStates


class Score(TypedDict):
    """How many of the required items are there."""

    have: int
    of: int


class NationalRecord(TypedDict):
    """The record of a lot under one profile; `sector` names the table of its stages."""

    profile: str
    sector: str
    lot: RecordLot
    fields: dict[str, RecordField]
    parties: list[RecordParty]
    certificates: list[RecordCertificate]
    events: list[RecordEvent]
    score: Score


class Origin(NamedTuple):
    """Where a value of an event came from: a cell (`data`), a `setting`, a `constant` of the mapping, or `derived`."""

    kind: Literal["data", "setting", "constant", "derived"]
    place: str = ""
    setting: str = ""


_NONE: Mapping[str, Origin] = MappingProxyType({})


class StoredEvent(NamedTuple):
    """An event with its number in the document, its canonical keys by role, and the origins of its leaves.

    `origins` maps a JSON Pointer inside the event to its origin; a leaf without one came as it is (`data`).
    """

    number: int
    event: Event
    origins: Mapping[str, Origin] = _NONE

    @property
    def pointer(self) -> str:
        """Its JSON Pointer in the document.

        >>> StoredEvent(3, {}).pointer
        '/eventList/3'
        """
        return f"/eventList/{self.number}"
