"""Every document of others, by its root element: read, written in each of three syntaxes, and read again the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from adapters.epcis.converting import convert
from adapters.epcis.equal import same_events
from adapters.epcis.reading import read
from lienthong.findings import Finding
from lienthong.model import Document, Event, Header
from lienthong.reading import Unreadable
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.adapters.epcis.test_documents import without_doctype
from tests.adapters.epcis.test_kinds import put
from tests.vectors import HOME, VectorSets

SYNTAXES = ("json-2.0", "xml-2.0", "xml-1.2")
KINDS = ("EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument")
SETS = ("event-hash-reference", "fastnt", "fastnt-1.2", "fosstrak", "gs1-EPCIS", "openepcis-converter",
        "openepcis-validation")  # fmt: skip
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_EVENT = re.compile(rb"<(Object|Aggregation|Quantity|Transaction)Event")

EXCEPTIONS = {
    "gs1-EPCIS/JSON/WithFullCombinationOfFields/transformation_event_all_possible_fields.jsonld":
        ("epcis.context.protected", "JSON-LD 1.1, 4.1.11: cbvmda, a protected term, is given another address"),
    "pharma-doitsa/tests/fixtures/invalid-xml.xml": ("epcis.xml.syntax", "XML 1.0: a start tag without its end tag"),
}  # fmt: skip
"""Files that cannot be read at all, with the clause. Those with a DOCTYPE are refused too, and read without it."""


@lru_cache(maxsize=2)
def documents(home: Path) -> dict[tuple[str, str, bool], list[Path]]:
    """The documents below a folder by syntax, kind, and whether Fosstrak has them."""
    found: dict[tuple[str, str, bool], list[Path]] = {}
    for file in sorted(home.rglob("*")):
        syntax, kind = root(file) if file.is_file() else ("", "")
        if kind in KINDS:
            found.setdefault((syntax, kind, "fosstrak" in file.parts), []).append(file)
    return found


def root(file: Path) -> tuple[str, str]:
    """The syntax of a file, and the name of its root element or the `type` of its root."""
    text = file.read_bytes().removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] == b"<":
        element = _ROOT.search(text)
        return "xml", element[1].decode() if element else ""
    try:
        value = json.loads(text.decode()) if text[:1] == b"{" else {}
    except ValueError:
        return "", ""
    return "json", str(value.get("type"))


COUNTS = {
    ("xml", "EPCISDocument"): 85,
    ("json", "EPCISDocument"): 120,
    ("xml", "EPCISMasterDataDocument"): 6,
    ("xml", "EPCISQueryDocument"): 9,
    ("xml", "EPCISQueryDocument of Fosstrak with events"): 9,
    ("json", "EPCISQueryDocument"): 3,
}


def test_all_kinds_of_documents_are_there(vector_set: VectorSets, capsys: pytest.CaptureFixture[str]) -> None:
    for name in SETS:
        vector_set(f"epcis/{name}")
    found: Counter[tuple[str, str]] = Counter()
    for (syntax, kind, fosstrak), files in documents(HOME / "epcis").items():
        if kind == "EPCISQueryDocument" and fosstrak:
            found[syntax, f"{kind} of Fosstrak with events"] += sum(
                bool(_EVENT.search(one.read_bytes())) for one in files
            )
        else:
            found[syntax, kind] += len(files)
    with capsys.disabled():
        print("\n" + ", ".join(f"{count} {syntax} {kind}" for (syntax, kind), count in sorted(found.items())))  # noqa: T201
    assert found == COUNTS


def cases(home: str) -> list[Path]:
    found = documents(HOME / home) if (HOME / home).is_dir() else {}
    return [file for files in found.values() for file in files]


def taken(file: Path) -> tuple[Header, list[Event], list[Finding]]:
    told: list[Finding] = []
    found = read(file, told.append)
    return found.header, list(found.events), told


@pytest.mark.parametrize(
    "group", [pytest.param(one, marks=[] if one % 3 == 0 else pytest.mark.long) for one in range(20)]
)
@pytest.mark.parametrize("home", ["epcis", "field"])
def test_a_document_goes_round_in_each_syntax(home: str, group: int, tmp_path: Path, vector_set: VectorSets) -> None:
    folder = vector_set(home)
    for file in cases(home)[group::20]:
        name = str(file.relative_to(folder))
        if b"<!DOCTYPE" in file.read_bytes():
            with pytest.raises(Unreadable) as refused:
                read(file, print)
            assert refused.value.finding.code == "epcis.xml.doctype"
            goes_round(name, without_doctype(file, tmp_path), tmp_path)
        elif name in EXCEPTIONS:
            with pytest.raises(Unreadable) as refused:
                read(file, print)
            assert refused.value.finding.code == EXCEPTIONS[name][0]
        else:
            goes_round(name, file, tmp_path)


def goes_round(name: str, file: Path, folder: Path) -> None:
    """The same events and kind come back from each syntax, or a loss was told; writing twice gives the same bytes."""
    header, events, _ = taken(file)
    for syntax in SYNTAXES:
        lost: list[Finding] = []
        there = put(folder / "there", syntax, Document(header, events), lost)
        pointers = [f"{one.at}/" for one in lost if one.severity == "lost" and one.at.startswith("/eventList/")]
        again, back, told = taken(there)
        where = f"{name} through {syntax}"
        unlike = [at for at in same_events(events, back) if not any(_meet(f"{at}/", one) for one in pointers)]
        assert (unlike, again.kind, again.master) == ([], header.kind, header.master), where
        said = [(one.sender, one.receiver, one.id, one.query_name, one.subscription_id) for one in (header, again)]
        assert said[0] == said[1], where
        assert [finding for finding in told if finding.severity in {"error", "lost"}] == [], where
        twice = put(folder / "twice", syntax, Document(header, events))
        assert twice.read_bytes() == there.read_bytes(), where
        second = put(folder / "second", syntax, Document(again, back))
        third = put(folder / "third", syntax, read(second, print))
        assert third.read_bytes() == second.read_bytes(), where


REFUSED = {
    "epcis/fastnt-1.2/test/FasTnT.IntegrationTests/Requests/Capture/CaptureInvalidUri.xml": "an EPC that is no URI",
    "epcis/gs1-EPCIS/XML/WithSensorData/SensorDataExamples.xml": "sensor reports without a type",
    "field/epcis-origintrail/use_cases/OBE/CARTONDATA.xml": "times without a zone, EPCs that are no URIs",
    "field/epcis-origintrail/use_cases/OBE/ORDER100678.xml": "times without a zone",
    "field/epcis-origintrail/use_cases/ZK/03_Pink_ZKN_Transform.xml": "a transformationID that is no URI",
    "field/epcis-origintrail/use_cases/perutnina_kakaxi/perutnina_gs1.xml": "master data whose id is no URI",
    "field/epcis-origintrail/use_cases/trail/milk.xml": "vocabularies whose type is no URI",
}
"""Valid documents of which a target's schema takes less: what XSD 1.2 and anyURI let pass, 2.0 or JSON does not.

