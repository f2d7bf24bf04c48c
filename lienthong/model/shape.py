"""Shapes: which members an event and its parts have, in which order, of which kind; read from `schemas/epcis`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from lienthong.shelf import data

Kind = Literal["text", "uri", "class", "instance", "id", "time", "zone", "code", "number", "uom", "flag", "object"]
"""What a member holds. `class` and `instance` are identifiers of a class (GTIN with lot) and of one thing (SSCC,
serial); `id` is any identifier; `code` is a word of `codes`; `uom` a unit code of
UN/ECE Rec 20; `object` has the shape `of`."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a shape."""

    name: str
    kind: Kind
    many: bool = False
    required: bool = False
    codes: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """The members of an event type or of a part, in the order they are written as JSON, and as XML elements.

    `value` names the member that is the element's text in XML (bizTransaction, source, destination);
    `open` says whether extension members may stand in it.
    """

    name: str
    members: Mapping[str, Member]
    xml: tuple[str, ...]
    open: bool
    value: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, member in self.members.items() if member.required)


def _member(name: str, text: str, required: bool) -> Member:
    many = text.endswith("*")
    kind, _, of = text.rstrip("*").partition(" ")
    if kind == "code":
        return Member(name, "code", many, required, codes=of)
    return Member(name, cast("Kind", kind), many, required, of=of)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Shape]:
    table = data("epcis/events.yaml")
    kinds: dict[str, str] = table["members"]
    shapes: dict[str, Shape] = {}
    for name, row in {**table["events"], **table["parts"]}.items():
        own: dict[str, str] = row.get("members", {})
        order: list[str] = row.get("json", list(own))
        needed = set(row.get("required", []))
        members = {member: _member(member, own.get(member) or kinds[member], member in needed) for member in order}
        shapes[name] = Shape(
            name, members, tuple(row.get("xml", order)), row.get("open", "yes") == "yes", row.get("value", "")
        )
    return shapes


def shape(name: str) -> Shape:
    """The shape of an event type (`ObjectEvent`) or of a part (`quantity`); KeyError when there is none."""
    return _shapes()[name]


def event_shapes() -> dict[str, Shape]:
    """The five event types of EPCIS 2.0 by name."""
    return {name: item for name, item in _shapes().items() if name.endswith("Event")}


@lru_cache(maxsize=64)
def code_list(name: str) -> frozenset[str]:
    """The words of a CBV list, such as `bizStep`, `disposition`, `action` or `uom`."""
    return frozenset(data("epcis/cbv.yaml")["lists"][name])
