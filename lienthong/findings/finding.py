"""Finding and Position: something to tell, and where it stands for the person who sent the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

_SHEET = re.compile(r"([^!]*)!(.*)!([A-Z]*)(\d+)")
_LINE = re.compile(r"(.*?):(\d+)(?::(\d+))?")

Severity = Literal["error", "warning", "repaired", "lost"]


def column_letters(column: int) -> str:
    """The spreadsheet letters of a 1-based column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Position:
    """Where a value stands for the person who sent it.

    `row` and `column` are 1-based and as the person sees them; `sheet` is empty for a plain text file, whose
    `row` is then its line and whose `column` is the number of the field.

    >>> str(Position("so.xlsx", "Nhập lúa", 7, 3)), str(Position("lots.csv", "", 2, 1))
    ('so.xlsx!Nhập lúa!C7', 'lots.csv:2:1')
    """

    source: str
    sheet: str = ""
    row: int = 0
    column: int = 0

    @classmethod
    def parse(cls, text: str) -> Position:
        """The position that a text names, as `str` wrote it.

        >>> Position.parse("so.xlsx!Nhập lúa!C7") == Position("so.xlsx", "Nhập lúa", 7, 3)
        True
        >>> Position.parse("lots.csv:2:1") == Position("lots.csv", "", 2, 1)
        True
        """
        sheet = _SHEET.fullmatch(text)
        if sheet:
            column = 0
            for letter in sheet[3]:
                column = column * 26 + ord(letter) - 64
            return cls(sheet[1], sheet[2], int(sheet[4]), column)
        line = _LINE.fullmatch(text)
        return cls(line[1], "", int(line[2]), int(line[3] or 0)) if line else cls(text)

    @property
    def cell(self) -> str:
        """Letters and row of the cell, such as `C7`; the row alone where no column is known."""
        return f"{column_letters(self.column)}{self.row}" if self.column else str(self.row)

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.source}!{self.sheet}!{self.cell}" if self.row else f"{self.source}!{self.sheet}"
        parts = [self.source] + [str(part) for part in (self.row, self.column) if part]
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell: a stable code, a pointer into the data, facts; never prose.

    `at` is a JSON Pointer, XPath or character offset; `place` is filled by whoever knows the source;
    `because` is the code of the finding this one follows from (shown under it, never counted with it).
    """

    code: str
    severity: Severity
    at: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    place: Position | None = None
    because: str = ""

    def placed(self, place: Position, **facts: str) -> Finding:
        """The same finding with its place and further facts."""
        return replace(self, place=place, facts={**self.facts, **facts})
