"""Lines as the explaining executor runs them, with the answers to values met before."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from lienthong.mapping.functions.cells import clean
from lienthong.mapping.outcome import Trace, TraceStep
from lienthong.mapping.tree import Cell, Line
from lienthong.mapping.values import is_total

Known = tuple[Any, str, "Origin | None", tuple[TraceStep, ...], tuple[Trace, ...]]
"""Value, its text, the origin where that changed, the steps, and what else entered."""
Origin = Literal["data", "setting", "constant", "derived"]
KNOWN = 256
_SAFE = frozenset({str, int, float, dt.date, dt.datetime, type(None)})


class Way:
    """A line as it is run: what its first step gets, and the answers to values met before.

    `plain` lines have no value arguments: their answer depends on the value alone. Decimals are not remembered, for
    equal ones may differ in their digits; cells are remembered with their class, for `1` and `1.0` differ.
    """

    __slots__ = ("cell", "known", "line", "plain", "total", "wants_cell")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.total = bool(line.steps) and is_total(line.steps[0].function)
        self.cell = isinstance(line.sources[0], Cell)
        self.wants_cell = self.cell and wants_cell(line)
        self.plain = not self.total and not any(step.values for step in line.steps)
        self.known: dict[tuple[type, Any], Known] = {}

    def begin(self, value: Any) -> Any:
        """What the first step gets: the cell itself where it wants that, else its clean text; empty is None."""
        if not self.cell or (self.wants_cell and not isinstance(value, str)):
            return value
        return clean(value) or None

    def keep(self, value: Any, known: Known) -> None:
        """Remembers an answer."""
        if value.__class__ in _SAFE and value == value and (value.__class__ is not str or len(value) < 200):  # noqa: PLR0124
            if len(self.known) >= KNOWN:
                self.known.clear()
            self.known[value.__class__, value] = known


def wants_cell(line: Line) -> bool:
    """Whether the first step that works on the value takes the cell as the source holds it."""
    working = next((step.function for step in line.steps if step.function.takes != "any"), None)
    return working is not None and working.takes_cell
