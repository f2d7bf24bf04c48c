"""The one door to the bytes of a document: plain or packed by gzip (RFC 1952), told by content, never by the name."""

from __future__ import annotations

import datetime as dt
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

MAX_RATIO = 100
MAX_MEMBERS = 1000
HEAD = 4096
_MAGIC = b"\x1f\x8b"
_FREE = 1 << 20
"""So many bytes may come out before the ratio is looked at: small files may pack as they like."""
_PIECE = 1 << 16
_PACKED = zlib.MAX_WBITS | 16
"""What tells zlib that a gzip header and checksum stand around the data."""


BROKEN = frozenset(
    {
        "epcis.depth",
        "epcis.gzip.broken",
        "epcis.gzip.ratio",
        "epcis.json.duplicate",
        "epcis.json.encoding",
        "epcis.json.number",
        "epcis.json.syntax",
        "epcis.json.text",
        "epcis.size",
        "epcis.xml.syntax",
    }
)
"""What no reader can read, in a document or in one of its events."""


class Fault(Exception):
    """What is wrong with a document as a whole: a code, a place in it, facts."""

    def __init__(self, code: str, at: str = "", **facts: str) -> None:
        super().__init__(code)
        self.code, self.at, self.facts = code, at, facts


def opened(path: Path) -> BinaryIO:
    """The plain bytes of a document, which may be walked from any offset; reading raises `Fault` for broken gzip."""
    file = path.open("rb")
    packed = file.read(len(_MAGIC)) == _MAGIC
    file.seek(0)
    return cast("BinaryIO", io.BufferedReader(_Unpacked(file), 1 << 18)) if packed else file


def plain_head(head: bytes) -> bytes:
    """The first plain bytes (at most 4,096) of a document whose first bytes these are; none where gzip is broken.

    >>> plain_head(b"<a/>")
    b'<a/>'
    """
    if not head.startswith(_MAGIC):
        return head[:HEAD]
    try:
        return zlib.decompressobj(_PACKED).decompress(head, HEAD)
    except zlib.error:
        return b""


def modified(path: Path) -> str:
    """When the file was changed last, in UTC: the date of a document that names none."""
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
    return changed.isoformat(timespec="seconds").replace("+00:00", "Z")


class _Unpacked(io.RawIOBase):
    """The plain bytes of a packed file; a step back begins again from its start."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begin()

    def _begin(self) -> None:
        self._file.seek(0)
        self._packed = b""
        self._taken, self._given, self._members = 0, 0, 1
        self._member = zlib.decompressobj(_PACKED)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to an offset by reading up to it; only from the start (or nowhere, which asks where we are)."""
        if whence == io.SEEK_CUR:
            offset += self._given
        elif whence != io.SEEK_SET:
            raise io.UnsupportedOperation("seek from the end")
        if offset < self._given:
            self._begin()
        while self._given < offset and self._plain(min(_PIECE, offset - self._given)):
            pass
        return self._given

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        plain = self._plain(len(buffer))
        buffer[: len(plain)] = plain
        return len(plain)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _plain(self, most: int) -> bytes:
        """Some next bytes, at most so many; none at the end. Raises `Fault`."""
        plain = b""
        while not plain:
            if self._member.eof and not self._next_member():
                return b""
            if not self._packed and not self._more():
                raise Fault("epcis.gzip.broken", str(self._taken))
            try:
                plain = self._member.decompress(self._packed, most)
            except zlib.error:
                raise Fault("epcis.gzip.broken", str(self._taken)) from None
            self._packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._given += len(plain)
        if self._given > _FREE and self._given > MAX_RATIO * (self._taken - len(self._packed)):
            raise Fault("epcis.gzip.ratio", limit=str(MAX_RATIO))
        return plain

    def _more(self) -> bool:
        self._packed = self._file.read(_PIECE)
        self._taken += len(self._packed)
        return bool(self._packed)

    def _next_member(self) -> bool:
        """Whether another member follows; raises `Fault` for anything else but zeros behind the last one."""
        self._packed = self._packed.lstrip(b"\0")
        while not self._packed:
            if not self._more():
                return False
            self._packed = self._packed.lstrip(b"\0")
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise Fault("epcis.gzip.broken", str(self._taken))
        self._member = zlib.decompressobj(_PACKED)
        return True
