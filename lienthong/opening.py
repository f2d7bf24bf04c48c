"""Opening: a source and its mapping, fitted to each other and ready to run or to explain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lienthong.findings import Finding
from lienthong.job import Job
from lienthong.mapping.fit import fit
from lienthong.mapping.load import find, load
from lienthong.mapping.outcome import Explained, Outcome
from lienthong.mapping.run import Fitted
from lienthong.mapping.settings import asks
from lienthong.mapping.tree import MappingTree
from lienthong.plugs import Handback, Plugs
from lienthong.reading import Reading, ReadOptions
from lienthong.shelf import ShelfError
from lienthong.store.corrections import corrected
from lienthong.store.ledger import Corrected

_HEAD = 4096


class Stop(Exception):
    """Nothing can be done; carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].code if findings else "")
        self.findings = list(findings)


def open_source(path: Path, plugs: Plugs, options: ReadOptions) -> tuple[Reading, Handback | None]:
    """The source, opened by the reader that knows its bytes, and what hands its rows back.

    Raises `Stop` when the file is not there or of no known kind, `Unreadable` when nothing in it can be read.
    """
    if not path.is_file():
        code = "source.folder" if path.is_dir() else "source.absent"
        raise Stop(plugs.catalogue.finding(code, file=path.name))
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = plugs.reader_for(path, head)
    if found is None:
        raise Stop(plugs.catalogue.finding("source.unknown", file=path.name))
    reader, handback = found
    return reader.open(path, options), handback


def load_mapping(job: Job, plugs: Plugs) -> tuple[MappingTree, list[Finding]]:
    """The mapping of a job, checked; raises `Stop` with every fault when it does not run."""
    try:
        text, file = (job.mapping_text, job.mapping) if job.mapping_text else find(job.mapping)
        loaded = load(text, file, plugs.functions, dict(job.settings), catalogue=plugs.catalogue)
    except ShelfError as fault:
        raise Stop(plugs.catalogue.finding(fault.code, **{"file": fault.name, **fault.facts})) from None
    if loaded.tree is None:
        raise Stop(*loaded.findings)
    return loaded.tree, loaded.findings


def declared(tree: MappingTree) -> ReadOptions:
    """What a mapping declares about its source."""
    table = tree.tables[0] if tree.tables else None
    return ReadOptions(table.encoding, table.delimiter) if table else ReadOptions()


@dataclass(slots=True)
class Opened:
    """A source and its mapping, fitted."""

    reading: Reading
    tree: MappingTree
    fitted: Fitted
    handback: Handback | None

    @classmethod
    def of(cls, job: Job, plugs: Plugs, corrections: Sequence[Corrected] = ()) -> Opened:
        """Opens what a job names; raises `Stop` or `Unreadable`."""
        tree, _ = load_mapping(job, plugs)
        if tree.kind == "events":
            raise Stop(plugs.catalogue.finding("run.outward", mapping=tree.name))
        if waiting := asks(tree):
            raise Stop(*waiting)
        reading, handback = open_source(job.source, plugs, declared(tree))
        reading = corrected(reading, corrections)
        fitted = fit(tree, reading, plugs.catalogue)
        if not fitted.usable:
            raise Stop(*fitted.findings)
        return cls(reading, tree, fitted, handback)

    def explain(self, outcome: Outcome) -> Explained:
        """A unit run again with tracing."""
        return self.fitted.explain(outcome.rows, outcome.raw)

    def told(self) -> list[Finding]:
        """What source, tables and fitting have to tell; complete after a walk over the rows."""
        tables = [finding for table in self.reading.tables for finding in table.findings]
        return [*self.reading.findings, *tables, *self.fitted.findings]
