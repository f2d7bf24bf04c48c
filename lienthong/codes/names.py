"""Names of places as people write them: with or without their kind, with or without diacritics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

from lienthong.shelf import data
from lienthong.words import fold, spelling

Level = Literal["province", "district", "ward"]
_Place = TypeVar("_Place")
MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a name: its kind (`xã`, empty where none is written) and the name without it."""

    kind: str
    bare: str


@lru_cache(maxsize=8)
def kinds(level: Level) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """The beginnings of names of a level, longest first: their words, the kind they mean, whether they are short."""
    rows = data("vn/place-names.yaml")["kinds"][level]
    found = [(tuple(kind.split()), kind, False) for kind in rows]
    found += [((short,), kind, True) for kind, shorts in rows.items() for short in shorts]
    return tuple(sorted(found, key=lambda row: -len(row[0])))


@lru_cache(maxsize=4096)
def readings(text: str, level: Level) -> tuple[Name, ...]:
    """The ways to read a name: kind and rest, and the whole as a name.

    Without diacritics `phuong` may be the kind `phường` or part of a name; with them it is clear.

    >>> readings("P.7", "ward"), readings("Xá Nhè", "ward")
    ((Name(kind='phường', bare='7'),), (Name(kind='', bare='Xá Nhè'),))
    >>> [name.bare for name in readings("xa Vinh Hanh", "ward")]
    ['Vinh Hanh', 'xa Vinh Hanh']
    """
    words = _words(text)
    for start, kind, short in kinds(level):
        first = words[: len(start)]
        if len(words) <= len(start) or not all(map(_said, first, start)):
            continue
        rest = " ".join(words[len(start) :]).removeprefix(".").strip()
        if not rest or (short and words[1] != "." and not _is_number(words[1]) and len(start[0]) == 1):
            continue
        named = Name(kind, rest.removeprefix("."))
        unsure = not short and all(word.isascii() for word in first) and not all(word.isascii() for word in start)
        return (named, Name("", " ".join(words))) if unsure else (named,)
    return (Name("", " ".join(words)),)


def _words(text: str) -> list[str]:
    """The words of a name; a dot after an abbreviation is one of its own, and so is a number behind letters."""
    spaced = text.replace(".", " . ")
    words: list[str] = []
    for word in spaced.split():
        head = word.rstrip("0123456789")
        if head and head != word and len(head) <= 1:
            words += [head, word[len(head) :]]
        else:
            words.append(word)
    return words


def _said(word: str, wanted: str) -> bool:
    """Whether a word is this word of a kind; one without diacritics may stand for it."""
    return fold(word) == fold(wanted) if word.isascii() else spelling(word) == spelling(wanted)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit()


@lru_cache(maxsize=16384)
def same(bare: str) -> str:
    """What two names have alike when they are one: spelling, and numbers by value.

    >>> same("07") == same("7"), same("Hoà Bình") == same("HÒA BÌNH"), same("Tân An") == same("Tấn An")
    (True, True, False)
    """
    return spelling(" ".join(str(int(word)) if _is_number(word) and len(word) < 9 else word for word in bare.split()))


@lru_cache(maxsize=16384)
def plain(bare: str) -> str:
    """The name without diacritics, marks and leading zeros, for names typed without diacritics."""
    folded = fold(bare)
    words = "".join(sign if sign.isalnum() else " " for sign in folded).split()
    return " ".join(str(int(word)) if _is_number(word) and len(word) < 9 else word for word in words)


def matching(
    text: str, level: Level, places: Iterable[_Place], names: Callable[[_Place], Iterable[str]]
) -> tuple[_Place, ...]:
    """The places a text may name: by spelling, and by letters alone where it is typed without diacritics.

    A kind that is written must be the place's own. A text too long to be a name names none.
    """
    if len(text) > MAX_LENGTH:
        return ()
    wanted = readings(text, level)
    return tuple(place for place in places if any(_fits(name, own, level) for name in wanted for own in names(place)))


def _fits(wanted: Name, own: str, level: Level) -> bool:
    for name in readings(own, level):
        if wanted.kind and name.kind and wanted.kind != name.kind:
            continue
        if same(wanted.bare) == same(name.bare):
            return True
        if wanted.bare.isascii() and plain(wanted.bare) == plain(name.bare):
            return True
    return False
