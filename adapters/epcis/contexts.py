"""JSON-LD contexts without a network: which are known, which prefixes they define, what an inline one may say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from lienthong.findings import Finding
from lienthong.model import event_shapes, shape
from lienthong.shelf import data

RESERVED = "ltx"
RESERVED_NAMESPACE = "urn:lienthong:xml:"
"""The namespace of what XML has and JSON has not, and of what JSON has and XML has not."""

_TERM = frozenset({"@id", "@type", "@container", "@language"})
_PREFIX = re.compile(r"[A-Za-z_][\w.-]*\Z")
_PARTS = ("quantity", "place", "bizTransaction", "source", "persistentDisposition", "errorDeclaration")
_PARTS_OF_SENSORS = ("sensorElement", "sensorMetadata", "sensorReport")


@lru_cache(maxsize=1)
def _table() -> Any:
    return data("epcis/contexts.yaml")


@lru_cache(maxsize=1)
def known_urls() -> frozenset[str]:
    """The context addresses that are known, by exact spelling."""
    return frozenset(_table()["urls"])


@lru_cache(maxsize=1)
def extension_contexts() -> Mapping[str, Mapping[str, str]]:
    """The contexts of known extensions by address, each with the prefixes it defines."""
    return {url: dict(prefixes) for url, prefixes in _table()["extensions"].items()}


@lru_cache(maxsize=1)
def standard_prefixes() -> Mapping[str, str]:
    """The prefixes the standard's context defines, and our reserved one, with their URIs as in JSON."""
    return {name: row["json"] for name, row in _table()["prefixes"].items()} | {RESERVED: RESERVED_NAMESPACE}


@lru_cache(maxsize=1)
def standard_namespaces() -> Mapping[str, str]:
    """The same prefixes with the namespaces as XML documents spell them."""
    rows = _table()["prefixes"].items()
    return {name: row.get("xml", row["json"]) for name, row in rows} | {RESERVED: RESERVED_NAMESPACE}


@lru_cache(maxsize=1)
def protected_terms() -> frozenset[str]:
    """Words of the standard that no inline context may define."""
    shapes = [*event_shapes().values(), *(shape(name) for name in (*_PARTS, *_PARTS_OF_SENSORS))]
    members = {name for item in shapes for name in item.members}
    return frozenset(_table()["terms"]) | members | frozenset(event_shapes())


def write_context(received: Sequence[Any], namespaces: Mapping[str, str]) -> list[Any]:
    """The `@context` of a document or event: the standard's first, further ones as received, then the prefixes."""
    urls = [entry for entry in received if isinstance(entry, str) and entry in known_urls()]
    entries: list[Any] = [*(urls or [_table()["write"]]), *(entry for entry in received if entry not in urls)]
    own = own_prefixes(namespaces)
    return [*entries, own] if own else entries


def own_prefixes(namespaces: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that a document must declare itself, in order of their names.

    >>> own_prefixes({"vn": "https://example.vn/", "cbvmda": "urn:epcglobal:cbv:mda:"})
    {'vn': 'https://example.vn/'}
    """
    known = dict(standard_prefixes())
    del known[RESERVED]
    return {name: namespaces[name] for name in sorted(namespaces) if known.get(name) != namespaces[name]}


def read_context(value: Any, at: str) -> tuple[dict[str, str], tuple[Any, ...], list[Finding]]:
    """The prefixes an `@context` declares, the entries to keep beside them, and what is wrong with it.

    Kept are addresses, when they are not just the one we write ourselves, and what is said of extension terms
    (`{"ex:when": {"@type": "xsd:date"}}`), which tells other programs how to read them.
    """
    prefixes: dict[str, str] = {}
    urls: list[str] = []
    kept: list[Any] = []
    findings: list[Finding] = []
    entries = value if isinstance(value, list) else [value]
    for number, entry in enumerate(entries):
        place = f"{at}/{number}" if isinstance(value, list) else at
        if isinstance(entry, str):
            urls.append(entry)
            prefixes.update(extension_contexts().get(entry, {}))
            if entry not in known_urls() and entry not in extension_contexts():
                findings.append(Finding("epcis.context.unknown", "error", place, {"value": entry}))
        elif isinstance(entry, dict):
            findings += _faults(entry, place)
            prefixes.update((name, uri) for name, uri in entry.items() if isinstance(uri, str))
            terms = {name: meaning for name, meaning in entry.items() if not isinstance(meaning, str)}
            kept += [terms] if terms else []
        else:
            findings.append(Finding("epcis.context.form", "error", place, {"name": "@context"}))
    kept = kept if urls in ([], [_table()["write"]]) else [*urls, *kept]
    return prefixes, tuple(kept), findings


def _faults(entry: Mapping[str, Any], at: str) -> Iterator[Finding]:
    for name, uri in entry.items():
        facts = {"name": name, "value": str(uri)[:200]}
        standard = standard_prefixes().get(name)
        if isinstance(uri, dict) and ":" in name:
            if not set(uri) <= _TERM or not all(isinstance(part, str) for part in uri.values()):
                yield Finding("epcis.context.form", "error", at, facts)
        elif not isinstance(uri, str) or not _PREFIX.match(name) or not uri:
            yield Finding("epcis.context.form", "error", at, facts)
        elif name in protected_terms():
            yield Finding("epcis.context.protected", "error", at, facts)
        elif standard and uri != standard:
            same = uri.rstrip(":/#") == standard.rstrip(":/#")
            code, severity = ("epcis.context.spelling", "warning") if same else ("epcis.context.protected", "error")
            yield Finding(code, severity, at, facts)  # type: ignore[arg-type]
