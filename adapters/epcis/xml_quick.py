"""Reads a sound event element at full speed, without knowing where it stands in it; gives up at anything odd.

What the explaining reader (`xml_event_reader`) has something to tell of, to note, or to take apart, is left to it:
both give the same event, and a test over random documents holds them equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from adapters.epcis.placement import KEPT_IN, Wrapper, placements
from adapters.epcis.typed import needed
from adapters.epcis.vocabulary import inward
from adapters.epcis.xml_door import MAX_DIGITS, MAX_NESTED, MAX_TEXT
from adapters.epcis.xml_parts import LAST, ZONED, Form, unfilled, with_wrappers
from adapters.epcis.xml_spaces import Spaces
from adapters.epcis.xml_tables import items, names
from lienthong.model import Event, Member, Shape, event_shapes, shape

Take = Callable[[etree._Element], Any]
Words = Mapping[str, str]
TEXT, CALL, WRAPPER = 0, 1, 2
Table = dict[Any, tuple[int, int, Any]]
"""Of each element its place in the order and how it is read: as text or one of these words, by a function, or as a
wrapper, whose members are the event's own and stand in a table of its own."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z").match
_ATTRIBUTES = etree.XPath("count(descendant-or-self::*/@*)")
_OURS = "{urn:lienthong:xml:}"
_REMEMBERED = 4096


class Odd(Exception):
    """The event is one for the explaining reader."""


