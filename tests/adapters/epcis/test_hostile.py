"""Every row of hostile XML and JSON at every entry: reading, validating and the commands, each in its budget."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.epcis.hostile_cases import Case, numbered
from tests.adapters.epcis.hostile_process import COMMANDS, ENTRIES, SECRET, Forks, Ran
from tests.adapters.epcis.hostile_xml import ROWS

GROWTH: dict[str, float] = {"XML-02": 20}
"""MiB a document of the row may cost; 200 where nothing else is said."""
CPU: dict[str, float] = {"XML-02": 0.1, "LD-02": 1, "LD-04": 5}
"""Seconds; 5 where nothing else is said, and for large documents 20."""
PARTS = 8
"""The quick tier takes each eighth document through the commands."""


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    made = Forks(tmp_path_factory.mktemp("hostile"))
    yield made
    made.close()


def cases(row: str, forks: Forks) -> list[Case]:
    """The documents of a row, as many as it must have."""
    least, make = ROWS[row]
    found = numbered(make(forks.address, str(forks.secret)))
    assert len(found) >= least
    return found


def faults(row: str, case: Case, entry: str, ran: Ran) -> Iterator[str]:
    """What an entry did with a document that it should not."""
    if ran.error:
        yield ran.error
        return
    if SECRET in ran.said:
        yield "a secret is out"
    if ran.cpu > (20 if case.large else CPU.get(row, 5)):
        yield f"{ran.cpu:.2f} s"
    if ran.growth > GROWTH.get(row, 200):
        yield f"{ran.growth:.0f} MiB"
    if entry == "read":
        if ran.events != case.events:
            yield f"{ran.events} events"
        if not set(ran.codes) <= case.codes or bool(ran.codes) != bool(case.codes):
            yield f"told {ran.codes}"
        if case.wants and case.wants not in ran.said:
            yield f"without {case.wants}"
    elif ran.wrong != case.refused:
        yield f"{'refused' if ran.wrong else 'taken'}: {ran.codes or ran.said[-300:]}"


def run(row: str, forks: Forks, tmp_path: Path, chosen: list[Case], entries: tuple[str, ...]) -> None:
    """Runs documents and holds what comes against what should."""
    told = []
    for case in chosen:
        file = tmp_path / "in"
        file.write_bytes(case.data)
        for entry, ran in forks.run(file, entries).items():
            told += [f"{case.name}: {entry}: {fault}" for fault in faults(row, case, entry, ran)]
        # a document that cannot be told whole leaves nothing behind
        told += [f"{case.name}: left {one.name}" for one in tmp_path.iterdir() if one.name not in {"in", "output"}]
    assert not told, "\n".join(told)
    assert forks.contacts == []


@pytest.mark.parametrize("row", ROWS)
def test_documents_are_read_and_judged_as_the_row_says(row: str, forks: Forks, tmp_path: Path) -> None:
    run(row, forks, tmp_path, [case for case in cases(row, forks) if not case.large], ENTRIES)


@pytest.mark.parametrize("row", ROWS)
def test_some_go_through_the_commands(row: str, forks: Forks, tmp_path: Path) -> None:
    run(row, forks, tmp_path, [case for case in cases(row, forks) if not case.large][::PARTS], COMMANDS)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS)
def test_all_go_through_the_commands(row: str, forks: Forks, tmp_path: Path) -> None:
    run(row, forks, tmp_path, cases(row, forks), (*ENTRIES, *COMMANDS))
