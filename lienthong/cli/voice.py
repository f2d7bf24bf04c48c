"""The voice of the command line: machine output to standard output, everything else to standard error."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from lienthong.findings import Catalogue, Finding, Position
from lienthong.findings.catalogue import Lang
from lienthong.words import say

_encode = msgspec.json.Encoder(decimal_format="number").encode
_SIGNS = {"error": "✗", "lost": "✗", "warning": "!", "repaired": "≈"}


def default_lang(arguments: Sequence[str]) -> Lang:
    """The language: `--lang`, else the locale's, else Vietnamese.

    >>> default_lang(["convert", "--lang", "en"]), default_lang(["--lang=vi"])
    ('en', 'vi')
    """
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            return "en" if value == "en" else "vi"
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    named = named or (locale.getlocale()[0] or "")
    return "en" if named.startswith("en") else "vi"


def without_lang(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The command line without `--lang`, and the word given for it when that is no language of ours.

    >>> without_lang(["convert", "--lang", "en", "a.csv"]), without_lang(["--lang=fr"])
    ((['convert', 'a.csv'], None), ([], 'fr'))
    """
    rest: list[str] = []
    wrong: str | None = None
    words = iter(arguments)
    for word in words:
        name, sign, value = word.partition("=")
        if name != "--lang":
            rest.append(word)
            continue
        value = value if sign else next(words, "")
        wrong = wrong if value in {"vi", "en"} else value
    return rest, wrong


def _beside(place: Position, sentence: str) -> str:
    """What stands before a sentence so that its place is known: no more than the sentence leaves unsaid.

    >>> _beside(Position("a.xlsx", "Lô", 7, 4), "Ô D7 để trống."), _beside(Position("a.xlsx", "Lô", 7), "Thiếu mã.")
    ('a.xlsx!Lô: ', 'a.xlsx!Lô!7: ')
    """
    if str(place) in sentence:
        return ""
    said = place.sheet and re.search(rf"\b{place.cell or place.row}\b", sentence)
    return f"{place.source}!{place.sheet}: " if said else f"{place}: "


class Voice:
    """Says things in one language."""

    def __init__(self, lang: Lang, catalogue: Catalogue) -> None:
        self.lang = lang
        self.catalogue = catalogue

    def data(self, value: Any) -> None:
        """One JSON value as a line on standard output."""
        self.text(_encode(value).decode())

    def text(self, text: str) -> None:
        """A text on standard output."""
        sys.stdout.write(text + "\n")

    def tell(self, text: str) -> None:
        """A text on standard error."""
        sys.stderr.write(text + "\n")

    def say(self, key: str, **facts: str) -> None:
        """A sentence of the catalogue of words on standard error."""
        self.tell(say(self.lang, key, **facts))

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings as sentences with their places on standard error."""
        for finding in findings:
            sentence = self.catalogue.sentence(finding, self.lang)
            place = _beside(finding.place, sentence) if finding.place else ""
            self.tell(f"{_SIGNS[finding.severity]} {place}{sentence}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table on standard output, columns as wide as their texts, plain where it is no terminal."""
        from rich.console import Console
        from rich.table import Table

        table = Table(*head, box=None, pad_edge=False, header_style="bold")
        for row in rows:
            table.add_row(*row)
        width = None if sys.stdout.isatty() else 200
        Console(file=sys.stdout, width=width, highlight=False, markup=False).print(table)
