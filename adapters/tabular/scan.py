"""Scan: what a sheet part holds that a parser of values does not show. Bytes first, elements only where needed.

A clean sheet costs a few byte searches per block. Where they meet an error cell, a formula, a format of zeros, a hidden
row or any spelling they do not know, the part is walked again element by element, and every such cell gets its address.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.tabular.package import Fault, Package
from adapters.tabular.survey import is_foreign

TAIL = 1024
MERGED = 100_000
ZEROS = 100
"""A patch kind above this is a format of zeros: the rest is its width."""
FORMULA = 99

_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_COLUMN = re.compile(rb"<col ([^>]*)>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_DIMENSION = re.compile(rb'<dimension ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# the same letters as character references, which some programs write instead
_REFERENCE = re.compile(rb"&#(x[a-fA-F][0-9a-fA-F]|[12]\d\d);")
_HIDDEN_ROW = re.compile(rb'<row [^>]*hidden="(?:1|true)"')


def column_number(letters: str) -> int:
    """The 1-based column of spreadsheet letters; raises `Fault` beyond `XFD`.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    if not 0 < number <= 16_384:
        raise Fault("damaged")
    return number


@dataclass(slots=True)
class Patches:
    """Cells a parser of values gets wrong, in the order of rows: the row, the column, what is there."""

    rows: array[int] = field(default_factory=lambda: array("L"))
    columns: array[int] = field(default_factory=lambda: array("H"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    texts: dict[int, str] = field(default_factory=dict)

    def add(self, row: int, column: int, kind: int, text: str = "") -> None:
        """Notes one cell; the text goes with an error or a formula."""
        if text:
            self.texts[len(self.rows)] = text
        self.rows.append(row)
        self.columns.append(column)
        self.kinds.append(kind)


@dataclass(slots=True)
class SheetScan:
    """What the scan of one sheet found; rows and columns are 1-based."""

    cells: int = 0
    filled: int = 0
    """Cells with a value: when a parser gives fewer, some were overlooked, and the elements must be walked."""
    foreign: bool = False
    careful: bool = False
    """The part has to be walked by elements."""
    area: int = 0
    width: int = 0
    """Last column with a cell, where the elements were walked."""
    merged: set[tuple[int, int, int, int]] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: int = 0
    first_hidden: int = 0
    formulas: int = 0
    patches: Patches = field(default_factory=Patches)

    def column(self, attributes: dict[str, str]) -> None:
        """Notes the width and hiding of a run of columns."""
        try:
            first, last = int(attributes["min"]), min(int(attributes["max"]), 16_384)
            width = float(attributes.get("width", "0"))
        except (KeyError, ValueError):
            return
        if attributes.get("hidden") in {"1", "true"}:
            self.hidden_columns.append((first, last))
        elif 0 < width < 256:
            self.widths |= dict.fromkeys(range(first, min(last, first + 512) + 1), width)

    def merge(self, block: tuple[int, int, int, int]) -> None:
        """Notes a merged block; raises `Fault` when there are too many."""
        self.merged.add(block)
        if len(self.merged) > MERGED:
            raise Fault("costly", what="merged", limit=str(MERGED))


def scan_bytes(package: Package, part: str, zeros: dict[str, int]) -> SheetScan:
    """The scan of a sheet part by byte searches; `careful` says that they do not suffice."""
    found = SheetScan()
    styles = re.compile(rb' s="(?:%s)"' % b"|".join(style.encode() for style in zeros)) if zeros else None
    tail = b""
    for block in package.blocks(part):
        data = tail + block
        refuse_doctype(data)
        found.filled += data.count(b"<v", max(len(tail) - 1, 0)) + data.count(b"<is", max(len(tail) - 2, 0))
        if package.limits.cells is not None:
            found.cells += data.count(b"<c ", max(len(tail) - 2, 0)) + data.count(b"<c>", max(len(tail) - 2, 0))
            if found.cells > package.limits.cells:
                raise Fault("costly", what="cells", limit=str(package.limits.cells))
        if not found.careful:
            found.careful = _needs_care(data, first=not tail) or bool(styles and styles.search(data))
        found.foreign = found.foreign or _is_foreign(data)
        _read_frame(found, data, first=not tail)
        tail = data[-TAIL:]
    found.careful = found.careful or found.area > max(package.limits.area, 20 * found.filled)
    return found


def refuse_doctype(data: bytes) -> None:
    """Raises `Fault` when a document type or an entity is declared."""
    if b"!" in data and (b"<!D" in data or b"<!E" in data or b"<\0!\0D" in data or b"\0<\0!\0D" in data):
        raise Fault("doctype")


def _needs_care(data: bytes, *, first: bool) -> bool:
    # the searches for one rare byte are nearly free; they guard those for longer, commoner texts
    if (first and b"<worksheet" not in data) or b"\0" in data or (b"'" in data and b"='" in data):
        return True
    if (b"!" in data and b"<!" in data) or (b"&" in data and b'="&' in data):
        return True
    return b't="e"' in data or b"<f" in data or (b"hidden=" in data and bool(_HIDDEN_ROW.search(data)))


def _read_frame(found: SheetScan, data: bytes, *, first: bool) -> None:
    """Reads what stands around the rows: columns and size before them, merged blocks behind."""
    if b"<mergeCell " in data:
        for left, top, right, bottom in _MERGE.findall(data):
            found.merge((int(top), column_number(left.decode()), int(bottom), column_number(right.decode())))
    if first:
        for match in _COLUMN.findall(data):
            found.column({name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(match)})
        if size := _DIMENSION.search(data):
            left, top, right, bottom = size.groups()
            columns = column_number(right.decode()) - column_number(left.decode()) + 1
            found.area = max(found.area, columns * (int(bottom) - int(top) + 1))


def _is_foreign(data: bytes) -> bool:
    if not data.isascii() and is_foreign(data):
        return True
    return b"&" in data and b"&#" in data and is_foreign("".join(map(_letter, set(_REFERENCE.findall(data)))).encode())


def _letter(reference: bytes) -> str:
    return chr(int(reference[1:], 16) if reference.startswith(b"x") else int(reference))


def scan_other(package: Package, part: str) -> bool:
    """Whether a part of texts holds foreign letters; raises `Fault` for a DOCTYPE in it."""
    foreign, tail = False, b""
    for block in package.blocks(part):
        data = tail + block
        refuse_doctype(data)
        foreign = foreign or _is_foreign(data)
        tail = data[-TAIL:]
    return foreign


def patched(patches: Patches) -> Iterator[tuple[int, int, int, str]]:
    """The patches in the order of rows: row, column, kind, text."""
    order = range(len(patches.rows))
    if any(patches.rows[at] > patches.rows[at + 1] for at in range(len(patches.rows) - 1)):
        order = sorted(order, key=lambda at: patches.rows[at])  # type: ignore[assignment]
    for at in order:
        yield patches.rows[at], patches.columns[at], patches.kinds[at], patches.texts.get(at, "")
