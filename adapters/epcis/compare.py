"""Whether two documents hold the same events, and where not.

Syntax, prefixes and spelling mean nothing (`settled` says what is one spelling of another), nor does order: that of
the events or, in an event, that of the standard's own lists. What only one syntax has (notes of XML) is not compared;
times are compared as they are written. Values are shown as they are written, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from adapters.epcis.equal import full_name, plain_event, prefixes_of
from adapters.epcis.json_door import json_bytes
from adapters.epcis.pointer import step
from adapters.epcis.reading import read
from adapters.epcis.settled import Rule, digest_of, key_text, rule_of, settled_text
from lienthong.findings import Finding
from lienthong.model import Event, event_shapes

Walk = Callable[[], Iterable[Event]]
"""Gives the events of a document, each time it is called."""
_WHAT = ("instance", "class", "id")


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the event (its id, else where it stands), the pointer in it, the values on both sides.

    An empty `at` is an event that only one side has; None stands for what is not there.
    """

    event: str
    at: str
    a: Any
    b: Any


def compare(a: Path, b: Path, tell: Callable[[Finding], None]) -> Iterator[Difference]:
    """The differences between the events of two documents, none when they are the same.

    What is wrong with the documents is told once. Raises `Unreadable` when one of them cannot be read.
    """
    return differences(_walk(a, tell), _walk(b, tell))


def differences(a: Walk, b: Walk) -> Iterator[Difference]:
    """The differences between two sequences of events, in the order of the first; what only the second has is last.

    Memory holds a digest for each event and the events that differ.
    """
    left = Counter(map(digest_of, a()))
    left.subtract(map(digest_of, b()))
    open_ = {digest: count for digest, count in left.items() if count}
    if not open_:
        return
    ours = _odd(a(), {digest: count for digest, count in open_.items() if count > 0})
    theirs = _odd(b(), {digest: -count for digest, count in open_.items() if count < 0})
    pairs = _paired(ours, theirs)
    for number, event in ours.items():
        other = pairs.get(number)
        if other is None:
            yield Difference(_name(event, number), "", _bare(event), None)
        else:
            yield from _between(_name(event, number), event, theirs.pop(other))
    for number, event in theirs.items():
        yield Difference(_name(event, number), "", None, _bare(event))


def _walk(path: Path, tell: Callable[[Finding], None]) -> Walk:
    told = False

    def events() -> Iterable[Event]:
        nonlocal told
        document = read(path, (lambda _: None) if told else tell)
        told = True
        return document.events

    return events


def _name(event: Mapping[str, Any], number: int) -> str:
    return str(event.get("eventID") or step("/eventList", number))


def _bare(event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if name != "@context"}


def _odd(events: Iterable[Event], wanted: dict[bytes, int]) -> dict[int, Mapping[str, Any]]:
    """The events that are wanted, by their number; as many of each as are wanted."""
    found: dict[int, Mapping[str, Any]] = {}
    for number, event in enumerate(events):
        digest = digest_of(event)
        if wanted.get(digest, 0) > 0:
            wanted[digest] -= 1
            found[number] = event
    return found


# --- which belong together ---


def _paired(ours: Mapping[int, Mapping[str, Any]], theirs: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """The number of the event on the other side for each of ours that has one: by id, then by what is alike."""
    pairs: dict[int, int] = {}
    for alike in (_by_id, _by_time_and_things, _by_things, _by_time):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        taken = set(pairs.values())
        for number, event in theirs.items():
            if number not in taken and (key := alike(event)) is not None:
                waiting[key].append(number)
        for number, event in ours.items():
            key = alike(event) if number not in pairs else None
            if key is not None and waiting[key]:
                pairs[number] = waiting[key].pop(0)
    return pairs


def _by_id(event: Mapping[str, Any]) -> Hashable:
    return event.get("eventID")


def _by_time_and_things(event: Mapping[str, Any]) -> Hashable:
    return event.get("type"), event.get("eventTime"), _things(event)


def _by_things(event: Mapping[str, Any]) -> Hashable:
    """Two events with ids of their own are the same only where the time is, too."""
    return None if "eventID" in event else (event.get("type"), _things(event))


def _by_time(event: Mapping[str, Any]) -> Hashable:
    return None if "eventID" in event else (event.get("type"), event.get("eventTime"))


def _things(event: Mapping[str, Any]) -> frozenset[str]:
    """The canonical keys in the what-dimension of an event."""
    found: set[str] = set()
    known = event_shapes().get(event.get("type", ""))
    for name, member in known.members.items() if known else ():
        value = event.get(name)
        if member.kind in _WHAT and value:
            found.update(map(key_text, value if type(value) is list else [value]))
        elif member.of == "quantity" and value:
            found.update(key_text(item["epcClass"]) for item in value)
    return frozenset(found)


# --- where they differ ---


def _between(name: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Difference]:
    spaces = prefixes_of(a), prefixes_of(b)
    for prefix in _unlike(a, b, spaces):
        yield Difference(name, step("/@context", prefix), spaces[0][prefix], spaces[1][prefix])
    for at, one, other in _differ(plain_event(a), plain_event(b), spaces, rule_of(str(a.get("type"))), ""):
        yield Difference(name, at, one, other)


Spaces = tuple[Mapping[str, str], Mapping[str, str]]


def _unlike(a: Mapping[str, Any], b: Mapping[str, Any], spaces: Spaces) -> Iterator[str]:
    """Prefixes that both events use and each means otherwise: what looks the same is then not."""
    text = json_bytes(_bare(a)), json_bytes(_bare(b))
    for prefix, uri in spaces[0].items():
        used = f"{prefix}:".encode()
        if spaces[1].get(prefix, uri) != uri and used in text[0] and used in text[1]:
            yield prefix


def _differ(a: Any, b: Any, spaces: Spaces, rule: Rule, at: str) -> Iterator[tuple[str, Any, Any]]:
    if settled_text(a, spaces[0], rule) == settled_text(b, spaces[1], rule):
        return
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        theirs = {full_name(name, spaces[1]): name for name in b}
        for name in a:
            other = theirs.pop(full_name(name, spaces[0]), None)
            here = step(at, name)
            if other is None:
                yield here, a[name], None
            else:
                yield from _differ(a[name], b[other], spaces, rule.member(name), here)
        yield from ((step(at, name), None, b[name]) for name in theirs.values())
    elif rule.unordered and type(a) is type(b) is list:
        yield from _in_sets(a, b, spaces, rule, at)
    elif type(a) is type(b) is list:
        for number, (one, other) in enumerate(zip_longest(a, b)):
            yield from _differ(one, other, spaces, rule, step(at, number))
    else:
        yield at, a, b


def _in_sets(a: list[Any], b: list[Any], spaces: Spaces, rule: Rule, at: str) -> Iterator[tuple[str, Any, Any]]:
    """The items that are on one side only, in pairs as they come."""
    texts = [settled_text(item, spaces[0], rule) for item in a], [settled_text(item, spaces[1], rule) for item in b]
    both = Counter(texts[0]) & Counter(texts[1])
    mine, other = _without(texts[0], both), _without(texts[1], both)
    for one, two in zip_longest(mine, other):
        here = step(at, two if one is None else one)
        yield from _differ(None if one is None else a[one], None if two is None else b[two], spaces, rule, here)


def _without(texts: list[bytes], both: Mapping[bytes, int]) -> list[int]:
    """The places of the items that are more than these."""
    left, places = dict(both), []
    for place, text in enumerate(texts):
        if left.get(text, 0):
            left[text] -= 1
        else:
            places.append(place)
    return places
