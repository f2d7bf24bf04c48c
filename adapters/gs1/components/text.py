"""Rules for the text of a component: its characters, zeros, escapes, coordinates."""

from __future__ import annotations

import re

from adapters.gs1.charset import DIGITS, SET_39, SET_64, SET_82
from adapters.gs1.components.fault import Fault, Rule, misfit, outside, whole

_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2}).{0,2}", re.DOTALL)
_PADDED = 3


def of_set_82(text: str) -> Fault | None:
    """`cset82`: lots, serials and most other texts."""
    return outside(text, SET_82)


def of_set_39(text: str) -> Fault | None:
    """`cset39`: the part numbers of AI 8010."""
    return outside(text, SET_39)


def digits(text: str) -> Fault | None:
    """`csetnumeric`: ASCII digits."""
    return outside(text, DIGITS)


def of_set_64(text: str) -> Fault | None:
    """`cset64`: file-safe base 64; up to two `=` fill the last three characters, none beyond them."""
    body = text.rstrip("=")
    fault = outside(body, SET_64)
    if fault:
        return fault
    pads = len(text) - len(body)
    if not pads or (pads < _PADDED and len(text) % _PADDED == 0):
        return None
    return Fault("gs1.padding", len(body), pads)


def zero(text: str) -> Fault | None:
    """`zero`: nothing but zeros."""
    return None if text and not text.strip("0") else whole("gs1.zero-wanted", text)


def not_zero(text: str) -> Fault | None:
    """`nonzero`: a number above zero."""
    return outside(text, DIGITS) or (None if text.strip("0") else whole("gs1.zero-number", text))


def no_zero_in_front(text: str) -> Fault | None:
    """`nozeroprefix`: a number that does not begin with zero."""
    fault = outside(text, DIGITS)
    return fault or (Fault("gs1.leading-zero", 0, 1) if text.startswith("0") else None)


def hyphens(text: str) -> Fault | None:
    """`hyphen`: nothing but hyphens; behind a temperature it means below zero."""
    return None if text and not text.strip("-") else whole("gs1.hyphen", text, got=text)


def has_other_than_digits(text: str) -> Fault | None:
    """`hasnondigit`: one character at least is no digit."""
    return whole("gs1.letter-wanted", text) if DIGITS.issuperset(text) else None


def importer_index(text: str) -> Fault | None:
    """`importeridx`: one letter, digit, hyphen or underscore."""
    return misfit(text, 1, 1) or outside(text, SET_64)


def escapes(text: str) -> Fault | None:
    """`pcenc`: each `%` is followed by two hexadecimal digits."""
    found = _BAD_ESCAPE.search(text)
    return Fault("gs1.escape", found.start(), len(found[0])) if found else None


def coordinate(code: str, most: int) -> Rule:
    """`latitude`, `longitude`: ten digits, ten-millionths of a degree from the south pole, or eastwards."""

    def rule(text: str) -> Fault | None:
        fault = misfit(text, 10, 10) or outside(text, DIGITS)
        if fault:
            return fault
        return whole(code, text, most=str(most)) if int(text) > most else None

    return rule
