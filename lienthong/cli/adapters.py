"""Commands about adapters: what is plugged in, and the commands that adapters bring."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from lienthong.cli.help import Help
from lienthong.cli.lines import lines_of
from lienthong.cli.voice import Voice
from lienthong.commands import Command, Lines, Output, Result
from lienthong.findings import Finding
from lienthong.plugs import Adapter, installed
from lienthong.words import say

_JSON = "json"


def listing(voice: Voice) -> int:
    """Prints a row for each adapter: what it reads, writes, and knows."""
    head = [say(voice.lang, f"cli.adapters.{name}") for name in ("name", "reads", "writes", "functions", "commands")]
    rows = [
        (
            adapter.name,
            ", ".join([*(one.name for one in adapter.readers), *(one.name for one in adapter.documents)]),
            ", ".join(writer.name for writer in adapter.writers),
            ", ".join(function.name for function in adapter.functions),
            ", ".join(command.name for command in adapter.commands),
        )
        for adapter in installed().adapters
    ]
    voice.table(head, rows)
    return 0


def mounted(adapter: Adapter, commands: Sequence[Command], voice: Voice) -> App:
    """Commands of an adapter as `lienthong ADAPTER COMMAND`."""
    help_ = Help(voice)
    app = help_.app(adapter.name, told=adapter.says[voice.lang])
    for command in commands:
        app.command(_printed(command, voice, help_), name=command.name, help=command.says[voice.lang])
    return app


def _printed(command: Command, voice: Voice, help_: Help) -> Callable[..., int]:
    """The command as the parser takes it: FILE in place of its lines, what it yields printed, an exit code given."""
    parameters = command.parameters()
    at = next((place for place, one in enumerate(parameters) if one.annotation == Lines), -1)

    def printed(*arguments: Any, **options: Any) -> int:
        given = list(arguments)
        # the parser leaves out what was not given
        file = given.pop(at) if 0 <= at < len(given) else None
        if at >= 0:
            given.insert(at, lines_of(file))
        spoken = command.sentences and not options.pop(_JSON, False)
        return _say(command.run(*given, **options), voice, live=at >= 0 and file is None, spoken=spoken)

    shown = [_parameter(one, command, voice, help_) for one in parameters]
    if command.sentences:
        shown.append(_json_option(help_))
    printed.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
    printed.__annotations__ = {one.name: one.annotation for one in shown}
    return printed


def _json_option(help_: Help) -> inspect.Parameter:
    told = Annotated[bool, help_.word("json", "--json", default=False)]
    return inspect.Parameter(_JSON, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=told)


def _parameter(one: inspect.Parameter, command: Command, voice: Voice, help_: Help) -> inspect.Parameter:
    word = command.words[one.name]
    lines = one.annotation == Lines
    kind, default = (Path | None, None) if lines else (one.annotation, one.default)
    option = one.kind is inspect.Parameter.KEYWORD_ONLY
    own = f"--{one.name.strip('_').replace('_', '-')}" if option else _place(one.name, command, voice, help_)
    named = list(word.names) or own
    told = Parameter(
        name=named,
        help=word.vi if voice.lang == "vi" else word.en,
        metavar=None if kind is bool else help_.say(f"kind.{word.shown}"),
        negative=(),
        show_choices=False,
        show_default=bool(default) and default is not inspect.Parameter.empty,
    )
    place = inspect.Parameter.KEYWORD_ONLY if option else inspect.Parameter.POSITIONAL_ONLY
    return inspect.Parameter("file" if lines else one.name, place, default=default, annotation=Annotated[kind, told])


def _place(name: str, command: Command, voice: Voice, help_: Help) -> str | None:
    """What an argument is called: by its own name in English, else by its kind where it alone is of that kind."""
    ordered = [one.name for one in command.parameters() if one.kind is not inspect.Parameter.KEYWORD_ONLY]
    kind = command.words[name].shown
    alone = [command.words[other].shown for other in ordered].count(kind) == 1
    return help_.say(f"kind.{kind}") if alone and voice.lang != "en" else None


def _say(yielded: Iterable[Result | Output | Finding], voice: Voice, *, live: bool, spoken: bool) -> int:
    """Prints all that a command yields: 0 when all is good, 1 when something is not, 2 when it could not be done.

    `live`: whoever feeds us line by line gets each answer before the next line. `spoken`: people read it.
    """
    code = 0
    for item in yielded:
        if isinstance(item, Finding):
            voice.findings([item])
            code = 2 if item.severity == "error" else code
            continue
        if isinstance(item, Output):
            sys.stdout.flush()
            sys.stdout.buffer.write(item.data)
            voice.findings(item.findings)
        elif spoken and item.says:
            voice.text(voice.catalogue.sentence(item.says, voice.lang))
            voice.findings(item.findings or ())
        else:
            voice.data(_wire(item, voice))
        done = isinstance(item, Output) or item.done
        code = max(code, int(not item.ok) if done else 2)
        if live:
            sys.stdout.flush()
    sys.stdout.flush()
    return code


def _wire(item: Result, voice: Voice) -> dict[str, Any]:
    if item.findings is None:
        return dict(item.members)
    return {**item.members, "findings": [voice.catalogue.wire(finding) for finding in item.findings]}
