"""Keeping: what becomes of each unit once it is mapped. Events are checked, written and noted; refusals are noted.

One pass, one unit at a time, so that memory does not grow with the source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from lienthong.checks.events import EventRules
from lienthong.findings import Causes, Finding
from lienthong.mapping.emit_text import json_text
from lienthong.mapping.outcome import Explained, MasterEntry, Outcome, Texts, Trace
from lienthong.model import Event, Header, MasterElement, Origin, Vocabulary
from lienthong.model.things import lots_of
from lienthong.origins import OriginBook, data_trace
from lienthong.plugs import DocumentSink, Plugs, TextSink
from lienthong.reading import Table
from lienthong.store.events import EventStore
from lienthong.store.ledger import Ledger, Refused
from lienthong.store.origins import Origins
from lienthong.store.seen import Seen

_VOCABULARY = {
    "product": "urn:epcglobal:epcis:vtype:EPCClass",
    "place": "urn:epcglobal:epcis:vtype:Location",
    "party": "urn:epcglobal:epcis:vtype:Party",
}
_BATCH = 2000
_REMEMBERED = 4096


@dataclass(slots=True)
class Counts:
    """What became of the records: `read = kept + rejected + filtered`."""

    kept: int = 0
    rejected: int = 0
    filtered: int = 0
    events: int = 0
    repaired: int = 0
    known: int = 0
    """Events that the shared store held already."""

    @property
    def read(self) -> int:
        return self.kept + self.rejected + self.filtered


@dataclass(slots=True)
class Defaults:
    """Settings that filled values, with the number of values each filled."""

    filled: dict[str, int] = field(default_factory=dict)

    def count(self, filled: Mapping[str, int]) -> None:
        """Counts how many values each setting filled."""
        for setting, values in filled.items():
            self.filled[setting] = self.filled.get(setting, 0) + values


class Keeper:
    """Takes the outcomes of a mapping and keeps them: sinks, ledger, stores, causes, counts.

    `explain` runs a unit again with tracing; it is called for units with event findings. When the run keeps its
    events (`lots`), `origins` tell where their values came from, because a record must.
    """

    def __init__(
        self,
        plugs: Plugs,
        ledger: Ledger,
        sinks: Sequence[DocumentSink],
        explain: Callable[[Outcome], Explained],
        origins: OriginBook,
        masters: EventStore,
        shared: EventStore | None,
        *,
        lots: bool,
        tables: Sequence[Table],
    ) -> None:
        self.tables = tables
        self.catalogue = plugs.catalogue
        self.key_of = plugs.key_of
        self.rules = EventRules(plugs.key_of)
        self.ledger = ledger
        self.sinks = sinks
        self.explain, self.origins = explain, origins
        self.masters = masters
        self.lots = masters if lots else None
        self.shared = shared
        self.counts = Counts()
        self.causes = Causes(self.catalogue)
        self.defaults = Defaults()
        self._pending = 0
        self._same: dict[tuple[str, str], dict[str, Any]] = {}
        self.plain = not lots and shared is None
        self.seen = None if lots else Seen()
        """Tells repeats where no store of this run does."""

    def prove(self, event: Event) -> bool:
        """Whether all that follows from the members and words of an event is right."""
        return not self.rules.made(event)

    @property
    def takes_texts(self) -> bool:
        """Whether events may come as texts: nothing but their documents wants them."""
        return self.plain and all(isinstance(sink, TextSink) for sink in self.sinks)

    def take(self, outcome: Outcome | Texts) -> None:
        """Keeps one outcome."""
        if isinstance(outcome, Texts):
            self._take_texts(outcome)
        elif outcome.state == "filtered":
            self.counts.filtered += len(outcome.rows)
        else:
            self._take(outcome)

    def _take(self, outcome: Outcome) -> None:
        if outcome.state == "kept":
            outcome = self._checked(outcome)
        repeats: Sequence[int] = ()
        if outcome.state == "kept" and self.seen:
            outcome, repeats = self._sifted(outcome, self.seen)
        if outcome.state == "kept":
            self._keep(outcome, repeats)
        else:
            self._reject(outcome)
        lots = lots_of((*outcome.events, *outcome.drafts), self.key_of) if outcome.findings else ()
        for finding in outcome.findings:
            self.tell(finding, lots)
        self._breathe(1)

    def _take_texts(self, run: Texts) -> None:
        """Keeps rows whose events are texts; they passed the rules when their kind was looked at."""
        texts, counts = run.texts, run.counts
        repeats = self.seen.check_all(run.ids, run.ids) if self.seen else []
        if repeats:
            self._take_singly(run, {at for at, _ in repeats})
        else:
            for sink in self.sinks:
                cast("TextSink", sink).texts(texts)
            self.ledger.keep_rows(run.table, run.rows, counts, self.counts.events)
            self.counts.events += len(texts)
        left_out = counts.count(-1)
        self.counts.filtered += left_out
        self.counts.kept += len(counts) - left_out
        for entry in run.master:
            self._keep_master(entry, {})
        self._breathe(len(counts))

    def _take_singly(self, run: Texts, repeats: set[int]) -> None:
        """Keeps rows among which there are repeats: equal ids are equal events, for they are made of all values."""
        at = 0
        for row, count in zip(run.rows, run.counts, strict=True):
            events = range(at, at + max(count, 0))
            at = events.stop
            picks = [number - events.start for number in events if number not in repeats]
            for sink in self.sinks:
                cast("TextSink", sink).texts([run.texts[events.start + pick] for pick in picks])
            if picks:
                some = None if len(picks) == count else picks
                self.ledger.keep([(run.table, row)], self.counts.events, len(picks), some)
            self.counts.events += len(picks)
            for number in repeats.intersection(events):
                finding = self.catalogue.finding("keep.repeat", "/eventID", id=run.ids[number].decode())
                self.tell(finding.placed(self.tables[run.table].place(row)))

    def _sifted(self, outcome: Outcome, seen: Seen) -> tuple[Outcome, list[int]]:
        """The outcome, and which of its events repeat earlier ones; refused when one contradicts an earlier one."""
        events = outcome.events
        ids = [event["eventID"].encode() for event in events]
        telling = self.origins.fitted.telling_ids
        bodies = [
            id if rule in telling else json_text(event).encode()
            for id, rule, event in zip(ids, outcome.rules, events, strict=True)
        ]
        answers = seen.check_all(ids, bodies)
        if not answers:
            return outcome, []
        traces = self.explain(outcome).traces
        codes = {"repeat": "keep.repeat", "conflict": "keep.conflict"}
        findings = list(outcome.findings)
        for at, answer in answers:
            finding = self.catalogue.finding(codes[answer], "/eventID", id=events[at]["eventID"])
            findings.append(self._placed(finding, at, traces, outcome))
        refused = any(answer == "conflict" for _, answer in answers)
        return replace(outcome, findings=findings, state="rejected" if refused else "kept"), [at for at, _ in answers]

    def tell(self, finding: Finding, lots: Iterable[str] = ()) -> None:
        """Counts a finding under its cause, with the lots it is about as far as they are known."""
        self.causes.add(finding, lots=lots)
        if finding.severity == "repaired":
            self.counts.repaired += 1

    def _checked(self, outcome: Outcome) -> Outcome:
        """The outcome after the event rules; an error or a conflict refuses the unit whole."""
        found: list[tuple[int, Finding]] = []
        for at, event in enumerate(outcome.events):
            found.extend((at, finding) for finding in self.rules.made(event))
            found.extend((at, finding) for finding in self._conflicts(event))
        if not found:
            return outcome
        traces = self.explain(outcome).traces
        placed = [self._placed(finding, at, traces, outcome) for at, finding in found]
        findings = [*outcome.findings, *placed]
        if any(finding.severity == "error" for finding in placed):
            return replace(outcome, state="rejected", findings=findings)
        return replace(outcome, findings=findings)

    def _conflicts(self, event: Event) -> Iterable[Finding]:
        for store in (self.lots, self.shared):
            if store and store.knows(event) == "conflict":
                yield self.catalogue.finding("keep.conflict", "/eventID", id=event.get("eventID", ""))
                return

    def _placed(self, finding: Finding, at: int, traces: Sequence[Mapping[str, Trace]], outcome: Outcome) -> Finding:
        trace = traces[at].get(finding.at) if at < len(traces) else None
        where = data_trace(trace) if trace else None
        if where and where.place:
            return finding.placed(where.place, heading=where.heading, value=where.original)
        first = next((item.place for item in map(data_trace, traces[at].values()) if item and item.place), None)
        return finding.placed(replace(first, column=0)) if first else finding

    def _keep(self, outcome: Outcome, repeats: Sequence[int]) -> None:
        self.counts.kept += len(outcome.rows)
        first = self.counts.events
        origins = self.origins.of(outcome) if self.lots else None
        picks: list[int] = []
        for at, event in enumerate(outcome.events):
            if at not in repeats and self._write(event, origins.events[at] if origins else None):
                picks.append(at)
            elif origins:
                self.tell(self._repeat(event, self.explain(outcome).traces[at]))
        if len(picks) == len(outcome.events):
            self.ledger.keep(outcome.rows, first, len(picks))
        elif picks:
            self.ledger.keep(outcome.rows, first, len(picks), picks)
        for at, entry in enumerate(outcome.master):
            if not self._is_known(entry):
                self._keep_master(entry, origins.master(at) if origins else {})

    def _write(self, event: Event, origins: Origins | None) -> bool:
        """Writes an event everywhere; False when it is a repeat that adds nothing."""
        if self.lots and origins is not None:
            self.defaults.count(origins.pattern.filled)
            if self.lots.add(event, origins) == "known":
                return False
        if self.shared and self.shared.add(event) == "known":
            self.counts.known += 1
        for sink in self.sinks:
            sink.event(event)
        self.counts.events += 1
        return True

    def _repeat(self, event: Event, traces: Mapping[str, Trace]) -> Finding:
        finding = self.catalogue.finding("keep.repeat", "/eventID", id=event.get("eventID", ""))
        place = next((item.place for item in map(data_trace, traces.values()) if item and item.place), None)
        return finding.placed(replace(place, column=0)) if place else finding

    def _is_known(self, entry: MasterEntry) -> bool:
        """Whether a product, place or party was just kept as it is here, so that it adds nothing."""
        return self._same.get((entry.type, entry.id)) == entry.attributes

    def _keep_master(self, entry: MasterEntry, origins: Mapping[str, Origin]) -> None:
        told = {at.removeprefix("/"): origin for at, origin in origins.items()}
        for store in filter(None, (self.masters, self.shared)):
            differ = store.add_master(entry.type, entry.id, entry.attributes, told)
            if store is not self.masters:
                continue
            for name, (kept, refused) in differ.items():
                facts = {"id": entry.id, "name": name, "kept": str(kept), "value": str(refused)}
                self.tell(self.catalogue.finding("keep.master-differs", **facts))
            if not differ:
                self._remember(entry)

    def _remember(self, entry: MasterEntry) -> None:
        if len(self._same) >= _REMEMBERED:
            self._same.clear()
        self._same[entry.type, entry.id] = entry.attributes

    def _reject(self, outcome: Outcome) -> None:
        self.counts.rejected += len(outcome.rows)
        for (table, row), cells in zip(outcome.rows, outcome.raw, strict=True):
            own = [finding for finding in outcome.findings if self._stands_at(finding, table, row)]
            findings = own or list(outcome.findings)
            self.ledger.reject(Refused(table, row, row_code(table, row, cells), cells, findings))

    def _stands_at(self, finding: Finding, table: int, row: int) -> bool:
        """Whether a finding is about this row: row numbers are the same on every sheet of a unit."""
        place = finding.place
        return place is not None and place.row == row and place.sheet == self.tables[table].name

    def _breathe(self, units: int) -> None:
        """Commits now and then, so that the write-ahead log stays small."""
        self._pending += units
        if self._pending >= _BATCH:
            self.commit()

    def begin(self) -> None:
        """Opens the transactions."""
        self.ledger.database.execute("BEGIN")
        if self.shared:
            self.shared.database.execute("BEGIN IMMEDIATE")

    def commit(self, *, last: bool = False) -> None:
        """Commits what was kept so far; the shared store only at the end, all or nothing."""
        self._pending = 0
        if last:
            self.ledger.close_spans()
        self.ledger.database.execute("COMMIT")
        if not last:
            self.ledger.database.execute("BEGIN")
        elif self.shared:
            self.shared.database.execute("COMMIT")

    def finish(self, header: Header) -> None:
        """Closes the documents; master data now stand in their header."""
        if self.seen:
            self.seen.close()
        header = replace(header, master=vocabularies(self.masters))
        for sink in self.sinks:
            sink.close(header)


def row_code(table: int, row: int, cells: Sequence[Any]) -> str:
    """The code that names a refused row in a correction sheet: table, row, and a digest of what stood there."""
    digest = hashlib.sha256("\x1f".join(map(str, cells)).encode()).hexdigest()[:8]
    return f"{table + 1}-{row}-{digest}"


def vocabularies(store: EventStore) -> tuple[Vocabulary, ...]:
    """The master data of a store in the shape of a document header."""
    grouped: dict[str, list[MasterElement]] = {}
    for kind, identity, attributes in store.masters():
        rows = [{"id": _attribute_id(name), "attribute": value} for name, value in attributes.items()]
        element: MasterElement = {"id": identity, "attributes": rows}  # type: ignore[typeddict-item]
        grouped.setdefault(_VOCABULARY[kind], []).append(element)
    return tuple({"type": name, "vocabularyElementList": elements} for name, elements in grouped.items())


def _attribute_id(name: str) -> str:
    """The full name of a master-data attribute: `cbvmda:` is CBV 2.0 clause 9."""
    prefix, _, local = name.partition(":")
    return f"urn:epcglobal:cbv:mda#{local}" if prefix == "cbvmda" else name
