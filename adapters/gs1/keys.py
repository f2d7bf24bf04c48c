"""Keys of every kind: the verdict with GS1 prefix and company prefix; GTIN, GLN and SSCC as values.

Once made, a key is right: everything that is not exactly the key raises `Refusal`, and nothing is repaired here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from adapters.gs1.ais import Elements, checked, checked_number, digits_of
from adapters.gs1.company_prefix import CompanyPrefixes, PrefixLength
from adapters.gs1.layouts import layouts
from adapters.gs1.notices import silent
from adapters.gs1.prefixes import Gs1Prefix, gs1_8_prefix, gs1_prefix
from lienthong.plugs import Notice, Refusal
from lienthong.shelf import data

GTIN_LENGTHS = (8, 12, 13, 14)
GTIN_8 = PrefixLength(8, "gtin-8")
"""A GTIN-8 has a GS1-8 prefix in place of a company prefix; with five zeros it counts as one (TDS 2.3, 7.3.5)."""


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


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of key, such as `sgln`; what the members mean stands in `schemas/gs1/keys.yaml`."""

    name: str
    ai: str
    lengths: tuple[int, ...] = ()
    zeros: str = ""
    further: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A right key: its value in full (a GTIN with 14 digits, a GRAI with its filler), and where it comes from.

    `company_prefix` is empty when no source knows its length; `source` names the source that decided.
    """

    kind: str
    key: str
    elements: Elements
    prefix: Gs1Prefix | None
    company_prefix: str
    source: str


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """The kinds by name."""
    return {
        name: Kind(
            name,
            row["ai"],
            tuple(map(int, row.get("lengths", ()))),
            "0" * int(row.get("zeros", 0)),
            row.get("further", ""),
            "needed" in row,
        )
        for name, row in data("gs1/keys.yaml")["kinds"].items()
    }


def check(kind: str, text: str, prefixes: CompanyPrefixes | None = None, notice: Notice = silent) -> Checked:
    """The key in a text, with its GS1 prefix and company prefix; its AI may stand before it in brackets.

    A part that follows the key (extension, serial) stands right behind it, or behind its AI in brackets. Raises
    `Refusal` for a text that is no key of this kind.

    >>> found = check("sgln", "9521234000020KHO-2")
    >>> found.elements, found.company_prefix, found.prefix.kind
    ((('414', '9521234000020'), ('254', 'KHO-2')), '9521234', 'examples')
    """
    elements = _elements(kinds()[kind], text, notice)
    ai, value = elements[0]
    found = prefix_length(ai, value, prefixes or CompanyPrefixes())
    company = "" if found is GTIN_8 else layouts()[ai].from_prefix(value)[: found.length]
    return Checked(kind, value, elements, prefix_of(ai, value), company, found.source)


def prefix_of(ai: str, value: str) -> Gs1Prefix | None:
    """The GS1 prefix, or the GS1-8 prefix, of a right key; None where none is given out."""
    return gs1_8_prefix(value[6:]) if is_gtin_8(ai, value) else gs1_prefix(layouts()[ai].from_prefix(value))


def is_gtin_8(ai: str, value: str) -> bool:
    """Whether a GTIN, or the GTIN of an ITIP, is one of 8 digits."""
    return ai in {"01", "8006"} and value.startswith("000000")


def prefix_length(ai: str, value: str, prefixes: CompanyPrefixes) -> PrefixLength:
    """How many digits of a right key are its company prefix, and who says so; 0 when that is not known."""
    if is_gtin_8(ai, value):
        return GTIN_8
    layout = layouts()[ai]
    digits = layout.from_prefix(value)
    found = prefixes.length(digits)
    begin = digits[: found.length]
    whole = len(digits) > found.length and begin.isdigit() and begin.isascii()
    return found if whole or not found.length else PrefixLength(0, found.source)


def _elements(kind: Kind, text: str, notice: Notice) -> Elements:
    bare = text.removeprefix(f"({kind.ai})")
    head, mark, further = bare, "", ""
    if kind.further and bare != text:
        head, mark, further = bare.partition(f"({kind.further})")
    fixed = layouts()[kind.ai].fixed
    if kind.further and not mark and fixed:
        head, further = head[:fixed], head[fixed:]
    elements = ((kind.ai, _value(kind, head, text, notice)),)
    if further or mark or kind.needed:
        return (*elements, (kind.further, checked(kind.further, further)))
    return elements


def _value(kind: Kind, text: str, whole: str, notice: Notice) -> str:
    if kind.lengths:
        return checked_number(text, kind.name.partition("-")[0], kind.lengths).zfill(14)
    if kind.ai == "01":
        return checked_number(text, "gtin", (14,))
    if kind.ai == "00" and len(text) == 20 and text.startswith("00"):
        return checked("00", text[2:])
    filler = layouts()[kind.ai].filler
    if not filler or whole.startswith("("):
        return checked(kind.ai, text)
    return _with_filler(kind.ai, text, filler, notice)


def _with_filler(ai: str, text: str, filler: str, notice: Notice) -> str:
    """The value of a key that people write with and without the filler its AI puts before it."""
    readings = []
    for reading in (text, filler + text):
        try:
            readings.append(checked(ai, reading))
        except Refusal as refusal:
            fault = refusal
    if not readings:
        raise fault
    if len(readings) > 1:
        # both check digits hold by chance: one text in ten of those that begin with the filler
        notice("gs1.key-readings", value=text, gives=readings[0], other=readings[1])
    return readings[0]
