"""Wards: those of today, the old ones under their districts, and what became of each old one.

Read only when asked: a table's blocks are cut at once, their lines when a block is looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lienthong.codes.names import matching
from lienthong.shelf import root

WHY: Mapping[str, str] = {"=": "", "/": "split", "?": "sources", "~": "source", "-": "ended"}
"""Why an old ward leads to no certain one, by the mark of its row in `schemas/vn/wards-old.txt`."""


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward of today, `phường Long Xuyên`, with its province's code."""

    code: str
    name: str
    province: str


@dataclass(frozen=True, slots=True)
class District:
    """An old district; the first of its names is the usual one, `province` is the code its province had."""

    code: str
    names: tuple[str, ...]
    province: str

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class OldWard:
    """A ward until the change, and what the sources say of it: mark and codes of wards of today."""

    code: str
    names: tuple[str, ...]
    district: District
    mark: str
    targets: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of an old ward: `certain` where all sources name one and the same, else None.

    `why` says why nothing is certain: `split` among the candidates; `sources` differ; one `source` only speaks of
    it; it `ended` before.
    """

    certain: Ward | None
    candidates: tuple[Ward, ...]
    why: str


def _blocks(path: str) -> list[tuple[str, list[str]]]:
    """The blocks of a table: heading and lines."""
    text = (root("schemas") / path).read_text(encoding="utf-8")
    blocks = text.split("\n@ ")[1:]
    return [(head, lines.splitlines()) for head, _, lines in (block.partition("\n") for block in blocks)]


@lru_cache(maxsize=1)
def _today() -> dict[str, Ward]:
    rows = [(code, line.split("\t")) for code, lines in _blocks("vn/wards.txt") for line in lines]
    return {code: Ward(code, name, province) for province, (code, name) in rows}


@lru_cache(maxsize=64)
def wards_of(province: str) -> tuple[Ward, ...]:
    """The wards of today in a province of today, by its code."""
    return tuple(ward for ward in _today().values() if ward.province == province)


def ward_by_code(code: str) -> Ward | None:
    """The ward of today with this code.

    >>> ward_by_code("30307")
    Ward(code='30307', name='phường Long Xuyên', province='91')
    """
    return _today().get(code)


def wards_named(text: str, province: str) -> tuple[Ward, ...]:
    """The wards of today in a province that a text may name."""
    return matching(text, "ward", wards_of(province), lambda ward: (ward.name,))


@lru_cache(maxsize=1)
def _districts() -> dict[District, list[str]]:
    """All districts with the lines of their wards."""
    found: dict[District, list[str]] = {}
    for head, lines in _blocks("vn/wards-old.txt"):
        province, code, names = head.split(" ", 2)
        found[District(code, tuple(names.split(";")), province)] = lines
    return found


@lru_cache(maxsize=1)
def _by_province() -> dict[str, tuple[District, ...]]:
    found: dict[str, tuple[District, ...]] = {}
    for district in _districts():
        found[district.province] = (*found.get(district.province, ()), district)
    return found


def districts_of(province: str) -> tuple[District, ...]:
    """The districts an old province had, by its code."""
    return _by_province().get(province, ())


@lru_cache(maxsize=4096)
def district_named(text: str, provinces: tuple[str, ...]) -> tuple[District, ...]:
    """The districts that a text may name in old provinces, by their codes.

    >>> [district.name for district in district_named("H. Chau Thanh", ("89",))]
    ['huyện Châu Thành']
    """
    known = [district for code in provinces for district in districts_of(code)]
    return matching(text, "district", known, lambda district: district.names)


@lru_cache(maxsize=1024)
def old_wards_of(district: District) -> tuple[OldWard, ...]:
    """The wards a district had; one without code and name stands for a district that had none."""
    return tuple(_old_ward(line, district) for line in _districts()[district])


def _old_ward(line: str, district: District) -> OldWard:
    code, names, rest = line.split("\t")
    mark, _, targets = rest.partition(" ")
    codes = dict.fromkeys(part for part in targets.split() if part != "|")
    return OldWard(code, tuple(names.split(";")), district, mark, tuple(codes))


def old_wards_named(text: str, districts: Iterable[District]) -> tuple[OldWard, ...]:
    """The old wards in these districts that a text may name."""
    known = [ward for district in districts for ward in old_wards_of(district)]
    return matching(text, "ward", known, lambda ward: ward.names)


def old_wards_in(provinces: Iterable[str], text: str) -> tuple[OldWard, ...]:
    """The old wards in old provinces that a text may name, in whatever district."""
    return old_wards_named(text, [district for code in provinces for district in districts_of(code)])


@lru_cache(maxsize=1)
def _districts_of_codes() -> dict[str, list[District]]:
    found: dict[str, list[District]] = {}
    for district, lines in _districts().items():
        for line in lines:
            found.setdefault(line.partition("\t")[0], []).append(district)
    return found


def old_wards_by_code(code: str) -> tuple[OldWard, ...]:
    """The old wards that bore a code: several where one went on under another name."""
    districts = _districts_of_codes().get(code, ()) if code else ()
    return tuple(ward for district in dict.fromkeys(districts) for ward in old_wards_of(district) if ward.code == code)


def moved(ward: OldWard) -> Moved:
    """What became of an old ward."""
    candidates = tuple(_today()[code] for code in ward.targets)
    why = WHY[ward.mark]
    return Moved(None if why else candidates[0], candidates, why)
