"""Profiles: what a law asks of a lot, by item, with its article, its case and how sure each row is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from lienthong.checks.case import Case, When
from lienthong.model import Need
from lienthong.shelf import data

Both = Mapping[str, str]
"""A text in both languages, by `vi` and `en`."""
Kind = Literal["data set", "view", "passport", "label", "register", "identification"]
EVENTS = "events"
_NO_TEXT: Both = {"vi": "", "en": ""}
_ARTICLE: Both = {"vi": "Điều", "en": "Article"}
_ANNEX: Both = {"vi": "Phụ lục", "en": "Annex"}


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One item of a profile: how much it is needed, in which case, by which article, and who supplies it.

    `mark` says how sure the row is: L legal text, N notice, C practice, D derived, U unknown. `when` is the case the
    row is for at all, `must` the one in which an item that need not exist is asked for. Items of one `row` are one
    entry of the law's own list. `each`: what every event has to tell. `same`: the item whose value this is too.
    """

    name: str
    need: Need
    article: str
    mark: str
    term: Both
    who: Both
    consumer: bool = False
    row: str = ""
    when: When = field(default_factory=dict)
    must: When = field(default_factory=dict)
    each: tuple[str, ...] = ()
    annex: str = ""
    same: str = ""
    personal: bool = False
    valid_from: str = ""
    valid_to: str = ""

    @property
    def required(self) -> bool:
        """Whether every lot must have it, in whatever case."""
        return self.need == "M"

    def resolved(self, case: Case) -> Need | None:
        """How much it is needed in this case: C when that is open, None when the row is not for this case.

        >>> row = ProfileField("lot", "C", "1", "L", {}, {}, when={"import": ("yes",)})
        >>> [row.resolved(Case.of(imported=told)) for told in (True, False, None)]
        ['M', None, 'C']
        """
        holds = case.holds(self.when)
        if holds is False or not case.within(self.valid_from, self.valid_to):
            return None
        if holds and (self.need == "C" or (self.must and case.holds(self.must))):
            return "M"
        return self.need


class Item(NamedTuple):
    """An item with its need resolved for one case: M asked for, IF when it exists, O optional, C the case is open."""

    field: ProfileField
    need: Need

    @property
    def required(self) -> bool:
        """Whether the lot must have it."""
        return self.need == "M"


@dataclass(frozen=True, slots=True)
class Duty:
    """What an instrument asks beside the items of a lot."""

    say: Both
    article: str
    mark: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a lot tells: values by item, and its tracking events with their members (`stage`, `time`, `place` …)."""

    values: Mapping[str, Any]
    events: Sequence[Mapping[str, Any]] = ()

    def has(self, item: ProfileField) -> bool:
        """Whether the item is told: a value of its own or of the one it is the same as; of events, all they need.

        >>> told = Told({"operator_name": "Công ty Ví Dụ"}, [{"time": "2026-06-01T07:00:00+07:00", "place": ""}])
        >>> from dataclasses import replace
        >>> name = ProfileField("party_name", "M", "1", "L", {}, {}, same="operator_name")
        >>> told.has(name), told.has(replace(name, name="events", each=("time", "place")))
        (True, False)
        """
        if item.each or EVENTS in {item.name, item.same}:
            return bool(self.events) and all(event.get(part) for event in self.events for part in item.each)
        return any(self.values.get(name) not in {None, ""} for name in (item.name, item.same) if name)


@dataclass(frozen=True, slots=True)
class Example:
    """An example inside a profile: a lot in its case, and the items it lacks."""

    say: str
    case: Case
    told: Told
    lacks: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """A dated set of requirements; `short` and `full` name the law, dates are ISO, an open end is empty.

    `goods` and `roles` say whom it is for; empty means all. One that is not `active` is used by its name only.
    """

    name: str
    title: Both
    instrument: str
    short: Both
    full: Both
    valid_from: str
    valid_to: str
    mark: str
    fields: Mapping[str, ProfileField]
    state: str = "in force"
    kind: Kind = "data set"
    active: bool = True
    goods: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    note: Both = field(default_factory=lambda: _NO_TEXT)
    duties: tuple[Duty, ...] = ()
    examples: tuple[Example, ...] = ()

    def citation(self, field: str, lang: str) -> str:
        """Law and article of a field, as a person reads it; a row that is not sure ends with its mark.

        >>> row = ProfileField("lot", "M", "6.1", "D", {}, {})
        >>> law = {"vi": "Luật A", "en": "Act A"}
        >>> Profile("x", law, "", law, law, "", "", "L", {"lot": row}).citation("lot", "en").endswith(" 6.1 [D]")
        True
        """
        item = self.fields[field]
        parts = [self.short[lang]]
        parts += [f"{_ARTICLE[lang]} {item.article}"] if item.article else []
        parts += [f"{_ANNEX[lang]} {item.annex}"] if item.annex else []
        return ", ".join(parts) + unsure(item.mark)

    def items(self, case: Case) -> list[Item]:
        """The items that are for this case, in the order of the profile, each with its need."""
        resolved = ((item, item.resolved(case)) for item in self.fields.values())
        return [Item(item, need) for item, need in resolved if need is not None]

    def lacking(self, case: Case, told: Told) -> list[ProfileField]:
        """The items that are asked for in this case and not told."""
        return [item.field for item in self.items(case) if item.required and not told.has(item.field)]

    def is_for(self, case: Case) -> bool:
        """Whether it holds on the day of a case, for its goods and role; goods that are not told fit no narrow one."""
        goods, role = case.told.get("goods", frozenset()), case.told.get("role", frozenset())
        fits = not self.goods or bool(goods & set(self.goods))
        return case.within(self.valid_from, self.valid_to) and fits and (not role or not self.roles or self.plays(role))

    def plays(self, role: frozenset[str]) -> bool:
        """Whether it is for one of these roles."""
        return bool(role & set(self.roles))

    @property
    def consumer_rows(self) -> list[str]:
        """The rows a consumer is shown; items that are one entry of the law count once."""
        return list(dict.fromkeys(item.row or item.name for item in self.fields.values() if item.consumer))


def unsure(mark: str) -> str:
    """What is put behind a citation whose row is not sure, such as ` [D]`; empty for the others.

    >>> unsure("D"), unsure("L")
    (' [D]', '')
    """
    return f" [{mark}]" if mark in data("vn/marks.yaml")["told"] else ""


def mark_text(mark: str, lang: str) -> str:
    """What a mark means, as a person reads it."""
    return str(data("vn/marks.yaml")["marks"][mark][lang])
