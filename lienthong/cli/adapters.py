"""Commands about adapters: what is plugged in, and the commands that adapters bring."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from cyclopts import App

from lienthong.cli.voice import Voice
from lienthong.findings import Finding
from lienthong.plugs import Adapter, installed
from lienthong.words import say


def listing(voice: Voice) -> int:
    """Prints a row for each adapter: what it reads, writes, and knows."""
    head = [say(voice.lang, f"cli.adapters.{name}") for name in ("name", "reads", "writes", "functions", "commands")]
    rows = [
        (
            adapter.name,
            ", ".join([*(one.name for one in adapter.readers), *(one.name for one in adapter.documents)]),
            ", ".join(writer.name for writer in adapter.writers),
            ", ".join(function.name for function in adapter.functions),
            ", ".join(adapter.commands),
        )
        for adapter in installed().adapters
    ]
    voice.table(head, rows)
    return 0


def mounted(adapter: Adapter, voice: Voice) -> App:
    """The commands of an adapter as `lienthong ADAPTER COMMAND`: they yield results and findings, we print."""
    app = App(name=adapter.name)
    for name, command in adapter.commands.items():
        app.command(_printed(command, voice), name=name)
    return app


def _printed(command: Callable[..., Iterable[Any]], voice: Voice) -> Callable[..., int]:
    @functools.wraps(command)
    def printed(*arguments: Any, **options: Any) -> int:
        code = 0
        for item in command(*arguments, **options):
            if isinstance(item, Finding):
                voice.findings([item])
                code = max(code, int(item.severity in {"error", "lost"}))
            else:
                voice.data(item)
        return code

    return printed
