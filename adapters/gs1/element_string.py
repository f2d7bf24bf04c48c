"""Bracketed element strings, `(01)09521234000013(10)L1` (GS1 General Specifications 4.14)."""

from __future__ import annotations

import re

from adapters.gs1.ais import Elements
from lienthong.plugs import Refusal

_ELEMENT = re.compile(r"\((\d{2,4})\)((?:[^(\\]|\\[()\\])+)", re.ASCII)
_ESCAPED = re.compile(r"\\([()\\])")


def parse(text: str) -> Elements:
    r"""The AIs and values of a bracketed element string, in its order; `\(` is a bracket inside a value.

    Raises `Refusal` with `gs1.element-string` when it is not written so.

    >>> parse("(01)09521234000013(10)L1")
    (('01', '09521234000013'), ('10', 'L1'))
    """
    elements = []
    place = 0
    while match := _ELEMENT.match(text, place):
        elements.append((match[1], _ESCAPED.sub(r"\1", match[2])))
        place = match.end()
    if place < len(text) or not elements:
        raise Refusal("gs1.element-string", value=text, place=str(place + 1))
    return tuple(elements)
