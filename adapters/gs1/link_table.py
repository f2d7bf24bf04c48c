"""Which AIs may be key, qualifier and attribute of a Digital Link, compiled once from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from adapters.gs1.ais import table as ais
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class LinkTable:
    """The AI table as a Digital Link sees it (GS1 Digital Link URI Syntax 1.6, clause 4).

    `chains`: each primary key with the chains of qualifiers that may follow it, in this order; `sequences`: every
    allowed sequence of a key and its qualifiers, such as `("01",)` and `("01", "10", "21")`; `attributes`: what may
    stand in the query; `known`: all AIs; `beside`: for each sequence what could stand in the path too.
    """

    chains: dict[str, tuple[tuple[str, ...], ...]]
    sequences: frozenset[tuple[str, ...]]
    attributes: frozenset[str]
    known: frozenset[str]
    beside: dict[tuple[str, ...], frozenset[str]]

    def misplaced(self, path: tuple[str, ...]) -> frozenset[str]:
        """The AIs that could have been qualifiers beside those in this path, and so must not stand in the query."""
        return self.beside.get(path, frozenset())


@lru_cache(maxsize=1)
def table() -> LinkTable:
    """The table of `schemas/gs1/ais.yaml`."""
    chains = {ai: entry.qualifiers for ai, entry in ais().items() if entry.qualifiers is not None}
    attributes = frozenset(ai for ai, entry in ais().items() if entry.attribute)
    sequences = _sequences(chains)
    return LinkTable(chains, sequences, attributes, frozenset(ais()), _beside(sequences))


def _sequences(chains: dict[str, tuple[tuple[str, ...], ...]]) -> frozenset[tuple[str, ...]]:
    return frozenset(
        (key, *chosen)
        for key, rows in chains.items()
        for chain in (*rows, ())
        for count in range(len(chain) + 1)
        for chosen in combinations(chain, count)
    )


def _beside(sequences: frozenset[tuple[str, ...]]) -> dict[tuple[str, ...], frozenset[str]]:
    """For each sequence the AIs that stand with it in a sequence of one more."""
    longer: dict[tuple[str, ...], set[str]] = {}
    for names in sequences:
        for place in range(1, len(names)):
            longer.setdefault(names[:place] + names[place + 1 :], set()).add(names[place])
    return {names: frozenset(more) for names, more in longer.items()}


@lru_cache(maxsize=1)
def short_names() -> dict[str, str]:
    """The AIs that short names such as `gtin` and `lot` stood for, in lower case; removed from the standard in 1.2."""
    names: dict[str, str] = data("gs1/link-names.yaml")["names"]
    return names
