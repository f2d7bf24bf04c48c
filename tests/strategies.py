"""Strategies that make EPCIS events of every type and shape, from the shapes themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from lienthong.model import Member, Shape, code_list, event_shapes, shape

PREFIXES = {"vn": "https://example.vn/epcis/", "ex": "http://ns.example.com/epcis#"}
_LETTERS = "abcXYZ019ĐđLúaạế &<>\r\"'\n\t\u00a0中"
_SERIAL = st.text("ABCabc0129-.", min_size=1, max_size=8)
TEXT = st.text(_LETTERS, max_size=12)
NUMBER = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**12), 10**12), st.integers(0, 6)
)
TIME = st.builds(
    "{}-{:02}-{:02}T{:02}:{:02}:{:02}{}{}".format,
    st.integers(1990, 2039), st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.integers(0, 59),
    st.integers(0, 59), st.sampled_from(["", ".5", ".120", ".000001"]), st.sampled_from(["Z", "+07:00", "-06:00"]),
)  # fmt: skip
ZONE = st.sampled_from(["+07:00", "-06:00", "+00:00", "+05:30"])
URI = st.one_of(
    _SERIAL.map("https://id.gs1.org/01/09521234000013/21/{}".format),
    _SERIAL.map("urn:epc:id:sgtin:9521234.000001.{}".format),
    _SERIAL.map("https://example.vn/x?a=1&b={}".format),
)
_KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXT, "uri": URI, "class": URI, "instance": URI, "id": URI, "time": TIME, "zone": ZONE,
    "number": NUMBER, "uom": st.sampled_from(["KGM", "TNE", "LTR"]), "flag": st.booleans(),
}  # fmt: skip
_HEX = st.text("0123456789abcdef", min_size=2, max_size=8).filter(lambda text: len(text) % 2 == 0)
NAME = st.sampled_from(["vn:a", "vn:b", "ex:c", "cbvmda:lotNumber", "ex:d.e-f"])
_BARE = st.one_of(NAME, st.sampled_from(["bare", "trần", "has blank", "1digit"]))
_SCALAR = st.one_of(TEXT, NUMBER, st.booleans(), st.none())
EXTENSION = st.recursive(
    _SCALAR,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_BARE, inner, max_size=3)),
    max_leaves=6,
)
"""Values of extension members: everything JSON can say, but characters XML cannot hold."""
EXTENSIONS = st.dictionaries(NAME, EXTENSION, max_size=2)
_FLAT = st.dictionaries(NAME, st.one_of(TEXT, NUMBER, st.booleans()), max_size=2)


def _value(member: Member) -> st.SearchStrategy[Any]:
    if member.kind == "object":
        return part(shape(member.of))
    if member.kind == "code":
        return st.sampled_from(sorted(code_list(member.codes)))
    return _HEX if member.name == "hexBinaryValue" else _KINDS[member.kind]


def _member(member: Member) -> st.SearchStrategy[Any]:
    one = _value(member)
    if not member.many:
        return one
    if member.name == "certificationInfo":
        return st.lists(one, min_size=1, max_size=1)
    return st.lists(one, min_size=1, max_size=3, unique=member.kind != "object")


def part(item: Shape) -> st.SearchStrategy[dict[str, Any]]:
    """A part of an event, such as `quantity`, with its required members and some others."""
    if item.name == "persistentDisposition":
        members = {name: _member(member) for name, member in item.members.items()}
        return st.fixed_dictionaries({"set": members["set"]}, optional={"unset": members["unset"]})
    made = _members(item, set(item.required))
    if not item.open:
        return made
    more = _FLAT if item.name in {"sensorMetadata", "sensorReport"} else EXTENSIONS
    return st.builds(lambda own, further: {**own, **further}, made, more)


def _members(item: Shape, required: set[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: _member(member) for name, member in item.members.items() if name in required},
        optional={name: _member(member) for name, member in item.members.items() if name not in required},
    )


_WHAT = {
    "ObjectEvent": {"epcList"}, "AggregationEvent": {"parentID", "childEPCs"}, "TransactionEvent": {"epcList"},
    "TransformationEvent": {"inputQuantityList", "outputEPCList"}, "AssociationEvent": {"childEPCs"},
}  # fmt: skip


def _event(item: Shape) -> st.SearchStrategy[dict[str, Any]]:
    own = _members(item, {*item.required, *_WHAT[item.name]})
    return st.builds(lambda members, more: _sound({"type": item.name, **members, **more}), own, EXTENSIONS)


def _sound(event: dict[str, Any]) -> dict[str, Any]:
    """Without what the standard forbids together: ilmd belongs to the beginning of a thing (7.4.2)."""
    if event.get("action", "ADD") != "ADD":
        event.pop("ilmd", None)
    return event


EVENTS: st.SearchStrategy[dict[str, Any]] = st.one_of([_event(item) for item in event_shapes().values()])
"""Valid events of all five types, with extensions under the prefixes of `PREFIXES`."""
