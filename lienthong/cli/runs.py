"""Commands about runs: convert, replay, explain, lot, summary."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lienthong.cli.voice import Voice
from lienthong.words import say

if TYPE_CHECKING:
    from lienthong.explaining import Answer
    from lienthong.mapping.outcome import Trace


def settings_of(pairs: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` words as a dict; ValueError names the word that is none."""
    settings: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not (sign and name):
            raise ValueError(pair)
        settings[name] = value
    return settings


def convert(
    voice: Voice,
    source: Path,
    mapping: str,
    out: Path,
    to: str,
    profile: str,
    created: str,
    store: Path | None,
    settings: Sequence[str],
    *,
    json: bool,
) -> int:
    """Runs the main job and tells how it went."""
    from lienthong.cli.progress import progress_bar
    from lienthong.flow import convert as run_convert

    try:
        chosen = settings_of(settings)
    except ValueError as fault:
        voice.say("cli.bad-setting", word=str(fault))
        return 2
    with progress_bar(source.name) as progress:
        run = run_convert(
            source,
            mapping=mapping,
            out=out,
            to=[name.strip() for name in to.split(",") if name.strip()],
            profile=profile,
            created=created,
            store=store,
            settings=chosen,
            lang=voice.lang,
            progress=progress,
        )
    return _tell(voice, run, json=json)


def replay(voice: Voice, folder: Path, rejects: Path, source: Path | None, *, json: bool) -> int:
    """Takes a corrected sheet back and tells how it went."""
    from lienthong.cli.progress import progress_bar
    from lienthong.flow import replay as run_replay

    given = rejects if rejects.exists() else folder / rejects
    with progress_bar(rejects.name) as progress:
        run = run_replay(folder, given, source=source, progress=progress)
    return _tell(voice, run, json=json)


def _tell(voice: Voice, run: object, *, json: bool) -> int:
    from lienthong.flow import Run
    from lienthong.store.folder import REJECTS

    assert isinstance(run, Run)
    voice.findings(run.findings)
    if run.told:
        voice.tell(run.told.headline(voice.lang))
        voice.tell(run.told.next_step(voice.lang))
        voice.say("cli.open", file=str(run.out / "report.html"))
        if run.told.report().rejects:
            voice.say("cli.send-back", command=shlex.join(["lienthong", "replay", str(run.out), REJECTS]))
    elif run.run:
        voice.say("cli.unchanged", folder=str(run.out))
    if json and run.run:
        voice.data(run.run)
    return run.code


def summary(voice: Voice, folder: Path) -> int:
    """Prints the short message of a run."""
    from lienthong.store.folder import SUMMARY

    file = folder / SUMMARY
    if not file.is_file():
        voice.findings([voice.catalogue.finding("run.absent", folder=str(folder))])
        return 2
    voice.text(file.read_text(encoding="utf-8").rstrip("\n"))
    return 0


def explain(voice: Voice, folder: Path, pointer: str, source: Path | None, *, json: bool) -> int:
    """Prints where the values at a pointer came from."""
    from lienthong.flow import explain as run_explain
    from lienthong.opening import Stop
    from lienthong.reading import Unreadable

    try:
        answers = run_explain(folder, pointer, source=source)
    except Stop as stop:
        voice.findings(stop.findings)
        return 2
    except Unreadable as fault:
        voice.findings([fault.finding])
        return 2
    for answer in answers:
        if json:
            voice.data(answer.wire())
        else:
            voice.text("\n".join(explained(answer, voice.lang)))
    return 0


def explained(answer: Answer, lang: str) -> list[str]:
    """The lines that explain one value to a person."""
    trace = answer.trace
    lines = [f"{answer.pointer} = {trace.value}", *_trail(trace, "    ", answer, lang)]
    facts = {"mapping": answer.mapping, "digest": answer.mapping_sha256[:12], "number": str(trace.line_number)}
    lines.append("    " + say(lang, "cli.explain.line", **facts, line=trace.line))
    return lines


def _trail(trace: Trace, indent: str, answer: Answer, lang: str) -> list[str]:
    lines: list[str] = []
    if trace.place:
        heading = f" [{trace.heading}]" if trace.heading else ""
        lines.append(f'{indent}{trace.place}{heading} "{trace.original}"')
        if was := answer.was(trace.place):
            lines.append(indent + say(lang, "cli.explain.corrected", text=was.text, file=was.file))
    elif trace.origin == "setting":
        value = trace.original or trace.value
        lines.append(indent + say(lang, "cli.explain.setting", name=trace.setting, value=value))
    elif trace.origin == "constant":
        lines.append(indent + say(lang, "cli.explain.constant", value=trace.value))
    for step in trace.steps:
        arguments = "".join(f"  [{name}={value}]" for name, value in step.arguments.items())
        lines.append(f"{indent}{step.call} = {step.gave or step.refused}{arguments}")
    for part in trace.also:
        lines.append(f"{indent}{part.name or part.origin} = {part.value}")
        lines.extend(_trail(part, indent + "    ", answer, lang))
    return lines


def lot(voice: Voice, name: str, folder: Path, svg: Path | None) -> int:
    """Draws the chain of a lot into an SVG file, or lists it."""
    from lienthong.flow import lot_chain
    from lienthong.opening import Stop
    from lienthong.pictures import as_lines, draw

    try:
        chain = lot_chain(folder, name)
    except Stop as stop:
        voice.findings(stop.findings)
        return 2
    if svg:
        svg.write_text(draw(chain, voice.lang), encoding="utf-8")
        voice.say("cli.open", file=str(svg))
    else:
        voice.text("\n".join(as_lines(chain, voice.lang)))
    return 0
