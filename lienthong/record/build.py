"""The national record of one lot: what its profile asks for, each item with its value, state, article and sources.

Which members feed which item stands in `mappings/vn/national-record.yaml`; which items there are, and how much each
is needed, in the profile with its articles (`schemas/vn`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.checks.profile import ProfileField
from lienthong.checks.sector import StageTable
from lienthong.mapping.outcome import Trace
from lienthong.mapping.records import Made, Outward, Seen, lot_node
from lienthong.model import (
    Hole,
    NationalRecord,
    Origin,
    RecordEvent,
    RecordField,
    State,
    StoredEvent,
)
from lienthong.model.record import RecordSource
from lienthong.record.cards import last_part
from lienthong.record.known import Building, Known
from lienthong.record.tracking import tracked
from lienthong.record.walk import Walk

EVENTS = "events"
LACKING = frozenset({"missing", "conflicting"})


def build_record(
    known: Known,
    own: Sequence[StoredEvent],
    walked: Walk,
    table: StageTable,
    shared: Building,
    holes: Sequence[Hole] = (),
) -> NationalRecord:
    """The record of a lot: `own` are the events that tell of it, `walked` all of its chain.

    `holes` are those of its chain: while a required stage is missing, the item `events` is.
    """
    made = _extract(known, own, shared.outward)
    events = tracked(walked, known, table, shared)
    fields: dict[str, RecordField] = {}
    for name, item in shared.profile.fields.items():
        if name == EVENTS:
            fields[name] = _events_field(item, walked.events, events, holes)
        else:
            fields[name] = _field(name, item, made, own, known)
    required = [name for name, item in shared.profile.fields.items() if item.required]
    have = sum(fields[name]["state"] not in LACKING for name in required)
    return {
        "profile": shared.profile.name,
        "lot": {
            "code": str(known.data["code"] or known.data.get("serial") or last_part(str(known.data["class"]))),
            "product": _product(known),
            "key": known.key.text,
        },
        "fields": fields,
        "events": events,
        "score": {"have": have, "of": len(required)},
    }


def _extract(known: Known, own: Sequence[StoredEvent], outward: Outward) -> Made:
    root_level = next(level.name for level in outward.tree.levels.values() if not level.parent)
    seen = [Seen("", stored.event, stored.pointer, _origins_of(stored)) for stored in own]
    made, _ = outward.run(lot_node(root_level, known.data, known.origin_at, seen))
    return made[0] if made else Made("", {}, {}, {})


def _origins_of(stored: StoredEvent) -> Callable[[str], Origin]:
    return lambda at: stored.origins.get(at, Origin("data"))


def _field(name: str, item: ProfileField, made: Made, own: Sequence[StoredEvent], known: Known) -> RecordField:
    value, trace = made.members.get(name), made.traces.get(f"/{name}")
    if value is None or trace is None:
        return {"state": "missing", "value": None, "need": item.need, "article": item.article, "from": []}
    sources = [_source(trace)]
    state = _state(trace)
    others = _contradictions(name, made, own, known)
    if others:
        state = "conflicting"
        sources += others
    return {"state": state, "value": value, "need": item.need, "article": item.article, "from": sources}


def _state(trace: Trace) -> State:
    origins = _origins(trace)
    if origins & {"setting", "constant"}:
        return "defaulted"
    return "derived" if "derived" in origins else "present"


def _origins(trace: Trace) -> set[str]:
    """The origins of a value and of what entered it; sources that were passed over empty tell nothing."""
    return {trace.origin}.union(*(_origins(part) for part in trace.also if part.value))


def _source(trace: Trace) -> RecordSource:
    event, _ = _split(trace.name)
    return {"event": event, "place": trace.original}


def _split(pointer: str) -> tuple[str, str]:
    """The pointer of the event, and what follows it; empty when it is no event's.

    >>> _split("/eventList/3/ilmd/x"), _split("/product/name")
    (('/eventList/3', '/ilmd/x'), ('', '/product/name'))
    """
    parts = pointer.split("/", 3)
    if len(parts) > 2 and parts[1] == "eventList":
        return "/".join(parts[:3]), f"/{parts[3]}" if len(parts) > 3 else ""
    return "", pointer


def _contradictions(name: str, made: Made, own: Sequence[StoredEvent], known: Known) -> list[RecordSource]:
    """Where something else stands: at the same member of another event of the lot, or in another source of the item.

    What a setting says is no statement about this lot, nor is a private identifier, which may be any text.
    """
    silent = frozenset() if known.key.scheme == "gs1" else frozenset({"/code"})
    trace = made.traces[f"/{name}"]
    event, inside = _split(trace.name)
    found: list[RecordSource] = []
    parts, said = inside.split("/")[1:], _said(trace.value)
    for stored in own if event else ():
        other = _at(stored.event, parts)
        if other is not None and _said(other) != said and stored.pointer != event:
            found.append({"event": stored.pointer, "place": _origins_of(stored)(inside).place})
    found += [
        _source(rival)
        for rival in made.rivals.get(f"/{name}", ())
        if _said(rival.value) != said and rival.name not in silent and not rival.origins() & {"setting", "constant"}
    ]
    return [source for number, source in enumerate(found) if source not in found[:number]]


def _said(value: Any) -> str:
    """A value as it is compared: case and blanks at the ends tell nothing."""
    return str(value).strip().casefold()


def _at(data: Any, parts: Sequence[str]) -> Any:
    for part in parts:
        if not isinstance(data, dict):
            return None
        data = data.get(part)
    return data


def _events_field(
    item: ProfileField, chain: Sequence[StoredEvent], events: Sequence[RecordEvent], holes: Sequence[Hole]
) -> RecordField:
    """The item `events`: there when no required stage is missing and each event has its time and place."""
    sources: list[RecordSource] = [
        {"event": stored.pointer, "place": stored.origins.get("/eventTime", Origin("data")).place} for stored in chain
    ]
    whole = bool(events) and not holes and all(event["time"] and event["place"] for event in events)
    times = {_time_state(stored) for stored in chain}
    state: State = "missing" if not whole else "defaulted" if "defaulted" in times else "present"
    return {
        "state": state,
        "value": len(chain) or None,
        "need": item.need,
        "article": item.article,
        "from": sources,
    }


def _time_state(stored: StoredEvent) -> State:
    """A time or zone that came from a setting or a constant is defaulted, never present."""
    for at in ("/eventTime", "/eventTimeZoneOffset"):
        origin = stored.origins.get(at)
        if origin and (origin.setting or origin.kind in {"setting", "constant"}):
            return "defaulted"
    return "present"


def _product(known: Known) -> str:
    product = known.data.get("product", {})
    return str(product.get("descriptionShort") or product.get("id") or known.data.get("gtin") or "")
