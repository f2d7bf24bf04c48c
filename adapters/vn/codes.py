"""The codes of `schemas/vn/codes.yaml`: shapes and check digits. A code is kept as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lienthong.shelf import data

MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """One accepted form: how it is shown to people, how sure it is (L, N, C, U) and what bears it."""

    pattern: re.Pattern[str]
    shown: str
    mark: str
    of: str


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of code: its forms, the signs passed over, whether other forms pass, weights of its check digit."""

    name: str
    shapes: tuple[Shape, ...]
    strip: str
    others_pass: bool
    weights: tuple[int, ...]

    @property
    def shown(self) -> str:
        """The accepted forms, for a sentence."""
        return "; ".join(shape.shown for shape in self.shapes)

    def shape(self, text: str) -> Shape | None:
        """The form a text has; None where it has none of them."""
        if len(text) > MAX_LENGTH:
            return None
        bare = "".join(sign for sign in text.upper() if sign not in self.strip)
        return next((shape for shape in self.shapes if shape.pattern.fullmatch(bare)), None)


@lru_cache(maxsize=32)
def code(name: str) -> Code:
    """The kind of code by its name in the table; raises `KeyError` for an unknown one."""
    row = data("vn/codes.yaml")["codes"][name]
    shapes = tuple(
        Shape(re.compile(shape["pattern"]), shape["shown"], shape["mark"], shape["of"]) for shape in row["shapes"]
    )
    weights = tuple(int(weight) for weight in row.get("check", {}).get("weights", ()))
    return Code(name, shapes, row.get("strip", ""), row["other"] == "warn", weights)


def tax_check_digit(digits: str, weights: Sequence[int]) -> str | None:
    """The tenth digit that goes with nine; None where there is none, so that such a code is never issued.

    >>> tax_check_digit("010000000", (31, 29, 23, 19, 17, 13, 7, 5, 3))
    '3'
    """
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
    return str(10 - rest) if rest else None
