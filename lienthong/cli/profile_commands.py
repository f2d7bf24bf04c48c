"""The commands about profiles, with their parameters and words."""

from typing import Annotated

from cyclopts import App

from lienthong.cli.help import Help
from lienthong.cli.voice import Voice


def profile_app(voice: Voice) -> App:
    """`lienthong profile`: list, show, test."""
    help_ = Help(voice)
    app = help_.app("profile", "profile")
    for add in (_list, _show, _test):
        add(app, voice, help_)
    return app


def _list(app: App, voice: Voice, help_: Help) -> None:
    word = help_.word

    @app.command(name="list", help=help_.say("profile.list"))
    def list_(
        *,
        on: Annotated[str, word("on", default=False)] = "",
        goods: Annotated[tuple[str, ...], word("goods", default=False)] = (),
        role: Annotated[str, word("role", default=False)] = "",
    ) -> int:
        from lienthong.cli import profiles

        return profiles.listing(voice, on, goods, role)


def _show(app: App, voice: Voice, help_: Help) -> None:
    @app.command(help=help_.say("profile.show"))
    def show(profile: Annotated[str, help_.word("profile.name")], /) -> int:
        from lienthong.cli import profiles

        return profiles.show(voice, profile)


def _test(app: App, voice: Voice, help_: Help) -> None:
    @app.command(help=help_.say("profile.test"))
    def test(profile: Annotated[str, help_.word("profile.name", default=False)] = "", /) -> int:
        from lienthong.cli import profiles

        return profiles.test(voice, profile)
