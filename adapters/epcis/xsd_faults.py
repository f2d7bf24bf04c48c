"""What libxml2 says against a document, as findings: its words become facts, its types become codes."""

from __future__ import annotations

import re
from typing import Any

from lienthong.findings import Finding, Position

_NAME = re.compile(r"(?:Element|attribute) '(?:\{[^}]*\})?([^']*)'")
_ATTRIBUTE = re.compile(r"attribute '(?:\{[^}]*\})?([^']*)'")
_WANTS = re.compile(r"Expected is (?:one of )?\( (.*) \)")
_SPACE = re.compile(r"\{[^}]*\}")
_VALUE = re.compile(r"(?:value '|: ')(.*?)' (?:is not|does not)", re.DOTALL)
_TYPE = re.compile(r"type '(?:xs:)?([^']*)'")
_SET = re.compile(r"set \{(.*)\}")
_CODES = {
    "SCHEMAV_ELEMENT_CONTENT": "epcis.schema.element",
    "SCHEMAV_CVC_ELT_1": "epcis.schema.element",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "epcis.schema.element",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_2": "epcis.schema.element",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "epcis.schema.text",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_1": "epcis.member.type",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "epcis.schema.attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "epcis.schema.attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "epcis.member.missing",
}
_VALUES = ("DATATYPE", "PATTERN", "ENUMERATION", "FACET", "SIMPLE_TYPE")


def fault_finding(fault: Any, at: str, source: str) -> Finding:
    """The finding of one entry of a validator's log; `at` is its XPath, the place names the line of the file."""
    message = str(fault.message)
    code = _CODES.get(fault.type_name) or ("epcis.member.type" if _is_value(fault.type_name) else "epcis.schema.other")
    wants = _WANTS.search(message)
    if code == "epcis.schema.element" and "Missing child" in message:
        code = "epcis.member.missing"
    facts = {"name": _name(message), "wants": _wants(wants, message)}
    value = _VALUE.search(message)
    if value:
        facts["value"] = value[1].strip()[:200]
    if code == "epcis.member.missing" and wants:
        facts["name"] = facts["wants"]
    if code == "epcis.schema.other":
        facts["problem"] = message[:200]
    place = Position(source, "", fault.line)
    return Finding(code, "error", at, {name: text for name, text in facts.items() if text}, place)


def _is_value(name: str) -> bool:
    return any(part in name for part in _VALUES)


def _name(message: str) -> str:
    """The attribute the message is about, else the element."""
    attribute = _ATTRIBUTE.search(message)
    named = attribute or _NAME.search(message)
    return named[1] if named else ""


def _wants(found: re.Match[str] | None, message: str) -> str:
    """What may stand there: elements, words of a list, or a type."""
    if found:
        return _SPACE.sub("", found[1]).replace("##other{}*", "…").replace("*", "")[:200]
    words, kind = _SET.search(message), _TYPE.search(message)
    if words:
        return words[1].replace("'", "")
    return _SPACE.sub("", kind[1]) if kind else ""
