"""Attributes that XML extension elements had, back beside their values: they are part of what an event says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.epcis.hash_tables import HashFault, standard_members
from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import BASE_EXTENSION, EXTENSION
from adapters.epcis.pointer import step
from lienthong.model import Event

_WRAPPERS = (EXTENSION, BASE_EXTENSION)


@dataclass(frozen=True, slots=True)
class Attributed:
    """A value and the attributes of its element."""

    value: Any
    attributes: Mapping[str, str]


def with_attributes(event: Event) -> Mapping[str, Any]:
    """The event without notes and without the wrappers of its extensions, attributes beside the values they had."""
    if MEMBER not in event and not _wrapped(event):
        return event
    notes = Notes.of(event)
    return _members(event, "", notes.attributes if notes else {})


def _wrapped(event: Mapping[str, Any]) -> bool:
    parts: Iterator[Any] = (value for value in event.values() if type(value) is dict)
    sensors = event.get("sensorElementList") or []
    return any(name in part for part in (event, *parts, *sensors) for name in _WRAPPERS)


def _members(owner: Mapping[str, Any], at: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in owner.items():
        place = step(at, name)
        if name in _WRAPPERS and isinstance(value, Mapping):
            members |= _members(_foreign(value, place), place, attributes)
        elif name != MEMBER:
            members[name] = _value(value, place, attributes, ":" in name)
    if not at:
        members |= dict(attributes.get("", ()))
    return members


def _foreign(owner: Mapping[str, Any], at: str) -> Mapping[str, Any]:
    """What stood in a wrapper; raises `HashFault` for a member of the standard, which no reader leaves there."""
    standard = next((name for name in owner if name in standard_members()), None)
    if standard:
        raise HashFault("epcis.member.unknown", step(at, standard), name=standard)
    return owner


def _value(value: Any, at: str, attributes: Mapping[str, Any], extension: bool) -> Any:
    if isinstance(value, Mapping):
        inner = _members(value, at, attributes)
        own = dict(attributes.get(at, ()))
        return inner | own if own and not extension else Attributed(inner, own) if own else inner
    if type(value) is list:
        return [_value(item, step(at, place), attributes, extension) for place, item in enumerate(value)]
    return Attributed(value, dict(attributes[at])) if at in attributes and extension else value
