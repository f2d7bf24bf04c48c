"""The events of a record: stage, trace code, time, place, performer, as the profile's `events` item asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lienthong.checks.sector import StageTable, step_word
from lienthong.model import Event, Key, KeyOf, RecordEvent, State, StoredEvent
from lienthong.model.record import EventStates
from lienthong.model.things import Thing
from lienthong.record.cards import last_part
from lienthong.record.known import Building, Known
from lienthong.record.walk import Walk

LINKS = "https://id.gs1.org/"
"""Where Digital Links point that have no host of their own (GS1 Digital Link URI syntax 1.4)."""
_TRACE_CODE = re.compile(
    r"\((?P<name>0[01]|[A-Za-z][\w+.-]*)\)(?P<main>.+?)"
    r"(?:\((?:414|[A-Za-z][\w+.-]*)\).+?)?(?:\(10\)(?P<lot>.+?))?(?:\(21\)(?P<serial>.+))?"
)
"""Product or unit, place, lot, serial, as `trace_code` writes them."""
_GIVING = frozenset({"shipping", "departing", "consigning", "retail_selling"})


def tracked(walked: Walk, known: Known, table: StageTable, shared: Building) -> list[RecordEvent]:
    """The critical tracking events of a lot, in order of time."""
    codes: dict[tuple[str, str], dict[str, Any]] = {}
    places: dict[str, str] = {"": ""}
    told: list[RecordEvent] = []
    for stored in walked.events:
        event = stored.event
        place = _identifier(event.get("readPoint")) or _identifier(event.get("bizLocation"))
        subject = _subject(walked.of(stored), known)
        if (subject.text, place) not in codes:
            product = str(known.data["product"].get("id") or "") if subject is known.key else ""
            codes[subject.text, place] = trace_code(subject, place, shared.key_of, product)
        if place not in places:
            places[place] = shared.names(place) or last_part(place)
        performer = _performer(event, place, subject, known, shared)
        told.append(
            {
                "stage": table.stage_of(event) or step_word(event.get("bizStep")),
                "traceCode": codes[subject.text, place],
                "time": event.get("eventTime", ""),
                "place": places[place],
                "performer": performer,
                "event": stored.pointer,
                "states": _states(stored, bool(place), performer),
            }
        )
    return told


def _states(stored: StoredEvent, placed: bool, performer: str) -> EventStates:
    """How the values of an event are known: who did it and its code are always worked out."""
    where = "/readPoint/id" if stored.event.get("readPoint") else "/bizLocation/id"
    return {
        "traceCode": "derived" if placed else "missing",
        "time": _time_state(stored) if stored.event.get("eventTime") else "missing",
        "place": _state_at(stored, where) if placed else "missing",
        "performer": "derived" if performer else "missing",
    }


def _time_state(stored: StoredEvent) -> State:
    """A time or zone that came from a setting or a constant is defaulted, never present."""
    states = {_state_at(stored, at) for at in ("/eventTime", "/eventTimeZoneOffset")}
    return "defaulted" if "defaulted" in states else "present"


def _state_at(stored: StoredEvent, at: str) -> State:
    origin = stored.origins.get(at)
    set_by = origin and (origin.setting or origin.kind in {"setting", "constant"})
    return "defaulted" if set_by else "present"


def _identifier(place: Any) -> str:
    return str(place.get("id", "")) if isinstance(place, Mapping) else ""


_RANK: Mapping[str, int] = {"output": 0, "parent": 1, "object": 2, "child": 3, "input": 4}


def _subject(touched: Sequence[Thing], known: Known) -> Key:
    """What the trace code of an event names: the lot where the event is about it, else what it made or moved."""
    for thing in touched:
        if thing.role != "input" and thing.key.text == known.key.text:
            return known.key
    first = min(touched, key=lambda thing: _RANK[thing.role], default=None)
    return first.key if first else known.key


def trace_code(key: Key, place: str, key_of: KeyOf, product: str = "") -> dict[str, Any]:
    """The trace code of one event: product + place + lot or serial (mark D; source in the profile).

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


def lot_within(text: str) -> str:
    """The identifier of the lot inside the `text` of a trace code; any other text as it is.

    >>> lot_within("(01)09521234000013(414)9521234000020(10)L1"), lot_within("(https)https://id.example.vn/lot/A")
    ('(01)09521234000013(10)L1', 'https://id.example.vn/lot/A')
    """
    found = _TRACE_CODE.fullmatch(text)
    if found is None:
        return text
    if not found["name"].isdigit():
        return found["main"]
    rest = (f"({ai}){found[name]}" for ai, name in (("10", "lot"), ("21", "serial")) if found[name])
    return f"({found['name']}){found['main']}{''.join(rest)}"


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
