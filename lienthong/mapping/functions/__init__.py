"""The core functions of the mapping language; adapters bring further ones under their own prefix.

A word parameter named `table` names a look-up table: the loader then makes the call with `table_call`, which has
the rows; every other call comes from `Function.make`. A value argument that is empty gives an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lienthong.mapping.functions import dates, emptiness, links, numbers, tables, texts, times, totals, units
from lienthong.mapping.functions.cells import clean, fold_key, shown, typed
from lienthong.mapping.functions.tables import Rows, lookup_call, near
from lienthong.mapping.functions.times import is_zone
from lienthong.mapping.functions.units import amount_unit, convert_call, unit_code
from lienthong.plugs import Function

__all__ = [
    "CORE",
    "amount_unit",
    "clean",
    "convert_call",
    "fold_key",
    "is_zone",
    "lookup_call",
    "near",
    "shown",
    "table_call",
    "typed",
    "unit_code",
]

_ROOMS = (texts, emptiness, tables, numbers, units, totals, dates, times, links)
CORE: dict[str, Function] = {function.name: function for room in _ROOMS for function in room.FUNCTIONS}


def table_call(name: str, words: Sequence[str], rows: Rows) -> Callable[..., Any]:
    """The call of `lookup` or `convert` with the rows of the table its words name.

    `lookup` without a column takes the first value of the row. Raises `ValueError` as `make` does.
    """
    if name == "convert":
        return convert_call(words[0], rows)
    first = next((column for row in rows.values() for column in row), "")
    return lookup_call(rows, words[1] if len(words) > 1 else first, words[0])
