"""Holds events against the schema of their target as they are written, so that no document is refused in silence.

What the target asks for and the source does not say is told as an error. The event is written as it is: nothing is
made up, and nothing thrown away. What XML lets pass and JSON does not (identifiers that are no URIs, reports without
a type, words of no list spelled as the CBV's own) is found by the JSON Schema (EPCIS 2.0, clause 10).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from adapters.epcis.json_faults import fault_finding
from adapters.epcis.json_schema import Root, validator
from adapters.epcis.json_writer import outline
from adapters.epcis.pointer import step
from adapters.epcis.vocabulary import other_spelling
from adapters.epcis.xml_parts import ZONED
from adapters.gs1.starts import REMEMBERED
from lienthong.findings import Finding
from lienthong.model import Event, Header, Shape, event_shapes, shape

Tell = Callable[[Finding], None]
_TIMES = ("eventTime", "recordTime")
_CBV = "urn:epcglobal:cbv:"


class HeldPlain:
    """Tells which members an event lacks that its target requires, and of times without a zone where 2.0 wants one."""

    def __init__(self, to: str, tell: Tell) -> None:
        self._tell, self._zoned, self._json = tell, not to.startswith("xml-1"), not to.startswith("xml")
        self._lacks: dict[tuple[str, ...], tuple[str, ...]] = {}

    def event(self, event: Event, at: str) -> Event:
        """The event as it is."""
        key = (event["type"], *event)
        lacks = self._lacks.get(key)
        if lacks is None:
            if len(self._lacks) >= REMEMBERED:
                self._lacks.clear()
            item = event_shapes().get(event["type"])
            lacks = self._lacks[key] = tuple(name for name in item.required if name not in event) if item else ()
        for name in lacks:
            self._tell(Finding("epcis.member.missing", "error", at, {"name": name}))
        if self._zoned:
            self._times(event, at)
        return event

    def _times(self, event: Event, at: str) -> None:
        times: dict[str, Any] = {name: event[name] for name in _TIMES if name in event}  # type: ignore[literal-required]
        if "errorDeclaration" in event:
            declared: Any = event["errorDeclaration"]
            times["errorDeclaration/declarationTime"] = declared.get("declarationTime")
        for name, text in times.items():
            if text is not None and not ZONED(text):
                self._tell(Finding("epcis.time.zone", "error", f"{at}/{name}", {"value": text[:60]}))

    def header(self, header: Header) -> None:
        """Tells what JSON Schema says against the header; what XML requires of one is written empty, and told there."""
        if self._json:
            _around(header, self._tell)


class HeldJson:
    """Tells whatever the JSON Schema says against an event that comes from XML."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._schema = validator("event")

    def event(self, event: Event, at: str) -> Event:
        """The event, its words of the CBV that stand in no list as web addresses: JSON takes no URNs for them."""
        if self._schema.is_valid([event]):
            return event
        for finding in _spelled(event, event_shapes().get(event["type"]), at):
            self._tell(finding)
        for fault in self._schema.iter_errors([event]):
            finding = fault_finding(fault, "")
            self._tell(replace(finding, at=at + finding.at.removeprefix("/0")))
        return event

    def header(self, header: Header) -> None:
        """Tells what the schema says against the document around its events."""
        _around(header, self._tell)


def _around(header: Header, tell: Tell) -> None:
    if header.kind != "bare":
        document = outline(header)
        root: Root = document["type"]
        for fault in validator(root).iter_errors(document):
            tell(fault_finding(fault, ""))


@lru_cache(maxsize=16)
def _web(codes: str) -> Callable[[str], str]:
    return other_spelling(codes, "web")


def _spelled(owner: Any, item: Shape | None, at: str) -> Iterator[Finding]:
    """Spells words of the CBV as web addresses, in place; each is told."""
    for name, member in item.members.items() if item else ():
        value = owner.get(name)
        if not value or member.kind not in {"code", "object"}:
            continue
        holder: Any = value if type(value) is list else owner
        places: Any = range(len(value)) if holder is value else (name,)
        for place in places:
            one, here = holder[place], f"{at}/{name}" if holder is owner else step(f"{at}/{name}", place)
            if member.kind == "object":
                yield from _spelled(one, shape(member.of), here) if type(one) is dict else ()
            elif type(one) is str and one.startswith(_CBV) and (new := _web(member.codes)(one)) != one:
                holder[place] = new
                yield Finding("epcis.word.web", "warning", here, {"value": one, "new": new})
