"""The national record of one lot under one profile: each item with its value, state, article and sources.

Which members feed which item stands in `mappings/vn/national-record.yaml`; which items there are, and how much each
is needed in which case, in the profile with its articles (`schemas/vn/profiles`).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lienthong.checks.case import Case
from lienthong.checks.profile import EVENTS, Item, Profile, ProfileField
from lienthong.mapping.outcome import Trace
from lienthong.model import NationalRecord, Need, Origin, RecordField, State
from lienthong.model.record import RecordSource
from lienthong.record.cards import last_part
from lienthong.record.facts import Facts, origins_of, state_of_trace

LACKING = frozenset({"missing", "conflicting"})


def build_record(facts: Facts, profile: Profile, case: Case) -> NationalRecord:
    """The record of a lot under a profile, with the items that are for its case.

    While a required stage of its chain is missing, so is what is told by events.
    """
    items = profile.items(case)
    fields = {item.field.name: _item(facts, item) for item in items}
    required = [item.field.name for item in items if item.required]
    have = sum(fields[name]["state"] not in LACKING for name in required)
    known = facts.known
    return {
        "profile": profile.name,
        "sector": facts.table.name,
        "lot": {
            "code": str(known.data["code"] or known.data.get("serial") or last_part(str(known.data["class"]))),
            "product": _product(known.data),
            "key": known.key.text,
        },
        "fields": fields,
        "parties": facts.parties,
        "certificates": facts.certificates,
        "events": facts.events,
        "score": {"have": have, "of": len(required)},
    }


def told_by_events(item: ProfileField) -> bool:
    """Whether an item is told by the tracking events of a lot, not by a value."""
    return bool(item.each) or EVENTS in {item.name, item.same}


def _item(facts: Facts, item: Item) -> RecordField:
    if told_by_events(item.field):
        return _events_field(facts, item)
    name = next((name for name in (item.field.name, item.field.same) if name in facts.made.members), "")
    value, trace = facts.made.members.get(name), facts.made.traces.get(f"/{name}")
    if value is None or value == "" or trace is None:
        return _field("missing", None, item, [])
    others = _contradictions(name, facts)
    sources = [_source(facts, trace), *others]
    return _field("conflicting" if others else state_of_trace(trace), _plain(value), item, sources)


def _field(state: State, value: Any, item: Item, sources: list[RecordSource]) -> RecordField:
    need: Need = item.need
    return {
        "state": state,
        "value": value,
        "need": need,
        "article": item.field.article,
        "mark": item.field.mark,
        "from": sources,
    }


def _plain(value: Any) -> Any:
    """A value as a record holds it: a text or a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _source(facts: Facts, trace: Trace) -> RecordSource:
    event, inside = _split(trace.name)
    return {"event": event or facts.known.event_at(inside), "place": trace.original}


def _split(pointer: str) -> tuple[str, str]:
    """The pointer of the event, and what follows it; empty when it is no event's.

    >>> _split("/eventList/3/ilmd/x"), _split("/product/name")
    (('/eventList/3', '/ilmd/x'), ('', '/product/name'))
    """
    parts = pointer.split("/", 3)
    if len(parts) > 2 and parts[1] == "eventList":
        return "/".join(parts[:3]), f"/{parts[3]}" if len(parts) > 3 else ""
    return "", pointer


def _contradictions(name: str, facts: Facts) -> list[RecordSource]:
    """Where something else stands: at the same member of another event of the lot, or in another source of the item.

    What a setting says is no statement about this lot, nor is a private identifier, which may be any text.
    """
    silent = frozenset() if facts.known.key.scheme == "gs1" else frozenset({"/code"})
    made, own = facts.made, facts.own
    trace = made.traces[f"/{name}"]
    event, inside = _split(trace.name)
    found: list[RecordSource] = []
    parts, said = inside.split("/")[1:], _said(trace.value)
    for stored in own if event else ():
        other = _at(stored.event, parts)
        if other is not None and _said(other) != said and stored.pointer != event:
            found.append({"event": stored.pointer, "place": origins_of(stored)(inside).place})
    found += [
        _source(facts, rival)
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


def _events_field(facts: Facts, item: Item) -> RecordField:
    """What events tell: there when no required stage is missing and each event has all that the profile asks of it."""
    chain = facts.walked.events
    sources: list[RecordSource] = [
        {"event": stored.pointer, "place": stored.origins.get("/eventTime", Origin("data")).place} for stored in chain
    ]
    each = (_FILLED.get(part, part) for part in item.field.each)
    whole = bool(facts.events) and not facts.holes and _all_tell(facts, list(each))
    times = {event["states"]["time"] for event in facts.events}
    state: State = "missing" if not whole else "defaulted" if "defaulted" in times else "present"
    return _field(state, len(chain) or None, item, sources)


_FILLED = {"traceCode": "place"}
"""A trace code is whole when the place in it is known."""


def _all_tell(facts: Facts, parts: Sequence[str]) -> bool:
    members: Sequence[Any] = facts.events
    return all(event[part] for event in members for part in parts)


def _product(data: Any) -> str:
    product = data.get("product", {})
    return str(product.get("descriptionShort") or product.get("id") or data.get("gtin") or "")
