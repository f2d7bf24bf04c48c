"""The one door to `schemas/` and `mappings/`, and the one door for YAML.

YAML is read as a notation for trees of text: the node tree is composed, never constructed, so that
`0893`, `NO` and `+07:00` stay as written and every scalar keeps its line. Tags, anchors, aliases, merge
keys, duplicate keys and second documents are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

PACKAGE = Path(__file__).resolve().parent
MAX_BYTES = 1 << 20
MAX_DEPTH = 32
_QUOTED = frozenset({'"', "'"})


class ShelfError(Exception):
    """A file of the shelf, or a mapping a person wrote, that cannot be used: says where and why."""

    def __init__(self, code: str, name: str, line: int = 0, column: int = 0, **facts: str) -> None:
        super().__init__(f"{name}:{line}:{column}: {code} {facts or ''}".rstrip())
        self.code, self.name, self.line, self.column, self.facts = code, name, line, column, facts


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written, with its 1-based line and column."""

    text: str
    line: int
    column: int
    quoted: bool = False

    def plain(self) -> Any:
        return self.text


@dataclass(frozen=True, slots=True)
class Items:
    """A list of nodes."""

    nodes: tuple[Node, ...]
    line: int
    column: int

    def plain(self) -> Any:
        return [node.plain() for node in self.nodes]


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping in the order it was written; keys are unique."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int

    def plain(self) -> Any:
        return {key.text: node.plain() for key, node in self.pairs}

    def get(self, name: str) -> Node | None:
        return next((node for key, node in self.pairs if key.text == name), None)

    def key(self, name: str) -> Scalar | None:
        return next((key for key, _ in self.pairs if key.text == name), None)

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.pairs)


Node = Scalar | Items | Pairs


def compose(text: str, name: str) -> Node:
    """The node tree of one YAML document.

    Raises `ShelfError` with a code `yaml.*` at the line and column of the fault.
    """
    if len(text) > MAX_BYTES:
        raise ShelfError("yaml.size", name, limit=str(MAX_BYTES))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = _documents(yaml.parse(text, Loader=loader), name)
    except yaml.YAMLError as fault:
        mark, context = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = str(getattr(fault, "problem", None) or fault)
        code = "yaml.quote" if _begins_quoted(text, line) else "yaml.syntax"
        begun = str(context.line + 1 if context else line)
        raise ShelfError(code, name, line, column, problem=problem, begun=begun) from None
    if not documents:
        raise ShelfError("yaml.empty", name, 1, 1)
    if len(documents) != 1:
        raise ShelfError("yaml.documents", name, 1, 1, count=str(len(documents)))
    return _node(documents[0], name, 0)


@dataclass(slots=True)
class _Open:
    """A list or a mapping as it is written: a mapping's keys and values in turn."""

    line: int
    column: int
    paired: bool
    inner: list[Scalar | _Open]


def _documents(events: Iterator[Any], name: str) -> list[Scalar | _Open]:
    """The documents of a stream of YAML events, nothing in them looked at but their notation."""
    documents: list[Scalar | _Open] = []
    stack = [documents]
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            _refuse_machinery(event, name)
            mark = event.start_mark
            stack[-1].append(Scalar(event.value, mark.line + 1, mark.column + 1, event.style in _QUOTED))
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            _refuse_machinery(event, name)
            mark = event.start_mark
            opened = _Open(mark.line + 1, mark.column + 1, kind is yaml.MappingStartEvent, [])
            stack[-1].append(opened)
            stack.append(opened.inner)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
        elif kind is yaml.AliasEvent:
            _refuse_machinery(event, name)
    return documents


def _refuse_machinery(event: Any, name: str) -> None:
    tag = getattr(event, "tag", None)
    if event.anchor is None and (not tag or tag == "!"):
        return
    line, column = event.start_mark.line + 1, event.start_mark.column + 1
    if event.anchor:
        raise ShelfError("yaml.anchor", name, line, column)
    raise ShelfError("yaml.tag", name, line, column, tag=str(tag))


def _begins_quoted(text: str, line: int) -> bool:
    lines = text.splitlines()
    value = lines[line - 1].partition(":")[2].strip() if 0 < line <= len(lines) else ""
    return value[:1] in {'"', "'", "@", "`"}


def _node(node: Scalar | _Open, name: str, depth: int) -> Node:
    line, column = node.line, node.column
    if depth > MAX_DEPTH:
        raise ShelfError("yaml.depth", name, line, column, limit=str(MAX_DEPTH))
    if isinstance(node, Scalar):
        return node
    if not node.paired:
        return Items(tuple([_node(child, name, depth + 1) for child in node.inner]), line, column)
    pairs: list[tuple[Scalar, Node]] = []
    seen: set[str] = set()
    for key_node, value_node in zip(node.inner[::2], node.inner[1::2], strict=True):
        key = _node(key_node, name, depth + 1)
        if not isinstance(key, Scalar):
            raise ShelfError("yaml.key", name, line, column)
        if key.text == "<<":
            raise ShelfError("yaml.anchor", name, key.line, key.column)
        if key.text in seen:
            raise ShelfError("yaml.duplicate", name, key.line, key.column, key=key.text)
        if "(" in key.text and key.text.count("(") != key.text.count(")"):
            raise ShelfError("yaml.brace-comma", name, key.line, key.column, key=key.text)
        seen.add(key.text)
        value = _node(value_node, name, depth + 1)
        if isinstance(value, Scalar) and not value.quoted and value.text.count("(") > value.text.count(")"):
            raise ShelfError("yaml.brace-comma", name, value.line, value.column, key=key.text)
        pairs.append((key, value))
    return Pairs(tuple(pairs), line, column)


def root(kind: str) -> Path:
    """The folder `schemas` or `mappings`: inside the wheel, else in the checkout."""
    inside = PACKAGE / "_data" / kind
    return inside if inside.is_dir() else PACKAGE.parent / kind


@lru_cache(maxsize=256)
def data(path: str) -> Any:
    """A data file of `schemas/` as plain dicts, lists and texts (`epcis/events.yaml`); never change it."""
    file = root("schemas") / path
    return compose(file.read_text(encoding="utf-8"), path).plain()


def package_data(file: Path) -> Any:
    """A data file that lies beside a module, such as an adapter's `catalogue.yaml`."""
    return compose(file.read_text(encoding="utf-8"), file.name).plain()


def mapping_names() -> list[str]:
    """The names of the shipped mappings, such as `farm/lot-sheet`, in order."""
    folder = root("mappings")
    return sorted(str(file.relative_to(folder).with_suffix("")).replace("\\", "/") for file in folder.rglob("*.yaml"))
