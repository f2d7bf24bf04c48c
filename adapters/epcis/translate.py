"""Identifiers and words of events in the forms that a request asks for: links or EPC URIs, URNs or web addresses.

EPCIS 2.0 (ISO/IEC 19987:2022), clause 12: the headers GS1-EPC-Format and GS1-CBV-XML-Format. Source:
`schemas/epcis/identifiers.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from adapters.epcis.translate_identifiers import At, Links, Urns
from adapters.epcis.vocabulary import other_spelling, web_words
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.starts import REMEMBERED
from lienthong.findings import Finding
from lienthong.model import Event, Header, Member, Shape, event_shapes, shape
from lienthong.shelf import data

Tell = Callable[[Finding], None]
Change = Callable[[Any, At, Any], Any]
"""Takes a value, where its owner stands and its name or place there; gives the value as it is to be."""
_IDENTIFIERS = frozenset({"instance", "class", "id"})


@lru_cache(maxsize=1)
def _table() -> Any:
    return data("epcis/identifiers.yaml")


def epc_formats() -> tuple[str, ...]:
    """What may be asked of identifiers."""
    return tuple(_table()["epc_formats"])


def cbv_formats() -> tuple[str, ...]:
    """What may be asked of words in XML."""
    return tuple(_table()["cbv_formats"])


class Translator:
    """Translates the events and master data of one document; `tell` hears what has no other form, or loses by it.

    `cbv_format` is for XML 2.0 only: JSON has bare words, 1.x has URNs. `prefixes` tells how long company prefixes
    are. Raises KeyError for a format that is not there.

    >>> one = {"type": "ObjectEvent", "epcList": ["urn:epc:id:sgtin:9521234.000001.7"]}
    >>> Translator("Always_GS1_Digital_Link").event(one)["epcList"]
    ['https://id.gs1.org/01/09521234000013/21/7']
    """

    def __init__(
        self,
        epc_format: str = "No_Preference",
        cbv_format: str = "No_Preference",
        prefixes: CompanyPrefixes | None = None,
        tell: Tell = lambda finding: None,
    ) -> None:
        form = _table()["epc_formats"][epc_format]
        self._words = _table()["cbv_formats"][cbv_format]
        self._form: Links | Urns | None = None
        if form == "link":
            self._form = Links(tell)
        elif form == "urn":
            self._form = Urns(tell, prefixes or CompanyPrefixes())
        self._events = {name: self._part(item) for name, item in event_shapes().items()}
        self._plans: dict[tuple[str, ...], list[tuple[str, Change]]] = {}

    @property
    def idle(self) -> bool:
        """Whether all stays as it is."""
        return not any(self._events.values())

    def event(self, event: Event, at: str = "") -> Event:
        """The event, changed in place; `at` is its pointer in the document. An event of unknown type stays."""
        changes = self._events.get(event.get("type", ""))
        if changes:
            owner: Any = event
            for name, change in self._plan(event, changes):
                owner[name] = change(owner[name], at, name)
        return event

    def _plan(self, event: Event, changes: Mapping[str, Change]) -> list[tuple[str, Change]]:
        """What is changed in events with these members; most events of a document have the same."""
        names = (event["type"], *event)
        plan = self._plans.get(names)
        if plan is None:
            if len(self._plans) >= REMEMBERED:
                self._plans.clear()
            plan = self._plans[names] = [(name, changes[name]) for name in event if name in changes]
        return plan

    def header(self, header: Header) -> Header:
        """The header with the identifiers of its master data in the form of those in the events."""
        form = self._form
        if form is None or not header.master:
            return header
        lists: list[Any] = []
        for place, vocabulary in enumerate(header.master):
            at = f"/epcisHeader/epcisMasterData/vocabularyList/{place}/vocabularyElementList"
            elements = [
                _element(element, form, f"{at}/{number}")
                for number, element in enumerate(vocabulary.get("vocabularyElementList", []))
            ]
            lists.append({**vocabulary, "vocabularyElementList": elements} if elements else vocabulary)
        return replace(header, master=tuple(lists))

    def _part(self, item: Shape) -> Mapping[str, Change]:
        found = {name: self._member(member) for name, member in item.members.items()}
        return {name: change for name, change in found.items() if change}

    def _member(self, member: Member) -> Change | None:
        one = self._one(member)
        if one is None or not member.many:
            return one
        if self._form and member.kind in _IDENTIFIERS:
            return _all(self._form)
        return _parts(self._part(shape(member.of))) if member.kind == "object" else _each(one)

    def _one(self, member: Member) -> Change | None:
        if member.kind == "object":
            changes = self._part(shape(member.of))
            return _inside(changes) if changes else None
        if member.kind == "code":
            return self._word(member.codes)
        if self._form is None:
            return None
        if member.kind == "id":
            return _place(self._form)
        if member.kind in _IDENTIFIERS:
            return self._form.one
        return self._form.address if member.name in _table()["also"] else None

    def _word(self, codes: str) -> Change | None:
        """Spells words of the CBV; standard ones are bare inside, and URNs in XML unless web addresses are asked."""
        if self._words == "keep" or not web_words(codes):
            return None
        words: Mapping[str, str] = web_words(codes) if self._words == "web" else {}
        other = other_spelling(codes, self._words)
        return lambda value, at, name: words.get(value) or other(value)


def _change(owner: Any, changes: Mapping[str, Change], at: At) -> None:
    for name in owner:
        change = changes.get(name)
        if change is not None:
            owner[name] = change(owner[name], at, name)


def _inside(changes: Mapping[str, Change]) -> Change:
    def change(owner: Any, at: At, name: str) -> Any:
        if type(owner) is dict:
            _change(owner, changes, (at, name))
        return owner

    return change


def _each(one: Change) -> Change:
    def change(values: Any, at: At, name: str) -> Any:
        return [one(value, (at, name), place) for place, value in enumerate(values)]

    return change


def _parts(changes: Mapping[str, Change]) -> Change:
    """Changes a list of parts, of which most have one member to change."""
    (first, *_), more = changes, len(changes) > 1
    one = changes[first]

    def change(values: Any, at: At, name: str) -> Any:
        for place, part in enumerate(values):
            if more:
                _change(part, changes, (at, name, place))
            elif first in part:
                part[first] = one(part[first], (at, name, place), first)
        return values

    return change


def _place(form: Links | Urns) -> Change:
    """Changes an identifier of a place or party: they come again and again."""
    known, one = form.whole.get, form.place
    return lambda value, at, name: known(value) or one(value, at, name)


def _all(form: Links | Urns) -> Change:
    """Changes a list of identifiers: most begin as others did, and are letters and digits behind that."""
    heads, mark, one = form.heads, form.mark, form.one

    def change(values: Any, at: At, name: str) -> Any:
        texts = []
        for value in values:
            head, _, tail = value.rpartition(mark)
            known = heads.get(head)
            if known and len(tail) <= known[1] and tail.isalnum() and tail.isascii():
                texts.append(known[0] + tail)
            else:
                texts.append(one(value, (at, name), len(texts)))
        return texts

    return change


def _element(element: Mapping[str, Any], form: Links | Urns, at: str) -> dict[str, Any]:
    changed = dict(element)
    if "id" in changed:
        changed["id"] = form.one(changed["id"], at, "id")
    if "children" in changed:
        changed["children"] = [form.one(one, f"{at}/children", str(n)) for n, one in enumerate(changed["children"])]
    return changed
