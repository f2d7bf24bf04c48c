"""What a hostile document is: its bytes, how many events may come of it, and what must be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

WARNINGS = frozenset({"epcis.xml.comment"})
"""What is told of a document that is taken all the same."""


@dataclass(frozen=True)
class Case:
    """One document of a row. `codes` are told when it is read, and nothing else; none for one that is taken whole."""

    name: str
    data: bytes
    events: int = 0
    codes: frozenset[str] = field(default_factory=frozenset)
    wants: str = ""
    """What must stand in what was read."""
    large: bool = False
    """Whether it is for the long tier."""
    fits: bool = False
    """Whether the published schemas take it all the same, so that a verdict only warns."""

    @property
    def refused(self) -> bool:
        """Whether commands and verdicts must not take it."""
        return bool(self.codes - WARNINGS)


def refused(
    name: str, data: str | bytes, *codes: str, events: int = 0, large: bool = False, fits: bool = False
) -> Case:
    """A document of which nothing (or only the events before) may come, and one of these codes."""
    return Case(
        name, data.encode() if isinstance(data, str) else data, events, frozenset(codes), large=large, fits=fits
    )


def taken(name: str, data: str | bytes, events: int = 1, large: bool = False) -> Case:
    """A document that is read whole, with nothing to tell."""
    return Case(name, data.encode() if isinstance(data, str) else data, events, large=large)


def numbered(cases: Iterable[Case]) -> list[Case]:
    """The cases, whose names must differ."""
    found = list(cases)
    assert len({case.name for case in found}) == len(found)
    return found
