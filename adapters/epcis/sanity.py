"""What no schema asks of an event: identifiers that hold, times in their order, event ids that stand once.

Identifiers follow CBV 2.0 clause 8 (constrained Digital Links, EPC URIs with right lengths and digits), times EPCIS 2.0
clause 7.4.1. All of it is warnings: a document may be valid and yet be refused by a partner.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from adapters.epcis.lives import Lives
from adapters.epcis.pointer import step
from adapters.gs1 import constrained, digital_link, epc_uri
from lienthong.findings import Finding
from lienthong.model import Event, event_shapes
from lienthong.plugs import Refusal

_KINDS: Mapping[str, constrained.Field] = {"instance": "instance", "class": "class", "id": "instance"}
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "instance": ("urn:epc:id:",),
    "class": ("urn:epc:class:", "urn:epc:idpat:"),
    "location": ("urn:epc:id:sgln:",),
    # until PGLNs came, parties were named by SGLNs, and 1.x documents do so still
    "party": ("urn:epc:id:pgln:", "urn:epc:id:sgln:"),
}
_PARTIES = frozenset({"owning_party", "possessing_party"})
_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_REMEMBERED = 4096


class Sanity:
    """Looks at events one by one; `created` is the creationDate of their document, as text."""

    def __init__(self, created: str = "") -> None:
        self._created = _instant(created)
        self._ids = _Seen()
        self._sound: set[tuple[str, str]] = set()
        self._lives = Lives()

    def event(self, event: Event, number: int) -> Iterator[Finding]:
        """What is doubtful about one event, the one of this number in its document."""
        at = f"/eventList/{number}"
        moment = _instant(event.get("eventTime"))
        if moment:
            self._lives.note(event, moment.timestamp(), number)
        yield from self._identifiers(event, at)
        yield from _twice(event, at)
        yield from self._times(event, at)
        uri = event.get("eventID")
        # an error declaration repeats the id of the event that it corrects (EPCIS 2.0 clause 7.4.1.2)
        if isinstance(uri, str) and "errorDeclaration" not in event and self._ids.met(uri):
            yield Finding("epcis.event.id-twice", "warning", f"{at}/eventID", {"value": uri})

    def together(self) -> Iterator[Finding]:
        """What is doubtful about all events together."""
        yield from self._lives.findings()

    def _identifiers(self, event: Event, at: str) -> Iterator[Finding]:
        for field, text, where in _fields(event, at):
            if (field, text) in self._sound:
                continue
            fault = identifier_fault(text, field)
            if fault is not None:
                yield Finding(fault.code, "warning", where, fault.facts)
                continue
            if len(self._sound) >= _REMEMBERED:
                self._sound.clear()
            self._sound.add((field, text))

    def _times(self, event: Event, at: str) -> Iterator[Finding]:
        when, record = _instant(event.get("eventTime")), _instant(event.get("recordTime"))
        declared: Any = event.get("errorDeclaration")
        declared = _instant(declared.get("declarationTime")) if isinstance(declared, dict) else None
        late = {"recordTime": record, "creationDate": self._created, "declarationTime": declared}
        for name, other in late.items():
            if when and other and when > other:
                facts = {"value": str(event["eventTime"]), "name": name, "other": other.isoformat()}
                yield Finding("epcis.time.order", "warning", f"{at}/eventTime", facts)
        sensors = event.get("sensorElementList")
        for number, element in enumerate(sensors if isinstance(sensors, list) else ()):
            metadata = element.get("sensorMetadata") if isinstance(element, dict) else None
            if isinstance(metadata, dict):
                yield from _span(metadata, f"{at}/sensorElementList/{number}/sensorMetadata")


def _twice(event: Event, at: str) -> Iterator[Finding]:
    for name in _LISTS:
        values: Any = event.get(name)
        if isinstance(values, list) and len(values) > 1 and len(set(map(str, values))) < len(values):
            place, value = next((place, value) for place, value in enumerate(values) if value in values[:place])
            yield Finding("epcis.list.twice", "warning", f"{at}/{name}/{place}", {"name": name, "value": str(value)})


def identifier_fault(text: str, field: constrained.Field) -> Refusal | None:
    """Why an identifier may not stand in a field; None for one that may, and for a URI of one's own.

    >>> identifier_fault("https://id.gs1.org/01/09521234000014/21/1", "instance").code
    'gs1.check-digit'
    >>> identifier_fault("https://example.vn/lots/12", "class"), identifier_fault("urn:uuid:12", "instance")
    (None, None)
    """
    try:
        if text.startswith("urn:epc:"):
            epc_uri.elements(text)
            if not text.startswith(_FIELDS[field]):
                return Refusal("epcis.identifier.level", value=text, wants=" | ".join(_FIELDS[field]))
        elif "://" in text:
            if "?" in text or "#" in text:
                digital_link.elements(text)
            constrained.verdict(text, field)
    except Refusal as refusal:
        return None if refusal.code == "gs1.link-none" else refusal
    return None


def _fields(event: Event, at: str) -> Iterator[tuple[constrained.Field, str, str]]:
    """The identifiers of an event with what they must name and where they stand."""
    item = event_shapes().get(str(event.get("type")))
    for name, member in item.members.items() if item else ():
        value: Any = event.get(name)
        if value is None:
            continue
        if member.kind in _KINDS:
            values = value if isinstance(value, list) else [value]
            for number, text in enumerate(values):
                if isinstance(text, str):
                    yield _KINDS[member.kind], text, f"{at}/{name}/{number}" if member.many else f"{at}/{name}"
        elif member.of in _PARTS:
            values = value if isinstance(value, list) else [value]
            for number, part in enumerate(values):
                if isinstance(part, dict):
                    yield from _PARTS[member.of](part, f"{at}/{name}/{number}" if member.many else f"{at}/{name}")


_Found = Iterator[tuple[constrained.Field, str, str]]


def _quantity(part: Mapping[str, Any], at: str) -> _Found:
    if isinstance(part.get("epcClass"), str):
        yield "class", part["epcClass"], f"{at}/epcClass"


def _place(part: Mapping[str, Any], at: str) -> _Found:
    if isinstance(part.get("id"), str):
        yield "location", part["id"], f"{at}/id"


def _party(name: str) -> Any:
    def found(part: Mapping[str, Any], at: str) -> _Found:
        field: constrained.Field = "party" if part.get("type") in _PARTIES else "location"
        if isinstance(part.get(name), str) and part.get("type") in {*_PARTIES, "location"}:
            yield field, part[name], step(at, name)

    return found


_PARTS = {"quantity": _quantity, "place": _place, "source": _party("source"), "destination": _party("destination")}


def _span(metadata: Mapping[str, Any], at: str) -> Iterator[Finding]:
    start, end = _instant(metadata.get("startTime")), _instant(metadata.get("endTime"))
    if start and end and start > end:
        facts = {"value": str(metadata["startTime"]), "name": "endTime", "other": str(metadata["endTime"])}
        yield Finding("epcis.time.order", "warning", f"{at}/startTime", facts)


def _instant(text: Any) -> dt.datetime | None:
    """The moment of a time with a zone; None for anything else."""
    if not isinstance(text, str) or len(text) < 20:
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class _Seen:
    """Remembers texts by their digests in a file of SQLite, so that memory does not grow with them."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("")
        self._table.execute("create table seen (digest integer primary key)")

    def met(self, text: str) -> bool:
        """Whether this text was met before; it is remembered."""
        digest = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
        return self._table.execute("insert or ignore into seen values (?)", (digest,)).rowcount == 0
