"""Memory is flat in the number of events, in each direction: 200,000 add no more than 15 MiB to what 20,000 take."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.epcis.test_hostile_json import document as json_document
from tests.adapters.epcis.test_hostile_json import event as json_event
from tests.adapters.epcis.xml_cases import amount, document, event

FEW, MANY, GROWTH, WHOLE = 20_000, 200_000, 15, 110
PROGRAM = """
import resource, sys
from lienthong.cli.app import run
code = run(["epcis", *sys.argv[1:]])
print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr)
"""
PARTS = "<bizLocation><id>urn:epc:id:sgln:9521234.00001.0</id></bizLocation>" + amount(
    "<epcClass>urn:epc:class:lgtin:9521234.000001.L{n}</epcClass><quantity>12.30</quantity>"
)
MEMBERS = (
    '"bizLocation":{"id":"https://id.gs1.org/414/9521234000013"},'
    '"quantityList":[{"epcClass":"https://id.gs1.org/01/09521234000013/10/L@","quantity":12.30}]'
)


def _file(path: Path, whole: str, one: Callable[[int], str], between: str, count: int) -> Path:
    """A document of many events, written piece by piece."""
    head, tail = whole.split("#")
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(count):
            file.write((between if number else "") + one(number))
        file.write(tail)
    return path


def xml_file(folder: Path, count: int) -> Path:
    return _file(folder / f"{count}.xml", document("#"), lambda n: event(PARTS.replace("{n}", str(n))), "\n", count)


def json_file(folder: Path, count: int) -> Path:
    one = json_event(MEMBERS)
    return _file(folder / f"{count}.jsonld", json_document("#"), lambda n: one.replace("@", str(n)), ",\n", count)


def peak(*words: str) -> float:
    """MiB at the peak of a command in a process of its own, which must do its work."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *words], capture_output=True, text=True, check=False)
    code, most = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr[-500:]
    return float(most)


@pytest.mark.long
@pytest.mark.parametrize("to", ["json-2.0", "ndjson-2.0", "xml-2.0", "xml-1.2"])
@pytest.mark.parametrize("make", [xml_file, json_file])
def test_a_conversion_is_flat_in_the_number_of_events(
    make: Callable[[Path, int], Path], to: str, tmp_path: Path
) -> None:
    few, many = (
        peak("convert", str(make(tmp_path, count)), "--to", to, "-o", str(tmp_path / "out")) for count in (FEW, MANY)
    )
    assert many - few <= GROWTH
    assert many <= WHOLE


@pytest.mark.long
@pytest.mark.parametrize("command", ["hash", "validate"])
@pytest.mark.parametrize("make", [xml_file, json_file])
def test_a_hash_is_flat_in_the_number_of_events(
    make: Callable[[Path, int], Path], command: str, tmp_path: Path
) -> None:
    few, many = (peak(command, str(make(tmp_path, count))) for count in (FEW, MANY))
    assert many - few <= GROWTH
