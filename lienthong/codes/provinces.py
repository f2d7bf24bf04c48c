"""Provinces with validity dates: what a code or a name means on a day, and what became of each of the old ones.

An answer is a tuple of readings: one is certain, several are ambiguous, none is unknown. Without a day, a code that
was given anew means two provinces; nothing here guesses.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from lienthong.codes.names import matching, same
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
    return tuple(
        Province(
            row["code"],
            row["kind"],
            row["name"],
            _day(row["from"]),
            _day(row["to"]),
            row.get("into", ""),
            tuple(row.get("of", ())),
            tuple(row.get("also", ())),
        )
        for row in data("vn/provinces.yaml")["provinces"]
    )


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

    >>> [(province.code, province.full) for province in province_by_name("T. An Giang")]
    [('89', 'tỉnh An Giang'), ('91', 'tỉnh An Giang')]
    """
    then = [province for province in provinces() if province.holds(on)]
    found = matching(text, "province", then, lambda province: province.names)
    if found:
        return found
    other = _other_names().get(same(text.replace(".", "").replace("-", "")))
    return tuple(province for province in then if province.name == other)


@lru_cache(maxsize=1)
def _other_names() -> dict[str, str]:
    """Other names by what they are compared by, alone and behind their kind."""
    rows = data("vn/place-names.yaml")["also"]
    heads = ("", "tp ", "thành phố ", "tỉnh ", "t ", "tp")
    return {same(head + name): province for name, province in rows.items() for head in heads}


def province_now(province: Province) -> Province:
    """The province of today that this one is or became part of."""
    if province.valid_to is None:
        return province
    return next(other for other in province_by_code(province.into) if other.valid_to is None)
