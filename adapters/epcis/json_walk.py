"""Holds a JSON-LD document against our JSON Schema in pieces, memory flat in its events.

A list of events is valid when each of its events is: batches of events are validated as they are read, and the
document around them last, with an empty list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.epcis.json_door import JsonFault, decode
from adapters.epcis.json_faults import fault_finding
from adapters.epcis.json_outline import Batch, Outline, read_outline
from adapters.epcis.json_schema import Root, validator
from adapters.epcis.json_texts import event_texts
from lienthong.findings import Finding, Position
from lienthong.model import event_shapes

_LISTS = {
    "EPCISDocument": ("epcisBody", "/epcisBody"),
    "EPCISQueryDocument": ("resultsBody", "/epcisBody/queryResults/resultsBody"),
}
BARE: Root = "bare"
HELD = 1000
"""Findings on events are held until the kind of the document is known; no more than these."""


@dataclass(slots=True)
class JsonMet:
    """What a walk met: the `type` of the root (`bare` for many events alone), how many events, whether one a line."""

    root: str = ""
    events: int = 0
    lines: bool = False


def walk_json(path: Path, tell: Callable[[Finding], None]) -> JsonMet:
    """What the document holds; all the schema says against it is told, with JSON Pointers.

    Raises `JsonFault` where the document cannot be read.
    """
    events = _Events()
    outline = read_outline(path, events.see)
    if outline.form in {"list", "lines"}:
        return JsonMet(BARE, _alone(path, outline, tell), outline.form == "lines")
    root = outline.whole().get("type")
    met = JsonMet(root if isinstance(root, str) else "", events.count)
    body, at = _LISTS.get(met.root, ("", ""))
    if outline.within == body:
        for finding in events.findings:
            tell(replace(finding, at=at + finding.at))
    _shell(outline, met, tell)
    return met


def _alone(path: Path, outline: Outline, tell: Callable[[Finding], None]) -> int:
    """Holds each of many bare events against the schema; how many there are."""
    number, schema = -1, validator(BARE)
    for number, (row, text) in enumerate(event_texts(path, outline)):
        place = Position(path.name, "", row)
        try:
            event = decode(text)
        except JsonFault as broken:
            tell(Finding(broken.code, "error", f"/eventList/{number}", broken.facts, place))
            continue
        for fault in schema.iter_errors(event):
            tell(fault_finding(fault, f"/eventList/{number}").placed(place))
    return number + 1


class _Events:
    """Validates batches of events as they pass."""

    def __init__(self) -> None:
        self.count = 0
        self.findings: list[Finding] = []
        self._schema = validator("event")

    def see(self, batch: Batch) -> None:
        """Validates one batch and counts it."""
        events = [decode(bytes(text)) for text in batch]
        if len(self.findings) < HELD and not self._schema.is_valid(events):
            for fault in self._schema.iter_errors(events):
                self.findings.append(fault_finding(fault, "/eventList", self.count))
        self.count += len(events)


def _shell(outline: Outline, met: JsonMet, tell: Callable[[Finding], None]) -> None:
    root: Root = met.root if met.root in {"EPCISDocument", "EPCISQueryDocument"} else "bare"  # type: ignore[assignment]
    whole = outline.whole()
    if root == "bare":
        met.events = 1 if met.root in event_shapes() or ":" in met.root else 0
    for fault in validator(root).iter_errors(whole):
        tell(fault_finding(fault, ""))
