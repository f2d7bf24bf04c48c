"""Dates and times inside AI values, with the precision they have (GS1 General Specifications 3.4, 7.12).

A day 00 means the month; it is kept as such, because readers differ in what they make of it. Two digits of a year say
nothing of the century without a day of reference.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from adapters.gs1.ais import checked, table
from adapters.gs1.components.moments import days_in


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as precise as it was told: `day` 0 is the month, -1 is an hour, minute or second not told."""

    year: int
    month: int
    day: int = 0
    hour: int = -1
    minute: int = -1
    second: int = -1

    @property
    def text(self) -> str:
        """The moment as in ISO 8601, no more precise than it is: `2026-11`, `2026-11-30`, `2026-11-30T14:05`."""
        date = f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")
        clock = ":".join(f"{part:02}" for part in (self.hour, self.minute, self.second) if part >= 0)
        return f"{date}T{clock}" if clock and self.day else date

    @property
    def last_day(self) -> dt.date:
        """The last day it may mean: the end of the month where no day is told."""
        return dt.date(self.year, self.month, self.day or days_in(self.year, self.month))


def full_year(two_digits: int, as_of: dt.date) -> int:
    """The year that two digits mean on a day: from 49 years back to 50 ahead (General Specifications 7.12).

    >>> full_year(76, dt.date(2026, 1, 1)), full_year(77, dt.date(2026, 1, 1)), full_year(0, dt.date(2060, 1, 1))
    (2076, 1977, 2100)
    """
    century = as_of.year - as_of.year % 100
    ahead = two_digits - as_of.year % 100
    return century + two_digits + (-100 if ahead >= 51 else 100 if ahead <= -50 else 0)


def read(ai: str, value: str, as_of: dt.date) -> tuple[Moment, ...]:
    """The moments in the value of an AI, none where it holds no date; two for a harvest that lasted (7007).

    Raises `Refusal` when the value is not right behind the AI.

    >>> [moment.text for moment in read("17", "261200", dt.date(2026, 11, 25))]
    ['2026-12']
    >>> [moment.text for moment in read("8008", "2612011405", dt.date(2026, 11, 25))]
    ['2026-12-01T14:05']
    """
    moments: list[Moment] = []
    rest = checked(ai, value)
    for part in table()[ai].parts:
        text, rest = rest[: part.most], rest[part.most :]
        for rule in part.rules:
            if text and rule.startswith("yy"):
                moments.append(_date(text, as_of))
            elif text and rule in _CLOCK:
                moments[-1] = replace(moments[-1], **_times(text, _CLOCK[rule]))
    return tuple(moments)


_CLOCK = {"hh": ("hour",), "hhmi": ("hour", "minute"), "mi": ("minute",), "ss": ("second",)}


def _date(text: str, as_of: dt.date) -> Moment:
    year = int(text[:-4])
    return Moment(full_year(year, as_of) if len(text) == 6 else year, int(text[-4:-2]), int(text[-2:]))


def _times(text: str, names: tuple[str, ...]) -> dict[str, int]:
    return {name: int(text[2 * place : 2 * place + 2]) for place, name in enumerate(names)}
