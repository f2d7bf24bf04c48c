"""What a rule has to say of a component that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, str] = MappingProxyType({})


class Fault(NamedTuple):
    """Why a component breaks its rule.

    `code` of the finding; `at` (from 0) and `length` of the characters that are wrong; further `facts`.
    """

    code: str
    at: int
    length: int
    facts: Mapping[str, str] = _NONE


Rule = Callable[[str], Fault | None]
"""Takes the text of a component and gives its first fault, None where it is right."""


def whole(code: str, text: str, **facts: str) -> Fault:
    """A fault that covers the whole component."""
    return Fault(code, 0, len(text), facts)


def outside(text: str, signs: frozenset[str]) -> Fault | None:
    """The first character that is not among the signs, as a fault.

    >>> outside("12x4", frozenset("0123456789")).at
    2
    """
    if signs.issuperset(text):
        return None
    at = next(place for place, sign in enumerate(text) if sign not in signs)
    return Fault("gs1.value-character", at, 1, {"character": text[at]})


def misfit(text: str, least: int, most: int) -> Fault | None:
    """A fault of length where the text has not from `least` to `most` characters."""
    if least <= len(text) <= most:
        return None
    return whole("gs1.value-length", text, length=str(len(text)), wants=span(least, most))


def span(least: int, most: int) -> str:
    """How many characters, in words for figures: `14`, `1–20`."""
    return str(most) if least == most else f"{least}–{most}"
