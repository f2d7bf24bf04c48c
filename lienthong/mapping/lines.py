"""Field lines resolved: names found, words checked, types compared, calls made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from lienthong.mapping.conditions import resolve_tests
from lienthong.mapping.faults import refused
from lienthong.mapping.functions import shown
from lienthong.mapping.paths import parse_path
from lienthong.mapping.scope import Scope
from lienthong.mapping.steps import make_step
from lienthong.mapping.syntax import LineFault, RawLine, RawSource, Word, parse_line
from lienthong.mapping.tree import Cell, Const, Line, Name, NameRef, Policy, Source, Step
from lienthong.mapping.types import ANYTHING, UNKNOWN, Flow, Wanted, fault_of, is_uri
from lienthong.plugs import Refusal
from lienthong.shelf import Scalar

NOWHERE = Flow(UNKNOWN, True, None)


class Lines:
    """Turns the texts of a file into resolved lines; what is wrong is told to the scope's faults."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.faults = scope, scope.faults

    def field(self, text: Scalar, level: str, wanted: Wanted = ANYTHING) -> Line | None:
        """The line of a target field at a level; None when it cannot be read at all."""
        raw = self.parse(text)
        if raw is None:
            return None
        source = _Sources(self, text, level, wanted)
        flow, sources = source.all(raw)
        return self.finish(text, raw, level, wanted, flow, sources)

    def reading(self, text: Scalar, level: str) -> tuple[Line | None, Flow]:
        """The line that reads a name from its cell, and what is then known of the name."""
        raw = self.parse(text, reading=True)
        if raw is None:
            return None, NOWHERE
        return self._reading(text, raw, level, (Cell(),))

    def path(self, text: Scalar, level: str) -> tuple[Line | None, Flow]:
        """The line of a value that is found by a path."""
        raw = self.parse(text, paths=True)
        if raw is None:
            return None, NOWHERE
        try:
            sources = tuple(parse_path(source.word) for source in raw.sources)
        except LineFault as fault:
            self.faults.line_fault(text, fault)
            return None, NOWHERE
        return self._reading(text, raw, level, sources)

    def _reading(self, text: Scalar, raw: RawLine, level: str, sources: tuple[Source, ...]) -> tuple[Line, Flow]:
        if raw.when:
            self.faults.inside(text, raw.when_at, "mapping.read-when")
        flow, steps = self.steps(text, raw, level, Flow("text"))
        flow = self.after_policy(text, raw, ANYTHING, flow, Flow("text"))
        policy = Policy(raw.policy or "reject", raw.use)  # type: ignore[arg-type]
        spot = self.faults.spot(text, 0)
        return Line(raw.text, spot, sources, steps, (), policy, flow.type, flow.empty), flow

    def parse(self, text: Scalar, *, reading: bool = False, paths: bool = False) -> RawLine | None:
        try:
            return parse_line(text.text, reading=reading, paths=paths)
        except LineFault as fault:
            self.faults.line_fault(text, fault)
            return None

    def finish(
        self, text: Scalar, raw: RawLine, level: str, wanted: Wanted, start: Flow, sources: tuple[Source, ...]
    ) -> Line:
        flow, steps = self.steps(text, raw, level, start)
        when = resolve_tests(self.scope, text, raw.when, level)
        self.check_target(text, raw, wanted, flow)
        flow = self.after_policy(text, raw, wanted, flow, start)
        if when:
            flow = Flow(flow.type, True, flow.known)
        names = _names(sources, steps)
        tested = [name for test in when for name in (test.name, test.other) if name]
        total = start.type.startswith("list of ")
        constant = not total and all(name.kind == "setting" for name in [*names, *tested])
        policy = Policy(raw.policy or "reject", raw.use)  # type: ignore[arg-type]
        line = Line(raw.text, self.faults.spot(text, 0), sources, steps, when, policy, flow.type, flow.empty, constant)
        self.try_constant(line)
        return line

    def steps(self, text: Scalar, raw: RawLine, level: str, flow: Flow) -> tuple[Flow, tuple[Step, ...]]:
        made: list[Step] = []
        for step in raw.steps:
            flow, done = make_step(self.scope, text, step, level, flow)
            if done:
                made.append(done)
        if flow.type.startswith("list of "):
            at = raw.sources[0].word if raw.sources else Word("", 0)
            self.faults.inside(text, at.at, "mapping.many", given=at.text)
            flow = NOWHERE
        return flow, tuple(made)

    def check_target(self, text: Scalar, raw: RawLine, wanted: Wanted, flow: Flow) -> None:
        fault = fault_of(flow, wanted)
        if fault is None:
            return
        code, facts = fault
        step = proposal(self.scope, flow.type, wanted)
        if step and code == "mapping.target-type":
            code, facts = "mapping.target-type-near", {**facts, "step": step}
        spot = self.faults.spot(text, raw.sources[0].word.at if raw.sources else 0)
        setting = self.scope.settings.get(raw.sources[0].word.text) if raw.sources else None
        if code == "mapping.zone" and setting:
            spot = setting.name.spot
        self.faults.tell(code, spot, **facts)

    def after_policy(self, text: Scalar, raw: RawLine, wanted: Wanted, flow: Flow, start: Flow) -> Flow:
        """What is known once the `else` of the line is taken into account."""
        if raw.policy == "drop":
            return Flow(flow.type, True, flow.known)
        if raw.policy == "keep":
            fault = fault_of(Flow(start.type, start.empty, start.known), wanted)
            if fault:
                self.faults.inside(text, raw.policy_at, "mapping.policy-keep", wanted=wanted.type, given=start.type)
            return Flow("text" if start.type != flow.type else flow.type, flow.empty, None)
        if raw.policy == "use":
            used = Flow("uri" if is_uri(raw.use) else "text", False, frozenset({raw.use}))
            if flow.type == "number" and _is_number(raw.use):
                used = Flow("number", False, used.known)
            fault = fault_of(used, wanted)
            if fault:
                self.faults.inside(text, raw.policy_at, "mapping.policy-use-type", given=raw.use, wanted=wanted.type)
            known = None if flow.known is None else flow.known | {raw.use}
            return Flow(flow.type, flow.empty, known)
        return flow

    def try_constant(self, line: Line) -> None:
        """Runs a line of settings and constants once, so that a bad setting is told before any row is read."""
        if not line.constant or not line.steps or line.policy.kind != "reject" or self.faults.errors:
            return
        for source in line.sources:
            if isinstance(source, NameRef) and self.scope.waits_for([source.name.text]):
                return
        value = next((found for found in map(self._fixed, line.sources) if found not in {None, ""}), None)
        try:
            for step in line.steps:
                if value is None and step.function.name not in {"default", "required"}:
                    return
                value = step.call(value, *(self._fixed(NameRef(name)) for name in step.values))
        except Refusal as refusal:
            given = shown(value) if value is not None else ""
            facts = refused(refusal, self.faults.catalogue)
            self.faults.tell("mapping.constant", line.spot, text=line.text, value=given, **facts)

    def _fixed(self, source: Source) -> Any:
        if isinstance(source, Const):
            return source.value
        if isinstance(source, NameRef) and source.name.text in self.scope.settings:
            return self.scope.settings[source.name.text].bound
        return None


