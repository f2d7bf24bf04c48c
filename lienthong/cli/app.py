"""The commands and their words; help is in the language asked for."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from lienthong.cli import adapters, mappings, runs
from lienthong.cli.voice import Voice, default_lang
from lienthong.plugs import installed
from lienthong.words import say

Lang = Literal["vi", "en"]


def run(arguments: list[str]) -> int:
    """Runs one command line and gives its exit code; a wrong command line is 2."""
    lang = default_lang(arguments)
    voice = Voice(lang, installed().catalogue)
    app = build(voice)
    try:
        code = app(arguments, exit_on_error=False, result_action="return_value")
    except SystemExit as end:
        return int(end.code or 0)
    except Exception as fault:
        if type(fault).__module__.startswith("cyclopts"):
            return 2
        raise
    return code if isinstance(code, int) else 0


def build(voice: Voice) -> App:
    """The application with all commands, its help in the voice's language."""
    lang = voice.lang
    app = App(name="lienthong", help=say(lang, "cli.lienthong"), **_style(lang))
    app["--help"].group = app["--version"].group = say(lang, "cli.group.options")
    app["--help"].help = say(lang, "cli.word.help")
    app["--version"].help = say(lang, "cli.word.version")
    _add_runs(app, voice)
    app.command(_mapping_commands(voice))
    app.command(lambda **_: adapters.listing(voice), name="adapters", help=say(lang, "cli.adapters"))
    for adapter in installed().adapters:
        if adapter.commands:
            app.command(adapters.mounted(adapter, voice))
    return app


def _style(lang: str) -> dict[str, Any]:
    """What all applications of the command line share: plain help with headings in the language."""
    shown = {name: say(lang, f"cli.group.{name}") for name in ("commands", "arguments", "parameters")}
    return {"help_format": "plaintext", **{f"group_{name}": title for name, title in shown.items()}}


def _words(voice: Voice, *names: str) -> list[Parameter]:
    return [Parameter(help=say(voice.lang, f"cli.word.{name}"), negative=()) for name in names]


def _lang(voice: Voice) -> Parameter:
    return Parameter(help=say(voice.lang, "cli.word.lang"), show_default=False)


def _add_runs(app: App, voice: Voice) -> None:
    lang = voice.lang
    source_, mapping_, out_, to_, profile_ = _words(voice, "source", "mapping", "out", "to", "profile")
    created_, store_, json_, folder_, pointer_ = _words(voice, "created", "store", "json", "folder", "pointer")
    rejects_, moved_, lot_, svg_ = _words(voice, "rejects", "moved", "lot", "svg")
    set_ = Parameter(name="--set", help=say(lang, "cli.word.set"), negative=(), show_default=False)
    lang_ = _lang(voice)

    @app.command(help=say(lang, "cli.convert"))
    def convert(
        source: Annotated[Path, source_],
        /,
        *,
        mapping: Annotated[str, mapping_],
        out: Annotated[Path, out_],
        to: Annotated[str, to_] = "json-2.0,xml-2.0,national",
        profile: Annotated[str, profile_] = "vn-nd37-2026",
        created: Annotated[str | None, created_] = None,
        store: Annotated[Path | None, store_] = None,
        settings: Annotated[tuple[str, ...], set_] = (),
        json: Annotated[bool, json_] = False,
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return runs.convert(voice, source, mapping, out, to, profile, created or "", store, settings, json=json)

    @app.command(help=say(lang, "cli.replay"))
    def replay(
        folder: Annotated[Path, folder_],
        rejects: Annotated[Path, rejects_],
        /,
        *,
        source: Annotated[Path | None, moved_] = None,
        json: Annotated[bool, json_] = False,
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return runs.replay(voice, folder, rejects, source, json=json)

    @app.command(help=say(lang, "cli.explain"))
    def explain(
        folder: Annotated[Path, folder_],
        pointer: Annotated[str, pointer_],
        /,
        *,
        source: Annotated[Path | None, moved_] = None,
        json: Annotated[bool, json_] = False,
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return runs.explain(voice, folder, pointer, source, json=json)

    @app.command(help=say(lang, "cli.lot"))
    def lot(
        name: Annotated[str, lot_],
        /,
        *,
        run: Annotated[Path, folder_] = Path(),
        svg: Annotated[Path | None, svg_] = None,
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return runs.lot(voice, name, run, svg)

    @app.command(help=say(lang, "cli.summary"))
    def summary(folder: Annotated[Path, folder_], /, *, lang: Annotated[Lang, lang_] = "vi") -> int:
        del lang
        return runs.summary(voice, folder)


def _mapping_commands(voice: Voice) -> App:
    lang = voice.lang
    app = App(name="mapping", help=say(lang, "cli.mapping"), **_style(lang))
    source_, mapping_, out_, rows_ = _words(voice, "source", "mapping", "template", "rows")
    steps_ = Parameter(help=say(lang, "cli.word.steps"), negative=())
    set_ = Parameter(name="--set", help=say(lang, "cli.word.set"), negative=(), show_default=False)
    lang_ = _lang(voice)

    @app.command(name="list", help=say(lang, "cli.mapping.list"))
    def list_(*, lang: Annotated[Lang, lang_] = "vi") -> int:
        del lang
        return mappings.listing(voice)

    @app.command(help=say(lang, "cli.mapping.check"))
    def check(
        mapping: Annotated[str, mapping_],
        source: Annotated[Path | None, source_] = None,
        /,
        *,
        settings: Annotated[tuple[str, ...], set_] = (),
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return mappings.check(voice, mapping, source, settings)

    @app.command(help=say(lang, "cli.mapping.test"))
    def test(mapping: Annotated[str, mapping_] = "", /, *, lang: Annotated[Lang, lang_] = "vi") -> int:
        del lang
        return mappings.test(voice, mapping)

    @app.command(help=say(lang, "cli.mapping.preview"))
    def preview(
        mapping: Annotated[str, mapping_],
        source: Annotated[Path, source_],
        /,
        *,
        rows: Annotated[int, rows_] = 5,
        settings: Annotated[tuple[str, ...], set_] = (),
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return mappings.preview(voice, mapping, source, rows, settings)

    @app.command(help=say(lang, "cli.mapping.template"))
    def template(
        mapping: Annotated[str, mapping_], out: Annotated[Path, out_], /, *, lang: Annotated[Lang, lang_] = "vi"
    ) -> int:
        del lang
        return mappings.template(voice, mapping, out)

    @app.command(help=say(lang, "cli.mapping.show"))
    def show(
        mapping: Annotated[str, mapping_],
        /,
        *,
        steps: Annotated[bool, steps_] = False,
        lang: Annotated[Lang, lang_] = "vi",
    ) -> int:
        del lang
        return mappings.show(voice, mapping, steps=steps)

    return app
