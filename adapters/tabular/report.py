"""What the worker tells the reader about a workbook it parsed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class FaultReport:
    """Why the workbook cannot be read."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class Told:
    """One finding of the worker, without its sentence; row and column are 1-based, 0 for none."""

    code: str
    row: int = 0
    column: int = 0
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SheetReport:
    """One sheet: its part, where its rows stand in the spool, the widths of its columns, its merged blocks.

    Columns are 1-based; a merged block is top, left, bottom, right.
    """

    name: str
    hidden: bool
    part: str
    begin: int = 0
    end: int = 0
    rows: int = 0
    width: int = 0
    widths: dict[int, float] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    fonts: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Encoding of the columns that are set in an old font, and the row from which they are."""
    capitals: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    """Cells in an old font that shows small letters as capitals: first and last row of each run of a column."""
    findings: list[Told] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """The whole workbook, or the fault that stopped it."""

    sheets: list[SheetReport] = field(default_factory=list)
    foreign: bool = False
    """Texts hold letters that Vietnamese does not write: perhaps an old font."""
    macros: bool = False
    formats: dict[str, str] = field(default_factory=dict)
    """Code of the number format of each cell style that has one."""
    fault: FaultReport | None = None
