"""Views: a lot as a consumer, an authority, or whoever keeps the data may see it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

from lienthong.checks.deadlines import Keeping, deadlines, kept_until
from lienthong.checks.profile import Profile
from lienthong.checks.profiles import active, all_profiles
from lienthong.checks.times import day
from lienthong.codes.masks import is_person, masked_address, masked_name, masked_text
from lienthong.gathering import Gathered
from lienthong.model import Event, NationalRecord, StoredEvent
from lienthong.plugs import Plugs
from lienthong.readiness import Asked, lot_keys
from lienthong.record import LotWalk, missing
from lienthong.record.facts import Facts
from lienthong.record.movements import Movement
from lienthong.shelf import data

_ADDRESS = "address"
Views = Generator[dict[str, Any], None, None]
"""Views of lots as plain data, one a lot; to be closed before their source is."""


def consumer_profile() -> Profile:
    """The profile that says what a consumer is shown."""
    return next(profile for profile in all_profiles() if profile.kind == "view")


def consumer(source: Gathered, asked: Asked, plugs: Plugs) -> Views:
    """What a consumer may see of each lot: the items of the view, personal data masked, recalls and suspensions."""
    profile = consumer_profile()
    walk = _walk(source, [profile], asked, plugs)
    for key in lot_keys(source, asked.lot, plugs):
        told = walk.lot(key)
        facts, record = told.facts, told.record
        yield {
            "view": "consumer",
            "lot": _shown_lot(record),
            "alerts": list(alerts(facts)),
            "items": shown_items(record, profile),
        }


def _shown_lot(record: NationalRecord) -> dict[str, str]:
    lot = record["lot"]
    return {"code": masked_text(lot["code"]), "product": masked_text(lot["product"])}


def shown_items(record: NationalRecord, profile: Profile) -> dict[str, Any]:
    """The items a consumer is shown, in the order of the profile; what may be a person's is masked.

    An address is masked where the party it is of is taken for a person.
    """
    items: dict[str, Any] = {}
    parties = [item.name for item in profile.fields.values() if item.personal and not item.name.endswith(_ADDRESS)]
    person = any(is_person(str(record["fields"][name]["value"] or "")) for name in parties if name in record["fields"])
    for name, item in profile.fields.items():
        held = record["fields"].get(name)
        if not item.consumer or held is None or held["value"] is None:
            continue
        value = str(held["value"])
        if item.personal and name.endswith(_ADDRESS):
            value = masked_address(value) if person else masked_text(value)
        else:
            value = masked_name(value) if item.personal else masked_text(value)
        items[name] = {"value": value, "term": item.term}
    return items


def alerts(facts: Facts) -> Iterator[dict[str, Any]]:
    """Recalls and suspensions of a lot, in order of time; one that was lifted is no longer told."""
    table = data("tcvn/chains.yaml")["alerts"]
    standing: dict[str, StoredEvent] = {}
    for stored in facts.walked.events:
        if facts.walked.key not in facts.walked.touched[stored.number] and not _carried(facts, stored):
            continue
        words, lifted = _dispositions(stored.event)
        for kind, row in table.items():
            if words & set(row["words"]):
                standing.setdefault(kind, stored)
            elif lifted & set(row["words"]) or (row.get("passing") == "yes" and words):
                standing.pop(kind, None)
    for kind, stored in standing.items():
        yield {"alert": kind, "since": stored.event.get("eventTime", "")[:10], **table[kind]["say"]}


def _carried(facts: Facts, stored: StoredEvent) -> bool:
    """Whether an event is about a unit that the lot lies in."""
    return any(thing.role in {"parent", "object"} and thing.key.value("00") for thing in facts.walked.of(stored))


def _dispositions(event: Event) -> tuple[set[str], set[str]]:
    """The dispositions an event gives, and those it takes away."""
    lasting: Mapping[str, Any] = event.get("persistentDisposition") or {}
    given = {_word(word) for word in (event.get("disposition"), *lasting.get("set", ())) if word}
    return given, {_word(word) for word in lasting.get("unset", ())}


def _word(word: object) -> str:
    return str(word).replace("#", "/").replace(":", "/").replace("-", "/").rsplit("/", 1)[-1]


def authority(source: Gathered, asked: Asked, plugs: Plugs, profiles: Sequence[Profile]) -> Views:
    """All that is known of each lot: its records, its events with those one step back and forward, master data."""
    walk = _walk(source, profiles, asked, plugs)
    for key in lot_keys(source, asked.lot, plugs):
        told = walk.lot(key)
        facts = told.facts
        lacking = [missing(record, profile) for record, profile in zip(told.records, profiles, strict=True)]
        yield {
            "view": "authority",
            "lot": told.record["lot"],
            "answer": [_deadline(row) for row in deadlines() if row.kind == "answer" and row.hours],
            "records": [{**record, "missing": some} for record, some in zip(told.records, lacking, strict=True)],
            "back": [_moved(one) for one in facts.moved if one.way == "received"],
            "forward": [_moved(one) for one in facts.moved if one.way == "shipped"],
            "events": [stored.event for stored in facts.walked.events],
            "master": _master(source, facts),
            "alerts": list(alerts(facts)),
            "findings": [plugs.catalogue.wire(finding) for finding in told.findings],
        }


def _moved(one: Movement) -> dict[str, str]:
    return {"event": one.stored.pointer, **one.values}


def _deadline(row: Any) -> dict[str, Any]:
    return {"hours": row.hours, "since": row.since, "instrument": row.instrument, "article": row.article,
            "mark": row.mark, **row.say}  # fmt: skip


def _master(source: Gathered, facts: Facts) -> dict[str, Any]:
    """Master data of everything the chain touches, by identifier."""
    named: dict[str, None] = {}
    for stored in facts.walked.events:
        for thing in facts.walked.of(stored):
            gtin = thing.key.value("01")
            named |= dict.fromkeys([thing.key.text, *([f"01/{gtin}"] if gtin else [])])
        named |= dict.fromkeys(_named_in(stored.event))
    named |= dict.fromkeys(str(facts.known.data[name].get("id") or "") for name in ("product", "operator"))
    found: dict[str, Any] = {}
    for identity in filter(None, named):
        key = source.store.key_of(identity)
        text = key.text if key else identity
        if text not in found and (attributes := source.store.master(text)):
            found[text] = attributes
    return found


def _named_in(event: Event) -> Iterator[str]:
    """The places and parties of an event."""
    members: Mapping[str, Any] = event
    for name in ("readPoint", "bizLocation"):
        yield str((members.get(name) or {}).get("id") or "")
    for entry in members.get("sourceList", ()):
        yield str(entry.get("source", ""))
    for entry in members.get("destinationList", ()):
        yield str(entry.get("destination", ""))


def retention(source: Gathered, asked: Asked, plugs: Plugs, profiles: Sequence[Profile]) -> Views:
    """Until when the data of each lot stay by law, by which article, and whether they may go on the day asked for.

    Without profiles those in force for the goods of each lot hold, the longest time among them.
    """
    walk = _walk(source, profiles or [consumer_profile()], asked, plugs)
    today = day(asked.day)
    for key in lot_keys(source, asked.lot, plugs):
        facts, _ = walk.facts(key)
        names = [one.name for one in profiles or active(asked.day, goods=(*asked.goods, facts.table.name))]
        expiry, circulated = str(facts.made.members.get("expiry") or ""), _circulated(facts)
        kept = kept_until(names, expiry, circulated)
        yield {
            "view": "retention",
            "lot": {"code": str(facts.known.data["code"]), "key": key},
            "expiry": expiry,
            "circulated": circulated[:10],
            "until": str(kept.until) if kept else "",
            "may_go": bool(kept and today and kept.until < today),
            **_why(kept),
        }


def _circulated(facts: Facts) -> str:
    """The day of first circulation: the first despatch, else the newest event of the lot, which keeps longer."""
    out = next((one.values["time"] for one in facts.moved if one.way == "shipped"), "")
    return out or max((str(stored.event.get("eventTime", "")) for stored in facts.own), default="")


def _why(kept: Keeping | None) -> dict[str, Any]:
    if kept is None:
        return {"instrument": "", "article": "", "mark": "", "vi": "", "en": ""}
    row = kept.deadline
    return {"instrument": row.instrument, "article": row.article, "mark": row.mark, **row.say}


def _walk(source: Gathered, profiles: Sequence[Profile], asked: Asked, plugs: Plugs) -> LotWalk:
    return LotWalk(source.store, profiles, plugs.key_of, plugs.functions, plugs.catalogue, asked.case)
