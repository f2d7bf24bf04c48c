"""Commands of adapters: what a plain typed function has to be so that the command line can mount it.

The function yields results and findings and never prints; the command line prints one JSON object a line, picks the
language, sets the exit code, and hands in what must come from above.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any, Literal, get_args, get_type_hints, overload

from lienthong.findings import Finding, Position

Shown = Literal["file", "folder", "name", "names", "number", "text", "date"]
"""What stands for the value of an option in its help."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the input: its text without the end of line, where it stands, and what is wrong with it as a line.

    A line whose bytes are no text, or that is too long, still has a text to be named by, beside its `fault`.
    """

    text: str
    place: Position
    fault: Finding | None = None


Lines = Iterable[Line]
"""Annotates the parameter that the lines of FILE, or of standard input without one, are handed to."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a command has to say of one thing: members for the wire in order, and findings, which come last there.

    A member `ok` or `valid` is the verdict, or `verdict` where neither stands on the wire: the exit code is 1 where one
    is false, and 2 where the thing could not be `done` at all. `says` is the sentence a person reads of it, where the
    command offers that. `findings` None are no member on the wire.
    """

    members: Mapping[str, Any]
    findings: Sequence[Finding] | None = ()
    says: Finding | None = None
    done: bool = True
    verdict: bool = True

    @property
    def ok(self) -> bool:
        """Whether all is good."""
        return self.verdict and bool(self.members.get("ok", True)) and bool(self.members.get("valid", True))


@dataclass(frozen=True, slots=True)
class Output:
    """Bytes for standard output as they are; not `ok` where they say that something is wrong.

    `findings` are told by the way: no error among them says that the work as a whole could not be done.
    """

    data: bytes
    ok: bool = True
    findings: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """The help of one parameter in both languages, what stands for its value there, and other names of an option.

    `names` are said whole (`-o`, `--strict-1.2`); without them an option is called by its parameter.
    """

    vi: str
    en: str
    shown: Shown = "text"
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """`lienthong ADAPTER NAME`.

    `run`: parameters by position are arguments, parameters by keyword are options (`as_hex` is `--as-hex`, a name of
    Python's own takes a `_` behind it: `as_` is `--as`); one annotated `Lines` is handed in. It yields a `Result` for
    each thing asked about, in order; a `Finding` by itself is about the work as a whole, and an error among those
    says that it could not be done. `words` has the help of each parameter, `lines` under the name of the lines too.
    `samples`: arguments by name with which the contract runs it over hostile lines. With `sentences` what its results
    say is printed for people, and as JSON only with `--json`.
    """

    name: str
    run: Callable[..., Iterable[Result | Output | Finding]]
    says: Mapping[str, str]
    words: Mapping[str, Word] = field(default_factory=dict)
    samples: Sequence[Mapping[str, Any]] = ()
    sentences: bool = False

    def parameters(self) -> list[inspect.Parameter]:
        """The parameters of `run`, their annotations as types."""
        hints = get_type_hints(self.run)
        return [
            one.replace(annotation=hints.get(name, str)) for name, one in inspect.signature(self.run).parameters.items()
        ]


class Deferred(Sequence[Command]):
    """Commands that are imported once somebody asks for one: what a module names `COMMANDS`."""

    def __init__(self, module: str) -> None:
        self.module = module

    @cached_property
    def _commands(self) -> Sequence[Command]:
        commands: Sequence[Command] = import_module(self.module).COMMANDS
        return commands

    def __bool__(self) -> bool:
        """True without a look: whoever defers commands has some."""
        return True

    def __len__(self) -> int:
        return len(self._commands)

    @overload
    def __getitem__(self, at: int) -> Command: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Command]: ...
    def __getitem__(self, at: int | slice) -> Command | Sequence[Command]:
        return self._commands[at]


def command_faults(command: Command) -> list[str]:
    """What keeps a command from being mounted, as sentences."""
    faults = [] if command.says.get("vi") and command.says.get("en") else ["says must have vi and en"]
    names = [parameter.name for parameter in command.parameters()]
    faults += [f"parameter {name} has no word" for name in names if name not in command.words]
    faults += [f"word {name} is of no parameter" for name in command.words if name not in names]
    for name, word in command.words.items():
        if not (word.vi and word.en) or word.shown not in get_args(Shown):
            faults.append(f"word {name} must have vi and en, and a known kind of value")
    if not command.name.replace("-", "").isalnum():
        faults.append("a name is words of letters and digits with - between them")
    return faults
