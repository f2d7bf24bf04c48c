"""The commands about runs, with their parameters and words."""

from pathlib import Path
from typing import Annotated

from cyclopts import App

from lienthong.checks.profiles import default_profile
from lienthong.cli import runs
from lienthong.cli.help import Help
from lienthong.cli.voice import Voice


def add_run_commands(app: App, voice: Voice) -> None:
    """Adds convert, replay, explain, lot and summary."""
    for add in (_convert, _replay, _explain, _lot, _summary):
        add(app, voice, Help(voice))


def _convert(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("convert"))
    def convert(
        source: Annotated[Path, help_.argument("source")],
        /,
        *,
        mapping: Annotated[str, word("mapping")],
        out: Annotated[Path, word("out")],
        to: Annotated[str, word("to")] = "json-2.0,xml-2.0,national",
        profile: Annotated[str, word("profile")] = default_profile(),
        created: Annotated[str | None, word("created", default=False)] = None,
        store: Annotated[Path | None, word("store", default=False)] = None,
        settings: Annotated[tuple[str, ...], word("set", "--set", default=False)] = (),
        json: Annotated[bool, word("json", default=False)] = False,
    ) -> int:
        return runs.convert(voice, source, mapping, out, to, profile, created or "", store, settings, json=json)


def _replay(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("replay"))
    def replay(
        folder: Annotated[Path, help_.argument("folder")],
        rejects: Annotated[Path, help_.argument("rejects")],
        /,
        *,
        source: Annotated[Path | None, word("moved", default=False)] = None,
        json: Annotated[bool, word("json", default=False)] = False,
    ) -> int:
        return runs.replay(voice, folder, rejects, source, json=json)


def _explain(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("explain"))
    def explain(
        folder: Annotated[Path, help_.argument("folder")],
        pointer: Annotated[str, help_.argument("pointer")],
        /,
        *,
        source: Annotated[Path | None, word("moved", default=False)] = None,
        json: Annotated[bool, word("json", default=False)] = False,
    ) -> int:
        return runs.explain(voice, folder, pointer, source, json=json)


def _lot(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("lot"))
    def lot(
        name: Annotated[str, help_.argument("lot")],
        /,
        *,
        run: Annotated[Path, word("folder")] = Path(),
        svg: Annotated[Path | None, word("svg", default=False)] = None,
    ) -> int:
        return runs.lot(voice, name, run, svg)


def _summary(app: App, voice: Voice, help_: Help) -> None:
    @app.command(help=help_.say("summary"))
    def summary(folder: Annotated[Path, help_.argument("folder")], /) -> int:
        return runs.summary(voice, folder)
