"""The explaining executor of lines: one step at a time, every fault told, every value with its trace.

It knows no tables: a `Scope` gives the values of names and the nodes below, so that inward and outward mappings
share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from lienthong.findings import Catalogue, Finding, Severity
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.outcome import Trace, TraceStep
from lienthong.mapping.tree import Const, Line, Name, NameRef, Path, Setting, Source, Step, Test
from lienthong.mapping.values import REFUSED, holds, passes_over, takes_empty
from lienthong.mapping.ways import KNOWN, Known, Origin, Way
from lienthong.plugs import Function, Refusal
from lienthong.reading import ErrorCell

_POLICY_SEVERITY: Mapping[str, Severity] = {"drop": "warning", "keep": "warning", "use": "repaired"}


class Traced(NamedTuple):
    """A value (None: empty, REFUSED: refused) with where it came from."""

    value: Any
    trace: Trace


NOTHING = Traced(None, Trace("", "derived"))


class Scope(Protocol):
    """What a line sees: the names of its node's level and above, and the nodes below."""

    def value(self, name: Name) -> Traced | None:
        """The value of a name; None when the name belongs to a level below."""
        ...

    def path(self, path: Path) -> Traced:
        """The value at a path from this node (outward mappings)."""
        ...

    def below(self, each: str) -> Iterable[Scope]:
        """The nodes of a level below this one, in order; the node itself when it is of that level."""
        ...


@dataclass(slots=True)
class Told:
    """What was found while a unit was run: findings, and whether one of them refuses it."""

    catalogue: Catalogue
    findings: list[Finding] = field(default_factory=list)
    refused: bool = False

    def tell(
        self,
        code: str,
        trace: Trace,
        facts: Mapping[str, str],
        *,
        refuse: bool = False,
        severity: Severity | None = None,
        at: str = "",
        because: str = "",
    ) -> None:
        """Adds a finding at the place of a trace."""
        known = {
            "name": trace.name,
            "heading": trace.heading,
            "value": trace.original,
            "line": str(trace.line_number) if trace.line_number else "",
        }
        if trace.place:
            known |= {"cell": trace.place.cell, "row": str(trace.place.row)}
        wanted: Severity = "error" if refuse else (severity or self.catalogue[code].severity)
        told = {key: text for key, text in known.items() if text} | dict(facts)
        self.findings.append(Finding(code, wanted, at, told, trace.place, because))
        self.refused = self.refused or refuse


