"""Reads EPCIS 2.0 in the JSON-LD syntax (ISO/IEC 19987:2022, clause 10), memory flat in the number of events.

Read are capture and query documents, and bare events: one alone, a list of them, or one a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.epcis.contexts import read_context
from adapters.epcis.json_events import JsonEvents, Tell
from adapters.epcis.json_header import read_header
from adapters.epcis.json_outline import Outline, read_outline
from adapters.epcis.json_texts import event_texts
from adapters.epcis.source import Fault, modified, plain_head
from lienthong.findings import Finding, Position
from lienthong.model import Document, Event, Header
from lienthong.reading import Unreadable

_MARKS = (b"EPCISDocument", b"EPCISQueryDocument", b"epcisBody", b"schemaVersion", b"epcis-context", b"eventTime")

_FATAL = frozenset(
    {
        "epcis.context.form",
        "epcis.context.protected",
        "epcis.context.unknown",
        "epcis.document.body",
        "epcis.document.kind",
        "epcis.document.version",
    }
)
"""What leaves open what a document means: nothing in it is read then."""


class JsonReader:
    """The document reader `epcis.json`."""

    name = "epcis.json"

    def knows(self, path: Path, head: bytes) -> bool:
        text = plain_head(head).removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
        return text.startswith((b"{", b"[")) and any(mark in text for mark in _MARKS)

    def read(self, path: Path, tell: Tell) -> Document:
        """The document; an event with a fault is told and left out.

        Raises `Unreadable` for broken JSON or gzip, an unknown context, and what is neither a document of EPCIS 2.0
        nor events. Of newline-delimited events a broken line is left out like an event with a fault.
        """
        place = Position(path.name)

        def placed(finding: Finding) -> None:
            tell(finding.placed(place))

        try:
            outline = read_outline(path)
        except Fault as fault:
            raise Unreadable(Finding(fault.code, "error", fault.at, fault.facts, place)) from None
        if outline.form != "document":
            header = _bare_header(path, outline)
            return Document(header, _events(path, outline, header, tell))
        header, findings = read_header(outline, modified(path))
        fatal = next((finding for finding in findings if finding.code in _FATAL and finding.severity == "error"), None)
        for finding in findings:
            if finding is not fatal:
                placed(finding)
        if fatal:
            raise Unreadable(fatal.placed(place))
        return Document(header, _events(path, outline, header, tell))


def _bare_header(path: Path, outline: Outline) -> Header:
    """The header of bare events: the context of the first, as far as it is sound, and the file's own date."""
    prefixes, kept, findings = read_context(outline.members.get("", {}).get("@context", []), "")
    sound = all(finding.severity != "error" for finding in findings)
    return Header(modified(path), "bare", namespaces=prefixes if sound else {}, context=kept if sound else ())


def _events(path: Path, outline: Outline, header: Header, tell: Tell) -> Iterator[Event]:
    """The events that are sound; what is wrong is told, of newline-delimited events with the line."""
    events, number, row = JsonEvents(header), -1, 0

    def placed(finding: Finding) -> None:
        tell(finding.placed(Position(path.name, "", row)))

    try:
        for line, text in event_texts(path, outline):
            number, row = number + 1, line
            event = events.event(text, number, placed)
            if event is not None:
                yield event
    except Fault as fault:
        placed(Finding(fault.code, "error", fault.at, fault.facts))
