"""The event hash as tables: orders, profiles, what never counts. Source: `schemas/epcis/hash.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from adapters.epcis.contexts import standard_namespaces
from adapters.epcis.xml_tables import INSTANCE
from lienthong.model import event_shapes
from lienthong.shelf import data

Syntax = Literal["json", "xml"]
"""The syntax an event was read from: the reference tool makes two hashes of one event."""


class HashFault(Exception):
    """Why an event has no hash: a code, a pointer into the event, facts."""

    def __init__(self, code: str, at: str = "", **facts: str) -> None:
        super().__init__(code)
        self.code, self.at, self.facts = code, at, facts


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of hashing; `version` stands in the hash, `reference` says that the tool is followed as it is."""

    name: str
    version: str
    reference: bool


@lru_cache(maxsize=1)
def table() -> Any:
    """The whole table."""
    return data("epcis/hash.yaml")


@lru_cache(maxsize=1)
def profiles() -> Mapping[str, Profile]:
    """The profiles by name.

    >>> sorted(profiles())
    ['cbv-2.0', 'cbv-2.1', 'reference-2.0']
    """
    rows = table()["profiles"].items()
    return {name: Profile(name, row["version"], row.get("follows") == "reference") for name, row in rows}


@lru_cache(maxsize=1)
def spaces_of_names() -> Mapping[str, str]:
    """The namespaces of standard prefixes as they stand in names, spelled as XML documents spell them."""
    return {**standard_namespaces(), "xsi": INSTANCE}


@lru_cache(maxsize=1)
def standard_members() -> frozenset[str]:
    """Every member that an event of any type has by the standard."""
    return frozenset(name for item in event_shapes().values() for name in item.members)


@lru_cache(maxsize=1)
def ignored() -> frozenset[str]:
    """The members of an event that never count."""
    return frozenset(table()["ignored"])


@lru_cache(maxsize=1)
def remarks() -> frozenset[str]:
    """The members that are remarks, wherever they stand."""
    return frozenset(table()["remarks"])


@lru_cache(maxsize=1)
def unnamed() -> frozenset[str]:
    """The parts whose own name does not stand before their members."""
    return frozenset(table()["unnamed"])
