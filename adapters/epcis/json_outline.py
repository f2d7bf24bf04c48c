"""The outline of a JSON file: its form, everything but its events, and where the list of events begins.

Members may stand in any order, before or behind the events; the whole file is walked once, without decoding events.
Only newline-delimited events are not walked before they are read: there, what is wrong with one line is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec

from adapters.epcis.json_door import JsonFault, decode, read_value, twice
from adapters.epcis.json_window import Window
from adapters.epcis.pointer import step
from adapters.epcis.source import opened
from lienthong.model import event_shapes

Form = Literal["document", "event", "list", "lines"]
"""One document; or bare events: one alone, a list of them, or one a line."""
_OPENED: Mapping[str, frozenset[str]] = {
    "": frozenset({"epcisBody"}),
    "epcisBody": frozenset({"queryResults"}),
    "queryResults": frozenset({"resultsBody"}),
    "resultsBody": frozenset(),
}
_PLACES = {
    "": "",
    "epcisBody": "/epcisBody",
    "queryResults": "/epcisBody/queryResults",
    "resultsBody": "/epcisBody/queryResults/resultsBody",
}
_LISTS = frozenset({"epcisBody", "resultsBody"})
Batch = Sequence[bytes | msgspec.Raw]
See = Callable[[Batch], object]
_OF_DOCUMENTS = frozenset({"epcisBody", "epcisHeader", "schemaVersion", "creationDate"})


@dataclass(slots=True)
class Outline:
    """The form, the members of the root and of the bodies by name, and where the events' `[` stands (-1: none).

    For bare events `members` holds those of the first.
    """

    form: Form = "document"
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: int = -1
    within: str = ""
    """The body that holds the events."""
    texts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """The members as text, while the form is not known."""
    fault: JsonFault | None = None
    """The first name that stands twice."""
    see: See = len

    def whole(self) -> dict[str, Any]:
        """The document with an empty list of events, or the event that stands alone; raises `JsonFault`."""
        if self.form == "event" and self.fault:
            raise self.fault
        members = self.members if self.form == "document" else _settled(self.texts)
        whole = {part: dict(inner) for part, inner in members.items()}
        for part, names in _OPENED.items():
            for name in names & whole.keys():
                whole[part][name] = whole[name]
        if self.within:
            whole[self.within]["eventList"] = []
        return whole[""]


def read_outline(path: Path, see: See = len) -> Outline:
    """The outline; the events of a document are shown to `see` as they are passed, a batch of texts at a time.

    Raises `Fault` for broken gzip, broken JSON, and what is neither a document nor events.
    """
    outline = Outline(see=see)
    with opened(path) as file:
        window = Window(file)
        begin = window.peek()
        if begin == b"[":
            _list(window, outline)
        elif begin != b"{":
            raise window.fault("an object or a list expected")
        else:
            start = window.offset
            _object(window, outline, "", "")
            _formed(window, outline, file, start)
    return outline


def _list(window: Window, outline: Outline) -> None:
    """Walks a list of bare events."""
    outline.form, outline.events = "list", window.offset
    for batch in window.batches():
        if not outline.members:
            first = decode(bytes(batch[0]))
            outline.members[""] = first if isinstance(first, dict) else {}
            if not _is_event(outline.members[""]):
                raise JsonFault("epcis.document.kind", value="[ ]")
    if window.peek():
        raise window.fault("text behind the list")


def _formed(window: Window, outline: Outline, file: BinaryIO, start: int) -> None:
    """Decides what the object that was walked is: a document, or the first of bare events."""
    root = outline.texts[""]
    if root.keys() & _OF_DOCUMENTS or outline.events >= 0 or not _is_event(_first(root)):
        if outline.fault:
            raise outline.fault
        outline.members = _settled(outline.texts)
    else:
        outline.members[""] = _first(root)
        outline.form, outline.events = "event", start
        end = window.offset
        if window.peek() and _lines(file, start, end, window.offset):
            outline.form = "lines"
            return
    if window.peek():
        raise window.fault("text behind the document")


def _settled(texts: Mapping[str, Mapping[str, bytes]]) -> dict[str, dict[str, Any]]:
    """The values of members that were kept as text."""
    return {
        part: {name: read_value(text, f"{_PLACES[part]}/{name}") for name, text in members.items()}
        for part, members in texts.items()
    }


def _first(root: Mapping[str, bytes]) -> dict[str, Any]:
    """What must be known of the first of bare events: its type and its context."""
    return {name: decode(root[name]) for name in ("type", "eventTime", "@context") if name in root}


def _is_event(members: Mapping[str, Any]) -> bool:
    return "eventTime" in members or members.get("type") in event_shapes()


def _lines(file: BinaryIO, start: int, end: int, next_: int) -> bool:
    """Whether what begins and ends here stands on one line, and what comes next on another."""
    file.seek(start)
    return b"\n" not in file.read(end - start) and b"\n" in file.read(next_ - end)


def _object(window: Window, outline: Outline, part: str, at: str) -> None:
    """Reads the members of one opened object into the outline."""
    window.take(b"{")
    if part in outline.texts:
        twice(part, at.rpartition("/")[0])
    members = outline.texts[part] = {}
    seen: set[str] = set()
    if window.skip(b"}"):
        return
    while True:
        if window.peek() != b'"':
            raise window.fault("a name expected")
        name = str(read_value(window.value(), at))
        if name in seen and outline.fault is None:
            outline.fault = JsonFault("epcis.json.duplicate", step(at, name), name=name)
        seen.add(name)
        window.take(b":")
        _member(window, outline, members, part, name, f"{at}/{name}")
        if window.skip(b"}"):
            return
        window.take(b",")


def _member(window: Window, outline: Outline, members: dict[str, bytes], part: str, name: str, at: str) -> None:
    begin = window.peek()
    if name in _OPENED[part] and begin == b"{":
        _object(window, outline, name, at)
    elif name == "eventList" and part in _LISTS and begin == b"[":
        if outline.events >= 0:
            raise JsonFault("epcis.json.duplicate", at, name=name)
        outline.events, outline.within = window.offset, part
        for batch in window.batches():
            outline.see(batch)
    else:
        members[name] = window.value()
