"""Commands about lots: check and view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lienthong.checks.case import case_words
from lienthong.cli.runs import settings_of
from lienthong.cli.voice import Voice
from lienthong.words import say

if TYPE_CHECKING:
    from lienthong.gathering import Gathered
    from lienthong.readiness import Asked, Ready


def check(
    voice: Voice,
    source: Path,
    mapping: str,
    settings: Sequence[str],
    asked: Asked,
    *,
    json: bool,
    html: Path | None,
) -> int:
    """Prints what each lot lacks under the profiles: as text, as a JSON line a lot and profile, or as a page."""
    from lienthong.plugs import installed
    from lienthong.readiness import Shown, chosen_profiles, command_line, readiness
    from lienthong.reports import readiness_headline, readiness_html

    plugs, chosen = installed(), _settings(voice, settings)
    if chosen is None or not _known(voice, asked):
        return 2
    line = command_line(source, mapping, asked, chosen)

    def work(gathered: Gathered) -> int:
        profiles, shown = chosen_profiles(asked, plugs), Shown()
        # closed before the store is, whatever breaks off
        with closing(readiness(gathered, profiles, asked, plugs)) as lots:
            for ready in lots:
                shown.add(ready)
                if json:
                    for one in ready.lines(plugs):
                        voice.data(one)
                elif html is None:
                    voice.text("\n".join(_lot_lines(ready, voice)))
        report = shown.report(gathered, profiles, asked, plugs, line)
        if html:
            html.write_text(readiness_html(report, voice.lang), encoding="utf-8")
            voice.say("cli.open", file=str(html))
        voice.tell(readiness_headline(report, voice.lang))
        # rows that are in no lot say nothing of the one that was asked for
        refused = gathered.refused and not asked.lot
        return int(shown.complete < shown.total or not shown.total or bool(refused))

    return _gathered(voice, source, mapping, chosen, work)


def _lot_lines(ready: Ready, voice: Voice) -> Iterator[str]:
    """A lot for people: its score under each profile, and a line for all that it lacks."""
    record = ready.told.record
    scores = " · ".join(f"{one['profile']} {one['score']['have']}/{one['score']['of']}" for one in ready.told.records)
    sign = "✓" if ready.complete else "✗"
    name = record["lot"]["code"] or ready.told.name
    yield f"{sign} {name}  {record['lot']['product']}  {scores}"
    for one, lacking in zip(ready.told.records, ready.lacking, strict=True):
        under = f"{one['profile']}: " if len(ready.told.records) > 1 else ""
        for item in lacking:
            yield f"    {under}{item['vi'] if voice.lang == 'vi' else item['en']}"
    for finding in ready.told.findings:
        yield f"    {voice.catalogue.sentence(finding, voice.lang)}"


def view(
    voice: Voice, kind: str, source: Path, mapping: str, settings: Sequence[str], asked: Asked, *, json: bool
) -> int:
    """Prints a view of each lot: for people, or as a JSON line a lot; an authority gets JSON always."""
    from lienthong import viewing
    from lienthong.plugs import installed
    from lienthong.readiness import chosen_profiles

    plugs = installed()

    def work(gathered: Gathered) -> int:
        if kind == "consumer":
            views = viewing.consumer(gathered, asked, plugs)
        elif kind == "authority":
            views = viewing.authority(gathered, asked, plugs, chosen_profiles(asked, plugs))
        else:
            named = chosen_profiles(asked, plugs) if asked.profiles else []
            views = viewing.retention(gathered, asked, plugs, named)
        with closing(views):
            for one in views:
                if json or kind == "authority":
                    voice.data(one)
                else:
                    voice.text("\n".join(_VIEWS[kind](one, voice)))
        return 0

    if (chosen := _settings(voice, settings)) is None or not _known(voice, asked):
        return 2
    return _gathered(voice, source, mapping, chosen, work)


def _consumer_lines(one: dict[str, Any], voice: Voice) -> Iterator[str]:
    yield f"{one['lot']['product']}  {one['lot']['code']}".strip()
    for alert in one["alerts"]:
        yield f"  !! {alert[voice.lang]} ({alert['since']})"
    for item in one["items"].values():
        yield f"  {item['term'][voice.lang]}: {item['value']}"


def _retention_lines(one: dict[str, Any], voice: Voice) -> Iterator[str]:
    name = one["lot"]["code"] or one["lot"]["key"]
    if not one["until"]:
        yield f"{name}: {say(voice.lang, 'cli.view.no-time')}"
        return
    key = "cli.view.may-go" if one["may_go"] else "cli.view.stays"
    law = f"{one['instrument']} {one['article']}" + (f" [{one['mark']}]" if one["mark"] in {"D", "U"} else "")
    yield f"{name}: {say(voice.lang, key, day=one['until'], law=law)} {one[voice.lang]}."


_VIEWS: dict[str, Callable[[dict[str, Any], Voice], Iterator[str]]] = {
    "consumer": _consumer_lines,
    "retention": _retention_lines,
}


def _settings(voice: Voice, settings: Sequence[str]) -> dict[str, str] | None:
    try:
        return settings_of(settings)
    except ValueError as fault:
        voice.say("cli.bad-setting", word=str(fault))
        return None


def _known(voice: Voice, asked: Asked) -> bool:
    """Whether goods and role are words that are known; tells the one that is not."""
    words = case_words()
    given = [(one, words["goods"]) for one in asked.goods] + ([(asked.role, words["role"])] if asked.role else [])
    for word, known in given:
        if word not in known:
            voice.say("cli.profile.no-word", word=word, known=", ".join(known))
            return False
    return True


def _gathered(
    voice: Voice, source: Path, mapping: str, settings: dict[str, str], work: Callable[[Gathered], int]
) -> int:
    from lienthong.gathering import gathered
    from lienthong.opening import Stop
    from lienthong.plugs import installed
    from lienthong.reading import Unreadable

    try:
        with gathered(source, installed(), mapping, settings) as found:
            voice.findings(found.findings)
            return work(found)
    except Stop as stop:
        voice.findings(stop.findings)
    except Unreadable as fault:
        voice.findings([fault.finding])
    return 2
