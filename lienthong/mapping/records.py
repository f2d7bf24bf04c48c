"""The executor of outward mappings: records made of a lot and its events, every value with its trace.

Nodes are plain data (a lot, an event, an item of a list inside); names are read by paths from them, by the same
explaining interpreter that runs inward mappings. A trace names the JSON Pointer of what was found (`name`) and the
place it came from (`original`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from lienthong.findings import Catalogue
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.interpret import NOTHING, Interpreter, Told, Traced
from lienthong.mapping.outcome import Trace
from lienthong.mapping.produce import Part, Producer
from lienthong.mapping.tree import Leaf, Level, Line, MappingTree, Name, NameRef, Path, PathPart, Rule
from lienthong.mapping.values import REFUSED
from lienthong.model import Origin

OriginAt = Callable[[str], Origin]
"""The origin of what stands at a pointer inside a node's data."""


@dataclass(slots=True)
class Seen:
    """A node: the data of a level, where they stand, and the nodes below by level."""

    level: str
    data: Any
    pointer: str
    origin_at: OriginAt
    parent: Seen | None = None
    inside: dict[str, list[Seen]] = field(default_factory=dict)
    known: dict[Name, Traced] = field(default_factory=dict)
    """Values that were read already."""


@dataclass(frozen=True, slots=True)
class Made:
    """One record: its members by name, and the trace of every leaf by its pointer.

    `rivals` holds, for a leaf of the record itself, the traces of all values that the sources of its line have:
    where they differ, the sources disagree.
    """

    rule: str
    members: Mapping[str, Any]
    traces: Mapping[str, Trace]
    rivals: Mapping[str, Sequence[Trace]]


class View:
    """A node as lines see it (a `Scope`)."""

    def __init__(self, outward: Outward, node: Seen, told: Told) -> None:
        self.outward, self.node, self.told = outward, node, told

    def value(self, name: Name) -> Traced | None:
        """The value of a name of this node's level or above; None when it belongs below."""
        node: Seen | None = self.node
        while node is not None:
            owner = self.outward.owner(name, node)
            if owner is not None:
                return self.outward.read(name, owner, self.told)
            if node.level == name.level:
                return NOTHING
            node = node.parent
        return None

    def path(self, path: Path) -> Traced:
        """What stands at a path from this node."""
        found = next(_follow(self.node.data, path.parts, ""), None)
        if found is None:
            return NOTHING
        at, value = found
        origin = self.node.origin_at(at)
        trace = Trace(
            shown(value),
            origin.kind,
            name=self.node.pointer + at,
            original=origin.place,
            setting=origin.setting,
        )
        return Traced(value, trace)

    def below(self, each: str) -> Iterable[View]:
        """The nodes of a level below."""
        if self.node.level == each:
            return [self]
        return [View(self.outward, node, self.told) for node in _descend(self.node, each)]


class Outward:
    """Runs one outward mapping."""

    def __init__(self, tree: MappingTree, catalogue: Catalogue) -> None:
        self.tree = tree
        self.catalogue = catalogue
        self.interpreter = Interpreter(tree.settings)
        self.producer = Producer(tree, self.interpreter)
        self.taken = {name: level for level in tree.levels.values() if level.take for name in level.values}
        self.alone = {rule.number: _alone(rule) for rule in tree.rules}
        self.quick = {level.name: _quick(level) for level in tree.levels.values()}

    def owner(self, name: Name, node: Seen) -> Seen | None:
        """The node that holds a name, seen from this one: itself, or the one below that its level takes."""
        if node.level != name.level:
            return None
        level = self.taken.get(name)
        if level is None or level.name == node.level:
            return node
        return next(iter(node.inside.get(level.name, ())), None)

    def read(self, name: Name, node: Seen, told: Told) -> Traced:
        """The value of a name at the node that holds it."""
        if name.read is None:
            return NOTHING
        known = node.known.get(name)
        if known is not None:
            return known
        mark = len(told.findings)
        found = self.interpreter.line(name.read, View(self, node, told), told)
        if len(told.findings) == mark and not any(step.values for step in name.read.steps):
            # nothing but the node entered, and nothing would be told again
            node.known[name] = found
        return found

    def run(self, root: Seen) -> tuple[list[Made], Told]:
        """The records of one outermost node, and what was found on the way."""
        told = Told(self.catalogue)
        if not self._passes(root, self.tree.levels[root.level], told):
            return [], told
        self._grow(root, told)
        made: list[Made] = []
        for rule in self.tree.rules:
            for view in View(self, root, told).below(rule.each):
                if self.interpreter.all_hold(rule.when, view):
                    part: Part = self.producer.record(rule, view, told)
                    made.append(Made(rule.name, part.members, part.traces, self._rivals(rule, view)))
        return made, told

    def _rivals(self, rule: Rule, view: View) -> dict[str, list[Trace]]:
        """The values of all sources of each line that has several, each run by itself."""
        rivals: dict[str, list[Trace]] = {}
        for at, lines in self.alone[rule.number].items():
            found = [self._rival(line, view) for line in lines]
            rivals[at] = [item.trace for item in found if item.value is not None and item.value is not REFUSED]
        return rivals

    def _rival(self, line: Line, view: View) -> Traced:
        """The value of a line with one source."""
        source = line.sources[0]
        if isinstance(source, NameRef) and not (line.steps or line.when):
            return self.interpreter.name(source.name, view)
        return self.interpreter.line(line, view, Told(self.catalogue))

    def _grow(self, node: Seen, told: Told) -> None:
        """Hangs the nodes of every level below a node."""
        for level in self.tree.levels.values():
            if level.parent != node.level:
                continue
            node.inside[level.name] = kept = self._kept(node, level, told)
            for child in kept:
                self._grow(child, told)

    def _kept(self, node: Seen, level: Level, told: Told) -> list[Seen]:
        """The nodes of a level that pass its tests; where it takes one, no more are looked at than needed."""
        children = self._children(node, level)
        if level.take == "last":
            children = reversed(list(children))
        passing = (child for child in children if self._passes(child, level, told))
        return list(islice(passing, 1)) if level.take else list(passing)

    def _children(self, node: Seen, level: Level) -> Iterator[Seen]:
        if level.at == "event":
            quick = self.quick[level.name]
            for event in node.inside.get("", ()):
                if not any(_lacks(event.data, path.parts) for path in quick):
                    yield Seen(level.name, event.data, event.pointer, event.origin_at, node)
            return
        items = node.data.get(level.at, ()) if isinstance(node.data, Mapping) else ()
        for number, item in enumerate(items if isinstance(items, list) else ()):
            base = f"/{level.at}/{number}"
            yield Seen(level.name, item, node.pointer + base, _shifted(node.origin_at, base), node)

    def _passes(self, node: Seen, level: Level, told: Told) -> bool:
        if not level.only:
            return True
        inner = Seen(level.name, node.data, node.pointer, node.origin_at, node.parent, known=node.known)
        view = _Own(self, inner, told, level)
        return self.interpreter.all_hold(level.only, view)


