"""Reads what stands around the events of an XML document: root, message header (SBDH), master data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from adapters.epcis.contexts import read_context
from adapters.epcis.notes import MEMBER
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_header import BESIDE, CONTEXT, KEPT, NOTES, SBDH_MEMBER, made_header, renamed
from adapters.epcis.xml_master_reader import noted, read_master
from adapters.epcis.xml_tables import INSTANCE, SBDH
from adapters.epcis.xml_values import ValueReader
from lienthong.findings import Finding
from lienthong.model import Header

_OURS = "{urn:lienthong:xml:}"
_ROOT = {"schemaVersion", "creationDate", f"{_OURS}id", f"{_OURS}kind"}
_HINTS = (f"{{{INSTANCE}}}schemaLocation", f"{{{INSTANCE}}}noNamespaceSchemaLocation")
Tell = Callable[[Finding], None]
MASTER = "/epcisHeader/epcisMasterData"


def root_header(root: etree._Element, kind: Any, values: ValueReader) -> Header:
    """The header as far as the root says it; where schemas are said to lie is not listened to."""
    bare = kind == "EPCISDocument" and root.get(f"{_OURS}kind") == "bare"
    header = Header(
        created=str(root.get("creationDate", "")),
        kind="bare" if bare else kind,
        schema_version=str(root.get("schemaVersion", "")),
        id=str(root.get(f"{_OURS}id", "")),
        namespaces=values.spaces.declared,
    )
    for name in root.attrib:
        if str(name) not in _ROOT and str(name) not in _HINTS:
            values.tell("epcis.xml.dropped", "lost", "", name=str(name))
    return header


def read_message(element: etree._Element, header: Header, values: ValueReader) -> Header:
    """The header with what its `EPCISHeader` element says."""
    inner: dict[str, Any] = {}
    extra: dict[str, Any] = dict(header.extra)
    others: list[etree._Element] = []
    beside: list[etree._Element] = []
    for child in _elements(element):
        if child.tag == f"{{{SBDH}}}StandardBusinessDocumentHeader":
            header = _sbdh(child, header, values)
            kept = header.extra.get(SBDH_MEMBER)
            inner |= {SBDH_MEMBER: kept} if kept else {}
        elif child.tag == "extension":
            header = _extension(child, header, values, inner, extra)
        elif str(child.tag)[0] == "{":
            (beside if str(child.tag).startswith(f"{{{SBDH}}}") else others).append(child)
        else:
            values.tell("epcis.xml.dropped", "lost", "/epcisHeader", name=str(child.tag))
    if beside:
        inner[BESIDE] = _members(beside, values)
    if others:
        inner |= _members(others, values)
    if inner:
        values.spaces.reserve()
        extra["epcisHeader"] = inner | extra.get("epcisHeader", {})
    return replace(header, extra=extra)


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _sbdh(element: etree._Element, header: Header, values: ValueReader) -> Header:
    """Sender, receiver and number into their fields; the rest is kept where it says more than those."""
    message = _stripped(values.value(element, ""))
    rows, values.rows = values.rows, []
    if not isinstance(message, dict):
        return header
    document = message.get("DocumentIdentification")
    header = replace(
        header,
        sender=_identifier(message.get("Sender")),
        receiver=_identifier(message.get("Receiver")),
        instance_identifier=str(document.get("InstanceIdentifier", "")) if isinstance(document, dict) else "",
    )
    if message == made_header(header) and not rows:
        return header
    return replace(header, extra={SBDH_MEMBER: {**message, MEMBER: rows} if rows else message})


def _identifier(partner: Any) -> str:
    first = partner[0] if isinstance(partner, list) and partner else partner
    identifier = first.get("Identifier", "") if isinstance(first, dict) else ""
    return identifier if isinstance(identifier, str) else ""


def _stripped(value: Any) -> Any:
    """The same with no white space around its texts: in a message header it is only layout."""
    if isinstance(value, dict):
        return {name: _stripped(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_stripped(one) for one in value]
    return value.strip() if isinstance(value, str) else value


def _extension(
    element: etree._Element, header: Header, values: ValueReader, inner: dict[str, Any], extra: dict[str, Any]
) -> Header:
    """Master data, and what else stands in the header's extension; before 1.2 it stood in the outer one."""
    others: list[etree._Element] = []
    for child in _elements(element):
        if child.tag == "EPCISMasterData":
            header = replace(header, master=tuple(read_master(child, values, MASTER)))
        else:
            others += _elements(child) if child.tag == "extension" else [child]
    if others:
        found = _members(others, values)
        kept = found.pop(KEPT, None)
        if isinstance(kept, dict):
            _, context, wrong = read_context(kept.pop(CONTEXT, []), "/@context")
            values.findings += wrong
            header = replace(header, context=() if wrong else context)
            _restore(kept, extra)
        if found:
            inner[EXTENSION] = found
    return header


def _members(elements: Sequence[etree._Element], values: ValueReader) -> dict[str, Any]:
    """These elements as members, with the notes made of them."""
    return noted(values.members(elements, ""), values)


def _restore(kept: Mapping[str, Any], extra: dict[str, Any]) -> None:
    """What our own writer laid by for the members that XML has no place for."""
    for name, value in kept.items():
        part = name.removeprefix("ltx:")
        if part in {"epcisHeader", "epcisBody", "queryResults", "resultsBody"} and isinstance(value, dict):
            extra[part] = renamed(value, NOTES, MEMBER)
        else:
            extra[name] = value
