"""Writing `rejects.csv`: the refused rows of a text file in the file's own dialect, for machines; texts stay exact."""

from __future__ import annotations

import codecs
import csv
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from adapters.tabular.correction_sheet import ADDED, head_rows, own_table, reasons, widest
from adapters.tabular.csv_reader import HEAD, TextTable
from adapters.tabular.encodings import encode
from adapters.tabular.fonts import FONTS
from lienthong.plugs import Handed, RejectedRow
from lienthong.reading import Reading, cell_text

LOOKED_AT = 50
MARK = "\ufeff"
_LINE_END = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""How rows are spelt: the sign between fields, whether every field is quoted, and what ends a line.

    >>> Dialect(";", False, "\n").line(["L-1", 'a "b"; c', ""])
    'L-1;"a ""b""; c";\n'
    """

    delimiter: str
    quotes: bool
    end: str

    @classmethod
    def of(cls, head: str, delimiter: str) -> Dialect:
        r"""The dialect of a text by its first characters.

        >>> Dialect.of('"a","b"\r\n"1",""\r\n', ",")
        Dialect(delimiter=',', quotes=True, end='\r\n')
        """
        ends = Counter(_LINE_END.findall(head))
        dialect = cls(delimiter, True, max(ends, key=lambda end: ends[end], default="\n"))
        lines = head.splitlines(keepends=True)[:LOOKED_AT]
        rows = list(islice(csv.reader(lines, delimiter=delimiter), LOOKED_AT // 2))
        spelt = "".join(map(dialect.line, rows))
        quotes = bool(rows) and head.removeprefix(MARK).startswith(spelt.rstrip("\r\n"))
        return cls(delimiter, quotes, dialect.end)

    def line(self, texts: Sequence[str]) -> str:
        """One row as a line."""
        return self.delimiter.join(map(self._field, texts)) + self.end

    def _field(self, text: str) -> str:
        if not (self.quotes or self.delimiter in text or '"' in text or "\n" in text or "\r" in text):
            return text
        return '"' + text.replace('"', '""') + '"'


class CsvBack:
    """The refused rows of a text file on their way back, in one file however many they are."""

    def __init__(self, reading: Reading, guide: Handed) -> None:
        self.guide, table = guide, reading.tables[0]
        self.table = text_table(reading)
        self.width = widest(table)
        with reading.path.open(encoding=self.table.writing.encoding, errors="replace", newline="") as stream:
            self.dialect = Dialect.of(stream.read(HEAD), self.table.delimiter)
        self._lines = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - open until saved
        header = guide.header_rows.get(table.number, 0)
        head = head_rows(table, header) if header else {}
        for number in range(1, max(header, 1) + 1):
            row = [cell_text(cell) for cell in head.get(number, [])]
            self._write([*self._padded(row), *ADDED] if number == max(header, 1) else row)

    def passing(self, rejected: Iterable[RejectedRow]) -> Iterator[RejectedRow]:
        """The refused rows as they are, each written on its way."""
        for row in rejected:
            said = (" ".join(text.splitlines()) for text in reasons(row.findings, self.guide))
            self._write([*self._padded([cell_text(cell) for cell in row.cells]), *said, str(row.row), row.code])
            yield row

    def save(self, path: Path) -> None:
        """Finishes the file: in the encoding of the source where that holds every letter, else in UTF-8 with a mark."""
        with self._lines:
            for encoded in (*_own_encoding(self.table), _encoder("utf-8", MARK)):
                try:
                    self._copy(path, encoded)
                except UnicodeEncodeError:
                    continue
                return

    def _copy(self, path: Path, encoded: Callable[[str], bytes]) -> None:
        self._lines.seek(0)
        with path.open("wb") as file:
            file.writelines(map(encoded, self._lines))

    def _write(self, texts: Sequence[str]) -> None:
        self._lines.write(self.dialect.line(texts))

    def _padded(self, texts: Sequence[str]) -> list[str]:
        return [*texts[: self.width], *[""] * (self.width - len(texts))]


def text_table(reading: Reading) -> TextTable:
    """The table of a text file as it was read."""
    table = own_table(reading.tables[0])
    assert isinstance(table, TextTable)
    return table


def _own_encoding(table: TextTable) -> Iterator[Callable[[str], bytes]]:
    """How the source is encoded; nothing for a font, whose letters go back as Unicode."""
    writing = table.writing
    if writing.codec:
        if writing.codec not in FONTS and writing.encoding == "latin-1":
            yield lambda text: encode(text, writing.codec)
        return
    name = codecs.lookup(writing.encoding).name
    if name == "utf-8-sig":
        yield _encoder("utf-8", MARK)
    elif name in {"utf-16", "utf-32"}:
        with table.path.open("rb") as file:
            big = file.read(2) in {codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE[:2]}
        yield _encoder(f"{name}-{'be' if big else 'le'}", MARK)
    else:
        yield _encoder(name)


def _encoder(name: str, mark: str = "") -> Callable[[str], bytes]:
    """Encodes one text after the other, the first behind a mark."""
    encoder, first = codecs.getincrementalencoder(name)(), [mark]
    return lambda text: encoder.encode((first.pop() if first else "") + text)
