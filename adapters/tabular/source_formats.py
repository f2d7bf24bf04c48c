"""The number formats of cells as a sheet of the source has them, looked up for single rows when they go back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adapters.tabular.limits import BATCH
from adapters.tabular.package import Fault, Package
from adapters.tabular.scan import column_number
from lienthong.reading import Reading, Table

LONGEST_ROW = 4 << 20
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
        self._at = max(self._find(b'<row r="%d"' % row), self._at)
        end = self._find(b"</row>", whole=True)
        if end < 0 or not self._data.startswith(b'<row r="%d"' % row, self._at):
            return NONE
        found, codes = _CELL.findall(self._data, self._at, end), self._codes
        self._at = end
        return {column_number(letters.decode()): codes[style] for letters, style in found if style in codes}

    def _find(self, sign: bytes, *, whole: bool = False) -> int:
        """Where a text stands from here on, -1 for nowhere; `whole` keeps all from here, if that is no endless row."""
        while (at := self._data.find(sign, self._at)) < 0:
            kept = self._at if whole else max(self._at, len(self._data) - len(sign))
            block = next(self._blocks, b"") if len(self._data) - kept < LONGEST_ROW else b""
            if not block:
                return -1
            self._data, self._at = self._data[kept:] + block, 0
        return at


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
