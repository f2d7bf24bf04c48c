"""Addresses taken apart into their levels where that is certain; the whole text is always kept."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from lienthong.codes.names import readings, same
from lienthong.codes.provinces import Province, province_by_code, province_by_name, province_now
from lienthong.codes.wards import (
    District,
    Moved,
    OldWard,
    Ward,
    district_named,
    moved,
    old_wards_named,
    old_wards_of,
    wards_named,
)
from lienthong.shelf import data

MAX_LENGTH = 500
_MARKS = re.compile(r"[,;\n]+")
_DASH = re.compile(r"\s+[-–]\s+")
# a new level inside a piece: a kind in small or capital letters behind other words
_INSIDE = re.compile(
    r"(?<!\bthị)\s+(?=(?:thị trấn|thị xã|thành phố|đặc khu|phường|quận|huyện|xã|tỉnh(?! lộ))\s|(?:tp|tx|tt|[qhpxt])\.)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address and the levels that are certain in it; `rest` is what stands before them.

    `provinces` are the readings of its province (several: the name was given anew and no day is known). An address
    of the three old levels has `district` and `old_ward`, one of today `ward`.
    """

    whole: str
    rest: str
    provinces: tuple[Province, ...] = ()
    district: District | None = None
    old_ward: OldWard | None = None
    ward: Ward | None = None

    @property
    def province_now(self) -> Province | None:
        """The province of today; None where it is not certain."""
        now = {province_now(province) for province in self.provinces}
        return now.pop() if len(now) == 1 else None

    @property
    def became(self) -> Moved | None:
        """The ward of today, or what may be it; None where the address names none."""
        if self.ward:
            return Moved(self.ward, (self.ward,), "")
        return moved(self.old_ward) if self.old_ward else None


@dataclass(frozen=True, slots=True)
class _Read:
    """One way of reading the pieces before the province: how many of them the levels take."""

    taken: int
    district: District | None = None
    old_ward: OldWard | None = None
    ward: Ward | None = None


def take_apart(text: str, on: dt.date | None = None) -> Address:
    """The levels of an address; `on` is the day it was written, without which a level may stay open.

    >>> found = take_apart("Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang")
    >>> found.rest, found.old_ward.name, found.district.name, found.province_now.code
    ('Ấp Vĩnh Thuận', 'xã Vĩnh Hanh', 'huyện Châu Thành', '91')
    """
    return _taken_apart(text, on) if len(text) <= MAX_LENGTH else Address(text, text)


@lru_cache(maxsize=4096)
def _taken_apart(text: str, on: dt.date | None) -> Address:
    pieces = _pieces(text)
    # two pieces first: a dash stands between levels and inside one name
    for count in (2, 1):
        provinces = province_by_name(" - ".join(pieces[-count:]), on) if len(pieces) >= count else ()
        if provinces:
            return _below(text, pieces[:-count], provinces)
    return Address(text, text)


def _below(text: str, pieces: list[str], provinces: tuple[Province, ...]) -> Address:
    read = _levels(pieces, provinces)
    if read is None:
        return Address(text, ", ".join(pieces), provinces)
    rest = ", ".join(pieces[: len(pieces) - read.taken])
    if read.district:
        provinces = province_by_code(read.district.province)
        provinces = tuple(one for one in provinces if one.valid_to)
    if read.ward:
        provinces = tuple(one for one in province_by_code(read.ward.province) if not one.valid_to)
    return Address(text, rest, provinces, read.district, read.old_ward, read.ward)


def _levels(pieces: list[str], provinces: tuple[Province, ...]) -> _Read | None:
    """The one certain reading of the pieces before the province; None where there is none or there are two."""
    old, new = _old_levels(pieces, provinces), _new_levels(pieces, provinces)
    if old and new:
        # the last piece names a district and a ward of today: the piece before it decides, if it says its kind
        said = old.old_ward and readings(pieces[-2], "ward")[0].kind
        return old if said else None
    return old or new


def _old_levels(pieces: list[str], provinces: tuple[Province, ...]) -> _Read | None:
    # a province of today is also written before the districts of any that it is made of
    codes = tuple(dict.fromkeys(code for one in provinces for code in ((one.code,) if one.valid_to else one.of)))
    for count in (2, 1):
        districts = district_named(" - ".join(pieces[-count:]), codes) if len(pieces) >= count else ()
        if districts:
            return _old_read(pieces, districts, count)
    return None


def _old_read(pieces: list[str], districts: tuple[District, ...], count: int) -> _Read | None:
    before = pieces[: len(pieces) - count]
    wards = old_wards_named(before[-1], districts) if before else ()
    if len(wards) == 1:
        return _Read(count + 1, wards[0].district, wards[0])
    if len(districts) > 1:
        return None
    bare = [ward for ward in old_wards_of(districts[0]) if not ward.name]
    return _Read(count, districts[0], bare[0] if bare else None)


def _new_levels(pieces: list[str], provinces: tuple[Province, ...]) -> _Read | None:
    codes = {province_now(one).code for one in provinces if not one.valid_to}
    wards = [ward for code in codes for ward in wards_named(pieces[-1], code)] if pieces else []
    return _Read(1, ward=wards[0]) if len(wards) == 1 else None


def _pieces(text: str) -> list[str]:
    """The pieces of an address from the smallest to the largest, without the country."""
    pieces = _MARKS.split(text)
    if len(pieces) == 1:
        pieces = _DASH.split(text)
    pieces = [part.strip(" .") for piece in pieces for part in _INSIDE.split(piece)]
    pieces = [piece for piece in pieces if piece]
    countries = {same(name) for name in data("vn/place-names.yaml")["country"]}
    return pieces[:-1] if pieces and same(pieces[-1]) in countries else pieces
