"""How the value of a key is put together: company prefix, reference, check digit, and what follows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1.check_digit import check_digit
from adapters.gs1.components.check import check_pair
from lienthong.shelf import data

SHORTEST, LONGEST = 6, 12
PREFIX_LENGTHS = range(SHORTEST, LONGEST + 1)
"""Digits of a company prefix (General Specifications 1.4.4)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of the value of one AI; what the members mean stands in `schemas/gs1/keys.yaml`."""

    ai: str
    digits: int = 0
    lead: bool = False
    filler: str = ""
    pieces: int = 0
    most: int = 0
    pair: bool = False

    @property
    def fixed(self) -> int:
        """Characters up to where a serial may follow; 0 for a key of text."""
        return len(self.filler) + self.digits + 1 + 2 * self.pieces if self.digits else 0

    def join(self, prefix: str, reference: str, rest: str = "") -> str:
        """The value made of its parts, with its check digit or characters; `rest` are the pieces or the serial.

        >>> layouts()["01"].join("9521234", "000001"), layouts()["8003"].join("9521234", "00001", "S1")
        ('09521234000013', '09521234000013S1')
        """
        if not self.digits:
            return prefix + reference + (check_pair(prefix + reference) if self.pair else "") + rest
        body = reference[:1] + prefix + reference[1:] if self.lead else prefix + reference
        return self.filler + body + check_digit(body) + rest

    def split(self, value: str, length: int) -> tuple[str, str, str]:
        """Prefix of this length, reference and rest of a right value.

        >>> layouts()["00"].split("395212340000000175", 7)
        ('9521234', '3000000017', '')
        """
        if not self.digits:
            end = len(value) - 2 * self.pair
            return value[:length], value[length:end], ""
        start, end = len(self.filler), len(self.filler) + self.digits
        if self.lead:
            return (
                value[start + 1 : start + 1 + length],
                value[start] + value[start + 1 + length : end],
                value[end + 1 :],
            )
        return value[start : start + length], value[start + length : end], value[end + 1 :]

    def from_prefix(self, value: str) -> str:
        """The part of a value that begins with the company prefix: indicator, extension digit and filler left off."""
        return value[1 if self.lead else len(self.filler) :]


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """The layouts by AI."""
    return {
        ai: Layout(
            ai,
            int(row.get("digits", 0)),
            "lead" in row,
            row.get("filler", ""),
            int(row.get("pieces", 0)),
            int(row.get("most", 0)),
            "pair" in row,
        )
        for ai, row in data("gs1/keys.yaml")["layouts"].items()
    }
