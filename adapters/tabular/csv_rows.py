"""Rows of a text file with the line each begins on; a quote that never closes costs one line, not the file."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, TextIO

CHUNK = 256
RECOVERIES = 20
END = f"\x1a{secrets.token_hex(8)}"
"""A line set behind the last one: it comes out as a row of its own unless a quote is still open."""


@dataclass(slots=True)
class Batch:
    """Rows as `csv` gives them, with the line each begins on; `broken` marks one line whose quote never closes."""

    numbers: range | list[int]
    rows: list[list[Any]]
    broken: bool = False


@dataclass(slots=True)
class Lines:
    """The lines of a text, which can be begun again at any line."""

    open: Callable[[], TextIO]
    delimiter: str

    def batches(self) -> Iterator[Batch]:
        """All rows in order, at most 256 at a time.

        A row whose quote is still open at the end of the file, or for more than 128 KiB, is given as its first
        line alone, `broken`, and reading goes on with the next line; after 20 such lines the rest is one broken row.
        """
        begin = 0
        for _ in range(RECOVERIES):
            stopped_at = yield from self._run(begin)
            if stopped_at is None:
                return
            yield Batch([stopped_at + 1], [self._line(stopped_at).split(self.delimiter)], broken=True)
            begin = stopped_at + 1
        yield Batch([begin + 1], [[self._line(begin)]], broken=True)

    def _run(self, begin: int) -> Generator[Batch, None, int | None]:
        """Batches from the line after `begin`; returns the count of good lines before a broken row, or None."""
        with self.open() as stream:
            reader = self._reader(stream, begin)
            before = begin
            while True:
                try:
                    rows = list(islice(reader, CHUNK))
                except csv.Error:
                    return (yield from self._step(before))
                after = begin + reader.line_num
                if rows and rows[-1] and rows[-1][-1].endswith(END):
                    last = rows.pop()
                    whole = last == [END]
                    if rows:
                        yield Batch(line_numbers(rows, before, after - 1 if whole else None), rows)
                    return None if whole else before + sum(map(_lines_of, rows))
                if not rows:
                    return None
                yield Batch(line_numbers(rows, before, after), rows)
                before = after

    def _step(self, begin: int) -> Generator[Batch, None, int]:
        """The rows before the one that `csv` refuses, one by one; returns the count of lines before it."""
        with self.open() as stream:
            reader, rows, good = self._reader(stream, begin), [], begin
            while True:
                try:
                    rows.append(next(reader))
                except (csv.Error, StopIteration):
                    break
                good = begin + reader.line_num
            if rows:
                yield Batch(line_numbers(rows, begin, None), rows)
        return good

    def _reader(self, stream: TextIO, begin: int) -> Any:
        lines = islice(stream, begin, None) if begin else stream
        return csv.reader(chain(lines, [END]), delimiter=self.delimiter)

    def _line(self, number: int) -> str:
        with self.open() as stream:
            return next(islice(stream, number, None), "").rstrip("\r\n")


def line_numbers(rows: list[list[str]], before: int, after: int | None) -> range | list[int]:
    """The line each row begins on; a range when every row is one line."""
    if after is not None and after - before == len(rows):
        return range(before + 1, after + 1)
    numbers, line = [], before + 1
    for row in rows:
        numbers.append(line)
        line += _lines_of(row)
    return numbers


def _lines_of(row: list[str]) -> int:
    """How many lines of the file a row takes: one more than there are line ends inside its fields."""
    return 1 + sum(
        field.count("\n") + field.count("\r") - field.count("\r\n") for field in row if "\n" in field or "\r" in field
    )
