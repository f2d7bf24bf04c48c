"""Holds an XML document against our schemas in pieces, memory flat in its events.

A list of events is valid when each of its events is: events that are read are moved into a frame, which is the
document without its header and other events, and validated there a batch at a time. What stays is validated last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.epcis.source import opened
from adapters.epcis.xml_door import XmlFault, XmlPieces, guard
from adapters.epcis.xsd import Part, Version, roots, xml_schema
from adapters.epcis.xsd_faults import fault_finding
from lienthong.findings import Finding
from lienthong.model import event_shapes

BATCH = 128
_EVENTS = frozenset({*event_shapes(), "QuantityEvent"})
_STEP = re.compile(r"/([^/\[]+)(?:\[(\d+)\])?")


@dataclass(slots=True)
class XmlMet:
    """What a walk met: where the root is at home, its local name and `schemaVersion`, and how many events there are."""

    part: Part = "capture"
    version: Version = "2"
    root: str = ""
    schema_version: str = ""
    events: int = 0


@dataclass(slots=True)
class _List:
    """The list of events: its element, the frame with its own list, and how many of each name have been moved."""

    element: Any
    path: str
    frame: Any
    inside: Any
    moved: Counter[str] = field(default_factory=Counter)


def walk_xml(path: Path, tell: Callable[[Finding], None]) -> XmlMet:
    """What the document holds; all the schema says against it is told, with XPath and line.

    Raises `XmlFault` where the document cannot be read: a DOCTYPE, broken XML, another root, things beyond measure.
    """
    names = sorted({name.rpartition("}")[2] for name in roots()})
    guard(path, names)
    with opened(path) as file:
        walk = _Walk(
            XmlPieces(file, (*(f"{{*}}{name}" for name in names), "EventList", *sorted(_EVENTS))), tell, path.name
        )
        walk.through()
    return walk.met


class _Walk:
    def __init__(self, pieces: XmlPieces, tell: Callable[[Finding], None], source: str) -> None:
        self._pieces, self._tell, self._source = pieces, tell, source
        self._root: Any = None
        self._list: _List | None = None
        self._schema: Any = None
        self.met = XmlMet()

    def through(self) -> None:
        """Walks to the end of the document."""
        try:
            self._along()
        except XmlFault as fault:
            # a namespace that is no URI is met by the parser at the end only, when all has been read: see the reader
            if fault.code != "epcis.xml.namespace":
                raise
        self._judge(self._root)

    def _along(self) -> None:
        for action, thing in self._pieces:
            element: Any = thing
            if action == "start-ns":
                continue
            if self._root is None:
                self._begin(element)
            if action == "start" and element.tag == "EventList" and self._list is None:
                self._list = _framed(element)
            elif action == "end" and element.tag in _EVENTS and self._list is not None:
                self._event(element, self._list)

    def _begin(self, root: Any) -> None:
        home = roots().get(root.tag)
        if home is None or root.getparent() is not None:
            raise XmlFault("epcis.document.kind", value=str(root.tag))
        self._root, self._schema = root, xml_schema(*home)
        name, version = root.tag.rpartition("}")[2], root.get("schemaVersion", "")
        self.met.part, self.met.version, self.met.root, self.met.schema_version = *home, name, version

    def _event(self, element: Any, held: _List) -> None:
        """Counts an event that is read and moves those before it; it stays itself, for the parser builds on it."""
        parent = element.getparent()
        top = element if parent is held.element else parent
        if top is None or (top is not element and top.getparent() is not held.element):
            return
        self.met.events += 1
        while (first := held.element[0]) is not top:
            held.inside.append(first)
        if len(held.inside) >= BATCH:
            self._batch(held)

    def _batch(self, held: _List) -> None:
        self._judge(held.frame, held.path + "/")
        held.moved.update(child.tag for child in held.inside if isinstance(child.tag, str))
        del held.inside[:]

    def _judge(self, root: Any, within: str = "") -> None:
        """Validates a tree and tells what is wrong `within` a path."""
        held = self._list
        if held is not None and root is self._root and len(held.inside):
            self._batch(held)
        if self._schema.validate(root):
            return
        for fault in self._schema.error_log:
            at = fault.path or ""
            if at.startswith(within):
                self._tell(fault_finding(fault, self._counted(at), self._source))

    def _counted(self, at: str) -> str:
        """The path with the number of the event in the whole list."""
        held = self._list
        if held is None or not at.startswith(held.path + "/"):
            return at
        step = _STEP.match(at, len(held.path))
        if step is None:
            return at
        number = int(step[2] or 1) + held.moved[step[1]]
        return f"{held.path}/{step[1]}[{number}]{at[step.end() :]}"


def _framed(element: Any) -> _List:
    """A list of events with its frame: a copy of the document so far without its header and without events."""
    steps = [parent.index(child) for child, parent in _upwards(element)]
    inside = frame = deepcopy(element.getroottree().getroot())
    for step in reversed(steps):
        above, inside = inside, inside[step]
        del above[step + 1 :]
        for other in above[:step]:
            if other.tag == "EPCISHeader":
                above.remove(other)
    del inside[:]
    return _List(element, element.getroottree().getpath(element), frame, inside)


def _upwards(element: Any) -> Iterator[tuple[Any, Any]]:
    for parent in element.iterancestors():
        yield element, parent
        element = parent
