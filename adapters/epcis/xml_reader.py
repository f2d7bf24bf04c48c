"""Reads EPCIS 2.0 documents in XML (ISO/IEC 19987:2022, clause 9), memory flat in their events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.epcis.xml_door import XmlFault, XmlPieces, guard
from adapters.epcis.xml_event_reader import EventReader
from adapters.epcis.xml_header_reader import read_message, root_header
from adapters.epcis.xml_spaces import Spaces
from adapters.epcis.xml_tables import table
from adapters.epcis.xml_values import ValueReader
from lienthong.findings import Finding, Position
from lienthong.model import Document, Event, Header, event_shapes
from lienthong.reading import Unreadable

Tell = Callable[[Finding], None]
_ROOTS = {"EPCISDocument": "capture", "EPCISQueryDocument": "query"}
_EVENTS = tuple(event_shapes())
_NAMES = ("queryName", "subscriptionID")
_TAGS = ("EPCISHeader", "EventList", *_NAMES, *_EVENTS)
_MARKS = (b"EPCIS", b"epcis")


class XmlReader:
    """The document reader `epcis.xml`."""

    name = "epcis.xml"

    def knows(self, path: Path, head: bytes) -> bool:
        text = head.removeprefix(b"\xef\xbb\xbf")
        if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            text = text.replace(b"\0", b"")[2:]
        return text.lstrip(b" \t\r\n").startswith(b"<") and any(mark in text for mark in _MARKS)

    def read(self, path: Path, tell: Tell) -> Document:
        """The document; an event with a fault is told and left out, and so is a document cut off among its events.

        Raises `Unreadable` for a DOCTYPE, broken XML before the events, and what is no EPCIS 2.0 document.
        """
        place = Position(path.name)

        def placed(finding: Finding) -> None:
            tell(finding.placed(place))

        try:
            guard(path, tuple(_ROOTS))
            walk = _Walk(path, placed)
            header = walk.header()
        except XmlFault as fault:
            raise Unreadable(Finding(fault.code, "error", fault.at, fault.facts, place)) from None
        return Document(header, walk.events())


class _Walk:
    """One walk through a document: first to its events, then along them."""

    def __init__(self, path: Path, tell: Tell) -> None:
        self._tell = tell
        self._values = ValueReader(Spaces(tell))
        self._reader = EventReader(self._values)
        self._file = path.open("rb")
        self._pieces = XmlPieces(self._file, (*(f"{{*}}{name}" for name in _ROOTS), *_TAGS))
        self._things = iter(self._pieces)
        self._list: etree._Element | None = None

    def header(self) -> Header:
        """The header; the walk then stands at the first event. Raises `XmlFault`."""
        try:
            return self._header()
        except XmlFault:
            self._file.close()
            raise

    def _header(self) -> Header:
        header: Header | None = None
        for action, thing in self._things:
            if action == "start-ns":
                self._declare(thing)
                continue
            element: Any = thing
            if header is None:
                header = self._root(element)
            elif action == "start" and element.tag == "EventList" and _in_body(element):
                self._list = element
                break
            elif action == "end" and element.tag == "EPCISHeader":
                header = self._message(element, header)
            elif action == "end" and element.tag in _NAMES and _local(element.getparent()) == "QueryResults":
                header = self._query(element, header)
        if header is None:
            raise XmlFault("epcis.document.kind", value="?")
        if self._list is None and header.kind == "EPCISQueryDocument":
            raise XmlFault("epcis.document.body")
        self._flush()
        return header

    def _query(self, element: etree._Element, header: Header) -> Header:
        text = self._values.word(element, "")
        if element.tag == "queryName":
            return replace(header, query_name=text)
        return replace(header, subscription_id=text)

    def events(self) -> Iterator[Event]:
        """The events in order; broken XML among them is told and ends them."""
        number = -1
        if self._list is None:
            self._file.close()
            return
        try:
            with self._file:
                for action, thing in self._things:
                    if action == "start-ns":
                        self._declare(thing)
                        continue
                    element: Any = thing
                    if action == "end" and element.getparent() is self._list:
                        number = self._before(element, number) + 1
                        yield from self._event(element, number)
                    elif action == "end" and element is self._list:
                        self._before(None, number)
                self._behind()
        except XmlFault as fault:
            self._tell(Finding(fault.code, "error", fault.at, fault.facts))

    def _event(self, element: etree._Element, number: int) -> Iterator[Event]:
        if element.tag in _EVENTS:
            try:
                event, findings = self._reader.event(element, number)
            except XmlFault as fault:
                self._values.take()
                at = f"/eventList/{number}{fault.at}"
                event, findings = None, [Finding(fault.code, "error", at, fault.facts)]
            for finding in findings:
                self._tell(finding)
            self._pieces.done(element)
            if event is not None:
                yield event

    def _before(self, element: etree._Element | None, number: int) -> int:
        """Drops what stands before an event in its list; the number of the last thing there.

        What is no event we know is told, and counted as one.
        """
        parent = self._list
        if parent is None:
            return number
        while len(parent) and parent[0] is not element:
            child = parent[0]
            if isinstance(child.tag, str) and child.tag not in _EVENTS:
                number += 1
                at = f"/eventList/{number}"
                self._tell(Finding("epcis.event.type", "error", at, {"value": child.tag}))
            parent.remove(child)
        return number

    def _behind(self) -> None:
        """Tells what stands behind the events: nothing of it has a place in JSON."""
        parent = self._list
        while parent is not None:
            for child in parent.itersiblings():
                if isinstance(child.tag, str):
                    self._tell(Finding("epcis.xml.dropped", "lost", "", {"name": child.tag}))
            parent = parent.getparent()

    def _declare(self, thing: Any) -> None:
        prefix, uri = thing
        self._values.spaces.declare(prefix, uri)

    def _root(self, root: etree._Element) -> Header:
        name, uri = _local(root), str(root.tag)[1:].partition("}")[0]
        if name not in _ROOTS or root.getparent() is not None:
            raise XmlFault("epcis.document.kind", value=name or str(root.tag))
        version = next((key for key, row in table()["versions"].items() if row[_ROOTS[name]] == uri), None)
        if version is None:
            raise XmlFault("epcis.document.version", value=str(root.get("schemaVersion", uri)))
        for needed in ("creationDate", "schemaVersion"):
            if needed not in root.attrib:
                self._tell(Finding("epcis.document.missing", "error", "/", {"name": needed}))
        return root_header(root, name, self._values)

    def _message(self, element: etree._Element, header: Header) -> Header:
        header = read_message(element, header, self._values)
        self._flush()
        self._pieces.done(element)
        return header

    def _flush(self) -> None:
        for finding in self._values.take()[1]:
            self._tell(finding)


def _local(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]


def _in_body(element: etree._Element) -> bool:
    return _local(element.getparent()) in {"EPCISBody", "resultsBody"}
