"""The compression of Digital Link 1.1 (withdrawn with 1.2), decoded only: a path segment in base64url holds the AIs.

Numbers are whole numbers of their full width here: an SSCC of 18 digits keeps each of them, and zeros in front of a
number come back, because its length is known. (Decoders that count in binary64 lose both.)
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil, log2

from adapters.gs1.ais import Elements, Part, sizes
from adapters.gs1.ais import table as ais
from lienthong.plugs import Refusal
from lienthong.shelf import data

BASE64URL = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
LONGEST = 2048
"""Characters of a segment that are looked at: far more than any carrier holds."""
_SEGMENT = re.compile(r"[A-Za-z0-9\-_]+\Z")
_LOWER_HEX, _UPPER_HEX = "0123456789abcdef", "0123456789ABCDEF"
_NAME_BITS = 7


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an AI value: digits only or characters, of exactly this length, or up to it."""

    digits: bool
    length: int
    exact: bool


class _Bits:
    """Bits taken from the front, one number at a time; raises `EOFError` past the end."""

    def __init__(self, segment: str) -> None:
        self.bits = "".join([f"{BASE64URL.index(sign):06b}" for sign in segment])
        self.place = 0

    def left(self) -> int:
        return len(self.bits) - self.place

    def number(self, count: int) -> int:
        if count > self.left():
            raise EOFError
        self.place += count
        return int(self.bits[self.place - count : self.place], 2) if count else 0

    def text(self, count: int, width: int, alphabet: str) -> str:
        return "".join([alphabet[self.number(width)] for _ in range(count)])


_ASCII = "".join(map(chr, range(128)))
_ALPHABETS = {1: (4, _LOWER_HEX), 2: (4, _UPPER_HEX), 3: (6, BASE64URL), 4: (7, _ASCII)}
"""By encoding indicator: bits of a character, and the alphabet; 0 is a number."""


def decompressed(segment: str) -> tuple[Elements, Elements]:
    """The AI values in a compressed segment, in its order and not yet checked, and its other parameters.

    Raises `Refusal` with `gs1.link-compressed` for a text that is no such segment.

    >>> decompressed("ARBAe2Jvog")
    ((('01', '08934567000017'),), ())
    """
    if len(segment) > LONGEST or not _SEGMENT.match(segment):
        raise Refusal("gs1.link-compressed", value=segment)
    elements: list[tuple[str, str]] = []
    parameters: list[tuple[str, str]] = []
    bits = _Bits(segment)
    try:
        # eight bits or less are what fills up the last character
        while bits.left() > 8:
            head = f"{bits.number(8):02X}"
            if head[0] == "F":
                parameters.append(_parameter(bits))
            else:
                elements += [(ai, _value(ai, bits)) for ai in _ais(head, bits)]
    except (EOFError, KeyError, IndexError):
        raise Refusal("gs1.link-compressed", value=segment) from None
    return tuple(elements), tuple(parameters)


def _ais(head: str, bits: _Bits) -> Iterator[str]:
    """The AIs that follow: the sequence of a code, or one AI of two to four digits."""
    if not head.isdigit():
        yield from codes()[head]
        return
    ai = head
    while len(ai) < sizes()[head]:
        ai += str(bits.number(4))
    yield ai


def _parameter(bits: _Bits) -> tuple[str, str]:
    # the second half of the head is already part of the length of the name
    bits.place -= 4
    name = bits.text(bits.number(_NAME_BITS), 6, BASE64URL)
    return name, _characters(bits.number(3), bits.number(_NAME_BITS), bits)


def _value(ai: str, bits: _Bits) -> str:
    return "".join([_field(field, bits) for field in fields()[ai]])


def _field(field: Field, bits: _Bits) -> str:
    encoding = 0 if field.digits else bits.number(3)
    length = field.length if field.exact else bits.number(_length_bits(field.length))
    return _characters(encoding, length, bits)


def _characters(encoding: int, length: int, bits: _Bits) -> str:
    if encoding:
        return bits.text(length, *_ALPHABETS[encoding])
    return str(bits.number(_digit_bits(length))).zfill(length) if length else ""


def _length_bits(most: int) -> int:
    return ceil(log2(most) + 0.01)


def _digit_bits(length: int) -> int:
    return ceil(length * log2(10) + 0.01)


@lru_cache(maxsize=1)
def codes() -> dict[str, tuple[str, ...]]:
    """The AIs that a code of two hexadecimal digits stands for."""
    found: dict[str, tuple[str, ...]] = {}
    for code, sequence in data("gs1/link-compression.yaml")["codes"].items():
        for digit in string.digits if "-" in code else "-":
            found[code.replace("-", digit)] = tuple([ai.replace("-", digit) for ai in sequence])
    return found


@lru_cache(maxsize=1)
def fields() -> dict[str, tuple[Field, ...]]:
    """The fields of every AI as the compression lays them out: neighbours of one kind are one field."""
    own = {ai: tuple(map(_named, row)) for ai, row in data("gs1/link-compression.yaml")["fields"].items()}
    return {ai: tuple(_joined(entry.parts)) for ai, entry in ais().items()} | own


def _named(text: str) -> Field:
    kind, exact, length = text[0], ".." not in text, text.lstrip("nx.")
    return Field(kind == "n", int(length), exact)


def _joined(parts: tuple[Part, ...]) -> Iterator[Field]:
    kinds = groupby(parts, lambda part: (part.signs == "n", part.least == part.most and not part.optional))
    for (digits, exact), group in kinds:
        yield Field(digits, sum(part.most for part in group), exact)
