"""Paths of outward mappings: `bizTransactionList(type=desadv)/bizTransaction`, `readPoint/id`."""

from __future__ import annotations

from lienthong.mapping.syntax import LineFault, Word
from lienthong.mapping.tree import Path, PathPart

MAX_PARTS = 16


def parse_path(word: Word) -> Path:
    """The parts of a JSON path; raises `LineFault` at the part that is none.

    >>> parse_path(Word("bizTransactionList(type=desadv)/bizTransaction", 0)).parts[0]
    PathPart(member='bizTransactionList', where=('type', 'desadv'))
    """
    parts: list[PathPart] = []
    at = word.at
    for text in _pieces(word.text):
        parts.append(_part(text, at, word))
        at += len(text) + 1
    if len(parts) > MAX_PARTS:
        raise LineFault("mapping.path", word.at, given=word.text)
    return Path(tuple(parts), word.text)


def _pieces(text: str) -> list[str]:
    """The text split at slashes that stand outside brackets."""
    pieces, start, depth = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "/" and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]


def _part(text: str, at: int, word: Word) -> PathPart:
    member, bracket, rest = text.partition("(")
    if not member or not all(sign.isalnum() or sign in "_-:.@" for sign in member):
        raise LineFault("mapping.path", at, given=word.text)
    if not bracket:
        return PathPart(member)
    child, equals, value = rest.removesuffix(")").partition("=")
    if not (rest.endswith(")") and child and equals and value):
        raise LineFault("mapping.path", at, given=word.text)
    return PathPart(member, (child, value))
