"""The one form of an event that all its spellings share: by it events of different documents are compared.

Identifiers in the members of the standard stand as their canonical key, whether they came as EPC URI, Digital Link or
element string; words of the CBV as the bare word; extension names under their full namespace; lists in which order
means nothing are sorted (CBV 2.0, clauses 7 and 8; event hash, 8.9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from adapters.epcis.equal import full_name, plain_event, prefixes_of
from adapters.epcis.json_door import json_bytes
from adapters.epcis.vocabulary import bare_word, other_spelling
from adapters.gs1.canonical import key_of
from adapters.gs1.digital_link import HOME
from adapters.gs1.starts import Starts, begun, keep
from lienthong.model import Member, Shape, event_shapes, shape
from lienthong.shelf import data

Prefixes = Mapping[str, str]
Text = Callable[[str], str]
"""Gives the one spelling of a text."""
_MARKS = {"u": ".", "h": "/"}
"""What stands before the serial or lot in an EPC URI, and in a link."""
_heads: Starts = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a value is settled: its text by a function, its members by rules of their own, its items in any order."""

    text: Text | None = None
    members: Mapping[str, Rule] = field(default_factory=dict)
    unordered: bool = False

    def member(self, name: str) -> Rule:
        """The rule of a member; an extension has none but that of full names."""
        return self.members.get(name, FREE)


FREE = Rule()


@lru_cache(maxsize=16)
def rule_of(kind: str) -> Rule:
    """The rule of an event type; of an unknown one the rule of what all events have."""
    shapes = event_shapes()
    return _rule(shapes.get(kind, shapes["ObjectEvent"]))


def digest_of(event: Mapping[str, Any]) -> bytes:
    """The same 12 bytes for all spellings of an event."""
    text = settled_text(plain_event(event), prefixes_of(event), rule_of(str(event.get("type"))))
    return blake2b(text, digest_size=12).digest()


def settled_text(value: Any, spaces: Prefixes, rule: Rule) -> bytes:
    """A value in its one form, as JSON."""
    return json_bytes(_settled(value, spaces, rule))


def key_text(text: str) -> str:
    """The canonical key of an identifier; a text that is none, and one that breaks a rule, stays.

    >>> key_text("urn:epc:id:sgtin:9521234.000001.7") == key_text("https://a.vn/01/09521234000013/21/7")
    True
    """
    mark = _MARKS.get(text[:1])
    if mark is None:
        return _key(text)
    head, _, tail = text.rpartition(mark)
    start = _heads.get(head)
    return (begun(start, tail) if start else "") or _met(text, head, tail)


def _met(text: str, head: str, tail: str) -> str:
    key = key_of(text)
    if key is None:
        return text
    # behind the key itself, whose check digit must hold, serials and lots are free to differ
    if len(key.values) > 1 and "?" not in head and "#" not in head:
        keep(_heads, head, tail, key.text, key.values[-1][0])
    return key.text


def _key(text: str) -> str:
    key = key_of(text)
    return key.text if key else text


def _address(text: str) -> str:
    """The key where a member may hold any URI: there a link to another host leads somewhere else."""
    return key_text(text) if text.startswith((HOME, "urn:epc:")) else text


def _word(codes: str) -> Text:
    other, known = other_spelling(codes, "urn"), dict[str, str]()

    def spell(text: str) -> str:
        found = known.get(text)
        if found is None:
            found = other(bare_word(codes, text))
            if len(known) < _WORDS:
                known[text] = found
        return found

    return spell


_WORDS = 1000


def _rule(item: Shape) -> Rule:
    return Rule(members={name: _member(member) for name, member in item.members.items()})


def _member(member: Member) -> Rule:
    if member.kind == "object":
        return Rule(members=_rule(shape(member.of)).members, unordered=member.many)
    return Rule(_text(member), unordered=member.many)


def _text(member: Member) -> Text | None:
    if member.kind in {"instance", "class", "id"}:
        return key_text
    if member.kind == "code":
        return _word(member.codes)
    return _address if member.name in data("epcis/identifiers.yaml")["also"] else None


def _settled(value: Any, spaces: Prefixes, rule: Rule) -> Any:
    kind = type(value)
    if kind is str:
        return rule.text(value) if rule.text else full_name(value, spaces)
    if kind is list:
        items = [_settled(item, spaces, rule) for item in value]
        return sorted(items, key=_order(items)) if rule.unordered else items
    if isinstance(value, Mapping):
        members = rule.members
        pairs = [
            (full_name(name, spaces), _settled(one, spaces, members.get(name, FREE))) for name, one in value.items()
        ]
        pairs.sort(key=_name)
        return dict(pairs)
    return value.normalize() if kind is Decimal else value


def _order(items: list[Any]) -> Callable[[Any], Any] | None:
    """Texts are in order by themselves, all else by its JSON."""
    return None if all(type(item) is str for item in items) else json_bytes


def _name(pair: tuple[str, Any]) -> str:
    return pair[0]
