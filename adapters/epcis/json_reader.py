"""Reads EPCIS 2.0 documents in the JSON-LD syntax (ISO/IEC 19987:2022, clause 10), memory flat in their events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from adapters.epcis.contexts import read_context
from adapters.epcis.json_door import JsonFault, decode, key_count, refuse_duplicates
from adapters.epcis.json_header import read_header
from adapters.epcis.json_outline import Outline, read_outline
from adapters.epcis.json_window import Window
from adapters.epcis.typed import Typed
from lienthong.findings import Finding, Position
from lienthong.model import Document, Event
from lienthong.reading import Unreadable

_MARKS = (b"EPCISDocument", b"EPCISQueryDocument", b"epcisBody", b"schemaVersion", b"epcis-context")
Tell = Callable[[Finding], None]


class JsonReader:
    """The document reader `epcis.json`."""

    name = "epcis.json"

    def knows(self, path: Path, head: bytes) -> bool:
        text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
        return text.startswith(b"{") and any(mark in head for mark in _MARKS)

    def read(self, path: Path, tell: Tell) -> Document:
        """The document; an event with a fault is told and left out.

        Raises `Unreadable` for broken JSON, an unknown context, and what is no EPCIS 2.0 document.
        """
        place = Position(path.name)

        def placed(finding: Finding) -> None:
            tell(finding.placed(place))

        try:
            outline = read_outline(path)
        except JsonFault as fault:
            raise Unreadable(Finding(fault.code, "error", fault.at, fault.facts, place)) from None
        header, findings = read_header(outline)
        fatal = next((finding for finding in findings if finding.severity == "error"), None)
        for finding in findings:
            if finding is not fatal:
                placed(finding)
        if fatal:
            raise Unreadable(fatal.placed(place))
        return Document(header, _events(path, outline, header.namespaces, placed))


def _events(path: Path, outline: Outline, namespaces: Mapping[str, str], tell: Tell) -> Iterator[Event]:
    if outline.events < 0:
        return
    typed = Typed()
    number = -1
    with path.open("rb") as file:
        for batch in Window(file, outline.events).batches():
            for item in batch:
                number += 1
                event = _event(bytes(item), f"/eventList/{number}", typed, tell)
                if event is not None and _in_context(event, namespaces, f"/eventList/{number}", tell):
                    yield event


def _event(text: bytes, at: str, typed: Typed, tell: Tell) -> Any:
    """The event of one slice of text, None when it has a fault, which is told."""
    try:
        event = decode(text)
        sound = typed.event(event, at)
        if typed.keys != key_count(text):
            refuse_duplicates(text, at)
    except JsonFault as fault:
        tell(Finding(fault.code, "error", fault.at if fault.at.startswith(at) else at, fault.facts))
        return None
    for finding in typed.findings:
        tell(finding)
    return event if sound else None


def _in_context(event: dict[str, Any], namespaces: Mapping[str, str], at: str, tell: Tell) -> bool:
    """Gives the event the prefixes of its document, its own laid over them; False when its context is refused."""
    own = event.pop("@context", None)
    if own is None:
        if namespaces:
            event["@context"] = namespaces
        return True
    prefixes, _, findings = read_context(own, f"{at}/@context")
    for finding in findings:
        tell(finding)
    event["@context"] = {**namespaces, **prefixes}
    return all(finding.severity != "error" for finding in findings)
