"""Writes EPCIS documents in XML, 1.1, 1.2 and 2.0 (ISO/IEC 19987:2022 and EPCIS 1.2, clause 9), one event a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.epcis.contexts import standard_prefixes
from adapters.epcis.output import Output
from adapters.epcis.placement import de_facto
from adapters.epcis.xml_body import around
from adapters.epcis.xml_event import EventWriter
from adapters.epcis.xml_event_one import EventWriterOne
from adapters.epcis.xml_extension import ExtensionWriter
from adapters.epcis.xml_header import filled_in, frame
from adapters.epcis.xml_names import Names
from adapters.epcis.xml_text import attribute
from lienthong.findings import Finding
from lienthong.model import Event, Header

_WARNINGS = frozenset({"epcis.de-facto", "epcis.header.made"})
_MASTER = "EPCISMasterData"


class XmlSink:
    """An XML document being written."""

    def __init__(
        self, path: Path, header: Header, tell: Callable[[Finding], None], version: str = "2.0", strict: bool = False
    ) -> None:
        self._tell, self._number, self._deaf = tell, -1, True
        self._version, self._strict = version, strict
        self._any, self._without = False, header.kind == "EPCISMasterDataDocument"
        self._namespaces = header.namespaces
        self._extensions = ExtensionWriter(Names(header.namespaces), self._lose)
        self._events = (
            EventWriter(self._extensions, self._lose)
            if version == "2.0"
            else EventWriterOne(self._extensions, self._lose, version, strict)
        )
        self._shared = self._extensions.names
        self._output = Output(path, self._frame(header)[0])
        self._deaf = False

    def event(self, event: Event) -> None:
        """Writes one event; prefixes of its own are declared at its element."""
        self._number += 1
        if self._without:
            self._lose("epcis.left-out", "", name=str(event.get("type", "")))
            return
        self._any = True
        context = event.get("@context")
        local = self._local(context) if context is not None and context is not self._namespaces else {}
        start = ""
        if local:
            start = "".join(f' xmlns:{name}="{attribute(uri)}"' for name, uri in sorted(local.items()))
            self._extensions.names = Names(self._namespaces, local)
        text = self._events.event(event, start)
        if local:
            self._shared.used |= self._extensions.names.used
            self._extensions.names = self._shared
        if text is not None:
            self._output.write(b"\n" + text.encode())

    def close(self, header: Header) -> None:
        """Puts the file in its place; only now is told what of the header the document cannot hold."""
        self._number, self._namespaces = -1, header.namespaces
        if around(header, self._any).master and _MASTER in de_facto(self._version):
            self._lose(
                "epcis.left-out" if self._strict else "epcis.de-facto", "/epcisHeader/epcisMasterData", name=_MASTER
            )
        for name in filled_in(around(header, self._any), self._version):
            self._lose("epcis.header.made", "/epcisHeader", name=name)
        self._frame(header)  # meets the last names, so that the root declares them
        self._deaf = True
        self._output.close(*self._frame(header))

    def _frame(self, header: Header) -> tuple[bytes, bytes]:
        if self._strict and _MASTER in de_facto(self._version) and header.kind != "EPCISMasterDataDocument":
            header = replace(header, master=())
        return frame(header, self._extensions, self._version, self._any)

    def discard(self) -> None:
        """Gives up the document and leaves no file."""
        self._output.discard()

    def _local(self, context: Any) -> Mapping[str, str]:
        if not isinstance(context, Mapping):
            return {}
        known = {**standard_prefixes(), **self._namespaces}
        return {name: uri for name, uri in context.items() if isinstance(uri, str) and known.get(name) != uri}

    def _lose(self, code: str, at: str, **facts: str) -> None:
        if self._deaf:
            return
        base = f"/eventList/{self._number}" if self._number >= 0 else ""
        self._tell(Finding(code, "warning" if code in _WARNINGS else "lost", base + at, facts))


class XmlWriter:
    """The writer `xml-1.1`, `xml-1.2` or `xml-2.0`; `strict` leaves out what the version does not define."""

    def __init__(self, version: str = "2.0", strict: bool = False) -> None:
        self.name, self._version, self._strict = f"xml-{version}", version, strict
        self.file_name = "events.xml" if version == "2.0" else f"events-{version}.xml"

    def open(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> XmlSink:
        """A sink that puts the file in its place when it is closed; what XML cannot hold is told as lost."""
        return XmlSink(path, header, tell, self._version, self._strict)
