"""Readiness: lots held against profiles, one by one: what each lacks, by which article, and who supplies it."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.checks.case import Case
from lienthong.checks.profile import Profile
from lienthong.checks.profiles import active, default_profile, find_profile
from lienthong.checks.times import day
from lienthong.findings import Finding
from lienthong.gathering import Gathered
from lienthong.opening import Stop
from lienthong.plugs import Plugs
from lienthong.record import LotTold, LotWalk, Missing, complete, lot_within, missing
from lienthong.reports import LotReport, ReadinessReport, profile_label

SHOWN = 200
"""Lots that a page shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What lots are held against: profiles by name or by case, the day, the goods, the role, one lot."""

    profiles: tuple[str, ...] = ()
    on: str = ""
    goods: tuple[str, ...] = ()
    role: str = ""
    lot: str = ""

    @property
    def day(self) -> str:
        """The day as an ISO date: the one asked for, else today's in the zone of the country."""
        return self.on or dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date().isoformat()

    @property
    def case(self) -> Case:
        """What is told of all lots."""
        return Case.of(self.day, goods=self.goods, role=self.role)


def chosen_profiles(asked: Asked, plugs: Plugs) -> list[Profile]:
    """The profiles asked for by name; else those in force on the day for goods and role; else the one by default.

    Raises `Stop` when one is not known, or the day is none.
    """
    if asked.on and not day(asked.on):
        raise Stop(plugs.catalogue.finding("check.day", value=asked.on))
    if not asked.profiles and (asked.goods or asked.role):
        return active(asked.day, goods=asked.goods, role=asked.role)
    found = [find_profile(name) for name in asked.profiles or (default_profile(),)]
    if any(read.profile is None for read in found):
        raise Stop(*(finding for read in found for finding in read.findings))
    return [read.profile for read in found if read.profile]


@dataclass(frozen=True, slots=True)
class Ready:
    """A lot with what it lacks under each profile; `errors` are findings that no item can mend."""

    told: LotTold
    lacking: tuple[list[Missing], ...]

    @property
    def errors(self) -> list[Finding]:
        """What cannot be in the lot's chain."""
        return [finding for finding in self.told.findings if finding.severity == "error"]

    @property
    def complete(self) -> bool:
        """Whether it lacks nothing and nothing is wrong with it."""
        return not any(self.lacking) and not self.errors

    def lines(self, plugs: Plugs) -> Iterator[dict[str, Any]]:
        """A line of JSON for each profile: the record, what is missing, and what else was found."""
        found = [plugs.catalogue.wire(finding) for finding in self.told.findings]
        for record, lacking in zip(self.told.records, self.lacking, strict=True):
            yield {**record, "missing": lacking, "findings": found}


def readiness(
    source: Gathered, profiles: Sequence[Profile], asked: Asked, plugs: Plugs
) -> Generator[Ready, None, None]:
    """Every lot of a source, or the one asked for, held against profiles; one at a time, so that memory stays flat.

    Raises `Stop` when there is no such lot.
    """
    walk = LotWalk(source.store, profiles, plugs.key_of, plugs.functions, plugs.catalogue, asked.case)
    for key in lot_keys(source, asked.lot, plugs):
        told = walk.lot(key)
        lacking = (missing(record, profile) for record, profile in zip(told.records, profiles, strict=True))
        yield Ready(told, tuple(lacking))


def lot_keys(source: Gathered, lot: str, plugs: Plugs) -> Iterator[str]:
    """The keys of all lots, or of the one that a code, identifier or trace code names; raises `Stop`."""
    if not lot:
        yield from source.subjects()
        return
    keys = source.store.find(lot_within(lot))
    if len(keys) != 1:
        code = "lot.several" if keys else "lot.absent"
        raise Stop(plugs.catalogue.finding(code, lot=lot, lots=", ".join(keys)))
    yield keys[0]


@dataclass(slots=True)
class Shown:
    """Counts lots and keeps those that a page shows: incomplete ones first, then in their order."""

    total: int = 0
    complete: int = 0
    _best: list[tuple[bool, int, int, Ready]] = field(default_factory=list)

    def add(self, ready: Ready) -> None:
        """Takes one lot."""
        rank = (not ready.complete, -self.total, self.total, ready)
        (heapq.heappush if len(self._best) < SHOWN else heapq.heappushpop)(self._best, rank)
        self.total += 1
        self.complete += ready.complete

    def report(
        self, source: Gathered, profiles: Sequence[Profile], asked: Asked, plugs: Plugs, command: str
    ) -> ReadinessReport:
        """The content of the page."""
        best = sorted(self._best, key=lambda rank: (not rank[0], rank[2]))
        return ReadinessReport(
            source=source.source,
            profiles=tuple(map(profile_label, profiles)),
            on=asked.day,
            command=command,
            catalogue=plugs.catalogue,
            lots=tuple(_reported(ready) for *_, ready in best),
            lots_total=self.total,
            lots_complete=self.complete,
            refused=source.refused,
        )


def _reported(ready: Ready) -> LotReport:
    told = ready.told
    first, *further = told.records
    whole = all(map(complete, told.records))
    return LotReport(first, told.chain, told.findings, told.name, whole, tuple(further))


def command_line(source: Path, mapping: str, asked: Asked, settings: Mapping[str, str]) -> str:
    """The command that says the same."""
    parts = ["lienthong", "check", source.name]
    parts += ["--mapping", mapping] if mapping else []
    parts += ["--profile", ",".join(asked.profiles)] if asked.profiles else []
    parts += [part for one in asked.goods for part in ("--goods", one)]
    parts += ["--role", asked.role] if asked.role else []
    parts += ["--lot", asked.lot] if asked.lot else []
    parts += [part for name, value in sorted(settings.items()) for part in ("--set", f"{name}={value}")]
    return " ".join(f'"{part}"' if " " in part else part for part in [*parts, "--on", asked.day])
