"""The report as one HTML file: small templates, one style sheet inside, no script, no outside address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lienthong.findings import Catalogue, Cause
from lienthong.model import NationalRecord
from lienthong.pictures import SIGNS, as_list, caption, counted, draw, layout, prefix, visible
from lienthong.reports import wording
from lienthong.reports.model import LotReport, ProfileLabel, RunReport, Source
from lienthong.words import date_text, say

CAUSES_SHOWN = 100
LOTS_SHOWN = 200
LOTS_OPEN = 20
FINDINGS_SHOWN = 10
TALL = 860
"""Height in pixels from which a picture may break over printed pages, for its text would become too small."""
LARGEST = 2_400_000
"""Characters of the whole file up to which pictures are drawn; beyond, a lot is told in words and counted."""

_TEMPLATES = Path(__file__).resolve().parent / "templates"
STATES = ("present", "derived", "defaulted", "missing", "conflicting")


def report_html(run: RunReport, lang: str) -> str:
    """The whole page; the same bytes for the same input and language."""
    shown = run.lots[:LOTS_SHOWN]
    lots = lot_views(run.catalogue, (run.profile,), shown, lang)
    return (
        environment()
        .get_template("report.html")
        .render(
            lang=lang,
            run=run,
            style=page_style(footline(run.sources, run.profile.name, run.created[:10]), lang),
            headline=wording.headline(run, lang),
            state=wording.state(run, lang),
            next_step=wording.next_step(run, lang),
            tone=wording.tone(run),
            causes=[_cause(run, cause, lang) for cause in run.causes[:CAUSES_SHOWN]],
            causes_left_out=max(0, len(run.causes) - CAUSES_SHOWN) + run.causes_left_out,
            lots=lots,
            lots_total=run.lots_total,
            lots_elsewhere="report.lots-left-out",
            lots_left_out=max(run.lots_total, len(run.lots)) - len(shown),
            undrawn=sum(not lot.picture for lot in lots),
            states=STATES,
            **helpers(lang),
        )
    )


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the reports: everything printed is escaped, hidden signs in it are named."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_named,
    )


def helpers(lang: str) -> dict[str, Callable[..., Any] | Any]:
    """What every template may use: texts, counts, dates and the signs of states, in one language."""
    return {
        "t": partial(say, lang),
        "counted": partial(counted, lang),
        "number": partial(wording.count_text, lang),
        "date": lambda iso: date_text(iso, lang),
        "signs": SIGNS,
    }


def _marked(text: str) -> Markup:
    """The text as mark-up: only for what `draw`, `as_list` and `_style` made, which escape what they were given."""
    return Markup(text)  # noqa: S704


def _named(value: Any) -> Any:
    return visible(value) if type(value) is str else value


def footline(sources: Sequence[Source], profile: str, day: str) -> str:
    """What stands at the foot of each printed page: sources, profile, day, digest."""
    names = ", ".join(source.name for source in sources)
    digest = sources[0].sha256[:12] if sources else ""
    return " · ".join(part for part in (names, profile, day, digest) if part)


def page_style(foot: str, lang: str) -> Markup:
    """The style sheet, and the line at the foot of each printed page."""
    page = say(lang, "report.page")
    of = say(lang, "report.page-of")
    corner = f'"{_css_text(page)} " counter(page) " {_css_text(of)} " counter(pages)'
    font = 'font:8pt "Segoe UI","Noto Sans",Roboto,Arial,sans-serif'
    margins = f'@page{{@bottom-left{{{font};content:"{_css_text(foot)}"}}@bottom-right{{{font};content:{corner}}}}}'
    return _marked((_TEMPLATES / "report.css").read_text(encoding="utf-8") + margins)


def _css_text(text: str) -> str:
    """The text inside a CSS string: all but letters, digits and blanks as escapes."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in visible(text))


@dataclass(frozen=True, slots=True)
class CauseView:
    """A cause in words: places with what stands there, how many more, how it is mended."""

    severity: str
    follows: bool
    title: str
    sentence: str
    mend: str
    places: list[tuple[str, str]]
    more: int
    rows: int
    lots: int
    more_lots: bool
    reference: str


