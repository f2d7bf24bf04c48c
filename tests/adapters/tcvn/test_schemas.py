"""The JSON Schema and the XSD take the same records: what one refuses, the other refuses in its XML."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from lxml import etree

from adapters.tcvn import xml_form
from adapters.tcvn.json_schema import is_record, json_schema
from adapters.tcvn.shape import namespace
from adapters.tcvn.xsd import xml_schema
from tests.adapters.tcvn.records import rice

SPACE = f"{{{namespace()}}}"


def test_the_whole_schema_takes_a_file_and_no_other_version() -> None:
    schema = jsonschema_rs.validator_for(json_schema())
    assert schema.is_valid({"version": "1", "records": [rice()]})
    for wrong in ({"version": "2", "records": []}, {"records": []}, {"version": "1", "records": [{}]}, []):
        assert not schema.is_valid(wrong)


def places(value: Any, at: tuple = ()) -> Iterator[tuple]:
    """Every place in a value below its root."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield (*at, key)
        yield from places(one, (*at, key))


def changed(at: tuple, to: Any) -> Any:
    """The record with another value at a place; `...` takes it out."""
    whole = rice()
    held: Any = whole
    for key in at[:-1]:
        held = held[key]
    if to is ...:
        del held[at[-1]]
    else:
        held[at[-1]] = to
    return whole


WRONG = (..., "", "odd", 7, -1, None, "x" * 8001)
CASES = [(at, to) for at in places(rice()) for to in WRONG]


def test_both_schemas_agree_on_every_change_that_xml_can_say(tmp_path: Path) -> None:
    disagree, refused = [], 0
    for at, to in CASES:
        value = changed(at, to)
        try:
            xml_form.write([value], tmp_path / "a.xml")
        except (TypeError, AttributeError, KeyError):
            # no XML can be made of it at all
            assert not is_record(value), (at, to)
            continue
        try:
            same = list(xml_form.read(tmp_path / "a.xml", lambda finding: None)) == [value]
        except AssertionError:
            same = False
        good = xml_schema().validate(etree.parse(str(tmp_path / "a.xml")))
        refused += not good
        if good and not is_record(value) and same:
            disagree.append((at, to))
        if not good and is_record(value):
            disagree.append((at, to))
    assert disagree == []
    assert refused > 100


def tree() -> Any:
    text = "".join(xml_form._part(xml_form.record(), "record", copy.deepcopy(rice())))
    return etree.fromstring(f'<records xmlns="{namespace()}" version="1">{text}</records>')


def elements(root: Any) -> list[Any]:
    return [one for one in root.iter() if isinstance(one.tag, str)]


CHANGES = {
    "drop": lambda one: one.getparent().remove(one),
    "twice": lambda one: one.addnext(copy.deepcopy(one)),
    "rename": lambda one: setattr(one, "tag", f"{SPACE}odd"),
    "foreign": lambda one: setattr(one, "tag", "odd"),
    "text": lambda one: setattr(one, "text", (one.text or "") + "?"),
    "attribute": lambda one: one.set("odd", "1"),
    "inside": lambda one: one.append(etree.Element(f"{SPACE}odd")),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_the_reader_refuses_all_that_the_xsd_refuses(tmp_path: Path, kind: str) -> None:
    disagree = []
    for number in range(1, len(elements(tree()))):
        root = tree()
        one = elements(root)[number]
        name = etree.QName(one).localname
        CHANGES[kind](one)
        (tmp_path / "a.xml").write_bytes(etree.tostring(root))
        told: list[Any] = []
        read = list(xml_form.read(tmp_path / "a.xml", told.append))
        good = xml_schema().validate(root)
        if good != (not told):
            disagree.append((name, good, [(one.code, one.at) for one in told], len(read)))
    assert disagree == []
