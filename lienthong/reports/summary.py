"""The short message of a run for mail and chat: no values of cells, no persons, no keys."""

from __future__ import annotations

import re

from lienthong.findings import Cause
from lienthong.pictures import counted, visible
from lienthong.reports.model import RunReport
from lienthong.reports.wording import cause_mend, cause_title, field_title, headline, most_lacking, next_step
from lienthong.words import say

LIMIT = 1000
_LINE = 260
_BREAKS = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def summary_text(run: RunReport, lang: str) -> str:
    """The message, at most 1,000 characters; its first line alone tells the state."""
    lines = [_first_line(run, lang), next_step(run, lang)]
    last = [say(lang, "summary.file", file=visible(run.rejects))] if run.rejects else []
    todo = [_cause_line(run, cause, lang) for cause in run.causes if _is_todo(cause)]
    lacking = most_lacking(run)
    if lacking:
        lots = counted(lang, "report.lots", run.lots_total - run.lots_complete)
        todo.append(say(lang, "summary.lacking", lots=lots, field=field_title(lang, run.profile, lacking)))
    shown: list[str] = []
    for number, line in enumerate(todo, 1):
        rest = [counted(lang, "summary.more", len(todo) - number)] if number < len(todo) else []
        if len("\n".join([*lines, *shown, f"{number}. {line}", *rest, *last])) >= LIMIT - 20:
            break
        shown.append(f"{number}. {line}")
    left = len(todo) - len(shown) + run.causes_left_out
    more = [counted(lang, "summary.more", left)] if left else []
    return "\n".join([*lines, *shown, *more, *last])[: LIMIT - 1] + "\n"


def _is_todo(cause: Cause) -> bool:
    return cause.severity in {"error", "lost", "warning"} and not cause.follows


def _first_line(run: RunReport, lang: str) -> str:
    names = [visible(source.name) for source in run.sources]
    others = counted(lang, "summary.others", len(names) - 1) if len(names) > 1 else ""
    name = " ".join(part for part in (names[0] if names else "", others) if part)
    return f"[Liên Thông] {_short(name, 120)}: {headline(run, lang)}."


def _cause_line(run: RunReport, cause: Cause, lang: str) -> str:
    places = [place.partition("!")[2].replace("!", " ") or place.partition(":")[2] for place in cause.places]
    more = " …" if cause.count > len(places) else ""
    where = f" ({', '.join(places)}{more})" if any(places) else ""
    rows = counted(lang, "report.rows", cause.rows)
    text = f"{cause_title(run, cause, lang)}: {rows}{where}. {cause_mend(run, cause, lang)}"
    return f"{_short(visible(text), _LINE)} [{cause.reference}]"


def _short(text: str, limit: int) -> str:
    one_line = _BREAKS.sub(" ", text).strip()
    return one_line if len(one_line) <= limit else one_line[: limit - 1].rstrip() + "…"