class _Sources:
    """The sources of one line: each word becomes a name or a code of the field, never a text."""

    def __init__(self, lines: Lines, text: Scalar, level: str, wanted: Wanted) -> None:
        self.scope, self.faults = lines.scope, lines.faults
        self.text, self.level, self.wanted = text, level, wanted

    def all(self, raw: RawLine) -> tuple[Flow, tuple[Source, ...]]:
        found: list[tuple[Flow, Source]] = []
        for source in raw.sources:
            if found and not found[-1][0].empty:
                self.faults.inside(self.text, source.word.at, "mapping.never-reached", given=source.word.text)
            one = self.one(source, alone=not raw.steps)
            if one:
                found.append(one)
        if not found:
            return NOWHERE, ()
        flow = found[0][0]
        for later, _ in found[1:]:
            flow = self.join(flow, later, raw)
        return flow, tuple(source for _, source in found)

    def join(self, first: Flow, second: Flow, raw: RawLine) -> Flow:
        known = None if first.known is None or second.known is None else first.known | second.known
        empty = first.empty and second.empty
        if first.type == second.type:
            return Flow(first.type, empty, known)
        if UNKNOWN in {first.type, second.type}:
            return Flow(UNKNOWN, empty, known)
        if "number" in {first.type, second.type} or first.type[:5] == "list " or second.type[:5] == "list ":
            at = raw.sources[-1].word.at
            self.faults.inside(self.text, at, "mapping.or-types", first=first.type, second=second.type)
            return Flow(UNKNOWN, empty)
        return Flow("text", empty, known)

    def one(self, source: RawSource, alone: bool) -> tuple[Flow, Source] | None:
        word = source.word
        if source.const:
            kind = "uri" if is_uri(word.text) else "text"
            return Flow(kind, not word.text, frozenset({word.text})), Const(word.text)
        name = self.scope.names.get(word.text)
        code = alone and self.wanted.is_code(word.text)
        if name and code:
            self.faults.inside(self.text, word.at, "mapping.name-and-code", given=word.text)
            return None
        if name:
            return self.named(name, word)
        if code:
            return Flow("code", False, frozenset({word.text})), Const(word.text, code=True)
        self.unknown(word)
        return None

    def named(self, name: Name, word: Word) -> tuple[Flow, Source]:
        self.scope.use(name)
        flow = self.scope.flows[name]
        if self.scope.sees(self.level, name):
            return flow, NameRef(name)
        if name.level and (self.scope.below(name.level, self.level)):
            return Flow(f"list of {flow.type}", True), NameRef(name)
        self.faults.inside(self.text, word.at, "mapping.level", given=name.text, level=name.level, here=self.level)
        return Flow(UNKNOWN), NameRef(name)

    def unknown(self, word: Word) -> None:
        spot = self.faults.spot(self.text, word.at)
        if self.wanted.codes is not None:
            known = [*self.wanted.codes, *self.scope.names]
            self.faults.unknown("code", word.text, known, spot, field=self.wanted.name, list=self.wanted.list)
        else:
            self.faults.unknown("name", word.text, self.scope.names, spot)


