"""The sentences all faces share: the headline, the state, the next step, and the words of causes and lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from lienthong.findings import Cause
from lienthong.findings.catalogue import fill
from lienthong.model import NationalRecord
from lienthong.pictures import counted
from lienthong.reports.model import ProfileLabel, RunReport
from lienthong.words import number_text, say

_NEEDED = ("M",)
_UNSURE = {"D": "report.mark.D", "U": "report.mark.U"}
_KNOWN_FIELDS = {
    "product_name",
    "product_image",
    "operator_name",
    "operator_address",
    "origin",
    "events",
    "production_time",
    "trace_code",
    "brand",
    "lot",
    "serial",
    "expiry",
    "standards",
}


def count_text(lang: str, count: int) -> str:
    """A count with its groups of three."""
    return number_text(Decimal(count), lang)


def headline(run: RunReport, lang: str) -> str:
    """The result in one line: rows kept and refused, lots complete; what a phone shows."""
    counts = run.counts
    parts = [say(lang, "report.kept-of", kept=count_text(lang, counts.kept), read=count_text(lang, counts.read))]
    parts.append(
        counted(lang, "report.refused", counts.rejected) if counts.rejected else say(lang, "report.none-refused")
    )
    if run.lots_total:
        complete, total = count_text(lang, run.lots_complete), count_text(lang, run.lots_total)
        parts.append(say(lang, "report.lots-of", complete=complete, total=total))
    return ", ".join(parts)


def tone(run: RunReport) -> str:
    """How the state is shown: `error` when something was refused, `warning` when something lacks, else `good`."""
    if run.counts.rejected:
        return "error"
    return "warning" if run.lots_complete < run.lots_total or run.counts.warnings else "good"


def state(run: RunReport, lang: str) -> str:
    """One sentence: can it be sent, and what holds it up."""
    lacking = run.lots_total - run.lots_complete
    if run.counts.rejected:
        return counted(lang, "report.state-refused", run.counts.rejected)
    if lacking:
        return counted(lang, "report.state-lacking", lacking)
    return say(lang, "report.state-good")


def next_step(run: RunReport, lang: str) -> str:
    """One sentence: what to do next."""
    if run.counts.rejected and run.rejects:
        return say(lang, "report.next-rejects", file=run.rejects)
    if run.counts.rejected:
        return say(lang, "report.next-correct")
    if run.lots_complete < run.lots_total:
        lacking = most_lacking(run)
        title = field_title(lang, run.profile, lacking) if lacking else ""
        return say(lang, "report.next-supply", field=title) if title else say(lang, "report.next-look")
    if run.counts.warnings:
        return say(lang, "report.next-warnings")
    return say(lang, "report.next-nothing")


def most_lacking(run: RunReport) -> str:
    """The required field that most of the shown lots lack; empty when none lacks one."""
    lacking = Counter(name for lot in run.lots for name in missing_fields(lot.record))
    return min(lacking, key=lambda name: (-lacking[name], name), default="")


def required_fields(record: NationalRecord) -> list[str]:
    """The names of the required fields, in the profile's order."""
    return [name for name, value in record["fields"].items() if value["need"] in _NEEDED]


def missing_fields(record: NationalRecord) -> list[str]:
    """The names of the required fields that are missing."""
    return [name for name in required_fields(record) if record["fields"][name]["state"] == "missing"]


def disputed_fields(record: NationalRecord) -> list[str]:
    """The names of all fields, required or not, on which the sources disagree."""
    return [name for name, value in record["fields"].items() if value["state"] == "conflicting"]


def told_fields(record: NationalRecord) -> list[str]:
    """The names of the fields that a lot is told by: the required ones, and those on which the sources disagree."""
    told = {*required_fields(record), *disputed_fields(record)}
    return [name for name in record["fields"] if name in told]


def field_title(lang: str, profile: ProfileLabel, name: str) -> str:
    """The field as people know it; its bare name when nobody labels it."""
    label = profile.fields.get(name)
    if label and label.title.get(lang):
        return label.title[lang]
    return say(lang, f"field.{name}") if name in _KNOWN_FIELDS else name


def who_supplies(lang: str, profile: ProfileLabel, name: str) -> str:
    """Who can supply a field; empty when the profile does not say."""
    label = profile.fields.get(name)
    return label.who.get(lang, "") if label else ""


def mark_told(lang: str, mark: str) -> str:
    """How a row that is not sure is told beside its article; empty for the others."""
    return say(lang, _UNSURE[mark]) if mark in _UNSURE else ""


def cause_title(run: RunReport, cause: Cause, lang: str) -> str:
    """The cause by name; only facts that are no values of cells enter it."""
    return fill(run.catalogue[cause.code].title[lang], _shared_facts(run, cause))


def cause_mend(run: RunReport, cause: Cause, lang: str) -> str:
    """How the cause is mended."""
    return fill(run.catalogue[cause.code].mend[lang], _shared_facts(run, cause))


def _shared_facts(run: RunReport, cause: Cause) -> Mapping[str, str]:
    """The facts all findings of a cause have in common: those the catalogue lists, and the heading."""
    shared = {*run.catalogue[cause.code].cause, "heading"}
    return {name: value for name, value in cause.example.facts.items() if name in shared}
