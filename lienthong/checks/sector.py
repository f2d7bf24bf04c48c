"""Sectors: the stages of a kind of goods in their order, which events belong to them, and the key data they ask for.

Read from `schemas/tcvn`; the tables there say how sure they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, cast

from lienthong.checks.profile import Both
from lienthong.model import Event
from lienthong.shelf import data

REMEMBERED = 4096
KeyNeed = Literal["R", "o", "IF"]
"""How much a key data element is needed in its stage: required, optional, when it exists."""


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
class KeyDatum:
    """A key data element a stage asks for; of one type of events only where `event` names it."""

    name: str
    need: KeyNeed
    event: str = ""


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage of a chain: its title, who records it in which role, and its key data.

    `required`: a chain must have it; `optional`: a step that need not be taken; `beside`: a lane of the picture that
    is no row of the table; `said_as`: the row of `schemas/tcvn/steps.yaml` that says it in CBV words.
    """

    name: str
    title: Both
    required: bool
    who: Both
    match: tuple[StagePattern, ...]
    role: str = ""
    said_as: str = ""
    data: tuple[KeyDatum, ...] = ()
    optional: bool = False
    beside: bool = False

    @property
    def cbv(self) -> tuple[StagePattern, ...]:
        """How the stage is said in CBV words: event type, action and business steps."""
        return tuple(_pattern(form) for form in data("tcvn/steps.yaml")["steps"][self.said_as]["forms"])


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sector's table: key data, and the stages they are asked for at."""

    data: tuple[str, ...]
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageTable:
    """The stages of one kind of goods in their order."""

    name: str
    title: Both
    mark: str
    goods: tuple[str, ...]
    stages: tuple[StageRule, ...]
    rows: tuple[TableRow, ...] = ()
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


@lru_cache(maxsize=1)
def stage_tables() -> dict[str, StageTable]:
    """All stage tables by name."""
    return {name: _stage_table(data(f"tcvn/sectors/{name}.yaml")) for name in data("tcvn/chains.yaml")["sectors"]}


def stage_table(name: str) -> StageTable:
    """The stage table of this name; KeyError when there is none."""
    return stage_tables()[name]


def sector_for(product_names: Iterable[str]) -> StageTable:
    """The stage table for goods by their names; the generic one when no name tells.

    The word that stands first in a name decides, as Vietnamese names begin with what the goods are; of words that
    begin at one place the longest.

    >>> [sector_for([name]).name for name in ("Cá tra phi lê đông lạnh", "Xoài cát", "Bánh tráng gạo", "Cá ngừ", "Ca")]
    ['aquatic', 'produce', 'packaged-food', 'wild-caught', 'generic']
    """
    for text in product_names:
        found = _sector_named(_plain(text))
        if found:
            return stage_table(found)
    return stage_table("generic")


@lru_cache(maxsize=1)
def _goods_words() -> dict[str, str]:
    return {_plain(goods): table.name for table in stage_tables().values() for goods in table.goods}


@lru_cache(maxsize=REMEMBERED)
def _sector_named(plain: str) -> str:
    words, known = plain.split(), _goods_words()
    longest = max(len(goods.split()) for goods in known)
    for begin in range(len(words)):
        for end in range(min(len(words), begin + longest), begin, -1):
            if found := known.get(" ".join(words[begin:end])):
                return found
    return ""


def _plain(text: str) -> str:
    """Lower case, composed, every mark between words a blank: tones stay, they tell words apart."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return " ".join("".join(sign if sign.isalnum() else " " for sign in lowered).split())


def _stage_table(row: Mapping[str, Any]) -> StageTable:
    matrix = row.get("rows", [])
    stages = tuple(_stage_rule(item, matrix) for item in row["stages"])
    rows = tuple(TableRow(tuple(one["data"]), tuple(one["at"])) for one in matrix) or tuple(
        TableRow(tuple(datum.name for datum in stage.data), (stage.name,)) for stage in stages if not stage.beside
    )
    return StageTable(row["sector"], row["title"], row["mark"], tuple(row["goods"]), stages, rows)


def _stage_rule(row: Mapping[str, Any], matrix: Sequence[Mapping[str, Any]]) -> StageRule:
    return StageRule(
        name=row["stage"],
        title=row["title"],
        required=row.get("required") == "yes",
        who=row["who"],
        match=tuple(_pattern(item) for item in row["match"]),
        role=row["role"],
        said_as=row["as"],
        data=tuple(_own_data(row)) or tuple(_data_of_matrix(row["stage"], matrix)),
        optional=row.get("optional") == "yes",
        beside=row.get("beside") == "yes",
    )


def _own_data(row: Mapping[str, Any]) -> Iterable[KeyDatum]:
    for name, told in row.get("data", {}).items():
        whole = {"need": told} if isinstance(told, str) else told
        yield KeyDatum(name, cast("KeyNeed", whole["need"]), whole.get("event", ""))


def _data_of_matrix(stage: str, matrix: Sequence[Mapping[str, Any]]) -> Iterable[KeyDatum]:
    for row in matrix:
        for name in row["data"]:
            if stage in row.get("only", {}).get(name, row["at"]):
                yield KeyDatum(name, "R")


def _pattern(item: Mapping[str, Any]) -> StagePattern:
    return StagePattern(item.get("event", ""), item.get("action", ""), frozenset(item.get("steps", [])))
