"""Rules: what makes events, master data and outward records, with their fields in the target's order."""

from __future__ import annotations

from dataclasses import dataclass, field

from lienthong.mapping.conditions import read_tests
from lienthong.mapping.document import as_items, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.lines import Lines
from lienthong.mapping.scope import Scope
from lienthong.mapping.targets import FREE, Targets, find_level
from lienthong.mapping.tree import Field, Name, Rule, Test
from lienthong.model import Member, Shape
from lienthong.model.shape import event_shapes
from lienthong.shelf import Node, Pairs, Scalar

_WORDS = frozenset({"rule", "each", "when", "type", "shape"})
MASTER_TYPES = ("product", "place", "party")
_MASTER = Shape("master data", {"id": Member("id", "uri", required=True)}, (), open=True)


@dataclass(slots=True)
class RuleReader:
    """Reads the sections `events`, `master` and `records`, numbering their rules from 0."""

    scope: Scope
    lines: Lines
    every: Pairs | None = None
    held: frozenset[Name] = frozenset()
    """Names that the section `must` holds filled."""
    rules: list[Rule] = field(default_factory=list)

    def events(self, node: Node | None) -> None:
        for one in self.nodes(node, "events"):
            type_node = one.get("type")
            shapes = event_shapes()
            if not isinstance(type_node, Scalar):
                self.scope.faults.at(one, "mapping.rule-part", part="type")
                continue
            if type_node.text not in shapes:
                self.scope.faults.unknown("event-type", type_node.text, shapes, spot_of(type_node))
                continue
            self.event(one, shapes[type_node.text])

    def event(self, node: Pairs, of: Shape) -> None:
        head = self.head(node, "event")
        if head is None:
            return
        own = [(key, value) for key, value in node if key.text not in _WORDS]
        written = {key.text for key, _ in own}
        pairs = own + self.shared(written, of)
        pairs = [pair for pair in pairs if not self.is_hash(*pair)]
        targets = Targets(self.scope, self.lines)
        fields = targets.fields(pairs, of, head.each)
        targets.require(fields, [key.text for key, _ in pairs], of, node)
        self.add(head, of.name, fields)

    def shared(self, written: set[str], of: Shape) -> list[tuple[Scalar, Node]]:
        """The lines of `every event` that this event has no own line for and has a member for."""
        members = {name for item in event_shapes().values() for name in item.members}
        return [
            (key, value)
            for key, value in self.every or ()
            if key.text not in written and (key.text in of.members or key.text not in members)
        ]

    def is_hash(self, key: Scalar, value: Node) -> bool:
        """Whether a line asks for the CBV hash as event id, which is told as not there yet."""
        asked = key.text == "eventID" and isinstance(value, Scalar) and value.text == "hash"
        if asked:
            self.scope.faults.at(value, "mapping.not-yet", what="eventID: hash")
        return asked

    def master(self, node: Node | None) -> None:
        for one in self.nodes(node, "master"):
            type_node = one.get("type")
            if not isinstance(type_node, Scalar):
                self.scope.faults.at(one, "mapping.rule-part", part="type")
                continue
            if type_node.text not in MASTER_TYPES:
                known = ", ".join(MASTER_TYPES)
                self.scope.faults.at(type_node, "mapping.choice", section="type", given=type_node.text, known=known)
                continue
            head = self.head(one, "master", type_node.text)
            if head:
                targets = Targets(self.scope, self.lines)
                own = [(key, value) for key, value in one if key.text not in _WORDS]
                fields = targets.fields(own, _MASTER, head.each)
                targets.require(fields, [key.text for key, _ in own], _MASTER, one)
                self.add(head, type_node.text, fields)

    def records(self, node: Node | None) -> None:
        for one in self.nodes(node, "records"):
            shape_node = one.get("shape")
            if not isinstance(shape_node, Scalar) or not shape_node.text:
                self.scope.faults.at(one, "mapping.rule-part", part="shape")
                continue
            head = self.head(one, "record")
            if head:
                own = [(key, value) for key, value in one if key.text not in _WORDS - {"type"}]
                fields = Targets(self.scope, self.lines, free=True).fields(own, FREE, head.each)
                self.add(head, shape_node.text, fields)

    def nodes(self, node: Node | None, section: str) -> list[Pairs]:
        found = (as_pairs(one, self.scope.faults, section) for one in as_items(node, self.scope.faults, section))
        return [one for one in found if one]

    def head(self, node: Pairs, kind: str, default: str = "") -> _Head | None:
        """What stands before the fields; names are collected from here on."""
        name = node.get("rule")
        each = node.get("each")
        if not isinstance(name, Scalar) and not default:
            self.scope.faults.at(node, "mapping.rule-part", part="rule")
            return None
        word = name.text if isinstance(name, Scalar) else default
        if not _is_rule_name(word):
            self.scope.faults.at(name or node, "mapping.name-form", given=word[:64])
            return None
        if any(rule.name == word for rule in self.rules):
            self.scope.faults.at(name or node, "mapping.rule-twice", given=word)
        if not isinstance(each, Scalar):
            self.scope.faults.at(node, "mapping.rule-part", part="each")
            return None
        level = find_level(self.scope, each)
        if level is None:
            return None
        names = self.scope.collect()
        when = node.get("when")
        tests = read_tests(self.scope, when, level) if isinstance(when, Scalar) else ()
        self.scope.assured = self.held | {test.name for test in tests if test.op == "filled"}
        return _Head(word, kind, level, tests, names, node)

    def add(self, head: _Head, kind: str, fields: tuple[Field, ...]) -> None:
        names = tuple(name for name in head.names if name.kind != "setting")
        self.rules.append(
            Rule(
                len(self.rules), head.name, head.kind, head.each, head.when, kind, fields, names,  # type: ignore[arg-type]
                spot_of(head.node),
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    kind: str
    each: str
    when: tuple[Test, ...]
    names: dict[Name, None]
    node: Pairs


def _is_rule_name(text: str) -> bool:
    return 0 < len(text) <= 64 and text[0].isalpha() and all(sign.isalnum() or sign in "_-" for sign in text)
