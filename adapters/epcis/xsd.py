"""XML Schemas made in memory from our own tables of the standard's structures (`schemas/epcis/xsd.yaml`).

What they take is what the published XSD sets 1.2 and 2.0 take; 1.0 and 1.1 documents are held against 1.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from adapters.epcis.xml_door import compiled
from adapters.epcis.xsd_events import event_types, sensor_attributes
from lienthong.model import code_list
from lienthong.shelf import data

Version = Literal["1", "2"]
Part = Literal["capture", "master", "query", "sbdh"]
_COUNTS = {"": "", "?": ' minOccurs="0"', "*": ' minOccurs="0" maxOccurs="unbounded"', "+": ' maxOccurs="unbounded"'}
_ANY = {"other": "##other", "local": "##local", "any": "##any"}
_GROUPS = {"choice": "choice", "group": "sequence"}


@lru_cache(maxsize=8)
def xml_schema(part: Part, version: Version) -> etree.XMLSchema:
    """The compiled schema of capture, master-data or query documents; raises where a part of the set is missing."""
    return compiled(schema_text(part, version), lambda name: schema_text(cast("Part", name), version))


@lru_cache(maxsize=1)
def roots() -> dict[str, tuple[Part, Version]]:
    """Where each root element is at home: its name as `{namespace}local`, with the part and version of its schema."""
    found: dict[str, tuple[Part, Version]] = {}
    versions: tuple[Version, ...] = ("1", "2")
    parts: tuple[Part, ...] = ("capture", "master", "query")
    for part in parts:
        for version in versions:
            space = _set(part)["namespaces"][version]
            found |= {f"{{{space}}}{name}": (part, version) for name, _ in _roots(part, version)}
    return found


def schema_text(part: Part, version: Version) -> bytes:
    """The schema document of one namespace.

    >>> schema_text("sbdh", "2")[:38]
    b'<xs:schema xmlns:xs="http://www.w3.org'
    """
    return "".join(_Writer(part, version).document()).encode()


def _set(part: str) -> Any:
    return data("epcis/xsd.yaml")["sets"][part]


def _roots(part: str, version: str) -> Iterator[tuple[str, str]]:
    """The root elements of a part with their types."""
    for rows in ("roots", f"roots {version}", "messages"):
        yield from _set(part).get(rows, {}).items()


class _Writer:
    """Writes the schema document of one part, piece by piece."""

    def __init__(self, part: Part, version: Version) -> None:
        self.part, self.version, self.set = part, version, _set(part)
        table = data("epcis/xsd.yaml")
        self.types: dict[str, Any] = dict(table["types"][part]) | table["types"].get(f"{part} {version}", {})
        if part == "capture":
            self.types |= event_types(version)
        self.kinds: Mapping[str, str] = table["kinds"]
        self.moment: Mapping[str, str] = table["moment"][version]

    def document(self) -> Iterator[str]:
        """The whole document."""
        uses, spaces = self.set.get("uses", ()), {self.part: self.set["namespaces"][self.version]}
        spaces |= {name: _set(name)["namespaces"][self.version] for name in uses}
        declared = "".join(f' xmlns:{name}="{space}"' for name, space in spaces.items())
        form = ' elementFormDefault="qualified"' if "qualified" in self.set else ""
        yield f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"{declared}'
        yield f' targetNamespace="{spaces[self.part]}"{form}>'
        for name in uses:
            yield f'<xs:import namespace="{spaces[name]}" schemaLocation="{name}"/>'
        for name, kind in _roots(self.part, self.version):
            yield f'<xs:element name="{name}" type="{self.name(kind)}"/>'
        yield self.simple("moment", self.moment)
        for name, row in self.types.items():
            if "words" in row:
                yield self.simple(name, row)
            else:
                yield self.complex(row, f' name="{name}{self.set.get("suffix", "")}"')
        yield "</xs:schema>"

    def name(self, kind: str) -> str:
        """The name of a type in the document: one of XML Schema, of this part, or of `part:`."""
        if kind in self.kinds:
            return f"xs:{self.kinds[kind]}"
        part, _, own = kind.rpartition(":")
        suffix = "" if own == "moment" else _set(part or self.part).get("suffix", "")
        return f"{part or self.part}:{own}{suffix}"

    def simple(self, name: str, row: Mapping[str, Any]) -> str:
        """A kind of text of our own: a list of words, or one of XML Schema's with a pattern."""
        words = code_list(row["words"]) if isinstance(row.get("words"), str) else row.get("words", ())
        facets = "".join(f"<xs:enumeration value={quoteattr(word)}/>" for word in sorted(words))
        facets += f"<xs:pattern value={quoteattr(row['pattern'])}/>" if "pattern" in row else ""
        suffix = "" if name == "moment" else self.set.get("suffix", "")
        base = f'<xs:restriction base="xs:{row.get("of", "string")}">{facets}</xs:restriction>'
        return f'<xs:simpleType name="{escape(name)}{suffix}">{base}</xs:simpleType>'

    def complex(self, row: Mapping[str, Any], named: str = "") -> str:
        """A type with elements, text or attributes; `named` is its name where it has one."""
        attributes = "".join(self.attribute(key, kind) for key, kind in _attributes(row))
        attributes += '<xs:anyAttribute processContents="lax"/>' if "@*" in row else ""
        if "=" in row:
            inside = f'<xs:extension base="{self.name(row["="])}">{attributes}</xs:extension>'
            return f"<xs:complexType{named}><xs:simpleContent>{inside}</xs:simpleContent></xs:complexType>"
        mixed = ' mixed="true"' if "mixed" in row else ""
        inside = "".join(self.elements(row))
        return f"<xs:complexType{named}{mixed}><xs:sequence>{inside}</xs:sequence>{attributes}</xs:complexType>"

    def attribute(self, key: str, kind: str) -> str:
        needed = ' use="required"' if key.endswith("!") else ""
        return f'<xs:attribute name="{key.rstrip("!")}" type="{self.name(kind)}"{needed}/>'

    def elements(self, row: Mapping[str, Any]) -> Iterator[str]:
        """The particles of a content, in order."""
        for key, value in row.items():
            if key[0] not in "@=" and key not in {"mixed", "attributes"}:
                name = key.rstrip("?*+")
                yield self.particle(name, _COUNTS[key[len(name) :]], value)

    def particle(self, name: str, count: str, value: Any) -> str:
        """One element, wildcard, choice or group with its count."""
        if name in _ANY:
            return f'<xs:any namespace="{_ANY[name]}" processContents="lax"{count}/>'
        if name in _GROUPS:
            return f"<xs:{_GROUPS[name]}{count}>{''.join(self.elements(value))}</xs:{_GROUPS[name]}>"
        if name == "messages":
            return "".join(self.particle(message, "", "ref") for message in self.set["messages"])
        if value == "ref":
            return f'<xs:element ref="{name if ":" in name else f"{self.part}:{name}"}"{count}/>'
        if isinstance(value, dict):
            return f'<xs:element name="{name}"{count}>{self.complex(value)}</xs:element>'
        kind, _, nil = value.partition(" or ")
        nil = ' nillable="true"' if nil else ""
        return f'<xs:element name="{name}" type="{self.name(kind)}"{count}{nil}/>'


def _attributes(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if key == "attributes":
            yield from sensor_attributes(value)
        elif key[0] == "@" and key != "@*":
            yield key[1:], value
