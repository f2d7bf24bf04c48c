"""The command line: the same things the library does, said on a terminal."""

from __future__ import annotations

import os
import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and ends with its exit code: 0 all good, 1 done with rejects or different, 2 not done."""
    from lienthong.cli.app import run

    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # who read our output has seen enough (`| head`); what is left must not fail again when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    sys.exit(code)
