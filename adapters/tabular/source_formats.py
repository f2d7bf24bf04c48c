"""The number formats of cells as a sheet of the source has them, looked up for single rows when they go back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adapters.tabular.limits import BATCH
from adapters.tabular.package import Fault, Package
from adapters.tabular.scan import column_number
from lienthong.reading import Reading, Table

LONGEST_ROW, LONGEST_SIGN = 4 << 20, 32
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d{1,7}" s="(\d{1,5})"')
NONE: Mapping[int, str] = {}


class SourceFormats:
    """The formats of the cells of one sheet, for rows asked in ascending order.

    The part is searched as bytes, as far as the last row asked. What is spelled in no common way has no formats: the
    cells then show in the usual ones.
    """

    def __init__(self, blocks: Iterator[bytes], codes: Mapping[str, str]) -> None:
        self._blocks, self._codes = blocks, {style.encode(): code for style, code in codes.items()}
        self._data, self._at = b"", 0

    def of(self, row: int) -> Mapping[int, str]:
        """The codes of the row's formats other than `General`, by 1-based column."""
        if not self._seek(row):
            return NONE
        end = self._data.find(b"</row>", self._at)
        while end < 0 and len(self._data) - self._at < LONGEST_ROW and self._read(self._at):
            end = self._data.find(b"</row>", self._at)
        found, codes = _CELL.findall(self._data, self._at, max(end, 0)), self._codes
        return {column_number(letters.decode()): codes[style] for letters, style in found if style in codes}

    def _seek(self, row: int) -> bool:
        """Goes to the beginning of a row, if there is one of that number."""
        while (at := self._data.find(b'<row r="%d"' % row, self._at)) < 0:
            last = _ROW.match(self._data, max(self._data.rfind(b"<row "), 0))
            if (last and int(last[1]) > row) or not self._read(max(self._at, len(self._data) - LONGEST_SIGN)):
                return False
        self._at = at
        return True

    def _read(self, kept: int) -> bool:
        """Reads on, keeping the data from an offset."""
        block = next(self._blocks, b"")
        self._data, self._at = self._data[kept:] + block, 0
        return bool(block)


def formats_of(reading: Reading, table: Table) -> SourceFormats | None:
    """The formats of a table's cells; None for a source that has none, or is no longer what was read."""
    codes, part = getattr(table, "formats", {}), getattr(table, "part", "")
    if not codes:
        return None
    return SourceFormats(_blocks(reading, part), codes)


def _blocks(reading: Reading, part: str) -> Iterator[bytes]:
    try:
        package = Package(reading.path, BATCH)
        if part in package:
            yield from package.blocks(part)
    except Fault:
        return
