"""The record as a workbook: a sheet for each part, headings and words in Vietnamese, texts as texts."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from adapters.tcvn.json_schema import record_findings
from adapters.tcvn.shape import Record, root, shown_words, version
from adapters.tcvn.sheet_rows import NAME, Column, Gathered, Sheet, rows_of, sheets
from adapters.tcvn.telling import CATALOGUE, Tell, unreadable
from lienthong.findings import Position
from lienthong.shelf import data

LARGEST = 512 << 20
"""Most bytes of a workbook unpacked."""
ROWS = 1_048_575
"""Rows of a sheet under its headings."""
_FIRST = 3
_MOMENT = dt.datetime(2026, 1, 1)  # noqa: DTZ001 a workbook's times have no zone
_TERM, _STAGE = "Tên gọi", "Tên công đoạn"
_WIDE = {"value": 44, "text": 22, "filled": 22, "word": 14, "count": 10}
_HIDDEN = re.compile(r"_x[0-9A-Fa-f]{4}_|\r")
_TIMES = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+Z")
_SHOWN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TITLE = f"Hồ sơ truy xuất nguồn gốc, dạng {version()}"


def write(records: Iterable[Record], file: Path) -> None:
    """Writes the workbook; raises `Unreadable` when a sheet has no room for all rows."""
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created, book.properties.modified = "Liên Thông", _MOMENT, _MOMENT
    pages = [(sheet, _page(book, sheet)) for sheet in sheets()]
    counts = dict.fromkeys((sheet.name for sheet in sheets()), 0)
    for number, one in enumerate(records, 1):
        for sheet, page in pages:
            for keys, values in rows_of(one, sheet):
                counts[sheet.name] += 1
                if counts[sheet.name] > ROWS:
                    raise unreadable("tcvn.rows", file, sheet=sheet.name, limit=str(ROWS))
                page.append(_cells(page, sheet, (number, *keys), values))
    raw = BytesIO()
    book.save(raw)
    _write_steady(raw, file)


def _write_steady(raw: BytesIO, file: Path) -> None:
    """Writes the package with one moment in all its parts: the same records give the same bytes."""
    stamp = _MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIMES.sub(stamp, content)
            part = zipfile.ZipInfo(name, _MOMENT.timetuple()[:6])
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, content)


def _page(book: Any, sheet: Sheet) -> Any:
    page = book.create_sheet(sheet.name)
    page.freeze_panes = f"A{_FIRST}"
    widths = [8] * len(sheet.keys) + [_WIDE.get(column.member.kind, 18) for column in sheet.columns]
    for at, width in enumerate([*widths, 36], 1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.append([_styled(page, _TITLE if sheet is sheets()[0] else sheet.name, Font(bold=True, size=14))])
    headings = [*sheet.headings, *([_explained(sheet)] if _explained(sheet) else [])]
    page.append([_styled(page, text, Font(bold=True), fill=True) for text in headings])
    return page


def _styled(page: Any, text: str, font: Font, fill: bool = False) -> Any:
    cell = WriteOnlyCell(page, text)
    cell.font = font
    if fill:
        cell.fill = PatternFill("solid", fgColor="E3EFDA")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _explained(sheet: Sheet) -> str:
    """The heading of the last column, which tells people what a name or a stage is; it is not read."""
    return _TERM if NAME in sheet.keys else _STAGE if any(one.path == ("stage",) for one in sheet.columns) else ""


def _cells(page: Any, sheet: Sheet, keys: tuple[Any, ...], values: Any) -> list[Any]:
    cells = [_cell(page, key) for key in keys]
    cells += [_cell(page, _spelt(column, value)) for column, value in zip(sheet.columns, values, strict=True)]
    if NAME in sheet.keys:
        return [*cells, _cell(page, item_term(str(keys[sheet.keys.index(NAME)])))]
    if _explained(sheet):
        return [*cells, _cell(page, _stage_title(values[0]))]
    return cells


def _cell(page: Any, value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    cell: Any = WriteOnlyCell(page, "")
    # set by hand: a text that begins with = is a text
    cell._value, cell.data_type, cell.number_format = _HIDDEN.sub(_escaped, value), "s", "@"
    return cell


def _escaped(found: re.Match[str]) -> str:
    """What office programs would take for an escape, escaped (ECMA-376 part 1, 22.9.2.19)."""
    return "_x000D_" if found[0] == "\r" else f"_x005F{found[0]}"


def _spelt(column: Column, value: Any) -> Any:
    if column.member.kind == "word" and isinstance(value, str):
        return shown_words(column.member.of, "vi").get(value, value)
    return value


@lru_cache(maxsize=256)
def item_term(name: str) -> str:
    """What an item is called, empty where nobody says."""
    return str(data("vn/items.yaml")["items"].get(name, {}).get("term", {}).get("vi", ""))


@lru_cache(maxsize=256)
def _stage_title(name: str) -> str:
    for sector in data("tcvn/chains.yaml")["sectors"]:
        for stage in data(f"tcvn/sectors/{sector}.yaml")["stages"]:
            if stage["stage"] == name:
                return str(stage["title"]["vi"])
    return ""


def knows(start: bytes) -> bool:
    """Whether a file that starts so may be a workbook."""
    return start[:4] == b"PK\x03\x04"


def read(file: Path, tell: Tell) -> Iterator[Record]:
    """The records of a workbook; what keeps one from being a record is told, and it is left out.

    Raises `Unreadable` where it is no workbook of records.
    """
    gathered: dict[int, Gathered] = {}
    for name, row, keys, values in _rows(file):
        if None in keys:
            tell(CATALOGUE.finding("tcvn.row").placed(Position(file.name, name, row)))
        else:
            gathered.setdefault(keys[0], Gathered()).add(name, tuple(keys[1:]), values)
    for number, one in enumerate(gathered[key] for key in sorted(gathered)):
        yield from _record(one, f"/{root()}/{number}", file, tell)


def _record(one: Gathered, at: str, file: Path, tell: Tell) -> Iterator[Record]:
    value, stray = one.whole()
    for sheet, _ in stray:
        tell(CATALOGUE.finding("tcvn.stray", at).placed(Position(file.name, sheet)))
    if value is None:
        if not stray:
            tell(CATALOGUE.finding("tcvn.stray", at).placed(Position(file.name, sheets()[0].name)))
        return
    faults = list(record_findings(value, at))
    for fault in faults:
        tell(fault)
    if not (faults or stray):
        yield value


def _rows(file: Path) -> Iterator[tuple[str, int, list[Any], list[Any]]]:
    """Sheet, row, keys and values of every row under the headings."""
    book = _opened(file)
    try:
        if sheets()[0].name not in book.sheetnames:
            raise unreadable("tcvn.kind", file)
        for sheet in sheets():
            if sheet.name in book.sheetnames:
                yield from _sheet_rows(file, sheet, book[sheet.name])
    finally:
        book.close()


def _sheet_rows(file: Path, sheet: Sheet, page: Any) -> Iterator[tuple[str, int, list[Any], list[Any]]]:
    with closing(page.iter_rows(min_row=1, values_only=True)) as rows:
        yield from _read_rows(file, sheet, rows)


def _read_rows(
    file: Path, sheet: Sheet, rows: Iterator[tuple[Any, ...]]
) -> Iterator[tuple[str, int, list[Any], list[Any]]]:
    next(rows, None)
    heads = [_plain(cell) for cell in next(rows, ())]
    lacking = [heading for heading in sheet.headings if heading not in heads]
    if lacking:
        raise unreadable("tcvn.heading", file, sheet=sheet.name, heading=lacking[0])
    places = [heads.index(heading) for heading in sheet.headings]
    split = len(sheet.keys)
    for number, cells in enumerate(rows, _FIRST):
        picked = [_plain(cells[place]) if place < len(cells) else None for place in places]
        if any(cell is not None for cell in picked):
            values = [_value(*pair) for pair in zip(sheet.columns, picked[split:], strict=True)]
            keys = [_key(*pair) for pair in zip(sheet.keys, picked[:split], strict=True)]
            yield sheet.name, number, keys, values


def _key(heading: str, cell: Any) -> Any:
    """A name as text, a place as a number; None for what is neither."""
    if heading == NAME:
        return None if cell is None else str(cell)
    return cell if isinstance(cell, int) else None


def _plain(cell: Any) -> Any:
    """The cell as a text or a whole number; times, fractions and errors as the text a person reads."""
    if cell is None or (isinstance(cell, int) and not isinstance(cell, bool)):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.isoformat()
    text = cell if isinstance(cell, str) else str(cell)
    return _SHOWN.sub(lambda found: chr(int(found[1], 16)), text) or None


def _value(column: Column, cell: Any) -> Any:
    """What stands in a cell for the member of its column."""
    kind = column.member.kind
    if cell is None:
        return None if column.member.null or column.member.absent else "" if kind in {"text", "filled"} else None
    if kind in {"text", "filled"}:
        return str(cell)
    return _read_words(column.member.of).get(str(cell).strip().casefold(), cell) if kind == "word" else cell


@lru_cache(maxsize=8)
def _read_words(name: str) -> Mapping[str, str]:
    """The words of a list by how machines or people of either language write them, in small letters."""
    shown = ({**shown_words(name, lang)} for lang in ("vi", "en"))
    spelt = {text.casefold(): word for words in shown for word, text in words.items()}
    return {**spelt, **{word.casefold(): word for word in shown_words(name, "vi")}}


def _opened(file: Path) -> Any:
    try:
        with zipfile.ZipFile(file) as package:
            if sum(member.file_size for member in package.infolist()) > LARGEST:
                raise unreadable("tcvn.size", file, limit=f"{LARGEST >> 20} MiB")
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError):
        raise unreadable("tcvn.workbook", file) from None
