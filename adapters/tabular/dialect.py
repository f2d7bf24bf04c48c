"""Dialect: which sign parts the fields of a text file."""

from __future__ import annotations

import csv
from collections import Counter

DELIMITERS = (",", ";", "\t", "|")
NAMES = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "\\t": "\t"}
LOOKED_AT = 200


def find_delimiter(text: str) -> str:
    r"""The delimiter under which most of the first rows are equally wide, the wider one when two are alike.

    A first line `sep=;`, as spreadsheets write it, decides alone. A text of one column gives the comma.

    >>> find_delimiter("lot;qty\nL-1;1,5\nL-2;2,5\n")
    ';'
    """
    head = text[:8].lower()
    if head.startswith("sep=") and head[4:5] in DELIMITERS:
        return head[4:5]
    return max(DELIMITERS, key=lambda sign: _fit(text, sign))


def declared_delimiter(word: str) -> str:
    r"""The sign a declared delimiter stands for: itself, or its name (`tab`, `semicolon`).

    >>> declared_delimiter("tab")
    '\t'
    """
    return NAMES.get(word.lower(), word)


def _fit(text: str, sign: str) -> tuple[float, int]:
    lines = text.splitlines(keepends=True)[:LOOKED_AT]
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if row)
    except csv.Error:
        return 0.0, 0
    width = usual_width(widths)
    return (0.0, 0) if width < 2 else (round(widths[width] / widths.total(), 1), width)


def usual_width(widths: Counter[int]) -> int:
    """The commonest number of fields, the larger when two are as common; 0 without rows."""
    return max(widths, key=lambda width: (widths[width], width), default=0)
