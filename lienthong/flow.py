"""The hall: read, map, check, keep, record, tell. The only room that knows the order.

source ─ reader ─▶ rows ─ mapping ─▶ events ─ checks ─▶ kept: documents, ledger, store
                            │                     └────▶ refused: ledger, rejects.xlsx (and .csv)
                            └─ explain (the same record again, with tracing)
kept lots ─ record ─▶ national.json ─ pictures, reports ─▶ report.html, summary.txt
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lienthong.checks.profile import Profile
from lienthong.checks.profiles import default_profile, find_profile
from lienthong.checks.times import is_time
from lienthong.explaining import Answer, Explainer, ledger_of
from lienthong.findings import Finding
from lienthong.findings.catalogue import Lang
from lienthong.job import ALL, JSON, NATIONAL, Job, pinned_job
from lienthong.keeping import Keeper
from lienthong.mapping.outcome import Outcome, Texts
from lienthong.model import Chain, Header
from lienthong.opening import Opened, Stop, declared, load_mapping, open_source
from lienthong.origins import OriginBook
from lienthong.plugs import Correction, Plugs, installed
from lienthong.reading import Cell, Reading, Unreadable, cell_text
from lienthong.record import lot_within
from lienthong.store import folder as files
from lienthong.store.corrections import corrected
from lienthong.store.events import EventStore, OtherStore, open_store
from lienthong.store.ledger import Corrected, Ledger, Refused
from lienthong.telling import Telling

Progress = Callable[[int], None]
"""Called now and then with the number of records done so far."""


@dataclass(slots=True)
class Run:
    """What a run came to: `code` is the exit code (0 all good, 1 done with rejects, 2 could not be done).

    `run` is what `run.json` holds; `findings` say why, when nothing could be done; `told` is the report's content.
    """

    code: int
    out: Path
    run: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    told: Telling | None = None


def convert(
    source: str | Path,
    *,
    mapping: str,
    out: str | Path,
    to: Sequence[str] = ALL,
    profile: str = "",
    created: str = "",
    store: str | Path | None = None,
    settings: Mapping[str, str] | None = None,
    lang: Lang = "vi",
    plugs: Plugs | None = None,
    progress: Progress | None = None,
) -> Run:
    """Converts a source into the folder `out` and says what became of it; wrong data never raise.

    Without a `profile` the one of `schemas/vn/defaults.yaml` holds. Writes `events.jsonld`, and as `to` asks
    `events.xml` and `national.json`; `rejects.xlsx` (for a text file also `rejects.csv`), `report.html`,
    `summary.txt`, `ledger.sqlite`, and `run.json` last.
    """
    to = (JSON, *(name for name in to if name != JSON))
    job = Job(
        Path(source),
        mapping,
        Path(out),
        to,
        profile or default_profile(),
        created,
        Path(store) if store else None,
        settings or {},
        lang,
    )
    return _guarded(job.out, lambda: _run(job, plugs or installed(), (), progress))


def replay(
    out: str | Path,
    returned: str | Path,
    *,
    source: str | Path | None = None,
    plugs: Plugs | None = None,
    progress: Progress | None = None,
) -> Run:
    """Takes a corrected `rejects.xlsx` or `rejects.csv` back and brings the run up to date.

    Corrections that are in already add nothing. The run is repeated as it was pinned, with the corrections laid over
    the source: the result is, byte for byte, that of converting a source in which the cells had been right.
    """
    folder = Path(out)
    return _guarded(folder, lambda: _replay(folder, Path(returned), source, plugs or installed(), progress))


def explain(
    out: str | Path, pointer: str, *, source: str | Path | None = None, plugs: Plugs | None = None
) -> list[Answer]:
    """Where the values at or below a pointer came from (`/eventList/3/quantityList/0/epcClass`).

    Raises `Stop` when there is no such run or value, or the source has changed since.
    """
    explainer = Explainer(Path(out), plugs or installed(), Path(source) if source else None)
    try:
        return explainer.explain(pointer)
    finally:
        explainer.close()


def lot_chain(out: str | Path, lot: str, plugs: Plugs | None = None) -> Chain:
    """The chain of a lot of a finished run, named by its code, identifier, key or trace code.

    Raises `Stop` when there is no such lot.
    """
    plugs = plugs or installed()
    _, ledger, database = ledger_of(Path(out), plugs)
    try:
        store = EventStore(database, plugs.key_of, fresh=False)
        job = pinned_job(ledger.facts(), Path(out))
        keys = store.find(lot_within(lot)) if job.national else []
        if not keys:
            raise Stop(plugs.catalogue.finding("lot.absent", lot=lot))
        if len(keys) > 1:
            raise Stop(plugs.catalogue.finding("lot.several", lot=lot, lots=", ".join(keys)))
        return Telling.chain_of(store, keys[0], _profile(job), plugs)
    finally:
        database.close()


def _guarded(out: Path, work: Callable[[], Run]) -> Run:
    try:
        return work()
    except Stop as stop:
        return Run(2, out, findings=stop.findings)
    except Unreadable as fault:
        return Run(2, out, findings=[fault.finding])


def _run(job: Job, plugs: Plugs, corrections: Sequence[Corrected], progress: Progress | None) -> Run:
    started = _clock()
    rules = _agreed(job, plugs)
    opened = Opened.of(job, plugs, corrections)
    with ExitStack() as stack:
        folder = stack.enter_context(files.RunFolder(job.out))
        keeper = _kept(job, plugs, opened, folder, stack, progress)
        _refuse_nothing(opened.reading, keeper, plugs)
        keeper.ledger.note(job.pinned(opened.reading, opened.tree.file, opened.tree.text))
        for row in corrections:
            keeper.ledger.correct(row)
        telling = Telling(job, opened.reading, opened.tree, plugs, keeper, rules)
        telling.keep_records(keeper.lots, folder.file(files.NATIONAL))
        telling.hand_back(opened.handback, opened.fitted, folder.file(files.REJECTS), keeper.ledger)
        telling.write_report(folder.file(files.REPORT), folder.file(files.SUMMARY))
        run = telling.run_json(opened.fitted.counts, keeper.lots, _versions(), started)
        keeper.commit(last=True)
        folder.finish({**run, "finished": _clock()}, _possible(plugs))
    return Run(1 if keeper.counts.rejected else 0, job.out, run, told=telling)


def _agreed(job: Job, plugs: Plugs) -> Profile:
    """The profile of a job whose settings can be followed; raises `Stop` for any other."""
    rules = _profile(job)
    _known_outputs(job, plugs)
    _stands_apart(job, plugs)
    if job.created and not is_time(job.created):
        raise Stop(plugs.catalogue.finding("run.created", value=job.created))
    return rules


def _kept(
    job: Job, plugs: Plugs, opened: Opened, folder: files.RunFolder, stack: ExitStack, progress: Progress | None
) -> Keeper:
    """Keeps all that the mapping makes of the source: documents written, ledger and stores filled."""
    header = Header(job.creation_date(opened.reading), namespaces=opened.tree.namespaces)
    lost: list[Finding] = []
    writers = [plugs.writers[name] for name in job.to if name != NATIONAL]
    sinks = [writer.open(folder.file(writer.file_name), header, lost.append) for writer in writers]
    for sink in sinks:
        stack.callback(sink.discard)
    keeper = Keeper(
        plugs,
        Ledger(folder.database),
        sinks,
        opened.explain,
        OriginBook(opened.fitted),
        EventStore(folder.database, plugs.key_of),
        _shared_store(job, plugs, stack),
        lots=job.national,
        tables=opened.reading.tables,
    )
    keeper.begin()
    fitted = opened.fitted
    outcomes = fitted.texts(keeper.prove) if keeper.takes_texts else fitted.outcomes()
    for outcome in _watched(outcomes, progress):
        keeper.take(outcome)
    keeper.finish(header)
    for finding in (*opened.told(), *lost):
        keeper.tell(finding)
    return keeper


def _replay(folder: Path, returned: Path, source: str | Path | None, plugs: Plugs, progress: Progress | None) -> Run:
    run, ledger, database = ledger_of(folder, plugs)
    with ExitStack() as stack:
        stack.callback(database.close)
        facts = ledger.facts()
        job = pinned_job(facts, folder, Path(source) if source else None)
        tree, _ = load_mapping(job, plugs)
        reading, handback = open_source(job.source, plugs, declared(tree))
        if reading.sha256 != facts["source.sha256"]:
            raise Stop(plugs.catalogue.finding("source.changed", file=job.source.name))
        if not returned.is_file() or handback is None:
            raise Stop(plugs.catalogue.finding("source.absent", file=returned.name))
        waiting = {row.code: row for row in ledger.rejected()}
        rows, findings = handback.read(returned, reading, {(row.table, row.row): row.code for row in waiting.values()})
        known = ledger.corrections()
        new, stale = _corrections(rows, returned.name, known, waiting, reading, plugs)
    findings = [*findings, *stale]
    if findings and len(stale) == len(rows):
        return Run(2, folder, run, findings)
    wrong = any(finding.severity == "error" for finding in findings)
    if not new:
        return Run(1 if wrong or run["rejected"] else 0, folder, run, findings)
    done = _run(job, plugs, [*known, *new], progress)
    return Run(max(done.code, int(wrong)), folder, done.run, [*findings, *done.findings], done.told)


def _corrections(
    rows: Sequence[Correction],
    returned: str,
    known: Sequence[Corrected],
    waiting: Mapping[str, Refused],
    reading: Reading,
    plugs: Plugs,
) -> tuple[list[Corrected], list[Finding]]:
    """The rows of a returned sheet that change something, and findings for those that match nothing."""
    past = {(row.table, row.row) for row in rows if row.code and row.code not in waiting}
    standing = _standing(corrected(reading, known), past) if past else {}
    added = [tuple(row.cells) for row in known if row.before is None]
    new: list[Corrected] = []
    stale: list[Finding] = []
    for row in rows:
        if not row.code:
            if tuple(row.cells) not in added:
                number = _last_row(reading, row.table) + len(added) + 1
                new.append(Corrected(row.table, number, row.cells, None, returned))
                added.append(tuple(row.cells))
        elif row.code in waiting:
            refused = waiting[row.code]
            if list(refused.cells) != list(row.cells):
                new.append(Corrected(refused.table, refused.row, row.cells, refused.cells, returned))
        elif standing.get((row.table, row.row)) != _texts(row.cells):
            place = reading.tables[row.table].place(row.row)
            stale.append(plugs.catalogue.finding("correction.stale").placed(place))
    return new, stale


def _standing(reading: Reading, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], list[str]]:
    """What rows say now, by table and row: a returned row that says the same is done already."""
    found: dict[tuple[int, int], list[str]] = {}
    for number in {table for table, _ in wanted}:
        for chunk in reading.tables[number].chunks():
            for row, cells in zip(chunk.numbers, chunk.rows, strict=True):
                if (number, row) in wanted:
                    found[number, row] = _texts(cells)
    return found


def _texts(cells: Sequence[Cell]) -> list[str]:
    texts = [cell_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _last_row(reading: Reading, table: int) -> int:
    return max((chunk.numbers[-1] for chunk in reading.tables[table].chunks() if chunk.numbers), default=0)


def _profile(job: Job) -> Profile:
    read = find_profile(job.profile)
    if read.profile is None:
        raise Stop(*read.findings)
    return read.profile


def _known_outputs(job: Job, plugs: Plugs) -> None:
    known = [*plugs.writers, NATIONAL]
    for name in job.to:
        if name not in known:
            raise Stop(plugs.catalogue.finding("run.settings", what=name, known=", ".join(known)))


def _stands_apart(job: Job, plugs: Plugs) -> None:
    """Stops a run whose source would be replaced by a file of the run."""
    source = job.source.resolve()
    if source.parent == job.out.resolve() and files.is_of_run(source.name, _possible(plugs)):
        raise Stop(plugs.catalogue.finding("run.own-file", file=source.name))


def _shared_store(job: Job, plugs: Plugs, stack: ExitStack) -> EventStore | None:
    if job.store is None:
        return None
    stack.enter_context(_usable(job.store, plugs))
    store = open_store(job.store, plugs.key_of)
    stack.callback(store.database.close)
    return store


@contextmanager
def _usable(file: Path, plugs: Plugs) -> Iterator[None]:
    """Stops with a finding when the shared store in a file fails: foreign, damaged, locked or not to be written."""
    try:
        yield
    except OtherStore:
        raise Stop(plugs.catalogue.finding("store.other", file=str(file))) from None
    except sqlite3.DatabaseError:
        raise Stop(plugs.catalogue.finding("store.unusable", file=str(file))) from None


def _watched(outcomes: Iterator[Outcome | Texts], progress: Progress | None) -> Iterator[Outcome | Texts]:
    if progress is None:
        yield from outcomes
        return
    done = 0
    for at, outcome in enumerate(outcomes):
        yield outcome
        done += len(outcome.rows)
        if at % 200 == 0:
            progress(done)
    progress(done)


def _refuse_nothing(reading: Reading, keeper: Keeper, plugs: Plugs) -> None:
    """Stops a run over nothing: no records at all, or records that made neither an event nor a refusal."""
    counts = keeper.counts
    if counts.read == 0:
        raise Stop(plugs.catalogue.finding("source.nothing", file=reading.name))
    if not (counts.events or counts.rejected or counts.known):
        raise Stop(plugs.catalogue.finding("source.no-event", file=reading.name, rows=str(counts.read)))


def _possible(plugs: Plugs) -> list[str]:
    written = [writer.file_name for writer in plugs.writers.values()]
    return [files.LEDGER, *written, files.NATIONAL, files.REJECTS, files.REJECTS_TEXT, files.REPORT, files.SUMMARY]


def _versions() -> dict[str, str]:
    return {"lienthong": importlib.metadata.version("lienthong"), "epcis": "2.0", "cbv": "2.0"}


def _clock() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
