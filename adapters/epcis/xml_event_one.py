"""Writes one event as EPCIS 1.x has it (EPCIS 1.2, clause 9.5): members in wrappers, the rest as in 2.0.

Source: `schemas/epcis/placement.yaml`. What the version does not define but has a usual place for is written there
with a warning; when `strict`, it is left out and told as lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import (
    BASE_EXTENSION,
    EXTENSION,
    KEPT_IN,
    KIND,
    LOCAL,
    QUANTITY_EVENT,
    Wrapper,
    absent,
    de_facto,
    depth,
    filled,
    placements,
    quantity_event,
)
from adapters.epcis.xml_event import MORE_CERTIFICATES, EventWriter, number_text, text_member
from adapters.epcis.xml_extension import ExtensionWriter, Lose
from adapters.epcis.xml_layout import WriteMember
from adapters.epcis.xml_names import NC_NAME
from lienthong.model import Event

Step = Callable[[Mapping[str, Any], list[str], Notes | None], None]
_NOT_REST = frozenset({EXTENSION, BASE_EXTENSION, MEMBER, MORE_CERTIFICATES, "@context", "type"})
_QUANTITY = ("epcClass", "quantity")
_MAX_INT = (1 << 31) - 1


class EventWriterOne(EventWriter):
    """Writes events of one 1.x document."""

    def __init__(self, extensions: ExtensionWriter, lose: Lose, version: str, strict: bool = False) -> None:
        super().__init__(extensions, lose)
        self._usual, self._strict = de_facto(version), strict
        self._steps = {name: self._placed(name, wrapper, "", "") for name, wrapper in placements().items()}

    def event(self, event: Event, start: str = "") -> str | None:
        """The event with the wrappers around it; None for an unknown type, and for one left out."""
        kind = str(event.get("type", ""))
        if kind not in self._shapes:
            self._lose("epcis.event.type", "/type")
            return None
        told = self._beyond(event, kind)
        if kind in told and self._strict:
            return None
        kind = self._written(event, kind)
        owner = _flat(event) if kind == QUANTITY_EVENT else self._left_in(event, told)
        notes = Notes.of(event)
        if notes and "" in notes.attributes:
            start += self._extensions.attributes(notes.attributes[""])
        wrapped = depth(kind)
        out = ["<extension>" * wrapped, f"<{kind}{start}>"]
        for step in self._steps[kind]:
            step(owner, out, notes)
        rest = {name: one for name, one in owner.items() if ":" in name and name not in _NOT_REST}
        self._extensions.members(rest, out, "", notes)
        self._kept(owner, out, notes)
        out += [f"</{kind}>", "</extension>" * wrapped]
        return "".join(out)

    def fits(self, name: str) -> bool:
        """Whether an extension of this name may stand in the wrappers of an event: in 1.x those without a namespace."""
        return NC_NAME.match(name) is not None

    def _beyond(self, event: Event, kind: str) -> set[str]:
        """Members of the event, and its type, that the version does not define; each is told."""
        found = [name for name in (kind, *event) if name in self._usual]
        for name in found:
            at = "" if name == kind else f"/{name}"
            self._lose("epcis.left-out" if self._strict else "epcis.de-facto", at, name=name)
        for name in absent() & event.keys():
            if event.get(name):
                self._lose("epcis.absent", f"/{name}", name=name)
        return set(found)

    def _left_in(self, event: Event, told: set[str]) -> Mapping[str, Any]:
        if not (told and self._strict):
            return event
        return {name: value for name, value in event.items() if name not in told}

    def _written(self, event: Event, kind: str) -> str:
        """The type an event is written as: one that came as QuantityEvent is one again, while it still fits."""
        return QUANTITY_EVENT if event.get(KIND) == QUANTITY_EVENT and _is_quantity(event) else kind

    def _kept(self, owner: Mapping[str, Any], out: list[str], notes: Notes | None) -> None:
        """What has no place in 1.x, in elements of ours."""
        certificates = owner.get("certificationInfo")
        if certificates:
            held = certificates if isinstance(certificates, list) else [certificates]
            self._extensions.member(MORE_CERTIFICATES, held, out, "/certificationInfo")
        if EXTENSION in owner or BASE_EXTENSION in owner:
            self._misplaced(owner, out, notes)

    def _placed(self, kind: str, wrapper: Wrapper, key: str, at: str) -> Sequence[Step]:
        members = self._shapes[quantity_event()["type"] if kind == QUANTITY_EVENT else kind].writers
        steps: list[Step] = []
        for item in wrapper.steps:
            if isinstance(item, Wrapper):
                steps.append(self._wrapper(kind, item, key, at))
            elif item == LOCAL:
                steps.append(self._local(key))
            elif kind == QUANTITY_EVENT and item == "quantity":
                steps.append(_step(item, self._amount, False))
            elif kind == QUANTITY_EVENT and item == "epcClass":
                steps.append(_step(item, text_member(item, {}), False))
            else:
                steps.append(_step(item, members[item], item == filled().get(kind)))
        return steps

    def _wrapper(self, kind: str, item: Wrapper, key: str, at: str) -> Step:
        """An element around others, written only when one of them is."""
        key = key or KEPT_IN[item.tag]
        at = f"{at}/{item.tag}" if at else f"/{key}"
        steps, start, end = self._placed(kind, item, key, at), f"<{item.tag}>", f"</{item.tag}>"

        def step(owner: Mapping[str, Any], out: list[str], notes: Notes | None) -> None:
            place = len(out)
            out.append(start)
            for inner in steps:
                inner(owner, out, notes)
            noted = notes.attributes.get(at, ()) if notes else ()
            if len(out) > place + 1:
                out.append(end)
                out[place] = f"{start[:-1]}{self._extensions.attributes(noted)}>" if noted else start
                return
            out.pop()
            for name, _ in noted:
                self._lose("epcis.xml.dropped", at, name=name)

        return step

    def _local(self, key: str) -> Step:
        """Extensions without a namespace, from the member that keeps them."""

        def write(owner: Mapping[str, Any], out: list[str], notes: Notes | None) -> None:
            value = owner.get(key)
            if isinstance(value, dict):
                fitting = {name: one for name, one in value.items() if name != MEMBER and self.fits(name)}
                self._extensions.members(fitting, out, f"/{key}", notes)

        return write

    def _amount(self, value: Any, out: list[str], _at: str, notes: Notes | None) -> None:
        self._number("quantity")(value, out, "/quantityList/0/quantity", notes)

    def _spelled(self, noted: str, value: Any, at: str) -> str:
        """A number as it was spelled, unless with an exponent: quantities of 1.x are xsd:decimal."""
        text = super()._spelled(noted, value, at)
        if "e" not in text.lower():
            return text
        self._lose("epcis.spelling", at, value=noted)
        return number_text(value)


def _step(name: str, write: WriteMember, needed: bool) -> Step:
    at = f"/{name}"

    def step(owner: Mapping[str, Any], out: list[str], notes: Notes | None) -> None:
        value = owner.get(name)
        if value is not None:
            write(value, out, at, notes)
        elif needed:
            out.append(f"<{name}/>")

    return step


def _is_quantity(event: Event) -> bool:
    """Whether the event says no more than a QuantityEvent can."""
    amounts = event.get("quantityList") or []
    fields = {item for item in placements()[QUANTITY_EVENT].steps if isinstance(item, str)} | {
        "type", "@context", "action", "quantityList", "eventID", "errorDeclaration", "certificationInfo",
    }  # fmt: skip
    if len(amounts) != 1 or set(amounts[0]) != set(_QUANTITY) or event.get("action") != quantity_event()["action"]:
        return False
    digits = number_text(amounts[0]["quantity"])
    if not digits.lstrip("-").isdigit() or abs(int(digits)) > _MAX_INT:
        return False
    return all(name in fields or ":" in name or value == [] for name, value in event.items())


def _flat(event: Event) -> Mapping[str, Any]:
    """The members of a QuantityEvent."""
    flat = {name: value for name, value in event.items() if name not in {"action", "epcList", "quantityList", KIND}}
    return {**flat, **event["quantityList"][0]}
