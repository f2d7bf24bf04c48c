"""Types of the language, what fits where, and what is known of a value before a row is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.model import Member
from lienthong.model.shape import code_list

UNKNOWN = "unknown"
BASIC = frozenset({"text", "number", "date", "time", "zone", "code", "uri", "any", "same"})
COMPARED = frozenset({"number", "date", "time"})
# Digital Link, URN, web address; RFC 3986 asks for a letter first
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_ZONE = re.compile(r"[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00")
# UN/ECE Recommendation 20: two or three signs
_UNIT = re.compile(r"[A-Z0-9]{2,3}")


def is_uri(text: str) -> bool:
    """Whether a text is an absolute URI.

    >>> is_uri("https://id.example.vn/lot/1"), is_uri("commissioning")
    (True, False)
    """
    return _URI.fullmatch(text) is not None


def fits(given: str, wanted: str) -> bool:
    """Whether a value of one type may stand where another is wanted.

    Keys, codes, dates, times, zones and URIs may stand as text; nothing else converts by itself.

    >>> fits("gtin", "text"), fits("text", "gtin"), fits("number", "text"), fits("unknown", "gtin")
    (True, False, False, True)
    """
    if UNKNOWN in {given, wanted} or wanted in {"any", "same"} or given == wanted:
        return True
    if given.startswith("list of ") and wanted.startswith("list of "):
        return fits(given[8:], wanted[8:]) or wanted[8:] == "T"
    if given.startswith("list of ") or wanted.startswith("list of "):
        return False
    if wanted == "text":
        return given != "number"
    return wanted == "zone" and given == "text"


@dataclass(frozen=True, slots=True)
class Flow:
    """What is known of a value: its type, whether it may be empty, all values it can have (None: any).

    An empty set means: a fixed set that is not known yet (a sheet's or the store's table).
    """

    type: str = UNKNOWN
    empty: bool = True
    known: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a target wants: its name as people know it, a type, and the codes it takes where it takes codes."""

    name: str
    type: str
    codes: frozenset[str] | None = None
    list: str = ""
    is_unit: bool = False

    def is_code(self, text: str) -> bool:
        """Whether a bare word is a code of this target."""
        if self.is_unit:
            return _UNIT.fullmatch(text) is not None
        return self.codes is not None and text in self.codes

    def takes(self, text: str) -> bool:
        """Whether a fixed value may stand here: a code of the list, or an absolute URI in its place."""
        return self.is_code(text) or (not self.is_unit and is_uri(text))


_WANTS: Mapping[str, str] = {
    "text": "text",
    "uri": "uri",
    "class": "uri",
    "instance": "uri",
    "id": "uri",
    "time": "time",
    "zone": "zone",
    "number": "number",
    "flag": "text",
}
ANYTHING = Wanted("", "any")


def wanted_by(member: Member | None, name: str) -> Wanted:
    """What a member of the EPCIS shape wants; an extension member takes anything."""
    if member is None:
        return Wanted(name, "any")
    if member.kind == "code":
        return Wanted(name, "code", code_list(member.codes), member.codes)
    if member.kind == "uom":
        return Wanted(name, "code", list="uom", is_unit=True)
    return Wanted(name, _WANTS.get(member.kind, "any"))


def fault_of(flow: Flow, wanted: Wanted) -> tuple[str, dict[str, str]] | None:
    """Why a value may not stand in a target: a code of the catalogue and its facts; None when it may."""
    if wanted.type == "any" or flow.type == UNKNOWN:
        return None
    if wanted.type == "code":
        return _code_fault(flow, wanted)
    if not fits(flow.type, wanted.type):
        return "mapping.target-type", {"field": wanted.name, "wanted": wanted.type, "given": flow.type}
    if wanted.type == "zone" and flow.known:
        wrong = sorted(text for text in flow.known if not _ZONE.fullmatch(text))
        if wrong:
            return "mapping.zone", {"given": wrong[0]}
    return None


def _code_fault(flow: Flow, wanted: Wanted) -> tuple[str, dict[str, str]] | None:
    if flow.known is not None:
        wrong = sorted(text for text in flow.known if text and not wanted.takes(text))
        facts = {"field": wanted.name, "list": wanted.list, "given": wrong[0] if wrong else ""}
        return ("mapping.table-value", facts) if wrong else None
    if flow.type == "code" or (flow.type == "uri" and not wanted.is_unit):
        return None
    return "mapping.target-type", {"field": wanted.name, "wanted": "code", "given": flow.type}
