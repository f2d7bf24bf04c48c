"""Writes one event as XML text, driven by its shape (ISO/IEC 19987:2022, clause 9.5): one small writer a member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from adapters.epcis.contexts import RESERVED
from adapters.epcis.json_door import json_bytes
from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import BASE_EXTENSION, EXTENSION
from adapters.epcis.pointer import step
from adapters.epcis.vocabulary import outward
from adapters.epcis.xml_extension import ExtensionWriter, Lose, scalar
from adapters.epcis.xml_layout import Layout, WriteMember
from adapters.epcis.xml_tables import items, names
from adapters.epcis.xml_text import attribute, content
from lienthong.model import Event, Member, Shape, event_shapes, shape

MORE_CERTIFICATES = "ltx:certificationInfo"
_OURS = frozenset({EXTENSION, BASE_EXTENSION, MEMBER, MORE_CERTIFICATES, "@context", "type"})


def number_text(value: Any) -> str:
    """A quantity as xsd:decimal, its digits kept.

    >>> number_text(Decimal("12.30")), number_text(Decimal("1E+2"))
    ('12.30', '100')
    """
    return format(value, "f") if isinstance(value, Decimal) else str(value)


class EventWriter:
    """Writes events of one document; `extensions` knows its prefixes, `lose` hears what XML cannot hold.

    This one places members as 2.0 does; `xml_event_one` says how 1.x differs.
    """

    def __init__(self, extensions: ExtensionWriter, lose: Lose) -> None:
        self._extensions, self._lose = extensions, lose
        self._shapes = {name: self._members(item) for name, item in event_shapes().items()}

    def event(self, event: Event, start: str = "") -> str | None:
        """The event as XML on one line, `start` being attributes of its element; None for an unknown type."""
        layout = self._shapes.get(event.get("type", ""))
        if layout is None:
            self._lose("epcis.event.type", "/type")
            return None
        notes = Notes.of(event)
        if notes and "" in notes.attributes:
            start += self._extensions.attributes(notes.attributes[""])
        out = [f"<{event['type']}{start}>"]
        self._write(layout, event, out, "", notes)
        certificates = event.get("certificationInfo")
        if isinstance(certificates, list) and len(certificates) > 1:
            self._extensions.member(MORE_CERTIFICATES, certificates[1:], out, "/certificationInfo")
        if EXTENSION in event or BASE_EXTENSION in event:
            self._misplaced(event, out, notes)
        if notes and notes.attributes:
            self._bare_wrappers(event, notes)
        out.append(f"</{event['type']}>")
        return "".join(out)

    def fits(self, name: str) -> bool:
        """Whether an extension of this name may stand in the wrappers of an event: in 2.0 those with a namespace."""
        return ":" in name

    def _misplaced(self, event: Mapping[str, Any], out: list[str], notes: Notes | None) -> None:
        """Extensions that may not stand in the wrapper they came in stand in one of ours, where others do not look."""
        for key in (EXTENSION, BASE_EXTENSION):
            value = event.get(key)
            rest = _part(value, lambda name: not self.fits(name)) if isinstance(value, dict) and value else value
            if rest is not None and rest != {}:
                self._lose("epcis.extension.place", f"/{key}", name=key.removeprefix("ltx:"))
                self._extensions.member(key, rest, out, f"/{key}", notes)

    def _bare_wrappers(self, event: Mapping[str, Any], notes: Notes) -> None:
        """Tells of attributes of wrappers that are not written, since 2.0 keeps the members in them elsewhere."""
        for key in (EXTENSION, BASE_EXTENSION):
            value, at = event.get(key), f"/{key}"
            written = isinstance(value, dict) and any(self.fits(name) for name in value)
            for place in (f"{at}/extension", at) if not written else (f"{at}/extension",):
                for name, _ in notes.attributes.get(place, ()):
                    self._lose("epcis.xml.dropped", at, name=name)

    def _members(self, item: Shape) -> Layout:
        members = {name: self._member(item.members[name]) for name in item.xml}
        base = {}
        for name, write in members.items():
            base[name] = write
            if name == "certificationInfo":
                base[BASE_EXTENSION] = self._fitting("baseExtension")
        if item.name in event_shapes():
            base[EXTENSION] = self._fitting("extension")
        elif item.name in names("extension"):
            base[EXTENSION] = self._wrapped("extension")
        return Layout(base, _OURS)

    def _write(self, layout: Layout, owner: Mapping[str, Any], out: list[str], at: str, notes: Notes | None) -> None:
        steps, rest = layout.plan(owner)
        for name, write, place in steps:
            value = owner[name]
            if value is not None:
                write(value, out, at + place if at else place, notes)
        if rest:
            more = owner if len(rest) == len(owner) else {name: owner[name] for name in rest}
            self._extensions.members(more, out, at, notes)

    def _member(self, member: Member) -> WriteMember:
        if member.name in names("single"):
            return self._single(member.name)
        if member.kind == "object":
            return self._objects(member) if member.many else self._part(member.name, member.of)
        if member.kind == "number":
            return self._number(member.name)
        words = outward(member.codes) if member.kind == "code" else {}
        if not member.many:
            return text_member(member.name, words)
        if member.name in names("bare"):
            return _bare_texts(member.name, words)
        return _texts(member.name, items()[member.name])

    def _number(self, name: str) -> WriteMember:
        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            noted = notes.texts.get(at) if notes else None
            out.append(f"<{name}>{self._spelled(noted, value, at) if noted else number_text(value)}</{name}>")

        return write

    def _spelled(self, noted: str, value: Any, _at: str) -> str:
        """A number as it was spelled when it was read, unless it has changed since."""
        return noted if _same(noted, value) else number_text(value)

    def _single(self, name: str) -> WriteMember:
        """A member of which XML holds one; the others are told as lost, though `event` keeps them."""

        def write(value: Any, out: list[str], at: str, _notes: Notes | None) -> None:
            values = value if isinstance(value, list) else [value]
            if values:
                out.append(f"<{name}>{content(values[0])}</{name}>")
            if len(values) > 1:
                self._lose("epcis.certification", at)

        return write

    def _wrapped(self, tag: str) -> WriteMember:
        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            self._extensions.element(tag, value, out, at, notes)

        return write

    def _fitting(self, tag: str) -> WriteMember:
        """A wrapper of an event with what may stand in it."""

        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            fitting = _part(value, self.fits) if isinstance(value, dict) else {}
            if fitting:
                noted = notes.attributes.get(at) if notes else None
                self._extensions.element(
                    tag, fitting, out, at, notes, self._extensions.attributes(noted) if noted else ""
                )

        return write

    def _objects(self, member: Member) -> WriteMember:
        item = shape(member.of)
        if item.value:
            return _valued(member.name, items()[member.name], item)
        if member.of == "quantity":
            return self._quantities(member.name)
        each = self._part(items().get(member.name, member.name), member.of)
        bare = member.name in names("bare")

        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            if not value:
                return
            out.append("" if bare else f"<{member.name}>")
            for number, one in enumerate(value):
                each(one, out, step(at, number), notes)
            out.append("" if bare else f"</{member.name}>")

        return write

    def _quantities(self, name: str) -> WriteMember:
        quantity = self._number("quantity")

        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            out.append(f"<{name}>")
            for number, one in enumerate(value):
                out.append(f"<quantityElement><epcClass>{content(one['epcClass'])}</epcClass>")
                amount, uom = one.get("quantity"), one.get("uom")
                if amount is not None:
                    quantity(amount, out, f"{at}/{number}/quantity", notes)
                elif uom:
                    out.append('<quantity xsi:nil="true"/>')
                out.append(f"<uom>{content(uom)}</uom></quantityElement>" if uom else "</quantityElement>")
            out.append(f"</{name}>")

        return write

    def _part(self, tag: str, of: str) -> WriteMember:
        if of in names("attributes"):
            return self._attributes(tag, shape(of))
        layout = self._members(shape(of))
        start, end = f"<{tag}>", f"</{tag}>"
        brief = of == "place"

        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            if brief and notes is None and len(value) == 1 and "id" in value:
                out.append(f"{start}<id>{content(value['id'])}</id>{end}")
                return
            noted = notes.attributes.get(at) if notes else None
            out.append(f"<{tag}{self._extensions.attributes(noted)}>" if noted else start)
            self._write(layout, value, out, at, notes)
            out.append(end)

        return write

    def _attributes(self, tag: str, item: Shape) -> WriteMember:
        """A part whose members are attributes (sensorMetadata, sensorReport)."""
        words = {name: outward(member.codes) for name, member in item.members.items() if member.kind == "code"}

        def write(value: Any, out: list[str], at: str, notes: Notes | None) -> None:
            text = ""
            for name in item.xml:
                one = value.get(name)
                if one is not None:
                    noted = notes.texts.get(f"{at}/{name}") if notes else None
                    text += f' {name}="{noted if noted and _same(noted, one) else _attribute_text(one, words, name)}"'
            rest = {key: one for key, one in value.items() if key not in item.members}
            out.append(f"<{tag}{text}{self._more(rest, at) if rest else ''}/>")

        return write

    def _more(self, rest: Mapping[str, Any], at: str) -> str:
        """Extension members as attributes; what is no text is said by attributes of ours."""
        text, kinds, odd = "", [], {}
        for key, value in rest.items():
            name = self._extensions.names.attribute(key)
            if not name.tag or isinstance(value, (list, dict)) or value is None:
                odd[key] = value
                continue
            kind, lexical = ("", value) if isinstance(value, str) else scalar(value)
            text += ("" if name.says in text else name.says) + f' {name.tag}="{attribute(lexical)}"'
            if kind:
                kinds.append(f"{key}={kind}")
        if odd:
            self._lose("epcis.sensor.nested", at)
            text += f' ltx:json="{attribute(json_bytes(odd).decode())}"'
        if kinds:
            text += f' ltx:types="{attribute(" ".join(kinds))}"'
        if odd or kinds:
            self._extensions.names.used.add(RESERVED)
        return text


def text_member(name: str, words: Mapping[str, str]) -> WriteMember:
    """Writes a member that is text, a word of these in its spelling for XML."""
    start, end = f"<{name}>", f"</{name}>"
    if not words:
        return lambda value, out, _at, _notes: out.append(start + content(value) + end)

    def write(value: Any, out: list[str], _at: str, _notes: Notes | None) -> None:
        out.append(start + (words.get(value) or content(value)) + end)

    return write


def _texts(name: str, item: str) -> WriteMember:
    head, between, tail = f"<{name}><{item}>", f"</{item}><{item}>", f"</{item}></{name}>"

    def write(value: Any, out: list[str], _at: str, _notes: Notes | None) -> None:
        whole = "".join(value)  # guarded at once: what is plain in all of them is plain in each
        texts = value if content(whole) is whole else [content(text) for text in value]
        out.append(head + between.join(texts) + tail if value else f"<{name}/>")

    return write


def _bare_texts(name: str, words: Mapping[str, str]) -> WriteMember:
    def write(value: Any, out: list[str], _at: str, _notes: Notes | None) -> None:
        out.extend(f"<{name}>{words.get(text) or content(text)}</{name}>" for text in value)

    return write


def _valued(name: str, tag: str, item: Shape) -> WriteMember:
    """A list of typed identifiers: bizTransaction, source, destination."""
    words, key = outward(item.members["type"].codes), item.value
    start, end, stop = f"<{name}>", f"</{tag}>", f"</{name}>"

    def write(value: Any, out: list[str], _at: str, _notes: Notes | None) -> None:
        if not value:
            return
        out.append(start)
        for one in value:
            kind = one.get("type")
            says = f' type="{words.get(kind) or attribute(kind)}"' if kind is not None else ""
            out.append(f"<{tag}{says}>{content(one[key])}{end}")
        out.append(stop)

    return write


def _part(value: Mapping[str, Any], wanted: Callable[[str], bool]) -> dict[str, Any]:
    """The members of these names; notes stay behind."""
    return {name: one for name, one in value.items() if name != MEMBER and wanted(name)}


def _attribute_text(value: Any, words: Mapping[str, Mapping[str, str]], name: str) -> str:
    if isinstance(value, str):
        return attribute(words[name].get(value, value) if name in words else value)
    return scalar(value)[1]


def _same(text: str, value: Any) -> bool:
    try:
        return bool(Decimal(text) == value)
    except ArithmeticError:
        return False
