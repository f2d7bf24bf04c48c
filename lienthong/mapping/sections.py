"""Sections of generated code: what one cell alone decides is made by a function of that cell, remembered whole.

One look-up a column then gives its value, its part of the key, and every fragment of the event that no other cell
enters. A section takes no code that stands under a condition: a row must not be refused for what it does not want.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lienthong.mapping.emit import Writer
from lienthong.mapping.memo import Memo

CELL = "r0"
"""The cell, inside the function of a section."""
_NAME = re.compile(r"\b[a-z][0-9]+\b")
_ASSIGNED = re.compile(r" *([a-z][0-9]+) = ")


@dataclass(eq=False, slots=True)
class Section:
    """What is made of one cell: its memory, the expression of the cell in the row, the line where it is read."""

    memo: Memo
    cell: str
    at: int
    lines: list[str] = field(default_factory=list)

    def close(self, writer: Writer, wanted: set[str]) -> tuple[str, list[str]]:
        """The line that reads the cell, and the function that the memory asks; it gives the `wanted` variables."""
        assigned = dict.fromkeys(match[1] for line in self.lines if (match := _ASSIGNED.match(line)))
        given = [name for name in assigned if name in wanted]
        name = writer.fresh("s")
        function = [f"def {name}({CELL}):", *self.lines, f"    return {', '.join(given) or None}"]
        self.memo.call = writer.function(name, function)
        target = f"{', '.join(given)} = " if given else ""
        return f"{target}{writer.bind(self.memo)}[{self.cell}]", function


class Sections:
    """The sections of a function over rows, whose own code stands `depth` deep; where that is 0 there are none."""

    def __init__(self, writer: Writer, depth: int = 0) -> None:
        self.writer, self.depth = writer, depth
        self.of: dict[str, Section] = {}
        """By the variables that hold what was read from the cell."""
        self.source: list[str] = []
        self._inside = False
        self._spare: dict[int, str] = {}

    def open(self, cell: str, value: str) -> Section:
        """A section for the cell at an expression, read into the variable `value`."""
        section = self.of[value] = Section(Memo(repr, cells=True), cell, len(self.writer.lines))
        self.writer.put("")
        return section

    def home(self, values: Iterable[str]) -> Section | None:
        """The section that alone decides these values, where code for it may be written now."""
        if self._inside or self.writer.depth != self.depth:
            return None
        homes = {self.of.get(value) for value in values if value != "None" and value not in self.writer.bound}
        return homes.pop() if len(homes) == 1 else None

    @contextmanager
    def inside(self, section: Section | None) -> Iterator[None]:
        """Writes into a section, where there is one."""
        if section is None:
            yield
            return
        writer = self.writer
        lines, depth, writer.lines, writer.depth, self._inside = writer.lines, writer.depth, section.lines, 1, True
        yield
        writer.lines, writer.depth, self._inside = lines, depth, False

    @property
    def writing(self) -> bool:
        """Whether code is written into a section now."""
        return self._inside

    def spare(self, variable: str, value: str) -> None:
        """Gives a variable its value, unless nobody will ask for it."""
        if not self._inside:
            self._spare[len(self.writer.lines)] = variable
        self.writer.put(f"{variable} = {value}")

    def close(self) -> None:
        """Writes the functions of the sections and the lines that ask them; leaves out what is not asked for."""
        lines = self.writer.lines
        for at in sorted(self._spare, reverse=True):
            if not any(self._spare[at] in _NAME.findall(line) for line in lines[at + 1 :]):
                lines[at] = ""
        wanted = {name for line in lines for name in _NAME.findall(line)}
        for section in dict.fromkeys(self.of.values()):
            line, function = section.close(self.writer, wanted)
            lines[section.at] = "    " * self.depth + line
            self.source += function
        lines[:] = [line for line in lines if line]
