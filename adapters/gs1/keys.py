"""GTIN, GLN and SSCC as values: once made they are right.

`parse` reads a text and raises `Refusal` for everything that is not exactly the key; nothing is repaired here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from adapters.gs1.ais import checked_number, digits_of

GTIN_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Gtin:
    """A Global Trade Item Number in its form of 14 digits (GS1 General Specifications 3.3.2).

    >>> Gtin.parse("9521234000013").text
    '09521234000013'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The GTIN in a text of 8, 12, 13 or 14 digits."""
        return cls(checked_number(text, "gtin", GTIN_LENGTHS).zfill(14))

    @classmethod
    def padded(cls, text: str) -> Self:
        """The GTIN of 9 to 11 digits that lost the zeros in front; the check digit has to hold.

        Fewer digits are refused: one number in ten would pass by chance and hardly any is a GTIN.
        """
        number = digits_of(text, "gtin")
        whole = number.zfill(12) if 9 <= len(number) <= 11 else number
        return cls.parse(whole)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Gln:
    """A Global Location Number of 13 digits: a place (AI 414) or a party (AI 417).

    >>> Gln.parse("9521234000020").text
    '9521234000020'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The GLN in a text of 13 digits."""
        return cls(checked_number(text, "gln", (13,)))

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Sscc:
    """A Serial Shipping Container Code of 18 digits.

    >>> Sscc.parse("00395212340000000175").text
    '395212340000000175'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The SSCC in a text of 18 digits, or 20 where the AI 00 stands in front (`00…`, `(00)…`)."""
        bare = text.removeprefix("(00)")
        if len(bare) == 20 and bare.startswith("00"):
            bare = bare[2:]
        return cls(checked_number(bare, "sscc", (18,)))

    def __str__(self) -> str:
        return self.text
