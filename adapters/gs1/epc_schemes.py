"""The table of EPC schemes and tag encodings (`schemas/gs1/epc-schemes.yaml`, where its members are explained)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1.ais import checked
from adapters.gs1.layouts import Layout, layouts
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class KeyScheme:
    """A scheme of a GS1 key; `count` is the number of its fields."""

    name: str
    count: int
    layout: Layout
    tail: str = ""
    most: int = 0
    numeric: bool = False
    none: str = ""
    also: str = ""
    names_class: bool = False
    form: str = "id"
    loses: tuple[str, ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the tail is part of the value of the key."""
        return self.tail == self.layout.ai

    def checked_tail(self, tail: str) -> str:
        """The tail, when its AI or the scheme itself allows it; raises `Refusal` (see `ais.fault`)."""
        return tail if tail and tail == self.also else checked(self.tail, tail)


@dataclass(frozen=True, slots=True)
class OwnScheme:
    """A scheme outside the GS1 keys: the rule of each field, and how many fields it has."""

    name: str
    count: int
    rules: tuple[str, ...]
    form: str = "id"


@dataclass(frozen=True, slots=True)
class Tag:
    """What one tag encoding can hold; -1 as `filter` where it has none, 0 where there is no limit."""

    name: str
    scheme: KeyScheme | OwnScheme
    filter: int = -1
    last: int = 0
    digits: bool = False
    second: int = 0
    together: int = 0
    retired: bool = False


@lru_cache(maxsize=1)
def key_schemes() -> dict[str, KeyScheme]:
    """The schemes of GS1 keys by name, in the order in which a writer tries them."""
    return {name: _of_key(name, row) for name, row in data("gs1/epc-schemes.yaml")["keys"].items()}


def _of_key(name: str, row: dict[str, str]) -> KeyScheme:
    layout = layouts()[row["ai"]]
    return KeyScheme(
        name,
        2 + layout.pieces + ("tail" in row),
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
def schemes() -> dict[str, KeyScheme | OwnScheme]:
    """All schemes by name."""
    own = data("gs1/epc-schemes.yaml")["others"].items()
    return {**key_schemes(), **{name: OwnScheme(name, len(rules), tuple(rules)) for name, rules in own}}


@lru_cache(maxsize=1)
def schemes_of_key() -> dict[str, tuple[KeyScheme, ...]]:
    """The schemes of each key's AI."""
    found: dict[str, tuple[KeyScheme, ...]] = {}
    for scheme in key_schemes().values():
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
