"""Provinces with validity dates: what a code or a name means on a day, and what became of each of the old ones.

An answer is a tuple of readings: one is certain, several are ambiguous, none is unknown. Without a day, a code that
was given anew means two provinces; nothing here guesses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lienthong.codes.names import matching
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class Province:
    """A province in the time it bears this code; an open end is None.

    `into` is the code of the province of today it became part of, `of` are the codes of those that make it up.
    """

    code: str
    kind: str
    name: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    into: str = ""
    of: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def full(self) -> str:
        """Kind and name, `tỉnh An Giang`."""
        return f"{self.kind} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, with their kind."""
        return (self.full, *self.also)

    def holds(self, on: dt.date | None) -> bool:
        """Whether it was there on a day; without a day always."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)
        )


@lru_cache(maxsize=1)
def provinces() -> tuple[Province, ...]:
    """All provinces, old and new (`schemas/vn/provinces.yaml`)."""
    return tuple(map(_province, data("vn/provinces.yaml")["provinces"]))


def _province(row: Mapping[str, Any]) -> Province:
    names = data("vn/place-names.yaml")
    also = [*row.get("also", ()), *(name for name, province in names["also"].items() if province == row["name"])]
    kind = row["kind"]
    later = next((change for change in names["later"] if change["code"] == row["code"] and not row["to"]), None)
    if later:
        also.append(f"{kind} {row['name']}")
        kind = later["kind"]
    into, parts = row.get("into", ""), tuple(row.get("of", ()))
    return Province(row["code"], kind, row["name"], _day(row["from"]), _day(row["to"]), into, parts, tuple(also))


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def province_by_code(code: str, on: dt.date | None = None) -> tuple[Province, ...]:
    """What a code means on a day; without a day all it ever meant.

    >>> [province.name for province in province_by_code("91")]
    ['Kiên Giang', 'An Giang']
    >>> [province.name for province in province_by_code("91", dt.date(2025, 6, 30))]
    ['Kiên Giang']
    """
    return tuple(province for province in provinces() if province.code == code and province.holds(on))


@lru_cache(maxsize=1024)
def province_by_name(text: str, on: dt.date | None = None) -> tuple[Province, ...]:
    """The provinces a name may mean on a day: with or without kind and diacritics, or by another name in use.

    Where none bore it on that day, those that bore it before: the old name stays a way to write a place.

    >>> [(province.code, province.full) for province in province_by_name("T. An Giang")]
    [('89', 'tỉnh An Giang'), ('91', 'tỉnh An Giang')]
    """
    found = matching(text, "province", provinces(), lambda province: province.names)
    then = tuple(province for province in found if province.holds(on))
    return then or tuple(province for province in found if on and province.valid_to and province.valid_to < on)


def province_now(province: Province) -> Province:
    """The province of today that this one is or became part of."""
    if province.valid_to is None:
        return province
    return next(other for other in province_by_code(province.into) if other.valid_to is None)
