"""The case of a lot: its day, goods, role and what else decides which items are asked for (`schemas/vn/cases.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lienthong.shelf import data

When = Mapping[str, tuple[str, ...]]
"""A case by the names of what is told: the values under which it holds, each name being needed."""


@lru_cache(maxsize=1)
def case_words() -> Mapping[str, Mapping[str, Any]]:
    """What may be told of a lot: for each name its values with their titles."""
    return {name: row["values"] for name, row in data("vn/cases.yaml")["cases"].items()}


@lru_cache(maxsize=256)
def goods_groups(name: str) -> frozenset[str]:
    """A group of goods with all groups it belongs to; a name that is no group stands alone.

    >>> sorted(goods_groups("rice"))
    ['farm-goods', 'grain', 'rice']
    """
    row = case_words()["goods"].get(name, {})
    return frozenset({name}).union(*(goods_groups(also) for also in row.get("also", ())))


@dataclass(frozen=True, slots=True)
class Case:
    """What is told of a lot beside its items: `on` is an ISO date, `told` the values by name; what is not told is open.

    >>> case = Case.of("2026-08-01", goods=["rice"], role="grower", imported=False)
    >>> case.holds({"goods": ("grain",)}), case.holds({"import": ("yes",)}), case.holds({"risk": ("high",)})
    (True, False, None)
    """

    on: str = ""
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        on: str = "",
        *,
        goods: Iterable[str] = (),
        role: str = "",
        imported: bool | None = None,
        more: Mapping[str, str] | None = None,
    ) -> Case:
        """The case of a lot; `goods` are names of groups, `more` other values such as `{"risk": "high"}`."""
        told = {name: frozenset({value}) for name, value in (more or {}).items() if value}
        groups = frozenset[str]().union(*(goods_groups(name) for name in goods))
        if groups:
            told["goods"] = groups
        if role:
            told["role"] = frozenset({role})
        if imported is not None:
            told["import"] = frozenset({"yes" if imported else "no"})
        return cls(on, told)

    def holds(self, when: When) -> bool | None:
        """Whether a case holds: False when one of its parts is told otherwise, None when one is not told."""
        answers = [bool(self.told[name] & set(values)) if name in self.told else None for name, values in when.items()]
        return False if False in answers else None if None in answers else True

    def within(self, valid_from: str, valid_to: str) -> bool:
        """Whether the day is within these dates, both included; without a day always.

        >>> Case("2026-06-01").within("2026", ""), Case("2026-06-01").within("2026-06-02", "")
        (True, False)
        """
        return not self.on or (valid_from <= self.on and (not valid_to or self.on <= valid_to))
