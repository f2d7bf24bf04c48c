"""Profiles and stage tables: what a law asks of a lot, and the order of a chain, read from `schemas/vn`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from lienthong.model import Event, Need
from lienthong.shelf import data, root

REMEMBERED = 4096
Both = Mapping[str, str]
"""A text in both languages, by `vi` and `en`."""


@dataclass(frozen=True, slots=True)
class ProfileField:
    """One item of a profile: how much it is needed, by which article, and who supplies it.

    `mark` says how sure the row is: L legal text, N notice, C practice, D derived, U unknown.
    """

    name: str
    need: Need
    article: str
    mark: str
    term: Both
    who: Both
    consumer: bool = False

    @property
    def required(self) -> bool:
        """Whether every lot must have it."""
        return self.need == "M"


@dataclass(frozen=True, slots=True)
class Profile:
    """A dated set of requirements; `short` and `full` name the law, dates are ISO, an open end is empty."""

    name: str
    title: Both
    instrument: str
    short: Both
    full: Both
    valid_from: str
    valid_to: str
    mark: str
    fields: Mapping[str, ProfileField]

    def citation(self, field: str, lang: str) -> str:
        """Law and article of a field, as a person reads it.

        >>> found = profile_named(default_profile())
        >>> found.citation("events", "en") == f"{found.short['en']}, Article {found.fields['events'].article}"
        True
        """
        word = {"vi": "Điều", "en": "Article"}[lang]
        return f"{self.short[lang]}, {word} {self.fields[field].article}"


@dataclass(frozen=True, slots=True)
class StagePattern:
    """Which events belong to a stage; an empty part fits everything, an empty step fits an event without one."""

    event: str
    action: str
    steps: frozenset[str]

    def fit(self, event: Event, step: str) -> int:
        """How closely the event fits: 0 not at all, more for each part that says something."""
        if self.event and event.get("type") != self.event:
            return 0
        if self.action and event.get("action") != self.action:
            return 0
        if self.steps and step not in self.steps:
            return 0
        return 4 * bool(self.steps) + 2 * bool(self.event) + bool(self.action)


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage of a chain: its title, whether a chain must have it, and who records it."""

    name: str
    title: Both
    required: bool
    who: Both
    match: tuple[StagePattern, ...]


@dataclass(frozen=True, slots=True)
class StageTable:
    """The stages of one kind of goods in their order."""

    name: str
    title: Both
    mark: str
    goods: tuple[str, ...]
    stages: tuple[StageRule, ...]
    _known: dict[tuple[str, ...], str] = field(default_factory=dict, compare=False, repr=False)

    def stage_of(self, event: Event) -> str:
        """The name of the stage an event belongs to, empty when it belongs to none.

        >>> stage_table("rice").stage_of({"type": "ObjectEvent", "action": "OBSERVE", "bizStep": "receiving"})
        'receiving'
        """
        asked = (str(event.get("type", "")), str(event.get("action", "")), str(event.get("bizStep") or ""))
        if asked not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[asked] = self._closest(event)
        return self._known[asked]

    def _closest(self, event: Event) -> str:
        step = step_word(event.get("bizStep"))
        best, found = 0, ""
        for stage in self.stages:
            for pattern in stage.match:
                fit = pattern.fit(event, step)
                if fit > best:
                    best, found = fit, stage.name
        return found

    def stage(self, name: str) -> StageRule:
        """The stage of this name; KeyError when there is none."""
        found = next((stage for stage in self.stages if stage.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


def step_word(step: object) -> str:
    """The word of a business step: the bare word, or the last part of a URI.

    >>> step_word("shipping"), step_word("https://ns.example.vn/step/planting"), step_word(None)
    ('shipping', 'planting', '')
    """
    if not isinstance(step, str):
        return ""
    return step.replace("#", "/").replace(":", "/").rsplit("/", 1)[-1]


def profile_names() -> list[str]:
    """The names of all profiles, in order."""
    files = (root("schemas") / "vn").glob("*.yaml")
    return sorted(file.stem for file in files if "profile" in data(f"vn/{file.name}"))


def default_profile() -> str:
    """The name of the profile that holds where none is asked for (`schemas/vn/defaults.yaml`)."""
    return str(data("vn/defaults.yaml")["default profile"])


@lru_cache(maxsize=64)
def profile_named(name: str) -> Profile:
    """The profile of this name; KeyError when there is none."""
    if name not in profile_names():
        raise KeyError(name)
    row = data(f"vn/{name}.yaml")
    fields = {
        field: ProfileField(
            field,
            cast("Need", item["need"]),
            item["article"],
            item["mark"],
            item["term"],
            item["who"],
            item.get("consumer") == "yes",
        )
        for field, item in row["fields"].items()
    }
    return Profile(
        row["profile"],
        row["title"],
        row["instrument"],
        row["short"],
        row["full"],
        row["valid from"],
        row["valid to"],
        row["mark"],
        fields,
    )


@lru_cache(maxsize=1)
def stage_tables() -> dict[str, StageTable]:
    """All stage tables by name."""
    return {name: _stage_table(name, row) for name, row in data("vn/stages.yaml")["tables"].items()}


def stage_table(name: str) -> StageTable:
    """The stage table of this name; KeyError when there is none."""
    return stage_tables()[name]


def stage_table_for(product_names: Iterable[str]) -> StageTable:
    """The stage table whose goods are named first in these product names; the generic one when none is.

    >>> stage_table_for(["Cá tra phi lê đông lạnh"]).name, stage_table_for(["Xoài cát"]).name
    ('aquatic', 'generic')
    """
    for text in product_names:
        words = f" {_plain(text)} "
        for table in stage_tables().values():
            if any(f" {_plain(goods)} " in words for goods in table.goods):
                return table
    return stage_table("generic")


def _plain(text: str) -> str:
    """Lower case, composed, every mark between words a blank: tones stay, they tell words apart."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in lowered).split())


def _stage_table(name: str, row: Mapping[str, object]) -> StageTable:
    stages = tuple(_stage_rule(item) for item in cast("list[dict[str, object]]", row["stages"]))
    goods = tuple(cast("list[str]", row["goods"]))
    return StageTable(name, cast("Both", row["title"]), str(row["mark"]), goods, stages)


def _stage_rule(row: Mapping[str, object]) -> StageRule:
    patterns = cast("list[dict[str, object]]", row["match"])
    match = tuple(
        StagePattern(
            str(item.get("event", "")),
            str(item.get("action", "")),
            frozenset(cast("list[str]", item.get("steps", []))),
        )
        for item in patterns
    )
    required = row.get("required") == "yes"
    return StageRule(str(row["stage"]), cast("Both", row["title"]), required, cast("Both", row["who"]), match)
