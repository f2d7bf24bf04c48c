"""What the adapter of the record has to tell: its catalogue of codes, and the fault that stops a reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lienthong.findings import Finding, Position
from lienthong.findings.catalogue import load
from lienthong.reading import Unreadable

CATALOGUE = load(Path(__file__).with_name("catalogue.yaml"))
Tell = Callable[[Finding], None]


def unreadable(code: str, file: Path, line: int = 0, **facts: str) -> Unreadable:
    """What is raised where nothing more of a file can be read."""
    return Unreadable(CATALOGUE.finding(code, **facts).placed(Position(file.name, "", line)))


def step(at: str, name: str | int) -> str:
    """The pointer one step further (RFC 6901).

    >>> step("/records/0", "a/b")
    '/records/0/a~1b'
    """
    return f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}"
