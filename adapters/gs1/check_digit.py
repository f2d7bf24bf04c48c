"""The check digit of GS1 numbers (GS1 General Specifications 7.9): modulo 10, weights 3 and 1 from the right.

Zeros in front change nothing, so the rule is one for GTIN-8 to GTIN-14, GLN and SSCC.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

_ZERO = 48
_COMPLEMENTS = "0987654321"
# every second digit from the right, from the last and from the one before it; made once
_LAST, _BEFORE = slice(-1, None, -2), slice(-2, None, -2)


def check_digit(body: str) -> str:
    """The check digit that belongs behind these ASCII digits.

    >>> check_digit("952123400001"), check_digit("39521234000000017")
    ('3', '5')
    """
    # sums over byte slices: several times cheaper than taking digit by digit
    signs = body.encode("ascii")
    size = len(signs)
    return _COMPLEMENTS[(3 * sum(signs[_LAST]) + sum(signs[_BEFORE]) - _ZERO * (2 * size + (size & 1))) % 10]


def holds(number: str) -> bool:
    """Whether the last of these ASCII digits is the check digit of those before it.

    >>> holds("9521234000013"), holds("9521234000014")
    (True, False)
    """
    return verdict(len(number))(number)


@lru_cache(maxsize=64)
def verdict(size: int) -> Callable[[str], bool]:
    """The quick verdict on texts: whether they are so many ASCII digits with the right check digit at the end.

    >>> verdict(13)("9521234000013"), verdict(13)("9521234000014"), verdict(14)("9521234000013")
    (True, False, False)
    """
    # what the codes of the digits add to the sums of their values
    surplus = _ZERO * (2 * size - (size & 1))

    def stands(text: str) -> bool:
        if len(text) != size or not text.isdigit() or not text.isascii():
            return False
        signs = text.encode("ascii")
        # the check digit is among the ones: the sum is a multiple of ten when it is right
        return not (3 * sum(signs[_BEFORE]) + sum(signs[_LAST]) - surplus) % 10

    return stands
