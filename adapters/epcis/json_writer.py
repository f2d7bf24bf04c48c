"""Writes EPCIS 2.0 documents in the JSON-LD syntax (ISO/IEC 19987:2022, clause 10), one event a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from adapters.epcis.contexts import RESERVED, RESERVED_NAMESPACE, standard_prefixes, write_context
from adapters.epcis.json_bare_writer import LIST, BareSink
from adapters.epcis.json_door import json_bytes
from adapters.epcis.json_header import CREATED, HEADER, KIND, MESSAGE
from adapters.epcis.notes import MEMBER
from adapters.epcis.output import Output
from lienthong.findings import Finding
from lienthong.model import Event, Header

VERSION = "2.0"
_zoneless = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\Z").match
"""Whether a date of a document, which XML takes so, states no zone."""


def _message(header: Header) -> dict[str, Any]:
    """Sender, receiver, number of the message and the `epcisHeader`, as far as they are there."""
    names = {"sender": header.sender, "receiver": header.receiver, "instanceIdentifier": header.instance_identifier}
    members: dict[str, Any] = {name: text for name, text in names.items() if text}
    inner = dict(header.extra.get("epcisHeader", {}))
    if header.master:
        inner["epcisMasterData"] = {"vocabularyList": list(header.master)}
    if inner:
        members["epcisHeader"] = inner
    return members


def _root(header: Header) -> dict[str, Any]:
    """All root members but the body."""
    members: dict[str, Any] = {"id": header.id} if header.id else {}
    query = header.kind == "EPCISQueryDocument"
    members["type"] = "EPCISQueryDocument" if query else "EPCISDocument"
    members["schemaVersion"] = header.schema_version if header.schema_version.startswith("2.") else VERSION
    members["creationDate"] = header.created
    if _zoneless(header.created):
        members |= {"creationDate": header.created + "Z", CREATED: header.created}
    if header.kind == "EPCISMasterDataDocument":
        members[KIND] = header.kind
    members.update((name, value) for name, value in header.extra.items() if ":" in name)
    message = _message(header)
    if query and message:
        members[HEADER] = message
    else:
        members.update(message)
    namespaces = {**header.namespaces, RESERVED: RESERVED_NAMESPACE} if CREATED in members else header.namespaces
    return {"@context": write_context(header.context, namespaces), **members}


def outline(header: Header) -> dict[str, Any]:
    """The document without its events."""
    body: dict[str, Any] = {"eventList": []}
    if header.kind == "EPCISQueryDocument":
        results = {**header.extra.get("resultsBody", {}), **body}
        body = {"queryResults": {"queryName": header.query_name, "resultsBody": results}}
    return {**_root(header), "epcisBody": {**header.extra.get("epcisBody", {}), **body}}


def _frame(header: Header) -> tuple[bytes, bytes]:
    """What stands before and after the events."""
    head = json_bytes(_root(header))[:-1] + b',"epcisBody":'
    body = header.extra.get("epcisBody", {})
    if header.kind != "EPCISQueryDocument":
        return head + _opened(body), b"\n]}}\n"
    results = header.extra.get("queryResults", {})
    results = {**results, "queryName": header.query_name}
    if header.subscription_id:
        results["subscriptionID"] = header.subscription_id
    head += json_bytes(body)[:-1] + (b"," if body else b"") + b'"queryResults":'
    head += json_bytes(results)[:-1] + (b"," if results else b"") + b'"resultsBody":'
    return head + _opened(header.extra.get("resultsBody", {})), b"\n]}}}}\n"


def _opened(members: Mapping[str, Any]) -> bytes:
    return json_bytes(members)[:-1] + (b"," if members else b"") + b'"eventList":['


class JsonSink:
    """A JSON-LD document being written."""

    def __init__(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> None:
        self._namespaces, self._tell = header.namespaces, tell
        self._output = Output(path, _frame(header)[0])
        self._between = b"\n"

    def event(self, event: Event) -> None:
        """Writes one event; its `@context` only as far as the document's does not say it."""
        context = event.get("@context")
        if context is not None:
            event = self._overlaid(event, context)
        self._put(json_bytes(event))

    def texts(self, texts: Sequence[bytes]) -> None:
        """Writes events that already are compact JSON text: the same bytes as `event` makes of their data."""
        if texts:
            self._put(b",\n".join(texts))

    def close(self, header: Header) -> None:
        """Puts the file in its place; told is a request or an exception, which only we find again in it.

        JSON wants the zone of the document's date: where XML did without, UTC is written, and the date is kept.
        """
        if _zoneless(header.created):
            self._tell(Finding("epcis.created.zone", "warning", "/creationDate", {"value": header.created}))
        for name in header.extra.get(MESSAGE, ()):
            if name != MEMBER:
                self._tell(Finding("epcis.query.message", "lost", "/epcisBody", {"name": name}))
        self._output.close(*_frame(header))

    def discard(self) -> None:
        """Gives up the document and leaves no file."""
        self._output.discard()

    def _put(self, line: bytes) -> None:
        self._output.write(self._between + line)
        self._between = b",\n"

    def _overlaid(self, event: Event, context: Any) -> Event:
        own: Any = context
        if context is self._namespaces:
            own = None
        elif isinstance(context, Mapping):
            known = {**standard_prefixes(), **self._namespaces}
            own = {name: uri for name, uri in context.items() if known.get(name) != uri}
        rest: dict[str, Any] = {**event}
        del rest["@context"]
        return cast("Event", {"@context": own, **rest} if own else rest)


class JsonWriter:
    """The writer `json-2.0`."""

    name = "json-2.0"
    file_name = "events.jsonld"

    def open(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> JsonSink | BareSink:
        """A sink that puts the file in its place when it is closed.

        A document in JSON holds all there is but questions; of bare events is told what their header says besides.
        """
        return BareSink(path, header, tell, LIST) if header.kind == "bare" else JsonSink(path, header, tell)
