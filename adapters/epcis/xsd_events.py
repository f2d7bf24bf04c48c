"""The contents of events in XML by version, put together from the members of events and from where 1.x puts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lienthong.model import Member, Shape, event_shapes, shape
from lienthong.shelf import data


def event_types(version: str) -> dict[str, Any]:
    """The types of the events of a version, in the notation of `schemas/epcis/xsd.yaml`."""
    if version == "1":
        rows = data("epcis/placement.yaml")["events"].items()
        return {name: _first(name, row) for name, row in rows if name not in _table()["first"]["practice"]}
    return {name: _second(item) for name, item in event_shapes().items()}


def _table() -> Any:
    return data("epcis/xsd.yaml")


def sensor_attributes(part: str) -> Iterator[tuple[str, str]]:
    """The attributes of a part of sensor data with their kinds."""
    table = _table()["attributes"]
    for name, member in shape(part).members.items():
        if name not in table["without"] or part in table["keep"]:
            yield name, table["others"].get(name) or table["kinds"][member.kind]


def _second(item: Shape) -> dict[str, Any]:
    """2.0: the members in their order; foreign elements alone in `baseExtension` and `extension`."""
    row: dict[str, Any] = {}
    for name in item.xml:
        row |= _element(item, name)
        if name == "certificationInfo":
            row["baseExtension?"] = "foreign"
    return row | {"extension?": "foreign", "other*": "lax", "@*": "lax"}


def _first(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """1.x: what 1.1 and 1.2 added stands inside `baseExtension` and `extension`."""
    item = event_shapes().get(name) or shape("ObjectEvent")
    return _inside(item, row["xml"], row.get("filled", "")) | {"other*": "lax", "@*": "lax"}


def _inside(item: Shape, rows: Sequence[Any], filled: str) -> dict[str, Any]:
    """The elements of an event or of a wrapper in it; a wrapper of nothing but `*` takes what has no namespace."""
    first = _table()["first"]
    made: dict[str, Any] = {}
    for row in rows:
        if isinstance(row, dict):
            ((name, inner),) = row.items()
            held = _inside(item, inner, filled)
            made[f"{name}?"] = {**held, "@*": "lax"} if held else "local"
        elif row in first["members"]:
            made[row] = first["members"][row]
        elif row != "*" and row not in first["practice"]:
            made |= _element(item, row, row == filled)
    return {} if made == {"extension?": "local"} else made


def _element(item: Shape, name: str, required: bool = False) -> dict[str, str]:
    member = item.members[name]
    kind = _table()["members"][_kind(member)]
    return {name if member.required or required else f"{name}?": kind}


def _kind(member: Member) -> str:
    """The kind as `events.yaml` spells it: `instance*`, `object place`, `code action`; other lists are all `code`."""
    words = "code action" if member.codes == "action" else member.kind
    return f"{words}{f' {member.of}' if member.of else ''}{'*' if member.many else ''}"
