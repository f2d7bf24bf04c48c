"""Holds an event that came as JSON to the types of its shape: after this, the type is the proof.

Members the standard does not know need a prefix; numbers become `Decimal`, CBV words bare, a single certificate a
list. What is required of a whole event is asked by the event rules, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from adapters.epcis.json_door import JsonFault, number, settle
from adapters.epcis.pointer import step
from adapters.epcis.vocabulary import inward
from lienthong.findings import Finding
from lienthong.model import Member, Shape, event_shapes, shape

Check = Callable[[Any, str], Any]
"""Takes a value and its pointer; gives the value as it is kept."""

WANTS = {str: "text", list: "list", dict: "object", bool: "true/false", Decimal: "number"}
TEXTS = frozenset({"text", "uri", "class", "instance", "id", "time", "zone", "uom"})


def needed(item: Shape) -> tuple[str, ...]:
    """The members without which a part is nothing; what else is required is asked by the event rules.

    >>> needed(shape("quantity")), needed(shape("sensorReport"))
    (('epcClass',), ())
    """
    return item.required if not item.open or item.name == "place" else ()


class Typed:
    """Checks events; `findings` and `keys` (how many object keys were met) are those of the last one."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.keys = 0
        self._events = {name: self._members(item) for name, item in event_shapes().items()}

    def event(self, event: Any, at: str) -> bool:
        """Whether the event is of sound types; it is changed in place to how it is kept."""
        self.findings, self.keys = [], 0
        if type(event) is not dict:
            self._wrong("event", dict, event, at)
            return False
        kind = event.get("type")
        members = self._events.get(kind) if type(kind) is str else None
        if members is None:
            self.findings.append(Finding("epcis.event.type", "error", f"{at}/type", {"value": str(kind)[:200]}))
            return False
        self._object(event, members, at)
        return not self.findings

    def _object(self, owner: dict[str, Any], members: Mapping[str, Check], at: str) -> None:
        self.keys += len(owner)
        for name, value in owner.items():
            check = members.get(name)
            if check is not None:
                owner[name] = check(value, f"{at}/{name}")
            elif ":" in name:
                owner[name] = self._extension(value, step(at, name))
            else:
                self.findings.append(Finding("epcis.member.unknown", "error", step(at, name), {"name": name}))

    def _extension(self, value: Any, at: str) -> Any:
        if type(value) is str:
            return value
        try:
            kept, keys = settle(value, at)
        except JsonFault as fault:
            self._fault(fault)
            return value
        self.keys += keys
        return kept

    def _fault(self, fault: JsonFault) -> None:
        self.findings.append(Finding(fault.code, "error", fault.at, fault.facts))

    def _wrong(self, name: str, wants: type, value: Any, at: str) -> None:
        facts = {"name": name, "wants": WANTS[wants], "value": str(value)[:60]}
        self.findings.append(Finding("epcis.member.type", "error", at, facts))

    def _members(self, item: Shape) -> dict[str, Check]:
        checks: dict[str, Check] = {name: self._member(member) for name, member in item.members.items()}
        if item.name.endswith("Event"):
            checks["type"] = self._text("type")
            checks["@context"] = self._extension
        return checks

    def _member(self, member: Member) -> Check:
        one = self._one(member)
        if not member.many:
            return one
        single = member.name == "certificationInfo"

        def check(value: Any, at: str) -> Any:
            if type(value) is list:
                for place, item in enumerate(value):
                    value[place] = one(item, f"{at}/{place}")
                return value
            if single:
                return [one(value, at)]
            self._wrong(member.name, list, value, at)
            return value

        return self._words(member, check) if member.kind in TEXTS and not single else check

    def _words(self, member: Member, slow: Check) -> Check:
        """A list of plain text, the commonest: one pass at full speed, the slow one only to tell what is wrong."""

        def check(value: Any, at: str) -> Any:
            if type(value) is list and set(map(type, value)) <= {str}:
                return value
            return slow(value, at)

        return check

    def _one(self, member: Member) -> Check:
        if member.kind in TEXTS:
            return self._text(member.name)
        if member.kind == "code":
            return self._code(member.name, inward(member.codes))
        if member.kind == "number":
            return self._number(member.name)
        if member.kind == "flag":
            return self._flag(member.name)
        return self._part(member.name, shape(member.of))

    def _text(self, name: str) -> Check:
        def check(value: Any, at: str) -> Any:
            if type(value) is not str:
                self._wrong(name, str, value, at)
            return value

        return check

    def _code(self, name: str, words: Mapping[str, str]) -> Check:
        def check(value: Any, at: str) -> Any:
            if type(value) is str:
                return words.get(value, value)
            self._wrong(name, str, value, at)
            return value

        return check

    def _number(self, name: str) -> Check:
        def check(value: Any, at: str) -> Any:
            if type(value) in {int, Decimal}:
                try:
                    return number(value, at)
                except JsonFault as fault:
                    self._fault(fault)
            else:
                self._wrong(name, Decimal, value, at)
            return value

        return check

    def _flag(self, name: str) -> Check:
        def check(value: Any, at: str) -> Any:
            if type(value) is not bool:
                self._wrong(name, bool, value, at)
            return value

        return check

    def _part(self, name: str, item: Shape) -> Check:
        needs = needed(item)
        members: dict[str, Check] = {}

        def check(value: Any, at: str) -> Any:
            if not members:
                members.update(self._members(item))
            if type(value) is not dict:
                self._wrong(name, dict, value, at)
                return value
            self._object(value, members, at)
            if not item.open:
                self._closed(value, item, at)
            for one in needs:
                if one not in value:
                    self.findings.append(Finding("epcis.member.missing", "error", at, {"name": one}))
            return value

        return check

    def _closed(self, owner: Mapping[str, Any], item: Shape, at: str) -> None:
        for name in owner:
            if name not in item.members and ":" in name:
                self.findings.append(Finding("epcis.member.unknown", "error", step(at, name), {"name": name}))
