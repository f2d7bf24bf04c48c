"""What is known of one lot, found once for all profiles it is held against: its data, events, parties, certificates."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lienthong.checks.certificates import told_certificates
from lienthong.checks.sector import StageTable
from lienthong.checks.sight import Sight
from lienthong.mapping.outcome import Trace
from lienthong.mapping.records import Made, Outward, Seen, lot_node
from lienthong.model import Hole, Origin, RecordEvent, State, StoredEvent
from lienthong.model.record import PartyRole, RecordCertificate, RecordParty
from lienthong.record.cards import quantity_of, total
from lienthong.record.known import Known
from lienthong.record.movements import Movement, Way
from lienthong.record.walk import Walk

_ROLES: dict[Way, PartyRole] = {"received": "supplier", "shipped": "recipient"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one lot.

    `own` are the events that tell of it, `walked` all of its chain; `made` what the mapping of the record makes of
    it, item by item; `holes` the stages of its chain that were passed unrecorded; `moved` its receipts and despatches.
    """

    known: Known
    own: Sequence[StoredEvent]
    walked: Walk
    table: StageTable
    made: Made
    events: list[RecordEvent]
    parties: list[RecordParty]
    certificates: list[RecordCertificate]
    holes: Sequence[Hole]
    moved: Sequence[Movement]


def extract(known: Known, own: Sequence[StoredEvent], outward: Outward) -> Made:
    """The items of a lot as the mapping of the record makes them, each with its trace."""
    root_level = next(level.name for level in outward.tree.levels.values() if not level.parent)
    seen = [Seen("", stored.event, stored.pointer, origins_of(stored)) for stored in own]
    made, _ = outward.run(lot_node(root_level, known.data, known.origin_at, seen))
    return made[0] if made else Made("", {}, {}, {})


def origins_of(stored: StoredEvent) -> Callable[[str], Origin]:
    """The origin of what stands at a pointer inside an event."""
    return lambda at: stored.origins.get(at, Origin("data"))


def state_of_trace(trace: Trace) -> State:
    """How a value is known: from a setting or a constant, worked out, or as it was told."""
    origins = _origins(trace)
    if origins & {"setting", "constant"}:
        return "defaulted"
    return "derived" if "derived" in origins else "present"


def _origins(trace: Trace) -> set[str]:
    """The origins of a value and of what entered it; sources that were passed over empty tell nothing."""
    return {trace.origin}.union(*(_origins(part) for part in trace.also if part.value))


def state_of_origin(origin: Origin) -> State:
    """How a value of this origin is known."""
    if origin.setting or origin.kind in {"setting", "constant"}:
        return "defaulted"
    return "derived" if origin.kind == "derived" else "present"


def parties_of(known: Known, moved: Sequence[Movement]) -> list[RecordParty]:
    """Who has the lot in hand, from whom it and what it was made of came, to whom it went; each once."""
    told: list[RecordParty] = []
    operator = known.data["operator"]
    if operator.get("name") or operator.get("id"):
        told.append(
            {
                "role": "operator",
                "name": str(operator.get("name") or ""),
                "address": str(operator.get("streetAddressOne") or ""),
                "identifier": str(operator.get("taxCode") or operator.get("id") or ""),
                "state": state_of_origin(known.origin_at("/operator/name")) if operator.get("name") else "missing",
            }
        )
    for one in moved:
        party = _party(one)
        if party and party not in told:
            told.append(party)
    return told


def _party(moved: Movement) -> RecordParty | None:
    values = moved.values
    if not (values.get("name") or values.get("code")):
        return None
    return {
        "role": _ROLES[moved.way],
        "name": values.get("name", ""),
        "address": values.get("address", ""),
        "identifier": values.get("code", ""),
        "state": state_of_origin(moved.origin("name" if values.get("name") else "code")),
    }


def certificates_of(sight: Sight) -> list[RecordCertificate]:
    """The certificates that the lot's events and the master data around it tell of."""
    return [
        {
            "standard": one.standard,
            "number": one.number,
            "issuer": one.issuer,
            "from": one.start,
            "to": one.end,
            "state": state_of_origin(one.origin),
            "event": one.event,
        }
        for one in told_certificates(sight)
    ]


def with_chain(
    known: Known,
    walked: Walk,
    own: Sequence[StoredEvent],
    events: Sequence[RecordEvent],
    moved: Sequence[Movement],
) -> Known:
    """What is known of a lot together with what its chain tells: its beginning, its movements, its trace code."""
    data: dict[str, Any] = {**known.data, "received": [], "shipped": []}
    origins: dict[str, Origin] = {}
    behind: dict[str, str] = {}
    for one in moved:
        at = f"/{one.way}/{len(data[one.way])}"
        data[one.way].append(one.values)
        behind[at] = one.stored.pointer
        origins |= {f"{at}/{name}": one.origin(name) for name in one.values}
    begun = next((stored for stored in own if begins(walked, stored)), None)
    if begun:
        told = next(event for event in events if event["event"] == begun.pointer)
        amount, unit, _ = total(quantity_of(thing) for thing in walked.of(begun) if thing.key.text == walked.key)
        mass = "" if amount is None else f"{amount:f} {unit}".strip()
        data["begun"] = {"time": told["time"], "place": told["place"], "mass": mass}
        data["trace"] = {"text": told["traceCode"]["text"] if told["states"]["traceCode"] != "missing" else ""}
        behind |= {"/begun": begun.pointer, "/trace": begun.pointer}
        origins["/begun/time"] = begun.origins.get("/eventTime", Origin("data"))
    return replace(known, data=data, origins=ChainMap(origins, dict(known.origins)), events=behind)


def begins(walked: Walk, stored: StoredEvent) -> bool:
    """Whether the lot begins in this event: added, or the output of a transformation."""
    kind, action = stored.event.get("type"), stored.event.get("action")
    added = (kind, action) == ("ObjectEvent", "ADD")
    role = "output" if kind == "TransformationEvent" else "object" if added else ""
    return any(thing.role == role and thing.key.text == walked.key for thing in walked.of(stored))
