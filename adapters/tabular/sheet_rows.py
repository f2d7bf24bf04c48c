"""The rows of one sheet as they are spooled: parsed values, put right where the scan knows better."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
Batch = tuple[int, list[Row]]
"""Number of the first row, and rows that follow one another."""


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
    filled: int = 0
    """Cells to which the parser gave a value."""
    _zeros: dict[tuple[int, int], _Zeros] = field(default_factory=dict)
    _errors: int = 0

    def chunks(self, batches: Iterable[Batch]) -> Iterator[tuple[int, list[Sequence[Any]]]]:
        """The rows in chunks of at most 256 that follow one another; a chunk of blank rows is given as one row."""
        measured: Iterator[Batch] = map(self._measured, batches)
        if self.scan.merged or self.scan.patches.rows:
            rows = ((first + at, row) for first, batch in measured for at, row in enumerate(batch))
            measured = _batched(self._merged(self._patched(rows)))
        for first, batch in measured:
            yield first, _shortened(batch)
        self._close()

    def _measured(self, batch: Batch) -> Batch:
        rows = batch[1]
        self.report.rows += len(rows)
        self.report.width = max(self.report.width, *map(len, rows))
        self.filled += sum(len(row) - row.count("") for row in rows)
        return batch

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


def _batched(rows: Iterable[tuple[int, Row]]) -> Iterator[Batch]:
    first = 0
    chunk: list[Row] = []
    for number, row in rows:
        if len(chunk) == CHUNK or (chunk and number != first + len(chunk)):
            yield first, chunk
            chunk = []
        first = first if chunk else number
        chunk.append(row)
    if chunk:
        yield first, chunk


def _shortened(chunk: list[Row]) -> list[Sequence[Any]]:
    """The chunk ready for the spool; one row of it when all are blank."""
    if len(set(map(len, chunk))) > 1:
        widest = max(map(len, chunk))
        chunk = [row + [""] * (widest - len(row)) for row in chunk]
    # by columns: one look at the types of a column is cheaper than one at each of its cells
    columns = [_packed_column(column) for column in zip(*chunk, strict=True)]
    if all(column.count("") == len(column) for column in columns):
        return [chunk[0]]
    return list(zip(*columns, strict=True))


def _packed_column(column: tuple[Any, ...]) -> Sequence[Any]:
    kinds = set(map(type, column))
    return column if kinds == {str} else [packed(cell) for cell in column]
