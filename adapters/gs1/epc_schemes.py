"""The table of EPC schemes and tag encodings (`schemas/gs1/epc-schemes.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1.ais import checked
from adapters.gs1.layouts import Layout, layouts
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme: of a GS1 key where it has a `layout`, else of fields with a rule each.

    What the members mean stands in `schemas/gs1/epc-schemes.yaml`; `count` is the number of fields.
    """

    name: str
    count: int
    rules: tuple[str, ...] = ()
    layout: Layout | None = None
    tail: str = ""
    most: int = 0
    numeric: bool = False
    none: str = ""
    also: str = ""
    names_class: bool = False
    form: str = "id"
    loses: tuple[str, ...] = ()

    def checked_tail(self, tail: str) -> str:
        """The tail, when its AI or the scheme itself allows it; raises `Refusal` (see `ais.fault`)."""
        return tail if tail == self.also else checked(self.tail, tail)

    @property
    def inside(self) -> bool:
        """Whether the tail is part of the value of the key."""
        return self.layout is not None and self.tail == self.layout.ai


@dataclass(frozen=True, slots=True)
class Tag:
    """What one tag encoding can hold; -1 as `filter` where it has none, 0 bits where there is no limit."""

    name: str
    scheme: Scheme
    filter: int = -1
    last: int = 0
    digits: bool = False
    second: int = 0
    together: int = 0
    retired: bool = False


@lru_cache(maxsize=1)
def schemes() -> dict[str, Scheme]:
    """All schemes by name."""
    table = data("gs1/epc-schemes.yaml")
    found = {name: _of_key(name, row) for name, row in table["keys"].items()}
    for name, rules in table["others"].items():
        found[name] = Scheme(name, len(rules), tuple(rules))
    return found


def _of_key(name: str, row: dict[str, str]) -> Scheme:
    layout = layouts()[row["ai"]]
    return Scheme(
        name,
        2 + layout.pieces + ("tail" in row),
        (),
        layout,
        row.get("tail", ""),
        int(row.get("most", 0)),
        "numeric" in row,
        row.get("none", ""),
        row.get("also", ""),
        "class" in row,
        row.get("form", "id"),
        tuple(row.get("loses", ())),
    )


@lru_cache(maxsize=1)
def schemes_of_key() -> dict[str, tuple[Scheme, ...]]:
    """The schemes of each key's AI, in the order in which a writer tries them."""
    found: dict[str, tuple[Scheme, ...]] = {}
    for scheme in schemes().values():
        if scheme.layout:
            found[scheme.layout.ai] = (*found.get(scheme.layout.ai, ()), scheme)
    return found


@lru_cache(maxsize=1)
def tags() -> dict[str, Tag]:
    """All tag encodings by name."""
    return {
        name: Tag(
            name,
            schemes()[row["scheme"]],
            int(row.get("filter", -1)),
            int(row.get("last", 0)),
            "digits" in row,
            int(row.get("second", 0)),
            int(row.get("together", 0)),
            "retired" in row,
        )
        for name, row in data("gs1/epc-schemes.yaml")["tags"].items()
    }


@lru_cache(maxsize=1)
def prefix_bits() -> dict[int, int]:
    """Bits of a company prefix in the classic encodings, by its digits."""
    return {int(digits): int(bits) for digits, bits in data("gs1/epc-schemes.yaml")["prefix-bits"].items()}
