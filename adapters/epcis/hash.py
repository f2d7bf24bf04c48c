"""The event hash (CBV 2.0, ISO/IEC 19988:2022, 8.9): one name for one event, whatever syntax it came in.

`cbv-2.0` is the rule as it is meant, `cbv-2.1` the same under the next version's name, and `reference-2.0` what the
reference tool 1.9.3 makes of an event, defects included. Where the tool makes something else of an event than the
first, this is told.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import cast

from adapters.epcis.hash_differences import differences
from adapters.epcis.hash_prehash import Prehash
from adapters.epcis.hash_reference import reference_prehash
from adapters.epcis.hash_tables import HashFault, Profile, Syntax, profiles, table
from adapters.epcis.reading import read, syntax
from adapters.epcis.source import HEAD, opened
from lienthong.findings import Finding
from lienthong.model import Event, Header

Tell = Callable[[Finding], None]
DEFAULT = str(table()["default"])
_EVENT = re.compile(r"/eventList/(\d+)(?:/|\Z)")
_LEFT_OUT = ":" + str(table()["left out"])


def _silent(finding: Finding) -> None:
    pass


class Hasher:
    """Hashes events that were written in one syntax by one profile; `tell` hears where the reference tool differs.

    `left_out` are members that the document says not to count. Raises KeyError for a profile that is not there.
    """

    def __init__(
        self,
        profile: str = DEFAULT,
        written: Syntax = "json",
        tell: Tell = _silent,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        self.profile: Profile = profiles()[profile]
        self._syntax, self._tell, self._left_out = written, tell, left_out
        self._writer = Prehash(written)

    def prehash(self, event: Event, at: str = "") -> str | Finding:
        """The string that is hashed, or why there is none; `at` is the pointer of the event in its document."""
        if not self._left_out.isdisjoint(event):
            event = cast("Event", {name: value for name, value in event.items() if name not in self._left_out})
        if event.get("type") not in self._writer.events:
            return Finding("epcis.event.type", "error", f"{at}/type", {"value": str(event.get("type"))[:200]})
        try:
            if self.profile.reference:
                return reference_prehash(event, self._syntax)
            text = self._writer.event(event)
        except HashFault as fault:
            return Finding(fault.code, "error", at + fault.at, fault.facts)
        if self._writer.values.odd and self._tell is not _silent:
            for finding in differences(event, text, self._syntax, self._writer, at):
                self._tell(finding)
        return text

    def hash(self, event: Event, at: str = "") -> str | Finding:
        """The hash as an NI URI (RFC 6920), or why there is none."""
        text = self.prehash(event, at)
        if not isinstance(text, str):
            return text
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"ni:///sha-256;{digest}?ver={self.profile.version}"


@lru_cache(maxsize=16)
def _hasher(profile: str, written: Syntax) -> Hasher:
    return Hasher(profile, written)


def prehash(event: Event, profile: str = DEFAULT, written: Syntax = "json") -> str | Finding:
    """The pre-hash string of one event, or the finding that says why it has none.

    >>> prehash({"type": "ObjectEvent", "eventTime": "2026-07-30T08:00:00+07:00", "action": "ADD"})
    'eventType=ObjectEventeventTime=2026-07-30T01:00:00.000Zaction=ADD'
    """
    return _hasher(profile, written).prehash(event)


def event_hash(event: Event, profile: str = DEFAULT, written: Syntax = "json") -> str | Finding:
    """The hash of one event as an NI URI, or the finding that says why it has none."""
    return _hasher(profile, written).hash(event)


def left_out(header: Header) -> frozenset[str]:
    """The members of events that a document says not to count, in a member `ignoreFields` of its root or results.

    >>> sorted(left_out(Header("2026-07-30T01:00:00Z", extra={"x:ignoreFields": ["x:hash", "x:captured"]})))
    ['x:captured', 'x:hash']
    """
    places = [header.extra, *(header.extra.get(part) or {} for part in ("epcisBody", "queryResults", "resultsBody"))]
    listed = [value for place in places for name, value in place.items() if name.endswith(_LEFT_OUT)]
    return frozenset(name for value in listed for name in ([value] if isinstance(value, str) else value))


def hashes(
    path: Path, profile: str = DEFAULT, tell: Tell = _silent, *, prehashes: bool = False
) -> Iterator[str | Finding]:
    """For each event of a document, in its order, the hash (or the pre-hash string), or why there is none.

    There is one result an event, also for an event that cannot be read, so that results never shift. `tell` hears all
    that readers find, and what the reference tool hashes otherwise. Raises `Unreadable` where there is no document.
    """
    refused: dict[int, Finding] = {}

    def told(finding: Finding) -> None:
        found = _EVENT.match(finding.at) if finding.severity == "error" else None
        if found:
            refused.setdefault(int(found[1]), finding)
        tell(finding)

    document = read(path, told)
    with opened(path) as file:
        written: Syntax = "xml" if syntax(file.read(HEAD)) == "xml" else "json"
    hasher = Hasher(profile, written, tell, left_out(document.header))
    make = hasher.prehash if prehashes else hasher.hash
    number = 0
    for event in document.events:
        while number in refused:
            yield refused.pop(number)
            number += 1
        yield make(event, f"/eventList/{number}")
        number += 1
    yield from (refused[place] for place in sorted(refused))
