"""The commands about mappings, with their parameters and words."""

from pathlib import Path
from typing import Annotated

from cyclopts import App
from cyclopts.validators import Number

from lienthong.cli.help import Help
from lienthong.cli.voice import Voice


def mapping_app(voice: Voice) -> App:
    """`lienthong mapping`: list, check, test, preview, template, show."""
    help_ = Help(voice)
    app = help_.app("mapping", "mapping")
    for add in (_list, _check, _test, _preview, _template, _show):
        add(app, voice, help_)
    return app


def _list(app: App, voice: Voice, help_: Help) -> None:
    @app.command(name="list", help=help_.say("mapping.list"))
    def list_() -> int:
        from lienthong.cli import mappings

        return mappings.listing(voice)


def _check(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("mapping.check"))
    def check(
        mapping: Annotated[str, help_.argument("mapping")],
        source: Annotated[Path | None, help_.argument("source", default=False)] = None,
        /,
        *,
        settings: Annotated[tuple[str, ...], word("set", "--set", default=False)] = (),
    ) -> int:
        from lienthong.cli import mappings

        return mappings.check(voice, mapping, source, settings)


def _test(app: App, voice: Voice, help_: Help) -> None:
    @app.command(help=help_.say("mapping.test"))
    def test(mapping: Annotated[str, help_.argument("mapping", default=False)] = "", /) -> int:
        from lienthong.cli import mappings

        return mappings.test(voice, mapping)


def _preview(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("mapping.preview"))
    def preview(
        mapping: Annotated[str, help_.argument("mapping")],
        source: Annotated[Path, help_.argument("source")],
        /,
        *,
        rows: Annotated[int, word("rows", validator=Number(gte=1))] = 5,
        settings: Annotated[tuple[str, ...], word("set", "--set", default=False)] = (),
    ) -> int:
        from lienthong.cli import mappings

        return mappings.preview(voice, mapping, source, rows, settings)


def _template(app: App, voice: Voice, help_: Help) -> None:
    @app.command(help=help_.say("mapping.template"))
    def template(
        mapping: Annotated[str, help_.argument("mapping")], out: Annotated[Path, help_.argument("template")], /
    ) -> int:
        from lienthong.cli import mappings

        return mappings.template(voice, mapping, out)


def _show(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("mapping.show"))
    def show(
        mapping: Annotated[str, help_.argument("mapping")],
        /,
        *,
        steps: Annotated[bool, word("steps", default=False)] = False,
    ) -> int:
        from lienthong.cli import mappings

        return mappings.show(voice, mapping, steps=steps)
