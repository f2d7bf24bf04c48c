"""`lienthong epcis validate`: a verdict for each document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.epcis.profile import PROFILES, Profile
from adapters.epcis.telling import CATALOGUE
from adapters.epcis.validate import Verdict, validate
from lienthong.commands import Command, Result, Word
from lienthong.findings import Finding


def check(documents: tuple[Path, ...], *, profile: str = "") -> Iterator[Result | Finding]:
    """The verdict on each document, and what a partner's profile asks of it."""
    if profile and profile not in PROFILES:
        yield CATALOGUE.finding("epcis.option", option="profile", value=profile, wants=", ".join(PROFILES))
        return
    for document in documents:
        yield _verdict(document, validate(document, profile=Profile(profile) if profile else None))


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
    {
        "documents": Word("Các tài liệu EPCIS.", "The EPCIS documents.", "file"),
        "profile": Word(
            f"Yêu cầu riêng của đối tác: {', '.join(PROFILES)}.",
            f"What a partner asks for: {', '.join(PROFILES)}.",
            "name",
        ),
    },
    sentences=True,
)
