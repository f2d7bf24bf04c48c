"""Spool: the rows of a workbook on disk between the worker that parsed them and whoever walks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from lienthong.reading import Cell, Chunk, ErrorCell

CHUNK = 256
EXACT = 2**53
_DATETIME, _DATE, _TIME, _ERROR = 1, 2, 3, 4
_pack = msgspec.msgpack.Encoder().encode


def _unpack_cell(kind: int, data: memoryview) -> Cell:
    text = bytes(data).decode()
    if kind == _DATETIME:
        return dt.datetime.fromisoformat(text)
    if kind == _DATE:
        return dt.date.fromisoformat(text)
    return dt.time.fromisoformat(text) if kind == _TIME else ErrorCell(text)


_unpack = msgspec.msgpack.Decoder(ext_hook=_unpack_cell).decode


def packed(value: Any) -> Any:
    """A value of the parser as it is spooled: exact whole floats as int, dates and errors tagged."""
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return value
    if kind is float:
        return int(value) if value.is_integer() and -EXACT < value < EXACT else value
    if kind is ErrorCell:
        return msgspec.msgpack.Ext(_ERROR, value.text.encode())
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    tag = _DATETIME if kind is dt.datetime else _DATE if kind is dt.date else _TIME
    return msgspec.msgpack.Ext(tag, value.isoformat().encode())


class SpoolWriter:
    """Writes rows in chunks; each frame is a length and the rows from one number on."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self.file, self.limit, self.size = file, limit, 0

    def write(self, first: int, rows: Sequence[Sequence[Any]]) -> None:
        """Writes one frame; raises `MemoryError` when the spool grows past its limit."""
        frame = _pack((first, rows))
        self.size += len(frame) + 4
        if self.size > self.limit:
            raise MemoryError("spool")
        self.file.write(len(frame).to_bytes(4, "little") + frame)


def read_chunks(path: Path, begin: int, end: int) -> Iterator[Chunk]:
    """The chunks of the frames between two offsets."""
    with path.open("rb") as file:
        file.seek(begin)
        while file.tell() < end:
            first, rows = _unpack(file.read(int.from_bytes(file.read(4), "little")))
            yield Chunk(range(first, first + len(rows)), rows)
