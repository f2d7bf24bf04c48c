"""The canonical key: one for the EPC URN, the Digital Link of any host and the element string of one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from adapters.gs1 import digital_link, epc_uri
from adapters.gs1.ais import REMEMBERED, Elements, checked
from adapters.gs1.element_split import bracketed_pairs
from adapters.gs1.link_table import table
from adapters.gs1.link_write import path_of, placed
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
    way = _WAYS.get(text[:1])
    try:
        elements = way(text) if way else ()
    except Refusal:
        elements = ()
    if elements:
        return Key(path_of(elements), SCHEME, elements)
    uri = _URI.match(text)
    return Key(text, uri[1].lower()) if uri else None


def _of_link(text: str) -> Elements:
    # the patterns of CBV 2.0 let a quotation mark stand unescaped, which RFC 3986 does not
    return _without_empty_extension(digital_link.elements(text.replace('"', "%22")))


def _of_urn(text: str) -> Elements:
    return epc_uri.elements(text)


def _of_element_string(text: str) -> Elements:
    """The key and its qualifiers among the elements, in the standard's order; nothing when there are two keys."""
    elements = tuple(bracketed_pairs(text))
    if sum(ai in table().chains for ai, _ in elements) != 1:
        return ()
    path = placed(elements)[0]
    return _without_empty_extension(tuple([(ai, checked(ai, value)) for ai, value in path]))


def _without_empty_extension(elements: Elements) -> Elements:
    # the extension 0 of an SGLN says that there is none, so the place with and without it is one
    return elements[:-1] if elements[-1] == ("254", "0") else elements


# other schemes begin with these letters too, and are refused by the reader
_WAYS: dict[str, Callable[[str], Elements]] = {
    "u": _of_urn,
    "h": _of_link,
    "H": _of_link,
    "(": _of_element_string,
}
