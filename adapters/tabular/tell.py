"""What this room has to tell: its catalogue, and findings made from it, bounded in number."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from lienthong.findings import Catalogue, Finding, Position
from lienthong.findings.catalogue import load
from lienthong.reading import Unreadable

KEPT = 1000
"""Findings of one code that a table keeps; further ones are only counted."""


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The codes `tabular.*`."""
    return load(Path(__file__).with_name("catalogue.yaml"))


def tell(code: str, place: Position | None = None, **facts: str) -> Finding:
    """A finding of this room, placed."""
    found = catalogue().finding(f"tabular.{code}", **facts)
    return found.placed(place) if place else found


def unreadable(code: str, place: Position | None = None, **facts: str) -> Unreadable:
    """The exception that says why nothing can be read; its finding names the source."""
    return Unreadable(tell(code, place, **facts))


class Told:
    """Collects the findings of one walk: at most `KEPT` of one code, then a count, so that memory stays flat."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.counts: dict[str, int] = {}

    def add(self, code: str, place: Position, **facts: str) -> None:
        """Keeps the finding, or only counts it."""
        count = self.counts[code] = self.counts.get(code, 0) + 1
        if count <= KEPT:
            self.findings.append(tell(code, place, **facts))

    def close(self, place: Position) -> None:
        """Says for each code how many findings were only counted."""
        for code, count in self.counts.items():
            if count > KEPT:
                title = catalogue()[f"tabular.{code}"].title
                facts = {"about": f"tabular.{code}", "about_vi": title["vi"], "about_en": title["en"]}
                self.findings.append(tell("more", place, count=str(count), kept=str(KEPT), **facts))
