"""The pre-hash string of an event as the reference tool (1.9.3) makes it, on a tree of named texts.

Known from the outside: the order of its fields, and what its defects do to extensions, empty parts and pairs. Out of
reach is what the readers have settled before: spellings of standard words, and words of other members that the tool
takes for CBV words because the same document uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from adapters.epcis.hash_attributes import Attributed, with_attributes
from adapters.epcis.hash_reference_values import reference_text, reference_time
from adapters.epcis.hash_tables import HashFault, Syntax, ignored, remarks, spaces_of_names, table, unnamed
from adapters.epcis.vocabulary import web_words
from adapters.epcis.xml_tables import items, names
from lienthong.model import Event, Member, Shape, event_shapes, shape

Order = Mapping[str, "Order | None"]
_PAIRS = frozenset({"bizTransaction", "source", "destination"})


@dataclass(slots=True)
class Node:
    """A name, its text and what stands below it."""

    name: str
    text: str = ""
    below: list[Node] = field(default_factory=list)


def reference_prehash(event: Event, syntax: Syntax) -> str:
    """The pre-hash string; raises `HashFault` where the tool finds none."""
    tree = _Tree(event.get("@context") or {}, syntax).event(event)
    text, left = _ordered(tree, _orders())
    return f"eventType={event['type']}{text}{_joined([node for node in left if node.name not in ignored()])}"


def reference_leaf(event: Event, syntax: Syntax, member: Member | None, value: Any) -> str:
    """How the tool writes one value of an event; raises `HashFault` where it gives up over it."""
    tree = _Tree(event.get("@context") or {}, syntax)
    text = tree.text(value) if member is None else tree.one(member.name, member, value).text
    if member is not None and member.kind == "time":
        return reference_time(text)
    return reference_text(text)


# --- the tree -------------------------------------------------------------------------------------------------------


class _Tree:
    """Makes the tree that the tool makes of an event in one of the syntaxes."""

    def __init__(self, declared: Mapping[str, str], syntax: Syntax) -> None:
        self._json = syntax == "json"
        self._names = declared if self._json else {**spaces_of_names(), **declared}
        self._values = declared if self._json else table()["prefixes"]
        self._left_out = remarks() if self._json else frozenset()

    def event(self, event: Event) -> list[Node]:
        whole = with_attributes(event)
        return self._members(whole, event_shapes()[event["type"]])

    def _members(self, owner: Mapping[str, Any], item: Shape | None) -> list[Node]:
        nodes: list[Node] = []
        for name, value in owner.items():
            member = item.members.get(name) if item else None
            if member:
                nodes += self._member(member, value)
            elif item is None or name not in {"@context", "type"}:
                nodes += self._extension(name, value)
        return nodes

    def _member(self, member: Member, value: Any) -> list[Node]:
        if not member.many:
            return [self.one(member.name, member, value)]
        if member.name in names("bare") or member.name in names("single"):
            return [self.one(member.name, member, item) for item in value]
        if member.of in unnamed():
            return [Node(member.name, below=[self._pair(member, item) for item in value])] if value else []
        return [Node(member.name, below=[self.one(items()[member.name], member, item) for item in value])]

    def one(self, name: str, member: Member, value: Any) -> Node:
        """The node of one value of a standard member."""
        if member.kind == "object":
            return Node(name, below=self._members(value, shape(member.of)))
        words = web_words(member.codes) if member.kind == "code" else {}
        return Node(name, words.get(value) or self.text(value))

    def _pair(self, member: Member, item: Mapping[str, Any]) -> Node:
        """The two members of a pair, in JSON in the order they came."""
        part = shape(member.of)
        if len(item) < 2:
            raise HashFault("epcis.hash.untyped", f"/{member.name}", name=member.name)
        order = list(item)[:2] if self._json else table()["parts"][member.of]
        return Node("", below=[self.one(name, part.members[name], item[name]) for name in order])

    def _extension(self, name: str, value: Any) -> list[Node]:
        if name in self._left_out:
            return []
        full = self._name(name)
        found = [self._value(full, item) for item in value] if type(value) is list else [self._value(full, value)]
        if self._json and full.endswith("List"):
            return [Node(full, below=[Node(full[:-4], node.text, node.below) for node in found])] if found else []
        return found

    def _value(self, name: str, value: Any) -> Node:
        if type(value) is Attributed:
            node = self._value(name, value.value)
            node.below += [Node(self._name(key), text) for key, text in value.attributes.items()]
            return node
        if isinstance(value, Mapping):
            return Node(name, below=self._members(value, None))
        if type(value) is list:
            return Node(name, below=[self._value("", item) for item in value])
        return Node(name, self.text(value))

    def text(self, value: Any) -> str:
        """The text of a value, prefixes resolved as this syntax has it."""
        if type(value) is str:
            prefix, colon, rest = value.partition(":")
            return self._values[prefix] + rest if colon and prefix in self._values else value
        if self._json:
            return str(value)
        return "" if value is None else str(value).lower() if type(value) is bool else str(value)

    def _name(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{{{self._names[prefix]}}}{local}" if colon and prefix in self._names else name


# --- the string -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _orders() -> Order:
    kinds = {name: member for item in event_shapes().values() for name, member in item.members.items()}
    return {name: _order(kinds[name]) for name in table()["order"]}


def _order(member: Member) -> Order | None:
    """The order below a member; None for a text."""
    if member.kind != "object":
        return {items()[member.name]: None} if member.name in items() else None
    part = {name: _order(shape(member.of).members[name]) for name in table()["parts"][member.of]}
    return {items()[member.name]: part} if member.name in items() else part


def _ordered(nodes: Sequence[Node], order: Order) -> tuple[str, list[Node]]:
    """The text of what the order names, and what is left: all other nodes, and named ones that kept some below."""
    inside = _extensions(nodes)
    apart = set(map(id, inside))
    left = [node for node in nodes if id(node) not in apart]
    text = ""
    for name, below in order.items():
        texts: list[str] = []
        kept: list[Node] = []
        for node in left:
            if node.name != name:
                kept.append(node)
                continue
            written, rest = _written(node, below)
            texts += [written] if written else []
            kept += [Node(name, node.text, rest)] if rest else []
        left = kept
        text += "".join(sorted(texts))
    return text + (_joined(inside) if inside else ""), left


def _written(node: Node, order: Order | None) -> tuple[str, list[Node]]:
    below, rest = _ordered(node.below, order) if order else ("", node.below)
    text = node.text.strip()
    if text:
        lower = node.name.lower()
        timed = "time" in lower and "offset" not in lower
        text = "=" + reference_time(text) if timed else "=" + reference_text(text)
    return (node.name + text + below if text or below else ""), rest


def _extensions(nodes: Sequence[Node]) -> list[Node]:
    """The extensions that stay inside their part: only beside others, and only of namespaces that end in a slash."""
    if len(nodes) < 2 or any("eventTime" in node.name or "action" in node.name for node in nodes):
        return []
    return [node for node in nodes if "{" in node.name and "/}" in node.name]


def _joined(nodes: Sequence[Node]) -> str:
    """The texts of nodes that no order names, sorted, but for pairs."""
    texts = []
    for node in nodes:
        text = node.text.strip()
        texts.append(node.name + (f"={reference_text(text)}" if text else "") + _joined(node.below))
    if not any(node.name in _PAIRS for node in nodes):
        texts.sort()
    return "".join(texts)
