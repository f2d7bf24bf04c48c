"""EPC URIs as Digital Links and back, text to text.

Serials, lots and extensions differ, the products and places before them repeat: what stands before the last value is
translated once. Everything else goes by way of the AI values, because the two syntaxes escape different characters.
"""

from __future__ import annotations

from collections.abc import MutableMapping

from adapters.gs1 import digital_link, epc_uri
from adapters.gs1.ais import Elements
from adapters.gs1.digital_link import HOME
from adapters.gs1.link_write import path_of
from adapters.gs1.starts import Head, Start, begun, keep, link_start, remember
from adapters.gs1.urn_starts import urn_start
from lienthong.plugs import Refusal

link_starts: dict[str, Start] = {}
"""How links begin, by what stands before the last field of their URIs."""
_urns: dict[tuple[str, int], Start] = {}


def link_of(urn: str) -> str:
    """The canonical Digital Link of an EPC URI; raises `Refusal` where the URI is wrong or names no GS1 key.

    >>> link_of("urn:epc:class:lgtin:8934567.000001.A%2F1")
    'https://id.gs1.org/01/08934567000017/10/A%2F1'
    """
    head, _, tail = urn.rpartition(".")
    start = link_starts.get(head) or started(head)
    if start and (link := begun(start, tail)):
        return link
    elements = epc_uri.elements(urn)
    if not elements:
        raise Refusal("gs1.link-keyless", ais=urn)
    link = HOME + path_of(elements)
    if start is None:
        _keep(link_starts, head, elements, tail, link)
    return link


def started(head: str) -> Start | None:
    """How the link of a URI begins by what stands before its last field, to be remembered; None where nothing tells."""
    found = link_start(head)
    return remember(link_starts, head, found) if found else None


def urn_of(link: str, prefix_length: int) -> str:
    """The EPC URI of a Digital Link of any host; `prefix_length` is the digits of the company prefix.

    Raises `Refusal` where the link is wrong, no scheme says what it names, or the length cannot be.

    >>> urn_of("https://example.vn/01/08934567000017/10/A%2F1", 7)
    'urn:epc:class:lgtin:8934567.000001.A%2F1'
    """
    head, _, tail = link.rpartition("/")
    start = _urns.get((head, prefix_length))
    if start is None and (start := urn_start(head, lambda ai, key: prefix_length)):
        remember(_urns, (head, prefix_length), start)
    if start and (urn := begun(start, tail)):
        return urn
    elements = digital_link.elements(link)
    urn = epc_uri.write(elements, prefix_length)
    if start is None:
        _keep(_urns, (head, prefix_length), elements, tail, urn)
    return urn


def _keep(kept: MutableMapping[Head, Start], head: Head, elements: Elements, tail: str, whole: str) -> None:
    """Remembers how a translation begins, where its end is a value of its own that stands there unchanged."""
    ai, value = elements[-1]
    # the URI of a class says nothing of its lot, and ends otherwise
    if value == tail and len(elements) > 1:
        keep(kept, head, tail, whole, ai)