Each is written as it is, and told as an error at its place.
"""


@pytest.mark.parametrize(
    "group", [pytest.param(one, marks=[] if one % 4 == 1 else pytest.mark.long) for one in range(12)]
)
@pytest.mark.parametrize("home", ["epcis", "field"])
def test_what_is_written_is_valid_where_the_source_is(
    home: str, group: int, tmp_path: Path, vector_set: VectorSets
) -> None:
    folder = vector_set(home)
    vector_set(SET)
    for file in cases(home)[group::12]:
        name = f"{home}/{file.relative_to(folder)}"
        source = without_doctype(file, tmp_path) if b"<!DOCTYPE" in file.read_bytes() else file
        if name.removeprefix("epcis/").removeprefix("field/") in EXCEPTIONS or _faults(source):
            continue
        refused = []
        for to in (*SYNTAXES, "xml-1.1"):
            told: list[Finding] = []
            convert(source, tmp_path / "there", to, told.append)
            faults = _faults(tmp_path / "there")
            # whatever the schema says is told, and nothing else is called a fault on writing
            errors = [one for one in told if one.severity == "error" and one.code != "epcis.json.duplicate"]
            assert bool(errors) is bool(faults), (name, to, faults, errors)
            refused += faults
        assert bool(refused) is (name in REFUSED), (name, refused)


def _faults(file: Path) -> list[str]:
    """What the published schema says against a document."""
    text = file.read_bytes()
    if root(file)[0] == "xml":
        try:
            return xml_faults(text)
        except etree.XMLSyntaxError as fault:
            return [str(fault)]
    value = json.loads(text)
    return [fault for one in (value if isinstance(value, list) else [value]) for fault in json_faults(one)]


def test_no_more_files_are_exceptions_than_may_be() -> None:
    assert len(EXCEPTIONS) + len(REFUSED) <= 12


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def test_a_big_document_keeps_every_identifier(tmp_path: Path, vector_set: VectorSets) -> None:
    file = next((vector_set("field") / "pharma-quartet-epcis").rglob("bigobject.xml"))
    for syntax in SYNTAXES:
        there = put(tmp_path / syntax, syntax, read(file, print))
        _, events, _ = taken(there)
        assert (len(events), sum(len(one.get("epcList", ())) for one in events)) == (28, 14_997)
