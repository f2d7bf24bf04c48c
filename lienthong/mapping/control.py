"""Control sums: the total row that is no record must equal the sum of its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from lienthong.findings import Finding
from lienthong.mapping.functions.cells import shown
from lienthong.mapping.interpret import Told
from lienthong.mapping.judge import Judge
from lienthong.mapping.rows import record_chunks
from lienthong.mapping.sheets import Sheet
from lienthong.mapping.tree import Column
from lienthong.reading import Cell, cell_text


def control_findings(sheet: Sheet, judge: Judge, total_row: int, cells: Sequence[Cell]) -> Iterator[Finding]:
    """A finding for each controlled column whose total row says something else than its records add up to.

    Cells that cannot be read have findings of their own and count as nothing.
    """
    for column in sheet.spec.columns:
        if column.text not in sheet.spec.control or column not in sheet.places:
            continue
        said = _number(sheet, judge, column, total_row, cells)
        if not isinstance(said, Decimal):
            continue
        numbers = (
            _number(sheet, judge, column, row, record)
            for rows, records in record_chunks(sheet)
            for row, record in zip(rows, records, strict=True)
        )
        added = sum((number for number in numbers if isinstance(number, Decimal)), Decimal(0))
        if added != said:
            place = sheet.place(total_row, column)
            facts = {
                "heading": sheet.headings.get(column, column.text),
                "value": cell_text(cells[sheet.places[column]]),
                "sum": shown(added),
                "cell": place.cell,
                "row": str(total_row),
            }
            yield replace(judge.catalogue.finding("mapping.control", **facts), place=place)


def _number(sheet: Sheet, judge: Judge, column: Column, row: int, cells: Sequence[Cell]) -> Any:
    node = judge.node(sheet, row, cells)
    return judge.reader.column(node, column, Told(judge.catalogue)).value
