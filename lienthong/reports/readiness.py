"""The readiness report: what lots lack under some profiles, as one HTML file made of the parts of the run's report."""

from __future__ import annotations

from collections import Counter

from lienthong.pictures import counted
from lienthong.reports import wording
from lienthong.reports.html import LOTS_SHOWN, STATES, environment, footline, helpers, lot_views, page_style
from lienthong.reports.model import ReadinessReport
from lienthong.words import say


def readiness_html(ready: ReadinessReport, lang: str) -> str:
    """The whole page; the same bytes for the same input and language."""
    shown = ready.lots[:LOTS_SHOWN]
    lots = lot_views(ready.catalogue, ready.profiles, shown, lang)
    names = ", ".join(profile.name for profile in ready.profiles)
    return (
        environment()
        .get_template("readiness.html")
        .render(
            lang=lang,
            ready=ready,
            style=page_style(footline((ready.source,), names, ready.on), lang),
            headline=readiness_headline(ready, lang),
            state=_state(ready, lang),
            next_step=_next_step(ready, lang),
            tone="good" if ready.lots_total and ready.lots_complete == ready.lots_total else "warning",
            lots=lots,
            lots_total=ready.lots_total,
            lots_elsewhere="readiness.lots-left-out",
            lots_left_out=ready.lots_total - len(shown),
            undrawn=sum(not lot.picture for lot in lots),
            states=STATES,
            **helpers(lang),
        )
    )


def readiness_headline(ready: ReadinessReport, lang: str) -> str:
    """The result in one line: how many lots are complete."""
    complete, total = (wording.count_text(lang, count) for count in (ready.lots_complete, ready.lots_total))
    return f"{ready.source.name}: {say(lang, 'report.lots-of', complete=complete, total=total)}"


def _state(ready: ReadinessReport, lang: str) -> str:
    lacking = ready.lots_total - ready.lots_complete
    if not ready.lots_total:
        return say(lang, "report.no-lots")
    said = counted(lang, "readiness.lacking", lacking) if lacking else say(lang, "readiness.complete")
    return f"{said} {counted(lang, 'readiness.refused', ready.refused)}" if ready.refused else said


def _next_step(ready: ReadinessReport, lang: str) -> str:
    """What most of the shown lots lack."""
    titles = Counter(
        wording.field_title(lang, profile, name)
        for lot in ready.lots
        for profile, record in zip(ready.profiles, (lot.record, *lot.further), strict=True)
        for name in wording.missing_fields(record)
    )
    most = min(titles, key=lambda title: (-titles[title], title), default="")
    return say(lang, "report.next-supply", field=most) if most else ""
