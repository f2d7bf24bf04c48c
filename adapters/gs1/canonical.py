"""The canonical key: one for the EPC URN, the Digital Link of any host and the element string of one thing."""

from __future__ import annotations

import re
from functools import lru_cache

from adapters.gs1 import digital_link, element_string, epc_uri
from adapters.gs1.ais import REMEMBERED, Elements
from adapters.gs1.digital_link import chains, checked_elements, path_of, primary
from lienthong.model import Key
from lienthong.plugs import Refusal

SCHEME = "gs1"
# two letters at least, so that a drive letter is none
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+):[^\s\x00-\x1f]+\Z")


@lru_cache(maxsize=REMEMBERED)
def key_of(text: str) -> Key | None:
    """The canonical key of an identifier; None when the text is no identifier.

    The key's text is the path of the canonical Digital Link. Another URI, and a GS1 form that breaks a rule of
    its standard, is compared as it stands, under the scheme of the URI: a wrong check digit is never mended here.

    >>> key_of("urn:epc:class:lgtin:9521234.000001.L1").text
    '01/09521234000013/10/L1'
    >>> key_of("https://example.vn/lot/7")
    Key(text='https://example.vn/lot/7', scheme='https', values=())
    """
    try:
        elements = _elements(text)
    except Refusal:
        elements = ()
    if elements:
        return Key(path_of(elements), SCHEME, elements)
    uri = _URI.match(text)
    return Key(text, uri[1].lower()) if uri else None


def _elements(text: str) -> Elements:
    if text.startswith("urn:epc:"):
        return epc_uri.elements(text)
    if text.startswith("("):
        return _of_element_string(element_string.parse(text))
    if text[:4] in {"http", "HTTP"}:
        return _without_empty_extension(digital_link.parse(text).elements)
    return ()


def _of_element_string(elements: Elements) -> Elements:
    """The key and its qualifiers among the elements, in the standard's order; nothing when there are two keys."""
    values = dict(elements)
    keys = [ai for ai in values if ai in primary()]
    if len(keys) != 1 or len(values) != len(elements) or keys[0] not in chains():
        return ()
    key = keys[0]
    chain = next((chain for chain in chains()[key] if any(ai in values for ai in chain)), ())
    found = ((key, values[key]), *((ai, values[ai]) for ai in chain if ai in values))
    return _without_empty_extension(checked_elements(found))


def _without_empty_extension(elements: Elements) -> Elements:
    # the extension 0 of an SGLN says that there is none, so the place with and without it is one
    return tuple(element for element in elements if element != ("254", "0"))
