"""One document into another version and syntax: read, translated where asked, written; nothing lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.epcis.held import HeldJson, HeldPlain
from adapters.epcis.json_bare_writer import LinesWriter
from adapters.epcis.json_writer import JsonWriter
from adapters.epcis.reading import read, syntax
from adapters.epcis.source import BROKEN, HEAD, opened
from adapters.epcis.translate import Translator
from adapters.epcis.xml_writer import XmlWriter
from lienthong.findings import Finding
from lienthong.plugs import Writer
from lienthong.reading import Unreadable

Tell = Callable[[Finding], None]
Forms = Callable[[Tell], Translator]
"""Makes what spells identifiers and words anew, once it is known who hears of what has no other form."""

WRITERS: Mapping[str, Writer] = {
    writer.name: writer for writer in (JsonWriter(), LinesWriter(), XmlWriter(), XmlWriter("1.2"), XmlWriter("1.1"))
}
"""The targets by name. 1.0 is read only."""


@dataclass(slots=True)
class Converted:
    """What became of a document: its kind, events written, findings by what they mean; `whole` when it was written."""

    kind: str = ""
    events: int = 0
    lost: int = 0
    faults: int = 0
    whole: bool = True


def convert(
    source: Path,
    target: Path,
    to: str,
    tell: Tell,
    *,
    strict: bool = False,
    refuse_loss: bool = False,
    forms: Forms | None = None,
) -> Converted:
    """Writes the document in `source` to `target` as `to` says; memory is flat in the number of events.

    Events with a fault are told and left out; what the target cannot hold is told as lost, and what its schema refuses
    as an error. `strict` leaves out what
    1.1 and 1.2 do not define. With `refuse_loss` nothing is written where anything was lost. `forms` makes the
    translator of identifiers and words. Raises `Unreadable` where there is no document, and where it breaks off
    among its events.
    """
    made = Converted()
    ends: list[Finding] = []

    def told(finding: Finding) -> None:
        if finding.code in BROKEN and finding.severity == "error" and not finding.at.startswith("/eventList/"):
            ends.append(finding)
        made.lost += finding.severity == "lost"
        made.faults += finding.severity == "error"
        tell(finding)

    document = read(source, told)
    made.kind = document.header.kind
    held = _held(source, to, told)
    writer = XmlWriter(to.removeprefix("xml-"), strict) if strict and to.startswith("xml-1") else WRITERS[to]
    translator = forms(told) if forms else None
    header = translator.header(document.header) if translator else document.header
    sink = writer.open(target, header, told)
    try:
        for event in document.events:
            at = f"/eventList/{made.events}"
            sink.event(held.event(translator.event(event, at) if translator else event, at))
            made.events += 1
        if ends:
            raise Unreadable(ends[0])
        made.whole = not (refuse_loss and made.lost)
        if made.whole:
            held.header(header)
            sink.close(header)
    finally:
        sink.discard()
    return made


def _held(source: Path, to: str, tell: Tell) -> HeldPlain | HeldJson:
    """What holds events against the schema of the target: from JSON to JSON they have been held against most of it."""
    with opened(source) as file:
        from_xml = syntax(file.read(HEAD)) == "xml"
    return HeldJson(tell) if from_xml and not to.startswith("xml") else HeldPlain(to, tell)
