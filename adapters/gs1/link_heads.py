"""The key and qualifiers of a plain link, quickly: what stands before the last value is remembered.

Serials and lots differ, their products repeat; so a link is cut at its last slash, and the part before it is read
once. Links with a query, a fragment or escapes before the last value are not plain: `digital_link` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1 import relations
from adapters.gs1.ais import Ai, Elements
from adapters.gs1.ais import table as ais
from adapters.gs1.check_digit import verdict
from adapters.gs1.escapes import UNRESERVED
from adapters.gs1.link_parts import parts_of, stands_as_host, stray_in
from adapters.gs1.link_read import STRICT, path_value
from adapters.gs1.link_table import table
from lienthong.plugs import Refusal

_Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One AI of a path: the quick verdict on its value, whether a path may end with it, and what may follow it."""

    ai: str
    fits: _Fits
    ends: bool
    followers: dict[str, Step]


REMEMBERED = 4096
"""Heads kept: more cost more in tidying up than they bring."""
_heads: dict[str, tuple[Elements, Step]] = {}
"""By what stands before the last value: the elements before the last, and the step whose value comes."""
_PLAIN = UNRESERVED | frozenset("!$&'()*+,;=:@")
"""What stands for itself in a segment (RFC 3986, 3.3)."""
_LONGEST = 4
"""AIs in a path at most."""


def named(uri: str) -> Elements | None:
    """The key and its qualifiers that a plain link names; None for a link that is not plain or not right.

    Raises `Refusal` where only the last value is wrong.
    """
    head, _, tail = uri.rpartition("/")
    found = step_behind(head)
    if found is None:
        return None
    before, step = found
    if not step.ends:
        return None
    if (tail.isalnum() or _PLAIN.issuperset(tail)) and step.fits(tail):
        return (*before, (step.ai, tail))
    if "?" in tail or "#" in tail or not tail or stray_in(tail):
        return None
    return (*before, (step.ai, path_value(step.ai, tail, STRICT)))


def step_behind(head: str) -> tuple[Elements, Step] | None:
    """The elements that a link names up to the slash before its last value, and the step whose value comes there.

    None where that is not plain or not right.

    >>> before, step = step_behind("https://id.gs1.org/01/09521234000013/10")
    >>> before, step.ai
    ((('01', '09521234000013'),), '10')
    """
    return _heads.get(head) or _learnt(head, _LONGEST)


def _learnt(head: str, left: int) -> tuple[Elements, Step] | None:
    """What a link says up to the slash before its last value; None when that is not plain."""
    base, _, ai = head.rpartition("/")
    before: Elements = ()
    step = _first_steps().get(ai)
    if step is None:
        inner, _, value = base.rpartition("/")
        found = _heads.get(inner) or (_learnt(inner, left - 1) if left > 1 else None)
        if found is None:
            return None
        before, last = found
        step = last.followers.get(ai)
        if step is None or not (value.isalnum() or _PLAIN.issuperset(value)) or not last.fits(value):
            return None
        before = (*before, (last.ai, value))
    elif not _stands_as_stem(base, ai):
        return None
    if len(_heads) >= REMEMBERED:
        _heads.clear()
    learnt = _heads[head] = (before, step)
    return learnt


def _stands_as_stem(base: str, ai: str) -> bool:
    """Whether a link with this key may begin so."""
    try:
        parts = parts_of(base)
    except Refusal:
        return False
    if "?" in base or "#" in base or stray_in(base) or not stands_as_host(parts.host):
        return False
    before = parts.segments[-2] if len(parts.segments) > 1 else ""
    return not any(before in chain for chain in table().chains[ai])


@lru_cache(maxsize=1)
def _first_steps() -> dict[str, Step]:
    """The keys, each with what may follow it."""
    steps: dict[tuple[str, ...], Step] = {}
    for names in sorted(table().sequences, key=len):
        ends = not relations.faults(tuple([(ai, "") for ai in names]))
        steps[names] = Step(names[-1], _quick(ais()[names[-1]]), ends, {})
        if len(names) > 1:
            steps[names[:-1]].followers[names[-1]] = steps[names]
    return {names[0]: step for names, step in steps.items() if len(names) == 1}


def _quick(entry: Ai) -> _Fits:
    """The quick verdict on a value; a key is not remembered a second time beside its head."""
    part = entry.parts[0]
    if len(entry.parts) > 1 or part.signs != "n" or "csum" not in part.rules or part.least != part.most:
        return entry.fits
    return verdict(part.most)
