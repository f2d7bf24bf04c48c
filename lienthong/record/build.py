"""The national record of one lot: what its profile asks for, each item with its value, state, article and sources.

Which members feed which item stands in `mappings/vn/national-record.yaml`; which items there are, and how much each
is needed, in the profile (`schemas/vn`). Decree 37/2026/NĐ-CP, Article 23.5 and 23.10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.checks.profile import Profile, ProfileField, StageTable, step_word
from lienthong.mapping.outcome import Trace
from lienthong.mapping.records import Made, Outward, Seen, lot_node
from lienthong.model import Key, KeyOf, NationalRecord, Origin, RecordEvent, RecordField, State, StoredEvent
from lienthong.model.record import RecordSource
from lienthong.model.things import things
from lienthong.record.cards import Names, last_part

EVENTS = "events"
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


def build_record(
    known: Known, own: Sequence[StoredEvent], chain: Sequence[StoredEvent], table: StageTable, shared: Building
) -> NationalRecord:
    """The record of a lot: `own` are the events that touch it, `chain` all events of its chain, in order of time."""
    made = _extract(known, own, shared.outward)
    events = [_event(stored, known, table, shared) for stored in chain]
    fields: dict[str, RecordField] = {}
    for name, item in shared.profile.fields.items():
        if name == EVENTS:
            fields[name] = _events_field(item, chain)
        else:
            fields[name] = _field(name, item, made, own)
    required = [name for name, item in shared.profile.fields.items() if item.required]
    have = sum(fields[name]["state"] not in {"missing", "conflicting"} for name in required)
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


def complete(record: NationalRecord) -> bool:
    """Whether every required item is there and none contradicts itself."""
    return record["score"]["have"] == record["score"]["of"]


def _extract(known: Known, own: Sequence[StoredEvent], outward: Outward) -> Made:
    root_level = next(level.name for level in outward.tree.levels.values() if not level.parent)
    seen = [Seen("", stored.event, stored.pointer, _origins_of(stored)) for stored in own]
    made, _ = outward.run(lot_node(root_level, known.data, known.origin_at, seen))
    return made[0] if made else Made("", {}, {})


def _origins_of(stored: StoredEvent) -> Callable[[str], Origin]:
    return lambda at: stored.origins.get(at, Origin("data"))


def _field(name: str, item: ProfileField, made: Made, own: Sequence[StoredEvent]) -> RecordField:
    value, trace = made.members.get(name), made.traces.get(f"/{name}")
    if value is None or trace is None:
        return {"state": "missing", "value": None, "need": item.need, "article": item.article, "from": []}
    sources = [_source(trace)]
    state = _state(trace)
    others = _contradictions(trace, own)
    if others:
        state = "conflicting"
        sources += others
    return {"state": state, "value": value, "need": item.need, "article": item.article, "from": sources}


def _state(trace: Trace) -> State:
    origins = trace.origins()
    if origins & {"setting", "constant"}:
        return "defaulted"
    return "derived" if "derived" in origins else "present"


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


def _contradictions(trace: Trace, own: Sequence[StoredEvent]) -> list[RecordSource]:
    """Where other events of the lot say something else at the same member."""
    event, inside = _split(trace.name)
    if not event:
        return []
    found: list[RecordSource] = []
    for stored in own:
        other = _at(stored.event, inside)
        if stored.pointer != event and other is not None and str(other) != trace.value:
            found.append({"event": stored.pointer, "place": _origins_of(stored)(inside).place})
    return found


def _at(data: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        if not isinstance(data, Mapping):
            return None
        data = data.get(part)
    return data


def _events_field(item: ProfileField, chain: Sequence[StoredEvent]) -> RecordField:
    sources: list[RecordSource] = [
        {"event": stored.pointer, "place": stored.origins.get("/eventTime", Origin("data")).place} for stored in chain
    ]
    states = {_time_state(stored) for stored in chain}
    state: State = "missing" if not chain else "defaulted" if "defaulted" in states else "present"
    value = len(chain) or None
    return {"state": state, "value": value, "need": item.need, "article": item.article, "from": sources}


def _time_state(stored: StoredEvent) -> State:
    """A time or zone that came from a setting or a constant is defaulted, never present."""
    for at in ("/eventTime", "/eventTimeZoneOffset"):
        origin = stored.origins.get(at)
        if origin and (origin.setting or origin.kind in {"setting", "constant"}):
            return "defaulted"
    return "present"


def _event(stored: StoredEvent, known: Known, table: StageTable, shared: Building) -> RecordEvent:
    event = stored.event
    place = _identifier(event.get("readPoint")) or _identifier(event.get("bizLocation"))
    return {
        "stage": table.stage_of(event) or step_word(event.get("bizStep")),
        "traceCode": trace_code(_subject(stored, known, shared.key_of), place, shared.key_of),
        "time": event.get("eventTime", ""),
        "place": shared.names(place) or last_part(place) if place else "",
        "performer": _performer(stored, known, shared),
        "event": stored.pointer,
    }


def _identifier(place: Any) -> str:
    return str(place.get("id", "")) if isinstance(place, Mapping) else ""


def _subject(stored: StoredEvent, known: Known, key_of: KeyOf) -> Key:
    """What the trace code of an event names: the lot itself where the event touches it, else its first lot or unit."""
    touched = [thing.key for thing in things(stored.event, key_of)]
    if any(key.text == known.key.text for key in touched):
        return known.key
    lots = (thing.key for thing in things(stored.event, key_of) if thing.is_lot)
    return next(lots, touched[0] if touched else known.key)


def trace_code(key: Key, place: str, key_of: KeyOf) -> dict[str, Any]:
    """The trace code of one event: product + place + lot or serial (Decree 37/2026, Article 3.25 and 23.10; mark D).

    `text` is the element string of the parts that are GS1 keys; `link` the Digital Link of product and lot, None
    when a part is no GS1 key.
    """
    where = key_of(place) if place else None
    gln = where.value("414") if where else ""
    gtin, lot, serial, sscc = (key.value(ai) for ai in ("01", "10", "21", "00"))
    parts = {"01": gtin, "00": sscc, "414": gln, "10": lot, "21": serial}
    code: dict[str, Any] = {
        "product": gtin or sscc or key.text,
        "place": gln or place,
        "text": "".join(f"({ai}){value}" for ai, value in parts.items() if value),
        "link": f"https://id.gs1.org/{key.text}" if key.scheme == "gs1" and (gln or not place) else None,
    }
    code["serial" if serial else "lot"] = serial or lot or last_part(key.text)
    return code


def _performer(stored: StoredEvent, known: Known, shared: Building) -> str:
    """Who did it: the party that had the goods, else, for what happened to the lot itself, its operator."""
    for source in stored.event.get("sourceList", ()):
        if source.get("type") in {"possessing_party", "owning_party"}:
            party = source.get("source", "")
            return shared.names(party) or last_part(party)
    if _subject(stored, known, shared.key_of) is known.key:
        return str(known.data.get("operator", {}).get("name", ""))
    return ""


def _product(known: Known) -> str:
    product = known.data.get("product", {})
    return str(product.get("descriptionShort") or product.get("id") or known.data.get("gtin") or "")


def missing_fields(record: NationalRecord) -> Iterable[str]:
    """The required items that are missing or contradict themselves."""
    for name, item in record["fields"].items():
        if item["need"] == "M" and item["state"] in {"missing", "conflicting"}:
            yield name
