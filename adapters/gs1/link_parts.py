"""A Digital Link cut into its parts, and the place where its key begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1.link_table import table
from lienthong.plugs import Refusal

SCHEMES = {"https": "https", "http": "http", "HTTPS": "https", "HTTP": "http"}
"""The schemes a link may have: in lower case or all in upper case."""
HOSTS = 4096
_STRAY = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_HOST = re.compile(r"(?:[A-Za-z0-9\-._~]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?\Z")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a web URI: `segments` of its path and `query` still escaped; the fragment is let go."""

    uri: str
    scheme: str
    host: str
    segments: tuple[str, ...]
    query: str

    def stem(self, start: int) -> str:
        """What stands before the segment `start`, without the slash."""
        return "/".join([f"{self.scheme}://{self.host}", *self.segments[:start]])


def parts_of(uri: str) -> Parts:
    """The parts of a URI; raises `Refusal` with `gs1.link-none` when it is none of the web."""
    scheme, mark, rest = uri.partition("://")
    if not mark or scheme not in SCHEMES:
        raise Refusal("gs1.link-none", value=uri)
    place, _, query = rest.partition("#")[0].partition("?")
    host, *segments = place.split("/")
    if not host:
        raise Refusal("gs1.link-none", value=uri)
    return Parts(uri, SCHEMES[scheme], host, tuple(segments), query)


def refuse_strays(parts: Parts) -> None:
    """Refuses a link with a character that no URI may hold (RFC 3986, 2), or a host that is none."""
    stray = _STRAY.search(parts.uri)
    if stray:
        raise Refusal("gs1.link-character", value=parts.uri, character=stray[0])
    if not stands_as_host(parts.host):
        raise Refusal("gs1.link-host", value=parts.uri, host=parts.host)


@lru_cache(maxsize=HOSTS)
def stands_as_host(host: str) -> bool:
    """Whether a text may stand as the host of a link, with its port: a name, also punycode, or an address.

    >>> stands_as_host("id.gs1.org"), stands_as_host("[2001:db8::1]:443"), stands_as_host("a$")
    (True, True, False)
    """
    return _HOST.match(host) is not None


def stray_in(text: str) -> str:
    """The first character that no URI may hold; empty when there is none."""
    stray = _STRAY.search(text)
    return stray[0] if stray else ""


def key_place(parts: Parts) -> int:
    """Where the key begins: the right-most place from which the path goes on in pairs of known AIs; -1 without one.

    A stem may hold `/01/` itself: the key is looked for from the right.
    """
    ais, segments = table(), parts.segments
    for place in range(len(segments) - 2, -1, -2):
        if segments[place] in ais.chains:
            return place
        if segments[place] not in ais.known:
            break
    return -1


def shifted(segments: Sequence[str]) -> bool:
    """Whether a slash too many, at the end or unescaped in a value, hides a key that would else be found."""
    return len(segments) > 2 and any(segment in table().chains for segment in segments[-3::-2])
