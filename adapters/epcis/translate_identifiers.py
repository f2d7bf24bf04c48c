"""Identifiers of events in the form that is asked for: Digital Links or EPC URIs, told where there is none."""

from __future__ import annotations

from collections.abc import Callable

from adapters.gs1 import digital_link, epc_uri, keys
from adapters.gs1.ais import Elements
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.digital_link import HOME
from adapters.gs1.epc_write import chosen
from adapters.gs1.starts import REMEMBERED, Start, Starts, begun, remember
from adapters.gs1.translation import link_of, link_starts, started
from adapters.gs1.urn_starts import urn_start
from lienthong.findings import Finding
from lienthong.plugs import Refusal

Tell = Callable[[Finding], None]
At = str | tuple["At | int", ...]
"""A pointer, or what it is put together from: that of an owner, then names and places; few are ever told."""
_PART, _NONE = "epcis.identifier.part", "gs1.link-none"


def pointer(at: At | int) -> str:
    """The pointer in one piece.

    >>> pointer((("/eventList/0", "quantityList", 1), "epcClass"))
    '/eventList/0/quantityList/1/epcClass'
    """
    return "/".join(map(pointer, at)) if isinstance(at, tuple) else str(at)


class _Form:
    """What both forms share: starts of texts, and whole texts of places and parties, which come again and again."""

    mark = "."
    """What stands before the last value of a text in the other form."""

    def __init__(self, tell: Tell, heads: Starts) -> None:
        self._tell, self.heads = tell, heads
        self.whole: dict[str, str] = {}

    def quick(self, value: str) -> str:
        """The other form where nothing is to be told of it and it is quickly made; else empty."""
        head, _, tail = value.rpartition(self.mark)
        start = self.heads.get(head) or self._start(head)
        return begun(start, tail) if start else ""

    def remembered(self, value: str, other: str) -> str:
        """The other form, kept in a bounded memory."""
        if len(self.whole) >= REMEMBERED:
            self.whole.clear()
        self.whole[value] = other
        return other

    def _start(self, head: str) -> Start | None:
        raise NotImplementedError


class Links(_Form):
    """Writes EPC URIs as canonical Digital Links; links and URIs of others stay byte for byte."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(tell, link_starts)

    def one(self, value: str, at: At, name: str | int) -> str:
        """The link of an EPC URI; one that has none stays, and is told."""
        if value[:8] != "urn:epc:":
            return value
        return self.quick(value) or self.whole.get(value) or self._met(value, at, name)

    def place(self, value: str, at: At, name: str) -> str:
        """The same for a place or party."""
        if value[:8] != "urn:epc:":
            return value
        link = self.quick(value)
        return self.remembered(value, link) if link else self.one(value, at, name)

    def address(self, value: str, at: At, name: str) -> str:
        """The same for a member that may hold any URI."""
        return self.one(value, at, name)

    def _start(self, head: str) -> Start | None:
        return started(head)

    def _met(self, value: str, at: At, name: str | int) -> str:
        try:
            return self.remembered(value, link_of(value))
        except Refusal as refusal:
            facts = {"value": value, "reason": refusal.code}
            self._tell(Finding("epcis.identifier.link", "warning", pointer((at, name)), facts))
            return value


class Urns(_Form):
    """Writes Digital Links as EPC URIs, which needs the length of the company prefix; what is lost is told."""

    mark = "/"

    def __init__(self, tell: Tell, prefixes: CompanyPrefixes) -> None:
        super().__init__(tell, {})
        self._prefixes = prefixes

    def one(self, value: str, at: At, name: str | int) -> str:
        """The EPC URI of a Digital Link of any host; one that has none stays, and is told."""
        if value[:4] != "http":
            return value
        return self.quick(value) or self.whole.get(value) or self._met(value, at, name)

    def place(self, value: str, at: At, name: str) -> str:
        """The same for a place or party."""
        if value[:4] != "http":
            return value
        urn = self.quick(value)
        return self.remembered(value, urn) if urn else self.one(value, at, name)

    def address(self, value: str, at: At, name: str) -> str:
        """The same for a member that may hold any URI: there a link to another host leads somewhere, and stays."""
        return self.one(value, at, name) if value.startswith(HOME) else value

    def _start(self, head: str) -> Start | None:
        # of links of other hosts this is told each time
        start = urn_start(head, self._length) if head.startswith(HOME) else None
        return remember(self.heads, head, start) if start else None

    def _length(self, ai: str, value: str) -> int:
        return keys.prefix_length(ai, value, self._prefixes).length

    def _met(self, value: str, at: At, name: str | int) -> str:
        told: list[Finding] = []
        urn = self._urn(value, at, name, told)
        for finding in told:
            self._tell(finding)
        return urn if told else self.remembered(value, urn)

    def _urn(self, value: str, at: At, name: str | int, told: list[Finding]) -> str:
        # the patterns of CBV 2.0 let a quotation mark stand unescaped, which RFC 3986 does not
        try:
            elements = digital_link.elements(value.replace('"', "%22"))
            scheme, number, _ = chosen(elements)
            urn = epc_uri.write(elements, self._length(scheme.layout.ai, number))
        except Refusal as refusal:
            if refusal.code != _NONE:
                facts = {"value": value, "reason": refusal.code}
                told.append(Finding("epcis.identifier.urn", "lost", pointer((at, name)), facts))
            return value
        if len(elements) > 1 or not value.startswith(HOME) or "?" in value:
            _compare(value, elements, scheme.tail, pointer((at, name)), told)
        return urn


def _compare(value: str, elements: Elements, said: str, at: str, told: list[Finding]) -> None:
    """Tells what the link says and the URI does not: further qualifiers, attributes, the host."""
    lost = [f"({ai})" for ai, _ in elements[1:] if ai != said]
    _, mark, query = value.partition("?")
    if lost or (mark and query):
        part = ", ".join([*lost, *([f"?{query}"] if query else [])])
        told.append(Finding(_PART, "lost", at, {"value": value, "part": part}))
    if not value.startswith(HOME):
        host = value.partition("//")[2].partition("/")[0]
        told.append(Finding("epcis.identifier.host", "warning", at, {"value": value, "host": host}))
