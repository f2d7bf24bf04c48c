"""The codes of `schemas/vn/codes.yaml`: shapes and check digits. A code is kept as it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lienthong.codes.provinces import Province, province_by_code, province_now
from lienthong.shelf import data

MAX_LENGTH = 40
Both = Mapping[str, str]
"""A text in both languages, by `vi` and `en`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One accepted form: how it is shown to people, how sure it is (GS1, L, N, C, D, U) and what bears it."""

    pattern: re.Pattern[str]
    shown: str
    mark: str
    of: str


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of code: its forms, the signs passed over, what becomes of other forms, its check.

    `other` is `refuse`, `warn` or `keep`. `check` names the check, `fails` what becomes of one that does not hold.
    `store` is `text`, `masked` (personal data: only the last `shown_digits` may be seen), `opaque` or `record`;
    `beside` names what is kept with it. `fields` are the areas its letters stand for, `months` how long it is valid.
    """

    name: str
    term: Both
    shapes: tuple[Shape, ...]
    strip: str
    other: str
    check: str
    fails: str
    weights: tuple[int, ...]
    store: str
    beside: tuple[str, ...]
    fields: Mapping[str, Both]
    months: int
    shown_digits: int
    function: str
    mark: str
    source: str

    @property
    def shown(self) -> str:
        """The accepted forms, for a sentence."""
        return "; ".join(shape.shown for shape in self.shapes)

    @property
    def personal(self) -> bool:
        """Whether it is personal data and may be shown masked only."""
        return self.store == "masked"

    def shape(self, text: str) -> Shape | None:
        """The form a text has; None where it has none of them."""
        return next((shape for shape in self.shapes if self._match(shape, text)), None)

    def part(self, text: str, name: str) -> str:
        """A named part of a code (`province`, `letters`, `field`); empty where its form has none.

        >>> code("vietgap").part("VietGAP-TT-12-03-89-0001", "province")
        '89'
        """
        found = next((match for match in (self._match(shape, text) for shape in self.shapes) if match), None)
        return (found.groupdict().get(name) or "") if found else ""

    def _match(self, shape: Shape, text: str) -> re.Match[str] | None:
        if len(text) > MAX_LENGTH:
            return None
        return shape.pattern.fullmatch("".join(sign for sign in text.upper() if sign not in self.strip))

    def masked(self, text: str) -> str:
        """The text as it may be shown: letters and digits but the last few are starred where it is personal data.

        >>> code("citizen_number").masked("089189001234"), code("tax_code").masked("0100000003")
        ('*********234', '0100000003')
        """
        if not self.personal:
            return text
        last = len(text) - self.shown_digits
        return "".join("*" if sign.isalnum() and place < last else sign for place, sign in enumerate(text))


def code_names() -> list[str]:
    """The names of all codes of the table, in its order."""
    return list(data("vn/codes.yaml")["codes"])


@lru_cache(maxsize=64)
def code(name: str) -> Code:
    """The kind of code or number by its name in the table; raises `KeyError` for an unknown one."""
    table = data("vn/codes.yaml")
    row = table["codes"].get(name) or table["numbers"][name]
    check = row.get("check", {})
    return Code(
        name=name,
        term=row["term"],
        shapes=tuple(_shape(shape) for shape in row["shapes"]),
        strip=row.get("strip", ""),
        other=row["other"],
        check=check.get("name", ""),
        fails=check.get("fails", ""),
        weights=tuple(int(weight) for weight in check.get("weights", ())),
        store=row["store"],
        beside=tuple(row.get("with", ())),
        fields=row.get("fields", {}),
        months=int(row.get("months", "0")),
        shown_digits=int(row.get("shown", "0")),
        function=row["function"],
        mark=row["mark"],
        source=row["source"],
    )


def _shape(row: Mapping[str, Any]) -> Shape:
    # digits of ASCII only: others are no digits of a code
    return Shape(re.compile(row["pattern"], re.ASCII), row["shown"], row["mark"], row["of"])


def weighted_check_digit(digits: str, weights: Sequence[int]) -> str | None:
    """The tenth digit that goes with nine; None where there is none, so that such a code is never issued.

    >>> weighted_check_digit("010000000", (31, 29, 23, 19, 17, 13, 7, 5, 3))
    '3'
    """
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
    return str(10 - rest) if rest else None


def province_in(name: str, text: str, on: dt.date | None = None) -> tuple[Province, ...]:
    """The provinces a code may carry in it, by its digits or letters; none where it has none or they are unknown.

    >>> [province.full for province in province_in("planting_area", "VN-AGOR-0001")]
    ['tỉnh An Giang', 'tỉnh An Giang']
    """
    kind = code(name)
    digits, letters = kind.part(text, "province"), kind.part(text, "letters")
    if digits:
        return province_by_code(digits, on)
    old = data("vn/place-names.yaml")["letters"].get(name, {}).get(letters, "")
    first = [province for province in province_by_code(old) if province.valid_to] if old else []
    # the name lives on, and with it the letters
    later = [now for now in map(province_now, first) if now.name == first[0].name]
    return tuple(province for province in (*first, *later) if province.holds(on))


def letters_fit(name: str, text: str, place: Province) -> bool | None:
    """Whether the province a code carries is a place's, in the place's time; None where the code tells nothing.

    A code keeps what it was issued with: `89` fits the province of today that the old 89 became part of.

    >>> kien_giang, an_giang = province_by_code("91")
    >>> letters_fit("planting_area", "VN-AGOR-0001", an_giang), letters_fit("planting_area", "VN-AGOR-0001", kien_giang)
    (True, False)
    """
    carried = province_in(name, text)
    if not carried:
        return None
    if place.valid_to:
        return place in carried
    return any(province_now(province) == place for province in carried)
