"""`lienthong epcis validate`: a verdict for each document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.epcis.telling import CATALOGUE
from adapters.epcis.validate import Verdict, validate
from lienthong.commands import Command, Result, Word


def check(documents: tuple[Path, ...]) -> Iterator[Result]:
    """The verdict on each document."""
    for document in documents:
        yield _verdict(document, validate(document))


def _verdict(document: Path, found: Verdict) -> Result:
    code = "epcis.verdict.valid" if found.valid else "epcis.verdict.invalid"
    facts = {"file": str(document), "syntax": found.syntax, "events": str(found.events)}
    members = {
        "file": str(document),
        "valid": found.valid,
        "syntax": found.syntax or None,
        "kind": found.kind or None,
        "events": found.events,
    }
    says = CATALOGUE.finding(code if found.readable else "epcis.verdict.unreadable", **facts)
    return Result(members, found.findings, says, done=found.readable)


VALIDATE = Command(
    "validate",
    check,
    {
        "vi": "Kiểm tra tài liệu EPCIS theo lược đồ của phiên bản nó và các quy tắc ngoài lược đồ.",
        "en": "Holds EPCIS documents against the schema of their version and the rules beyond it.",
    },
    {"documents": Word("Các tài liệu EPCIS.", "The EPCIS documents.", "file")},
    sentences=True,
)
