"""Reads single events from their JSON text: types held, numbers exact, prefixes of their document laid under theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.epcis.contexts import read_context
from adapters.epcis.json_door import (
    MAX_TEXT,
    JsonFault,
    decode,
    json_bytes,
    key_count,
    refuse_duplicates,
    refuse_long,
)
from adapters.epcis.json_quick import QuickTypes
from adapters.epcis.typed import Typed
from lienthong.findings import Finding
from lienthong.model import Event, Header

Tell = Callable[[Finding], None]
_REMEMBERED = 1000


class JsonEvents:
    """Reads the events of one file; `header` says which prefixes they have from the document around them."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._bare = header.kind == "bare"
        self._quick, self._typed = QuickTypes(), Typed()
        self._contexts: dict[bytes, tuple[Mapping[str, Any], list[Finding]]] = {}

    def event(self, text: bytes, number: int, tell: Tell) -> Event | None:
        """The event of one slice of text, None when it has a fault, which is told."""
        at = f"/eventList/{number}"
        findings: list[Finding] = []
        try:
            event: Any = decode(text)
            sound = self._quick.event(event, text)
            if len(text) > MAX_TEXT:
                refuse_long(event, at)
            if not sound:
                sound, findings = self._typed.event(event, at), self._typed.findings
                if self._typed.keys != key_count(text):
                    refuse_duplicates(text, at)
        except JsonFault as fault:
            tell(Finding(fault.code, "error", fault.at if fault.at.startswith(at) else at, fault.facts))
            return None
        for finding in findings:
            tell(finding)
        return event if sound and self._in_context(event, at, tell) else None

    def _in_context(self, event: dict[str, Any], at: str, tell: Tell) -> bool:
        """Gives the event its prefixes; False when its context is refused."""
        own = event.pop("@context", None)
        if own is None:
            if self._bare:
                tell(Finding("epcis.context.absent", "warning", at))
            elif self._header.namespaces:
                event["@context"] = self._header.namespaces
            return True
        prefixes, findings = self._context(own)
        for finding in findings:
            tell(Finding(finding.code, finding.severity, f"{at}/@context{finding.at}", finding.facts))
        if prefixes or self._bare:
            event["@context"] = prefixes
        return all(finding.severity != "error" for finding in findings)

    def _context(self, own: Any) -> tuple[Mapping[str, Any], list[Finding]]:
        """The prefixes of an event whose own context is this one, the same object for all that are alike."""
        key = json_bytes(own)
        found = self._contexts.get(key)
        if found is None:
            if len(self._contexts) >= _REMEMBERED:
                self._contexts.clear()
            prefixes, kept, findings = read_context(own, "")
            for entry in () if kept == self._header.context else kept:
                prefixes.update(entry if isinstance(entry, dict) else {})
            merged = prefixes if self._bare else {**self._header.namespaces, **prefixes}
            shared = self._header.namespaces if merged == self._header.namespaces else merged
            found = self._contexts[key] = (shared, findings)
        return found
