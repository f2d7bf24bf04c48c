"""Generating lines: sources, runs of steps as one remembered look-up, tests as plain comparisons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lienthong.mapping.emit import UNSURE, DictEmitter, Writer
from lienthong.mapping.emit_text import TextEmitter
from lienthong.mapping.memo import Memo
from lienthong.mapping.runs import run_of
from lienthong.mapping.sections import Sections
from lienthong.mapping.tree import Const, Line, MappingTree, Name, NameRef, Test
from lienthong.mapping.values import REFUSED, Odd, holds, is_total
from lienthong.plugs import Joined, Segment

MANY = 8
Value = tuple[str, bool]
"""The expression of a value, and whether it may be empty."""
_COMPARED = {">", "<", ">=", "<="}
_DECIMAL = {"number", *UNSURE}
_NOT_TEXT = {"number", "date", *UNSURE}
Emitter = DictEmitter | TextEmitter


@dataclass(slots=True)
class Place:
    """Where code stands: the level of the node at hand, its values, the place above it, the node's variable."""

    level: str
    values: dict[Name, Value]
    above: Place | None
    node: str = ""

    def find(self, name: Name) -> Value | None:
        """The value of a name seen from here."""
        if name in self.values:
            return self.values[name]
        return self.above.find(name) if self.above else None


