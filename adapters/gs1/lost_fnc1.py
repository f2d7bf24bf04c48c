"""Where an element string lost an FNC1: a scanner that swallows it lets one value run into the next AI.

`10ABC17261231` is a right lot number, `ABC17261231`, and a lot `ABC` with an expiry date. The place is told only when
the string reads by all rules and relations once FNC1 is put back there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from adapters.gs1.ais import Elements, ai_at, predefined, table
from adapters.gs1.element_split import FNC1, SEPARATOR
from lienthong.plugs import Refusal

_PROOFS = frozenset({"csum", "csumalpha", "yymmd0", "yymmdd"})
"""Rules that hardly any other text meets."""
_TRIES = 64
"""So many places are tried; no label comes near it, and a hostile text costs no more."""


@dataclass(frozen=True, slots=True)
class Spot:
    """`place` (from 0) is where FNC1 belongs, behind the value of `ai`; `elements` is what then is read."""

    place: int
    ai: str
    elements: Elements


def where(text: str, read: Callable[[str], Elements], *, proven: bool = False) -> Spot | None:
    """The likeliest place of the lost FNC1 in a raw element string, None where there is none.

    `read` reads a raw string by all rules, or raises `Refusal`. With `proven`, only places before a value that its
    check digit or its calendar proves count: the string can be read as it stands.
    """
    text = text.replace(SEPARATOR, FNC1)
    return max(_spots(text, read, proven), key=_likelihood, default=None)


def _spots(text: str, read: Callable[[str], Elements], proven: bool) -> Iterator[Spot]:
    places = ((ai, place) for ai, place in _places(text) if not proven or _proves(ai_at(text, place)))
    for ai, place in islice(places, _TRIES):
        try:
            yield Spot(place, ai, read(f"{text[:place]}{FNC1}{text[place:]}"))
        except Refusal:
            continue


def _places(text: str) -> Iterator[tuple[str, int]]:
    """The places inside values where a known AI might begin, with the AI of the value."""
    for ai, start, stop in _open_values(text):
        entry = table().get(ai)
        for place in range(start + 1, stop - 1) if entry else ():
            if ai_at(text, place) in table() and entry and entry.fits(text[start:place]):
                yield ai, place


def _open_values(text: str) -> Iterator[tuple[str, int, int]]:
    """The AIs whose values FNC1 or the end of the string ends, with the place of the value."""
    place = 1 if text.startswith(FNC1) else 0
    while ai := ai_at(text, place):
        start = place + len(ai)
        length = predefined().get(ai[:2])
        stop = text.find(FNC1, start)
        stop = len(text) if stop < 0 else stop
        if length is None:
            yield ai, start, stop
        else:
            stop = min(stop, start + length)
        place = stop + 1 if text[stop : stop + 1] == FNC1 else stop


def _proves(ai: str) -> bool:
    return any(rule in _PROOFS for part in table()[ai].parts for rule in part.rules)


def _likelihood(spot: Spot) -> tuple[int, int, int]:
    # values that prove themselves speak for a place; then few elements; then a long first value
    proofs = sum(_proves(ai) for ai, _ in spot.elements)
    return proofs, -len(spot.elements), spot.place
