"""GS1 Digital Link URIs (GS1 Digital Link Standard: URI Syntax 1.6): built in canonical form, parsed strictly.

Canonical: `https://id.gs1.org/`, numeric AIs, one key with its qualifiers in order, escapes in upper case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from urllib.parse import unquote_plus, unquote_to_bytes

from adapters.gs1.ais import Elements, checked
from adapters.gs1.charset import escaped
from lienthong.plugs import Refusal
from lienthong.shelf import data

HOME = "https://id.gs1.org/"
_ESCAPE_FAULT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A Digital Link, taken apart.

    `elements` are the key and its qualifiers; `attributes` the numeric query members as they came (not yet held
    against the rules of their AIs); `parameters` all others, which are no part of the identifier; `stem` is what
    stood before the key.
    """

    stem: str
    elements: Elements
    attributes: Elements = ()
    parameters: Elements = ()

    @property
    def uri(self) -> str:
        """The canonical URI: attributes sorted by AI, other parameters left out."""
        query = "&".join(f"{ai}={escaped(value)}" for ai, value in sorted(self.attributes))
        return HOME + path_of(self.elements) + (f"?{query}" if query else "")


@lru_cache(maxsize=1)
def chains() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The primary keys, each with the chains of qualifiers that may follow it."""
    return {key: tuple(map(tuple, rows)) for key, rows in data("gs1/keys.yaml")["keys"].items()}


@lru_cache(maxsize=1)
def orders() -> frozenset[tuple[str, ...]]:
    """Every allowed sequence of a key and its qualifiers, such as `("01",)` and `("01", "10", "21")`."""
    return frozenset(
        (key, *chosen)
        for key, rows in chains().items()
        for chain in (*rows, ())
        for count in range(len(chain) + 1)
        for chosen in combinations(chain, count)
    )


@lru_cache(maxsize=1)
def primary() -> frozenset[str]:
    """All primary keys of the standard, those without rules of ours included."""
    return frozenset(data("gs1/keys.yaml")["primary"])


def path_of(elements: Elements) -> str:
    """The canonical path of a key, which is also the text of its canonical `Key`.

    >>> path_of((("01", "09521234000013"), ("10", "A/1")))
    '01/09521234000013/10/A%2F1'
    """
    return "/".join(f"{ai}/{escaped(value)}" for ai, value in elements)


def build(*elements: tuple[str, str]) -> str:
    """The canonical URI of a key and its qualifiers, checked.

    Raises `Refusal` when a value breaks the rule of its AI, or the order is not the standard's.

    >>> build(("01", "09521234000013"), ("10", "A/1"))
    'https://id.gs1.org/01/09521234000013/10/A%2F1'
    """
    return HOME + path_of(checked_elements(elements))


def checked_elements(elements: Sequence[tuple[str, str]]) -> Elements:
    """The key and its qualifiers, when each value and their order are right; raises `Refusal`."""
    sequence = tuple([ai for ai, _ in elements])
    if sequence not in orders():
        raise _disorder(sequence)
    return tuple([(ai, checked(ai, value)) for ai, value in elements])


def _disorder(sequence: Sequence[str]) -> Refusal:
    key, *qualifiers = sequence
    if key not in chains():
        return Refusal("gs1.link-key", ai=key)
    allowed = " | ".join(", ".join(chain) for chain in chains()[key])
    return Refusal("gs1.link-order", ai=key, got=", ".join(qualifiers), wants=allowed)


def parse(uri: str) -> DigitalLink:
    """The Digital Link in a URI of any host.

    Raises `Refusal`: `gs1.link-none` for a URI that names no GS1 key, else the fault of the link.
    """
    scheme, mark, rest = uri.partition("://")
    if not mark or scheme not in {"https", "http", "HTTPS", "HTTP"}:
        raise Refusal("gs1.link-none", value=uri)
    place, _, query = rest.partition("#")[0].partition("?")
    host, *segments = place.split("/")
    start = _key_place(segments, uri)
    if not host or start < 0:
        raise Refusal("gs1.link-none", value=uri)
    pairs = zip(segments[start::2], segments[start + 1 :: 2], strict=True)
    elements = checked_elements([(ai, _decoded(value, uri) if "%" in value else value) for ai, value in pairs])
    if start >= 2:
        _refuse_misplaced(segments[start - 2], elements)
    attributes, parameters = _query(query, elements) if query else ((), ())
    stem = "/".join([f"{scheme.lower()}://{host}", *segments[:start]])
    return DigitalLink(stem, elements, attributes, parameters)


def _key_place(segments: Sequence[str], uri: str) -> int:
    """Where the key begins: the right-most place from which the path goes on in pairs; -1 when there is none."""
    keys = primary()
    for place in range(len(segments) - 2, -1, -2):
        if segments[place] in keys:
            return place
    # an unescaped slash inside a value shifts the pairs by one
    if len(segments) > 2 and any(segment in keys for segment in segments[-3::-2]):
        raise Refusal("gs1.link-slash", value=uri)
    return -1


def _refuse_misplaced(before: str, elements: Elements) -> None:
    """Refuses a qualifier of the key that stands right before it; by the grammar alone it would be part of the stem."""
    key = elements[0][0]
    if any(before in chain for chain in chains()[key]):
        raise Refusal("gs1.link-order", ai=key, got=before, wants=f"{key}, {before}")


def _decoded(segment: str, uri: str) -> str:
    if _ESCAPE_FAULT.search(segment):
        raise Refusal("gs1.link-escape", value=uri)
    return unquote_to_bytes(segment).decode("utf-8", "replace")


def _query(query: str, elements: Elements) -> tuple[Elements, Elements]:
    attributes: list[tuple[str, str]] = []
    parameters: list[tuple[str, str]] = []
    key = elements[0][0]
    for part in filter(None, re.split("[&;]", query)):
        name, _, value = part.partition("=")
        if any(name in chain for chain in chains()[key]):
            raise Refusal("gs1.link-query", ai=name)
        numeric = name.isascii() and name.isdigit()
        (attributes if numeric else parameters).append((name, unquote_plus(value)))
    return tuple(attributes), tuple(parameters)