class _Own(View):
    """A node while its level's `only` is tested: its own names are read from itself, though a `take` lifts them."""

    def __init__(self, outward: Outward, node: Seen, told: Told, level: Level) -> None:
        super().__init__(outward, node, told)
        self.own = set(level.values)

    def value(self, name: Name) -> Traced | None:
        if name in self.own:
            return self.outward.read(name, self.node, self.told)
        return super().value(name)


def _alone(rule: Rule) -> dict[str, list[Line]]:
    """Each line that has several sources, once with each of them alone, by the pointer of its leaf."""
    leaves = (one for one in rule.fields if isinstance(one, Leaf) and len(one.line.sources) > 1)
    return {f"/{one.name}": [replace(one.line, sources=(source,)) for source in one.line.sources] for one in leaves}


def _quick(level: Level) -> list[Path]:
    """The paths that must lead somewhere for the tests of a level to hold: most nodes fail at them, at little cost."""
    wanted = {test.name for test in level.only if test.op != "empty"}
    lines = [name.read for name in level.values if name in wanted and name.read]
    plain = [line for line in lines if not line.steps and len(line.sources) == 1]
    return [line.sources[0] for line in plain if isinstance(line.sources[0], Path)]


def lot_node(level: str, lot: Mapping[str, Any], origin_at: OriginAt, events: Sequence[Seen]) -> Seen:
    """The outermost node: a lot's own data, and its events under the level without a name."""
    return Seen(level, lot, "", origin_at, None, {"": list(events)})


def _shifted(origin_at: OriginAt, base: str) -> OriginAt:
    return lambda at: origin_at(base + at)


def _descend(node: Seen, each: str) -> Iterator[Seen]:
    for level, nodes in node.inside.items():
        for inner in nodes if level else ():
            if inner.level == each:
                yield inner
            else:
                yield from _descend(inner, each)


def _lacks(data: Any, parts: Sequence[PathPart]) -> bool:
    """Whether it is plain that nothing is at a path: a member on the way is not there."""
    for part in parts:
        if not isinstance(data, dict):
            return False
        if part.member not in data:
            return True
        data = data[part.member]
    return False


def _follow(data: Any, parts: Sequence[PathPart], at: str) -> Iterator[tuple[str, Any]]:
    """Every value at a path, with its pointer, in order; lists are looked through unless a part names a place."""
    if not parts:
        if not isinstance(data, (dict, list)) and data not in {None, ""}:
            yield at, data
        return
    part, rest = parts[0], parts[1:]
    if isinstance(data, list):
        if part.member.isdigit():
            if int(part.member) < len(data):
                yield from _follow(data[int(part.member)], rest, f"{at}/{part.member}")
            return
        for number, item in enumerate(data):
            yield from _follow(item, parts, f"{at}/{number}")
    elif isinstance(data, dict) and part.member in data:
        inner, here = data[part.member], f"{at}/{part.member}"
        if part.where is None:
            yield from _follow(inner, rest, here)
            return
        name, wanted = part.where
        for number, item in enumerate(inner if isinstance(inner, list) else [inner]):
            if isinstance(item, dict) and str(item.get(name, "")) == wanted:
                yield from _follow(item, rest, f"{here}/{number}" if isinstance(inner, list) else here)
