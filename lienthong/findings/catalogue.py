"""The catalogue: for each code its severity, the sentences in Vietnamese and English, and how it is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from lienthong.findings.finding import Finding, Severity
from lienthong.shelf import ShelfError, package_data

Lang = Literal["vi", "en"]
Fix = Literal["cell", "column", "row", "mapping", "none"]
_HOLE = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*\{(\w+)\}[^\[\]]*)\]")
_PLACE_FIRST = re.compile(r"\A[^{}:]*\{(place|cell|row)\}: ")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of one code.

    `say` is the sentence for one finding, `title` names the cause for a group of them, `mend` tells how it is
    put right; `cause` lists the facts that split findings of one code into different causes.
    """

    code: str
    severity: Severity
    fix: Fix
    cause: tuple[str, ...]
    say: Mapping[str, str]
    title: Mapping[str, str]
    mend: Mapping[str, str]


def fill(sentence: str, facts: Mapping[str, str]) -> str:
    """The sentence with `{fact}` replaced; a fact that is not there shows as an ellipsis.

    A part in square brackets is said only when its fact is there.

    >>> fill("Cell {cell} is empty.", {"cell": "C7"})
    'Cell C7 is empty.'
    >>> fill("No {it}.[ Nearest: {near}.]", {"it": "x"}), fill("No {it}.[ Nearest: {near}.]", {"it": "x", "near": "y"})
    ('No x.', 'No x. Nearest: y.')
    """
    sentence = _OPTIONAL.sub(lambda part: part[1] if facts.get(part[2]) else "", sentence)
    return _HOLE.sub(lambda hole: facts.get(hole[1], "…"), sentence)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


class Catalogue:
    """The codes of the core and of every adapter.

    Raises `ShelfError` when a code is there twice or lacks a sentence in one of the languages.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            if entry.code in self._entries:
                raise ShelfError("catalogue.duplicate", "catalogue", key=entry.code)
            self._entries[entry.code] = entry

    def __getitem__(self, code: str) -> Entry:
        return self._entries[code]

    def __contains__(self, code: str) -> bool:
        return code in self._entries

    def codes(self) -> list[str]:
        return sorted(self._entries)

    def __add__(self, other: Catalogue) -> Catalogue:
        return Catalogue([*self._entries.values(), *other._entries.values()])

    def finding(self, code: str, at: str = "", **facts: str) -> Finding:
        """A finding of this code with the severity the catalogue gives it."""
        return Finding(code, self._entries[code].severity, at, facts)

    def sentence(self, finding: Finding, lang: str) -> str:
        """The sentence of one finding in one language, its place included in the facts as `place`, `cell`, `at`.

        A place that a sentence begins with is left out where none is known.
        """
        facts = {"at": finding.at, **finding.facts}
        template = self._entries[finding.code].say[lang]
        if finding.place:
            facts = {
                "place": str(finding.place),
                "cell": finding.place.cell,
                "row": str(finding.place.row),
                **facts,
            }
        begin = _PLACE_FIRST.match(template)
        if begin and begin[1] not in facts:
            return _capital(fill(template[begin.end() :], facts))
        return fill(template, facts)

    def wire(self, finding: Finding) -> dict[str, Any]:
        """A finding as JSON has it: its place stands beside its sentences, not in them."""
        bare = replace(finding, place=None)
        return {
            "code": finding.code,
            "severity": finding.severity,
            "at": finding.at,
            "place": str(finding.place or ""),
            "facts": dict(finding.facts),
            "vi": self.sentence(bare, "vi"),
            "en": self.sentence(bare, "en"),
        }


def load(file: Path) -> Catalogue:
    """The catalogue in one YAML file; a code without both sentences stops start-up."""
    entries = []
    for code, row in package_data(file).items():
        texts = {part: row.get(part, {}) for part in ("say", "title", "mend")}
        for part, text in texts.items():
            if not (text.get("vi") and text.get("en")):
                raise ShelfError("catalogue.sentence", file.name, key=f"{code}.{part}")
        if row["severity"] not in get_args(Severity) or row.get("fix", "none") not in get_args(Fix):
            raise ShelfError("catalogue.entry", file.name, key=code)
        entries.append(Entry(code, row["severity"], row.get("fix", "none"), tuple(row.get("cause", [])), **texts))
    return Catalogue(entries)


@lru_cache(maxsize=1)
def core_catalogue() -> Catalogue:
    """The codes of the core's own rooms: one `catalogue.yaml` beside the code that finds them."""
    rooms = sorted(Path(__file__).resolve().parent.parent.glob("*/catalogue.yaml"))
    merged = Catalogue([])
    for file in rooms:
        merged = merged + load(file)
    return merged
