"""The shape of the record: its parts and their members in order, read from `schemas/tcvn/record.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from lienthong.shelf import data
from lienthong.words import say

Kind = Literal["text", "filled", "count", "value", "word", "part", "many", "named"]
"""What a member holds: `value` is a filled text or a count, `word` one of a list, `many` a list of parts, `named`
parts by name."""
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a part; `of` is the part it holds or the list its word is of."""

    name: str
    kind: Kind
    of: str
    title: Mapping[str, str]
    absent: bool = False
    null: bool = False
    sheet: str = ""

    @property
    def must(self) -> bool:
        """Whether it stands in every XML of its part: neither left out nor unknown."""
        return not (self.absent or self.null)


@dataclass(frozen=True, slots=True)
class Part:
    """A part by name; `element` is what one of many is called in XML; exactly one of `either` is there."""

    name: str
    members: tuple[Member, ...]
    element: str = ""
    either: tuple[str, ...] = ()

    def member(self, name: str) -> Member | None:
        """The member of this name."""
        return next((member for member in self.members if member.name == name), None)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a text, a name and a count may be."""

    text: int
    name: int
    count: int


def _table() -> Any:
    return data("tcvn/record.yaml")


def version() -> str:
    """The version of the record's form."""
    return str(_table()["version"])


def namespace() -> str:
    """The namespace of its XML."""
    return str(_table()["namespace"])


def root() -> str:
    """What the whole file is called: its member in JSON, its root element in XML."""
    return str(_table()["root"]["element"])


def root_sheet() -> str:
    """The sheet with a row for each record."""
    return str(_table()["root"]["sheet"])


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The limits of texts, names and counts."""
    return Limits(**{name: int(value) for name, value in _table()["limits"].items()})


@lru_cache(maxsize=1)
def parts() -> Mapping[str, Part]:
    """All parts by name.

    >>> [member.name for member in parts()["score"].members]
    ['have', 'of']
    """
    return {name: _part(name, row) for name, row in _table()["parts"].items()}


def record() -> Part:
    """The record itself."""
    return parts()["record"]


def _part(name: str, row: Mapping[str, Any]) -> Part:
    members = tuple(_member(one, told) for one, told in row["members"].items())
    return Part(name, members, row.get("element", ""), tuple(row.get("either", ())))


def _member(name: str, row: Mapping[str, Any]) -> Member:
    kind, _, of = row["is"].partition(" ")
    absent, null = row.get("absent") == "yes", row.get("null") == "yes"
    return Member(name, cast("Kind", kind), of, row["title"], absent, null, row.get("sheet", ""))


@lru_cache(maxsize=8)
def words(name: str) -> tuple[str, ...]:
    """The words of a list, as machines say them."""
    return tuple(_table()["words"][name])


@lru_cache(maxsize=16)
def shown_words(name: str, lang: str) -> Mapping[str, str]:
    """The words of a list, each with what a person reads; no two read alike.

    >>> shown_words("state", "vi")["missing"], shown_words("mark", "vi")["D"]
    ('Thiếu', 'D')
    """
    if name == "state":
        return {word: say(lang, f"words.state.{word}") for word in words(name)}
    told = _table()["shown"].get(name, {})
    return {word: told.get(word, {}).get(lang, word) for word in words(name)}
