"""A workbook opened by the reader under test, and what it gives: rows, findings, or a refusal."""

from __future__ import annotations

import pytest

from adapters.tabular import limits
from adapters.tabular.limits import Limits
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.reading import Reading, ReadOptions, Unreadable


def opened(path, of: Limits = limits.BATCH) -> Reading:
    return XlsxReader(of).open(path, ReadOptions())


def rows_of(reading: Reading, table: int = 0) -> dict[int, list]:
    return {
        number: list(row)
        for chunk in reading.tables[table].chunks()
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
    }


def told(reading: Reading, table: int = 0) -> list[tuple[str, str]]:
    return [(found.code.removeprefix("tabular."), found.place.cell) for found in reading.tables[table].findings]


def refused(path, of: Limits = limits.BATCH):
    with pytest.raises(Unreadable) as fault:
        opened(path, of)
    return fault.value.finding
