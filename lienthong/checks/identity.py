"""Codes around a lot that cannot stand together: numbers used twice, codes of another place, links to other goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from lienthong.checks.key_data import datum_names
from lienthong.checks.sight import Attribute, Said, Sight, Teller, day_of, place_of
from lienthong.checks.times import day
from lienthong.codes import Province, letters_fit, province_by_code, take_apart
from lienthong.findings import Finding
from lienthong.model import StoredEvent


def gln_is_gtin(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A place or party of the lot's events whose number is that of goods of the chain."""
    del given
    goods = {gtin for stored in sight.chain for thing in sight.of(stored) if (gtin := thing.key.value("01"))}
    met: set[str] = set()
    for stored in sight.own:
        for at, text in _locations(stored):
            if text in met:
                continue
            met.add(text)
            key = sight.key_of(text)
            gln = (key.value("414") or key.value("417")) if key else ""
            if gln and gln.zfill(14) in goods:
                yield tell("chain.gln-is-gtin", stored, at, gln=gln)


def _locations(stored: StoredEvent) -> Iterator[tuple[str, str]]:
    """The identifiers of places and parties in an event, by pointer."""
    members: Mapping[str, Any] = stored.event
    for name in ("readPoint", "bizLocation"):
        if text := (members.get(name) or {}).get("id"):
            yield f"/{name}/id", text
    for name, part in (("sourceList", "source"), ("destinationList", "destination")):
        for number, entry in enumerate(members.get(name) or ()):
            if text := entry.get(part):
                yield f"/{name}/{number}/{part}", text


def province_open(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A province code in master data that meant one province and now means another, without the day it was written."""
    for attribute, beside in sight.attributes_named(given["names"]):
        dates = {name.casefold() for name in given["dates"]}
        dated = any(name.casefold() in dates and value for name, value in beside.items())
        meant = list(dict.fromkeys(province.full for province in province_by_code(str(attribute.value))))
        if len(meant) > 1 and not dated:
            facts = {"number": str(attribute.value), "one": meant[0], "other": meant[-1]}
            yield tell.of_master("chain.province-open", attribute, **facts)


def area_letters(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A code of a planting area or packing house whose province letters are not those of its place on that day."""
    met: set[tuple[str, str]] = set()
    for kind, datum in given["codes"].items():
        for stored, at, value in sight.named(sorted(datum_names(datum))):
            text, place = str(value), place_of(stored)
            if not place or (text, place) in met:
                continue
            met.add((text, place))
            where = _province_at(sight, place, day_of(stored), given["addresses"])
            if where and letters_fit(kind, text, where) is False:
                yield tell("chain.area-letters", stored, at, number=text, province=where.full)


def _province_at(sight: Sight, place: str, on: str, names: list[str]) -> Province | None:
    """The province a place's address names on a day; None where that is not certain."""
    attributes, _ = sight.master(place)
    address = next((str(attributes[name]) for name in names if attributes.get(name)), "")
    provinces = take_apart(address, day(on)).provinces if address else ()
    return provinces[0] if len(provinces) == 1 else None


def trace_link(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A trace link that names other goods than the lot, or stands on another host than the product's."""
    gtin, hosts = sight.key.value("01"), [str(one.value) for one, _ in sight.attributes_named(given["host"])]
    told: list[Said | Attribute] = [*sight.named(given["links"])]
    told += [attribute for attribute, _ in sight.attributes_named(given["links"])]
    for one in told:
        link = str(one.value)
        key, host = sight.key_of(link), urlsplit(link).hostname or ""
        named = key.value("01") if key else ""
        if gtin and named and named != gtin:
            yield _told(tell, "chain.link-product", one, link=link, named=named, gtin=gtin)
        elif hosts and host and host.casefold() not in {text.casefold() for text in hosts}:
            yield _told(tell, "chain.link-host", one, link=link, host=host, wanted=hosts[0])


def _told(tell: Teller, code: str, one: Said | Attribute, **facts: str) -> Finding:
    return tell(code, one.stored, one.at, **facts) if isinstance(one, Said) else tell.of_master(code, one, **facts)
