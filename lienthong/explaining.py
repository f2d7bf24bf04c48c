"""Explaining: where each value of an event came from, found by running its record again with tracing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.findings import Position
from lienthong.job import pinned_job
from lienthong.mapping.outcome import Explained, Trace, TraceStep
from lienthong.opening import Opened, Stop
from lienthong.plugs import Plugs
from lienthong.reading import Reading, cell_text
from lienthong.store.folder import NoRun, open_run
from lienthong.store.ledger import Corrected, Ledger, RowRef

_EVENT = re.compile(r"/eventList/(0|[1-9][0-9]{0,17})(?=/|\Z)")
"""A pointer into an event; an event number is no longer than SQLite's integers."""


@dataclass(frozen=True, slots=True)
class Was:
    """What a cell said before it was corrected, and the file that the correction came in."""

    text: str
    file: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One value explained: its pointer in the document, its trace, and the mapping that made it.

    `corrected` tells of every cell of the run that was corrected; what a trace shows is the text as it is now.
    """

    pointer: str
    trace: Trace
    mapping: str
    mapping_sha256: str
    corrected: Mapping[Position, Was] = field(default_factory=dict, repr=False)

    def was(self, place: Position | None) -> Was | None:
        """What a cell of the trace said before it was corrected; None where it was not."""
        return self.corrected.get(place) if place else None

    def wire(self) -> dict[str, Any]:
        """The answer as plain data, for `--json`."""
        return {
            "pointer": self.pointer,
            **self._wire(self.trace),
            "mapping": {"name": self.mapping, "sha256": self.mapping_sha256},
        }

    def _wire(self, trace: Trace) -> dict[str, Any]:
        was = self.was(trace.place)
        return {
            "value": trace.value,
            "origin": trace.origin,
            "name": trace.name,
            "place": str(trace.place) if trace.place else "",
            "original": trace.original,
            "corrected": {"from": was.text, "file": was.file} if was else None,
            "heading": trace.heading,
            "setting": trace.setting,
            "steps": [_wire_step(step) for step in trace.steps],
            "line": {"text": trace.line, "number": trace.line_number},
            "also": [self._wire(part) for part in trace.also],
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
        corrections = self.ledger.corrections()
        self.opened = Opened.of(job, plugs, corrections)
        self.corrected = _cells(self.opened.reading, corrections)
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
            yield Answer(f"/eventList/{number}{at}", trace, tree.name, tree.sha256, self.corrected)

    def _unit(self, rows: list[RowRef]) -> Explained:
        if self._cached is None or self._cached[0] != rows:
            self._cached = (rows, self.opened.fitted.explain(rows, self.opened.fitted.raw(rows)))
        return self._cached[1]

    def close(self) -> None:
        """Lets go of the ledger."""
        self.ledger.database.close()


def _cells(reading: Reading, rows: Sequence[Corrected]) -> dict[Position, Was]:
    """The cells that corrections changed; a row added by hand stands in its own file and was nothing before."""
    found: dict[Position, Was] = {}
    for row in rows:
        texts, before = [cell_text(cell) for cell in row.cells], [cell_text(cell) for cell in row.before or ()]
        for at in range(max(len(texts), len(before)) if row.before is not None else 0):
            now, was = (side[at] if at < len(side) else "" for side in (texts, before))
            if now != was:
                found[reading.tables[row.table].place(row.row, at + 1)] = Was(was, row.source)
    return found


def _within(pointer: str, asked: str) -> bool:
    return pointer == asked or pointer.startswith(f"{asked}/")


def ledger_of(out: Path, plugs: Plugs) -> tuple[dict[str, Any], Ledger, sqlite3.Connection]:
    """The run, ledger and database of a finished run; raises `Stop` when there is none."""
    try:
        run, database = open_run(out)
    except NoRun:
        raise Stop(plugs.catalogue.finding("run.absent", folder=str(out))) from None
    return run, Ledger(database, fresh=False), database
