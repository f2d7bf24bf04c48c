"""The verdict on a document: what the schemas say of it, and what is doubtful beyond them.

`valid` is what the published schemas would say: errors are theirs, or tell that the file cannot be read. All that goes
beyond them is a warning, so that a document without an error is a valid one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.epcis.json_walk import walk_json
from adapters.epcis.profile import Profile, described_twice
from adapters.epcis.reading import read, syntax
from adapters.epcis.sanity import Sanity
from adapters.epcis.source import BROKEN, HEAD, Fault, opened
from adapters.epcis.xsd_walk import XmlMet, walk_xml
from lienthong.findings import Finding, Position
from lienthong.model import Event
from lienthong.reading import Unreadable

Rules = Callable[[Event], Iterable[Finding]]
TOLD = 1000
"""Findings told of one document; the others are counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one file.

    `syntax` is `xml-1.0`, `xml-1.1`, `xml-1.2`, `xml-2.0`, `json-2.0` or `ndjson-2.0`, `kind` the name of the root
    element, the root's `type`, or `bare` for many events alone; both are empty where the file is not `readable`.
    `findings` without an error mean `valid`.
    """

    file: str
    valid: bool
    syntax: str
    kind: str
    events: int
    findings: tuple[Finding, ...]
    readable: bool = True


class _Told:
    """Gathers findings with the name of their file: no more than may be told, the rest counted."""

    def __init__(self, source: str) -> None:
        self.findings: list[Finding] = []
        self.errors = self.more = 0
        self._place = Position(source)

    def __call__(self, finding: Finding) -> None:
        self.errors += finding.severity == "error"
        if len(self.findings) < TOLD:
            self.findings.append(finding if finding.place else finding.placed(self._place))
        else:
            self.more += 1

    def all(self) -> tuple[Finding, ...]:
        if not self.more:
            return tuple(self.findings)
        severity = "error" if self.errors else "warning"
        more = Finding("epcis.schema.more", severity, "", {"count": str(self.more)}, self._place)  # type: ignore[arg-type]
        return (*self.findings, more)


def validate(path: Path, rules: Rules | None = None, profile: Profile | None = None) -> Verdict:
    """The verdict on one file; `rules` says what is wrong with an event beyond the schemas, with pointers inside it.

    `profile` tells what a partner asks for besides. Nothing is raised for what stands in the file. 1.0 and 1.1
    documents are held against the schemas of 1.2.
    """
    told = _Told(path.name)
    try:
        found, kind, events = _walk(path, told)
    except Fault as fault:
        told(Finding(fault.code, "error", fault.at, fault.facts))
    except OSError:
        told(Finding("epcis.document.absent", "error"))
    else:
        readable = _look(path, told, rules, profile) if events else True
        return Verdict(path.name, not told.errors, found, kind, events, told.all(), readable)
    return Verdict(path.name, False, "", "", 0, told.all(), readable=False)


def _walk(path: Path, told: _Told) -> tuple[str, str, int]:
    """Holds a file against its schema; its syntax, kind and number of events."""
    if _is_xml(path):
        met = walk_xml(path, told)
        return _xml_syntax(met), met.root, met.events
    found = walk_json(path, told)
    return "ndjson-2.0" if found.lines else "json-2.0", found.root, found.events


def _is_xml(path: Path) -> bool:
    with opened(path) as file:
        return syntax(file.read(HEAD)) == "xml"


def _xml_syntax(met: XmlMet) -> str:
    if met.version == "2":
        return "xml-2.0"
    return {"1": "xml-1.0", "1.0": "xml-1.0", "1.1": "xml-1.1"}.get(met.schema_version.strip(), "xml-1.2")


def _look(path: Path, told: _Told, rules: Rules | None, profile: Profile | None) -> bool:
    """Reads the events and tells what is doubtful about them; False when they cannot be read to their end.

    Of a document that the schema refuses, errors of the reader and of the rules would say the same again.
    """
    invalid, known = told.errors > 0, {(finding.code, finding.at) for finding in told.findings}
    broken: list[Finding] = []
    left_out: set[str] = set()

    def tell(finding: Finding) -> None:
        if finding.severity == "error":
            left_out.add("/".join(finding.at.split("/", 3)[:3]))
        if finding.code in BROKEN and finding.severity == "error":
            broken.append(finding)
            if (finding.code, finding.at) not in known:
                told(finding)
        elif finding.severity == "warning" or (finding.severity == "error" and not invalid):
            told(replace(finding, severity="warning"))

    try:
        document = read(path, tell)
    except Unreadable as fault:
        tell(fault.finding)
        return not broken
    sanity, number = Sanity(document.header.created), -1
    for event in document.events:
        number += 1
        while f"/eventList/{number}" in left_out:
            number += 1
        for finding in sanity.event(event, number):
            tell(finding)
        for finding in rules(event) if rules else ():
            tell(replace(finding, at=f"/eventList/{number}{finding.at}"))
        for finding in profile.event(event, f"/eventList/{number}") if profile else ():
            tell(finding)
    asked = profile.document(document.header) if profile else ()
    for finding in (*sanity.together(), *described_twice(document.header), *asked):
        tell(finding)
    return not broken
