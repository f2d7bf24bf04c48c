"""The outline of a JSON document: everything but its events, and where the list of events begins.

Members may stand in any order, before or behind the events; the whole file is walked once, without decoding events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from adapters.epcis.json_door import JsonFault, read_value, twice
from adapters.epcis.json_window import Window

_OPENED: Mapping[str, frozenset[str]] = {
    "": frozenset({"epcisBody"}),
    "epcisBody": frozenset({"queryResults"}),
    "queryResults": frozenset({"resultsBody"}),
    "resultsBody": frozenset(),
}
_LISTS = frozenset({"epcisBody", "resultsBody"})
Batch = Sequence[bytes | msgspec.Raw]
See = Callable[[Batch], object]


@dataclass(slots=True)
class Outline:
    """The members of the root and of the bodies by name, and the offset of the events' `[` (-1: no events).

    `within` is the body that holds the events.
    """

    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: int = -1
    within: str = ""
    see: See = len

    def whole(self) -> dict[str, Any]:
        """The document with an empty list of events."""
        whole = {part: dict(members) for part, members in self.members.items()}
        for part, names in _OPENED.items():
            for name in names & whole.keys():
                whole[part][name] = whole[name]
        if self.within:
            whole[self.within]["eventList"] = []
        return whole[""]


def read_outline(path: Path, see: See = len) -> Outline:
    """The outline of a document; events are shown to `see` as they are passed, a batch of texts at a time.

    Raises `JsonFault` when the file is no well-formed JSON object.
    """
    outline = Outline(see=see)
    with path.open("rb") as file:
        window = Window(file)
        if window.peek() != b"{":
            raise window.fault("an object expected")
        _object(window, outline, "", "")
        if window.peek():
            raise window.fault("text behind the document")
    return outline


def _object(window: Window, outline: Outline, part: str, at: str) -> None:
    """Reads the members of one opened object into the outline."""
    window.take(b"{")
    if part in outline.members:
        twice(part, at.rpartition("/")[0])
    members = outline.members[part] = {}
    seen: set[str] = set()
    if window.skip(b"}"):
        return
    while True:
        if window.peek() != b'"':
            raise window.fault("a name expected")
        name = str(read_value(window.value(), at))
        if name in seen:
            twice(name, at)
        seen.add(name)
        window.take(b":")
        _member(window, outline, members, part, name, f"{at}/{name}")
        if window.skip(b"}"):
            return
        window.take(b",")


def _member(window: Window, outline: Outline, members: dict[str, Any], part: str, name: str, at: str) -> None:
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
        members[name] = read_value(window.value(), at)
