"""The page of help that the parser shows, with its own words in the language asked for too."""

from __future__ import annotations

from typing import Any

from cyclopts.help import DefaultFormatter, HelpEntry, HelpPanel

from lienthong.cli.voice import Voice
from lienthong.words import say

_PLACES = ("COMMAND", "OPTIONS", "ARGS")


class HelpPage(DefaultFormatter):
    """The parser's page, where "Usage", "required" and "default" are said in one language."""

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self.lang = voice.lang

    def __call__(self, console: Any, options: Any, panel: HelpPanel) -> None:
        """Prints one group of commands or parameters."""
        super().__call__(console, options, panel.copy(entries=[self._told(entry) for entry in panel.entries]))

    def render_usage(self, console: Any, options: Any, usage: Any) -> None:
        """Prints how the command is written."""
        from rich.text import Text

        if not usage:
            return
        line = str(usage)
        for place in _PLACES:
            line = line.replace(place, say(self.lang, f"cli.usage.place.{place.lower()}"))
        console.print(Text(say(self.lang, "cli.usage.line", line=line), style="bold"))

    def _told(self, entry: HelpEntry) -> HelpEntry:
        """A row whose marks we say ourselves, so that the parser has none to say."""
        from rich.text import Text

        marks = [say(self.lang, "cli.usage.default", value=str(entry.default))] if entry.default is not None else []
        marks += [say(self.lang, "cli.usage.required")] if entry.required else []
        if not marks:
            return entry
        for mark in marks:
            entry.description.append(Text(f"[{mark}]", style="dim"))
        return entry.copy(default=None, required=False)
