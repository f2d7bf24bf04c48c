"""The explaining executor of rules: events, master data and records from nodes, with a trace for every leaf."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.mapping.ids import RuleKey, id_maker, key_text, rule_key
from lienthong.mapping.interpret import Interpreter, Scope, Told, Traced
from lienthong.mapping.outcome import Explained, MasterEntry, Outcome, Trace
from lienthong.mapping.tree import Entry, Field, Leaf, Line, ListField, MappingTree, ObjectField, Rule
from lienthong.mapping.values import REFUSED, landed, reads_data


@dataclass(slots=True)
class Part:
    """An object being made: members, traces by pointer, required members that are empty.

    `open` says that something in it is read from data, `data` that some of that is there.
    """

    members: dict[str, Any] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    missing: list[tuple[str, Line | None, Trace]] = field(default_factory=list)
    open: bool = False
    data: bool = False

    @property
    def lacking(self) -> bool:
        """Whether something required is missing and there is no data that would make that a fault."""
        return bool(self.missing) and not self.data

    @property
    def nothing(self) -> bool:
        """Whether an entry is left out: constants and settings alone are no data."""
        return self.lacking or (self.open and not self.data)


class Producer:
    """Runs the rules of a mapping for scopes."""

    def __init__(self, tree: MappingTree, interpreter: Interpreter) -> None:
        self.tree, self.interpreter = tree, interpreter
        self.known: dict[int, tuple[bool, list[str]]] = {}
        """For each tuple of fields whether any is read from data, and the ends of their pointers."""
        self.keys: dict[int, RuleKey] = {rule.number: rule_key(tree, rule) for rule in tree.rules}
        self.ids: dict[int, Callable[[str], str]] = {rule.number: id_maker(tree.name, rule.name) for rule in tree.rules}

    def node(self, scope: Scope, rules: Iterable[Rule], told: Told, explained: Explained) -> None:
        """Adds all that the rules of its level make of a node."""
        for rule in rules:
            if self.interpreter.all_hold(rule.when, scope):
                self.rule(rule, scope, told, explained)

    def rule(self, rule: Rule, scope: Scope, told: Told, explained: Explained) -> None:
        """Adds what one rule makes of one node."""
        outcome = explained.outcome
        part = self.record(rule, scope, told)
        if rule.kind == "master":
            if part.members.get("id") not in {None, ""} and part.members["id"] is not REFUSED:
                thing = part.members.pop("id")
                outcome.master.append(MasterEntry(rule.type, thing, part.members, rule.number))  # type: ignore[arg-type]
                explained.master_traces.append(part.traces)
            return
        head: dict[str, Any] = {}
        if rule.kind == "event":
            head["type"] = rule.type
            constant = Trace(rule.type, "constant", original=rule.type, line_number=rule.spot.line)
            part.traces["/type"] = constant
            if not _writes_id(rule) and not told.refused:
                head["eventID"], part.traces["/eventID"] = self.event_id(rule, scope)
        outcome.events.append({**head, **part.members})  # type: ignore[typeddict-item]
        outcome.rules.append(rule.number)
        explained.traces.append(part.traces)

    def record(self, rule: Rule, scope: Scope, told: Told) -> Part:
        """The members a rule makes of one node; a required one that is empty is told and refuses."""
        mark = len(told.findings)
        part = self.fields(rule.fields, scope, told, "")
        if rule.kind == "master" and part.members.get("id") is None:
            # a thing without identifier is no thing, and nothing is wrong with that
            del told.findings[mark:]
            return part
        self.tell_missing(part, told)
        return part

    def event_id(self, rule: Rule, scope: Scope) -> tuple[str, Trace]:
        """The id of the event a rule makes of a node, with the traces of what enters it."""
        key = self.keys[rule.number]
        values = [self.interpreter.name(name, scope) for name in key.names]
        below = [[self.interpreter.name(name, node) for node in scope.below(name.level)] for name in key.below]
        flat = [*values, *(one for column in below for one in column)]
        texts = [None if one.value is REFUSED else one.value for one in values]
        columns = [[None if one.value is REFUSED else one.value for one in column] for column in below]
        made = self.ids[rule.number](key_text(texts, columns))
        line = f"id of mapping, rule {rule.name} and " + ", ".join(name.text for name in (*key.names, *key.below))
        trace = Trace(made, "derived", line=line, line_number=rule.spot.line, also=tuple(one.trace for one in flat))
        return made, trace

    def fields(self, fields: Sequence[Field], scope: Scope, told: Told, at: str) -> Part:
        """The members of one object."""
        known = self.known.get(id(fields))
        if known is None:
            pointers = [f"/{_escaped(one.name)}" for one in fields]
            known = self.known[id(fields)] = (any(reads_data(one) for one in fields), pointers)
        part = Part(open=known[0])
        for one, end in zip(fields, known[1], strict=True):
            pointer = at + end
            if isinstance(one, Leaf):
                self._leaf(part, one, scope, told, pointer)
            elif isinstance(one, ObjectField):
                self._object(part, one, scope, told, pointer)
            else:
                self._list(part, one, scope, told, pointer)
        return part

    def _leaf(self, part: Part, leaf: Leaf, scope: Scope, told: Told, at: str) -> None:
        found = self.interpreter.line(leaf.line, scope, told, at)
        if found.value is None:
            if leaf.required:
                part.missing.append((at, leaf.line, found.trace))
            return
        part.data = part.data or not leaf.line.constant
        part.members[leaf.name] = landed(found.value)
        part.traces[at] = found.trace

    def _object(self, part: Part, one: ObjectField, scope: Scope, told: Told, at: str) -> None:
        mark = len(told.findings)
        inner = self.fields(one.fields, scope, told, at)
        part.data = part.data or inner.data
        if not inner.members or inner.lacking:
            _take_back(told, mark)
            if one.required:
                part.missing.append((at, None, Trace("", "derived", line_number=one.spot.line)))
            return
        self.tell_missing(inner, told)
        part.members[one.name] = inner.members
        part.traces.update(inner.traces)

    def _list(self, part: Part, one: ListField, scope: Scope, told: Told, at: str) -> None:
        items: list[Any] = []
        for entry in one.entries:
            for node in scope.below(entry.each) if entry.each else (scope,):
                if self.interpreter.all_hold(entry.when, node):
                    self._entry(part, entry, node, told, items, at)
        if items:
            part.members[one.name] = items
        elif one.required:
            part.missing.append((at, None, Trace("", "derived", line_number=one.spot.line)))

    def _entry(self, part: Part, entry: Entry, node: Scope, told: Told, items: list[Any], at: str) -> None:
        pointer = f"{at}/{len(items)}"
        mark = len(told.findings)
        if entry.line is not None:
            found: Traced = self.interpreter.line(entry.line, node, told, pointer)
            if found.value is None:
                _take_back(told, mark)
                return
            part.data = part.data or not entry.line.constant
            items.append(landed(found.value))
            part.traces[pointer] = found.trace
            return
        inner = self.fields(entry.fields, node, told, pointer)
        part.data = part.data or inner.data
        if inner.nothing or not inner.members:
            _take_back(told, mark)
            return
        self.tell_missing(inner, told)
        items.append(inner.members)
        part.traces.update(inner.traces)

    def tell_missing(self, part: Part, told: Told) -> None:
        """Tells of the required members that are empty."""
        for at, line, trace in part.missing:
            facts = {"member": at.rpartition("/")[2]}
            if line:
                facts |= {"line": str(line.spot.line), "source": line.text}
            places = {one.place for one in (trace, *trace.also) if one.place}
            because = next((one.code for one in told.findings if one.severity == "error" and one.place in places), "")
            told.tell("mapping.target-empty", trace, facts, refuse=True, at=at, because=because)


def _take_back(told: Told, mark: int) -> None:
    """Takes back what was told of a part that is left out, but for what became of values that stood there."""
    told.findings[mark:] = [one for one in told.findings[mark:] if one.severity != "error" and one.facts.get("value")]


def _writes_id(rule: Rule) -> bool:
    return any(one.name == "eventID" for one in rule.fields)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def fresh() -> Explained:
    """An empty outcome to be filled."""
    return Explained(Outcome("kept", ()), [])
