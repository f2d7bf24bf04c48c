"""Heading folding: spellings of one heading become one text, with the unit of its bracket split off."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "_": " "})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it is compared: `whole` with its bracket, `bare` without, and the `unit` words as written."""

    whole: str
    bare: str
    unit: str


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    r"""The text without case, diacritics, `_`, line breaks, runs of blanks and `(*)`; `đ` is `d`.

    >>> fold("MÃ_LÔ\n (*) "), fold("Số  lượng đặt")
    ('ma lo', 'so luong dat')
    """
    parted = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return " ".join(bare.replace("(*)", " ").replace("*", " ").split())


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading:
    """The heading with a trailing bracket taken off as its unit.

    >>> heading("Khối lượng (kg)")
    Heading(whole='khoi luong (kg)', bare='khoi luong', unit='kg')
    """
    cleaned = " ".join(text.replace("(*)", " ").split())
    for opening, closing in ("()", "[]"):
        if cleaned.endswith(closing) and opening in cleaned[1:]:
            head, _, unit = cleaned[:-1].rpartition(opening)
            if head.strip():
                return Heading(fold(cleaned), fold(head), unit.strip())
    return Heading(fold(cleaned), fold(cleaned), "")


def matches(pattern: str, text: str) -> bool:
    """Whether a text is meant by a name or a pattern with `*` for anything; both are folded.

    >>> matches("nhap*", "Nhập lúa"), matches("Tổng*", "TỔNG CỘNG"), matches("*", "")
    (True, True, True)
    """
    parts = [fold(part) for part in pattern.split("*")]
    found = fold(text)
    if len(parts) == 1:
        return found == parts[0]
    return found.startswith(parts[0]) and _rest_matches(parts[1:], found[len(parts[0]) :])


def _rest_matches(parts: list[str], rest: str) -> bool:
    for part in parts[:-1]:
        at = rest.find(part)
        if at < 0:
            return False
        rest = rest[at + len(part) :]
    return rest.endswith(parts[-1])
