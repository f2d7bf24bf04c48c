"""What is wrong with a command line, said in the language asked for."""

from __future__ import annotations

import errno

from cyclopts import CoercionError, CycloptsError, MissingArgumentError, UnknownOptionError, UnusedCliTokensError
from cyclopts import ValidationError as OutOfRange
from cyclopts.exceptions import UnknownCommandError

from lienthong.words import say, texts


def problem(fault: CycloptsError, lang: str) -> str:
    """One sentence on the first thing that is wrong; a rare fault is told in the parser's own words."""
    name = _name(fault)
    if isinstance(fault, UnknownCommandError):
        return say(lang, "cli.usage.command", word=(fault.unused_tokens or [""])[0], known=_commands(fault))
    if isinstance(fault, UnknownOptionError):
        return say(lang, "cli.usage.option", word=fault.token.keyword or fault.token.value)
    if isinstance(fault, MissingArgumentError):
        return say(lang, "cli.usage.missing", word=name)
    if isinstance(fault, UnusedCliTokensError):
        return say(lang, "cli.usage.more", word=" ".join(fault.unused_tokens or []))
    if isinstance(fault, CoercionError | OutOfRange) and fault.argument and fault.argument.tokens:
        return say(lang, "cli.usage.value", word=fault.argument.tokens[0].value, name=name)
    return str(fault)


def system_problem(fault: OSError, lang: str) -> str:
    """Why the system refused, where the reason is a known one; else in the system's own words."""
    key = f"cli.system.{errno.errorcode.get(fault.errno or 0, '')}"
    return say(lang, key) if key in texts() else fault.strerror or str(fault)


def _name(fault: CycloptsError) -> str:
    """What an argument is called at its longest: `--out`, not `-o`."""
    return max(fault.argument.names or (fault.argument.name,), key=len) if fault.argument else ""


def _commands(fault: UnknownCommandError) -> str:
    return ", ".join(name for name in (fault.app or ()) if not name.startswith("-"))
