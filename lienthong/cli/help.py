"""Help in the language asked for: the words of parameters, and the headings all applications share."""

from typing import Any

from cyclopts import App, Parameter

from lienthong.cli.help_page import HelpPage
from lienthong.cli.voice import Voice
from lienthong.words import say

_KINDS = {
    "created": "time", "folder": "folder", "mapping": "name", "moved": "file", "out": "folder", "profile": "name",
    "profile.name": "name", "on": "day", "html": "file", "lot.one": "name", "profiles": "names",
    "goods": "name", "role": "name", "rows": "number", "set": "pair", "store": "file", "svg": "file", "to": "names",
}  # fmt: skip
"""What stands for the value of an option in its help, by the word for the option."""


class Help:
    """Makes applications and parameters whose help is in one language."""

    def __init__(self, voice: Voice) -> None:
        self.lang = voice.lang
        self.page = HelpPage(voice)

    def say(self, key: str) -> str:
        """The text of a key of the command line's words."""
        return say(self.lang, f"cli.{key}")

    def app(self, name: str, key: str = "", told: str = "") -> App:
        """An application with plain help and headings in the language; its help by key, or as it is `told`."""
        shown = {f"group_{part}": self.say(f"group.{part}") for part in ("commands", "arguments", "parameters")}
        style: dict[str, Any] = {"help_format": "plaintext", "help_epilogue": self.say("lang"), **shown}
        return App(name=name, help=told or self.say(key), help_formatter=self.page, **style)

    def argument(self, key: str, *, default: bool = True) -> Parameter:
        """An argument by position, with its name and its help."""
        return self.word(key, self.say(f"place.{key}"), default=default)

    def word(self, key: str, name: str | None = None, *, default: bool = True, validator: Any = None) -> Parameter:
        """A parameter with its help; `default` says whether its default value is shown."""
        told, kind = self.say(f"word.{key}"), _KINDS.get(key)
        shown = self.say(f"kind.{kind}") if kind else None
        return Parameter(name=name, help=told, metavar=shown, negative=(), show_default=default, validator=validator)
