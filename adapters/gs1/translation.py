"""EPC URIs as Digital Links and back, text to text.

Serials, lots and extensions differ, the products and places before them repeat: what stands before the last value is
translated once. Everything else goes by way of the AI values, because the two syntaxes escape different characters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from adapters.gs1 import digital_link, epc_uri
from adapters.gs1.ais import Elements, table
from adapters.gs1.digital_link import HOME
from adapters.gs1.link_write import path_of
from lienthong.plugs import Refusal

REMEMBERED = 4096
_Start = tuple[str, Callable[[str], bool]]
"""What a translated text begins with, and the quick verdict on a last value that may stand behind it as it is."""
Head = TypeVar("Head")

_links: dict[str, _Start] = {}
_urns: dict[tuple[str, int], _Start] = {}


def link_of(urn: str) -> str:
    """The canonical Digital Link of an EPC URI; raises `Refusal` where the URI is wrong or names no GS1 key.

    >>> link_of("urn:epc:class:lgtin:8934567.000001.A%2F1")
    'https://id.gs1.org/01/08934567000017/10/A%2F1'
    """
    head, _, tail = urn.rpartition(".")
    start = _links.get(head) or _link_start(head)
    if start and tail.isalnum() and start[1](tail):
        return start[0] + tail
    elements = epc_uri.elements(urn)
    if not elements:
        raise Refusal("gs1.link-keyless", ais=urn)
    return HOME + path_of(elements)


def _link_start(head: str) -> _Start | None:
    """How the link of a URI begins, told from what stands before its tail; None where there is no quick way."""
    first, _, second = head.partition(".")
    found = epc_uri.head_of(first, second)
    if found is None:
        return None
    (ai, number), (alone, tail_ai, *_) = found
    if alone or not tail_ai or tail_ai == ai:
        return None
    if len(_links) >= REMEMBERED:
        _links.clear()
    start = _links[head] = f"{HOME}{ai}/{number}/{tail_ai}/", _fits(tail_ai)
    return start


def urn_of(link: str, prefix_length: int) -> str:
    """The EPC URI of a Digital Link of any host; `prefix_length` is the digits of the company prefix.

    Raises `Refusal` where the link is wrong, no scheme says what it names, or the length cannot be.

    >>> urn_of("https://example.vn/01/08934567000017/10/A%2F1", 7)
    'urn:epc:class:lgtin:8934567.000001.A%2F1'
    """
    head, _, tail = link.rpartition("/")
    start = _urns.get((head, prefix_length))
    if start and tail.isalnum() and start[1](tail):
        return start[0] + tail
    elements = digital_link.elements(link)
    urn = epc_uri.write(elements, prefix_length)
    _keep(_urns, (head, prefix_length), elements, tail, urn)
    return urn


def _keep(kept: dict[Head, _Start], head: Head, elements: Elements, tail: str, whole: str) -> None:
    """Remembers how a translation begins, where its end is a value of its own that stands there unchanged."""
    ai, value = elements[-1]
    if value != tail or len(elements) < 2 or not tail.isalnum():
        return
    if len(kept) >= REMEMBERED:
        kept.clear()
    kept[head] = whole[: -len(tail)], _fits(ai)


def _fits(ai: str) -> Callable[[str], bool]:
    # the extension 0 of a URI says that there is none
    return _extension if ai == "254" else table()[ai].fits


def _extension(value: str) -> bool:
    return value != "0" and table()["254"].fits(value)
