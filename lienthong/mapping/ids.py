"""Event ids: the same data sent again get the same ids; neither file name nor row number nor clock enters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.mapping.tree import Group, Level, MappingTree, Name, Rule
from lienthong.mapping.values import keyed

SEPARATOR = "\x1f"
# name-based ids need a namespace (RFC 9562, 5.5); this one is ours
_VARIANTS = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
_NAMESPACE = bytes.fromhex("6f2b1d0c0f3c5a0e9a53c41b7d9e2a41")


@dataclass(frozen=True, slots=True)
class RuleKey:
    """What makes the key of a unit under a rule: names seen at its level, and names of the levels below.

    A group is known by its `by` names; another node by the names the rule uses at and above its level; lists below
    enter only where a sheet, or nothing else, is left to tell units apart.
    """

    names: tuple[Name, ...]
    below: tuple[Name, ...]


def chain(levels: dict[str, Level] | Any, level: str) -> Iterator[str]:
    """A level and those above it."""
    while level:
        yield level
        level = levels[level].parent if level in levels else ""


def rule_key(tree: MappingTree, rule: Rule) -> RuleKey:
    """What the id of a rule's events is made of."""
    group: Group | None = next((group for group in tree.groups if group.name == rule.each), None)
    if group:
        return RuleKey(tuple(group.by), ())
    seen = set(chain(tree.levels, rule.each))
    own = tuple(name for name in rule.names if name.level in seen)
    level = tree.levels.get(rule.each)
    if own and not (level and level.kind == "sheet"):
        return RuleKey(own, ())
    return RuleKey(own, tuple(name for name in rule.names if name.level and name.level not in seen))


def says_all(tree: MappingTree, rule: Rule) -> bool:
    """Whether the ids of a rule's events are made of all values that enter them: equal ids are equal events."""
    key = rule_key(tree, rule)
    return not any(one.name == "eventID" for one in rule.fields) and {*key.names, *key.below} == set(rule.names)


def id_maker(mapping: str, rule: str) -> Callable[[str], str]:
    """Makes `urn:uuid:` ids of version 5 from keys.

    >>> id_maker("a/b", "r")("L1") == id_maker("a/b", "r")("L1"), id_maker("a/b", "r")("L1")[:9]
    (True, 'urn:uuid:')
    """
    make = id_writer(mapping, rule)
    return lambda key: make(key.encode("utf-8", "surrogatepass")).decode()


def id_writer(mapping: str, rule: str) -> Callable[[bytes], bytes]:
    """As `id_maker`, from the bytes of a key to the bytes of the id."""
    start = hashlib.sha1(_NAMESPACE + f"{mapping}{SEPARATOR}{rule}{SEPARATOR}".encode(), usedforsecurity=False)

    def make(key: bytes) -> bytes:
        digest = start.copy()
        digest.update(key)
        text = digest.hexdigest()
        variant = _VARIANTS[text[16]]
        return f"urn:uuid:{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}".encode()

    return make


def key_text(values: Sequence[Any], below: Sequence[Sequence[Any]]) -> str:
    """The key of a unit as one text."""
    parts = [keyed(value) for value in values]
    parts += [keyed(value) for column in below for value in column]
    return SEPARATOR.join(parts)
