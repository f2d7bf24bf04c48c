"""Holds a sound event to the types of its shape at full speed, without knowing where it stands in it.

At anything odd it gives up, and `typed` says what is wrong: both keep an event alike, and a test over random events
holds them equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from adapters.epcis.json_door import JsonFault, number, settle
from adapters.epcis.typed import TEXTS, needed
from adapters.epcis.vocabulary import inward
from lienthong.model import Member, Shape, event_shapes, shape

Keep = Callable[[Any], Any]
"""Takes a value and gives it as it is kept; raises `Odd`."""
Words = Mapping[str, str]
Members = dict[str, Keep | Words | None]
_REMEMBERED = 1024


class Odd(Exception):
    """The event is one for the explaining reader."""


class _Plan(NamedTuple):
    """What to do with the members of an object that has just these, and how many texts its names and they are."""

    strings: int
    texts: tuple[str, ...]
    words: tuple[tuple[str, Words], ...]
    others: tuple[tuple[str, Keep], ...]
    extensions: tuple[str, ...]


class QuickTypes:
    """Checks events."""

    def __init__(self) -> None:
        self._strings = 0
        self._events = {name: self._object(item) for name, item in event_shapes().items()}

    def event(self, event: Any, text: bytes) -> bool:
        """Whether the event of this text is surely sound, and no name in it stands twice.

        It is changed in place to how it is kept, and perhaps in part when it is not taken.
        """
        self._strings = 0
        kind = event.get("type") if type(event) is dict else None
        keep = self._events.get(kind) if type(kind) is str else None
        if keep is None:
            return False
        try:
            keep(event)
        except (Odd, JsonFault):
            return False
        # a name that is dropped since it stands twice leaves more quotes than two for each name and text met
        return text.count(b'"') == 2 * self._strings and not (b"\\" in text and b'\\"' in text)

    def _object(self, item: Shape) -> Keep:
        plans: dict[tuple[str, ...], _Plan] = {}
        members: Members = {}

        def keep(owner: Any) -> Any:
            if type(owner) is not dict:
                raise Odd
            key = tuple(owner)
            plan = plans.get(key)
            if plan is None:
                if not members:
                    members.update(self._members(item))
                plan = _planned(key, members, item)
                if len(plans) < _REMEMBERED:
                    plans[key] = plan
            strings, texts, words, others, extensions = plan
            self._strings += strings
            for name in texts:
                if type(owner[name]) is not str:
                    raise Odd
            for name, known in words:
                value = owner[name]
                if type(value) is not str:
                    raise Odd
                if value in known:
                    owner[name] = known[value]
            for name, kept in others:
                owner[name] = kept(owner[name])
            for name in extensions:
                value = owner[name]
                if type(value) is str:
                    self._strings += 1
                else:
                    owner[name] = self._extension(value)
            return owner

        return keep

    def _extension(self, value: Any) -> Any:
        kept, keys = settle(value, "")
        self._strings += keys + _texts_in(kept)
        return kept

    def _members(self, item: Shape) -> Members:
        """How each member is kept; None where it is text, the words of its list where it is one of them."""
        keeps = {name: self._member(member) for name, member in item.members.items()}
        return {**keeps, "type": None, "@context": self._extension} if item.name in event_shapes() else keeps

    def _member(self, member: Member) -> Keep | Words | None:
        if member.name == "certificationInfo":
            return self._certificates
        if member.kind in TEXTS:
            return self._texts if member.many else None
        if member.kind == "code":
            return self._codes(inward(member.codes)) if member.many else inward(member.codes)
        one = _number if member.kind == "number" else _flag if member.kind == "flag" else self._object(shape(member.of))
        return _each(one) if member.many else one

    def _texts(self, value: Any) -> Any:
        if type(value) is not list:
            raise Odd
        for item in value:
            if type(item) is not str:
                raise Odd
        self._strings += len(value)
        return value

    def _codes(self, known: Words) -> Keep:
        return lambda value: [known.get(one, one) for one in self._texts(value)]

    def _certificates(self, value: Any) -> Any:
        return self._texts([value] if type(value) is str else value)


def _planned(key: tuple[str, ...], members: Members, item: Shape) -> _Plan:
    extensions = tuple(name for name in key if name not in members)
    if extensions and not (item.open and all(":" in name for name in extensions)):
        raise Odd
    if not all(name in key for name in needed(item)):
        raise Odd
    found = [(name, members[name]) for name in key if name in members]
    texts = tuple(name for name, how in found if how is None)
    words = tuple((name, how) for name, how in found if isinstance(how, Mapping))
    others = tuple((name, how) for name, how in found if callable(how))
    return _Plan(len(key) + len(texts) + len(words), texts, words, others, extensions)


def _texts_in(value: Any) -> int:
    """How many texts stand in an extension."""
    if type(value) is str:
        return 1
    if type(value) is dict:
        return sum(map(_texts_in, value.values()))
    return sum(map(_texts_in, value)) if type(value) is list else 0


def _each(one: Keep) -> Keep:
    def keep(value: Any) -> Any:
        if type(value) is not list:
            raise Odd
        for item in value:
            one(item)
        return value

    return keep


def _number(value: Any) -> Decimal:
    if type(value) is not int and type(value) is not Decimal:
        raise Odd
    return number(value, "")


def _flag(value: Any) -> Any:
    if type(value) is not bool:
        raise Odd
    return value
