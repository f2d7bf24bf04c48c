"""Bits in order, read and written as one integer."""

from __future__ import annotations

from lienthong.plugs import Refusal

WORD = 16
"""Bits of one word of tag memory."""


def width_of(digits: int) -> int:
    """The bits that hold any number of so many decimal digits (TDS 2.3, table B).

    >>> width_of(6), width_of(20), width_of(0)
    (20, 67, 0)
    """
    highest: int = 10**digits - 1
    return highest.bit_length()


class Bits:
    """Takes bits from the front of a value of `left` bits; raises `Refusal` (`gs1.binary-short`) past the end."""

    __slots__ = ("left", "scheme", "value")

    def __init__(self, value: int, left: int, scheme: str) -> None:
        self.value, self.left, self.scheme = value, left, scheme

    def take(self, count: int) -> int:
        """The next `count` bits as a number."""
        self.left -= count
        if self.left < 0:
            raise Refusal("gs1.binary-short", scheme=self.scheme, lacks=str(-self.left))
        return (self.value >> self.left) & ((1 << count) - 1)

    def rest(self) -> int:
        """What is left, as a number; 0 where only padding follows."""
        return self.value & ((1 << self.left) - 1)


class Packed:
    """Bits put together from the front."""

    __slots__ = ("size", "value")

    def __init__(self, value: int = 0, size: int = 0) -> None:
        self.value, self.size = value, size

    def put(self, value: int, count: int) -> None:
        """Appends a number as `count` bits; it has to fit."""
        self.value = (self.value << count) | value
        self.size += count

    def hex(self, unit: int) -> str:
        """The bits as upper-case hexadecimal digits, padded with zero bits to a multiple of `unit` bits."""
        pad = -self.size % unit
        return f"{self.value << pad:0{(self.size + pad) // 4}X}"
