"""Packs documents by gzip (RFC 1952), never so well that a careful reader would take them for a bomb.

Readers refuse what grows more than `MAX_RATIO` times while it is unpacked; documents of a million like events would.
Where pieces pack too well, some stand as they are between the others, which any reader of gzip takes.
"""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from adapters.epcis.source import MAX_RATIO

_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
"""Without a name or a time in it, so that the same document gives the same bytes (RFC 1952, 2.3)."""
_PIECE = 1 << 16
_LEVEL = 6
"""How hard gzip packs: its own usual measure."""
_ENOUGH = MAX_RATIO // 2
"""Where this ratio is passed, a piece stands unpacked: the ratio then stays far below the one that is refused."""


class Packed:
    """A file that takes plain bytes and holds packed ones; `end` writes what must stand last."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting = bytearray()
        self._plain, self._packed, self._sum = 0, file.write(_HEAD), 0
        self._whole = _compressor(_LEVEL)

    def write(self, data: bytes) -> int:
        """Takes some plain bytes."""
        self._waiting += data
        while len(self._waiting) >= _PIECE:
            self._piece(bytes(self._waiting[:_PIECE]))
            del self._waiting[:_PIECE]
        return len(data)

    def end(self) -> None:
        """Writes the last piece, the checksum and the length."""
        self._piece(bytes(self._waiting))
        self._put(self._whole.flush(zlib.Z_FINISH))
        self._put(struct.pack("<LL", self._sum, self._plain & 0xFFFFFFFF))

    def _piece(self, data: bytes) -> None:
        self._sum = zlib.crc32(data, self._sum)
        if self._plain <= _ENOUGH * self._packed:
            self._plain += len(data)
            self._put(self._whole.compress(data))
            return
        self._plain += len(data)
        # what comes later must not refer to before the piece, of which the compressor does not know
        self._put(self._whole.flush(zlib.Z_FULL_FLUSH))
        stored = _compressor(0)
        self._put(stored.compress(data) + stored.flush(zlib.Z_FULL_FLUSH))

    def _put(self, data: bytes) -> None:
        self._packed += self._file.write(data)


def _compressor(level: int) -> zlib._Compress:
    return zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
