"""What the reference tool would hash otherwise in an event, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.epcis.hash_prehash import Prehash
from adapters.epcis.hash_reference import reference_leaf, reference_prehash
from adapters.epcis.hash_tables import HashFault, Syntax, ignored
from adapters.epcis.notes import MEMBER
from adapters.epcis.pointer import step
from lienthong.findings import Finding
from lienthong.model import Event, Member, Shape, event_shapes, shape

_SHOWN = 60


def differences(event: Event, ours: str, syntax: Syntax, writer: Prehash, base: str) -> Iterator[Finding]:
    """Findings on what makes the tool's pre-hash string another one than `ours`; none where they are the same."""
    try:
        theirs = reference_prehash(event, syntax)
    except HashFault as fault:
        yield Finding(fault.code, "warning", base + fault.at, fault.facts)
        return
    if theirs == ours:
        return
    found = list(_values(event, syntax, writer, base))
    yield from found
    if not found:
        yield _elsewhere(ours, theirs, base)


def _values(event: Event, syntax: Syntax, writer: Prehash, base: str) -> Iterator[Finding]:
    for at, member, value in _leaves(event, event_shapes()[event["type"]], ""):
        ours = writer.leaf(member, value)
        try:
            theirs = reference_leaf(event, syntax, member, value)
        except HashFault:
            theirs = ""
        if ours != theirs:
            yield Finding(
                "epcis.hash.value", "warning", base + at, {"value": ours[:_SHOWN], "reference": theirs[:_SHOWN]}
            )


def _leaves(owner: Any, item: Shape | None, at: str) -> Iterator[tuple[str, Member | None, Any]]:
    """Every value of an event with its pointer and the member it stands in, None in extensions."""
    if isinstance(owner, Mapping):
        left_out = {"@context", "type", MEMBER, *ignored()} if not at else {MEMBER}
        for name, value in owner.items():
            if name not in left_out:
                member = item.members.get(name) if item else None
                yield from _below(value, member, step(at, name))
    elif isinstance(owner, list):
        for place, value in enumerate(owner):
            yield from _leaves(value, None, step(at, place))
    elif owner is not None:
        yield at, None, owner


def _below(value: Any, member: Member | None, at: str) -> Iterator[tuple[str, Member | None, Any]]:
    if member is None:
        yield from _leaves(value, None, at)
        return
    found = enumerate(value) if member.many else [(-1, value)]
    for place, one in found:
        where = step(at, place) if member.many else at
        if member.kind == "object":
            yield from _leaves(one, shape(member.of), where)
        else:
            yield where, member, one


def _elsewhere(ours: str, theirs: str, base: str) -> Finding:
    """The finding where all values are the same, but not the names or places they stand at."""
    place = next((n for n, pair in enumerate(zip(ours, theirs, strict=False)) if pair[0] != pair[1]), -1)
    begin = max(place - 20, 0)
    facts = {"value": ours[begin : begin + _SHOWN], "reference": theirs[begin : begin + _SHOWN]}
    return Finding("epcis.hash.place", "warning", base, facts)
