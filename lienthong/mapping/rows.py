"""The records of a sheet: rows below the heading, without blank, numbering, repeated heading and total rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lienthong.mapping.folding import matches
from lienthong.mapping.sheets import Sheet
from lienthong.reading import Cell, cell_text

RecordChunk = tuple[list[int], list[Sequence[Cell]]]
_REMEMBERED = 4096


def record_chunks(sheet: Sheet, skipped: Callable[[int, Sequence[Cell]], None] | None = None) -> Iterator[RecordChunk]:
    """The records in chunks: row numbers and rows, cells of `blank: above` filled; `skipped` gets total rows."""
    keep = _Keeper(sheet, skipped)
    filler = _Filler(sheet)
    for chunk in sheet.table.chunks(sheet.encodings or None):
        numbers: list[int] = []
        rows: list[Sequence[Cell]] = []
        plain = keep.plain
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            # most rows begin with a text that is no heading: nothing else can be wrong with them
            first = row[0] if row else ""
            if plain and first.__class__ is str and first and first != keep.text and not first.isspace():
                numbers.append(number)
                rows.append(row)
            elif number > sheet.header_row and keep(number, row):
                numbers.append(number)
                rows.append(filler(row) if filler.places else row)
            elif keep.ended:
                break
        if numbers:
            yield numbers, rows
        if keep.ended:
            return


def is_blank(row: Sequence[Cell]) -> bool:
    """Whether no cell of the row holds anything."""
    return all(isinstance(cell, str) and (not cell or cell.isspace()) for cell in row)


class _Keeper:
    """Says which rows are records."""

    def __init__(self, sheet: Sheet, skipped: Callable[[int, Sequence[Cell]], None] | None) -> None:
        spec = sheet.spec
        self.skipped = skipped
        self.patterns = spec.skip_rows
        self.ends_blank = spec.ends_at == "blank"
        self.end_pattern = "" if self.ends_blank else spec.ends_at
        places = sorted(at for at in sheet.places.values() if at < len(sheet.row))
        self.heads = [(at, cell_text(sheet.row[at])) for at in places]
        self.at, self.text = self.heads[0] if self.heads else (0, "")
        self.filled = any(column.above for column in sheet.places)
        self.first = True
        self.ended = False
        self.known: dict[str, bool] = {}

    def __call__(self, number: int, row: Sequence[Cell]) -> bool:
        first = row[0] if row else ""
        if (not first or (isinstance(first, str) and first.isspace())) and is_blank(row):
            # blank rows between heading and first record do not end a table
            self.ended = self.ends_blank and not self.first
            return False
        if self.first and self.is_numbering(row):
            return False
        if self.end_pattern and matches(self.end_pattern, first_filled(row)):
            self.ended = True
            return False
        if self.patterns and self.is_skipped(row):
            if self.skipped:
                self.skipped(number, row)
            return False
        if self.is_heading(row):
            return False
        self.first = False
        return True

    @property
    def plain(self) -> bool:
        """Whether only blank rows and repeated headings have to be looked for from here on."""
        return not (self.first or self.patterns or self.end_pattern or self.filled or self.at)

    def is_skipped(self, row: Sequence[Cell]) -> bool:
        text = first_filled(row)
        known = self.known.get(text)
        if known is None:
            if len(self.known) > _REMEMBERED:
                self.known.clear()
            known = self.known[text] = any(matches(pattern, text) for pattern in self.patterns)
        return known

    def is_numbering(self, row: Sequence[Cell]) -> bool:
        """A row that counts its columns, 1, 2, 3 and so on, also in brackets."""
        texts = [cell_text(cell).strip().strip("()[]") for cell in row]
        filled = [text for text in texts if text]
        least = min(3, len(self.heads)) or 3
        return len(filled) >= least and filled == [str(at + 1) for at in range(len(filled))]

    def is_heading(self, row: Sequence[Cell]) -> bool:
        """The heading again, as printed on each page."""
        if not self.heads:
            return False
        at, text = self.heads[0]
        if at >= len(row) or row[at] != text:
            return False
        return all(at < len(row) and row[at] == text for at, text in self.heads)


class _Filler:
    """Fills blank cells of `blank: above` columns from the row above."""

    def __init__(self, sheet: Sheet) -> None:
        self.places = [at for column, at in sheet.places.items() if column.above]
        self.last: dict[int, Cell] = {}

    def __call__(self, row: Sequence[Cell]) -> Sequence[Cell]:
        filled = list(row)
        for at in self.places:
            if at >= len(filled):
                filled += [""] * (at + 1 - len(filled))
            cell = filled[at]
            if isinstance(cell, str) and not cell.strip():
                filled[at] = self.last.get(at, "")
            else:
                self.last[at] = cell
        return filled


def first_filled(row: Sequence[Cell]) -> str:
    """The text of the first cell that is not blank."""
    return next((text for cell in row if (text := cell_text(cell).strip())), "")
