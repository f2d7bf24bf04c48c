"""The national record of one lot: what its profile asks for, each item with its value, state, article and sources.

Which members feed which item stands in `mappings/vn/national-record.yaml`; which items there are, and how much each
is needed, in the profile (`schemas/vn`). Decree 37/2026/NĐ-CP, Article 23.5 and 23.10.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from lienthong.checks.profile import Profile, ProfileField, StageTable, step_word
from lienthong.findings import core_catalogue
from lienthong.findings.catalogue import fill
from lienthong.mapping.outcome import Trace
from lienthong.mapping.records import Made, Outward, Seen, lot_node
from lienthong.model import (
    Event,
    Hole,
    Key,
    KeyOf,
    NationalRecord,
    Origin,
    RecordEvent,
    RecordField,
    State,
    StoredEvent,
)
from lienthong.model.record import RecordSource
from lienthong.model.things import Thing
from lienthong.record.cards import Names, last_part
from lienthong.record.walk import Walk

EVENTS = "events"
LINKS = "https://id.gs1.org/"
"""Where Digital Links point that have no host of their own (GS1 Digital Link URI syntax 1.4)."""
_GIVING = frozenset({"shipping", "departing", "consigning", "retail_selling"})
LACKING = frozenset({"missing", "conflicting"})
_CODES = {EVENTS: "events"}
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
    events = _events(walked, known, table, shared)
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


def complete(record: NationalRecord) -> bool:
    """Whether every required item is there, and no item at all, required or not, is one the sources disagree on."""
    return next(iter(missing_fields(record)), None) is None


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
    for stored in own if event else ():
        other = _at(stored.event, inside)
        if stored.pointer != event and other is not None and _said(other) != _said(trace.value):
            found.append({"event": stored.pointer, "place": _origins_of(stored)(inside).place})
    found += [
        _source(rival)
        for rival in made.rivals.get(f"/{name}", ())
        if _said(rival.value) != _said(trace.value)
        and rival.name not in silent
        and not rival.origins() & {"setting", "constant"}
    ]
    return [source for number, source in enumerate(found) if source not in found[:number]]


def _said(value: Any) -> str:
    """A value as it is compared: case and blanks at the ends tell nothing."""
    return str(value).strip().casefold()


def _at(data: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
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


def _events(walked: Walk, known: Known, table: StageTable, shared: Building) -> list[RecordEvent]:
    codes: dict[tuple[str, str], dict[str, Any]] = {}
    told: list[RecordEvent] = []
    for stored in walked.events:
        event = stored.event
        place = _identifier(event.get("readPoint")) or _identifier(event.get("bizLocation"))
        subject = _subject(walked.of(stored), known)
        if (subject.text, place) not in codes:
            product = str(known.data["product"].get("id") or "") if subject is known.key else ""
            codes[subject.text, place] = trace_code(subject, place, shared.key_of, product)
        told.append(
            {
                "stage": table.stage_of(event) or step_word(event.get("bizStep")),
                "traceCode": codes[subject.text, place],
                "time": event.get("eventTime", ""),
                "place": shared.names(place) or last_part(place) if place else "",
                "performer": _performer(event, place, subject, known, shared),
                "event": stored.pointer,
            }
        )
    return told


def _identifier(place: Any) -> str:
    return str(place.get("id", "")) if isinstance(place, Mapping) else ""


_RANK: Mapping[str, int] = {"output": 0, "parent": 1, "object": 2, "child": 3, "input": 4}


def _subject(touched: Sequence[Thing], known: Known) -> Key:
    """What the trace code of an event names: the lot where the event is about it, else what it made or moved."""
    if any(thing.key.text == known.key.text for thing in touched if thing.role != "input"):
        return known.key
    first = min(touched, key=lambda thing: _RANK[thing.role], default=None)
    return first.key if first else known.key


def trace_code(key: Key, place: str, key_of: KeyOf, product: str = "") -> dict[str, Any]:
    """The trace code of one event: product + place + lot or serial (Decree 37/2026, Article 3.25 and 23.10; mark D).

    `text` is an element string; a part that is no GS1 key stands in it under the scheme of its own identifier.
    `link` is the Digital Link of product and lot; None when one of the parts is no GS1 key. `product` names the
    product of a lot whose own identifier does not.
    """
    where = key_of(place) if place else None
    gln = where.value("414") if where else ""
    own = key.scheme == "gs1"
    main = next(((ai, value) for ai, value in key.values if ai in {"01", "00"}), (key.scheme, key.text))
    lot, serial = key.value("10"), key.value("21")
    parts = [main, *([("414", gln)] if gln else [(where.scheme, place)] if where else [])]
    parts += [(ai, value) for ai, value in (("10", lot), ("21", serial)) if value]
    code: dict[str, Any] = {
        "product": main[1] if own else product or key.text,
        "place": gln or place,
        "text": "".join(f"({name}){value}" for name, value in parts),
        "link": f"{LINKS}{key.text}" if own and gln else None,
    }
    code["serial" if serial else "lot"] = serial or lot or last_part(key.text)
    return code


def _performer(event: Event, place: str, subject: Key, known: Known, shared: Building) -> str:
    """Who did it: the party that gave the goods away in a despatch, else the party at the place, else the operator.

    A party is at a place when both have one GLN; the operator stands for what happened to the lot itself.
    """
    if step_word(event.get("bizStep")) in _GIVING:
        for source in event.get("sourceList", ()):
            if source.get("type") in {"possessing_party", "owning_party"}:
                party = source.get("source", "")
                return shared.names(party) or last_part(party)
    where = shared.key_of(place) if place else None
    gln = where.value("414") if where else ""
    here = shared.names(f"417/{gln}") if gln else ""
    return here or (str(known.data.get("operator", {}).get("name", "")) if subject is known.key else "")


def _product(known: Known) -> str:
    product = known.data.get("product", {})
    return str(product.get("descriptionShort") or product.get("id") or known.data.get("gtin") or "")


def missing_fields(record: NationalRecord) -> Iterator[str]:
    """The required items that are missing, and all items on which the sources disagree."""
    for name, item in record["fields"].items():
        if item["state"] == "conflicting" or (item["need"] == "M" and item["state"] == "missing"):
            yield name


class Missing(TypedDict):
    """One item that is still to be supplied: by which article, who supplies it, and a sentence in both languages."""

    field: str
    article: str
    who: Mapping[str, str]
    vi: str
    en: str


def missing(record: NationalRecord, profile: Profile) -> list[Missing]:
    """What is still to be supplied to a record, in the order of its profile."""
    return [_missing(name, record["fields"][name]["state"], profile) for name in missing_fields(record)]


def _missing(name: str, state: State, profile: Profile) -> Missing:
    item = profile.fields[name]
    entry = core_catalogue()[f"record.{'conflicting' if state == 'conflicting' else _CODES.get(name, 'missing')}"]
    vi, en = (
        fill(entry.say[lang], {"term": item.term[lang], "law": profile.citation(name, lang), "who": item.who[lang]})
        for lang in ("vi", "en")
    )
    return {"field": name, "article": item.article, "who": item.who, "vi": vi, "en": en}
