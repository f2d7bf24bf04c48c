"""Hostile XML: what is read of it, beyond the table in `test_hostile`."""

from __future__ import annotations

import socket
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from lienthong.reading import Unreadable
from tests.adapters.epcis.test_documents import read
from tests.adapters.epcis.xml_cases import document, event, saved


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to open a connection fails the test."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)


def codes(file: Path) -> tuple[int, set[str]]:
    """How many events came, and the codes told."""
    try:
        _, events, told = read(file, "xml")
    except Unreadable as refused:
        return 0, {refused.finding.code}
    return len(events), {finding.code for finding in told}


@pytest.mark.parametrize(
    "prolog",
    ['<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>', '<?xml-model href="file:///etc/passwd"?>'],
)
def test_xml_05_instructions_are_plain_data(prolog: str, tmp_path: Path) -> None:
    inside = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    _, events, _ = read(saved(tmp_path, document(event(inside), prolog=prolog)), "xml")
    assert "root:" not in str(events)
    assert events[0]["xi:include"] == ""  # type: ignore[typeddict-item]


@pytest.mark.parametrize("where", ["event", "list", "header"])
def test_xml_07_many_small_nodes_are_refused_before_they_fill_memory(where: str, tmp_path: Path) -> None:
    nodes = "<a/>" * 1_500_000
    text = {
        "event": document(event(f"<vn:a>{nodes}</vn:a>")),
        "list": document(nodes),
        "header": document(event(), header=f"<EPCISHeader><extension>{nodes}</extension></EPCISHeader>"),
    }[where]
    file = saved(tmp_path, text)
    del text
    tracemalloc.start()
    assert codes(file) == (0, {"epcis.size"})
    assert tracemalloc.get_traced_memory()[1] < 50 << 20
    tracemalloc.stop()


def test_xml_09_a_comment_inside_an_identifier_is_joined_and_told(tmp_path: Path) -> None:
    text = document(event("<bizLocation><id>urn:a<!--x-->b<?pi y?>c</id></bizLocation>"))
    _, events, told = read(saved(tmp_path, text), "xml")
    assert events[0]["bizLocation"]["id"] == "urn:abc"
    assert {finding.code for finding in told} == {"epcis.xml.comment"}


def test_xml_10_a_foreign_element_of_a_known_name_is_an_extension(tmp_path: Path) -> None:
    text = document(event("<vn:action>DELETE</vn:action><vn:epcList><epc>x</epc></vn:epcList>"))
    _, events, told = read(saved(tmp_path, text), "xml")
    assert (events[0]["action"], told) == ("ADD", [])
    assert events[0]["epcList"] == ["urn:epc:id:sgtin:9521234.000001.1"]
    assert events[0]["vn:action"] == "DELETE"  # type: ignore[typeddict-item]


def test_parsers_are_built_in_the_door_alone() -> None:
    rooms = Path(__file__).resolve().parents[3] / "adapters" / "epcis"
    words = (
        "XMLParser(",
        "XMLPullParser(",
        "iterparse(",
        "etree.parse(",
        "fromstring(",
        "ParserCreate(",
        "json.loads(",
    )
    found = {
        file.name for file in rooms.glob("*.py") if any(word in file.read_text(encoding="utf-8") for word in words)
    }
    assert found == {"xml_door.py", "json_door.py"}
