"""Identifiers as they stand in a pre-hash string: the canonical Digital Link at its finest level, whatever they were.

What stands before a serial or lot is settled once. `odd` tells where the reference tool writes something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from adapters.epcis.hash_reference_values import reference_identifier
from adapters.epcis.hash_tables import table
from adapters.gs1 import digital_link, epc_uri
from adapters.gs1.ais import Elements
from adapters.gs1.link_write import placed
from adapters.gs1.starts import REMEMBERED, Start, Starts, begun, behind, keep, remember
from adapters.gs1.translation import link_of, link_starts, started
from adapters.gs1.urn_starts import key_behind
from lienthong.plugs import Refusal

urn_heads: Starts = {}
link_heads: Starts = {}
"""How the hashed form begins, by what stands before the last value, where the reference tool takes all alike."""

_WRONG = frozenset({"gs1.check-digit", "gs1.check-pair"})
# URIs of these schemes that are right, and of letters and digits only, the reference tool takes alike
_REGULAR = re.compile(
    r"urn:epc:(?:id:(?:sgtin|sscc|sgln|giai|gsrnp?|gsin|itip|upui|pgln|ginc)|class:lgtin|idpat:sgtin):[0-9A-Za-z.]+(\.\*)?\Z"
)
# EPC URIs escape these, and so does the tool
_SAFE = "';=-._"


class Settled(NamedTuple):
    """The hashed form of an identifier; `wrong` is the refusal of one whose check digit does not hold."""

    text: str
    odd: bool = False
    wrong: str = ""


def settled_urn(uri: str) -> Settled:
    """An EPC URI settled; one that names no GS1 key stands as it is."""
    if _REGULAR.match(uri):
        head, _, tail = uri.rpartition(".")
        start = link_starts.get(head) or started(head)
        if start and (text := begun(remember(urn_heads, head, start), tail)):
            return Settled(text)
        try:
            return Settled(link_of(uri))
        except Refusal:
            return Settled(uri, reference_identifier(uri) is not None)
    try:
        elements = epc_uri.elements(uri)
    except Refusal:
        elements = ()
    text = finest_link(elements) if elements else uri
    return Settled(text, (reference_identifier(uri) or uri) != text)


def link_start(head: str) -> Start | None:
    """How the hashed form of a canonical link begins, which is as the link itself does; None for any other."""
    found = key_behind(head)
    if found is None:
        return None
    further = head[head.rfind("/") + 1 :]
    if head != f"{digital_link.HOME}{found[0].ai}/{found[1]}/{further}":
        return None
    return remember(link_heads, head, behind(f"{head}/", further))


@lru_cache(maxsize=REMEMBERED)
def settled_link(uri: str) -> Settled:
    """A web address settled; one that is no Digital Link stands as it is."""
    elements, wrong = _named(uri)
    text = finest_link(elements) if elements else uri
    odd = (reference_identifier(uri) or uri) != text
    if elements and not odd:
        head, _, tail = uri.rpartition("/")
        begin, _, last = text.rpartition("/")
        if last == tail:
            keep(link_heads, head, tail, text, begin[begin.rfind("/") + 1 :])
    return Settled(text, odd, wrong)


def _named(uri: str) -> tuple[Elements, str]:
    """The key and qualifiers of a link, read strictly, else as people write them, and why there are none."""
    # a quotation mark may stand unescaped in EPCIS (CBV 2.0), which RFC 3986 does not allow
    plain = uri.replace('"', "%22")
    try:
        return digital_link.elements(plain), ""
    except Refusal as refusal:
        if refusal.code in _WRONG:
            return (), refusal.code
    try:
        return placed(digital_link.read(plain, lenient=True).elements)[0], ""
    except Refusal as refusal:
        return (), refusal.code if refusal.code in _WRONG else ""


def finest_link(elements: Elements) -> str:
    """The link of a key at its finest level.

    >>> finest_link((("01", "09521234000013"), ("10", "A/1"), ("21", "7")))
    'https://id.gs1.org/01/09521234000013/21/7'
    """
    if len(elements) > 1:
        met = [ai for ai, _ in elements]
        elements = tuple([(ai, value) for ai, value in elements if not _falls(ai, value, met)])
    # letters and digits are nearly all there is, and are never escaped
    return digital_link.HOME + "/".join(
        [f"{ai}/{value if value.isalnum() else quote(value, safe=_SAFE)}" for ai, value in elements]
    )


def _falls(ai: str, value: str, met: list[str]) -> bool:
    later = _finest().get(ai)
    if later is None:
        # the extension 0 of a place says that there is none
        return ai == "254" and value == "0"
    return not later or any(one in met for one in later)


@lru_cache(maxsize=1)
def _finest() -> Mapping[str, list[str]]:
    return dict(table()["finest"])
