"""The folder of a run: its files by name, written beside and moved in whole, `run.json` last."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from lienthong.store.events import open_database

LEDGER = "ledger.sqlite"
RUN = "run.json"
REJECTS, REJECTS_TEXT = "rejects.xlsx", "rejects.csv"
REPORT = "report.html"
SUMMARY = "summary.txt"
NATIONAL = "national.json"
_WORK = ".run-"
_FURTHER = re.compile(r"rejects-\d+\.xlsx")


class NoRun(Exception):
    """The folder holds no finished run."""


class RunFolder:
    """The folder of a run while it is written: files appear in it only when all of them are whole.

    A run that is cut off leaves a hidden folder, which the next run clears away.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True)
        for left in self.path.glob(f"{_WORK}*"):
            shutil.rmtree(left, ignore_errors=True)
        self.work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self.path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        shutil.rmtree(self.work, ignore_errors=True)

    def file(self, name: str) -> Path:
        """Where a file of the run is written."""
        return self.work / name

    @property
    def database(self) -> sqlite3.Connection:
        """The ledger's database, opened once."""
        if self._database is None:
            self._database = open_database(self.file(LEDGER))
        return self._database

    def finish(self, run: dict[str, Any], possible: list[str]) -> None:
        """Moves all files in, `run.json` last; a file of an earlier run that this one did not write goes."""
        self._close()
        (self.path / RUN).unlink(missing_ok=True)
        for name in (*possible, *self._further()):
            if self.file(name).exists():
                self.file(name).replace(self.path / name)
            else:
                (self.path / name).unlink(missing_ok=True)
        self.file(RUN).write_bytes(msgspec.json.format(msgspec.json.encode(run), indent=2) + b"\n")
        self.file(RUN).replace(self.path / RUN)

    def _further(self) -> Iterator[str]:
        """Correction workbooks behind the first, of this run or of an earlier one: `rejects-2.xlsx` and so on."""
        for number in count(2):
            name = f"rejects-{number}.xlsx"
            if not self.file(name).exists() and not (self.path / name).exists():
                return
            yield name

    def _close(self) -> None:
        if self._database is not None:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            self._database.execute("PRAGMA journal_mode=DELETE")
            self._database.close()
            self._database = None


def is_of_run(name: str, possible: Sequence[str]) -> bool:
    """Whether a run writes, or clears away, a file of this name in its folder; `possible` are names it may write.

    >>> [is_of_run(name, [REJECTS]) for name in ("rejects.xlsx", "rejects-2.xlsx", "run.json", "so-lo.xlsx")]
    [True, True, True, False]
    """
    return name in {RUN, *possible} or bool(_FURTHER.fullmatch(name))


def open_run(path: Path) -> tuple[dict[str, Any], sqlite3.Connection]:
    """The `run.json` and the ledger's database of a finished run.

    Raises `NoRun` when the folder holds none.
    """
    if not (path / RUN).is_file() or not (path / LEDGER).is_file():
        raise NoRun(str(path))
    run: dict[str, Any] = msgspec.json.decode((path / RUN).read_bytes())
    database = sqlite3.connect(f"file:{(path / LEDGER).resolve()}?mode=ro", uri=True)
    try:
        database.execute("SELECT name, value FROM fact LIMIT 1")
    except sqlite3.DatabaseError:
        database.close()
        raise NoRun(str(path)) from None
    return run, database
