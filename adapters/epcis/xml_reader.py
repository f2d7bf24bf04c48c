"""Reads EPCIS documents in XML, 1.0 to 2.0 (ISO/IEC 19987:2022 and EPCIS 1.2, clause 9), memory flat in events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.epcis.placement import QUANTITY_EVENT, depth
from adapters.epcis.source import Fault, modified, opened, plain_head
from adapters.epcis.xml_body_reader import read_behind, read_body
from adapters.epcis.xml_door import MAX_SPACES, XmlFault, XmlPieces, guard
from adapters.epcis.xml_event_reader import EventReader
from adapters.epcis.xml_header_reader import read_message, root_header
from adapters.epcis.xml_parts import Form
from adapters.epcis.xml_quick import QuickReader
from adapters.epcis.xml_spaces import Spaces
from adapters.epcis.xml_tables import namespace, roots, versions_of
from adapters.epcis.xml_values import ValueReader
from lienthong.findings import Finding, Position, Severity
from lienthong.model import Document, Event, Header, event_shapes
from lienthong.reading import Unreadable

Tell = Callable[[Finding], None]
_ROOTS = {root.element: root.space for root in roots().values()}
_EVENTS = (*event_shapes(), QUANTITY_EVENT)
_PARTS = {"EPCISBody": "epcisBody", "QueryResults": "queryResults", "resultsBody": "resultsBody"}
_NAMES = ("queryName", "subscriptionID")
_TAGS = tuple(f"{{*}}{name}" for name in (*_ROOTS, "EPCISHeader", "EventList", *_NAMES, *_EVENTS))
_WRAPPER = "extension"
_BODIES = {"epcisbody": "EPCISBody", "resultsbody": "resultsBody"}
"""What holds the list of events; some write it in small letters."""
_MARKS = (b"EPCIS", b"epcis")


class XmlReader:
    """The document reader `epcis.xml`."""

    name = "epcis.xml"

    def knows(self, path: Path, head: bytes) -> bool:
        text = plain_head(head).removeprefix(b"\xef\xbb\xbf")
        if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            text = text.replace(b"\0", b"")[2:]
        return text.lstrip(b" \t\r\n").startswith(b"<") and any(mark in text for mark in _MARKS)

    def read(self, path: Path, tell: Tell) -> Document:
        """The document; an event with a fault is told and left out, and so is a document cut off among its events.

        Raises `Unreadable` for a DOCTYPE, broken XML before the events, and what is no EPCIS document.
        """
        place = Position(path.name)

        def placed(finding: Finding) -> None:
            tell(finding.placed(place))

        try:
            guard(path, (*_ROOTS, *_EVENTS))
            walk = _Walk(path, placed)
            header = walk.header()
        except Fault as fault:
            raise Unreadable(Finding(fault.code, "error", fault.at, fault.facts, place)) from None
        return Document(header, walk.events())


class _Walk:
    """One walk through a document: first to its events, then along them."""

    _reader: EventReader
    _quick: QuickReader

    def __init__(self, path: Path, tell: Tell) -> None:
        self._tell = tell
        self._values = ValueReader(Spaces(tell))
        self._changed = modified(path)
        self._file = opened(path)
        self._pieces = XmlPieces(self._file, _TAGS)
        self._things = iter(self._pieces)
        self._list: etree._Element | None = None
        self._alone: etree._Element | None = None
        """The event that is the root itself."""
        self._form: Form = "2.0"
        self._spaces: tuple[str, ...] = ()
        """The namespaces of the version, in braces: some write every element in them."""
        self._qualified = False
        self._spaces_met = 0
        """Namespaces declared since the last tag."""
        self._extra: dict[str, Any] = {}
        """What of the header has no field of its own; it grows by what stands behind the events."""

    def header(self) -> Header:
        """The header; the walk then stands at the first event. Raises `XmlFault`."""
        try:
            return self._header()
        except Fault:
            self._file.close()
            raise

    def _header(self) -> Header:
        header: Header | None = None
        for action, thing in self._things:
            if action == "start-ns":
                self._declare(thing)
                continue
            self._spaces_met = 0
            element: Any = thing
            name = _local(element)
            if header is None:
                header = self._root(element)
                if self._alone is not None:
                    break
            elif action == "start" and name == "EventList" and _in_body(element):
                self._list = element
                self._body(_local(element.getparent()))
                header = self._around(element, header)
                break
            elif action == "end" and name == "EPCISHeader":
                header = self._message(element, header)
            elif action == "end" and name in _NAMES and _local(element.getparent()) == "QueryResults":
                header = self._query(element, header)
        if header is None:
            raise XmlFault("epcis.document.kind", value="?")
        if self._list is None and self._alone is None:
            body = next((child for child in self._pieces.top() if _local(child).lower() in _BODIES), None)
            for child in () if body is None else body:
                for one in child if header.kind == "EPCISQueryDocument" else [child]:
                    self._unqualify(one)
            header = read_body(body, header, self._values)
        self._flush()
        self._extra = {name: dict(one) if name in _PARTS.values() else one for name, one in header.extra.items()}
        return replace(header, extra=self._extra)

    def _around(self, events: etree._Element, header: Header) -> Header:
        """The header with the extension members that stand before the events, under the root or in a body."""
        extra = dict(header.extra)
        element: etree._Element | None = events
        while element is not None and (parent := element.getparent()) is not None:
            before = reversed([*element.itersiblings(preceding=True)])
            found = [child for child in before if isinstance(child.tag, str) and self._foreign(child)]
            if found:
                part = _PARTS.get(_local(parent), "")
                members = self._values.members(found, f"/{part}" if part else "")
                extra |= {part: {**extra.get(part, {}), **members}} if part else members
            element = parent
        return replace(header, extra=extra) if len(extra) > len(header.extra) else header

    def _body(self, name: str) -> None:
        if name not in _BODIES.values():
            facts = {"name": name, "wants": _BODIES[name.lower()]}
            self._tell(Finding("epcis.xml.spelling", "warning", "/epcisBody", facts))

    def _query(self, element: etree._Element, header: Header) -> Header:
        text = self._values.word(element, "")
        if _local(element) == "queryName":
            return replace(header, query_name=text)
        return replace(header, subscription_id=text)

    def events(self) -> Iterator[Event]:
        """The events in order; broken XML among them is told and ends them."""
        number = -1
        if self._list is None and self._alone is None:
            self._file.close()
            return
        try:
            with self._file:
                for action, thing in self._things:
                    if action == "end":
                        self._spaces_met = 0
                        element: Any = thing
                        event = None
                        if element is self._list:
                            self._before((), number)
                        elif self._alone is not None and element is self._alone:
                            event = self._event(element, 0, depth(_local(element)))
                        elif path := self._path(element):
                            number = self._before(path, number)
                            if self._known(element):
                                number += 1
                                event = self._event(element, number, len(path) - 1)
                        if event is not None:
                            yield event
                    elif action == "start-ns":
                        self._declare(thing)
                    else:
                        self._spaces_met = 0
                self._behind()
        except Fault as fault:
            # a namespace that is no URI is met by the parser at the end only, when all has been read
            severity: Severity = "warning" if fault.code == "epcis.xml.namespace" else "error"
            self._tell(Finding(fault.code, severity, fault.at, fault.facts))

    def _path(self, element: etree._Element) -> tuple[etree._Element, ...]:
        """The elements from one in the list down to an event; empty when it is no event of the list."""
        path: tuple[etree._Element, ...] = (element,)
        parent = element.getparent()
        while parent is not self._list:
            if parent is None or self._form == "2.0" or _local(parent) != _WRAPPER or self._foreign(parent):
                return ()
            path, parent = (parent, *path), parent.getparent()
        return path

    def _known(self, element: etree._Element) -> bool:
        tag: Any = element.tag
        return tag in self._reader.kinds or (_local(element) in self._reader.kinds and not self._foreign(element))

    def _foreign(self, element: etree._Element) -> bool:
        """Whether an element is in a namespace that is not the document's own."""
        tag = str(element.tag)
        return tag[0] == "{" and not tag.startswith(self._spaces)

    def _event(self, element: etree._Element, number: int, wrapped: int) -> Event | None:
        """The event, told of and dropped from the tree; None when it has a fault."""
        kind = str(element.tag)
        if kind[0] == "{":
            self._unqualify(element)
            kind = str(element.tag)
        if self._form == "1.x" and wrapped != depth(kind):
            self._tell(Finding("epcis.xml.place", "warning", f"/eventList/{number}", {"name": kind}))
        event = self._quick.event(element)
        if event is None:
            event = self._explained(element, number)
        self._pieces.done(element)
        return event

    def _explained(self, element: etree._Element, number: int) -> Event | None:
        """The event as the reader makes it that tells what is odd or wrong."""
        try:
            event, findings = self._reader.event(element, number)
        except XmlFault as fault:
            self._values.take()
            event, findings = None, [Finding(fault.code, "error", f"/eventList/{number}{fault.at}", fault.facts)]
        for finding in findings:
            self._tell(finding)
        return event

    def _unqualify(self, element: etree._Element) -> None:
        """Takes the namespace of the version off an element and what stands in it: the schemas want local names."""
        for one in element.iter("{*}*"):
            tag = str(one.tag)
            if tag.startswith(self._spaces):
                one.tag = tag.rpartition("}")[2]
                if not self._qualified:
                    self._qualified = True
                    self._tell(Finding("epcis.xml.qualified", "warning", "/", {"name": one.tag}))

    def _before(self, path: tuple[etree._Element, ...], number: int) -> int:
        """Drops what stands before an event in its list, and before it in each wrapper; the number of the last thing.

        What is no event we know is told, and counted as one.
        """
        parent = self._list
        for element in path or (None,):
            if parent is None:
                return number
            while len(parent) and parent[0] is not element:
                child = parent[0]
                number = self._passed(child, number)
                parent.remove(child)
            parent = element
        return number

    def _passed(self, child: etree._Element, number: int) -> int:
        """Tells of what is dropped unread; the number of the last thing then."""
        if not isinstance(child.tag, str) or self._known(child):
            return number
        if self._form != "2.0" and _local(child) == _WRAPPER and len(child) and not self._foreign(child):
            for one in child:
                number = self._passed(one, number)
            return number
        number += 1
        self._tell(Finding("epcis.event.type", "error", f"/eventList/{number}", {"value": child.tag}))
        return number

    def _behind(self) -> None:
        """Keeps what stands behind the events in the header given out before; what has no place there is told."""
        element = self._list
        while element is not None and (parent := element.getparent()) is not None:
            name = _local(parent)
            part = _PARTS.get(_BODIES.get(name.lower(), name), "")
            owner = self._extra.setdefault(part, {}) if part else self._extra
            owner.update(read_behind(element, f"/{part}" if part else "", self._values))
            if part and not owner:
                del self._extra[part]
            element = parent
        self._flush()

    def _declare(self, thing: Any) -> None:
        self._spaces_met += 1
        if self._spaces_met > MAX_SPACES:
            raise XmlFault("epcis.size", "/", limit=f"{MAX_SPACES} namespaces")
        prefix, uri = thing
        self._values.spaces.declare(prefix, uri)

    def _root(self, root: etree._Element) -> Header:
        name, uri = _local(root), str(root.tag)[1:].partition("}")[0]
        if name in _EVENTS and root.getparent() is None:
            return self._event_alone(root, uri if str(root.tag)[0] == "{" else "")
        if name not in _ROOTS or root.getparent() is not None:
            raise XmlFault("epcis.document.kind", value=name or str(root.tag))
        versions = versions_of(uri, _ROOTS[name])
        said = str(root.get("schemaVersion", uri))
        if not versions:
            raise XmlFault("epcis.document.version", value=said)
        self._spaces = tuple(f"{{{space}}}" for space in (namespace(versions[0], part) for part in _ROOTS.values()))
        if "2.0" not in versions:
            self._form = "mixed" if said.startswith("2.") else "1.x"
        if self._form == "mixed":
            self._tell(Finding("epcis.document.namespace", "warning", "/", {"value": said, "name": uri}))
        self._reader = EventReader(self._values, self._form)
        self._quick = QuickReader(self._values.spaces, self._form)
        for needed in ("creationDate", "schemaVersion"):
            if needed not in root.attrib:
                self._tell(Finding("epcis.document.missing", "error", "/", {"name": needed}))
        header = root_header(root, name, self._values)
        if header.created:
            return header
        self._tell(Finding("epcis.document.undated", "warning", "/"))
        return replace(header, created=self._changed)

    def _event_alone(self, root: etree._Element, uri: str) -> Header:
        """The header of an event that stands alone: only its namespace, if it has one, says where its members stand."""
        versions = versions_of(uri, _ROOTS["EPCISDocument"])
        if uri and not versions:
            raise XmlFault("epcis.document.kind", value=str(root.tag))
        self._form = "mixed" if not uri else "2.0" if "2.0" in versions else "1.x"
        self._spaces = (f"{{{uri}}}",) if uri else ()
        self._reader = EventReader(self._values, self._form)
        self._quick = QuickReader(self._values.spaces, self._form)
        self._alone = root
        return Header(self._changed, "bare", namespaces=self._values.spaces.declared)

    def _message(self, element: etree._Element, header: Header) -> Header:
        self._unqualify(element)
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
    return _local(element.getparent()).lower() in _BODIES
