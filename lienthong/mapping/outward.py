"""The source `from: events`: levels over stored events, and the values that paths find in them."""

from __future__ import annotations

from dataclasses import replace

from lienthong.mapping.conditions import read_must, read_tests
from lienthong.mapping.document import Parts, as_pairs
from lienthong.mapping.faults import spot_of
from lienthong.mapping.lines import Lines
from lienthong.mapping.scope import MAX_LEVELS, Scope
from lienthong.mapping.tree import Level, Name
from lienthong.mapping.types import Flow
from lienthong.shelf import Node, Scalar

_PARTS = ("in", "at", "only", "take", "id", "parent", "bad", "values", "must")


class LevelReader:
    """Reads `levels:`; tests are resolved once all values are known."""

    def __init__(self, scope: Scope, lines: Lines) -> None:
        self.scope, self.lines, self.faults = scope, lines, scope.faults
        self.parts: dict[str, Parts] = {}

    def read(self, node: Node) -> None:
        levels = Parts(node, self.faults, ("levels",), "events").node_of("levels")
        pairs = as_pairs(levels, self.faults, "levels")
        if not pairs or not pairs.pairs:
            self.faults.at(node, "mapping.no-levels")
            return
        for key, value in pairs:
            self.level(key, value)
        if len(self.parts) > MAX_LEVELS:
            self.faults.at(node, "mapping.levels", limit=str(MAX_LEVELS))
        for name, parts in self.parts.items():
            self.tests(name, parts)

    def level(self, key: Scalar, node: Node) -> None:
        parts = Parts(node, self.faults, _PARTS, key.text)
        if not self.scope.claim(key, "level"):
            return
        for pointer in ("id", "parent"):
            scalar = parts.scalar(pointer)
            if scalar:
                self.faults.at(scalar, "mapping.not-yet", what=pointer)
        parent = parts.scalar("in")
        if parent and parent.text not in self.scope.levels:
            self.faults.unknown("level-name", parent.text, self.scope.levels, spot_of(parent))
            parent = None
        at = parts.scalar("at")
        if at is None:
            self.faults.at(key, "mapping.level-at", given=key.text)
        take = parts.scalar("take")
        level = Level(
            name=key.text,
            parent=parent.text if parent else "",
            kind="node",
            at=at.text if at else "",
            take=parts.choice("take", ("first", "last")) if take else "",  # type: ignore[arg-type]
            leave_out=parts.choice("bad", ("refuse", "leave out")) == "leave out",
            spot=spot_of(key),
        )
        self.scope.levels[key.text] = level
        self.parts[key.text] = parts
        self.values(level, parts)

    def values(self, level: Level, parts: Parts) -> None:
        # exactly one node: what it holds is seen where its parent stands, and may be missing
        seen = level.parent if level.take and level.parent else level.name
        names: list[Name] = []
        for key, text in as_pairs(parts.node_of("values"), self.faults, "values") or ():
            if not isinstance(text, Scalar):
                self.faults.at(text, "mapping.want-text", section=key.text)
                continue
            if not self.scope.claim(key, "value"):
                continue
            name = Name(key.text, "value", spot_of(key), level=seen)
            line, flow = self.lines.path(text, level.name)
            name.read = line
            self.scope.declare(name, Flow(flow.type, flow.empty or bool(level.take), flow.known))
            names.append(name)
        self.scope.levels[level.name] = replace(level, values=tuple(names))

    def tests(self, name: str, parts: Parts) -> None:
        level = self.scope.levels[name]
        only = parts.scalar("only")
        musts = [read_must(self.scope, text, name) for text in parts.scalars("must")]
        self.scope.levels[name] = replace(
            level,
            only=read_tests(self.scope, only, name) if only else (),
            must=tuple(test for test in musts if test),
        )
