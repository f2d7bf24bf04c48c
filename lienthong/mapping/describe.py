"""Mappings described for people: the list of shipped ones, and a mapping as structured steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lienthong.mapping.tree import (
    Const,
    Entry,
    Field,
    Leaf,
    Line,
    ListField,
    MappingTree,
    NameRef,
    ObjectField,
    Path,
    Source,
    Test,
)
from lienthong.shelf import Pairs, Scalar, compose, mapping_names, root


@dataclass(frozen=True, slots=True)
class ListedMapping:
    """A shipped mapping: its name, its title by language, what it reads (`table`, `tables: a, b`, `events`)."""

    name: str
    title: Mapping[str, str]
    reads: str


def listing() -> list[ListedMapping]:
    """The shipped mappings by name; read without being checked."""
    return [_listed(name) for name in mapping_names()]


def _listed(name: str) -> ListedMapping:
    document = compose((root("mappings") / f"{name}.yaml").read_text(encoding="utf-8"), name)
    title = document.get("title") if isinstance(document, Pairs) else None
    source = document.get("from") if isinstance(document, Pairs) else None
    sentences = title if isinstance(title, Pairs) else ()
    titles = {key.text: node.text for key, node in sentences if isinstance(node, Scalar)}
    return ListedMapping(name, titles, _reads(source) if isinstance(source, Pairs) else "")


def _reads(source: Pairs) -> str:
    if not source.pairs:
        return ""
    key, node = source.pairs[0]
    if key.text == "tables" and isinstance(node, Pairs):
        return f"tables: {', '.join(name.text for name, _ in node)}"
    return key.text


def steps_form(tree: MappingTree) -> list[str]:
    """The mapping as structured steps, one line of text each: what every field is made of, nothing left unwritten."""
    lines = [f"mapping: {tree.name}", f"sha256: {tree.sha256}"]
    for table in tree.tables:
        lines.append(f"table {table.level}:")
        for column in (*table.columns, *table.beside):
            where = ", ".join(column.headings) or f"column {column.at}"
            lines += [f"  {column.text}: {column.type}{'' if column.empty else ', never empty'}", f"    named: {where}"]
            if column.read:
                lines += _line(column.read, "    ")
    for level in tree.levels.values():
        lines.append(f"level {level.name}: in {level.parent or '-'}")
        for name in level.values:
            lines += [f"  {name.text}: {name.type}", *(_line(name.read, "    ") if name.read else [])]
    lines += [f"must: {test.text}{' else note' if test.note else ''}" for test in tree.must]
    for rule in tree.rules:
        lines.append(f"rule {rule.name}: {rule.kind} {rule.type}, each {rule.each}{_when(rule.when)}")
        for field in rule.fields:
            lines += _field(field, "  ")
    return lines


def _field(field: Field, indent: str) -> Iterator[str]:
    if isinstance(field, Leaf):
        yield f"{indent}{field.name}:{' required' if field.required else ''}"
        yield from _line(field.line, f"{indent}  ")
    elif isinstance(field, ObjectField):
        yield f"{indent}{field.name}:"
        for part in field.fields:
            yield from _field(part, f"{indent}  ")
    elif isinstance(field, ListField):
        yield f"{indent}{field.name}: list"
        for entry in field.entries:
            yield from _entry(entry, f"{indent}  ")


def _entry(entry: Entry, indent: str) -> Iterator[str]:
    yield f"{indent}- {f'each {entry.each}' if entry.each else 'once'}{_when(entry.when)}"
    if entry.line:
        yield from _line(entry.line, f"{indent}  ")
    for field in entry.fields:
        yield from _field(field, f"{indent}  ")


def _line(line: Line, indent: str) -> list[str]:
    """One line as its parts; numbers in brackets are the lines of the file."""
    sources = " or ".join(_source(source) for source in line.sources)
    made = [f"{indent}from: {sources} [{line.spot.line}]"]
    for step in line.steps:
        words = "".join(f" {word!r}" for word in step.words)
        values = "".join(f" <{name.text}>" for name in step.values)
        made.append(f"{indent}step: {step.function.name}{words}{values}")
    if line.when:
        made.append(f"{indent}when: {' and '.join(test.text for test in line.when)}")
    if line.policy.kind != "reject":
        made.append(f"{indent}else: {f'{line.policy.kind} {line.policy.value}'.rstrip()}")
    made.append(f"{indent}gives: {line.type}{'' if line.empty else ', never empty'}")
    return made


def _source(source: Source) -> str:
    if isinstance(source, NameRef):
        return f"<{source.name.text}>"
    if isinstance(source, Const):
        return f"code {source.value}" if source.code else f"constant {source.value!r}"
    return f"path {source.text}" if isinstance(source, Path) else "cell"


def _when(tests: tuple[Test, ...]) -> str:
    return f" when {' and '.join(test.text for test in tests)}" if tests else ""
