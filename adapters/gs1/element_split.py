"""Element strings cut into AIs and values, not yet held against any rule (GS1 General Specifications 7.8)."""

from __future__ import annotations

import re

from adapters.gs1.ais import predefined, sizes
from lienthong.plugs import Refusal

FNC1 = "^"
"""How FNC1 is written in texts; scanners send the group separator instead."""
SEPARATOR = "\x1d"
Pairs = list[tuple[str, str]]
_OPENING = re.compile(r"(?<!\\)\(")


def is_bracketed(text: str) -> bool:
    """Whether a text is an element string with its AIs in brackets."""
    return text.startswith("(")


def bracketed_pairs(text: str) -> Pairs:
    r"""The AIs and values of a bracketed element string; `\(` is a bracket inside a value.

    Raises `Refusal` with `gs1.element-string` when it is not written so.

    >>> bracketed_pairs("(01)09521234000013(10)L1")
    [('01', '09521234000013'), ('10', 'L1')]
    """
    escaped = "\\(" in text
    pieces = _OPENING.split(text) if escaped else text.split("(")
    if pieces[0] or len(pieces) == 1:
        raise Refusal("gs1.element-string", value=text, place="1")
    pairs = []
    for count, piece in enumerate(pieces[1:], 1):
        ai, mark, value = piece.partition(")")
        if not mark or not (2 <= len(ai) <= 4 and ai.isdigit() and ai.isascii()):
            place = sum(map(len, pieces[:count])) + count
            raise Refusal("gs1.element-string", value=text, place=str(place))
        pairs.append((ai, value.replace("\\(", "(") if escaped else value))
    return pairs


def raw_pairs(text: str) -> Pairs:
    """The AIs and values of an element string as carriers hold it; FNC1 is `^` or the group separator.

    FNC1 in front may be missing; behind the last value, and behind values of predefined length, it is passed over.
    Raises `Refusal` with `gs1.raw-string` where no AI begins.

    >>> raw_pairs("^010952123400001310L1^17261130")
    [('01', '09521234000013'), ('10', 'L1'), ('17', '261130')]
    """
    if SEPARATOR in text:
        text = text.replace(SEPARATOR, FNC1)
    size_of, length_of = sizes().get, predefined().get
    place, end = (1 if text.startswith(FNC1) else 0), len(text)
    pairs = []
    while place < end:
        head = text[place : place + 2]
        size = size_of(head)
        if size is None:
            break
        start = place + size
        length = length_of(head)
        if length is None:
            stop = text.find(FNC1, start)
            stop = end if stop < 0 else stop
        else:
            stop = start + length
        value = text[start:stop]
        if length is not None and FNC1 in value:
            value = value[: value.index(FNC1)]
            stop = start + len(value)
        pairs.append((text[place:start], value))
        place = stop + 1 if text[stop : stop + 1] == FNC1 else stop
    if place < end or not pairs:
        raise Refusal("gs1.raw-string", value=text, rest=text[place:], position=str(place + 1))
    return pairs
