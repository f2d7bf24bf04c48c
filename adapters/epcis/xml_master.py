"""Writes master data: vocabularies with their elements, attributes and children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_extension import ExtensionWriter
from adapters.epcis.xml_text import attribute


def write_master(vocabularies: Iterable[Mapping[str, Any]], writer: ExtensionWriter, out: list[str]) -> None:
    """Writes a list of vocabularies."""
    out.append("<VocabularyList>\n")
    for vocabulary in vocabularies:
        says = f' type="{attribute(vocabulary.get("type", ""))}"' + _says(vocabulary, writer)
        out.append(f"<Vocabulary{says}>")
        elements = vocabulary.get("vocabularyElementList")
        if elements:
            out.append("<VocabularyElementList>\n")
            for element in elements:
                _element(element, writer, out)
            out.append("</VocabularyElementList>")
        _more(vocabulary, {"type", "vocabularyElementList"}, writer, out)
        out.append("</Vocabulary>\n")
    out.append("</VocabularyList>")


def _element(element: Mapping[str, Any], writer: ExtensionWriter, out: list[str]) -> None:
    says = f' id="{attribute(element.get("id", ""))}"' + _says(element, writer)
    out.append(f"<VocabularyElement{says}>")
    for one in element.get("attributes", ()):
        says = f' id="{attribute(one.get("id", ""))}"' + _says(one, writer)
        writer.element("attribute", one.get("attribute", ""), out, "", Notes.of(one), says)
    children = element.get("children")
    if children:
        out.append("<children>" + "".join(f"<id>{attribute(child)}</id>" for child in children) + "</children>")
    _more(element, {"id", "attributes", "children"}, writer, out)
    out.append("</VocabularyElement>\n")


def _more(owner: Mapping[str, Any], known: set[str], writer: ExtensionWriter, out: list[str]) -> None:
    """Extension members of master data: those without a namespace in `extension`, then the others."""
    rest = {key: value for key, value in owner.items() if key not in known and key not in {MEMBER, EXTENSION}}
    notes = Notes.of(owner)
    if EXTENSION in owner:
        writer.element("extension", owner[EXTENSION], out, "/" + EXTENSION, notes)
    writer.members(rest, out, "", notes)


def _says(owner: Mapping[str, Any], writer: ExtensionWriter) -> str:
    """Attributes beside those of the standard, as they were noted."""
    notes = Notes.of(owner)
    return writer.attributes(notes.attributes[""]) if notes and "" in notes.attributes else ""
