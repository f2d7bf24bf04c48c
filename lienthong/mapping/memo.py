"""Remembered answers of pure calls: a dictionary that asks on a miss, bounded by bytes.

Refusals and notices are never remembered: they raise `Odd`, and the explaining executor takes over.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import getsizeof
from typing import Any

BYTES = 1 << 20
"""What one memory may hold, about."""
_ENTRY = 300
_LOOKED_AT, _SURE_AT = 1024, 4096
"""Rows after which a memory is looked at, and from which on the look is a long one."""


class Memo(dict[Any, Any]):
    """`memo[key]` is the answer to a key, remembered where that is safe.

    `cells` says that keys are, or begin with, cells as the source holds them. Of those only texts are remembered:
    `1`, `1.0` and `True` are one key to a dictionary and three texts to a person. Decimals must never be keys,
    for equal ones may differ in their digits.
    """

    __slots__ = ("call", "cells", "misses", "most", "open", "paired", "room")

    def __init__(
        self, call: Callable[[Any], Any], *, cells: bool = False, paired: bool = False, room: int = BYTES
    ) -> None:
        super().__init__()
        self.call, self.most, self.room, self.open, self.misses = call, room, room, True, 0
        self.cells, self.paired = cells, paired

    def __missing__(self, key: Any) -> Any:
        answer = self.call(key)
        if self.open:
            self.misses += 1
            first = key[0] if self.paired else key
            text = first.__class__ is str
            if text or not self.cells:
                self.room -= _ENTRY + 4 * len(first) if text else _ENTRY
                if answer.__class__ is tuple:
                    self.room -= sum(map(getsizeof, answer))
                if self.room < 0:
                    self.clear()
                    self.room = self.most
                self[key] = answer
        return answer

    def gains(self, rows: int) -> bool:
        """Whether remembering paid over so many rows: of many, most brought something known; of fewer, hardly none."""
        missed, self.misses = self.misses, 0
        if rows >= _LOOKED_AT and missed > rows * (0.7 if rows >= _SURE_AT else 0.97):
            self.open = False
            self.clear()
        return self.open
