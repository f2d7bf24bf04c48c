"""Records from one form into another, record by record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from adapters.tcvn import json_form, sheet_form, xml_form
from adapters.tcvn.shape import Record
from adapters.tcvn.telling import Tell, unreadable

_HEAD = 64


class Form(Protocol):
    """One form of the record: how a file is told, read and written."""

    def knows(self, start: bytes) -> bool: ...

    def read(self, file: Path, tell: Tell) -> Iterator[Record]: ...

    def write(self, records: Iterable[Record], file: Path) -> None: ...


FORMS: Mapping[str, Form] = {"json": json_form, "xml": xml_form, "xlsx": sheet_form}
"""The forms by name, which is also how their files end."""


def form_of(file: Path) -> str:
    """The form that a file's first bytes are of; raises `Unreadable` when it is none."""
    with file.open("rb") as source:
        start = source.read(_HEAD)
    found = next((name for name, form in FORMS.items() if form.knows(start)), "")
    if not found:
        raise unreadable("tcvn.kind", file)
    return found


def form_named(file: Path) -> str:
    """The form that a file's name ends in, empty when it is none.

    >>> form_named(Path("lot.XML")), form_named(Path("lot.txt"))
    ('xml', '')
    """
    ending = file.suffix.lower().removeprefix(".")
    return ending if ending in FORMS else ""


def read(file: Path, tell: Tell) -> Iterator[Record]:
    """The records of a file of any form."""
    return FORMS[form_of(file)].read(file, tell)


def convert(source: Path, target: Path, to: str, tell: Tell) -> int:
    """Writes the records of a file in another form; how many there were. Nothing stands at `target` before the end."""
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        for one in read(source, tell):
            count += 1
            yield one

    partial = target.with_name(f"{target.name}.part")
    try:
        FORMS[to].write(counted(), partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return count
