"""Reading a correction workbook that came back: which row of the source each of its rows stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.tabular.correction_sheet import (
    CODE,
    INDEX,
    ORIGINAL,
    REASON,
    TASKS,
    blank,
    same_text,
    sheet_titles,
    widest,
)
from adapters.tabular.tell import tell
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.findings import Finding
from lienthong.plugs import Correction
from lienthong.reading import Cell, Reading, ReadOptions, Table, Unreadable, cell_text

HEAD_LOOKED_AT = 60


@dataclass(slots=True)
class Plan:
    """What the unseen sheet says: the tables with their heading row and width, and the code of each row."""

    tables: dict[int, tuple[int, int]] = field(default_factory=dict)
    codes: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a returned sheet; columns are 0-based, None when the column is gone."""

    header: int
    width: int
    original: int | None
    code: int | None


def read_workbook(path: Path, reading: Reading) -> tuple[list[Correction], list[Finding]]:
    """The rows of a returned workbook, as they now are, and what is wrong with it."""
    try:
        returned = XlsxReader().open(path, ReadOptions())
    except Unreadable as refused:
        return [], [refused.finding]
    tables = {title: number for number, title in sheet_titles(reading).items()}
    plan = next((_plan(table) for table in returned.tables if table.name == INDEX), Plan())
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for sheet in returned.tables:
        number = tables.get(sheet.name)
        if number is None:
            if sheet.name not in {TASKS, INDEX}:
                findings.append(tell("back-sheet", sheet.place(0), sheet=sheet.name))
            continue
        back = Back(sheet, reading.tables[number], plan)
        corrections += back.corrections()
        findings += back.findings
    return corrections, findings


def _plan(table: Table) -> Plan:
    plan = Plan()
    for _, row in _rows(table):
        texts = [cell_text(cell) for cell in row] + [""] * 5
        if texts[0] == "table" and texts[1].isdecimal() and texts[3].isdecimal() and texts[4].isdecimal():
            plan.tables[int(texts[1])] = (int(texts[3]), int(texts[4]))
        elif texts[0] == "row" and texts[1].isdecimal() and texts[2].isdecimal():
            key = (int(texts[1]), int(texts[2]))
            plan.codes[key] = texts[3]
            plan.rows[texts[3]] = key
    return plan


def _rows(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    for chunk in table.chunks():
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            yield number, list(row)


class Back:
    """One returned sheet, held against the table of the source it belongs to."""

    def __init__(self, sheet: Table, table: Table, plan: Plan) -> None:
        self.sheet, self.table, self.plan = sheet, table, plan
        self.findings: list[Finding] = []
        self.seen: dict[str, int] = {}

    def corrections(self) -> list[Correction]:
        """The rows below the heading, each under its code; rows added by hand have none."""
        layout = self._layout()
        if layout is None:
            return []
        rows = [(number, row) for number, row in _rows(self.sheet) if number > layout.header]
        wanted = {original for _, row in rows if (original := self._original(row, layout))}
        source = self._source(wanted)
        found = []
        for number, row in rows:
            correction = self._correction(number, row, layout, source)
            if correction is not None:
                found.append(correction)
        return found

    def _layout(self) -> Layout | None:
        header, width = self.plan.tables.get(self.table.number, (0, widest(self.table)))
        for number, row in _rows(self.sheet):
            texts = [cell_text(cell).strip() for cell in row]
            named = {text: at for at, text in enumerate(texts) if text in {REASON, ORIGINAL, CODE}}
            if named:
                if named.get(REASON, width) != width:
                    self.findings.append(tell("back-columns", self.sheet.place(number, named[REASON] + 1)))
                    return None
                return Layout(number, width, named.get(ORIGINAL), named.get(CODE))
            if number > HEAD_LOOKED_AT:
                break
        return Layout(max(header, 1), width, None, None)

    def _original(self, row: list[Cell], layout: Layout) -> int:
        """The row of the source that a returned row names, by its code or its original row; 0 for none."""
        code = self._text(row, layout.code)
        if code in self.plan.rows:
            return self.plan.rows[code][1]
        text = self._text(row, layout.original)
        return int(text) if text.isdecimal() else 0

    @staticmethod
    def _text(row: list[Cell], column: int | None) -> str:
        return cell_text(row[column]).strip() if column is not None and column < len(row) else ""

    def _source(self, wanted: set[int]) -> dict[int, list[Cell]]:
        if not wanted:
            return {}
        return {number: row for number, row in _rows(self.table) if number in wanted}

    def _correction(
        self, number: int, row: list[Cell], layout: Layout, source: Mapping[int, list[Cell]]
    ) -> Correction | None:
        cells = row[: layout.width]
        if blank(cells):
            return None
        code, original = self._text(row, layout.code), self._original(row, layout)
        place = self.sheet.place(number)
        if not code and not original:
            if layout.code is None and layout.original is None:
                self.findings.append(tell("back-unknown", place))
                return None
            self.findings.append(tell("back-new", place))
            return Correction(self.table.number, 0, _trimmed(cells), "")
        before = source.get(original)
        if not code and before is not None and _alike(before, cells):
            code = self.plan.codes.get((self.table.number, original), "")
        known = self.plan.rows.get(code) == (self.table.number, original) if self.plan.rows else bool(code)
        if not known or before is None:
            self.findings.append(tell("back-unknown", place))
            return None
        if code in self.seen:
            self.findings.append(tell("back-twice", place, first=str(self.seen[code])))
            return None
        self.seen[code] = number
        return Correction(self.table.number, original, _settled(before, cells), code)


def _trimmed(cells: list[Cell]) -> list[Cell]:
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]


def _alike(before: list[Cell], cells: list[Cell]) -> bool:
    """Whether at least half of the filled cells are as they were."""
    filled = [at for at, cell in enumerate(before) if cell_text(cell).strip()]
    same = sum(at < len(cells) and same_text(before[at], cells[at]) for at in filled)
    return same > 0 and same * 2 >= len(filled)


def _settled(before: list[Cell], cells: list[Cell]) -> list[Cell]:
    """The returned cells, those that say the same as the source exactly as the source holds them.

    So an error cell nobody touched is still an error cell, and a row nobody touched is the same row.
    """
    padded = cells + [""] * (len(before) - len(cells))
    settled = [
        before[at] if at < len(before) and same_text(before[at], cell) else cell for at, cell in enumerate(padded)
    ]
    return settled[: len(before)] + _trimmed(settled[len(before) :])
