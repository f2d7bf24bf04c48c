"""Target fields: what the keys of a rule mean in the EPCIS shape, lists and objects, extension members."""

from __future__ import annotations

from collections.abc import Iterable

from lienthong.mapping.conditions import read_tests
from lienthong.mapping.document import as_items
from lienthong.mapping.faults import nearest, spot_of
from lienthong.mapping.lines import Lines
from lienthong.mapping.scope import KNOWN_NAMESPACES, Scope
from lienthong.mapping.syntax import is_name
from lienthong.mapping.tree import Entry, Field, Leaf, ListField, NameRef, ObjectField
from lienthong.mapping.types import wanted_by
from lienthong.model import Member, Shape
from lienthong.model.shape import shape
from lienthong.shelf import Items, Node, Pairs, Scalar

_ENTRY_WORDS = ("each", "when")
FREE = Shape("", {}, (), open=True)


class Targets:
    """Makes the fields of rules.

    `free` targets (outward records) take any plain name; else a name is a member of the shape or `prefix:name`.
    """

    def __init__(self, scope: Scope, lines: Lines, *, free: bool = False) -> None:
        self.scope, self.lines, self.faults, self.free = scope, lines, scope.faults, free
        self.meant: set[str] = set()

    def fields(self, pairs: Iterable[tuple[Scalar, Node]], of: Shape, level: str) -> tuple[Field, ...]:
        """The fields in the order of the shape, extension members behind them in the order written."""
        members: dict[str, Field] = {}
        extensions: list[Field] = []
        for key, node in pairs:
            member = of.members.get(key.text)
            if member is None and not self.may_extend(key, of):
                continue
            field = self.field(key, node, member, level)
            if field is None:
                continue
            if member:
                members[key.text] = field
            else:
                extensions.append(field)
        return (*(members[name] for name in of.members if name in members), *extensions)

    def require(self, fields: tuple[Field, ...], written: Iterable[str], of: Shape, node: Node) -> None:
        """Tells required members that have no line, and those whose line may be empty."""
        keys = set(written)
        for name in of.required:
            if name not in keys and name not in self.meant:
                self.faults.at(node, "mapping.required", field=name, shape=of.name)
        others = [field for field in fields if not _is_fixed(field)]
        for field in fields:
            if isinstance(field, Leaf) and field.required and len(others) > 1 and self.may_miss(field):
                self.faults.tell("mapping.maybe-empty", field.line.spot, field=field.name)

    def may_miss(self, leaf: Leaf) -> bool:
        """Whether a line may come out empty, as far as the mapping tells."""
        line = leaf.line
        assured = any(isinstance(source, NameRef) and source.name in self.scope.assured for source in line.sources)
        return line.empty and (not assured or bool(line.when) or line.policy.kind == "drop")

    def may_extend(self, key: Scalar, of: Shape) -> bool:
        """Whether a key that is no member of the shape may stand here; what is wrong with it is told."""
        prefix, colon, local = key.text.partition(":")
        if not colon:
            if self.free and is_name(key.text):
                return True
            self.meant.add(nearest(key.text, of.members))
            self.faults.unknown("field", key.text, of.members, spot_of(key), shape=of.name or "-")
            return False
        if not of.open:
            self.faults.at(key, "mapping.extension-closed", field=key.text, shape=of.name)
            return False
        if prefix in KNOWN_NAMESPACES:
            self.scope.namespaces.setdefault(prefix, KNOWN_NAMESPACES[prefix])
        if prefix not in self.scope.namespaces:
            self.faults.unknown("prefix", prefix, {**self.scope.namespaces, **KNOWN_NAMESPACES}, spot_of(key))
            return False
        if not _is_local_name(local):
            self.faults.at(key, "mapping.extension-name", given=key.text[:64])
            return False
        return True

    def field(self, key: Scalar, node: Node, member: Member | None, level: str) -> Field | None:
        if isinstance(node, Scalar) and not node.text:
            self.faults.at(key, "mapping.line-empty")
            return None
        if member is None:
            return self.extension(key, node, level)
        required = member.required
        if member.many:
            entries = self.entries(key, node, member, level)
            return ListField(key.text, member, entries, required, spot_of(key))
        if member.kind == "object":
            return self.object(key, node, member, level)
        if not isinstance(node, Scalar):
            self.faults.at(node, "mapping.want-line", field=key.text)
            return None
        line = self.lines.field(node, level, wanted_by(member, key.text))
        return Leaf(key.text, member, line, required) if line else None

    def object(self, key: Scalar, node: Node, member: Member, level: str) -> Field | None:
        of = shape(member.of)
        if isinstance(node, Scalar):
            if len(of.members) != 1:
                self.faults.at(node, "mapping.want-object", field=key.text)
                return None
            # `readPoint: place | gs1.place_link` is short for `readPoint: {id: …}`
            only = next(iter(of.members))
            pairs: Pairs = Pairs(((Scalar(only, key.line, key.column), node),), node.line, node.column)
        elif isinstance(node, Pairs):
            pairs = node
        else:
            self.faults.at(node, "mapping.want-object", field=key.text)
            return None
        fields = self.fields(pairs, of, level)
        self.require(fields, [name.text for name, _ in pairs], of, key)
        return ObjectField(key.text, member, fields, member.required, spot_of(key))

    def extension(self, key: Scalar, node: Node, level: str) -> Field | None:
        if isinstance(node, Scalar):
            line = self.lines.field(node, level, wanted_by(None, key.text))
            return Leaf(key.text, None, line) if line else None
        if isinstance(node, Pairs):
            return ObjectField(key.text, None, self.fields(node, FREE, level), spot=spot_of(key))
        return ListField(key.text, None, self.entries(key, node, None, level), spot=spot_of(key))

    def entries(self, key: Scalar, node: Node, member: Member | None, level: str) -> tuple[Entry, ...]:
        if isinstance(node, Scalar) and member and member.kind != "object":
            nodes: tuple[Node, ...] = (node,)
        else:
            nodes = as_items(node, self.faults, key.text)
        made = (self.entry(key, one, member, level) for one in nodes)
        return tuple(entry for entry in made if entry)

    def entry(self, key: Scalar, node: Node, member: Member | None, level: str) -> Entry | None:
        """One entry of a list: a line, or parts with `each` and `when` in front."""
        is_object = member is not None and member.kind == "object"
        if isinstance(node, Scalar):
            if is_object:
                self.faults.at(node, "mapping.want-object", field=key.text)
                return None
            line = self.lines.field(node, level, wanted_by(member, key.text))
            return Entry("", (), line, (), spot_of(node)) if line else None
        if isinstance(node, Items):
            self.faults.at(node, "mapping.want-object", field=key.text)
            return None
        each = self.each(node, level)
        if each is None:
            return None
        here = each or level
        when_node = node.get("when")
        when = read_tests(self.scope, when_node, here) if isinstance(when_node, Scalar) else ()
        rest = [(name, value) for name, value in node if name.text not in _ENTRY_WORDS]
        value = node.get("value")
        if not is_object and isinstance(value, Scalar) and len(rest) == 1:
            line = self.lines.field(value, here, wanted_by(member, key.text))
            return Entry(each, when, line, (), spot_of(node)) if line else None
        if member is not None and not is_object:
            for name, _ in rest:
                if name.text != "value":
                    self.faults.unknown("key", name.text, (*_ENTRY_WORDS, "value"), spot_of(name), section=key.text)
            if value is None:
                self.faults.at(node, "mapping.entry-value", field=key.text)
            return None
        of = shape(member.of) if member else FREE
        fields = self.fields(rest, of, here)
        self.require(fields, [name.text for name, _ in rest], of, node)
        return Entry(each, when, None, fields, spot_of(node))

    def each(self, node: Pairs, level: str) -> str | None:
        """The level an entry is made for; empty when once, None when it is wrong."""
        each = node.get("each")
        if each is None:
            return ""
        if not isinstance(each, Scalar):
            self.faults.at(each, "mapping.want-text", section="each")
            return None
        found = find_level(self.scope, each)
        if found is not None and not self.scope.below(found, level):
            self.faults.at(each, "mapping.each-upwards", each=found, level=level)
            return None
        return found


def find_level(scope: Scope, each: Scalar) -> str | None:
    """The level an `each` names; None, with the fault told, when there is none."""
    first, _, rest = each.text.partition(" ")
    if rest and first in {"top", "child"}:
        if rest.strip() in scope.levels:
            scope.faults.at(each, "mapping.each-pointers", each=each.text)
            return None
        each = Scalar(rest.strip(), each.line, each.column + len(first) + 1)
    if each.text not in scope.levels:
        scope.faults.unknown("level-name", each.text, scope.levels, spot_of(each))
        return None
    return each.text


def _is_fixed(field: Field) -> bool:
    """Whether only constants and settings enter a field: such a field is no data."""
    return isinstance(field, Leaf) and field.line.constant


def _is_local_name(text: str) -> bool:
    """A name that JSON-LD and XML take behind a prefix (Namespaces in XML, NCName; letters of any script)."""
    return (
        0 < len(text) <= 80
        and (text[0].isalpha() or text[0] == "_")
        and all(sign.isalnum() or sign in "_-." for sign in text)
    )