class Interpreter:
    """Runs resolved lines for a scope; what is wrong goes to a `Told`."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        self.settings = {name: self._setting(setting) for name, setting in settings.items()}
        self.ways: dict[int, Way] = {}
        """By the identity of the line, which each way keeps alive."""
        self.fixed: dict[int, tuple[Line, Traced]] = {}
        """What lines give that only constants and settings enter."""

    def _setting(self, setting: Setting) -> Traced:
        bound = setting.bound if setting.bound is not None else (setting.value or None)
        trace = Trace(
            shown(bound),
            "setting",
            name=setting.name.text,
            original=setting.value,
            setting=setting.name.text,
            setting_source=setting.source,
        )
        return Traced(bound, trace)

    def line(self, line: Line, scope: Scope, told: Told, at: str = "", cell: Traced | None = None) -> Traced:
        """The value of a line with its trace; `cell` is what a reading line begins with."""
        if line.constant and not line.when:
            return self._constant(line, scope, told, at)
        if line.when and not self.all_hold(line.when, scope):
            return NOTHING
        return self._varying(line, scope, told, at, cell)

    def _constant(self, line: Line, scope: Scope, told: Told, at: str) -> Traced:
        known = self.fixed.get(id(line))
        if known is not None:
            return known[1]
        mark = len(told.findings)
        found = self._varying(line, scope, told, at, None)
        if len(told.findings) == mark and found.value is not REFUSED:
            if len(self.fixed) >= KNOWN:
                self.fixed.clear()
            self.fixed[id(line)] = (line, found)
        return found

    def _varying(self, line: Line, scope: Scope, told: Told, at: str, cell: Traced | None) -> Traced:
        way = self.ways.get(id(line))
        if way is None:
            if len(self.ways) >= KNOWN:
                # lines made for one use only would gather here
                self.ways.clear()
            way = self.ways[id(line)] = Way(line)
        over: tuple[Trace, ...] = ()
        if len(line.sources) == 1 and not way.total:
            source = self._source(line.sources[0], scope, cell)
        else:
            source, over = self._first(way, scope)
        value, trace = source
        if value is REFUSED:
            return source
        known = way.known.get((value.__class__, value)) if way.plain and line.steps else None
        if known is None:
            if isinstance(value, ErrorCell):
                code = "mapping.formula-cell" if value.text.startswith("=") else "mapping.error-cell"
                told.tell(code, _at_line(trace, line), {"value": value.text}, refuse=True, at=at)
                return Traced(REFUSED, trace)
            if line.steps or way.cell:
                known = self._steps(way, Traced(value, trace), scope, told, at)
            else:
                known = value, shown(value), None, (), ()
        value, text, filled, steps, also = known
        return Traced(
            value,
            Trace(
                text, filled or trace.origin, trace.name, trace.place, trace.original, trace.heading, trace.setting,
                trace.setting_source, trace.steps + steps, line.text, line.spot.line, trace.also + over + also,
            ),
        )  # fmt: skip

    def _first(self, way: Way, scope: Scope) -> tuple[Traced, tuple[Trace, ...]]:
        """The first source that is not empty, and the traces of those passed over."""
        over: list[Trace] = []
        found = NOTHING
        for source in way.line.sources:
            found = self._total(source, scope) if way.total else self._source(source, scope, None)
            if found.value is not None:
                return found, tuple(over)
            over.append(found.trace)
        return Traced(None, over[0]), tuple(over[1:])

    def _source(self, source: Source, scope: Scope, cell: Traced | None) -> Traced:
        if isinstance(source, NameRef):
            return self.name(source.name, scope)
        if isinstance(source, Const):
            return Traced(source.value, Trace(shown(source.value), "constant", original=shown(source.value)))
        if isinstance(source, Path):
            return scope.path(source)
        return cell if cell is not None else NOTHING

    def name(self, name: Name, scope: Scope) -> Traced:
        """The value of a name in a scope."""
        if name.kind == "setting":
            return self.settings[name.text]
        return scope.value(name) or NOTHING

    def _total(self, source: Source, scope: Scope) -> Traced:
        """All values of a name at the nodes of its level below."""
        if not isinstance(source, NameRef):
            return self._source(source, scope, None)
        name = source.name
        parts = [self.name(name, node) for node in scope.below(name.level)]
        trace = Trace("", "derived", name=name.text, also=tuple(part.trace for part in parts))
        if any(part.value is REFUSED for part in parts):
            return Traced(REFUSED, trace)
        return Traced([part.value for part in parts], trace)

    def _steps(self, way: Way, source: Traced, scope: Scope, told: Told, at: str) -> Known:
        """The steps of a line run one by one; remembered where nothing but the value entered and nothing was told."""
        line, trace = way.line, source.trace
        value = before = source.value
        steps: list[TraceStep] = []
        also: list[Trace] = []
        filled: Origin | None = None
        mark = len(told.findings)
        try:
            value = before = way.begin(value)
            for step in line.steps:
                arguments = [self.name(name, scope) for name in step.values]
                also += [argument.trace for argument in arguments]
                gave = self._call(step, value, arguments, _at_line(trace, line), told, at, steps)
                if value is None and gave is not None and gave is not REFUSED:
                    filled = "derived" if way.total else "constant"
                also += self._zone(step, value, gave)
                value = gave
                if value is REFUSED:
                    break
        except Refusal as refusal:
            value = self._refusal(line, refusal, before, _at_line(trace, line), told, at)
            filled = "constant" if line.policy.kind == "use" else filled
        text = "" if value is REFUSED else shown(value)
        known: Known = (value, text, filled, tuple(steps), tuple(also))
        if way.plain and value is not REFUSED and len(told.findings) == mark:
            way.keep(source.value, known)
        return known

    def _call(
        self,
        step: Step,
        value: Any,
        arguments: Sequence[Traced],
        trace: Trace,
        told: Told,
        at: str,
        steps: list[TraceStep],
    ) -> Any:
        if value is None and not takes_empty(step.function):
            return None
        given = tuple(argument.value for argument in arguments)
        if REFUSED in given:
            return REFUSED
        shown_arguments = {name.text: shown(part) for name, part in zip(step.values, given, strict=True)}
        if passes_over(step.function, given):
            steps.append(TraceStep(step.text, shown_arguments, ""))
            return None
        try:
            gave = _run(step, value, given, trace, told, at)
        except Refusal as refusal:
            steps.append(TraceStep(step.text, shown_arguments, "", refusal.code))
            raise
        steps.append(TraceStep(step.text, shown_arguments, shown(gave)))
        return gave

    def _zone(self, step: Step, value: Any, gave: Any) -> list[Trace]:
        """The trace of the setting `zone` where a time took its offset from it."""
        if step.function.gives != "time" or "zone" not in step.function.settings or "zone" not in self.settings:
            return []
        own = isinstance(value, str) and (value.endswith("Z") or value[-6:-5] in {"+", "-"})
        taken = isinstance(gave, str) and gave.endswith(self.settings["zone"].trace.value) and not own
        return [self.settings["zone"].trace] if taken else []

    def _refusal(self, line: Line, refusal: Refusal, before: Any, trace: Trace, told: Told, at: str) -> Any:
        kind = line.policy.kind
        if refusal.code not in told.catalogue:
            refusal = Refusal("mapping.function-refused", **{**refusal.facts, "code": refusal.code})
        if kind == "reject":
            told.tell(refusal.code, trace, refusal.facts, refuse=True, at=at)
            return REFUSED
        told.tell(refusal.code, trace, refusal.facts, severity=_POLICY_SEVERITY[kind], at=at)
        return {"drop": None, "keep": before, "use": line.policy.value}[kind]

    def all_hold(self, tests: Sequence[Test], scope: Scope) -> bool:
        """Whether all tests of a `when` hold; a refused value fails them."""
        return all(self.test(test, scope, empty_passes=False) for test in tests)

    def test(self, test: Test, scope: Scope, *, empty_passes: bool) -> bool:
        """Whether one test holds; a refused value passes where an empty one does, for it has its own finding."""
        value = self.name(test.name, scope).value
        other = self.name(test.other, scope).value if test.other else None
        if value is REFUSED or other is REFUSED:
            return empty_passes
        return holds(test, value, other, empty_passes)

    def must(self, tests: Sequence[Test], scope: Scope, told: Told) -> None:
        """Tells of every rule that does not hold: refused, or only noted."""
        for test in tests:
            if self.test(test, scope, empty_passes=True):
                continue
            first = self.name(test.name, scope).trace
            second = self.name(test.other, scope).trace if test.other else None
            facts = {"test": test.text, "line": str(test.spot.line), "name": test.name.text}
            if second:
                facts |= {"other": second.heading or second.name, "other_value": second.original}
            code = test.code if test.code in told.catalogue else "mapping.must"
            told.tell(code, first, facts, refuse=not test.note, severity="error")


def _at_line(trace: Trace, line: Line) -> Trace:
    return trace._replace(line=line.text, line_number=line.spot.line)


def _run(step: Step, value: Any, given: tuple[Any, ...], trace: Trace, told: Told, at: str) -> Any:
    function: Function = step.function
    if not function.tells:
        return guarded(function, step.call, value, *given)

    def notice(code: str, **facts: str) -> None:
        known = code in told.catalogue
        more = {} if known else {"code": code}
        told.tell(code if known else "mapping.function-refused", trace, {**facts, **more},
                  severity=None if known else "warning", at=at)  # fmt: skip

    return guarded(function, step.call, value, *given, notice=notice)


def guarded(function: Function, call: Callable[..., Any], *values: Any, **more: Any) -> Any:
    """What a call gives, empty text as None; any exception of its own becomes a refusal."""
    try:
        gave = call(*values, **more)
    except Refusal:
        raise
    except Exception as fault:  # noqa: BLE001 - a third party's function must not end the run
        problem = f"{type(fault).__name__}: {fault}"[:200]
        raise Refusal("mapping.function-failed", function=function.name, problem=problem) from None
    return None if gave == "" and isinstance(gave, str) else gave
