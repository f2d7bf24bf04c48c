"""The explaining executor at less cost, for outcomes: plain values at once, traces only where somebody looks at one.

A refused row needs the traces of its faulty cells alone. Lines are run as in generated code; whatever is not plain
there is run again step by step, with all that is to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lienthong.findings import Catalogue
from lienthong.mapping.emit import UNSURE
from lienthong.mapping.interpret import Interpreter, Scope, Told, Traced
from lienthong.mapping.memo import Memo
from lienthong.mapping.nodes import Node, RowReader
from lienthong.mapping.outcome import Trace
from lienthong.mapping.runs import run_of
from lienthong.mapping.tree import Cell, Column, Const, Line, NameRef, Setting
from lienthong.mapping.values import REFUSED, Odd, is_total
from lienthong.mapping.ways import KNOWN, wants_cell
from lienthong.reading import ErrorCell

_ROOM = 1 << 16


class Later:
    """A trace that is made when it is looked at."""

    __slots__ = ("_arguments", "_made", "_make")

    def __init__(self, make: Callable[..., Trace], *arguments: Any) -> None:
        self._make, self._arguments = make, arguments

    def __getattr__(self, name: str) -> Any:
        if name == "_made":
            self._made = self._make(*self._arguments)
            return self._made
        return getattr(self._made, name)


class QuickLine:
    """The value of one line where that is plain; raises `Odd` where it is not."""

    def __init__(self, line: Line, interpreter: Interpreter) -> None:
        self.line = line
        names = [name for step in line.steps for name in step.values if name.kind != "setting"]
        self.varying = list(dict.fromkeys(names))
        settings = [name for step in line.steps for name in step.values if name.kind == "setting"]
        fixed = {name: interpreter.settings[name.text].value for name in settings}
        reads = any(isinstance(source, Cell) for source in line.sources)
        self.stands = not (line.steps or reads)
        """Whether the value is that of the source."""
        run = run_of(line, self.varying, fixed, cell=("raw" if wants_cell(line) else "text") if reads else "")
        sources = [source.name for source in line.sources if isinstance(source, NameRef)]
        remembered = not any(name.type == "number" or name.type in UNSURE for name in (*sources, *self.varying))
        memo = Memo(run, cells=reads, paired=bool(self.varying), room=_ROOM)
        self.run: Callable[[Any], Any] = memo.__getitem__ if remembered else run

    def value(self, interpreter: Interpreter, scope: Scope, cell: Traced | None) -> Any:
        """The value in a scope."""
        source = cell.value if cell is not None else self._source(interpreter, scope)
        if source is REFUSED or self.stands:
            return source
        if isinstance(source, ErrorCell):
            raise Odd
        if not self.varying:
            return self.run(source)
        given = [interpreter.name(name, scope).value for name in self.varying]
        if REFUSED in given:
            raise Odd
        return self.run((source, *given))

    def _source(self, interpreter: Interpreter, scope: Scope) -> Any:
        for source in self.line.sources:
            value = source.value if isinstance(source, Const) else interpreter.name(source.name, scope).value  # type: ignore[union-attr]
            if value is not None:
                return value
        return None


class LeanInterpreter(Interpreter):
    """Runs resolved lines for a scope, as `Interpreter` does."""

    def __init__(self, settings: Mapping[str, Setting]) -> None:
        super().__init__(settings)
        self.quick: dict[int, tuple[Line, QuickLine | None]] = {}
        """By the identity of the line, which is kept alive here."""

    def line(self, line: Line, scope: Scope, told: Told, at: str = "", cell: Traced | None = None) -> Traced:
        """The value of a line with a trace that can be looked at."""
        quick = self.quickly(line)
        if quick is not None:
            try:
                value = quick.value(self, scope, cell)
            except Odd:
                pass
            else:
                return Traced(value, Later(self._trace, line, scope, told, at, cell))  # type: ignore[arg-type]
        return super().line(line, scope, told, at, cell)

    def quickly(self, line: Line) -> QuickLine | None:
        """What gives the value of a line where that is plain; None where nothing does."""
        known = self.quick.get(id(line))
        if known is None:
            if len(self.quick) >= KNOWN:
                self.quick.clear()
            known = self.quick[id(line)] = (line, QuickLine(line, self) if _may_be_quick(line) else None)
        return known[1]

    def _trace(self, line: Line, scope: Scope, told: Told, at: str, cell: Traced | None) -> Trace:
        return super().line(line, scope, Told(told.catalogue), at, cell).trace


class LeanReader(RowReader):
    """Reads one node as `RowReader` does."""

    def __init__(self, interpreter: LeanInterpreter, catalogue: Catalogue) -> None:
        super().__init__(interpreter, catalogue)
        self.quickly = interpreter.quickly

    def column(self, node: Node, column: Column, told: Told) -> Traced:
        """The value of one column."""
        quick = self.quickly(self.line(column))
        if quick is not None and not quick.varying:
            try:
                value = quick.run(self.cell(node, column))
            except Odd:
                pass
            else:
                return Traced(value, Later(self._trace, node, column, told))  # type: ignore[arg-type]
        return super().column(node, column, told)

    def _trace(self, node: Node, column: Column, told: Told) -> Trace:
        return super().column(node, column, Told(told.catalogue)).trace


def _may_be_quick(line: Line) -> bool:
    """Whether a line is a run of steps over values that a node has: no test, no total, nothing fixed for ever."""
    if line.when or line.constant or any(is_total(step.function) for step in line.steps):
        return False
    return all(isinstance(source, (NameRef, Const, Cell)) for source in line.sources)
