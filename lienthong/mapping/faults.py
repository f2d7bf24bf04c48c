"""Faults of a mapping file as findings, each at its line and column; suggestions only where a word is near."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from lienthong.findings import Catalogue, Finding, Position
from lienthong.findings.catalogue import fill
from lienthong.mapping.syntax import LineFault
from lienthong.mapping.tree import Spot
from lienthong.plugs import Refusal
from lienthong.shelf import Node, Scalar


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a person may have meant; empty when none is near.

    >>> nearest("actaul", ["actual", "planned"]), nearest("colour", ["lot", "gtin"])
    ('actual', '')
    """
    by_fold = {name.casefold(): name for name in known}
    cutoff = 0.75 if len(word) > 4 else 0.6
    found = difflib.get_close_matches(word.casefold()[:64], by_fold, 1, cutoff)
    return by_fold[found[0]] if found else ""


class Faults:
    """Collects what is wrong or doubtful in one mapping file, in the order of its lines."""

    def __init__(self, file: str, text: str, catalogue: Catalogue) -> None:
        self.file, self.catalogue = file, catalogue
        self.lines = text.split("\n")
        self._found: list[Finding] = []

    def tell(self, code: str, spot: Spot, **facts: str) -> None:
        """Notes one fault at a place of the file."""
        place = Position(self.file, "", spot.line, spot.column)
        finding = self.catalogue.finding(code, **facts).placed(place)
        if finding not in self._found:
            self._found.append(finding)

    def at(self, node: Node, code: str, **facts: str) -> None:
        """Notes one fault at the beginning of a node."""
        self.tell(code, spot_of(node), **facts)

    def inside(self, line: Scalar, offset: int, code: str, **facts: str) -> None:
        """Notes one fault at an offset inside a text."""
        self.tell(code, self.spot(line, offset), **facts)

    def line_fault(self, line: Scalar, fault: LineFault) -> None:
        """Notes a fault of the field-line grammar."""
        self.inside(line, fault.at, fault.code, **fault.facts)

    def unknown(self, what: str, word: str, known: Iterable[str], spot: Spot, **facts: str) -> None:
        """Notes an unknown word of a kind (`name`, `function`, …), with the near one where there is one."""
        near = nearest(word, known)
        if near:
            self.tell(f"mapping.{what}-near", spot, given=word, near=near, **facts)
        else:
            self.tell(f"mapping.{what}", spot, given=word, **facts)

    def spot(self, line: Scalar, offset: int) -> Spot:
        """Where an offset of a text stands in the file; its beginning where the text is folded or escaped."""
        start = line.column - 1 + line.quoted
        source = self.lines[line.line - 1] if line.line <= len(self.lines) else ""
        if source[start : start + len(line.text)] != line.text:
            return Spot(line.line, line.column)
        return Spot(line.line, start + offset + 1)

    @property
    def errors(self) -> bool:
        return any(finding.severity == "error" for finding in self._found)

    def ordered(self) -> list[Finding]:
        """All findings by line and column."""
        return sorted(self._found, key=lambda found: (found.place.row, found.place.column) if found.place else (0, 0))


def refused(refusal: Refusal, catalogue: Catalogue) -> dict[str, str]:
    """Why a function refused, as facts: the code, and the title that the catalogue has for it in both languages."""
    titles = catalogue[refusal.code].title if refusal.code in catalogue else {}
    said = {lang: fill(titles.get(lang, refusal.code), refusal.facts) for lang in ("vi", "en")}
    return {"refused": refusal.code, "refused_vi": said["vi"], "refused_en": said["en"]}


def spot_of(node: Node) -> Spot:
    """The place of a node."""
    return Spot(node.line, node.column)
