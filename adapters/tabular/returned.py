"""What came back corrected, opened: a workbook, or the text of a source that was text; its rows are found by code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, product
from pathlib import Path

from adapters.tabular.correction_sheet import INDEX, TASKS, sheet_titles
from adapters.tabular.csv_reader import CsvReader
from adapters.tabular.dialect import DELIMITERS
from adapters.tabular.handback_csv import text_table
from adapters.tabular.handback_read import HEAD_LOOKED_AT, Back, Plan, added_columns, rows_of
from adapters.tabular.survey import survey
from adapters.tabular.tell import tell
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.findings import Finding, Position
from lienthong.plugs import Correction
from lienthong.reading import Reading, ReadOptions, Table, Unreadable, cell_text

Returned = tuple[list[Correction], list[Finding]]
HEAD = 4096


def read_back(path: Path, reading: Reading, codes: Mapping[tuple[int, int], str]) -> Returned:
    """The rows of a returned workbook or text file, as they now are, and what is wrong with it.

    `codes` are those of the rows that wait for correction, by table and row.
    """
    plan = Plan()
    for key, code in codes.items():
        plan.add(key, code)
    if reading.reader == CsvReader.name and _is_text(path):
        return _text_rows(path, reading, plan)
    try:
        return _workbook_rows(path, reading, plan)
    except Unreadable as refused:
        return [], [refused.finding]


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD)
    workbook = XlsxReader().knows(path, head) or path.suffix.lower() == ".xlsx"
    return not workbook and CsvReader().knows(path, head)


def _text_rows(path: Path, reading: Reading, plan: Plan) -> Returned:
    """The rows of a returned text file, in whatever dialect it was saved anew."""
    refused = tell("back-none", Position(path.name))
    for options in _guesses(path, reading):
        try:
            table = CsvReader().open(path, options).tables[0]
        except Unreadable as fault:
            refused = fault.finding
            continue
        if _has_heading(table):
            back = Back(table, reading.tables[0], plan)
            return back.corrections(), back.findings
    return [], [refused]


def _guesses(path: Path, reading: Reading) -> Iterator[ReadOptions]:
    """How a returned text may be written: as the source is, or as a program saved it anew."""
    source, found = text_table(reading), survey(path)
    own = source.writing.codec or source.writing.encoding
    encodings = ("auto", own) if found.bom or (found.utf8 and found.sample) else (own, "auto")
    for encoding, sign in product(encodings, dict.fromkeys((source.delimiter, *DELIMITERS))):
        yield ReadOptions(encoding, sign)


def _has_heading(table: Table) -> bool:
    return any(added_columns(row) for _, row in islice(rows_of(table), HEAD_LOOKED_AT))


def _workbook_rows(path: Path, reading: Reading, plan: Plan) -> Returned:
    """The rows of a returned workbook; raises `Unreadable` when it cannot be read."""
    returned = XlsxReader().open(path, ReadOptions())
    tables = {title: number for number, title in sheet_titles(reading).items()}
    plan = next((_plan(table) for table in returned.tables if table.name == INDEX), plan)
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for sheet in returned.tables:
        number = tables.get(sheet.name)
        if number is None:
            if sheet.name not in {TASKS, INDEX}:
                findings.append(tell("back-sheet", sheet.place(0), sheet=sheet.name))
            continue
        back = Back(sheet, reading.tables[number], plan)
        corrections += back.corrections()
        findings += back.findings
    return corrections, findings


def _plan(table: Table) -> Plan:
    """What the unseen sheet says."""
    plan = Plan(whole=True)
    for _, row in rows_of(table):
        texts = [cell_text(cell) for cell in row] + [""] * 5
        if texts[0] == "table" and texts[1].isdecimal() and texts[3].isdecimal() and texts[4].isdecimal():
            plan.tables[int(texts[1])] = (int(texts[3]), int(texts[4]))
        elif texts[0] == "row" and texts[1].isdecimal() and texts[2].isdecimal():
            plan.add((int(texts[1]), int(texts[2])), texts[3])
    return plan
