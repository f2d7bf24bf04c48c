"""Prefixes for the namespaces met in an XML document; one book a document, shared by its events."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from adapters.epcis.contexts import RESERVED, RESERVED_NAMESPACE, standard_namespaces, standard_prefixes
from adapters.epcis.xml_tables import INSTANCE, SBDH, table
from lienthong.findings import Finding

QUERY = "epcisq"
"""The prefix of query documents, which also types of their values have."""
_JSON_ONLY = {uri: name for name, uri in standard_prefixes().items() if standard_namespaces()[name] != uri}
"""Namespaces as JSON spells them, by their prefixes: an XML document that has one is told apart by its declaration."""
_OWN = {INSTANCE: "xsi", "http://www.w3.org/XML/1998/namespace": "xml"}
_W3 = "http://www.w3.org/"
"""Namespaces of XML itself, whose prefixes everybody spells as they like."""


class Spaces:
    """Turns tags into member names: `{https://e.vn/}x` into `vn:x`, names without a namespace into themselves.

    `declared` maps prefixes to URIs and grows as namespaces are met; the header and all events share it.
    """

    def __init__(self, tell: Callable[[Finding], None]) -> None:
        self.declared: dict[str, str] = {}
        self._tell = tell
        self._prefixes = {**_OWN, **{uri: name for name, uri in standard_namespaces().items()}}
        self._prefixes |= {uri: name for name, uri in standard_prefixes().items()}
        self._prefixes |= {row["query"]: QUERY for row in table()["versions"].values()}
        self._names: dict[str, str] = {}
        self._folded: set[tuple[str, str]] = set()
        self._binding = {
            SBDH,
            *table()["other"],
            *(uri for row in table()["versions"].values() for uri in row.values()),
        }

    def declare(self, prefix: str, uri: str) -> None:
        """Notes a declaration of the document; the namespaces of the binding itself are no one's extension."""
        if uri and uri not in self._binding and uri not in self._prefixes and " " not in uri:
            self._add(prefix, uri)
        elif standard := _JSON_ONLY.get(uri):
            self.declared[standard] = uri
        elif prefix and uri in self._prefixes and uri not in self._binding:
            self._fold(prefix, uri)

    def _fold(self, prefix: str, uri: str) -> None:
        """Tells, once, of a second prefix for a namespace: in JSON both would be names of their own."""
        known = self._prefixes[uri]
        if prefix != known and not uri.startswith(_W3) and (prefix, uri) not in self._folded:
            self._folded.add((prefix, uri))
            facts = {"name": prefix, "value": uri, "new": known}
            self._tell(Finding("epcis.namespace.folded", "warning", "", facts))

    def name(self, tag: str, prefix: str | None) -> str:
        """The member name for a tag that was written with this prefix."""
        found = self._names.get(tag)
        if found is None:
            uri, _, local = tag[1:].partition("}") if tag[:1] == "{" else ("", "", tag)
            found = self._names[tag] = local if uri in {"", SBDH} else f"{self.prefix(uri, prefix)}:{local}"
        return found

    def prefix(self, uri: str, wish: str | None) -> str:
        """The prefix of a namespace, chosen when it is met for the first time."""
        if uri == RESERVED_NAMESPACE:
            self.declared[RESERVED] = uri
        return self._prefixes.get(uri) or self._add(wish or "ns1", uri)

    def reserve(self) -> None:
        """Declares our own namespace, since something is kept under it."""
        self.declared[RESERVED] = RESERVED_NAMESPACE

    def qname(self, text: str, element: etree._Element) -> str:
        """A qualified name that is a value (`xs:string` in `xsi:type`), under the prefix of this book."""
        prefix, colon, local = text.partition(":")
        uri = element.nsmap.get(prefix) if colon else None
        return f"{self.prefix(uri, prefix)}:{local}" if uri else text

    def _add(self, wish: str, uri: str) -> str:
        taken = {
            *self.declared,
            *standard_prefixes(),
            *_OWN.values(),
            *(row["prefix"] for row in table()["roots"].values()),
            "sbdh",
        }
        name, number = wish or "ns1", 1
        while name in taken:
            number += 1
            name = f"{wish or 'ns'}{number}"
        if wish and name != wish:
            self._tell(Finding("epcis.namespace.renamed", "warning", "", {"name": wish, "value": uri, "new": name}))
        self._prefixes[uri] = name
        self.declared[name] = uri
        return name
