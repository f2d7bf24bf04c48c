"""Names of extension members as XML names: `prefix:name`, full URIs, bare names, and those XML cannot say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.epcis.contexts import RESERVED, standard_namespaces, standard_prefixes
from adapters.epcis.xml_text import attribute

NC_NAME = re.compile(r"[^\W\d][\w.\-·]*\Z")
_SPLIT = re.compile(r"(.*[/#:])([^/#:]+)\Z", re.DOTALL)
ON_ROOT = frozenset({"epcis", "epcismd", "epcisq", "sbdh", "xsi"})
"""Prefixes the root gives another meaning: a member under one of them declares its own at its element."""


@dataclass(frozen=True, slots=True)
class XmlName:
    """The tag to write, and what must be declared or said at the element itself; `tag` is empty when there is none."""

    tag: str
    says: str = ""


class Names:
    """The XML names of members, for one set of declared prefixes.

    `used` collects the standard's own prefixes that were written, so that the root declares just those.
    """

    def __init__(self, namespaces: Mapping[str, str], local: Mapping[str, str] | None = None) -> None:
        self._declared = namespaces
        self._local = dict(local or {})
        self._known: dict[str, XmlName] = {}
        self.used: set[str] = set()

    def element(self, key: str) -> XmlName:
        """The tag of an element; a name that XML does not allow is carried by an element of ours."""
        found = self._known.get(key)
        if found is None:
            found = self._name(key) if ":" in key else XmlName(key if NC_NAME.match(key) else "")
            if not found.tag:
                self.used.add(RESERVED)
                found = XmlName("ltx:member", f' ltx:name="{attribute(key)}"')
            self._known[key] = found
        return found

    def attribute(self, key: str) -> XmlName:
        """The name of an attribute; an empty one when XML has none for this key."""
        return self._name(key) if ":" in key else XmlName("")

    def _name(self, key: str) -> XmlName:
        prefix, _, local = key.partition(":")
        if not (NC_NAME.match(prefix) and NC_NAME.match(local)) or prefix.lower().startswith("xml"):
            return self._uri_name(key)
        uri = self._local.get(prefix) or self._declared.get(prefix)
        standard = standard_namespaces().get(prefix)
        if standard and uri in {None, standard, standard_prefixes()[prefix]}:
            if prefix in ON_ROOT:
                return XmlName(key, f' xmlns:{prefix}="{attribute(standard)}"')
            self.used.add(prefix)
            return XmlName(key)
        if uri and (prefix not in ON_ROOT or prefix in self._local):
            return XmlName(key)
        return XmlName(key, f' xmlns:{prefix}="{attribute(uri or prefix + ":")}"')

    def _uri_name(self, key: str) -> XmlName:
        """A full URI as name: its last part, in the namespace of what stands before."""
        parts = _SPLIT.match(key)
        if not parts or not NC_NAME.match(parts[2]) or "://" not in key:
            return XmlName("")
        return XmlName(f"n1:{parts[2]}", f' xmlns:n1="{attribute(parts[1])}"')
