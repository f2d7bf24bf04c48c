"""Generating columns: what reads a cell, remembered with all that is made of it, or asked each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.mapping.emit import tuple_of
from lienthong.mapping.functions.cells import silent
from lienthong.mapping.functions.numbers import NumberReading
from lienthong.mapping.lineworks import LineWorks, Place, Value
from lienthong.mapping.nodes import plain_line
from lienthong.mapping.runs import odd_notice, run_of, unit_of_amount
from lienthong.mapping.sections import CELL
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Column, Line, Name
from lienthong.mapping.values import keyed
from lienthong.mapping.ways import wants_cell

Run = Callable[[Any], Any]


class ColumnWorks:
    """Writes what reads the columns of one sheet from `row`."""

    def __init__(self, works: LineWorks, sheet: Sheet) -> None:
        self.works, self.sheet = works, sheet
        self.writer, self.sections = works.writer, works.sections

    def column(self, column: Column, place: Place, *, asked_first: bool = False) -> None:
        """Reads one column, and its unit where that is used; `asked_first` where that says if the row is a record."""
        line = column.read or plain_line(column)
        for step in line.steps:
            for name in step.values:
                if isinstance(name, Column) and name not in place.values and name in self.sheet.columns:
                    self.column(name, place, asked_first=asked_first)
        at = self.sheet.places.get(column)
        variable, varying = self.writer.fresh("v"), self.works.varying(line, place)
        run, key = self._run(line, varying, at), self._cell(at)
        place.values[column] = (variable, column.empty or at is None)
        if varying:
            key = tuple_of([key, *(place.values[name][0] for name in varying)])
        alone = at is not None and not varying
        if alone and (column.spot, "cell") in self.works.forgetful:
            self._rare(column, line, variable, run, key)
        elif alone and self.sections.depth and not asked_first:
            self._section(column, variable, run, key)
        else:
            asked = self.works.asked((column.spot, "cell"), run, key, varying, cells=True)
            self.writer.put(f"{variable} = {asked}")
        if column.unit_name is not None and column.unit_name.used:
            place.values[column.unit_name] = self._unit(column, variable, at)

    def _run(self, line: Line, varying: Sequence[Name], at: int | None) -> Run:
        how = "raw" if wants_cell(line) else "text"
        # a column that is not there is told once for the sheet, not on every row
        return run_of(line, varying, self.works.fixed(line), cell=how, notice=silent if at is None else odd_notice)

    def _cell(self, at: int | None) -> str:
        return f"row[{at}]" if at is not None else self.writer.bind("")

    def _section(self, column: Column, variable: str, run: Run, key: str) -> None:
        """A column whose values come again: read together with what is made of it."""
        section = self.sections.open(key, variable)
        self.works.remembered((column.spot, "cell"), section.memo)
        with self.sections.inside(section):
            self.writer.put(f"{variable} = {self.writer.bind(run)}({CELL})")

    def _rare(self, column: Column, line: Line, variable: str, run: Run, key: str) -> None:
        """A column whose values seldom come twice: plain ones are read without a call, or as their text alone."""
        self.works.rare.add(variable)
        names = [step.function.name for step in line.steps]
        if names in ([], ["text"], ["required"], ["text", "required"]):
            self._plain_text(variable, key, run, required="required" in names)
        elif self.sections.depth and names in (["number"], ["number", "required"]):
            self.sections.spare(variable, f"{self.writer.bind(run)}({key})")
            self.works.texts[variable] = f"{self.writer.bind(_number_text(line, run))}({key})"
        else:
            self.writer.put(f"{variable} = {self.writer.bind(run)}({key})")

    def _plain_text(self, variable: str, key: str, run: Run, *, required: bool) -> None:
        self.writer.put(f"{variable} = {key}")
        self.writer.put(f"if {variable}.__class__ is str and {variable}.isascii() and {variable}.isprintable():")
        self.writer.put(f"    {variable} = {variable}.strip() or None")
        if required:
            self.writer.put(f"    if {variable} is None: raise Odd")
        self.writer.put(f"else: {variable} = {self.writer.bind(run)}({key})")

    def _unit(self, column: Column, amount: str, at: int | None) -> Value:
        """The unit of an amount, from the same cell or fixed for the sheet."""
        if column.unit != "cell":
            code = self.sheet.units[column.unit_name].value  # type: ignore[index]
            return self.writer.bind(code), code is None
        variable = self.writer.fresh("v")
        home = self.sections.of.get(amount)
        with self.sections.inside(home):
            key = CELL if home else self._cell(at)
            asked = self.works.asked((column.spot, "unit"), unit_of_amount, key, (), cells=True)
            self.writer.put(f"{variable} = {asked}")
        if home:
            self.sections.of[variable] = home
        return variable, True


def _number_text(line: Line, run: Run) -> Run:
    """What gives the text of the number in a cell, and refuses what reading the number refuses."""
    reading = line.steps[0].call
    assert isinstance(reading, NumberReading)
    quick = reading.text

    def text(cell: Any) -> bytes:
        return (quick(cell) or keyed(run(cell))).encode()

    return text
