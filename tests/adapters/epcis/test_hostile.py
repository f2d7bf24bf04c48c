"""Every row of hostile XML and JSON at every entry: reading, validating and the commands, each in its budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from lxml import etree

from adapters.epcis import xsd
from adapters.epcis.compare import compare
from adapters.epcis.hash import hashes
from lienthong.shelf import ShelfError
from tests.adapters.epcis import hostile_json, hostile_xml
from tests.adapters.epcis.hostile_cases import Case, numbered
from tests.adapters.epcis.hostile_process import COMMANDS, ENTRIES, SECRET, Forks, Ran
from tests.adapters.epcis.test_hostile_json import URL
from tests.adapters.epcis.test_hostile_json import document as json_document
from tests.adapters.epcis.test_hostile_json import event as json_event

ROWS = {**hostile_xml.ROWS, **hostile_json.ROWS}
GROWTH: dict[str, float] = {"XML-02": 20}
"""MiB a document of the row may cost; 200 where nothing else is said."""
CPU: dict[str, float] = {"XML-02": 0.1, "LD-02": 1, "LD-04": 5}
"""Seconds; 5 where nothing else is said, and for large documents 20."""
MANY, PARTS = 40, 12
"""The quick tier takes about so many documents of a row, and each twelfth through the commands."""


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
        # of a document that is refused a reader may give what stands before the fault
        if ran.events > case.events or (ran.events < case.events and not case.refused):
            yield f"{ran.events} events"
        if not set(ran.codes) <= case.codes or bool(ran.codes) != bool(case.codes):
            yield f"told {ran.codes}"
        if case.wants and case.wants not in ran.said:
            yield f"without {case.wants}"
    elif entry.startswith("validate") and case.fits:
        if entry == "validate" and not ran.wrong and not case.codes & set(ran.codes):
            yield f"told {ran.codes}"
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
    small = [case for case in cases(row, forks) if not case.large]
    run(row, forks, tmp_path, small[:: 1 + len(small) // MANY], ENTRIES)


@pytest.mark.parametrize("row", ROWS)
def test_some_go_through_the_commands(row: str, forks: Forks, tmp_path: Path) -> None:
    run(row, forks, tmp_path, [case for case in cases(row, forks) if not case.large][::PARTS], COMMANDS)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS)
def test_all_go_through_the_commands(row: str, forks: Forks, tmp_path: Path) -> None:
    run(row, forks, tmp_path, cases(row, forks), (*ENTRIES, *COMMANDS))


@pytest.mark.parametrize("number", range(10))
def test_ld_03_one_text_under_two_contexts_is_told_as_another_context(number: int, tmp_path: Path) -> None:
    inside = json_event(['"ex:a":"1"', '"ilmd":{"ex:a":"1"}'][number % 2])
    files = [tmp_path / name for name in "ab"]
    addresses = [f"https://ex.vn/{number}/", f"https://ex.vn/{number + 1}/"]
    for file, address in zip(files, addresses, strict=True):
        file.write_text(json_document(inside, f'["{URL}",{{"ex":"{address}"}}]'), encoding="utf-8")
    first, second = (list(hashes(file)) for file in files)
    assert first != second
    met = list(compare(*files, lambda finding: pytest.fail(finding.code)))
    assert [met[0].at, met[0].a, met[0].b] == ["/@context/ex", *addresses]


@pytest.mark.parametrize("part", get_args(xsd.Part))
@pytest.mark.parametrize("version", get_args(xsd.Version))
def test_xml_04_a_schema_with_a_part_missing_is_no_schema(
    part: xsd.Part, version: xsd.Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = xsd.schema_text

    def without(name: xsd.Part, of: xsd.Version) -> bytes:
        if name == part:
            raise ShelfError("shelf.absent", name)
        return whole(name, of)

    monkeypatch.setattr(xsd, "schema_text", without)
    started = 0
    for needs in get_args(xsd.Part):
        if needs == part or f'schemaLocation="{part}"'.encode() in whole(needs, version):
            started += 1
            with pytest.raises((ShelfError, etree.XMLSchemaParseError)):
                xsd.xml_schema.__wrapped__(needs, version)
    assert started


def test_xml_12_no_path_is_built_from_what_comes_in() -> None:
    rooms = Path(__file__).resolve().parents[3] / "adapters" / "epcis"
    built = re.compile(r"(?:xpath|XPath|findall|iterfind|findtext)\((?!\")(.*)")
    found = [one for file in rooms.glob("*.py") for one in built.findall(file.read_text(encoding="utf-8"))]
    # only limits of our own stand in a path
    assert {word for one in found for word in re.findall(r"\{(.*?)\}", one)} == {"MAX_TEXT"}
    assert all(one.startswith('f"') for one in found)
