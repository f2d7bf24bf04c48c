"""The command line: the same things the library does, said on a terminal."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Runs one command and ends with its exit code: 0 all good, 1 done with rejects or different, 2 not done."""
    from lienthong.cli.app import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
