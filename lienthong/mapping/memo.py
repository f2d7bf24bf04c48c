"""Remembered answers of pure calls: a dictionary that asks on a miss, bounded by bytes.

Refusals and notices are never remembered: they raise `Odd`, and the explaining executor takes over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.mapping.functions import amount_unit
from lienthong.mapping.functions.cells import clean
from lienthong.mapping.tree import Line, Name
from lienthong.mapping.values import Odd, passes_over, takes_empty
from lienthong.plugs import Function, Notice
from lienthong.reading import ErrorCell

BYTES = 1 << 20
"""What one memory may hold, about."""
_ENTRY = 150
_LOOKED_AT = 4096
_SAFE = frozenset({str, dt.date, dt.datetime, dt.time, type(None)})


class Memo(dict[Any, Any]):
    """`memo[key]` is the answer to a key, remembered where that is safe.

    Numbers are no keys: `1`, `1.0` and `True` are one key to a dictionary and three texts to a person.
    """

    __slots__ = ("call", "misses", "open", "room")

    def __init__(self, call: Callable[[Any], Any]) -> None:
        super().__init__()
        self.call, self.room, self.open, self.misses = call, BYTES, True, 0

    def __missing__(self, key: Any) -> Any:
        answer = self.call(key)
        self.misses += 1
        if self.open and _is_safe(key):
            self.room -= _weight(key) + _weight(answer)
            if self.room < 0:
                self.clear()
                self.room = BYTES
            self[key] = answer
        return answer

    def tune(self, rows: int) -> None:
        """Stops remembering where most of so many rows brought something new."""
        if self.open and rows >= _LOOKED_AT and self.misses > rows * 0.7:
            self.open = False
            self.clear()


def _is_safe(key: Any) -> bool:
    kind = key.__class__
    if kind is tuple:
        return all(part.__class__ in _SAFE or (part.__class__ in {int, float} and _plain(part)) for part in key)
    return kind in _SAFE or (kind in {int, float} and _plain(key))


def _plain(number: float) -> bool:
    # 0 and 1 equal False and True; a number that is not one equals nothing
    return number not in {0, 1} and number == number  # noqa: PLR0124


def _weight(value: Any) -> int:
    if isinstance(value, tuple):
        return _ENTRY + sum(_weight(part) for part in value)
    return _ENTRY + 2 * len(value) if isinstance(value, str) else _ENTRY


def odd_notice(code: str, **facts: str) -> None:
    """A notice is no plain case."""
    raise Odd


@dataclass(frozen=True, slots=True)
class Bound:
    """One step ready to run: its call with what does not vary, and where its varying arguments stand in the key."""

    function: Function
    call: Callable[..., Any]
    arguments: tuple[tuple[bool, Any], ...]
    """For each argument whether it varies, then its place in the key or its value."""


def run_of(
    line: Line,
    varying: Sequence[Name],
    fixed: dict[Name, Any],
    land: Callable[[Any], Any],
    *,
    cell: str = "",
    notice: Notice = odd_notice,
) -> Callable[[Any], Any]:
    """All steps of a line as one call of its key: the source alone, or a tuple of source and varying arguments.

    `cell` says how a reading line begins: `raw` with the cell, `text` with its clean text, empty for other lines.
    """
    places = {name: place + 1 for place, name in enumerate(varying)}
    steps = [
        Bound(
            step.function,
            _quiet(step.function, step.call, notice),
            tuple((name in places, places[name] if name in places else fixed[name]) for name in step.values),
        )
        for step in line.steps
    ]
    single = not varying

    def run(key: Any) -> Any:
        try:
            value = key if single else key[0]
            # an error cell is refused by `clean`
            if cell and (cell == "text" or isinstance(value, (str, ErrorCell))):
                value = clean(value) or None
            for step in steps:
                if value is None and not takes_empty(step.function):
                    continue
                given = tuple(key[part] if varies else part for varies, part in step.arguments)
                value = None if given and passes_over(step.function, given) else step.call(value, *given)
                if value == "":
                    value = None
            return land(value)
        except Exception:  # noqa: BLE001 - whatever it is, the explaining executor tells it
            raise Odd from None

    return run


def _quiet(function: Function, call: Callable[..., Any], notice: Notice) -> Callable[..., Any]:
    if not function.tells:
        return call
    return lambda *values: call(*values, notice=notice)


def unit_of_amount(cell: Any) -> str | None:
    """The unit of an amount's cell; anything else is odd."""
    try:
        return amount_unit(cell)
    except Exception:  # noqa: BLE001 - as above
        raise Odd from None
