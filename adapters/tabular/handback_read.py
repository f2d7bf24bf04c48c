"""Reading what came back corrected: which row of the source each of its rows stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from adapters.tabular.correction_sheet import CODE, ORIGINAL, REASON, blank, same_text, widest
from adapters.tabular.tell import tell
from lienthong.findings import Finding
from lienthong.plugs import Correction
from lienthong.reading import Cell, Table, cell_text

HEAD_LOOKED_AT = 60


@dataclass(slots=True)
class Plan:
    """The tables with their heading row and width, and the code of each row.

    It is whole when the unseen sheet says it; else it is what waits for correction now, and rows may have gone out
    under other codes before.
    """

    whole: bool = False
    tables: dict[int, tuple[int, int]] = field(default_factory=dict)
    codes: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, key: tuple[int, int], code: str) -> None:
        """Notes the code of a row."""
        self.codes[key], self.rows[code] = code, key

    def fits(self, code: str, key: tuple[int, int]) -> bool:
        """Whether a code may name a row."""
        return bool(code) and self.rows.get(code, None if self.whole else key) == key


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a returned sheet; columns are 0-based, None when the column is gone."""

    header: int
    width: int
    original: int | None
    code: int | None


def rows_of(table: Table) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a table with their numbers."""
    for chunk in table.chunks():
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            yield number, list(row)


def added_columns(row: Iterable[Cell]) -> dict[str, int]:
    """The columns that were added when a sheet went out, 0-based, by their headings."""
    texts = (cell_text(cell).strip() for cell in row)
    return {text: at for at, text in enumerate(texts) if text in {REASON, ORIGINAL, CODE}}


class Back:
    """One returned sheet, held against the table of the source it belongs to."""

    def __init__(self, sheet: Table, table: Table, plan: Plan) -> None:
        self.sheet, self.table, self.plan = sheet, table, plan
        self.findings: list[Finding] = []
        self.seen: dict[str, int] = {}

    def corrections(self) -> list[Correction]:
        """The rows below the heading, each under its code; rows added by hand have none.

        A row that could not be read whole is told and not used.
        """
        layout = self._layout()
        if layout is None:
            return []
        if layout.code is None and layout.original is None:
            self.findings.append(tell("back-none", self.sheet.place(0)))
            return []
        rows = [(number, row) for number, row in rows_of(self.sheet) if number > layout.header]
        faults = [finding for finding in self.sheet.findings if finding.severity == "error"]
        doubtful = {finding.place.row for finding in faults if finding.place}
        rows = [(number, row) for number, row in rows if number not in doubtful]
        self.findings += faults
        wanted = {original for _, row in rows if (original := self._original(row, layout))}
        source = self._source(wanted)
        found = []
        for number, row in rows:
            correction = self._correction(number, row, layout, source)
            if correction is not None:
                found.append(correction)
        return found

    def _layout(self) -> Layout | None:
        header, width = self.plan.tables.get(self.table.number, (0, widest(self.table)))
        for number, row in rows_of(self.sheet):
            if named := added_columns(row):
                if named.get(REASON, width) != width:
                    self.findings.append(tell("back-columns", self.sheet.place(number, named[REASON] + 1)))
                    return None
                return Layout(number, width, named.get(ORIGINAL), named.get(CODE))
            if number > HEAD_LOOKED_AT:
                break
        return Layout(max(header, 1), width, None, None)

    def _original(self, row: list[Cell], layout: Layout) -> int:
        """The row of the source that a returned row names, by its code or its original row; 0 for none."""
        code = self._text(row, layout.code)
        if code in self.plan.rows:
            return self.plan.rows[code][1]
        text = self._text(row, layout.original)
        return int(text) if text.isdecimal() else 0

    @staticmethod
    def _text(row: list[Cell], column: int | None) -> str:
        return cell_text(row[column]).strip() if column is not None and column < len(row) else ""

    def _source(self, wanted: set[int]) -> dict[int, list[Cell]]:
        if not wanted:
            return {}
        return {number: row for number, row in rows_of(self.table) if number in wanted}

    def _correction(
        self, number: int, row: list[Cell], layout: Layout, source: Mapping[int, list[Cell]]
    ) -> Correction | None:
        cells = row[: layout.width]
        if blank(cells):
            return None
        code, original = self._text(row, layout.code), self._original(row, layout)
        place = self.sheet.place(number)
        if not code and not original:
            self.findings.append(tell("back-new", place))
            return Correction(self.table.number, 0, _trimmed(cells), "")
        before = source.get(original)
        if not code and before is not None and _alike(before, cells):
            code = self.plan.codes.get((self.table.number, original), "")
        if before is None or not self.plan.fits(code, (self.table.number, original)):
            self.findings.append(tell("back-unknown", place))
            return None
        if code in self.seen:
            self.findings.append(tell("back-twice", place, first=str(self.seen[code])))
            return None
        self.seen[code] = number
        return Correction(self.table.number, original, _settled(before, cells), code)


def _trimmed(cells: list[Cell]) -> list[Cell]:
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]


def _alike(before: list[Cell], cells: list[Cell]) -> bool:
    """Whether at least half of the filled cells are as they were."""
    filled = [at for at, cell in enumerate(before) if cell_text(cell).strip()]
    same = sum(at < len(cells) and same_text(before[at], cells[at]) for at in filled)
    return same > 0 and same * 2 >= len(filled)


def _settled(before: list[Cell], cells: list[Cell]) -> list[Cell]:
    """The returned cells, those that say the same as the source exactly as the source holds them.

    So an error cell nobody touched is still an error cell, and a row nobody touched is the same row.
    """
    padded = cells + [""] * (len(before) - len(cells))
    settled = [
        before[at] if at < len(before) and same_text(before[at], cell) else cell for at, cell in enumerate(padded)
    ]
    return settled[: len(before)] + _trimmed(settled[len(before) :])
