"""Certificates of a lot: in date when things happened, and of a field that fits the goods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple, Protocol

from lienthong.checks.case import goods_groups
from lienthong.checks.check_table import check_named
from lienthong.checks.key_data import local_name
from lienthong.checks.sight import Attribute, Sight, Teller, day_of
from lienthong.checks.times import day
from lienthong.codes import code
from lienthong.findings import Finding
from lienthong.model import Origin, StoredEvent

OPEN = frozenset({"generic", "packaged-food"})
"""Sectors that say nothing about what is certified."""


class Tell(Protocol):
    """Makes a finding where the certificate stands."""

    def __call__(self, code: str, **facts: str) -> Finding: ...


class Certificate(NamedTuple):
    """A certificate as it is told: in an event (by its pointer), or in master data; `days` are those it is for."""

    number: str
    standard: str
    issuer: str
    start: str
    end: str
    days: tuple[str, ...]
    origin: Origin
    event: str
    place: tuple[StoredEvent, str] | Attribute

    @property
    def name(self) -> str:
        """What people call it: its number, else its standard."""
        return self.number or self.standard

    def told(self, tell: Teller) -> Tell:
        """What makes findings where it stands."""
        if isinstance(self.place, Attribute):
            return partial(_in_master, tell, self.place)
        return partial(_in_event, tell, *self.place)


def in_date(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A certificate that had ended, or had not begun, on the day of an event it is for."""
    del given
    for one in told_certificates(sight):
        told = one.told(tell)
        end, start = day(one.end), day(one.start)
        days = sorted(found for text in one.days if (found := day(text)))
        if end and days and days[-1] > end:
            yield told("chain.certificate-expired", certificate=one.name, day=str(days[-1]), end=str(end))
        if start and days and days[0] < start:
            yield told("chain.certificate-early", certificate=one.name, day=str(days[0]), start=str(start))


def of_field(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """A certificate whose number or standard is of another field than the goods, such as crops on fish."""
    if sight.table.name in OPEN:
        return
    goods = goods_groups(sight.table.name)
    for one in told_certificates(sight):
        fits = _fits(one, given)
        if fits is not None and not goods & set(fits):
            yield one.told(tell)("chain.certificate-field", certificate=one.name, **_goods(sight))


def _goods(sight: Sight) -> dict[str, str]:
    return {"goods": sight.table.title["vi"].lower(), "goods_en": sight.table.title["en"].lower()}


def _fits(one: Certificate, given: Mapping[str, Any]) -> Iterable[str] | None:
    """The goods that a certificate may be for; None where it does not tell."""
    letters = code(given["code"]).part(one.number, "field")
    if letters in given["fields"]:
        return list(given["fields"][letters])
    words = one.standard.upper().replace("-", " ").split()
    named = [given["standards"][word] for word in words if word in given["standards"]]
    return [goods for row in named for goods in row] if named else None


def told_certificates(sight: Sight) -> Iterator[Certificate]:
    """All certificates told in the lot's events, and in the master data around it for the days the lot was made."""
    names = _all_names()
    spoken = {said.stored.number: said.stored for name in names & sight.said.keys() for said in sight.said[name]}
    for _, stored in sorted(spoken.items()):
        for at, told in _told(_members(stored)):
            origin = stored.origins.get(at, Origin("data"))
            yield Certificate(**told, days=(day_of(stored),), origin=origin, event=stored.pointer, place=(stored, at))
    if names.isdisjoint(sight.words):
        return
    made = [stored for stored in sight.own if sight.begins(stored)] or sight.own
    days = tuple(day_of(stored) for stored in made)
    for of, attributes, origins in sight.attributes:
        for at, told in _told({f"/{name}": value for name, value in attributes.items()}):
            origin = origins.get("/" + at.split("/")[1], Origin("data"))
            place = Attribute(of, at.split("/")[1], told, origin)
            yield Certificate(**told, days=days, origin=origin, event="", place=place)


def _in_event(tell: Teller, stored: StoredEvent, at: str, code: str, **facts: str) -> Finding:
    return tell(code, stored, at, **facts)


def _in_master(tell: Teller, attribute: Attribute, code: str, **facts: str) -> Finding:
    return tell.of_master(code, attribute, **facts)


def _members(stored: StoredEvent) -> dict[str, Any]:
    """The extensions and lot data of an event, by pointer."""
    members: Mapping[str, Any] = stored.event
    told = {f"/{name}": value for name, value in members.items() if ":" in name}
    return told | {f"/ilmd/{name}": value for name, value in (members.get("ilmd") or {}).items()}


def _told(members: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """The certificates among members by pointer: each inside a member of its own, and one told member by member."""
    names, inside = _names("alone"), _names("inside")
    flat: dict[str, str] = {}
    place = ""
    for at, value in members.items():
        name = local_name(at.rpartition("/")[2])
        if name in _names("containers"):
            for number, entry in enumerate(value if isinstance(value, list) else [value]):
                told = _parts(entry, {**names, **inside}) if isinstance(entry, dict) else {"number": str(entry)}
                if told:
                    yield f"{at}/{number}" if isinstance(value, list) else at, {**_EMPTY, **told}
        elif name in names and isinstance(value, str):
            flat.setdefault(names[name], value)
            place = place or at
    if flat.get("number") or flat.get("standard"):
        yield place, {**_EMPTY, **flat}


_EMPTY = {"number": "", "standard": "", "issuer": "", "start": "", "end": ""}


@lru_cache(maxsize=8)
def _names(part: str) -> Mapping[str, str]:
    """The names of what a certificate tells, in small letters, each with what it tells."""
    given = check_named("certificate-in-date").given
    if part == "containers":
        return {name.casefold(): "" for name in given[part]}
    return {name.casefold(): told for told, names in given[part].items() for name in names}


@lru_cache(maxsize=1)
def _all_names() -> frozenset[str]:
    """The names under which an event or master data may tell of a certificate, in small letters."""
    return frozenset({*_names("containers"), *_names("alone")})


def _parts(entry: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, value in entry.items():
        if (part := names.get(local_name(name))) and isinstance(value, str):
            told.setdefault(part, value)
    return told
