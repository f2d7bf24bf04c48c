"""The commands about lots, with their parameters and words."""

from pathlib import Path
from typing import Annotated

from cyclopts import App

from lienthong.cli.help import Help
from lienthong.cli.voice import Voice

VIEWS = ("consumer", "authority", "retention")


def add_lot_commands(app: App, voice: Voice) -> None:
    """Adds check and view."""
    help_ = Help(voice)
    _check(app, voice, help_)
    views = help_.app("view", "view")
    for kind in VIEWS:
        _view(views, kind, voice, help_)
    app.command(views)


def _check(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(help=help_.say("check"))
    def check(
        source: Annotated[Path, help_.argument("any-source")],
        /,
        *,
        profile: Annotated[str, word("profiles", default=False)] = "",
        mapping: Annotated[str, word("mapping", default=False)] = "",
        lot: Annotated[str, word("lot.one", "--lot", default=False)] = "",
        on: Annotated[str, word("on", default=False)] = "",
        goods: Annotated[tuple[str, ...], word("goods", default=False)] = (),
        role: Annotated[str, word("role", default=False)] = "",
        settings: Annotated[tuple[str, ...], word("set", "--set", default=False)] = (),
        json: Annotated[bool, word("json", default=False)] = False,
        html: Annotated[Path | None, word("html", default=False)] = None,
    ) -> int:
        from lienthong.cli import lots
        from lienthong.readiness import Asked

        asked = Asked(_names(profile), on, goods, role, lot)
        return lots.check(voice, source, mapping, settings, asked, json=json, html=html)


def _view(app: App, kind: str, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(name=kind, help=help_.say(f"view.{kind}"))
    def view(
        source: Annotated[Path, help_.argument("any-source")],
        /,
        *,
        lot: Annotated[str, word("lot.one", "--lot", default=False)] = "",
        profile: Annotated[str, word("profiles", default=False)] = "",
        mapping: Annotated[str, word("mapping", default=False)] = "",
        on: Annotated[str, word("on", default=False)] = "",
        goods: Annotated[tuple[str, ...], word("goods", default=False)] = (),
        role: Annotated[str, word("role", default=False)] = "",
        settings: Annotated[tuple[str, ...], word("set", "--set", default=False)] = (),
        json: Annotated[bool, word("json", default=False)] = False,
    ) -> int:
        from lienthong.cli import lots
        from lienthong.readiness import Asked

        asked = Asked(_names(profile), on, goods, role, lot)
        return lots.view(voice, kind, source, mapping, settings, asked, json=json)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
