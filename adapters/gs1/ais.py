"""Application identifiers: what a value behind each of them must look like."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1.charset import stray
from adapters.gs1.check_digit import check_digit
from lienthong.plugs import Refusal
from lienthong.shelf import data

Elements = tuple[tuple[str, str], ...]
"""AI and value pairs, in the order of the key: `(("01", "09521234000013"), ("10", "L1"))`."""
REMEMBERED = 16384


@dataclass(frozen=True, slots=True)
class Ai:
    """One application identifier: `digits` of a number with a check digit, or `most` characters of set 82."""

    ai: str
    name: str
    digits: int = 0
    most: int = 0
    code: str = ""


@lru_cache(maxsize=1)
def known() -> dict[str, Ai]:
    """The application identifiers of `schemas/gs1/keys.yaml` by number."""
    rows = data("gs1/keys.yaml")["ais"].items()
    return {
        ai: Ai(ai, row["name"], int(row.get("digits", 0)), int(row.get("most", 0)), row.get("code", ""))
        for ai, row in rows
    }


def digits_of(text: str, name: str) -> str:
    """The text, when it is ASCII digits only.

    Raises `Refusal` with `gs1.digits`, or `gs1.scientific` for a text such as `9.52E+12`, whose digits are gone.
    """
    if text.isascii() and text.isdigit():
        return text
    head, mark, tail = text.upper().partition("E")
    number = head.replace(".", "", 1).replace(",", "", 1)
    if mark and number.isdigit() and tail.lstrip("+-").isdigit():
        raise Refusal("gs1.scientific", key=name.upper(), value=text)
    raise Refusal("gs1.digits", key=name.upper(), value=text)


def checked_number(text: str, name: str, lengths: tuple[int, ...]) -> str:
    """The digits, when they have one of these lengths and the last is their check digit.

    Raises `Refusal`: `gs1.digits`, `gs1.scientific`, `gs1.length`, `gs1.check-digit`.
    """
    number = digits_of(text, name)
    if len(number) not in lengths:
        wants = ", ".join(map(str, lengths))
        raise Refusal("gs1.length", key=name.upper(), value=text, length=str(len(number)), wants=wants)
    wanted = check_digit(number[:-1])
    if wanted != number[-1]:
        raise Refusal("gs1.check-digit", key=name.upper(), value=text, got=number[-1], wants=wanted)
    return number


def checked_text(value: str, rule: Ai) -> str:
    """The value, when it has 1 to `most` characters, all of set 82; raises `Refusal` with the code of the rule."""
    if 0 < len(value) <= rule.most and not stray(value):
        return value
    raise Refusal(rule.code, value=value, character=stray(value), length=str(len(value)), most=str(rule.most))


@lru_cache(maxsize=REMEMBERED)
def checked_key(ai: str, value: str) -> str:
    """The value of a numeric AI, checked; remembered, because the same products and places come again and again."""
    rule = known()[ai]
    return checked_number(value, rule.name, (rule.digits,))


def checked(ai: str, value: str) -> str:
    """The value of any known AI, checked; raises `Refusal` when it breaks the rule of its AI."""
    rule = known()[ai]
    return checked_key(ai, value) if rule.digits else checked_text(value, rule)
