"""Reads master data: vocabularies with their elements, attributes and children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from adapters.epcis.notes import MEMBER
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_values import ValueReader


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def read_master(element: etree._Element, values: ValueReader, at: str) -> Iterator[Any]:
    """The vocabularies in the lists of this element; what else it holds is told as lost `at` its place."""
    for vocabularies in element.findall("VocabularyList"):
        for vocabulary in vocabularies.findall("Vocabulary"):
            yield _owner(vocabulary, "type", values, _vocabulary)
    for child in _elements(element):
        if child.tag != "VocabularyList":
            values.tell("epcis.xml.dropped", "lost", at, name=str(child.tag))


def _owner(
    element: etree._Element, key: str, values: ValueReader, known: Callable[[etree._Element, ValueReader, Any], bool]
) -> dict[str, Any]:
    """An element of master data: its key, what is known of it, and its extensions."""
    made: dict[str, Any] = {key: str(element.attrib.pop(key, "")).strip()}
    values.attributes(element, "")
    rows, values.rows = values.rows, []
    others = []
    for child in _elements(element):
        if child.tag == "extension":
            values.spaces.reserve()
            made[EXTENSION] = values.value(child, f"/{EXTENSION}")
        elif not known(child, values, made):
            others.append(child)
    if others:
        made |= values.members(others, "")
    values.rows = rows + values.rows
    return noted(made, values)


def noted(made: dict[str, Any], values: ValueReader) -> dict[str, Any]:
    """The same with the notes made of it."""
    rows, values.rows = values.rows, []
    if rows:
        made[MEMBER] = rows
    return made


def _vocabulary(child: etree._Element, values: ValueReader, made: Any) -> bool:
    if child.tag != "VocabularyElementList":
        return False
    found = [_owner(one, "id", values, _element) for one in child.findall("VocabularyElement")]
    made.setdefault("vocabularyElementList", []).extend(found)
    return True


def _element(child: etree._Element, values: ValueReader, made: Any) -> bool:
    if child.tag == "attribute":
        made.setdefault("attributes", []).append(_attribute(child, values))
    elif child.tag == "children":
        made.setdefault("children", []).extend(values.word(one, "") for one in child.findall("id"))
    else:
        return False
    return True


def _attribute(element: etree._Element, values: ValueReader) -> dict[str, Any]:
    name = element.attrib.pop("id", "")
    value = values.value(element, "")
    return noted({"id": str(name).strip(), "attribute": value}, values)
