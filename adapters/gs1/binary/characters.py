"""Characters as numbers: 7-bit, 6-bit, base 64, hexadecimal and URN Code 40 (TDS 2.3, 14.3, 14.5.6, tables A-1, G-1).

Writers give the number of a text all of whose characters are of the set; readers give None for codes that have none.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import dataclass

from adapters.gs1.binary.bits import width_of
from adapters.gs1.charset import SET_82

SET_39 = frozenset(string.ascii_uppercase + string.digits + "#-/")
"""What component and part references are written in (General Specifications 7.11, the set of 39)."""
_ASCII_82 = "".join(sorted(SET_82)).encode()
_ASCII_ALL = _ASCII_82 + b"#"
_SIX = {ord(sign) & 63: sign for sign in sorted(SET_39)}
_BASE_64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
_CODE_40 = "\0" + string.ascii_uppercase + "-.:" + string.digits
_CODE_40_AT = {sign: place for place, sign in enumerate(_CODE_40)}
_BASE_64_AT = {sign: place for place, sign in enumerate(_BASE_64)}


@dataclass(frozen=True, slots=True)
class Encoding:
    """One way to write characters: those it has, the bits for a length, and both directions."""

    signs: frozenset[str]
    width: Callable[[int], int]
    write: Callable[[str], int]
    read: Callable[[int, int], str | None]
    """Of a number and the length of the text."""


def is_number(text: str) -> bool:
    """Whether the text is ASCII digits, at least one."""
    return text.isascii() and text.isdigit()


def is_plain(text: str, bits: int) -> bool:
    """Whether the text is a number without zeros in front that so many bits hold."""
    return is_number(text) and (text[0] != "0" or text == "0") and len(text) <= bits and int(text) < 1 << bits


def ascii_number(text: str) -> int:
    """The characters at seven bits each."""
    value = 0
    for code in text.encode("ascii"):
        value = value << 7 | code
    return value


def ascii_text(value: int, length: int, signs: bytes = _ASCII_82) -> str | None:
    """The text of `length` codes of seven bits; None where one is no character of set 82 (or of `signs`)."""
    codes = bytearray(length)
    for place in range(length - 1, -1, -1):
        codes[place] = value & 127
        value >>= 7
    return None if codes.translate(None, signs) else codes.decode("ascii")


def six_number(text: str) -> int:
    """The characters at six bits each, with the six zero bits that end the text (TDS 2.3, 14.3.8)."""
    value = 0
    for sign in text:
        value = value << 6 | ord(sign) & 63
    return value << 6


def six_sign(code: int) -> str:
    """The character of a code of six bits; empty where it has none."""
    return _SIX.get(code, "")


def _base_64_number(text: str) -> int:
    value = 0
    for sign in text:
        value = value << 6 | _BASE_64_AT[sign]
    return value


def _base_64_text(value: int, length: int) -> str:
    return "".join(_BASE_64[value >> 6 * place & 63] for place in range(length - 1, -1, -1))


def code_40_width(length: int) -> int:
    """The bits of so many characters in URN Code 40: 16 for three."""
    return 16 * -(-length // 3)


def code_40_number(text: str) -> int:
    """The characters three by three in 16 bits each (TDS 2.3, 14.5.6.5)."""
    value = 0
    for start in range(0, len(text), 3):
        one, two, three = (_CODE_40_AT[sign] for sign in text[start : start + 3].ljust(3, "\0"))
        value = value << 16 | 1600 * one + 40 * two + three + 1
    return value


def code_40_text(value: int, length: int) -> str | None:
    """The text of `length` characters; None where a group of 16 bits has no characters or too many."""
    text = ""
    for shift in range(code_40_width(length) - 16, -1, -16):
        group = (value >> shift & 0xFFFF) - 1
        if not 0 <= group < 64000:
            return None
        text += _CODE_40[group // 1600] + _CODE_40[group // 40 % 40] + _CODE_40[group % 40]
    whole = text[:length]
    return None if "\0" in whole or text[length:].strip("\0") else whole


def number_text(value: int, length: int) -> str | None:
    """The number with zeros in front to `length` digits; None where it has more."""
    text = str(value).zfill(length) if length else ""
    return text if len(text) == length else None


ENCODINGS = (
    Encoding(frozenset(string.digits), width_of, lambda text: int(text or "0"), number_text),
    Encoding(
        frozenset(string.digits + "ABCDEF"),
        lambda length: 4 * length,
        lambda text: int(text or "0", 16),
        lambda value, length: f"{value:0{length}X}" if length else "",
    ),
    Encoding(
        frozenset(string.digits + "abcdef"),
        lambda length: 4 * length,
        lambda text: int(text or "0", 16),
        lambda value, length: f"{value:0{length}x}" if length else "",
    ),
    Encoding(frozenset(_BASE_64), lambda length: 6 * length, _base_64_number, _base_64_text),
    Encoding(
        SET_82 | SET_39,
        lambda length: 7 * length,
        ascii_number,
        lambda value, length: ascii_text(value, length, _ASCII_ALL),
    ),
    Encoding(frozenset(_CODE_40[1:]), code_40_width, code_40_number, code_40_text),
)
"""By encoding indicator (TDS 2.3, table E); 6 and 7 are reserved."""


def closest(text: str) -> int | None:
    """The encoding indicator that takes fewest bits for this text; None where a character is in no set.

    >>> closest("0123"), closest("32a/b"), closest("rif981"), closest("LOT")
    (0, 4, 3, 5)
    """
    fit = [at for at, encoding in enumerate(ENCODINGS) if encoding.signs.issuperset(text)]
    return min(fit, key=lambda at: ENCODINGS[at].width(len(text)), default=None)
