"""Fields of EPC URIs: their escapes, and the rules of those that belong to no GS1 key."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from urllib.parse import unquote

from adapters.gs1.epc_schemes import Tag, prefix_bits
from lienthong.plugs import Refusal

# these stand escaped, and no others do (TDS 2.3, 6.3.1 and annex A; # in CPI and ADI only)
_MUST_ESCAPE = frozenset('"#&/<>?')
_ESCAPES = re.compile(r"%(22|23|25|26|2F|3C|3E|3F)", re.IGNORECASE)
_TO_ESCAPE = str.maketrans({sign: f"%{ord(sign):02X}" for sign in sorted(_MUST_ESCAPE | {"%"})})
_CAGE = frozenset(string.ascii_uppercase + string.digits) - {"I", "O"}
_ADI = frozenset(string.ascii_uppercase + string.digits + "-/")
_BIC = re.compile(r"[A-Z]{3}[JUZ][0-9]{7}\Z")
# letters count from 10 on and leave out the multiples of 11 (ISO 6346, annex A)
_LETTERS = dict(zip(string.ascii_uppercase, (value for value in range(10, 39) if value % 11), strict=True))


def unescaped(field: str, uri: str) -> str:
    """The text of a field; raises `Refusal` with `gs1.epc-escape` where the escapes are not those of EPC URIs.

    >>> unescaped("A%2f1+2", "")
    'A/1+2'
    """
    if field.isalnum() and field.isascii():
        return field
    if not _MUST_ESCAPE.isdisjoint(field):
        raise Refusal("gs1.epc-escape", value=uri)
    if "%" not in field:
        return field
    if len(_ESCAPES.findall(field)) != field.count("%"):
        raise Refusal("gs1.epc-escape", value=uri)
    return unquote(field)


def escaped(text: str) -> str:
    """The text as a field of an EPC URI.

    >>> escaped("A/1+2")
    'A%2F1+2'
    """
    return text if text.isalnum() else text.translate(_TO_ESCAPE)


def check_field(rule: str, text: str, uri: str) -> None:
    """Raises `Refusal` when a field breaks its rule: `gs1.epc-number`, `gs1.epc-check` or `gs1.epc-uri`."""
    name, _, bits = rule.partition(" ")
    if name == "number":
        check_number(text, int(bits), uri)
    elif not _FIELDS[name](text):
        raise Refusal("gs1.epc-uri", value=uri)
    elif name in _CHECKS and text[-1] != _CHECKS[name](text):
        raise Refusal("gs1.epc-check", key=name.upper(), value=text, got=text[-1], wants=_CHECKS[name](text))


def check_number(text: str, bits: int, uri: str) -> None:
    """Raises `Refusal` with `gs1.epc-number` for anything but a number of so many bits, without zeros in front."""
    if not _has_bits(text, bits):
        raise Refusal("gs1.epc-number", value=text, uri=uri, most=str((1 << bits) - 1))


def fits(tag: Tag, fields: tuple[str, ...]) -> None:
    """Raises `Refusal` with `gs1.epc-tag` when an encoding cannot hold these fields."""
    first, second, last = fields[0], fields[1], fields[-1]
    limits = []
    if tag.digits:
        limits.append((last, last.isascii() and last.isdigit()))
    if tag.last:
        limits.append((last, _has_bits(last, tag.last)))
    if tag.second:
        limits.append((second, _has_bits(second, tag.second - prefix_bits()[len(first)])))
    if tag.together:
        limits.append((second, len(first + second) <= tag.together and _has_bits(second, 64)))
    for text, right in limits:
        if not right:
            raise Refusal("gs1.epc-tag", binary=tag.name, value=text)


def _has_bits(text: str, bits: int) -> bool:
    """Whether a text is a number of at most so many bits, without zeros in front."""
    short = text.isascii() and text.isdigit() and len(text) <= len(str(1 << bits))
    return short and (text[0] != "0" or text == "0") and not int(text) >> bits


def _is_cage(text: str) -> bool:
    return len(text) in {5, 6} and _CAGE.issuperset(text)


def _is_part(text: str) -> bool:
    return len(text) <= 32 and _ADI.issuperset(text)


def _is_serial(text: str) -> bool:
    return len(text) <= 30 and len(text.removeprefix("#")) > 0 and _ADI.issuperset(text.removeprefix("#"))


def container_check_digit(code: str) -> str:
    """The check digit of a BIC container code by its first ten signs (ISO 6346, annex A).

    >>> container_check_digit("CSQU305438")
    '3'
    """
    values = (_LETTERS[sign] if sign in _LETTERS else int(sign) for sign in code[:10])
    return str(sum(value << place for place, value in enumerate(values)) % 11 % 10)


def vessel_check_digit(number: str) -> str:
    """The check digit of an IMO vessel number by its first six digits: weights 7 to 2, the last digit of the sum.

    >>> vessel_check_digit("917618")
    '7'
    """
    return str(sum(int(digit) * (7 - place) for place, digit in enumerate(number[:6])) % 10)


_FIELDS: dict[str, Callable[[str], bool]] = {
    "cage": _is_cage,
    "part": _is_part,
    "serial": _is_serial,
    "bic": lambda text: _BIC.match(text) is not None,
    "imo": lambda text: len(text) == 7 and text.isascii() and text.isdigit(),
}
_CHECKS: dict[str, Callable[[str], str]] = {"bic": container_check_digit, "imo": vessel_check_digit}
