"""What the GS1 adapter has to tell, as findings: codes and facts with the severity of the catalogue."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from lienthong.findings import Finding
from lienthong.findings.catalogue import load
from lienthong.plugs import Refusal

CATALOGUE = load(Path(__file__).with_name("catalogue.yaml"))
_OF_THE_WHOLE = frozenset({"gs1.fnc1-lost", "gs1.fnc1-likely", "gs1.raw-string", "gs1.element-string"})
"""Said of the whole text: their position is one in it, all others' one in a value."""


class Told:
    """Collects what is told of one input, but for the codes that are switched `off`."""

    def __init__(self, text: str, off: Collection[str] = ()) -> None:
        self.findings: list[Finding] = []
        self._text, self._off = text, off

    def notice(self, code: str, **facts: str) -> None:
        """Takes a notice of a reader."""
        if code not in self._off:
            self.findings.append(CATALOGUE.finding(code, self._place(code, facts), **facts))

    def refusal(self, refusal: Refusal) -> None:
        """Takes why a text is refused: told even if switched off, where nothing could be read past it."""
        at = self._place(refusal.code, refusal.facts)
        self.findings.append(CATALOGUE.finding(refusal.code, at, **refusal.facts))

    def absent(self, member: str, refusal: Refusal) -> None:
        """Takes why one form cannot be written: no fault of the input, so a warning, which points to the member."""
        if refusal.code not in self._off:
            finding = CATALOGUE.finding(refusal.code, f"/{member}", **refusal.facts)
            self.findings.append(replace(finding, severity="warning"))

    def _place(self, code: str, facts: dict[str, str]) -> str:
        """The offset of the fault in the text, where one is known."""
        position = facts.get("position") or facts.get("place") or ""
        if code not in _OF_THE_WHOLE or not position.isdigit():
            return ""
        # a scan stands behind its symbology identifier
        return str(int(position) - 1 + len(self._text) - len(facts.get("value", self._text)))
