"""The pre-hash string of an event: one small writer a member, made once for each event type from its shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.epcis.contexts import RESERVED
from adapters.epcis.hash_attributes import Attributed, with_attributes
from adapters.epcis.hash_tables import Syntax, ignored, table, unnamed
from adapters.epcis.hash_values import Values
from adapters.epcis.notes import MEMBER
from adapters.epcis.vocabulary import web_words
from adapters.epcis.xml_tables import items, names
from lienthong.model import Event, Member, Shape, event_shapes, shape

Write = Callable[[Any], str]
_OPEN = frozenset({"ilmd", *event_shapes()})
# where a member stands that has no place in the order: sorted behind it, nowhere, or as an extension
_LATER, _NEVER = -1, -2
_LEFT_OUT: tuple[int, Write] = (_NEVER, str)
_EXTENSION: tuple[int, Write] = (-3, str)
_NOTHING: Mapping[str, str] = {}


class Prehash:
    """Writes pre-hash strings of events that were read from one syntax."""

    def __init__(self, syntax: Syntax) -> None:
        self.values = Values(syntax)
        self._parts: dict[str, Write] = {}
        self.events = {name: self._part(item) for name, item in event_shapes().items()}

    def event(self, event: Event) -> str:
        """The string of an event; raises `HashFault`. Afterwards `values.odd` says whether the tool's may differ."""
        context = event.get("@context")
        values, declared = self.values, context if isinstance(context, Mapping) else _NOTHING
        values.begin(declared)
        kind = event["type"]
        if RESERVED not in declared and MEMBER not in event:
            return f"eventType={kind}{self.events[kind](event)}"
        text = f"eventType={kind}{self.events[kind](with_attributes(event))}"
        values.odd = True
        return text

    def leaf(self, member: Member | None, value: Any) -> str:
        """How one value is written; `member` is None for that of an extension."""
        return self.values.scalar(value) if member is None else self._value(member)(value)

    # --- parts ---

    def _part(self, item: Shape) -> Write:
        """The writer of a part: what the table orders, then all else sorted."""
        whole = item.name.endswith("Event")
        listed = table()["order"] if whole else table()["parts"][item.name]
        order = [name for name in listed if name in item.members]
        members = {name: (place, self._member(item.members[name])) for place, name in enumerate(order)}
        members |= dict.fromkeys(["@context", "type", *ignored()] if whole else [], _LEFT_OUT)
        others = [name for name in item.members if name not in members]
        members |= {name: (_LATER, self._member(item.members[name])) for name in others}
        odd, empty = item.name not in _OPEN, [""] * len(order)

        def write(owner: Mapping[str, Any]) -> str:
            texts = empty.copy()
            rest: list[str] = []
            for name, value in owner.items():
                place, member = members.get(name, _EXTENSION)
                if place == _NEVER:
                    continue
                if value is None:
                    # nothing is said; the tool writes `None` for it
                    self.values.odd = True
                    continue
                if place >= 0:
                    texts[place] = member(value)
                elif place == _LATER:
                    self._add(rest, member(value))
                else:
                    self._extension(name, value, rest)
            if not rest:
                return "".join(texts)
            # the tool leaves some extensions inside their part and moves others to the end of the event
            self.values.odd |= odd
            rest.sort()
            return "".join(texts) + "".join(rest)

        return write

    def _add(self, texts: list[str], text: str) -> None:
        """Adds what is not empty: an empty part says nothing, though the tool writes its name."""
        if text:
            texts.append(text)
        else:
            self.values.odd = True

    def _member(self, member: Member) -> Write:
        name = member.name
        if member.many and member.of in unnamed():
            return self._pairs(member)
        if not member.many:
            return self._one(name, member)
        if name in names("bare") or name in names("single"):
            one = self._one(name, member)
            return lambda values: "".join(sorted(map(one, values)))
        return self._list(name, member)

    def _list(self, name: str, member: Member) -> Write:
        item, each, identifiers = items()[name], self._value(member), self.values.identifiers
        head = item if member.kind == "object" else f"{item}="

        def write(values: list[Any]) -> str:
            texts = [head + text for text in map(each, values) if text]
            texts.sort()
            return name + "".join(texts) if texts else ""

        def write_identifiers(values: list[str]) -> str:
            texts = identifiers(values, head)
            texts.sort()
            return name + "".join(texts) if texts else ""

        return write_identifiers if member.kind == "instance" else write

    def _one(self, name: str, member: Member) -> Write:
        head = name if member.kind == "object" else f"{name}="
        value = self._value(member)

        def write(item: Any) -> str:
            text = value(item)
            return head + text if text else ""

        return write

    def _value(self, member: Member) -> Write:
        values = self.values
        if member.kind == "object":
            if member.of not in self._parts:
                self._parts[member.of] = self._part(shape(member.of))
            return self._parts[member.of]
        if member.kind == "code":
            words, other = web_words(member.codes), values.word
            return lambda word: words.get(word) or other(word)
        kinds: Mapping[str, Write] = {
            "instance": values.identifier,
            "class": values.identifier,
            "id": values.place,
            "uri": values.word,
            "time": values.time,
            "number": values.number,
            "flag": values.scalar,
        }
        return kinds.get(member.kind, values.text)

    def _pairs(self, member: Member) -> Write:
        """The writer of business transactions, sources, destinations: the type, then what is of that type."""
        part = shape(member.of)
        kind, value = table()["parts"][member.of]
        write_kind, write_value = self._one(kind, part.members[kind]), self._one(value, part.members[value])

        def pair(item: Mapping[str, Any]) -> str:
            # the tool keeps the order of JSON members, and gives up where there is but one
            if kind not in item or (self.values.json and next(iter(item)) != kind):
                self.values.odd = True
            return write_kind(item.get(kind, "")) + write_value(item[value])

        return lambda values: member.name + "".join(sorted(map(pair, values))) if values else ""

    # --- extensions ---

    def _extension(self, name: str, value: Any, texts: list[str]) -> None:
        """Adds the texts of an extension member, one for each item of a list."""
        full = self.values.name(name)
        if not full:
            return
        if type(value) is not list:
            self._add(texts, self._extended(full, value))
        else:
            for item in value:
                self._add(texts, self._extended(full, item))

    def _extended(self, name: str, value: Any, more: str = "") -> str:
        if type(value) is str:
            text = self.values.text(value)
            inner = f"={text}{more}" if text else more
        elif isinstance(value, Mapping):
            texts: list[str] = []
            for key, item in value.items():
                self._extension(key, item, texts)
            inner = "".join(sorted(texts)) + more
        elif type(value) is Attributed:
            return self._extended(name, value.value, self._attributes(value.attributes))
        elif type(value) is list:
            inner = "".join(sorted([self._extended("", item) for item in value])) + more
        else:
            text = self.values.scalar(value)
            inner = f"={text}{more}" if text else more
        return name + inner if inner else ""

    def _attributes(self, attributes: Mapping[str, str]) -> str:
        """Attributes of an element; those of `xsi` say how XML types it, and nothing of the event."""
        pairs = [(self.values.name(name), text) for name, text in attributes.items() if not name.startswith("xsi:")]
        return "".join(sorted([f"{name}={self.values.text(text)}" for name, text in pairs if name and text]))
