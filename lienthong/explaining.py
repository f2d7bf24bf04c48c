"""Explaining: where each value of an event came from, found by running its record again with tracing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lienthong.job import pinned_job
from lienthong.mapping.outcome import Explained, Trace, TraceStep
from lienthong.opening import Opened, Stop
from lienthong.plugs import Plugs
from lienthong.store.folder import NoRun, open_run
from lienthong.store.ledger import Ledger, RowRef

_EVENT = re.compile(r"/eventList/(0|[1-9][0-9]{0,17})(?=/|\Z)")
"""A pointer into an event; an event number is no longer than SQLite's integers."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One value explained: its pointer in the document, its trace, and the mapping that made it."""

    pointer: str
    trace: Trace
    mapping: str
    mapping_sha256: str

    def wire(self) -> dict[str, Any]:
        """The answer as plain data, for `--json`."""
        return {
            "pointer": self.pointer,
            **_wire(self.trace),
            "mapping": {"name": self.mapping, "sha256": self.mapping_sha256},
        }


def _wire(trace: Trace) -> dict[str, Any]:
    return {
        "value": trace.value,
        "origin": trace.origin,
        "name": trace.name,
        "place": str(trace.place) if trace.place else "",
        "original": trace.original,
        "heading": trace.heading,
        "setting": trace.setting,
        "steps": [_wire_step(step) for step in trace.steps],
        "line": {"text": trace.line, "number": trace.line_number},
        "also": [_wire(part) for part in trace.also],
    }


def _wire_step(step: TraceStep) -> dict[str, Any]:
    return {"call": step.call, "arguments": dict(step.arguments), "gave": step.gave, "refused": step.refused}


class Explainer:
    """Explains the values of one finished run; the source is opened once.

    Raises `Stop` when there is no run, or the source is gone or has changed since.
    """

    def __init__(self, out: Path, plugs: Plugs, source: Path | None = None) -> None:
        self.catalogue = plugs.catalogue
        try:
            _, database = open_run(out)
        except NoRun:
            raise Stop(plugs.catalogue.finding("run.absent", folder=str(out))) from None
        self.ledger = Ledger(database, fresh=False)
        facts = self.ledger.facts()
        job = pinned_job(facts, out, source)
        self.opened = Opened.of(job, plugs, self.ledger.corrections())
        if self.opened.reading.sha256 != facts["source.sha256"]:
            raise Stop(plugs.catalogue.finding("source.changed", file=job.source.name))
        self._cached: tuple[list[RowRef], Explained] | None = None

    def explain(self, pointer: str) -> list[Answer]:
        """Every leaf at or below a pointer such as `/eventList/3/quantityList/0/epcClass`.

        Raises `Stop` when there is nothing at the pointer.
        """
        found = _EVENT.match(pointer)
        if found is None:
            raise Stop(self.catalogue.finding("explain.nothing", pointer=pointer))
        answers = [answer for answer in self.event(int(found[1])) if _within(answer.pointer, pointer)]
        if not answers:
            raise Stop(self.catalogue.finding("explain.nothing", pointer=pointer))
        return answers

    def event(self, number: int) -> Iterator[Answer]:
        """Every leaf of one event, in the order of its members."""
        found = self.ledger.unit_of(number)
        if found is None:
            return
        rows, within = found
        explained = self._unit(rows)
        tree = self.opened.tree
        for at, trace in explained.traces[within].items():
            yield Answer(f"/eventList/{number}{at}", trace, tree.name, tree.sha256)

    def _unit(self, rows: list[RowRef]) -> Explained:
        if self._cached is None or self._cached[0] != rows:
            self._cached = (rows, self.opened.fitted.explain(rows, self.opened.fitted.raw(rows)))
        return self._cached[1]

    def close(self) -> None:
        """Lets go of the ledger."""
        self.ledger.database.close()


def _within(pointer: str, asked: str) -> bool:
    return pointer == asked or pointer.startswith(f"{asked}/")


def ledger_of(out: Path, plugs: Plugs) -> tuple[dict[str, Any], Ledger, sqlite3.Connection]:
    """The run, ledger and database of a finished run; raises `Stop` when there is none."""
    try:
        run, database = open_run(out)
    except NoRun:
        raise Stop(plugs.catalogue.finding("run.absent", folder=str(out))) from None
    return run, Ledger(database, fresh=False), database
