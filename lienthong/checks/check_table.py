"""The table of checks (`schemas/vn/checks.yaml`): what each finds, how sure it is, and the figures it goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from lienthong.checks.profile import Both
from lienthong.shelf import data

Run = Literal["lot", "lots", "record"]
"""Over what a check runs: the events of one lot, all lots of a store, the items of a profile."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the table; `kind` narrows it to runs with a profile of that kind, `given` are figures and words."""

    name: str
    title: Both
    source: str
    mark: str
    run: Run
    finds: tuple[str, ...]
    kind: str
    given: Mapping[str, Any]


@lru_cache(maxsize=1)
def checks() -> tuple[Check, ...]:
    """All checks, in the order of their table."""
    return tuple(
        Check(
            row["check"],
            row["title"],
            row["source"],
            row["mark"],
            cast("Run", row["run"]),
            tuple(row["finds"]),
            row.get("kind", ""),
            row.get("given", {}),
        )
        for row in data("vn/checks.yaml")["checks"]
    )


def check_named(name: str) -> Check:
    """The check of this name; KeyError when there is none."""
    return _by_name()[name]


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, Check]:
    return {check.name: check for check in checks()}