class QuickReader:
    """Reads events of one document."""

    def __init__(self, spaces: Spaces, form: Form) -> None:
        self._spaces, self._form = spaces, form
        self._names: dict[Any, str] = {}
        self._orders: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._attributes = 0
        self._events = {name: self._event_table(item) for name, item in event_shapes().items()}

    def event(self, element: etree._Element) -> Event | None:
        """The event; None when it is not for this reader."""
        kind: Any = element.tag
        table = self._events.get(kind)
        if table is None:
            return None
        self._attributes = 0
        met: dict[str, Any] = {"type": kind}
        try:
            self._into(element, table, met)
        except Odd:
            return None
        if _ATTRIBUTES(element) != self._attributes:
            return None
        if self._form != "2.0":
            unfilled(kind, met)
        key = (kind, *met)
        order = self._orders.get(key) or self._order(key)
        event = {name: met[name] for name in order}
        if self._spaces.declared:
            event["@context"] = self._spaces.declared
        return cast("Event", event)

    def _order(self, key: tuple[str, ...]) -> tuple[str, ...]:
        """The members met, in the order they are written as JSON."""
        known = ("type", *event_shapes()[key[0]].members)
        order = (*(name for name in known if name in key[1:]), *(name for name in key[1:] if name not in known))
        if len(self._orders) < _REMEMBERED:
            self._orders[key] = order
        return order

    def _into(self, element: etree._Element, table: Table, met: dict[str, Any], wrapped: bool = False) -> None:
        """Reads what stands in an element: its own members in their order, then extensions."""
        last = -1
        before = ""
        text = element.text
        if text and not text.isspace():
            raise Odd
        for child in element[:]:
            tag: Any = child.tag
            text = child.tail
            if text and not text.isspace():
                raise Odd
            found = table.get(tag)
            if found is None:
                if isinstance(tag, str):
                    if wrapped:
                        raise Odd
                    last = LAST
                    before = self._extension(child, met, before, 0)
                continue
            place, how, arg = found
            if place <= last:
                raise Odd
            last = place
            if how == TEXT:
                if len(child):
                    raise Odd
                text = child.text
                text = text.strip() if text else ""
                met[tag] = arg.get(text, text)
            elif how == CALL:
                met[tag] = arg(child)
            else:
                self._into(child, arg, met, True)

    def _extension(self, element: etree._Element, met: dict[str, Any], before: str, depth: int) -> str:
        """Reads an extension element into its member; a repeated one must follow its like."""
        tag: Any = element.tag
        name = self._names.get(tag) or self._name(element, depth)
        value: Any
        if len(element):
            value = self._nested(element, depth)
        else:
            value = element.text or ""
            if len(value) > MAX_TEXT:
                raise Odd
        if name not in met:
            met[name] = value
        elif name != before:
            raise Odd
        elif type(met[name]) is list:
            met[name].append(value)
        else:
            met[name] = [met[name], value]
        return name

    def _nested(self, element: etree._Element, depth: int) -> dict[str, Any]:
        text = element.text
        if depth > MAX_NESTED - 2 or (text and not text.isspace()):
            raise Odd
        met: dict[str, Any] = {}
        before = ""
        for child in element[:]:
            tail = child.tail
            if not isinstance(child.tag, str) or (tail and not tail.isspace()):
                raise Odd
            before = self._extension(child, met, before, depth + 1)
        return met

    def _name(self, element: etree._Element, depth: int) -> str:
        """The name of an extension; one of ours says something, one without a namespace must stand in another."""
        tag = str(element.tag)
        if tag.startswith(_OURS) or (tag[0] != "{" and not depth):
            raise Odd
        name = self._spaces.name(tag, element.prefix)
        if tag[0] == "{" and len(self._names) < _REMEMBERED:
            self._names[tag] = name
        return name

    def _event_table(self, item: Shape) -> Table:
        if self._form == "2.0":
            return self._table(item, item.xml)
        placed = self._placed(placements()[item.name], item)
        if self._form == "1.x":
            return placed
        loose = with_wrappers(item)
        wrappers = {name: (loose.index(name), *placed[name][1:]) for name in KEPT_IN if name in placed}
        return {**self._table(item, loose), **wrappers}

    def _table(self, item: Shape, order: Iterable[str]) -> Table:
        places = {name: place for place, name in enumerate(order) if name in item.members}
        return {name: (place, *self._member(item.members[name])) for name, place in places.items()}

    def _placed(self, wrapper: Wrapper, item: Shape) -> Table:
        table: Table = {}
        for place, step in enumerate(wrapper.steps):
            if isinstance(step, Wrapper):
                table[step.tag] = (place, WRAPPER, self._placed(step, item))
            elif step in item.members:
                table[step] = (place, *self._member(item.members[step]))
        return table

    def _member(self, member: Member) -> tuple[int, Any]:
        """How a member is read, and the words or the function for it."""
        if member.name in names("bare"):
            return CALL, _odd
        if member.name in names("single"):
            return CALL, lambda element: [_word(element)]
        if member.kind == "object":
            return CALL, self._objects(member) if member.many else self._object(member.of)
        if member.kind == "number":
            return CALL, _number
        if member.many:
            return CALL, _texts(items()[member.name])
        if member.kind == "time" and self._form == "1.x":
            return CALL, _time
        return TEXT, inward(member.codes) if member.kind == "code" else {}

    def _objects(self, member: Member) -> Take:
        item, tag = shape(member.of), items()[member.name]
        each = self._valued(item) if item.value else self._object(member.of)

        def take(element: etree._Element) -> list[Any]:
            made = []
            text = element.text
            for child in element[:]:
                tail = child.tail
                if child.tag != tag or (tail and not tail.isspace()):
                    raise Odd
                made.append(each(child))
            if text and not text.isspace():
                raise Odd
            return made

        return take

    def _valued(self, item: Shape) -> Take:
        words, name, needs = inward(item.members["type"].codes), item.value, item.members["type"].required

        def take(element: etree._Element) -> dict[str, Any]:
            kind = element.get("type")
            if len(element) or (kind is None and needs):
                raise Odd
            text = element.text
            text = text.strip() if text else ""
            if kind is None:
                return {name: text}
            self._attributes += 1
            return {"type": words.get(kind) or words.get(kind.strip(), kind.strip()), name: text}

        return take

    def _object(self, of: str) -> Take:
        if of == "sensorElement":
            return self._sensor
        if of == "persistentDisposition":
            return _dispositions
        if of == "ilmd":
            return self._ilmd
        return self._place() if of == "place" else self._part(shape(of))

    def _place(self) -> Take:
        """A place is mostly no more than its identifier."""
        whole = self._part(shape("place"))

        def take(element: etree._Element) -> dict[str, Any]:
            children = element[:]
            if len(children) != 1 or children[0].tag != "id" or children[0].tail or element.text:
                return cast("dict[str, Any]", whole(element))
            return {"id": _word(children[0])}

        return take

    def _ilmd(self, element: etree._Element) -> dict[str, Any]:
        met: dict[str, Any] = {}
        before = ""
        _no_text(element)
        for child in element[:]:
            if isinstance(child.tag, str):
                before = self._extension(child, met, before, 0)
        return met

    def _part(self, item: Shape) -> Take:
        """A part whose members stand in the same order in XML and in JSON."""
        needs, is_open = needed(item), item.open
        table = self._table(item, item.xml)

        def take(element: etree._Element) -> dict[str, Any]:
            met: dict[str, Any] = {}
            self._into(element, table, met)
            for name in needs:
                if name not in met:
                    raise Odd
            if not is_open and len(met) > len(table):
                raise Odd
            return met

        return take

    def _sensor(self, element: etree._Element) -> dict[str, Any]:
        made: dict[str, Any] = {}
        reports: list[Any] = []
        _no_text(element)
        for child in element[:]:
            tag: Any = child.tag
            if tag == "sensorReport":
                reports.append(self._said(child, tag))
            elif tag == "sensorMetadata" and not made and not reports:
                made[tag] = self._said(child, tag)
            else:
                raise Odd
        return made | {"sensorReport": reports} if reports else made

    def _said(self, element: etree._Element, name: str) -> dict[str, Any]:
        """A part whose members are attributes."""
        kinds = _kinds(name)
        if len(element) or (element.text and not element.text.isspace()):
            raise Odd
        met: dict[str, Any] = {}
        for key, text in element.items():
            found = kinds.get(key)
            if found is None:
                raise Odd
            met[str(key)] = _attribute(str(text), *found)
        self._attributes += len(met)
        return {key: met[key] for key in kinds if key in met}


