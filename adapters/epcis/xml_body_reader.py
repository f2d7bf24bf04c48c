"""Reads the body of an XML document that holds no list of events: master data, a question, an answer without events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from adapters.epcis.json_header import MESSAGE
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_door import XmlFault
from adapters.epcis.xml_master_reader import noted, read_master
from adapters.epcis.xml_values import ValueReader
from lienthong.model import Header

RESULTS, VOCABULARIES = "resultsBody", "vocabularyList"
BEHIND = "ltx:behind"
"""The member of the root or a body for elements that stand behind the events."""


def read_body(body: etree._Element | None, header: Header, values: ValueReader) -> Header:
    """The header with what a body without events says.

    A capture document may hold no list of events, not even a body; what else its body holds is told as lost. Raises
    `XmlFault` for a query document that holds nothing.
    """
    if body is None:
        if header.kind == "EPCISQueryDocument":
            raise XmlFault("epcis.document.body")
        values.tell("epcis.document.body", "error", "/")
        return header
    if header.kind == "EPCISMasterDataDocument":
        return replace(header, master=(*header.master, *read_master(body, values, "/epcisBody")))
    children = [child for child in body if isinstance(child.tag, str)]
    if header.kind == "EPCISQueryDocument":
        return replace(header, extra={**header.extra, **_message(children, values)})
    for child in children:
        values.tell("epcis.xml.dropped", "lost", "/epcisBody", name=str(child.tag))
    return header


def read_behind(element: etree._Element, at: str, values: ValueReader) -> Mapping[str, Any]:
    """What stands behind an element, as the member that keeps it; empty when that is nothing.

    `extension` and elements of other namespaces have a place there; what else there is, is told as lost.
    """
    members: dict[str, Any] = {}
    others: list[etree._Element] = []
    for child in element.itersiblings():
        if not isinstance(child.tag, str):
            continue
        if child.tag == "extension" and EXTENSION not in members:
            members[EXTENSION] = values.value(child, f"/{EXTENSION}")
        elif child.tag[0] == "{":
            others.append(child)
        else:
            values.tell("epcis.xml.dropped", "lost", at, name=child.tag)
    members |= values.members(others, "") if others else {}
    if not members:
        return {}
    values.spaces.reserve()
    return {BEHIND: noted(members, values)}


def _message(children: list[etree._Element], values: ValueReader) -> Mapping[str, Any]:
    """The vocabularies of an answer; else the request or exception, by the name of its element."""
    if not children:
        raise XmlFault("epcis.document.body")
    name = str(children[0].tag).rpartition("}")[2]
    if name != "QueryResults":
        values.spaces.reserve()
        return {MESSAGE: noted({name: values.value(children[0], f"/{name}")}, values)}
    results = children[0].find("{*}" + RESULTS)
    if results is None:
        values.tell("epcis.document.body", "error", "/epcisBody/queryResults")
        return {}
    found = list(read_master(results, values, f"/epcisBody/queryResults/{RESULTS}"))
    return {RESULTS: {VOCABULARIES: found}} if found else {}
