"""Gathering: the events and master data of a source of any kind, in a store, so that lots can be asked about.

A source is an EPCIS document, the folder of a run, or a sheet with its mapping; nothing is written beside it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.checks.events import EventRules
from lienthong.explaining import ledger_of
from lienthong.findings import Finding
from lienthong.job import Job, pinned_job
from lienthong.keeping import Keeper
from lienthong.model import Event, Vocabulary
from lienthong.opening import Opened, Stop
from lienthong.origins import OriginBook
from lienthong.plugs import DocumentReader, Plugs
from lienthong.reports import Source
from lienthong.store.events import EventStore, open_database
from lienthong.store.ledger import Ledger

_KINDS = {"EPCClass": "product", "Location": "place", "BusinessLocation": "place", "ReadPoint": "place",
          "Party": "party", "SourceDest": "party"}  # fmt: skip
"""What the last part of a vocabulary's type names (CBV 2.0, 9)."""
_HEAD = 4096
_BATCH = 2000
TOLD = 1000
"""Findings about a source that are kept."""


@dataclass(slots=True)
class Gathered:
    """A source with its events in a store; `refused` counts what is in no lot, `findings` say why and what else."""

    source: Source
    store: EventStore
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)

    def tell(self, finding: Finding) -> None:
        """Keeps a finding as long as there is room."""
        if len(self.findings) < TOLD:
            self.findings.append(finding)

    def subjects(self) -> Iterator[str]:
        """The keys of all lots; where there is none, of the products that master data tell of."""
        found = False
        for key, _ in self.store.lots():
            found = True
            yield key
        if not found:
            for identity in self.store.master_ids("product"):
                known = self.store.key_of(identity)
                yield known.text if known else identity


@contextmanager
def gathered(
    source: Path, plugs: Plugs, mapping: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Gathered]:
    """The source, gathered as long as it is asked about.

    Raises `Stop` or `Unreadable` when nothing can be read.
    """
    with ExitStack() as stack:
        if source.is_dir():
            yield _of_run(source, plugs, stack)
            return
        if not source.is_file():
            raise Stop(plugs.catalogue.finding("source.absent", file=source.name))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = open_database(folder / "gathered.sqlite")
        stack.callback(database.close)
        with source.open("rb") as file:
            head = file.read(_HEAD)
        reader = plugs.document_reader_for(source, head)
        if reader:
            yield _of_document(source, reader, EventStore(database, plugs.key_of))
        elif mapping:
            yield _of_sheet(Job(source, mapping, folder, settings=settings or {}), plugs, database)
        else:
            raise Stop(plugs.catalogue.finding("gather.mapping", file=source.name))


def _of_run(folder: Path, plugs: Plugs, stack: ExitStack) -> Gathered:
    run, ledger, database = ledger_of(folder, plugs)
    stack.callback(database.close)
    if not pinned_job(ledger.facts(), folder).national:
        raise Stop(plugs.catalogue.finding("gather.no-lots", folder=str(folder)))
    first: dict[str, Any] = run["sources"][0]
    source = Source(str(first["name"]), str(first["sha256"]), int(run["in"]))
    return Gathered(source, EventStore(database, plugs.key_of, fresh=False), int(run["rejected"]))


def _of_document(source: Path, reader: DocumentReader, store: EventStore) -> Gathered:
    """The events that can be used; one that breaks the rules of events is left out and told."""
    made = Gathered(Source(source.name, _digest(source), 0), store)
    document = reader.read(source, made.tell)
    rules = EventRules(store.key_of)
    count = 0
    store.database.execute("BEGIN")
    for event in document.events:
        _take(made, rules, event, count)
        count += 1
        if not count % _BATCH:
            store.database.execute("COMMIT")
            store.database.execute("BEGIN")
    for vocabulary in document.header.master:
        _take_master(store, vocabulary)
    store.database.execute("COMMIT")
    made.source = Source(source.name, made.source.sha256, count)
    return made


def _take(made: Gathered, rules: EventRules, event: Event, number: int) -> None:
    faults = [fault for fault in rules.check(event) if fault.severity == "error"]
    if faults:
        made.refused += 1
        first = faults[0]
        at = f"/eventList/{number}{first.at}"
        made.tell(Finding(first.code, first.severity, at, first.facts, first.place))
        return
    made.store.add(event)


def _take_master(store: EventStore, vocabulary: Vocabulary) -> None:
    kind = _KINDS.get(str(vocabulary.get("type", "")).rpartition(":")[2], "")
    for element in vocabulary.get("vocabularyElementList", ()) if kind else ():
        attributes = {
            str(one["id"]).rpartition("#")[2].rpartition("/")[2]: one.get("attribute")
            for one in element.get("attributes", ())
            if one.get("id")
        }
        if element.get("id"):
            store.add_master(kind, element["id"], attributes)


def _of_sheet(job: Job, plugs: Plugs, database: Any) -> Gathered:
    """The rows a mapping makes events of; the rows it refuses are counted and told."""
    opened = Opened.of(job, plugs)
    store = EventStore(database, plugs.key_of)
    made = Gathered(Source(opened.reading.name, opened.reading.sha256, 0), store)
    keeper = Keeper(
        plugs,
        Ledger(database),
        (),
        opened.explain,
        OriginBook(opened.fitted),
        store,
        None,
        lots=True,
        tables=opened.reading.tables,
    )
    keeper.begin()
    for outcome in opened.fitted.outcomes():
        keeper.take(outcome)
        for finding in outcome.findings if outcome.state == "rejected" else ():
            made.tell(finding)
    keeper.commit(last=True)
    made.source = Source(opened.reading.name, opened.reading.sha256, keeper.counts.read)
    made.refused = keeper.counts.rejected
    return made


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
