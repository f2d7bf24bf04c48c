"""GS1 prefixes: which member organisation gave a number out, or what numbers that begin so are kept for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class Gs1Prefix:
    """A GS1 prefix as it stands in a number, with who or what it is for.

    `kind` is `member` for a member organisation, whose `country` is its ISO 3166-1 code (empty for none); the other
    kinds stand in the header of `schemas/gs1/prefixes.yaml`. `name` is said in `vi` and `en`.
    """

    digits: str
    kind: str
    country: str
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Range:
    last: str
    kind: str
    country: str
    name: Mapping[str, str]


_Table = tuple[list[str], list[_Range]]


@lru_cache(maxsize=2)
def _ranges(part: str) -> _Table:
    found = {}
    for key, row in data("gs1/prefixes.yaml")[part].items():
        first, _, last = key.partition("-")
        name = {"vi": row["vi"], "en": row["en"]}
        found[first] = _Range(last or first, row["kind"], row.get("country", ""), name)
    firsts = sorted(found)
    return firsts, [found[first] for first in firsts]


def _look_up(part: str, digits: str) -> Gs1Prefix | None:
    firsts, ranges = _ranges(part)
    place = bisect_right(firsts, digits) - 1
    if place < 0:
        return None
    found = ranges[place]
    begin = digits[: len(found.last)]
    if begin > found.last:
        return None
    return Gs1Prefix(begin, found.kind, found.country, found.name)


def gs1_prefix(digits: str) -> Gs1Prefix | None:
    """The GS1 prefix of digits that begin with one, in the form of 13 digits; None where nothing is given out.

    >>> gs1_prefix("8931234567890").name["en"], gs1_prefix("8931234567890").country
    ('GS1 Vietnam', 'VN')
    >>> gs1_prefix("1409999999999")
    """
    return _look_up("prefixes", digits)


def gs1_8_prefix(digits: str) -> Gs1Prefix | None:
    """The GS1-8 prefix of a GTIN-8; None where nothing is given out (General Specifications 1.4.3).

    >>> gs1_8_prefix("95212302").kind, gs1_8_prefix("20000004").kind
    ('examples', 'company')
    """
    return _look_up("gs1-8", digits) or _look_up("prefixes", digits)
