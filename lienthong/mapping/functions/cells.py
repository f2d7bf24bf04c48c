"""What all functions share: how a cell becomes clean text, how written words become values, how values show."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from typing import Any, TypeAlias

from lienthong.plugs import Refusal, WrongWord
from lienthong.reading import Cell, ErrorCell, cell_text

Words: TypeAlias = Sequence[str]
Settings: TypeAlias = Mapping[str, str]

# C0 but tab and line ends, DEL, C1, lone surrogates and non-characters: none may stand in XML or a code
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
MAX_DIGITS = 40

EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""Arithmetic that never rounds: an answer that would need more digits raises."""


def silent(code: str, **facts: str) -> None:
    """A notice nobody listens to."""


def clean(cell: Cell) -> str:
    """The cell as text: NFC, trimmed.

    Refuses control characters (`text.control`) and error cells (`text.error-cell`).

    >>> clean("  Lúa "), clean(12.0)
    ('Lúa', '12')
    """
    if isinstance(cell, ErrorCell):
        raise Refusal("text.error-cell", value=cell.text)
    text = cell if isinstance(cell, str) else cell_text(cell)
    if text.isascii() and text.isprintable():
        return text.strip()
    found = _CONTROL.search(text)
    if found:
        raise Refusal("text.control", sign=f"U+{ord(found[0]):04X}")
    return unicodedata.normalize("NFC", text).strip()


def fold_key(text: str) -> str:
    """The text as a key of a look-up table: NFC, without case, trimmed.

    >>> fold_key(" NHẬP Kho ")
    'nhập kho'
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def exact_number(value: float) -> Decimal | None:
    """The number a workbook holds, in the shortest form that names it; None for what is no number or too long.

    >>> exact_number(1150.5), exact_number(12.0), exact_number(1e22)
    (Decimal('1150.5'), Decimal('12'), Decimal('10000000000000000000000'))
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        if value.is_integer() and abs(value) < 2**53:
            value = int(value)
    text = format(Decimal(repr(value)), "f")
    return Decimal(text) if len(text) <= MAX_DIGITS else None


def plain_number(text: str) -> Decimal:
    """The number written plainly, `-12.50`; raises `ValueError`."""
    if not _PLAIN.fullmatch(text) or len(text) > MAX_DIGITS:
        raise WrongWord(f'"{text}" is no number', f'"{text}" không phải số')
    return Decimal(text)


def _iso_date(text: str) -> dt.date:
    if len(text) != 10:
        raise WrongWord(f'"{text}" is no date like 2026-04-03', f'"{text}" không phải ngày như 2026-04-03')
    return dt.date.fromisoformat(text)


_TYPED: Mapping[str, Callable[[str], Any]] = {"number": plain_number, "date": _iso_date}


def typed(kind: str, text: str) -> Any:
    """The value that a written text is in a type of the language; empty text is None; raises `ValueError`.

    `list of KIND` takes texts with `;` between them.

    >>> typed("number", "1.50"), typed("date", "2026-04-03"), typed("list of number", "1; 2"), typed("text", "")
    (Decimal('1.50'), datetime.date(2026, 4, 3), [Decimal('1'), Decimal('2')], None)
    """
    if kind.startswith("list of "):
        return [typed(kind[8:], item.strip()) for item in text.split(";")] if text else []
    if text == "":
        return None
    return _TYPED.get(kind, str)(text)


def shown(value: Any) -> str:
    """A value as its text: numbers without exponent, dates as ISO 8601, None as empty text.

    >>> shown(Decimal("1E+3")), shown(dt.date(2026, 4, 3)), shown(None)
    ('1000', '2026-04-03', '')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
