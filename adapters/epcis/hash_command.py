"""`lienthong epcis hash`: a line for each event."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.epcis.hash import DEFAULT, hashes
from adapters.epcis.hash_tables import profiles
from adapters.epcis.telling import CATALOGUE
from lienthong.commands import Command, Output, Word
from lienthong.findings import Finding
from lienthong.reading import Unreadable


def print_hashes(document: Path, *, profile: str = DEFAULT, prehash: bool = False) -> Iterator[Output | Finding]:
    """A line an event in the order of the document: its hash, its pre-hash, or `! code` where it has none."""
    if profile not in profiles():
        yield CATALOGUE.finding("epcis.option", option="--profile", value=profile, wants=", ".join(profiles()))
        return
    told: list[Finding] = []
    try:
        for found in hashes(document, profile, told.append, prehashes=prehash):
            line = found if isinstance(found, str) else f"! {found.code}"
            yield Output(f"{line}\n".encode("utf-8", "replace"), ok=isinstance(found, str), findings=tuple(told))
            told.clear()
        # what is told behind the last event: a document that breaks off is no whole one
        yield Output(b"", ok=not any(finding.severity == "error" for finding in told), findings=tuple(told))
    except Unreadable as fault:
        yield fault.finding


HASH = Command(
    "hash",
    print_hashes,
    {
        "vi": "Mã băm của từng sự kiện, mỗi dòng một mã, theo thứ tự trong tài liệu.",
        "en": "The hash of each event, one a line, in the order of the document.",
    },
    {
        "document": Word("Tài liệu EPCIS.", "The EPCIS document.", "file"),
        "profile": Word(f"Quy tắc băm: {', '.join(profiles())}.", f"The rule: {', '.join(profiles())}.", "name"),
        "prehash": Word("In chuỗi trước khi băm.", "Prints the string before hashing."),
    },
)