def _cause(run: RunReport, cause: Cause, lang: str) -> CauseView:
    return CauseView(
        severity=cause.severity,
        follows=bool(cause.follows),
        title=wording.cause_title(run, cause, lang),
        sentence=run.catalogue.sentence(cause.example, lang),
        mend=wording.cause_mend(run, cause, lang),
        places=list(zip(cause.places, cause.values, strict=False)),
        more=cause.count - len(cause.places) if cause.places else 0,
        rows=cause.rows,
        lots=len(cause.lots),
        more_lots=cause.uncounted_lots,
        reference=cause.reference,
    )


@dataclass(frozen=True, slots=True)
class BlockView:
    """One item of the profile; `mark` tells when its row is not sure, `places` are those that disagree about it."""

    title: str
    state: str
    article: str
    mark: str
    who: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """One profile a lot is held against: its title and clause, how many of its required items are there, the items."""

    title: str
    article: str
    have: int
    of: int
    blocks: list[BlockView]


@dataclass(frozen=True, slots=True)
class LotView:
    """A lot in words and as a picture; `picture` is empty when the page had no room left for it."""

    report: LotReport
    code: str
    product: str
    missing: list[str]
    disputed: list[str]
    cards: list[CardView]
    findings: list[str]
    findings_left_out: int
    picture: Markup
    caption: str
    ids: str
    height: int
    tall: bool
    strips: tuple[tuple[int, int], ...]
    as_list: Markup
    open: bool
    anchor: str


def lot_views(
    catalogue: Catalogue, profiles: Sequence[ProfileLabel], shown: Sequence[LotReport], lang: str
) -> list[LotView]:
    """Lots as they stand on a page under these profiles, drawn as long as there is room."""
    views = []
    room = LARGEST
    for number, lot in enumerate(shown):
        view = _lot(catalogue, profiles, lot, lang, number)
        cost = len(view.picture.encode()) + len(view.as_list.encode()) + 3000
        if cost > room:
            view = _lot(catalogue, profiles, lot, lang, number, drawn=False)
            cost = 3000
        room -= cost
        views.append(view)
    return views


def _lot(
    catalogue: Catalogue,
    profiles: Sequence[ProfileLabel],
    lot: LotReport,
    lang: str,
    number: int,
    drawn: bool = True,
) -> LotView:
    chain = lot.chain
    there = bool(chain.cards or chain.holes) and drawn
    picture = layout(chain)
    held = list(zip(profiles, (lot.record, *lot.further), strict=True))
    return LotView(
        report=lot,
        code=lot.record["lot"]["code"] or lot.name,
        product=lot.record["lot"]["product"],
        missing=_titles(lang, held, wording.missing_fields),
        disputed=_titles(lang, held, wording.disputed_fields),
        cards=[_card(profile, record, lang) for profile, record in held],
        findings=[catalogue.sentence(finding, lang) for finding in lot.findings[:FINDINGS_SHOWN]],
        findings_left_out=max(0, len(lot.findings) - FINDINGS_SHOWN),
        picture=_marked(draw(chain, lang) if there else ""),
        caption=caption(lang, picture),
        ids=prefix(chain.key),
        height=picture.height,
        tall=picture.height > TALL,
        strips=picture.strips,
        as_list=_marked(as_list(chain, lang) if there else ""),
        open=number < LOTS_OPEN,
        anchor=f"lot-{number + 1}",
    )


Held = Sequence[tuple[ProfileLabel, NationalRecord]]


def _titles(lang: str, held: Held, fields: Callable[[NationalRecord], list[str]]) -> list[str]:
    """What items are called, those of all profiles, each once."""
    found = (wording.field_title(lang, profile, name) for profile, record in held for name in fields(record))
    return list(dict.fromkeys(found))


def _card(profile: ProfileLabel, record: NationalRecord, lang: str) -> CardView:
    blocks = [_block(profile, record, name, lang) for name in wording.told_fields(record)]
    score = record["score"]
    title = profile.title.get(lang) or profile.name
    return CardView(title, profile.article, score["have"], score["of"], blocks)


def _block(profile: ProfileLabel, record: NationalRecord, name: str, lang: str) -> BlockView:
    value = record["fields"][name]
    title = wording.field_title(lang, profile, name)
    who = wording.who_supplies(lang, profile, name)
    disputed = value["from"] if value["state"] == "conflicting" else []
    places = tuple(dict.fromkeys(source.get("place", "") for source in disputed if source.get("place")))
    mark = wording.mark_told(lang, value.get("mark", ""))
    return BlockView(title, value["state"], value.get("article", ""), mark, who, places)