class LineWorks:
    """Writes what gives the value of a line."""

    def __init__(
        self,
        tree: MappingTree,
        writer: Writer,
        sections: Sections,
        forgetful: frozenset[Hashable] = frozenset(),
        *,
        tolerant: bool = False,
    ) -> None:
        """`forgetful` are the memories that gained nothing: those calls are asked each time.

        `tolerant` lines take values that were refused and give what the explaining executor gives for them.
        """
        self.tree, self.writer, self.sections, self.forgetful = tree, writer, sections, forgetful
        self.tolerant, self.refused = tolerant, writer.bind(REFUSED) if tolerant else ""
        self.memos: list[tuple[Hashable, Memo]] = []
        """All memories, each with what it remembers: a place in the mapping file, and which call there."""
        self.below: Callable[[Name, Place], str] = lambda name, place: "()"
        self.forms: dict[str, str] = {}
        """By the variable of a value the one that holds its part of the key, empty where that is."""
        self.texts: dict[str, str] = {}
        """By the variable of a number what gives its text from the cell, where nobody else may want the number."""
        self.rare: set[str] = set()
        """Variables of values that seldom come twice: what is made of them alone is not remembered either."""

    def setting(self, name: Name) -> Any:
        """The value of a setting."""
        setting = self.tree.settings[name.text]
        return setting.bound if setting.bound is not None else (setting.value or None)

    def name(self, name: Name, place: Place) -> Value:
        """The value of a name."""
        if name.kind == "setting":
            value = self.setting(name)
            return self.writer.bind(value), value is None
        return place.find(name) or ("None", True)

    def varying(self, line: Line, place: Place) -> list[Name]:
        """The arguments of a line that differ from record to record."""
        names = [name for step in line.steps for name in step.values if name.kind != "setting"]
        return list(dict.fromkeys(names))

    def fixed(self, line: Line) -> dict[Name, Any]:
        """The arguments of a line that are settings, with their values."""
        return {name: self.setting(name) for step in line.steps for name in step.values if name.kind == "setting"}

    def value(
        self, line: Line, place: Place, land: Callable[[Any], Any] | None, *, plain: bool, nothing: str = "None"
    ) -> Value:
        """Writes a line; `plain` values need no landing; `nothing` is what an empty one is."""
        if (
            line.constant
            and not line.when
            and not any(isinstance(one, NameRef) and _is_low(one.name) for one in line.sources)
        ):
            return self.constant(line, land, nothing)
        if line.when:
            variable = self.writer.fresh("x")
            conditions = [self.test(test, place, empty_passes=False) for test in line.when]
            self.writer.put(f"{variable} = {nothing}")
            self.writer.put(f"if {' and '.join(conditions)}:")
            self.writer.depth += 1
            inner, _ = self.steps(line, place, land, plain=plain, nothing=nothing)
            self.writer.put(f"{variable} = {inner}")
            self.writer.depth -= 1
            return variable, True
        return self.steps(line, place, land, plain=plain, nothing=nothing)

    def constant(self, line: Line, land: Callable[[Any], Any] | None, nothing: str) -> Value:
        """The one value of a line that only constants and settings enter."""
        source = next((value for one in line.sources if (value := self._constant_source(one)) is not None), None)
        try:
            value = run_of(line, (), self.fixed(line), land)(source)
        except Odd:
            self.writer.put("raise Odd")
            return nothing, True
        # what is empty lands as nothing
        empty = value is None or (isinstance(value, (str, bytes)) and not value)
        return (nothing, True) if empty else (self.writer.bind(value), False)

    def _constant_source(self, source: Any) -> Any:
        if isinstance(source, Const):
            return source.value
        return self.setting(source.name) if isinstance(source, NameRef) else None

    def steps(self, line: Line, place: Place, land: Callable[[Any], Any] | None, *, plain: bool, nothing: str) -> Value:
        """Source and steps of a line."""
        total = bool(line.steps) and is_total(line.steps[0].function)
        source, empty, number = self.source(line, place, total=total)
        if not line.steps and plain:
            return source, empty
        varying = self.varying(line, place)
        run = run_of(line, varying, self.fixed(line), land, tolerant=self.tolerant)
        arguments = [self.name(name, place) for name in varying]
        key = f"({source}, {', '.join(text for text, _ in arguments)})" if varying else source
        filling = any(step.function.name in {"required", "default"} for step in line.steps)
        empty = (empty and not filling) or (line.empty and bool(line.steps)) or any(one for _, one in arguments)
        variable = self.writer.fresh("x")
        direct = total or number
        self.writer.put(f"{variable} = {self.asked(line.spot, run, key, varying, direct=direct)}")
        return variable, empty

    def joined(self, line: Line, place: Place, emitter: Emitter) -> tuple[list[str], list[str]]:
        """A line whose one step joins texts: the expressions of these, and of those of its values that may be empty."""
        source, empty, _ = self.source(line, place, total=False)
        values = [(source, empty), *(self.name(name, place) for name in line.steps[0].values)]
        call: Joined = line.steps[0].call  # type: ignore[assignment]
        texts: list[str] = []
        for at, (part, value) in enumerate(zip(call.of(len(values)), values, strict=True)):
            if isinstance(part, Segment) and value[0] in self.rare:
                texts += self.segment(part, value[0], emitter)
            else:
                texts.append(self.part((line.spot, at), _part(part, emitter.inner), value))
        return texts, [value for value, empty in values if empty]

    def part(self, what: Hashable, run: Callable[[Any], Any], value: Value) -> str:
        """One of the texts that are joined."""
        home = self.sections.home([value[0]])
        if home is None:
            return self.asked(what, run, value[0], ())
        made, variable = f"{self.writer.bind(run)}({value[0]})", self.writer.fresh("x")
        guard = f"None if {value[0]} is None else " if value[1] else ""
        with self.sections.inside(home):
            self.writer.put(f"{variable} = {guard}{made}")
        return variable

    def segment(self, part: Segment, value: str, emitter: Emitter) -> list[str]:
        """A segment whose value is seldom met twice: plain ones without a call."""
        spelt = self.writer.bind(_part(part.spelt, emitter.inner))
        plain = f"{value}.isalnum() and {value}.isascii() and len({value}) <= {int(part.most)}"
        inner = emitter.plain_inner(value, self.forms.get(value, ""))
        return [self.writer.bind(emitter.inner(part.head)), f"{inner} if {plain} else {spelt}({value})"]

    def form(self, name: Name, value: Value, emitter: Emitter) -> None:
        """Takes the part of a value in the key, which may be its text in a member too, into a variable once."""
        if value[0] in self.forms or value[0] == "None" or value[0] in self.writer.bound:
            return
        with self.sections.inside(self.sections.home([value[0]])):
            variable = self.forms[value[0]] = self.writer.fresh("t")
            if value[0] in self.texts:
                self.writer.put(f"{variable} = {self.texts[value[0]]}")
                return
            self.sections.spare(variable, emitter.form(self.writer, name.type, value[0], empty=value[1]))

    def asked(
        self,
        what: Hashable,
        run: Callable[[Any], Any],
        key: str,
        varying: Sequence[Name],
        *,
        cells: bool = False,
        direct: bool = False,
    ) -> str:
        """The answer of a run to a key: remembered, unless a decimal is in the key or a larger memory holds it."""
        direct = direct or self.sections.writing or key in self.rare or any(name.type in _DECIMAL for name in varying)
        if direct or what in self.forgetful:
            return f"{self.writer.bind(run)}({key})"
        memo = self.remembered(what, Memo(run, cells=cells, paired=bool(varying)))
        return f"{self.writer.bind(memo)}[{key}]"

    def remembered(self, what: Hashable, memo: Memo) -> Memo:
        """Notes a memory, so that somebody can look whether it gains anything."""
        self.memos.append((what, memo))
        return memo

    def source(self, line: Line, place: Place, *, total: bool) -> tuple[str, bool, bool]:
        """The first source that is not empty: its expression, whether it may be empty, whether it may be a number."""
        found: list[Value] = []
        number = False
        for source in line.sources:
            if isinstance(source, Const):
                found.append((self.writer.bind(source.value), False))
            elif isinstance(source, NameRef):
                number = number or source.name.type in _DECIMAL
                below = total and source.name.kind != "setting"
                found.append((self.below(source.name, place), False) if below else self.name(source.name, place))
            if not found[-1][1]:
                break
        if len(found) == 1:
            return (*found[0], number)
        variable = self.writer.fresh("x")
        self.writer.put(f"{variable} = {found[0][0]}")
        for text, _ in found[1:]:
            self.writer.put(f"if {variable} is None: {variable} = {text}")
        return variable, all(empty for _, empty in found), number

    def test(self, test: Test, place: Place, *, empty_passes: bool) -> str:
        """A test as a condition."""
        value, empty = self.name(test.name, place)
        if test.op in {"filled", "empty"}:
            body = f"{value} is {'not ' if test.op == 'filled' else ''}None"
            if not self.refused:
                return body
            return (
                f"({value} is {self.refused} or {body})"
                if empty_passes
                else f"({value} is not {self.refused} and {body})"
            )
        other, other_empty = self.name(test.other, place) if test.other else ("", False)
        guards = [f"{one} is None" for one, may in ((value, empty), (other, other_empty)) if may and one]
        if self.refused:
            guards += [f"{one} is {self.refused}" for one in (value, other) if one]
        body = self._body(test, value, other, empty_passes=empty_passes)
        if not guards:
            return body
        if empty_passes:
            return f"({' or '.join([*guards, body])})"
        return f"(not ({' or '.join(guards)}) and {body})"

    def _body(self, test: Test, value: str, other: str, *, empty_passes: bool) -> str:
        kinds = {test.name.type} | ({test.other.type} if test.other else set())
        bound = test.bound
        same_kind = test.other is not None or isinstance(bound, (Decimal, dt.date))
        if test.op in _COMPARED and len(kinds) == 1 and kinds <= {"number", "date"} and same_kind:
            return f"{value} {test.op} {other or self.writer.bind(bound)}"
        if test.op == "same":
            return f"{value} == {other}"
        if test.other is None and not kinds & _NOT_TEXT and test.op not in _COMPARED:
            return self._text_body(test, value)
        check = self.writer.bind(_Check(test, empty_passes))
        return f"{check}({value}, {other or 'None'})"

    def _text_body(self, test: Test, value: str) -> str:
        texts = self.writer.bind(tuple(test.texts))
        if test.op == "starts":
            return f"{value}.startswith({texts})"
        return f"{value} {'not in' if test.op == '!=' else 'in'} {texts}"

    def key_part(self, name: Name, value: Value, emitter: Emitter) -> str:
        """A value as its part of a unit's key."""
        text, empty = value
        return self.forms.get(text) or emitter.form(self.writer, name.type, text, empty=empty)


def joins(line: Line) -> bool:
    """Whether a line is one step that joins texts, each of one value that can be remembered."""
    if len(line.steps) != 1 or line.when or not isinstance(line.steps[0].call, Joined):
        return False
    names = [*(source.name for source in line.sources if isinstance(source, NameRef)), *line.steps[0].values]
    return len(line.steps[0].values) < MANY and not any(name.type in _DECIMAL for name in names)


def _part(part: Callable[[Any], str], dress: Callable[[str], Any]) -> Callable[[Any], Any]:
    """One of the texts that are joined; what is not plain is odd."""

    def run(value: Any) -> Any:
        try:
            return dress(part(value))
        except Exception:  # noqa: BLE001 - the explaining executor finds out what it was
            raise Odd from None

    return run


@dataclass(frozen=True, slots=True)
class _Check:
    """A test that is no plain comparison."""

    test: Test
    empty_passes: bool

    def __call__(self, value: Any, other: Any) -> bool:
        return holds(self.test, value, other, self.empty_passes)


def _is_low(name: Name) -> bool:
    return name.kind != "setting"
