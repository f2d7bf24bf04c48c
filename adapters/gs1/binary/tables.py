"""The rows of `schemas/gs1/epc-binary.yaml` as typed values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from adapters.gs1.binary.bits import WORD
from lienthong.shelf import data


@dataclass(frozen=True, slots=True)
class Key:
    """The GS1 key behind a scheme of TDS 1; see `keys` of the data file for what each part says."""

    scheme: str
    ai: str
    digits: int
    most: int
    lead: bool
    front: str
    serial: str
    joined: bool
    none: str
    pieces: bool


@dataclass(frozen=True, slots=True)
class Partition:
    """How one length of company prefix shares the joint bits with the reference."""

    value: int
    length: int
    """Digits of the company prefix."""
    limit: int
    """10 to the power of `length`."""
    shift: int
    """Bits of the reference."""
    mask: int
    digits: int
    """Digits of a padded reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One binary scheme."""

    name: str
    header: int
    scheme: str
    """The EPC scheme it writes."""
    filter_bits: int
    unit: int
    """Multiple of bits it is printed in."""
    retired: str = ""
    """The edition of the standard that retired it: read, never written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Partitioned(Scheme):
    """A scheme of TDS 1 with a company prefix."""

    key: Key
    bits: int
    joint: int
    """Bits of company prefix and reference together."""
    tail: int
    """Bits behind them."""
    reference: str
    serial: str
    partitions: tuple[Partition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plus(Scheme):
    """A scheme of TDS 2: `+`, or `++` with a host."""

    ais: tuple[str, ...]
    may_lack: str
    hosted: bool
    dated: bool


def rows() -> Any:
    """The data file."""
    return data("gs1/epc-binary.yaml")


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, Scheme]:
    """All schemes by name (`sgtin-96`, `sgtin+`, `sgtin++`), narrower ones of a key before wider ones."""
    return {scheme.name: scheme for scheme in (*_partitioned(), *_alone(), *_plus())}


@lru_cache(maxsize=1)
def by_header() -> Mapping[int, Scheme]:
    """All schemes by their first byte."""
    return {scheme.header: scheme for scheme in by_name().values()}


@lru_cache(maxsize=1)
def date_ais() -> tuple[str, ...]:
    """The AIs a dated scheme may lead with, by date type."""
    return tuple(rows()["dates"])


@lru_cache(maxsize=1)
def prefix_widths() -> tuple[int, ...]:
    """The bits of a company prefix by partition value."""
    return tuple(int(bits) for _, bits in rows()["partitions"])


@lru_cache(maxsize=1)
def most_bits() -> int:
    """The most bits a tag can hold."""
    return int(rows()["most"])


@lru_cache(maxsize=1)
def value_forms() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """How the value of an AI is packed: the form and size of each of its parts."""
    forms: dict[str, tuple[tuple[str, int], ...]] = {}
    for words, patterns in rows()["values"].items():
        parts = tuple((form, int(size or 0)) for form, _, size in (part.partition(" ") for part in words.split(", ")))
        forms |= {ai: parts for pattern in patterns for ai in _spread(pattern)}
    return forms


def filter_says(scheme: str, value: int, lang: str) -> str:
    """What a filter value of an EPC scheme tells, in `vi` or `en`; empty where it means anything else.

    >>> filter_says("sgtin", 1, "en"), filter_says("sgtin", 0, "en")
    ('item sold at a till', '')
    """
    return str(rows()["filters"].get(scheme, {}).get(str(value), {}).get(lang, ""))


def _spread(pattern: str) -> Iterator[str]:
    """The AIs of `31[0-6][0-5]`."""
    pieces = pattern.replace("]", "[").split("[")
    choices = [_choices(piece) if at % 2 else [piece] for at, piece in enumerate(pieces)]
    return ("".join(one) for one in product(*choices))


def _choices(piece: str) -> list[str]:
    first, dash, last = piece.partition("-")
    return [str(digit) for digit in range(int(first), int(last) + 1)] if dash else list(piece)


def _partitioned() -> Iterator[Scheme]:
    keys = {name: _key(name, row) for name, row in rows()["keys"].items()}
    for name, row in rows()["partitioned"].items():
        key, bits, joint = keys[row["key"]], int(row["bits"]), int(row["joint"])
        yield Partitioned(
            name=name,
            header=int(row["header"], 16),
            scheme=key.scheme,
            filter_bits=3,
            unit=WORD,
            retired=row.get("retired", ""),
            key=key,
            bits=bits,
            joint=joint,
            # header, filter and partition are 14 bits
            tail=bits - 14 - joint,
            reference=row["reference"],
            serial=row["serial"],
            partitions=tuple(_partitions(key, joint)),
        )


def _key(name: str, row: Mapping[str, str]) -> Key:
    serial = row.get("serial", "")
    joined = serial == "joined"
    return Key(
        scheme=name,
        ai=row["ai"],
        digits=int(row.get("digits", 0)),
        most=int(row.get("most", 0)),
        lead="lead" in row,
        front=row.get("front", ""),
        serial="" if joined else serial,
        joined=joined,
        none=row.get("none", ""),
        pieces="pieces" in row,
    )


def _partitions(key: Key, joint: int) -> Iterator[Partition]:
    for value, (length, bits) in enumerate(rows()["partitions"]):
        digits, shift = int(length), joint - int(bits)
        yield Partition(value, digits, 10**digits, shift, (1 << shift) - 1, key.digits - digits)


def _alone() -> Iterator[Scheme]:
    for name, row in rows()["alone"].items():
        yield Scheme(
            name=name,
            header=int(row["header"], 16),
            scheme=row["scheme"],
            filter_bits=int(row["filter"]),
            unit=int(row["unit"]),
        )


def _plus() -> Iterator[Scheme]:
    for hosted in (False, True):
        for name, row in rows()["plus"].items():
            yield Plus(
                name=name + ("++" if hosted else "+"),
                header=int(row["hosted" if hosted else "plus"], 16),
                scheme=row.get("scheme", name),
                filter_bits=3,
                # as the standard prints them
                unit=WORD if hosted else 4,
                ais=tuple(row["ais"]),
                may_lack=row.get("may_lack", ""),
                hosted=hosted,
                dated="dated" in row,
            )
