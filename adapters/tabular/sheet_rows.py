"""The rows of one sheet as they are spooled: parsed values, put right where the scan knows better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from adapters.tabular.report import SheetReport, Told
from adapters.tabular.scan import FORMULA, ZEROS, SheetScan, patched
from adapters.tabular.spool import CHUNK, packed
from lienthong.findings.finding import column_letters
from lienthong.reading import ErrorCell

KEPT = 1000
END_OF_PATCHES = (1 << 30, 0, 0, "")
Row = list[Any]


@dataclass(slots=True)
class _Zeros:
    """Cells of one column and format that got their zeros back."""

    first: int
    width: int
    count: int = 0


@dataclass(slots=True)
class SheetRows:
    """Puts the rows of one sheet right as they pass, and tells in the report what it met."""

    scan: SheetScan
    report: SheetReport
    _zeros: dict[tuple[int, int], _Zeros] = field(default_factory=dict)
    _errors: int = 0

    def chunks(self, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, list[Row]]]:
        """The rows in chunks of at most 256 that follow one another; a chunk of blank rows is given as one row."""
        first, last = 0, 0
        chunk: list[Row] = []
        for number, row in self._merged(self._patched(rows)):
            if chunk and (number != last + 1 or len(chunk) == CHUNK):
                yield first, _shortened(chunk)
                chunk = []
            first = first if chunk else number
            last = number
            chunk.append(row)
        if chunk:
            yield first, _shortened(chunk)
        self._close()

    def _patched(self, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        patches = patched(self.scan.patches)
        patch = next(patches, END_OF_PATCHES)
        for number, row in rows:
            while patch[0] < number:
                patch = next(patches, END_OF_PATCHES)
            while patch[0] == number:
                if patch[1] <= len(row):
                    self._patch(row, *patch)
                patch = next(patches, END_OF_PATCHES)
            yield number, row

    def _patch(self, row: Row, number: int, column: int, kind: int, text: str) -> None:
        value = row[column - 1]
        if kind > ZEROS:
            if type(value) is float and value.is_integer() and 0 <= value < 10**15:
                digits = str(int(value))
                row[column - 1] = digits.zfill(kind - ZEROS)
                if len(digits) < kind - ZEROS:
                    zeros = self._zeros.setdefault((column, kind), _Zeros(number, kind - ZEROS))
                    zeros.count += 1
            return
        row[column - 1] = ErrorCell(text)
        self._errors += 1
        if self._errors <= KEPT:
            code = "formula-empty" if kind == FORMULA else "error-cell"
            self.report.findings.append(Told(code, number, column, {"error": text}))

    def _merged(self, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        blocks = iter(sorted(self.scan.merged))
        block = next(blocks, None)
        active: list[tuple[int, int, int, Any]] = []
        for number, row in rows:
            # blocks that ended above make room first: a run below has as many of its own
            active = [item for item in active if item[0] >= number]
            while block is not None and block[0] <= number:
                top, left, bottom, right = block
                if top == number and left <= len(row) and len(active) < len(row):
                    active.append((bottom, left, right, row[left - 1]))
                block = next(blocks, None)
            if active:
                for _, left, right, value in active:
                    width = min(right, len(row)) - left + 1
                    row[left - 1 : left - 1 + width] = [value] * width
            yield number, row

    def _close(self) -> None:
        """Tells what was met all over the sheet: zeros, formulas, what is hidden, errors beyond those listed."""
        tell = self.report.findings.append
        for (column, _), zeros in self._zeros.items():
            tell(
                Told("zeros-from-format", zeros.first, column, {"count": str(zeros.count), "format": "0" * zeros.width})
            )
        if self._errors > KEPT:
            tell(Told("error-more", facts={"count": str(self._errors), "kept": str(KEPT)}))
        if self.scan.formulas:
            tell(Told("formulas", facts={"count": str(self.scan.formulas)}))
        if self.scan.hidden_rows:
            facts = {"count": str(self.scan.hidden_rows), "first": str(self.scan.first_hidden)}
            tell(Told("hidden-rows", self.scan.first_hidden, facts=facts))
        hidden = [(a, min(b, self.report.width)) for a, b in self.scan.hidden_columns if a <= self.report.width]
        if hidden:
            names = (
                column_letters(a) if a == b else f"{column_letters(a)}:{column_letters(b)}" for a, b in hidden[:20]
            )
            tell(Told("hidden-columns", facts={"columns": ", ".join(names)}))
        if self.report.hidden:
            tell(Told("hidden-sheet"))


def _shortened(chunk: list[Row]) -> list[Row]:
    """The chunk ready for the spool; one row of it when all are blank."""
    if all(cell == "" for row in chunk for cell in row):
        return chunk[:1]
    return [[cell if type(cell) is str else packed(cell) for cell in row] for row in chunk]
