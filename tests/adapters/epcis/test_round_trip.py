"""Any event the shapes allow goes through both syntaxes and comes back the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.epcis.equal import same_events
from adapters.epcis.xml_writer import XmlWriter
from lienthong.findings import Finding
from lienthong.model import Header
from tests.adapters.epcis.oracles import SET, json_faults, xml_faults
from tests.adapters.epcis.test_documents import read, write
from tests.strategies import EVENTS, PREFIXES
from tests.vectors import VectorSets

HEADER = Header("2026-06-01T00:00:00Z", namespaces=PREFIXES)


@settings(max_examples=80)
@given(events=st.lists(EVENTS, min_size=1, max_size=3))
def test_json_to_xml_to_json(events: list[Any], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("round")
    write(folder / "a.jsonld", "json", HEADER, events)
    header, first, told = read(folder / "a.jsonld", "json")
    assert told == []
    assert same_events([{"@context": PREFIXES, **event} for event in events], first) == []
    lost = write(folder / "b.xml", "xml", header, first)
    assert lost == []
    _, second, told = read(folder / "b.xml", "xml")
    assert told == []
    assert same_events(first, second, notes=True) == []


# the fixture only says whether the set is there, the same for every example
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=st.lists(EVENTS, min_size=1, max_size=2))
def test_what_is_written_is_valid(
    vector_set: VectorSets, events: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    vector_set(SET)
    folder = tmp_path_factory.mktemp("valid")
    write(folder / "a", "json", HEADER, events)
    write(folder / "b", "xml", HEADER, events)
    assert json_faults(json.loads((folder / "a").read_bytes())) == []
    assert xml_faults(folder / "b") == []


def test_the_schemas_that_judge_are_there(vector_set: VectorSets) -> None:
    assert (vector_set(SET) / "core/src/main/resources/xsd/2_0_0").is_dir()


# the fixture only says whether the set is there, the same for every example
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(events=st.lists(EVENTS, min_size=1, max_size=2))
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_through_1_x_and_back(
    vector_set: VectorSets, version: str, events: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    vector_set(SET)
    folder = tmp_path_factory.mktemp("one")
    told: list[Finding] = []
    sink = XmlWriter(version).open(folder / "a.xml", HEADER, told.append)
    for event in events:
        sink.event(event)
    sink.close(HEADER)
    assert {finding.code for finding in told} <= {"epcis.de-facto", "epcis.absent"}
    assert xml_faults(folder / "a.xml") == []
    _, again, _ = read(folder / "a.xml", "xml")
    assert same_events([{"@context": PREFIXES, **event} for event in events], again) == []
