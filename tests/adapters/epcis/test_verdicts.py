"""Our verdicts held against the published schemas: on every document of the vectors, and on seeded mutations."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters.epcis.json_schema import json_schema as our_json_schema
from adapters.epcis.validate import validate
from lienthong.shelf import package_data
from tests.adapters.epcis.mutations import KINDS, mutate_json, mutate_xml
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.vectors import HOME, VectorSets

EXCEPTIONS = package_data(Path(__file__).with_name("verdict_exceptions.yaml"))
SAMPLE = 60_000
"""Documents larger than this are judged as they stand, but not mutated."""
QUICK, LONG = 1000, 10_000


@lru_cache(maxsize=1)
def xml_documents() -> dict[str, bytes]:
    """The XML documents of all vectors whose root is of EPCIS, by name."""
    found = {}
    for folder in ("epcis", "field"):
        for file in sorted((HOME / folder).rglob("*.xml")):
            text = file.read_bytes()
            try:
                root = etree.fromstring(text)
            except etree.XMLSyntaxError:
                continue
            if root.tag.startswith("{urn:epcglobal:epcis"):
                found[str(file.relative_to(HOME))] = text
    return found


@lru_cache(maxsize=1)
def json_documents() -> dict[str, Any]:
    """The JSON-LD documents of all vectors, and bare events, by name."""
    found = {}
    for folder in ("epcis", "field"):
        for file in sorted([*(HOME / folder).rglob("*.json"), *(HOME / folder).rglob("*.jsonld")]):
            try:
                document = json.loads(file.read_bytes())
            except ValueError:
                continue
            if isinstance(document, dict) and {"type", "@context"} <= document.keys():
                found[str(file.relative_to(HOME))] = document
    return found


def test_every_document_gets_the_verdict_of_the_published_schemas(vector_set: VectorSets) -> None:
    vector_set(SET)
    judges = {name: not xml_faults(text) for name, text in xml_documents().items()}
    judges |= {name: not json_faults(document) for name, document in json_documents().items()}
    verdicts = {name: validate(HOME / name) for name in judges}
    differ = {name: verdict for name, verdict in verdicts.items() if verdict.valid is not judges[name]}
    codes = {name: verdict.findings[0].code for name, verdict in differ.items()}
    for code, row in EXCEPTIONS["codes"].items():
        refused = [name for name, told in codes.items() if told == code]
        assert len(refused) == int(row["files"]), refused
        for name in refused:
            del codes[name]
    assert codes == {name: row["code"] for name, row in EXCEPTIONS["differ"].items()}
    assert (len(xml_documents()) > 500, len(json_documents()) > 120) == (True, True)
    assert Counter(judges.values())[False] > 150


def _seeds(count: int) -> list[Any]:
    return [pytest.param(0, count, id="quick"), pytest.param(count, LONG, id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize(("first", "last"), _seeds(QUICK))
def test_a_mutated_xml_document_gets_the_same_verdict(
    first: int, last: int, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    documents = [text for text in xml_documents().values() if len(text) <= SAMPLE and b"<!DOCTYPE" not in text]
    file, met, differ = tmp_path / "a.xml", Counter[Any](), []
    for seed in range(first, last):
        text, done = mutate_xml(random.Random(seed).choice(documents), seed)
        file.write_bytes(text)
        judge, verdict = not xml_faults(text), validate(file)
        met.update([judge, done.partition(" ")[0]])
        if verdict.valid is not judge:
            differ.append((seed, done, judge, verdict.findings[:2]))
    assert differ == []
    assert min(met[key] for key in (True, False, *KINDS)) > (last - first) // 20, met


@pytest.mark.parametrize(("first", "last"), _seeds(QUICK))
def test_a_mutated_json_document_gets_the_same_verdict(
    first: int, last: int, tmp_path: Path, vector_set: VectorSets
) -> None:
    vector_set(SET)
    whole = [document for document in json_documents().values() if len(json.dumps(document)) <= SAMPLE]
    documents = [*whole, *_bare_events(whole)]
    file, met, differ = tmp_path / "a.json", Counter[Any](), []
    for seed in range(first, last):
        document, done = mutate_json(random.Random(seed).choice(documents), seed)
        file.write_text(json.dumps(document), encoding="utf-8")
        judge, verdict = not json_faults(document), validate(file)
        met.update([judge, done.partition(" ")[0]])
        if verdict.valid is not judge:
            differ.append((seed, done, judge, verdict.findings[:2]))
    assert differ == []
    assert min(met[key] for key in (True, False, *KINDS)) > (last - first) // 20, met


def _bare_events(documents: list[Any]) -> list[Any]:
    return [
        {**event, "@context": document["@context"]}
        for document in documents
        for event in (document.get("epcisBody") or {}).get("eventList", [])[:1]
        if isinstance(event, dict)
    ]


def test_our_json_schema_is_not_the_published_one(vector_set: VectorSets) -> None:
    file = vector_set(SET) / "core/src/main/resources/json-schema/epcis-json-schema.json"
    theirs = {
        json.dumps(part, sort_keys=True) for part in _parts(json.loads(file.read_bytes())) if len(str(part)) > 300
    }
    ours = {json.dumps(part, sort_keys=True) for part in _parts(our_json_schema()) if len(str(part)) > 300}
    assert ours & theirs == set()


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in _parts(item))]
    return [part for item in value for part in _parts(item)] if isinstance(value, list) else []
