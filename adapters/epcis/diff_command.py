"""`lienthong epcis diff`: where two documents differ in their events, whatever syntax they are in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adapters.epcis.compare import Difference, compare
from adapters.epcis.json_door import json_bytes
from adapters.epcis.telling import CATALOGUE
from lienthong.commands import Command, Output, Result, Word
from lienthong.findings import Finding
from lienthong.reading import Unreadable

_SHOWN = 120


def run(a: Path, b: Path) -> Iterator[Result | Output | Finding]:
    """A result for each difference; none where the documents hold the same events."""
    told: list[Finding] = []
    try:
        for difference in compare(a, b, told.append):
            yield _result(difference)
    except Unreadable as fault:
        yield fault.finding
        return
    # an event that could not be read is no event that was compared
    yield Output(b"", ok=not any(finding.severity == "error" for finding in told), findings=told)


def _result(found: Difference) -> Result:
    members = {"event": found.event, "at": found.at, "a": found.a, "b": found.b}
    facts = {"event": found.event, "place": found.at, "a": _shown(found.a), "b": _shown(found.b)}
    alone = "epcis.only-first" if found.b is None else "epcis.only-second"
    code = "epcis.differs" if found.at else alone
    return Result(members, None, CATALOGUE.finding(code, **facts), verdict=False)


def _shown(value: Any) -> str:
    """A value as people read it, its end cut off where it is long."""
    if value is None:
        return "∅"
    text = value if isinstance(value, str) else json_bytes(value).decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


DIFF = Command(
    "diff",
    run,
    {
        "vi": "So sánh sự kiện của hai tài liệu, dù khác cú pháp hay thứ tự.",
        "en": "Compares the events of two documents, whatever their syntax and order.",
    },
    {
        "a": Word("Tài liệu thứ nhất.", "The first document.", "file"),
        "b": Word("Tài liệu thứ hai.", "The second document.", "file"),
    },
    sentences=True,
)
