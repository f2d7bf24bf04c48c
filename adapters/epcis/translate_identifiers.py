"""Identifiers of events in the form that is asked for: Digital Links or EPC URIs, told where there is none."""

from __future__ import annotations

from collections.abc import Callable

from adapters.epcis.heads import REMEMBERED, Heads, begun, keep, tail_ai
from adapters.gs1 import digital_link, epc_uri, keys
from adapters.gs1.ais import Elements
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.digital_link import HOME
from adapters.gs1.epc_write import chosen
from adapters.gs1.translation import link_of
from lienthong.findings import Finding
from lienthong.plugs import Refusal

Tell = Callable[[Finding], None]
_PART, _NONE = "epcis.identifier.part", "gs1.link-none"


class Links:
    """Writes EPC URIs as canonical Digital Links; links and URIs of others stay byte for byte."""

    mark = "."

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.heads: Heads = {}
        self.whole: dict[str, str] = {}

    def one(self, value: str, at: str, name: str) -> str:
        """The link of an EPC URI; one that has none stays, and is told."""
        if value[:8] != "urn:epc:":
            return value
        head, _, tail = value.rpartition(".")
        known = begun(self.heads, head, tail) or self.whole.get(value)
        return known or self._met(value, head, tail, f"{at}/{name}")

    def address(self, value: str, at: str, name: str) -> str:
        """The same for a member that may hold any URI."""
        return self.one(value, at, name)

    def _met(self, value: str, head: str, tail: str, at: str) -> str:
        try:
            link = link_of(value)
        except Refusal as refusal:
            self._tell(Finding("epcis.identifier.link", "warning", at, {"value": value, "reason": refusal.code}))
            return value
        ai = tail_ai(link, behind_key=True)
        if ai and tail.isalnum() and link.endswith(tail):
            keep(self.heads, head, tail, link, ai)
        else:
            _remember(self.whole, value, link)
        return link


class Urns:
    """Writes Digital Links as EPC URIs, which needs the length of the company prefix; what is lost is told."""

    mark = "/"

    def __init__(self, tell: Tell, prefixes: CompanyPrefixes) -> None:
        self._tell, self._prefixes = tell, prefixes
        self.heads: Heads = {}
        self.whole: dict[str, str] = {}

    def one(self, value: str, at: str, name: str) -> str:
        """The EPC URI of a Digital Link of any host; one that has none stays, and is told."""
        if value[:4] != "http":
            return value
        head, _, tail = value.rpartition("/")
        return begun(self.heads, head, tail) or self.whole.get(value) or self._met(value, f"{at}/{name}")

    def address(self, value: str, at: str, name: str) -> str:
        """The same for a member that may hold any URI: there a link to another host leads somewhere, and stays."""
        return self.one(value, at, name) if value.startswith(HOME) else value

    def _met(self, value: str, at: str) -> str:
        told: list[Finding] = []
        urn = self._urn(value, at, told)
        for finding in told:
            self._tell(finding)
        if not told:
            _remember(self.whole, value, urn)
        return urn

    def _urn(self, value: str, at: str, told: list[Finding]) -> str:
        # the patterns of CBV 2.0 let a quotation mark stand unescaped, which RFC 3986 does not
        try:
            elements = digital_link.elements(value.replace('"', "%22"))
            scheme, number, _ = chosen(elements)
            urn = epc_uri.write(elements, keys.prefix_length(scheme.layout.ai, number, self._prefixes).length)
        except Refusal as refusal:
            if refusal.code != _NONE:
                told.append(Finding("epcis.identifier.urn", "lost", at, {"value": value, "reason": refusal.code}))
            return value
        if len(elements) > 1 or not value.startswith(HOME) or "?" in value:
            self._compare(value, elements, scheme.tail, at, told)
            if not told:
                head, _, tail = value.rpartition("/")
                keep(self.heads, head, tail, urn, elements[-1][0])
        return urn

    def _compare(self, value: str, elements: Elements, said: str, at: str, told: list[Finding]) -> None:
        """Tells what the link says and the URI does not: further qualifiers, attributes, the host."""
        lost = [f"({ai})" for ai, _ in elements[1:] if ai != said]
        _, mark, query = value.partition("?")
        if lost or (mark and query):
            part = ", ".join([*lost, *([f"?{query}"] if query else [])])
            told.append(Finding(_PART, "lost", at, {"value": value, "part": part}))
        if not value.startswith(HOME):
            host = value.partition("//")[2].partition("/")[0]
            told.append(Finding("epcis.identifier.host", "warning", at, {"value": value, "host": host}))


def _remember(whole: dict[str, str], value: str, other: str) -> None:
    """Keeps what has no head of its own: places and parties come again and again."""
    if len(whole) >= REMEMBERED:
        whole.clear()
    whole[value] = other
