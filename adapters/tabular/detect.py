"""Detection: which old encoding a text is in, by how Vietnamese it reads; unsure is an answer too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adapters.tabular.encodings import NAMES, decode_latin
from adapters.tabular.syllables import Score, score

SURE = 0.7
"""Least share of words beyond ASCII that must be Vietnamese syllables."""
MARGIN = 0.15
"""Least distance in points to the next encoding."""
WORDS = 3
"""Least number of such words: fewer prove nothing."""
POSSIBLE = 0.5
SHOWN_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding found, empty when unsure, with those that are possible, best first."""

    name: str
    candidates: tuple[str, ...]


def detect(latin: str, names: Iterable[str] = NAMES, words: int = WORDS) -> Guess:
    r"""The encoding of bytes that stand as Latin-1 characters.

    >>> detect("H\xeep t\xb8c x\xb7, B\xad\xebi da xanh").name
    'tcvn3'
    >>> detect("caf\xe9, M\xfcller, se\xf1or, gar\xe7on")
    Guess(name='', candidates=())
    """
    scores = {name: score(decode_latin(latin, name)) for name in names}
    ranked = sorted(scores, key=lambda name: (-scores[name].points, name))
    candidates = tuple(name for name in ranked if scores[name].share >= POSSIBLE)
    best = scores[ranked[0]]
    rival = scores[ranked[1]] if len(ranked) > 1 else Score()
    sure = best.share >= SURE and best.legal >= words and best.points - rival.points >= MARGIN
    return Guess(ranked[0] if sure else "", candidates)


def detect_bytes(sample: bytes) -> Guess:
    """The encoding of a sample of a file: the lines of it that hold bytes beyond ASCII."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    return detect("\n".join(line.decode("latin-1") for line in lines)[: SHOWN_WORDS * 10])
