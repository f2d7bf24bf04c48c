"""The plan of what goes back for correction: names, headings and texts that its writers and its reader share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from lienthong.findings import Finding
from lienthong.plugs import Handed
from lienthong.reading import Cell, Reading, Table, cell_text

TASKS = "Việc cần làm"
INDEX = "lienthong"
"""A sheet nobody sees: which row of the source each code stands for."""
ADDED = ("Lý do (vi)", "Reason (en)", "Dòng gốc / Original row", "Mã dòng, không sửa")
REASON, _, ORIGINAL, CODE = ADDED
TASK_HEAD = (
    "#", "Nguyên nhân / Cause", "Số dòng / Rows", "Cách sửa / Fix", "Ví dụ / Example", "Mã / Ref"
)  # fmt: skip
TASK_WIDTHS = (6, 46, 18, 40, 30, 12)
TASK_HEAD_ROW = 8
CELL_TEXT = 32_767
_SAID = 64
_NO_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CONTROL = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}}
_CONTROL |= {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}
_SURROGATE = re.compile("[\ud800-\udfff]")


def sheet_titles(reading: Reading) -> dict[int, str]:
    """For each table the title of its sheet: its name, or the file's for a text file; unique, at most 31 characters."""
    taken, titles = {TASKS.casefold(), INDEX.casefold()}, {}
    for table in reading.tables:
        name = _NO_TITLE.sub(" ", table.name or reading.path.stem).strip().strip("'")[:31] or f"{table.number + 1}"
        title, count = name, 1
        while title.casefold() in taken:
            count += 1
            title = f"{name[: 30 - len(str(count))]} {count}"
        taken.add(title.casefold())
        titles[table.number] = title
    return titles


def head_rows(table: Table, until: int) -> dict[int, list[Cell]]:
    """The rows of a table down to its heading row, by number."""
    found: dict[int, list[Cell]] = {}
    for chunk in table.chunks():
        numbers = list(takewhile(lambda number: number <= until, chunk.numbers))
        found |= {number: list(row) for number, row in zip(numbers, chunk.rows, strict=False)}
        if len(numbers) < len(chunk.numbers):
            break
    return found


def own_table(table: Table) -> Table:
    """The table as it was read; one under corrections stands before it."""
    own: Table = getattr(table, "table", table)
    return own


def said_once(say: Callable[[Finding, str], str]) -> Callable[[Finding, str], str]:
    """Says as `say` does; what was said last is not made again for the next file."""
    last: dict[tuple[int, str], tuple[Finding, str]] = {}

    def ask(finding: Finding, lang: str) -> str:
        known = last.get((id(finding), lang))
        if known is None or known[0] is not finding:
            if len(last) >= _SAID:
                last.clear()
            known = last[id(finding), lang] = (finding, say(finding, lang))
        return known[1]

    return ask


def reasons(findings: Sequence[Finding], guide: Handed) -> tuple[str, str]:
    """What the findings say, in Vietnamese and in English; a line each."""
    vi, en = ("\n".join(dict.fromkeys(guide.say(one, lang) for one in findings)) for lang in ("vi", "en"))
    return vi, en


def widest(table: Table) -> int:
    """The number of columns of the widest row; a table that has been walked may know it."""
    known = getattr(own_table(table), "widest", 0)
    return int(known) or max((len(row) for chunk in table.chunks() for row in chunk.rows), default=0)


def safe_text(text: str) -> str:
    """The text as a workbook can hold it: control characters shown as pictures, cut at 32,767 characters."""
    return _SURROGATE.sub("\ufffd", text.translate(_CONTROL))[:CELL_TEXT]


def same_text(left: Cell, right: Cell) -> bool:
    """Whether a cell that came back says what the source says, whatever its type became on the way."""
    return _plain(left) == _plain(right)


def _plain(cell: Cell) -> str:
    return safe_text(cell_text(cell)).replace("\r\n", "\n").replace("\r", "\n")


def blank(cells: Iterable[Cell]) -> bool:
    """Whether no cell says anything."""
    return not any(cell_text(cell).strip() for cell in cells)