def _names(sources: tuple[Source, ...], steps: tuple[Step, ...]) -> list[Name]:
    named = [source.name for source in sources if isinstance(source, NameRef)]
    return named + [name for step in steps for name in step.values]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def proposal(scope: Scope, given: str, wanted: Wanted) -> str:
    """A function that makes what is wanted out of what there is, for `try | …`; empty when there is none."""
    kinds = {wanted.type}
    fitting = [
        function.name
        for function in scope.functions.values()
        if function.gives in kinds
        and function.takes == given
        and not any(param.kind == "word" and not param.optional and not param.many for param in function.params)
        and wanted.type not in {"text", "any"}
    ]
    if wanted.is_unit and "uom" in fitting:
        return "uom"
    return _preferred(fitting, wanted)


def _preferred(fitting: list[str], wanted: Wanted) -> str:
    if not fitting:
        return ""
    hints: Mapping[str, Callable[[str], bool]] = {
        "uri": lambda name: name.endswith("class_link"),
        "number": lambda name: name == "number",
        "time": lambda name: name == "datetime",
    }
    hint = hints.get(wanted.type)
    named = [name for name in fitting if hint and hint(name)]
    own = [name for name in fitting if name.rpartition(".")[2] == wanted.type]
    return (named or own or sorted(fitting))[0]
