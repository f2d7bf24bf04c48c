"""Reads one event element into plain data, by one table from tag to reader for each shape."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from lxml import etree

from adapters.epcis.json_door import JsonFault, decode, settle
from adapters.epcis.notes import MEMBER
from adapters.epcis.placement import (
    BASE_EXTENSION,
    EXTENSION,
    KEPT_IN,
    KIND,
    QUANTITY_EVENT,
    placements,
    quantity_event,
    spellings,
)
from adapters.epcis.pointer import step
from adapters.epcis.vocabulary import inward
from adapters.epcis.xml_event import MORE_CERTIFICATES
from adapters.epcis.xml_parts import LAST, ZONED, Form, Level, Part, Read, unfilled, with_wrappers
from adapters.epcis.xml_tables import INSTANCE, items, names
from adapters.epcis.xml_values import ValueReader
from lienthong.findings import Finding
from lienthong.model import Event, Member, Shape, event_shapes, shape

_OURS = "{urn:lienthong:xml:}"
_NIL = f"{{{INSTANCE}}}nil"


class EventReader:
    """Reads event elements of one document, whose members stand as in this form."""

    def __init__(self, values: ValueReader, form: Form = "2.0") -> None:
        self._values, self._form = values, form
        self._parts: dict[str, Part] = {}
        self._events = {name: self._event_part(name, item) for name, item in event_shapes().items()}
        if form != "2.0":
            self._events[QUANTITY_EVENT] = self._quantity_event()

    @property
    def kinds(self) -> Collection[str]:
        """The event types that are read."""
        return self._events.keys()

    def event(self, element: etree._Element, number: int) -> tuple[Event | None, list[Finding]]:
        """The event, None when it has a fault, and what is to be told of it."""
        base = f"/eventList/{number}"
        values = self._values
        notes = values.attributes(element, "") if element.attrib else {}
        kind = str(element.tag)
        event = {"type": kind, **self._members(element, self._events[kind], "")}
        more = event.pop(MORE_CERTIFICATES, None)
        if more:
            event["certificationInfo"] = [*event.get("certificationInfo", []), *more]
        if self._form != "2.0":
            event = self._of_today(event)
        rows, findings = values.take()
        if rows:
            event[MEMBER] = rows
        if values.spaces.declared:
            event["@context"] = values.spaces.declared
        if notes:
            findings.append(Finding("epcis.xml.dropped", "lost", "", {"name": ", ".join(notes)}))
        told = [Finding(found.code, found.severity, base + found.at, found.facts) for found in findings]
        sound = all(found.severity != "error" for found in findings)
        return (cast("Event", event) if sound else None), told

    def _of_today(self, event: dict[str, Any]) -> dict[str, Any]:
        """An event of 1.x as 2.0 has it: no list that stands only because it must, no QuantityEvent."""
        unfilled(event["type"], event)
        if event["type"] != QUANTITY_EVENT:
            return event
        self._values.tell("epcis.quantity-event", "warning", "")
        self._values.spaces.reserve()
        amount = {name: event.pop(name) for name in ("epcClass", "quantity") if name in event}
        told = {KIND: QUANTITY_EVENT}
        made = {**event, **quantity_event(), "quantityList": [amount]}
        order = ("type", *event_shapes()[made["type"]].members)
        rest = {name: value for name, value in made.items() if name not in order}
        return {name: made[name] for name in order if name in made} | rest | told

    def _event_part(self, name: str, item: Shape) -> Part:
        """An event type; one of 2.0 is read with the wrappers of 1.x too, since documents turned over carry them."""
        readers = {name: self._member(member) for name, member in item.members.items()}
        part = Part(item, readers, placements()[name])
        if self._form != "1.x":
            part.level.places = Level(with_wrappers(item)).places
        if self._form == "2.0":
            part.level.displace()
        return part

    def _quantity_event(self) -> Part:
        item = event_shapes()[quantity_event()["type"]]
        base = self._events[item.name]
        number = self._number("quantity")
        own: dict[str, Read] = {
            "epcClass": self._word({}),
            "quantity": lambda element, _: number(element, "/quantityList/0/quantity"),
        }
        placed = placements()[QUANTITY_EVENT]
        readers = {name: read for name, read in base.readers.items() if name not in {"action", "epcList"}}
        part = Part(item, {**readers, **own}, placed)
        part.order = (*part.order, *own)
        part.needed = ("epcClass",)
        return part

    def _part(self, item: Shape) -> Part:
        made = self._parts.get(item.name)
        if made is None:
            readers = {name: self._member(member) for name, member in item.members.items()}
            made = self._parts[item.name] = Part(item, readers)
        return made

    def _members(self, element: etree._Element, part: Part, at: str) -> dict[str, Any]:
        """The members of a part, in the order they are written as JSON; extension members behind them."""
        met: dict[str, Any] = {}
        others = self._collect(element, part, part.level, met, at)
        kept: dict[str, list[etree._Element]] = {}
        if others and part.level.inner:
            others = self._unwrap(others, part, part.level, met, at, kept)
        members = {name: met[name] for name in part.order if name in met}
        if others:
            members.update(self._others(others, part, at))
        for key, elements in kept.items():
            self._values.spaces.reserve()
            members[key] = self._values.members(elements, f"{at}/{key}") | members.get(key, {})
        for name in part.needed:
            if name not in members:
                self._values.tell("epcis.member.missing", "error", at, name=name)
        return members

    def _collect(
        self, element: etree._Element, part: Part, level: Level, met: dict[str, Any], at: str
    ) -> list[etree._Element]:
        """Reads what stands in an element into the members met; what else stands there is given back."""
        others: list[etree._Element] = []
        readers, places, last = part.readers, level.places, -1
        self._values.mixed(element, at + level.at)
        for child in element:
            name: Any = child.tag
            read = readers.get(name)
            if read is None:
                if not isinstance(name, str):
                    continue
                name = self._spelled(name, readers, at)
                read = readers.get(name)
            place = places.get(name, LAST if read is None else -1)
            if place < max(last, 0):
                code = "epcis.xml.place" if place < 0 else "epcis.xml.order"
                self._values.tell(code, "warning", f"{at}/{name}", name=str(name))
            last = last if place < 0 else place
            if read is None:
                others.append(child)
            elif name in met:
                self._repeated(name, read, child, met, at)
            else:
                met[name] = read(child, f"{at}/{name}")
        return others

    def _spelled(self, name: str, readers: Mapping[str, Read], at: str) -> str:
        """The name of today for one that a draft had."""
        today = spellings().get(name, name)
        if today == name or today not in readers or self._form == "2.0":
            return name
        self._values.tell("epcis.xml.spelling", "warning", f"{at}/{today}", name=name, wants=today)
        return today

    def _unwrap(
        self,
        others: Sequence[etree._Element],
        part: Part,
        level: Level,
        met: dict[str, Any],
        at: str,
        kept: dict[str, list[etree._Element]],
    ) -> list[etree._Element]:
        """Reads the members inside wrappers; what else stands in one is kept under its name."""
        plain: list[etree._Element] = []
        for child in others:
            inner = level.inner.get(str(child.tag))
            if inner is None:
                plain.append(child)
                continue
            if child.attrib:
                self._values.attributes(child, at + inner.at)
            found = self._collect(child, part, inner, met, at)
            found = self._unwrap(found, part, inner, met, at, kept) if inner.inner else found
            if found:
                kept.setdefault(inner.key, []).extend(found)
        return plain

    def _repeated(self, name: Any, read: Read, child: etree._Element, met: dict[str, Any], at: str) -> None:
        """A second element: one more item of a list without a wrapper, else a fault."""
        if name in names("bare"):
            met[name] += read(child, f"{at}/{name}")
        else:
            self._values.tell("epcis.xml.repeated", "error", f"{at}/{name}", name=str(name))

    def _others(self, others: Sequence[etree._Element], part: Part, at: str) -> dict[str, Any]:
        """Extension elements; one without a namespace and without a place in the shape is a fault."""
        wrapped: dict[str, Any] = {}
        plain: list[etree._Element] = []
        for child in others:
            tag = str(child.tag)
            if tag in KEPT_IN and part.open:
                name = KEPT_IN[tag]
                if name in wrapped:
                    self._values.tell("epcis.xml.repeated", "error", f"{at}/{tag}", name=tag)
                self._values.spaces.reserve()
                wrapped[name] = self._values.value(child, f"{at}/{name}")
            elif tag[0] != "{" or not part.open:
                self._values.tell("epcis.member.unknown", "error", f"{at}/{tag}", name=tag)
            else:
                plain.append(child)
        if plain:
            members = self._values.members(plain, at)
            for key in (EXTENSION, BASE_EXTENSION):
                if isinstance(members.get(key), dict) and isinstance(wrapped.get(key), dict):
                    members[key] = wrapped[key] | members[key]
            wrapped |= members
        return wrapped

    def _member(self, member: Member) -> Read:
        if member.name in names("single"):
            return lambda element, at: [self._values.word(element, at)]
        if member.kind == "object":
            return self._objects(member) if member.many else self._object(member.of)
        if member.kind == "number":
            return self._number(member.name)
        if member.kind == "time" and self._form == "1.x":
            return self._time
        words = inward(member.codes) if member.kind == "code" else {}
        if member.many:
            return self._bare(words) if member.name in names("bare") else self._texts(items()[member.name])
        return self._word(words)

    def _word(self, words: Mapping[str, str]) -> Read:
        def read(element: etree._Element, at: str) -> str:
            text = self._values.word(element, at)
            return words.get(text, text)

        return read

    def _time(self, element: etree._Element, at: str) -> str:
        """A point of time as it stands; 1.x lets its zone be left out, which 2.0 does not."""
        text = self._values.word(element, at)
        if not ZONED(text):
            self._values.tell("epcis.time.zone", "warning", at, value=text[:60])
        return text

    def _bare(self, words: Mapping[str, str]) -> Read:
        one = self._word(words)
        return lambda element, at: [one(element, at)]

    def _number(self, name: str) -> Read:
        def read(element: etree._Element, at: str) -> Decimal | None:
            if element.get(_NIL) in {"true", "1"}:
                return None
            return cast("Decimal", self._values.number(self._values.word(element, at, (_NIL,)), at, name))

        return read

    def _texts(self, item: str) -> Read:
        def read(element: etree._Element, at: str) -> list[str]:
            self._values.undressed(element, at)
            self._values.mixed(element, at)
            found = [child for child in element if child.tag == item]
            if len(found) != len(element):
                self._strays(element, item, at)
            word = self._values.word
            return [word(child, f"{at}/{place}") for place, child in enumerate(found)]

        return read

    def _strays(self, element: etree._Element, item: str, at: str) -> None:
        for child in element:
            if isinstance(child.tag, str) and child.tag != item:
                self._values.tell("epcis.member.unknown", "error", f"{at}/{child.tag}", name=child.tag)

    def _object(self, of: str) -> Read:
        if of in names("attributes"):
            return self._attributes(shape(of))
        part: list[Part] = []

        def read(element: etree._Element, at: str) -> dict[str, Any]:
            if not part:
                part.append(self._part(shape(of)))
            if element.attrib:
                self._values.attributes(element, at)
            return self._members(element, part[0], at)

        return read

    def _objects(self, member: Member) -> Read:
        item = shape(member.of)
        if member.name in names("bare"):
            one = self._object(member.of)
            return lambda element, at: [one(element, step(at, _place(element)))]
        tag = items()[member.name]
        each = (
            self._valued(item) if item.value else self._amount if member.of == "quantity" else self._object(member.of)
        )

        def read(element: etree._Element, at: str) -> list[Any]:
            self._values.undressed(element, at)
            self._values.mixed(element, at)
            found = [child for child in element if child.tag == tag]
            if len(found) != len(element):
                self._strays(element, tag, at)
            return [each(child, f"{at}/{place}") for place, child in enumerate(found)]

        return read

    def _amount(self, element: etree._Element, at: str) -> dict[str, Any]:
        amount = self._members(element, self._part(shape("quantity")), at)
        if amount.get("quantity", 0) is None:
            del amount["quantity"]
        return amount

    def _valued(self, item: Shape) -> Read:
        """A typed identifier: bizTransaction, source, destination."""
        words, name, needs = inward(item.members["type"].codes), item.value, item.members["type"].required

        def read(element: etree._Element, at: str) -> dict[str, Any]:
            kind = element.get("type")
            value = self._values.word(element, at, ("type",))
            if kind is None:
                if needs:
                    self._values.tell("epcis.member.missing", "error", at, name="type")
                return {name: value}
            kind = kind.strip()
            return {"type": words.get(kind, kind), name: value}

        return read

    def _attributes(self, item: Shape) -> Read:
        """A part whose members are attributes (sensorMetadata, sensorReport)."""
        kinds = {name: (member.kind, inward(member.codes)) for name, member in item.members.items()}

        def read(element: etree._Element, at: str) -> dict[str, Any]:
            met: dict[str, Any] = {}
            more: dict[str, Any] = {}
            for key, value in element.attrib.items():
                name, text = str(key), str(value)
                if name in kinds:
                    met[name] = self._attribute(name, text.strip(), *kinds[name], f"{at}/{name}", text)
                elif name[0] == "{":
                    more[name] = text
                else:
                    self._values.tell("epcis.member.unknown", "error", f"{at}/{name}", name=name)
            members = {name: met[name] for name in item.members if name in met}
            if len(element) or (element.text and not element.text.isspace()):
                self._values.tell("epcis.xml.mixed", "lost", at)
            return members | self._more(element, more, at) if more else members

        return read

    def _attribute(self, name: str, text: str, kind: str, words: Mapping[str, str], at: str, whole: str) -> Any:
        if kind == "number":
            return self._values.number(text, at, name)
        if kind == "flag":
            if text not in {"true", "false", "1", "0"}:
                self._values.tell("epcis.member.type", "error", at, name=name, wants="true/false", value=text[:60])
            return text in {"true", "1"}
        return whole if kind == "text" else words.get(text, text)

    def _more(self, element: etree._Element, more: dict[str, str], at: str) -> dict[str, Any]:
        """Extension members from namespaced attributes, and from ours for what is no text."""
        kinds = dict(pair.rpartition("=")[::2] for pair in more.pop(f"{_OURS}types", "").split())
        odd = more.pop(f"{_OURS}json", "")
        members: dict[str, Any] = {}
        spaces = self._values.spaces
        by_uri = {uri: prefix for prefix, uri in element.nsmap.items() if prefix}
        for name, text in more.items():
            key = spaces.name(name, by_uri.get(name[1:].partition("}")[0]))
            kind = kinds.get(key)
            members[key] = Decimal(text) if kind == "number" else text == "true" if kind == "flag" else text
        if odd:
            try:
                members |= settle(decode(odd.encode()), at)[0]
            except (JsonFault, TypeError, ValueError):
                self._values.tell("epcis.member.type", "error", at, name="ltx:json", wants="JSON", value=odd[:60])
        return members


def _place(element: etree._Element) -> int:
    """How many of its name stand before an element."""
    return sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
