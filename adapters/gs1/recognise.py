"""Which syntax a text is in, and what it names in it: the one door for texts of any GS1 syntax."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from adapters.gs1 import binary, digital_link, element_string, epc_uri, relations, scan
from adapters.gs1.element_split import is_bracketed
from adapters.gs1.identity import Identity
from lienthong.plugs import Notice, Refusal

Kind = Literal["bracketed", "raw", "scan", "digital_link", "epc_uri", "tag_uri", "hex"]
_HEX = frozenset(string.hexdigits)
_WEB = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//|[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+(?::[0-9]+)?/")
_SHORTEST_TAG = 16
"""Hexadecimal digits of the shortest tag, 64 bits: a shorter text with letters is told as an element string."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts are read.

    `lenient` takes links that the standard does not, `legacy` the compression of Digital Link 1.1; findings whose
    code is in `off` are passed over where that can be; with `as_hex` every text is a tag in hexadecimal digits.
    """

    lenient: bool = False
    legacy: bool = False
    off: frozenset[str] = frozenset()
    as_hex: bool = False


def kind_of(text: str) -> Kind:
    """The syntax of a text by its first characters; a text in none of them counts as raw element string.

    Digits alone are an element string. Hexadecimal digits with letters among them are a tag, though they might be an
    element string without FNC1 in front: see `read`.

    >>> kind_of("(01)08931234560014"), kind_of("0108931234560014"), kind_of("]d20108931234560014")
    ('bracketed', 'raw', 'scan')
    >>> kind_of("https://id.gs1.org/01/08931234560014"), kind_of("3066C4409047E140075BCD15")
    ('digital_link', 'hex')
    """
    if is_bracketed(text):
        return "bracketed"
    if text.startswith("]"):
        return "scan"
    head = text[:12].lower()
    if head.startswith("urn:"):
        return "tag_uri" if head == "urn:epc:tag:" else "epc_uri"
    if _WEB.match(text):
        return "digital_link"
    if text and _HEX.issuperset(text) and not text.isdigit():
        return "hex"
    return "raw"


def read(text: str, how: Reading, notice: Notice) -> tuple[Kind, Identity, list[Refusal]]:
    """The syntax of a text, what it names, and each relation between its AIs that is broken.

    Raises `Unread` for a text that names nothing.
    """
    kind: Kind = "hex" if how.as_hex else kind_of(text)
    try:
        return kind, *_related(_READERS[kind], text, how, notice)
    except Refusal as refusal:
        if kind != "hex" or how.as_hex:
            raise Unread(kind, refusal) from None
        return _after_all(text, how, notice, refusal)


def _after_all(text: str, how: Reading, notice: Notice, of_tag: Refusal) -> tuple[Kind, Identity, list[Refusal]]:
    """An element string whose characters all happen to be hexadecimal digits, such as `10ABC`."""
    try:
        return "raw", *_related(_READERS["raw"], text, how, notice)
    except Refusal as refusal:
        tag = len(text) >= _SHORTEST_TAG or not text[:2].isdigit()
        raise (Unread("hex", of_tag) if tag else Unread("raw", refusal)) from None


class Unread(Exception):
    """A text that names nothing: the syntax it was taken for, and why it was refused."""

    def __init__(self, kind: Kind, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.kind, self.refusal = kind, refusal


_Reader = Callable[[str, Reading, Notice], Identity]


def _related(reader: _Reader, text: str, how: Reading, notice: Notice) -> tuple[Identity, list[Refusal]]:
    """What a text names, with all broken relations, of which readers tell the first."""
    try:
        named = reader(text, how, notice)
    except Refusal as refusal:
        if refusal.code not in relations.CODES:
            raise
        named = reader(text, Reading(how.lenient, how.legacy, how.off | relations.CODES), notice)
    return named, relations.faults(named.elements, how.off)


def _element_string(text: str, how: Reading, notice: Notice) -> Identity:
    return element_string.read(text, off=how.off, notice=notice)


def _scan(text: str, how: Reading, notice: Notice) -> Identity:
    return scan.read(text, lenient=how.lenient, off=how.off, notice=notice)


def _digital_link(text: str, how: Reading, notice: Notice) -> Identity:
    return digital_link.read(text, lenient=how.lenient, legacy=how.legacy, off=how.off, notice=notice)


def _epc_uri(text: str, how: Reading, notice: Notice) -> Identity:
    return epc_uri.read(text, notice=notice)


def _tag(text: str, how: Reading, notice: Notice) -> Identity:
    return binary.decode(text, notice=notice)


_READERS: dict[Kind, _Reader] = {
    "bracketed": _element_string,
    "raw": _element_string,
    "scan": _scan,
    "digital_link": _digital_link,
    "epc_uri": _epc_uri,
    "tag_uri": _epc_uri,
    "hex": _tag,
}