@lru_cache(maxsize=8)
def _kinds(name: str) -> dict[Any, tuple[str, Words]]:
    return {key: (member.kind, inward(member.codes)) for key, member in shape(name).members.items()}


def _attribute(text: str, kind: str, words: Words) -> Any:
    if kind == "text":
        return text
    text = text.strip()
    if kind == "number":
        return _decimal(text)
    if kind != "flag":
        return words.get(text, text)
    if text not in {"true", "false", "1", "0"}:
        raise Odd
    return text in {"true", "1"}


def _dispositions(element: etree._Element) -> dict[str, Any]:
    words = inward("disposition")
    met: dict[str, list[str]] = {}
    _no_text(element)
    for child in element[:]:
        tag: Any = child.tag
        if tag not in ("set", "unset") or (tag == "unset" and "set" in met):
            raise Odd
        text = _word(child)
        met.setdefault(tag, []).append(words.get(text, text))
    return {name: met[name] for name in ("set", "unset") if name in met}


def _word(element: etree._Element) -> str:
    if len(element):
        raise Odd
    text = element.text
    return text.strip() if text else ""


def _time(element: etree._Element) -> str:
    text = _word(element)
    if not ZONED(text):
        raise Odd
    return text


def _decimal(text: str) -> Decimal:
    if len(text) > MAX_DIGITS or not _NUMBER(text):
        raise Odd
    return Decimal(text)


def _number(element: etree._Element) -> Decimal:
    return _decimal(_word(element))


def _texts(item: str) -> Take:
    def take(element: etree._Element) -> list[str]:
        made = []
        for child in element[:]:
            text, tail = child.text, child.tail
            if child.tag != item or text is None or len(child) or (tail and not tail.isspace()):
                raise Odd
            made.append(text.strip())
        text = element.text
        if text and not text.isspace():
            raise Odd
        return made

    return take


def _no_text(element: etree._Element) -> None:
    """Raises `Odd` where text stands between the elements in this one."""
    text = element.text
    if text and not text.isspace():
        raise Odd
    for child in element[:]:
        text = child.tail
        if text and not text.isspace():
            raise Odd


def _odd(_: etree._Element) -> Any:
    raise Odd
