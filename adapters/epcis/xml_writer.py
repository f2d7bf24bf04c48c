"""Writes EPCIS 2.0 documents in XML (ISO/IEC 19987:2022, clause 9), one event a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from adapters.epcis.contexts import standard_prefixes
from adapters.epcis.output import Output
from adapters.epcis.xml_event import EventWriter
from adapters.epcis.xml_extension import ExtensionWriter
from adapters.epcis.xml_header import frame
from adapters.epcis.xml_names import Names
from adapters.epcis.xml_text import attribute
from lienthong.findings import Finding
from lienthong.model import Event, Header

VERSION = "2.0"


class XmlSink:
    """An XML document being written."""

    def __init__(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> None:
        self._tell, self._number = tell, -1
        self._namespaces = header.namespaces
        self._extensions = ExtensionWriter(Names(header.namespaces), self._lose)
        self._events = EventWriter(self._extensions, self._lose)
        self._shared = self._extensions.names
        self._output = Output(path, frame(header, self._extensions, VERSION)[0])

    def event(self, event: Event) -> None:
        """Writes one event; prefixes of its own are declared at its element."""
        self._number += 1
        context = event.get("@context")
        local = self._local(context) if context is not None and context is not self._namespaces else {}
        start = "".join(f' xmlns:{name}="{attribute(uri)}"' for name, uri in sorted(local.items()))
        if local:
            self._extensions.names = Names(self._namespaces, local)
        text = self._events.event(event, start)
        if local:
            self._shared.used |= self._extensions.names.used
            self._extensions.names = self._shared
        if text is not None:
            self._output.write(b"\n" + text.encode())

    def close(self, header: Header) -> None:
        self._number = -1
        self._namespaces = header.namespaces
        frame(header, self._extensions, VERSION)  # meets the last names, so that the root declares them
        self._output.close(*frame(header, self._extensions, VERSION))

    def discard(self) -> None:
        """Gives up the document and leaves no file."""
        self._output.discard()

    def _local(self, context: Any) -> Mapping[str, str]:
        if not isinstance(context, Mapping):
            return {}
        known = {**standard_prefixes(), **self._namespaces}
        return {name: uri for name, uri in context.items() if isinstance(uri, str) and known.get(name) != uri}

    def _lose(self, code: str, at: str) -> None:
        base = f"/eventList/{self._number}" if self._number >= 0 else ""
        self._tell(Finding(code, "lost", base + at))


class XmlWriter:
    """The writer `xml-2.0`."""

    name = "xml-2.0"
    file_name = "events.xml"

    def open(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> XmlSink:
        """A sink that puts the file in its place when it is closed; what XML cannot hold is told as lost."""
        return XmlSink(path, header, tell)
