"""State registers that a farm's records may have to feed (`schemas/vn/registers.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lienthong.checks.profile import Both
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class Register:
    """A register and the fields it asks for, by name."""

    name: str
    title: Both
    source: str
    mark: str
    fields: Mapping[str, Both]


@lru_cache(maxsize=1)
def registers() -> Mapping[str, Register]:
    """All registers by name; one that includes another has its fields first.

    >>> sorted(set(registers()["catch-certificate"].fields) - set(registers()["catch-confirmation"].fields))
    ['confirmation_number']
    """
    rows = data("vn/registers.yaml")["registers"]
    return {
        name: Register(
            name,
            row["title"],
            row["source"],
            row["mark"],
            {**rows.get(row.get("includes", ""), {}).get("fields", {}), **row["fields"]},
        )
        for name, row in rows.items()
    }
