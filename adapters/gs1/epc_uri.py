"""EPC URIs (EPC Tag Data Standard 2.3, clause 6) as AI values.

From the URI to the key the way is always open; back it needs the length of the company prefix. The URI carries no
check digit: it is computed. Escapes differ from those of Digital Links, so values are decoded in the middle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from adapters.gs1.ais import REMEMBERED, Elements, checked, table
from adapters.gs1.check_digit import check_digit
from lienthong.plugs import Refusal
from lienthong.shelf import data

PREFIX_LENGTHS = range(6, 13)
# these stand escaped, and no others do (TDS 6.3.1 and the tables of annex A)
_MUST_ESCAPE = frozenset('"&/<>?')
_ESCAPES = re.compile(r"%(22|25|26|2F|3C|3E|3F)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one EPC URI scheme is laid out; `tail` is None where there is no third field."""

    name: str
    ai: str
    lead: bool
    tail: str | None
    none: str | None


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """The known schemes by the text their URIs begin with."""
    rows = data("gs1/keys.yaml")["schemes"].items()
    return {name: Scheme(name, row["ai"], row["lead"] == "1", row.get("tail"), row.get("none")) for name, row in rows}


def parse(uri: str) -> Elements:
    """The AI values an EPC URI stands for; raises `Refusal` with `gs1.epc-uri` when it is none we know.

    >>> parse("urn:epc:class:lgtin:9521234.000001.A%2F1")
    (('01', '09521234000013'), ('10', 'A/1'))
    >>> parse("urn:epc:id:sgln:952123400002..0")
    (('414', '9521234000020'),)
    """
    start = uri.find(":", 8) + 1
    start = uri.find(":", start) + 1
    scheme = schemes().get(uri[:start])
    if scheme is None:
        raise Refusal("gs1.epc-uri", value=uri)
    if scheme.tail is None:
        return ((scheme.ai, _number(scheme.name, uri[start:])),)
    head, mark, tail = _split(uri[start:])
    number = _number(scheme.name, head)
    if not mark:
        raise Refusal("gs1.epc-uri", value=uri)
    if tail == scheme.none:
        return ((scheme.ai, number),)
    if not scheme.tail:
        raise Refusal("gs1.epc-uri", value=uri)
    return ((scheme.ai, number), (scheme.tail, checked(scheme.tail, _decoded(tail, uri))))


def _split(fields: str) -> tuple[str, str, str]:
    """The first two fields and the third, in which points may stand."""
    first, _, rest = fields.partition(".")
    second, mark, tail = rest.partition(".")
    return f"{first}.{second}", mark, tail


@lru_cache(maxsize=REMEMBERED)
def _number(name: str, head: str) -> str:
    """The key of `PREFIX.REFERENCE`, with its check digit; remembered: serials differ, their heads repeat."""
    scheme = schemes()[name]
    prefix, _, reference = head.partition(".")
    body = reference[:1] + prefix + reference[1:] if scheme.lead else prefix + reference
    length = table()[scheme.ai].most - 1
    if len(body) != length or len(prefix) not in PREFIX_LENGTHS or not (body.isascii() and body.isdigit()):
        raise Refusal("gs1.epc-uri", value=name + head)
    if scheme.lead and not reference:
        raise Refusal("gs1.epc-uri", value=name + head)
    return body + check_digit(body)


def _decoded(tail: str, uri: str) -> str:
    if tail.isascii() and tail.isalnum():
        return tail
    if _MUST_ESCAPE.intersection(tail) or len(_ESCAPES.findall(tail)) != tail.count("%"):
        raise Refusal("gs1.epc-uri", value=uri)
    return unquote(tail)
