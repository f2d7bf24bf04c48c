"""Handback of this room: refused rows go out as a workbook, and as text where they came so; both come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from adapters.tabular.correction_sheet import said_once
from adapters.tabular.csv_reader import CsvReader
from lienthong.findings import Finding
from lienthong.plugs import Correction, Handed, RejectedRow
from lienthong.reading import Reading


class SheetHandback:
    """Writes `rejects.xlsx`, for text files `rejects.csv` beside it, and reads either back."""

    name = "tabular"

    def write(self, reading: Reading, rejected: Iterable[RejectedRow], guide: Handed, path: Path) -> None:
        """Writes the correction workbook (`rejects-2.xlsx` … beside it above 100,000 rows); same input, same bytes."""
        from adapters.tabular.handback_csv import CsvBack
        from adapters.tabular.handback_write import write_workbooks

        if reading.reader != CsvReader.name:
            write_workbooks(reading, rejected, guide, path)
            return
        guide = replace(guide, say=said_once(guide.say))
        text = CsvBack(reading, guide)
        write_workbooks(reading, text.passing(rejected), guide, path)
        text.save(path.with_suffix(".csv"))

    def read(
        self, path: Path, reading: Reading, codes: Mapping[tuple[int, int], str]
    ) -> tuple[list[Correction], list[Finding]]:
        """The rows of a returned file, and what is wrong with it."""
        from adapters.tabular.returned import read_back

        return read_back(path, reading, codes)
