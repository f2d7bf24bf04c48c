"""Whether two sequences of events say the same, whatever syntax, prefixes or spelling of numbers they came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from adapters.epcis.contexts import RESERVED, RESERVED_NAMESPACE, standard_prefixes
from adapters.epcis.notes import MEMBER
from adapters.epcis.pointer import step
from lienthong.model import Event, event_shapes

_ABSENT = object()
_SPACES = {**standard_prefixes(), RESERVED: RESERVED_NAMESPACE}
_LISTS = frozenset(name for item in event_shapes().values() for name, member in item.members.items() if member.many)


def same_events(a: Iterable[Event], b: Iterable[Event], notes: bool = False) -> list[str]:
    """The pointers at which the events differ, none when they are the same.

    An empty list of the standard says no more than an absent one; one certificate is a list of one. With `notes`,
    what only XML has (attributes, spellings, mixed order) must be the same too.

    >>> same_events([{"type": "ObjectEvent", "epcList": []}], [{"type": "ObjectEvent"}])
    []
    >>> same_events([{"type": "ObjectEvent", "action": "ADD"}], [{"type": "ObjectEvent", "action": "OBSERVE"}])
    ['/eventList/0/action']
    """
    pairs = zip_longest(a, b, fillvalue=_ABSENT)
    return [
        at for number, (one, other) in enumerate(pairs) for at in _event(one, other, step("/eventList", number), notes)
    ]


def _event(a: Any, b: Any, at: str, notes: bool) -> Iterator[str]:
    if a is _ABSENT or b is _ABSENT:
        yield at
        return
    yield from _differ(plain_event(a, notes), plain_event(b, notes), prefixes_of(a), prefixes_of(b), at)


def plain_event(event: Mapping[str, Any], notes: bool = False) -> dict[str, Any]:
    """The event without its context, without empty lists, and with its certificates as a list."""
    left_out = {"@context"} if notes else {"@context", MEMBER}
    plain = {name: value for name, value in event.items() if name not in left_out}
    if isinstance(plain.get("certificationInfo"), str):
        plain["certificationInfo"] = [plain["certificationInfo"]]
    return {name: value for name, value in plain.items() if not (value == [] and name in _LISTS)}


def prefixes_of(event: Mapping[str, Any]) -> Mapping[str, str]:
    """The prefixes an event may use: the standard's, ours and its own."""
    context = event.get("@context")
    return {**_SPACES, **context} if isinstance(context, Mapping) else _SPACES


def full_name(name: str, spaces: Mapping[str, str]) -> str:
    """The name with its prefix resolved."""
    prefix, colon, local = name.partition(":")
    uri = spaces.get(prefix) if colon else None
    return uri + local if uri else name


def _differ(a: Any, b: Any, a_spaces: Mapping[str, str], b_spaces: Mapping[str, str], at: str) -> Iterator[str]:
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        theirs = {full_name(name, b_spaces): value for name, value in b.items()}
        names = {full_name(name, a_spaces): name for name in a}
        for name, own in names.items():
            yield from _differ(a[own], theirs.get(name, _ABSENT), a_spaces, b_spaces, step(at, own))
        yield from (step(at, name) for name in b if full_name(name, b_spaces) not in names)
    elif isinstance(a, list) and isinstance(b, list):
        for place, (one, other) in enumerate(zip_longest(a, b, fillvalue=_ABSENT)):
            yield from _differ(one, other, a_spaces, b_spaces, step(at, place))
    elif isinstance(a, str) and isinstance(b, str):
        if a != b and full_name(a, a_spaces) != full_name(b, b_spaces):
            yield at
    elif isinstance(a, bool) is not isinstance(b, bool) or a != b:
        yield at
