"""Limits of reading a workbook: two sets, for the owner of the machine and for what arrives from outside."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one workbook may cost; None is no limit. Bytes, seconds and counts."""

    memory: int = 512 * MIB
    cpu: int | None = None
    wall: float | None = None
    inflated: int | None = None
    ratio: int = 100
    ratio_from: int = MIB
    """The ratio is checked once a part has grown past this."""
    members: int = 1000
    cells: int | None = None
    area: int = 10_000_000
    """Declared area of a sheet that is mostly empty."""
    cell_text: int = 32_767


BATCH = Limits()
SERVICE = Limits(cpu=20, wall=60, inflated=500 * MIB, cells=5_000_000)
