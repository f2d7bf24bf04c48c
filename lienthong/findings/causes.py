"""Causes: findings grouped by what one would do about them, with exact totals and a short reference."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lienthong.findings.catalogue import Catalogue
from lienthong.findings.finding import Finding, Severity

# no 0 O 1 I: a reference is read out on the phone
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_NUMBERS = re.compile(r"/\d+")
PLACES_SHOWN = 3
LOTS_COUNTED = 1000
"""Lots of one cause that are told apart; beyond that there are "this many or more", so that memory stays small."""


def cause_key(finding: Finding, catalogue: Catalogue) -> tuple[str, ...]:
    """What makes two findings one cause: code, target field without numbers, column, and the cause facts.

    Values, rows and file names are never part of it.
    """
    facts = finding.facts
    listed = catalogue[finding.code].cause
    return (
        finding.code,
        f"{finding.severity}{'<' + finding.because if finding.because else ''}",
        _NUMBERS.sub("", finding.at),
        facts.get("heading", ""),
        *(facts.get(name, "") for name in listed if name != "heading"),
    )


def reference(key: tuple[str, ...]) -> str:
    """Six letters and digits that name a cause, the same tomorrow and at a colleague's.

    >>> reference(("mapping.empty", "error", "/eventTime", "Ngày"))
    'N98-8KT'
    """
    number = int.from_bytes(hashlib.sha256("\x1f".join(key).encode()).digest()[:8], "big")
    signs = ""
    for _ in range(6):
        number, rest = divmod(number, len(_ALPHABET))
        signs += _ALPHABET[rest]
    return f"{signs[:3]}-{signs[3:]}"


@dataclass(slots=True)
class Cause:
    """One cause: the first finding as its example, exact counts, and the first places."""

    key: tuple[str, ...]
    example: Finding
    count: int = 0
    rows: int = 0
    places: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    lots: set[str] = field(default_factory=set)
    """Keys of the lots that the findings are about, where they are known; no more of them than are counted."""

    @property
    def uncounted_lots(self) -> bool:
        """Whether there may be more lots than are counted."""
        return len(self.lots) >= LOTS_COUNTED

    @property
    def code(self) -> str:
        return self.example.code

    @property
    def severity(self) -> Severity:
        return self.example.severity

    @property
    def follows(self) -> str:
        """The code of the finding these follow from; a consequence is shown last and never summed with causes."""
        return self.example.because

    @property
    def reference(self) -> str:
        return reference(self.key)


class Causes:
    """Counts findings by cause as they come; memory grows with the causes, not with the findings."""

    def __init__(self, catalogue: Catalogue, keep_places: int = PLACES_SHOWN) -> None:
        self.catalogue = catalogue
        self.keep_places = keep_places
        self._by_key: dict[tuple[str, ...], Cause] = {}

    def add(self, finding: Finding, rows: int = 1, lots: Iterable[str] = ()) -> Cause:
        """Counts one finding under its cause, which is returned; `lots` are the keys of the lots it is about."""
        key = cause_key(finding, self.catalogue)
        cause = self._by_key.get(key)
        if cause is None:
            cause = self._by_key[key] = Cause(key, finding)
        cause.count += 1
        cause.rows += rows
        for lot in lots:
            if not cause.uncounted_lots:
                cause.lots.add(lot)
        if finding.place and len(cause.places) < self.keep_places:
            cause.places.append(str(finding.place))
            cause.values.append(finding.facts.get("value", ""))
        return cause

    def counts(self) -> dict[str, int]:
        """How many findings there are of each severity; those that only follow from another are not counted."""
        totals = {"error": 0, "warning": 0, "repaired": 0, "lost": 0}
        for cause in self._by_key.values():
            if not cause.follows:
                totals[cause.severity] += cause.count
        return totals

    def ordered(self) -> list[Cause]:
        """Most blocking first: errors, lost, warnings, repaired; then by count; then by key. Consequences come last."""
        rank = {"error": 0, "lost": 1, "warning": 2, "repaired": 3}
        return sorted(
            self._by_key.values(),
            key=lambda cause: (bool(cause.follows), rank[cause.severity], -cause.count, cause.key),
        )
