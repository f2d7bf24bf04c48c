"""The careful scan: a sheet part walked element by element, for the sheets in which the byte scan met something."""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from adapters.tabular.package import Fault, Package
from adapters.tabular.scan import FORMULA, ZEROS, SheetScan, column_number

ERROR = 1
DEPTH = 64
LONGEST_FORMULA = 200
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def scan_elements(package: Package, part: str, zeros: dict[str, int], foreign: bool) -> SheetScan:
    """The scan of a sheet part with the address of every error, formula and format of zeros.

    Raises `Fault` with code `far-cell` when the sheet is a huge, nearly empty area, naming the cell that makes it so.
    """
    walk = _Walk(zeros)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.characters
    parser.StartDoctypeDeclHandler = walk.doctype
    try:
        for block in package.blocks(part):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Fault("damaged") from None
    walk.found.foreign, walk.found.width = foreign, walk.right
    _check_area(walk, package.limits.area)
    return walk.found


class _Walk:
    """The state of the walk: where it stands, and the cell it is in."""

    def __init__(self, zeros: dict[str, int]) -> None:
        self.zeros, self.found = zeros, SheetScan()
        self.row = self.column = self.depth = 0
        self.used_rows = 0
        self.used_columns: set[int] = set()
        self.top = self.left = 1 << 30
        self.bottom = self.right = 0
        self.far_row = self.far_column = (0, 0)
        self.kind = ""
        self.style = ""
        self.in_formula = self.in_value = self.has_formula = False
        self.formula = self.value = ""

    def doctype(self, *_: Any) -> None:
        raise Fault("doctype")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Called by the parser at each start tag."""
        self.depth += 1
        if self.depth > DEPTH:
            raise Fault("package", what="depth")
        name = tag.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name == "v":
            self.in_value = self.kind == "e" or self.has_formula
        elif name == "f":
            self.in_formula = self.has_formula = True
        elif name == "row":
            self._row(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "col":
            self.found.column(attributes)

    def end(self, tag: str) -> None:
        """Called by the parser at each end tag."""
        self.depth -= 1
        name = tag.rpartition(":")[2]
        if name == "c":
            self._close_cell()
        elif name in {"v", "f"}:
            self.in_value = self.in_formula = False

    def characters(self, text: str) -> None:
        """Called by the parser with text."""
        if self.in_value:
            self.value += text
        elif self.in_formula and len(self.formula) < LONGEST_FORMULA:
            self.formula += text

    def _row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 8 else self.row + 1
        self.column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.found.hidden_rows += 1
            self.found.first_hidden = self.found.first_hidden or self.row

    def _cell(self, attributes: dict[str, str]) -> None:
        address = _ADDRESS.fullmatch(attributes.get("r", ""))
        if address:
            self.row, self.column = int(address[2]), column_number(address[1])
        else:
            self.column += 1
        self.found.cells += 1
        self.used_columns.add(self.column)
        self._stretch()
        self.kind, self.style = attributes.get("t", ""), attributes.get("s", "")
        self.has_formula = False
        self.formula = self.value = ""

    def _stretch(self) -> None:
        if self.row > self.bottom:
            self.bottom, self.far_row = self.row, (self.row, self.column)
            self.used_rows += 1
        if self.column > self.right:
            self.right, self.far_column = self.column, (self.row, self.column)
        self.left = min(self.left, self.column)
        self.top = min(self.top, self.row)

    def _close_cell(self) -> None:
        patches = self.found.patches
        self.found.formulas += self.has_formula
        if self.kind == "e":
            patches.add(self.row, self.column, ERROR, self.value[:32] or "#ERROR!")
        elif self.has_formula and not self.value and self.kind not in {"str", "s", "inlineStr"}:
            patches.add(self.row, self.column, FORMULA, "=" + self.formula)
        elif self.style in self.zeros and self.kind in {"", "n"}:
            patches.add(self.row, self.column, ZEROS + self.zeros[self.style])
        self.kind = ""

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, bottom = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        if top and bottom:
            self.found.merge((int(top[2]), column_number(top[1]), int(bottom[2]), column_number(bottom[1])))


def _check_area(walk: _Walk, limit: int) -> None:
    rows, columns = walk.bottom - walk.top + 1, walk.right - walk.left + 1
    if not walk.found.cells or rows * columns <= max(limit, 20 * walk.found.cells):
        return
    thin_rows = walk.used_rows / rows
    thin_columns = len(walk.used_columns) / columns
    row, column = walk.far_row if thin_rows <= thin_columns else walk.far_column
    raise Fault("far-cell", row=row, column=column)
