"""Writes bare events in the JSON-LD syntax, each with its own `@context`: one alone, a list, or one a line.

There is no document around them: what a header says is told, as lost where it is content, as a warning where it is
only the wrapping (ISO/IEC 19987:2022, clause 10: an event stands by itself when it carries its context).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.epcis.contexts import write_context
from adapters.epcis.json_door import json_bytes
from adapters.epcis.output import Output
from lienthong.findings import Finding
from lienthong.model import Event, Header


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before, between and behind events, and what stands for none; one alone may have no frame."""

    head: bytes
    between: bytes
    tail: bytes
    none: bytes
    alone: bool = False


LIST = Frame(b"[\n", b",\n", b"\n]\n", b"[]\n", alone=True)
LINES = Frame(b"", b"\n", b"\n", b"")


class BareSink:
    """Bare events being written."""

    def __init__(self, path: Path, header: Header, tell: Callable[[Finding], None], frame: Frame) -> None:
        self._header, self._tell, self._frame = header, tell, frame
        self._output = Output(path, frame.head)
        self._number = 0
        self._last: tuple[Any, int, bytes] = (None, -1, b"")

    def event(self, event: Event) -> None:
        """Writes one event, its context first."""
        if self._number:
            self._output.write(self._frame.between)
        self._number += 1
        rest = {name: value for name, value in event.items() if name != "@context"}
        context = self._context(event.get("@context", self._header.namespaces))
        self._output.write(b'{"@context":' + context + (b"," if rest else b"") + json_bytes(rest)[1:])

    def close(self, header: Header) -> None:
        for finding in _left_out(header):
            self._tell(finding)
        frame = self._frame
        if not self._number:
            self._output.close(frame.none, b"")
        elif frame.alone and self._number == 1:
            self._output.close(b"", b"\n")
        else:
            self._output.close(frame.head, frame.tail)

    def discard(self) -> None:
        """Gives up the file and leaves none."""
        self._output.discard()

    def _context(self, context: Any) -> bytes:
        """The context as JSON; most events have the very one of the event before (which may have grown since)."""
        last, size, text = self._last
        if context is last and len(context) == size:
            return text
        if isinstance(context, Mapping):
            prefixes = {name: uri for name, uri in context.items() if isinstance(uri, str)}
            terms = {name: meaning for name, meaning in context.items() if name not in prefixes}
            text = json_bytes(write_context([*self._header.context, *([terms] if terms else [])], prefixes))
            self._last = (context, len(context), text)
            return text
        return json_bytes(context)


class LinesWriter:
    """The writer `ndjson-2.0`: newline-delimited events."""

    name = "ndjson-2.0"
    file_name = "events.ndjson"

    def open(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> BareSink:
        """A sink that puts the file in its place when it is closed; what stands around the events is told."""
        return BareSink(path, header, tell, LINES)


def _left_out(header: Header) -> Iterator[Finding]:
    """What a header says that events alone do not."""
    if header.kind != "bare":
        yield Finding("epcis.bare.envelope", "warning", "", {"value": header.kind})
    results = "/epcisBody/queryResults"
    content: dict[str, Any] = {
        "/id": header.id,
        "/sender": header.sender,
        "/receiver": header.receiver,
        "/instanceIdentifier": header.instance_identifier,
        "/epcisHeader/epcisMasterData": header.master,
        f"{results}/queryName": header.query_name,
        f"{results}/subscriptionID": header.subscription_id,
        **{f"/{name}": value for name, value in header.extra.items()},
    }
    for at, value in content.items():
        if value:
            yield Finding("epcis.bare.header", "lost", at, {"name": at.rpartition("/")[2]})
