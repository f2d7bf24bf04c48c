"""Extension elements as JSON values: the way back from `xml_extension`, and notes of what JSON has no place for."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from lxml import etree

from adapters.epcis.notes import attribute_row, order_row, text_row
from adapters.epcis.pointer import step
from adapters.epcis.xml_door import MAX_ATTRIBUTES, MAX_DEPTH, MAX_DIGITS, MAX_NESTED, MAX_TEXT, XmlFault
from adapters.epcis.xml_spaces import Spaces
from lienthong.findings import Finding

_OURS = "{urn:lienthong:xml:}"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?\Z")
_ANY_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?\Z")


class ValueReader:
    """Reads values; `rows` are the notes made, `findings` what is to be told, since they were last taken."""

    def __init__(self, spaces: Spaces) -> None:
        self.spaces = spaces
        self.rows: list[dict[str, Any]] = []
        self.findings: list[Finding] = []

    def tell(self, code: str, severity: Any, at: str, **facts: str) -> None:
        self.findings.append(Finding(code, severity, at, facts))

    def word(self, element: etree._Element, at: str, known: Collection[str] = ()) -> str:
        """The text of an element of the standard, white space around it taken off; it has these attributes only."""
        if element.attrib:
            self.undressed(element, at, known)
        if not len(element):
            text = element.text
            return text.strip() if text else ""
        return self._pieces(element, at).strip()

    def undressed(self, element: etree._Element, at: str, known: Collection[str] = ()) -> None:
        """Tells of attributes that have no place in the event."""
        for name in element.attrib:
            if str(name) not in known:
                self.tell("epcis.xml.dropped", "lost", at, name=str(name))

    def _pieces(self, element: etree._Element, at: str) -> str:
        text = element.text or ""
        for child in element:
            if isinstance(child.tag, str):
                self.tell("epcis.xml.dropped", "lost", at, name=child.tag)
            else:
                self.tell("epcis.xml.comment", "warning", at, name=str(element.tag))
            text += child.tail or ""
        return text

    def number(self, text: str, at: str, name: str) -> Any:
        """The number of a text; a spelling that JSON has not is noted."""
        if _JSON_NUMBER.match(text) and len(text) <= MAX_DIGITS:
            return Decimal(text)
        if len(text) > MAX_DIGITS:
            self.tell("epcis.size", "error", at, limit=f"{MAX_DIGITS} digits")
            return text
        if not _ANY_NUMBER.match(text):
            self.tell("epcis.member.type", "error", at, name=name, wants="number", value=text[:60])
            return text
        self.note(text_row(at, text))
        return Decimal(text)

    def note(self, row: dict[str, Any]) -> None:
        """Keeps a row, and declares the namespace it is written in."""
        self.spaces.reserve()
        self.rows.append(row)

    def attributes(self, element: etree._Element, at: str) -> dict[str, str]:
        """Notes the attributes of an extension element; ours are given back under their local names."""
        ours: dict[str, str] = {}
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise XmlFault("epcis.size", at, limit=f"{MAX_ATTRIBUTES} attributes")
        for tag, value in element.attrib.items():
            name, text = str(tag), str(value)
            if len(text) > MAX_TEXT:
                raise XmlFault("epcis.size", at, limit=f"{MAX_TEXT >> 20} MiB")
            if name.startswith(_OURS):
                ours[name[len(_OURS) :]] = text
            else:
                text = self.spaces.qname(text, element) if name == _XSI_TYPE else text
                self.note(attribute_row(at, self.spaces.name(name, _prefix_of(element, name)), text))
        return ours

    def value(self, element: etree._Element, at: str, depth: int = 0) -> Any:
        """The value of an extension element: text, an object, or what our own attributes say it is."""
        if depth > MAX_NESTED:
            raise XmlFault("epcis.depth", at, limit=str(MAX_DEPTH))
        ours = self.attributes(element, at) if element.attrib else {}
        kind = ours.get("type")
        children = [child for child in element if isinstance(child.tag, str)] if len(element) else []
        if kind == "list":
            return [self.value(child, step(at, place), depth + 1) for place, child in enumerate(children)]
        if children:
            self.mixed(element, at)
            return self.members(children, at, depth)
        text = self._pieces(element, at) if len(element) else element.text or ""
        if len(text) > MAX_TEXT:
            raise XmlFault("epcis.size", at, limit=f"{MAX_TEXT >> 20} MiB")
        return self._scalar(kind, text, at)

    def _scalar(self, kind: str | None, text: str, at: str) -> Any:
        if kind is None:
            return text
        if kind == "number" and _ANY_NUMBER.match(text):
            return Decimal(text)
        return {"flag": text == "true", "null": None, "object": {}}.get(kind, text)

    def mixed(self, element: etree._Element, at: str) -> None:
        """Tells of text between the elements in this one."""
        texts = [element.text, *(child.tail for child in element)]
        if any(text and not text.isspace() for text in texts):
            self.tell("epcis.xml.mixed", "lost", at)

    def members(self, children: Sequence[etree._Element], at: str, depth: int = 0) -> dict[str, Any]:
        """The members made of these elements: repeated ones a list, the others values."""
        groups: dict[str, list[etree._Element]] = {}
        order: list[str] = []
        for child in children:
            name = self._name(child)
            order.append(name)
            groups.setdefault(name, []).append(child)
        if len(groups) < len(order) and order != [name for name, group in groups.items() for _ in group]:
            self.note(order_row(at, order))
        return {name: self._group(group, step(at, name), depth) for name, group in groups.items()}

    def _name(self, element: etree._Element) -> str:
        tag = str(element.tag)
        if tag == f"{_OURS}member":
            return str(element.get(f"{_OURS}name", "ltx:member"))
        return self.spaces.name(tag, element.prefix)

    def _group(self, group: list[etree._Element], at: str, depth: int) -> Any:
        if len(group) > 1:
            return [self.value(one, step(at, place), depth + 1) for place, one in enumerate(group)]
        if group[0].get(f"{_OURS}many"):
            return [self.value(group[0], step(at, 0), depth + 1)]
        return self.value(group[0], at, depth + 1)

    def take(self) -> tuple[list[dict[str, Any]], list[Finding]]:
        """The notes and findings made since this was last asked."""
        rows, findings = self.rows, self.findings
        self.rows, self.findings = [], []
        return rows, findings


def _prefix_of(element: etree._Element, name: str) -> str | None:
    uri = name[1:].partition("}")[0]
    return next((prefix for prefix, found in element.nsmap.items() if found == uri and prefix), None)
