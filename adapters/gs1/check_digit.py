"""The check digit of GS1 numbers (GS1 General Specifications 7.9): modulo 10, weights 3 and 1 from the right.

Zeros in front change nothing, so the rule is one for GTIN-8 to GTIN-14, GLN and SSCC.
"""

from __future__ import annotations

_ZERO = 48


def check_digit(body: str) -> str:
    """The check digit that belongs behind these ASCII digits.

    >>> check_digit("952123400001"), check_digit("39521234000000017")
    ('3', '5')
    """
    # sums over byte slices: several times cheaper than taking digit by digit
    signs = body.encode("ascii")
    threes, ones = signs[-1::-2], signs[-2::-2]
    total = 3 * (sum(threes) - _ZERO * len(threes)) + sum(ones) - _ZERO * len(ones)
    return str(-total % 10)


def holds(number: str) -> bool:
    """Whether the last of these ASCII digits is the check digit of those before it.

    >>> holds("9521234000013"), holds("9521234000014")
    (True, False)
    """
    return check_digit(number[:-1]) == number[-1]
