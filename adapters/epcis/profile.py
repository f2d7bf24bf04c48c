"""What a partner asks of documents beyond the standard: profiles in `schemas/epcis/profiles`, all of it warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.epcis.equal import full_name, prefixes_of
from adapters.epcis.pointer import step
from adapters.gs1.canonical import key_of
from lienthong.findings import Finding
from lienthong.model import Event, Header
from lienthong.shelf import data

_MASTER = "/epcisHeader/epcisMasterData/vocabularyList"
_LAST = re.compile(r"[^#:/]*\Z")


PROFILES = ("dscsa",)
"""The profiles there are."""


class Profile:
    """Holds one document against a profile: its events one by one, then what stands around them."""

    def __init__(self, name: str) -> None:
        self._name, self._table = name, data(f"epcis/profiles/{name}.yaml")
        self._stated = self._asked = False

    def event(self, event: Event, at: str) -> Iterator[Finding]:
        """What one event lacks."""
        for row in self._table["events"]:
            if _fits(event, row):
                yield from self._lacks(event, row, at)
        stated = self._table["statement"]
        self._asked = self._asked or event.get("bizStep") in stated["steps"]
        self._stated = self._stated or _states(event, prefixes_of(event), stated)

    def document(self, header: Header) -> Iterator[Finding]:
        """What the document lacks around its events, when these have been seen."""
        for row in self._table["forms"]:
            yield from self._forms(header, row)
        yield from self._partners(header)
        stated = self._table["statement"]
        spaces = prefixes_of({"@context": header.namespaces})
        if self._asked and not (self._stated or _states(header.extra, spaces, stated)):
            yield self._told("epcis.profile.statement", "", name=stated["name"])

    def _told(self, code: str, at: str, **facts: str) -> Finding:
        return Finding(code, "warning", at, {**facts, "profile": self._name.upper()})

    def _lacks(self, event: Event, row: Mapping[str, Any], at: str) -> Iterator[Finding]:
        spaces = prefixes_of(event)
        ilmd = {full_name(name, spaces) for name, value in event.get("ilmd", {}).items() if value}
        missing = [_LAST.search(name)[0] for name in row.get("ilmd", ()) if name not in ilmd]  # type: ignore[index]
        if missing:
            yield self._told("epcis.profile.lot", f"{at}/ilmd", name=", ".join(missing))
        if "destination" in row and not _types(event, "destinationList") & set(row["destination"]):
            yield self._told("epcis.profile.party", at, name=" | ".join(row["destination"]))
        if "transaction" in row and not _types(event, "bizTransactionList") & set(row["transaction"]):
            yield self._told("epcis.profile.transaction", at, name=" | ".join(row["transaction"]))

    def _forms(self, header: Header, row: Mapping[str, Any]) -> Iterator[Finding]:
        for at, element in elements(header):
            met = {_last(one): (place, one.get("attribute")) for place, one in enumerate(element.get("attributes", ()))}
            place, text = met.get(row["attribute"], (0, None))
            asked = all(met.get(name, (0, None))[1] == value for name, value in row["where"].items())
            if asked and isinstance(text, str) and not re.fullmatch(row["pattern"], text):
                kind = ", ".join(row["where"].values())
                yield self._told("epcis.profile.form", f"{at}/attributes/{place}", value=text, name=kind)

    def _partners(self, header: Header) -> Iterator[Finding]:
        asked = self._table["described"]
        known = {
            _key(str(element.get("id")))
            for vocabulary in header.master
            if vocabulary.get("type") == asked["vocabulary"]
            for element in vocabulary.get("vocabularyElementList", ())
        }
        for name in asked["partners"]:
            partner = str(getattr(header, name))
            if partner and _key(partner) not in known:
                yield self._told("epcis.profile.place", f"/{name}", value=partner)


def elements(header: Header) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The elements of the master data with their pointers."""
    for place, vocabulary in enumerate(header.master):
        for number, element in enumerate(vocabulary.get("vocabularyElementList", ())):
            yield f"{step(_MASTER, place)}/vocabularyElementList/{number}", element


def described_twice(header: Header) -> Iterator[Finding]:
    """Elements of master data that say more of what one before them describes."""
    for place, vocabulary in enumerate(header.master):
        met: set[str] = set()
        for number, element in enumerate(vocabulary.get("vocabularyElementList", ())):
            key = _key(str(element.get("id")))
            if key in met:
                at = f"{step(_MASTER, place)}/vocabularyElementList/{number}"
                yield Finding("epcis.master.twice", "warning", at, {"value": str(element.get("id"))})
            met.add(key)


def _key(text: str) -> str:
    key = key_of(text)
    return key.text if key else text


def _last(attribute: Mapping[str, Any]) -> str:
    """The name of an attribute behind its namespace, which is spelled in three ways."""
    return _LAST.search(str(attribute.get("id")))[0]  # type: ignore[index]


def _fits(event: Event, row: Mapping[str, Any]) -> bool:
    asked = (("type", "events"), ("action", "actions"), ("bizStep", "steps"))
    if not all(event.get(member) in row[rule] for member, rule in asked if rule in row):
        return False
    return "keys" not in row or any(_ai(text) in row["keys"] for text in event.get("epcList", ()))


def _ai(text: str) -> str:
    """The AI of an identifier's key; empty where it is none of GS1."""
    key = key_of(text)
    return key.values[0][0] if key and key.values else ""


def _types(event: Event, name: str) -> set[str]:
    return {str(one.get("type")) for one in event.get(name, ())}  # type: ignore[attr-defined]


def _states(owner: Mapping[str, Any], spaces: Mapping[str, str], stated: Mapping[str, Any]) -> bool:
    """Whether a statement stands in this, at any depth of its objects."""
    for name, value in owner.items():
        prefix, _, local = name.partition(":")
        if local == stated["name"] and spaces.get(prefix, "").rstrip("#/:") == stated["namespace"]:
            return True
        if isinstance(value, Mapping) and name != "@context" and _states(value, spaces, stated):
            return True
    return False
