"""Scalebook: reads the notebook of a weighing station (fields between bars), and turns bags into kilograms."""

import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path

from lienthong.findings import Position
from lienthong.plugs import Adapter, Example, Function, Param
from lienthong.reading import Chunk, Reading, ReadOptions

_SIGN = b"#scalebook\n"


class Page:
    """The one table of a notebook."""

    name, number = "", 0

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list = []

    def chunks(self, encodings=None):
        lines = self.path.read_text(encoding="utf-8").splitlines()[1:]
        yield Chunk(range(2, len(lines) + 2), [[field.strip() for field in line.split("|")] for line in lines])

    def place(self, row: int, column: int = 0) -> Position:
        return Position(self.path.name, "", row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        return row, column


class NotebookReader:
    """Opens notebooks: their first line is `#scalebook`."""

    name = "scalebook.notebook"

    def knows(self, path: Path, head: bytes) -> bool:
        return head.startswith(_SIGN)

    def open(self, path: Path, options: ReadOptions) -> Reading:
        content = path.read_bytes()
        modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        digest = hashlib.sha256(content).hexdigest()
        return Reading(path.name, path, digest, modified, len(content), [Page(path)], reader=self.name)


def _bags(words, settings):
    if not words[0].isdigit():
        raise ValueError("bags wants the kilograms of one bag, such as 50")
    weight = Decimal(words[0])
    return lambda count: count * weight


BAGS = Function(
    "scalebook.bags",
    "number",
    "number",
    {"vi": "Đổi số bao thành kilôgam.", "en": "Turns a number of bags into kilograms."},
    _bags,
    (Param("kilograms", "word"),),
    (Example("12", "scalebook.bags(50)", "600"),),
)

ADAPTER = Adapter("scalebook", readers=(NotebookReader(),), functions=(BAGS,))
