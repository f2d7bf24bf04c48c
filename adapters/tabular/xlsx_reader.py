"""Reader of workbooks: parsed once by a limited worker, walked from its spool as often as wanted."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import weakref
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.tabular.encodings import codec_name
from adapters.tabular.fonts import Decisions, Fonts
from adapters.tabular.limits import BATCH, Limits
from adapters.tabular.process import parse_workbook
from adapters.tabular.report import SheetReport
from adapters.tabular.spool import read_chunks
from adapters.tabular.tell import tell, unreadable
from lienthong.findings import Finding, Position
from lienthong.reading import Chunk, Reading, ReadOptions

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def _is_encrypted(path: Path) -> bool:
    with path.open("rb") as file:
        return _ENCRYPTED in file.read(8 << 20)


class Spool:
    """The file of spooled rows; it goes when the last table that reads it goes."""

    def __init__(self) -> None:
        with tempfile.NamedTemporaryFile(prefix="lienthong-", suffix=".rows", delete=False) as file:
            self.path = Path(file.name)
        self._end = weakref.finalize(self, _remove, self.path)

    def close(self) -> None:
        """Removes the file now."""
        self._end()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


class SheetTable:
    """One sheet of a workbook."""

    def __init__(self, source: str, number: int, sheet: SheetReport, spool: Spool) -> None:
        self.source, self.number, self.name = source, number, sheet.name
        self.sheet, self.spool = sheet, spool
        self.codec, self.foreign = "", False
        self.part, self.formats = sheet.part, dict[str, str]()
        self._told = [tell(told.code, self.place(told.row, told.column), **told.facts) for told in sheet.findings]
        self.findings: list[Finding] = list(self._told)
        self.widest, self.widths = sheet.width, sheet.widths
        self.merged = sorted(sheet.merged)
        self._decisions = Decisions()
        self._tops = [block[0] for block in self.merged]

    def chunks(self, encodings: Mapping[int, str] | None = None) -> Iterator[Chunk]:
        """All rows from the first filled one, in chunks of at most 256; merged blocks repeat their text."""
        fonts = Fonts.declare(encodings, self.codec)
        fonts.capitals = {column - 1: runs for column, runs in self.sheet.capitals.items()}
        if self.foreign and not self.codec:
            named = {column - 1: font for column, font in self.sheet.fonts.items()}
            fonts = self._decisions.of(fonts, self._chunks, named)
        if not (fonts.declared or fonts.everywhere or fonts.found or fonts.unsure):
            yield from self._chunks()
            return
        for chunk in self._chunks():
            yield fonts.turned(chunk)
        self.findings[:] = [*self._told, *fonts.findings(self.place)]

    def _chunks(self) -> Iterator[Chunk]:
        return read_chunks(self.spool.path, self.sheet.begin, self.sheet.end)

    def place(self, row: int, column: int = 0) -> Position:
        """Sheet, row and column as a person sees them."""
        return Position(self.source, self.name, row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The first cell of the merged block this cell is in, else the cell itself."""
        for top, left, bottom, right in reversed(self.merged[: bisect_right(self._tops, row)]):
            if row <= bottom and left <= column <= right:
                return top, left
        return row, column


class XlsxReader:
    """Opens workbooks of the kind `.xlsx` (and `.xlsm`, whose macros are never touched)."""

    name = "tabular.xlsx"

    def __init__(self, limits: Limits = BATCH) -> None:
        self.limits = limits

    def knows(self, path: Path, head: bytes) -> bool:
        """Any zip, and old binary workbooks, so that what cannot be read is said by name."""
        return head.startswith((ZIP, OLE))

    def open(self, path: Path, options: ReadOptions) -> Reading:
        """The workbook, parsed; raises `Unreadable` for what is none, is locked, hostile or too costly."""
        place = Position(path.name)
        with path.open("rb") as file:
            head = file.read(8)
        if head == OLE:
            raise unreadable("encrypted" if _is_encrypted(path) else "old-workbook", place)
        spool = Spool()
        report = parse_workbook(path, spool.path, self.limits)
        if fault := report.fault:
            spool.close()
            where = Position(path.name, fault.sheet, fault.row, fault.column)
            raise unreadable(fault.code, where, **fault.facts)
        tables = [SheetTable(path.name, at, sheet, spool) for at, sheet in enumerate(report.sheets)]
        for table in tables:
            table.codec, table.foreign, table.formats = codec_name(options.encoding), report.foreign, report.formats
        stat = path.stat()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Reading(
            name=path.name,
            path=path,
            sha256=digest,
            modified=dt.datetime.fromtimestamp(int(stat.st_mtime), dt.UTC),
            size=stat.st_size,
            tables=tables,
            findings=[tell("macros", place)] if report.macros else [],
            reader=self.name,
        )
