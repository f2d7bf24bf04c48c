"""Telling: what a run has to say, to machines and to people. Records per lot, run.json, report, message, rejects."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from lienthong.checks.profile import Profile
from lienthong.findings import Cause, Finding
from lienthong.findings.catalogue import Lang, fill
from lienthong.job import Job
from lienthong.keeping import Keeper
from lienthong.mapping.run import Fitted
from lienthong.mapping.tree import MappingTree
from lienthong.model import Chain
from lienthong.plugs import Handback, Handed, HandedCause, Plugs, RejectedRow
from lienthong.reading import Reading
from lienthong.record import LotTold, LotWalk, complete
from lienthong.reports import (
    Counts,
    Filled,
    Loss,
    LotReport,
    MappingUsed,
    RunReport,
    Source,
    Unread,
    headline,
    next_step,
    profile_label,
    report_html,
    summary_text,
)
from lienthong.shelf import data
from lienthong.store.events import EventStore
from lienthong.store.folder import REJECTS
from lienthong.store.ledger import Ledger

CAUSES_SHOWN = 100
LOTS_SHOWN = 200
RECORD_VERSION = str(data("tcvn/record.yaml")["version"])

_encode = msgspec.json.Encoder(decimal_format="number").encode


class Telling:
    """Gathers what one run has to tell, and writes it."""

    def __init__(
        self, job: Job, reading: Reading, tree: MappingTree, plugs: Plugs, keeper: Keeper, profile: Profile
    ) -> None:
        self.job = job
        self.reading = reading
        self.tree = tree
        self.plugs = plugs
        self.keeper = keeper
        self.profile = profile
        self.lots_total = 0
        self.lots_complete = 0
        self._shown: list[LotReport] = []

    @staticmethod
    def chain_of(store: EventStore, key: str, profile: Profile, plugs: Plugs) -> Chain:
        """The chain of one lot in a store, with the holes its profile names."""
        return LotWalk(store, (profile,), plugs.key_of, plugs.functions, plugs.catalogue).chain(key)

    def keep_records(self, lots: EventStore | None, file: Path) -> None:
        """Writes `national.json`, a record a line, and keeps the lots that the report will show."""
        if lots is None:
            return
        walk = LotWalk(lots, (self.profile,), self.plugs.key_of, self.plugs.functions, self.plugs.catalogue)
        best: list[tuple[bool, int, int, LotTold]] = []
        with file.open("wb") as out:
            out.write(f'{{"version":"{RECORD_VERSION}","records":['.encode())
            for number, (key, _) in enumerate(lots.lots()):
                told = walk.lot(key)
                out.write(b",\n" if number else b"\n")
                out.write(_encode(told.record))
                for finding in told.findings:
                    self.keeper.tell(finding, (key,))
                whole = complete(told.record)
                self.lots_total += 1
                self.lots_complete += whole
                rank = (not (whole and not told.findings), -number, number, told)
                (heapq.heappush if len(best) < LOTS_SHOWN else heapq.heappushpop)(best, rank)
            out.write(b"\n]}\n")
        for finding in walk.shared_codes():
            self.keeper.tell(finding)
        shown = [told for _, _, _, told in sorted(best, key=lambda rank: (not rank[0], rank[2]))]
        self._shown = [LotReport(one.record, one.chain, one.findings, one.name, complete(one.record)) for one in shown]

    def run_json(
        self, records: Mapping[int, int], lots: EventStore | None, versions: Mapping[str, str], started: str
    ) -> dict[str, Any]:
        """The content of `run.json`, all but the time it finished."""
        counts = self.keeper.counts
        return {
            "in": counts.read,
            "kept": counts.kept,
            "rejected": counts.rejected,
            "filtered": counts.filtered,
            "lots": lots.count_lots() if lots else None,
            "events": counts.events,
            "findings": self.keeper.causes.counts(),
            "sources": [{"name": self.reading.name, "sha256": self.reading.sha256, "records": sum(records.values())}],
            "mappings": [{"name": self.tree.name, "sha256": self.tree.sha256}],
            "versions": dict(versions),
            "started": started,
        }

    def hand_back(self, handback: Handback | None, fitted: Fitted, file: Path, ledger: Ledger) -> None:
        """Writes the refused rows in the shape they came in, with reasons and a first sheet of what to do."""
        if handback is None:
            return
        rows = (RejectedRow(row.table, row.row, row.cells, row.findings, row.code) for row in ledger.rejected())
        guide = Handed(
            source=self.reading.name,
            rows=self.keeper.counts.rejected,
            command=f"lienthong replay {self.job.out.name} {REJECTS}",
            run=self.job.creation_date(self.reading),
            source_digest=self.reading.sha256,
            mapping_digest=self.tree.sha256,
            causes=[self._handed(cause) for cause in self._causes() if cause.severity == "error" and not cause.follows],
            header_rows=fitted.header_rows,
            texts={sheet.table.number: sheet.texts for sheet in fitted.sheets},
            say=self.plugs.catalogue.sentence,
        )
        handback.write(self.reading, rows, guide, file)

    def _handed(self, cause: Cause) -> HandedCause:
        entry = self.plugs.catalogue[cause.code]
        place = cause.example.place
        tables = {table.name: table.number for table in self.reading.tables}
        first = (tables.get(place.sheet, 0), place.row) if place else None
        value = cause.example.facts.get("value", "")
        return HandedCause(
            _both(entry.title, cause),
            cause.rows,
            _both(entry.mend, cause),
            value,
            cause.reference,
            first,
        )

    def _causes(self) -> list[Cause]:
        return self.keeper.causes.ordered()

    def report(self) -> RunReport:
        """The content of the report as values."""
        counts, causes = self.keeper.counts, self._causes()
        totals = self.keeper.causes.counts()
        unread = [cause for cause in causes if cause.code == "mapping.unread"]
        losses = [cause for cause in causes if cause.severity == "lost"]
        shown = [cause for cause in causes if cause not in unread and cause not in losses]
        return RunReport(
            counts=Counts(
                counts.read,
                counts.kept,
                counts.rejected,
                counts.filtered,
                totals["repaired"],
                totals["warning"],
                totals["lost"],
                counts.events,
            ),
            sources=(Source(self.reading.name, self.reading.sha256, counts.read),),
            mappings=(MappingUsed(self.tree.name, self.tree.sha256),),
            profile=profile_label(self.profile),
            versions={"EPCIS": "2.0", "CBV": "2.0"},
            created=self.job.creation_date(self.reading),
            command=self.job.command,
            catalogue=self.plugs.catalogue,
            causes=tuple(shown[:CAUSES_SHOWN]),
            causes_left_out=max(0, len(shown) - CAUSES_SHOWN),
            lots=tuple(self._shown),
            lots_total=self.lots_total,
            lots_complete=self.lots_complete,
            unread=tuple(_unread(cause.example) for cause in unread),
            losses=tuple(Loss(cause.example.facts.get("target", ""), cause.example, cause.count) for cause in losses),
            filled=tuple(
                Filled(name, self.tree.settings[name].value if name in self.tree.settings else "", count)
                for name, count in sorted(self.keeper.defaults.filled.items())
            ),
            rejects=REJECTS if counts.rejected else "",
        )

    def headline(self, lang: Lang) -> str:
        """The result in one line."""
        return headline(self.report(), lang)

    def next_step(self, lang: Lang) -> str:
        """What to do next, in one line."""
        return next_step(self.report(), lang)

    def write_report(self, page: Path, message: Path) -> None:
        """Writes `report.html` and `summary.txt` in the language of the job."""
        report = self.report()
        page.write_text(report_html(report, self.job.lang), encoding="utf-8")
        message.write_text(summary_text(report, self.job.lang), encoding="utf-8")


def _both(sentence: Mapping[str, str], cause: Cause) -> dict[str, str]:
    return {lang: fill(text, cause.example.facts) for lang, text in sentence.items()}


def _unread(finding: Finding) -> Unread:
    facts = finding.facts
    where = finding.place.sheet or finding.place.source if finding.place else ""
    return Unread(facts.get("what", facts.get("heading", "")), where, int(facts.get("count", "0") or 0))
