"""Keys as they stand in a spreadsheet cell: a number may have lost digits, and that is told, never mended."""

from __future__ import annotations

from lienthong.plugs import Refusal
from lienthong.reading import Cell, cell_text

EXACT = 2**53
"""From here on a spreadsheet number no longer holds each whole number (IEEE 754 binary64)."""


def key_text(cell: Cell, name: str) -> str:
    """The text of a cell that should hold a key; a number gives its exact digits.

    Raises `Refusal`: `gs1.sscc-number` for an SSCC and `gs1.number-precision` for another key that was typed as a
    number too long to be exact; `gs1.digits` for a number that is not whole.

    >>> key_text(9521234000013, "gtin"), key_text(" 9521234000020 ", "gln")
    ('9521234000013', '9521234000020')
    """
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return cell_text(cell)
    if not abs(cell) < EXACT:
        code = "gs1.sscc-number" if name == "sscc" else "gs1.number-precision"
        raise Refusal(code, key=name.upper(), value=cell_text(cell))
    if isinstance(cell, float) and not cell.is_integer():
        raise Refusal("gs1.digits", key=name.upper(), value=cell_text(cell))
    return str(int(cell))
