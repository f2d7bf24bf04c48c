"""Writes the body of an XML document around its events, or the whole body of one that has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.epcis.json_header import MESSAGE
from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_body_reader import BEHIND, RESULTS, VOCABULARIES
from adapters.epcis.xml_extension import ExtensionWriter
from adapters.epcis.xml_master import write_master
from adapters.epcis.xml_spaces import QUERY
from adapters.epcis.xml_text import content
from lienthong.model import Header

_EVENTS = ("<EventList>", "\n</EventList>")


def body(header: Header, writer: ExtensionWriter, events: bool) -> tuple[str, str]:
    """What stands in the body before and behind the events."""
    if header.kind == "EPCISMasterDataDocument":
        return _vocabularies(header.master, writer), ""
    if header.kind != "EPCISQueryDocument":
        return _EVENTS[0], _EVENTS[1] + behind(header, "epcisBody", writer)
    message = {} if events else header.extra.get(MESSAGE, {})
    if message:
        return _message(message, writer), ""
    vocabularies = [] if events else header.extra.get(RESULTS, {}).get(VOCABULARIES)
    if vocabularies:
        return _results(header, writer, _vocabularies(vocabularies, writer), "")
    return _results(header, writer, _EVENTS[0], _EVENTS[1] + behind(header, RESULTS, writer))


def behind(header: Header, part: str, writer: ExtensionWriter) -> str:
    """What stands behind the events in a body, or behind the body where `part` is empty."""
    kept = (header.extra.get(part, {}) if part else header.extra).get(BEHIND)
    out: list[str] = []
    if isinstance(kept, dict):
        notes = Notes.of(kept)
        if EXTENSION in kept:
            writer.element("extension", kept[EXTENSION], out, f"/{EXTENSION}", notes)
        writer.members({name: one for name, one in kept.items() if name not in {EXTENSION, MEMBER}}, out, "", notes)
    return "".join(out)


def around(header: Header, events: bool) -> Header:
    """The header without what its body holds."""
    if header.kind == "EPCISMasterDataDocument":
        return replace(header, master=())
    if header.kind != "EPCISQueryDocument" or events:
        return header
    extra = {name: value for name, value in header.extra.items() if name != MESSAGE}
    if VOCABULARIES in extra.get(RESULTS, {}):
        extra[RESULTS] = {name: value for name, value in extra[RESULTS].items() if name != VOCABULARIES}
    return replace(header, extra=extra)


def _message(message: Mapping[str, Any], writer: ExtensionWriter) -> str:
    """A request or an exception."""
    out: list[str] = []
    notes = Notes.of(message)
    for name, value in message.items():
        if name != MEMBER:
            says = writer.attributes(notes.attributes.get(f"/{name}", ())) if notes else ""
            writer.element(f"{QUERY}:{name}", value, out, f"/{name}", notes, says)
    return "".join(out)


def _vocabularies(vocabularies: Any, writer: ExtensionWriter) -> str:
    out: list[str] = []
    write_master(vocabularies, writer, out)
    return "".join(out)


def _results(header: Header, writer: ExtensionWriter, before: str, after: str) -> tuple[str, str]:
    start = f"<{QUERY}:QueryResults><queryName>{content(header.query_name)}</queryName>"
    if header.subscription_id:
        start += f"<subscriptionID>{content(header.subscription_id)}</subscriptionID>"
    end = f"</resultsBody>{behind(header, 'queryResults', writer)}</{QUERY}:QueryResults>"
    return f"{start}<resultsBody>{before}", after + end + behind(header, "epcisBody", writer)
