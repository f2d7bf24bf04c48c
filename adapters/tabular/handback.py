"""Handback of this room: refused rows go out as a workbook, and are read again when it returns."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lienthong.findings import Finding
from lienthong.plugs import Correction, Handed, RejectedRow
from lienthong.reading import Reading


class SheetHandback:
    """Writes `rejects.xlsx` and reads it back, for workbooks and text files alike."""

    name = "tabular"

    def write(self, reading: Reading, rejected: Iterable[RejectedRow], guide: Handed, path: Path) -> None:
        """Writes the correction workbook (`rejects-2.xlsx` … beside it above 100,000 rows); same input, same bytes."""
        from adapters.tabular.handback_write import write_workbooks

        write_workbooks(reading, rejected, guide, path)

    def read(self, path: Path, reading: Reading) -> tuple[list[Correction], list[Finding]]:
        """The rows of a returned workbook, and what is wrong with it."""
        from adapters.tabular.handback_read import read_workbook

        return read_workbook(path, reading)
