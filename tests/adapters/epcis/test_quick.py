"""The quick reader gives what the explaining one gives, or leaves the event to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from adapters.epcis.xml_event_reader import EventReader
from adapters.epcis.xml_quick import QuickReader
from adapters.epcis.xml_spaces import Spaces
from adapters.epcis.xml_values import ValueReader
from lienthong.model import Header
from tests.adapters.epcis.test_documents_one import DOCUMENTS, write
from tests.adapters.epcis.test_xml_reader import INSIDES, WRONG
from tests.adapters.epcis.xml_cases import document, event, sensor
from tests.strategies import EVENTS, PREFIXES
from tests.vectors import VectorSets

HEADER = Header("2026-06-01T00:00:00Z", namespaces=PREFIXES)
KINDS = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
FORMS: tuple[tuple[str, Literal["2.0", "1.x", "mixed"]], ...] = (("xml-2.0", "2.0"), ("xml-1.2", "1.x"))


def differences(root: etree._Element, form: Literal["2.0", "1.x", "mixed"]) -> tuple[int, list[Any]]:
    """How many events the quick reader took, and where it gave something else than the explaining one."""
    taken, unlike = 0, []
    for element in list(root.iter(KINDS)):
        spaces = [Spaces(lambda finding: None) for _ in range(2)]
        for space in spaces:
            for prefix, uri in root.nsmap.items():
                space.declare(prefix or "", uri)
        quick = QuickReader(spaces[0], form).event(element)
        if quick is None:
            continue
        taken += 1
        explained, told = EventReader(ValueReader(spaces[1]), form).event(element, 0)
        if quick != explained or list(quick) != list(explained or ()) or told:
            unlike.append((quick, explained, told))
    return taken, unlike


@settings(max_examples=30)
@given(events=st.lists(EVENTS, min_size=1, max_size=3))
@pytest.mark.parametrize(("target", "form"), FORMS)
def test_any_event_is_read_alike(
    target: str, form: Literal["2.0", "1.x"], events: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("quick") / "a.xml"
    write(file, target, HEADER, events)
    _, unlike = differences(etree.fromstring(file.read_bytes()), form)
    assert unlike == []


@pytest.mark.parametrize("form", ["2.0", "1.x", "mixed"])
@pytest.mark.parametrize("inside", [*(case[0] for case in INSIDES.values()), *(case[0] for case in WRONG.values())])
def test_an_odd_inside_is_read_alike_or_left(inside: str, form: Literal["2.0", "1.x", "mixed"]) -> None:
    assert differences(etree.fromstring(document(event(inside))), form)[1] == []


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<bizStep>urn:a:1</bizStep><vn:x>1</vn:x><vn:x>2</vn:x><vn:y><z>1</z></vn:y>",
        sensor('value="1"'),
    ],
)
def test_a_plain_event_is_taken(inside: str) -> None:
    assert differences(etree.fromstring(document(event(inside))), "2.0") == (1, [])


def test_documents_of_others_are_read_alike(vector_set: VectorSets) -> None:
    vector_set("epcis")
    taken = 0
    for param in DOCUMENTS:
        name, path = param.values
        try:
            root = etree.fromstring((vector_set(name) / Path(path)).read_bytes())
        except etree.XMLSyntaxError:
            continue
        count, unlike = differences(root, "1.x")
        taken += count
        assert unlike == []
    assert taken > 200
