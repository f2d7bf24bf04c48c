"""The XML binding as tables: names, namespaces and forms by version. Source: `schemas/epcis/xml.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lienthong.shelf import data


@lru_cache(maxsize=1)
def table() -> Any:
    """The whole table."""
    return data("epcis/xml.yaml")


@lru_cache(maxsize=1)
def items() -> Mapping[str, str]:
    """The element that repeats inside each list."""
    return dict(table()["items"])


@lru_cache(maxsize=8)
def names(part: str) -> frozenset[str]:
    """A set of names: `bare`, `attributes`, `empty`, `single`, `extension`."""
    return frozenset(table()[part])


def namespace(version: str, kind: str) -> str:
    """The namespace of a `capture`, `query` or `master` document of a version."""
    return str(table()["versions"][version][kind])


def versions_of(uri: str, kind: str) -> tuple[str, ...]:
    """The versions whose `capture`, `query` or `master` documents have this namespace.

    >>> versions_of("urn:epcglobal:epcis:xsd:2", "capture")
    ('2.0',)
    """
    return tuple(version for version, row in table()["versions"].items() if row[kind] == uri)


@dataclass(frozen=True, slots=True)
class Root:
    """The root element of a kind of document, its prefix, and which namespace of a version it stands in."""

    element: str
    prefix: str
    space: str


@lru_cache(maxsize=1)
def roots() -> Mapping[str, Root]:
    """The root elements by kind of document; bare events stand in a capture document that says so."""
    return {kind: Root(**row) for kind, row in table()["roots"].items()}


INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
