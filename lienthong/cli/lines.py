"""The lines of a file or of standard input, one at a time; no bytes make them fail, and no length fills the memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lienthong.commands import Line
from lienthong.findings import Finding, Position

MOST = 1 << 16
"""Bytes of a line; longer ones are named by their beginning and not read."""
_SHOWN = 200
_MARK = b"\xef\xbb\xbf"


def lines_of(file: Path | None) -> Iterator[Line]:
    """The lines of a file, or of standard input without one; raises `OSError` when there is none to read."""
    if file is None:
        yield from _lines(sys.stdin.buffer, "stdin")
        return
    with file.open("rb") as source:
        yield from _lines(source, file.name)


def _lines(source: BinaryIO, name: str) -> Iterator[Line]:
    number = 0
    while read := source.readline(MOST + 1):
        number += 1
        place = Position(name, "", number)
        if len(read) > MOST and not read.endswith(b"\n"):
            _pass_over(source)
            text = read[:_SHOWN].decode("utf-8", "backslashreplace")
            yield Line(text, place, Finding("cli.line-long", "error", "", {"most": str(MOST)}, place))
            continue
        yield _line(read.removeprefix(_MARK) if number == 1 else read, place)


def _pass_over(source: BinaryIO) -> None:
    """Reads to the end of the line that has begun."""
    while (rest := source.readline(MOST)) and not rest.endswith(b"\n"):
        pass


def _line(read: bytes, place: Position) -> Line:
    body = read.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return Line(body.decode("utf-8"), place)
    except UnicodeDecodeError:
        text = body.decode("utf-8", "backslashreplace")
        return Line(text, place, Finding("cli.line-bytes", "error", "", {}, place))
