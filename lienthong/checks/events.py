"""Event rules: what one event must have and be, whatever document it stands in (EPCIS 2.0 clause 7.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lienthong.checks.parts import PartRule, finding, part_rules, quick_test
from lienthong.checks.times import is_time
from lienthong.findings import Finding
from lienthong.model import Event, KeyOf, code_list, event_shapes, text_key
from lienthong.shelf import data

REMEMBERED = 4096
_OWN = frozenset({"type", "@context"})
_WORDS = ("action", "bizStep", "disposition")


@dataclass(frozen=True, slots=True)
class TypeRules:
    """The rules of one event type, made ready from `schemas/epcis`.

    `lists`: required members that must not be an empty list. `what`: one of these groups of members must be filled,
    except under the actions of `unless`. `fits` and `foreign`: unusual combinations, with the source of their row.
    """

    name: str
    required: tuple[str, ...]
    lists: tuple[str, ...]
    members: frozenset[str]
    parts: Mapping[str, PartRule]
    quick: Mapping[str, Callable[[Any], Any]]
    what: tuple[tuple[str, ...], ...]
    unless: frozenset[str]
    may_be_empty: frozenset[str]
    parent_needed: frozenset[str]
    ilmd_actions: frozenset[str]
    fits: Mapping[str, tuple[tuple[str, ...], str]]
    foreign: Mapping[str, str]


@lru_cache(maxsize=1)
def type_rules() -> dict[str, TypeRules]:
    """The rules of each event type by its name."""
    table = data("epcis/rules.yaml")
    return {name: _type_rules(name, table) for name in event_shapes()}


def _type_rules(name: str, table: Any) -> TypeRules:
    shape = event_shapes()[name]
    what, ilmd = table["what"][name], table["ilmd"]
    parts = {member: rule for member, rule in part_rules(shape).items() if member not in {*_WORDS, "eventTime"}}
    fits = [(step, row) for row in table["actions"] if row["event"] == name for step in row["steps"]]
    foreign = [(step, row) for row in table["types"] if row["event"] == name for step in row["steps"]]
    return TypeRules(
        name=name,
        required=shape.required,
        lists=tuple(member for member in shape.required if shape.members[member].many),
        members=frozenset(shape.members) | _OWN,
        parts=parts,
        quick={member: quick_test(rule) for member, rule in parts.items()},
        what=tuple(tuple(group) for group in what["one of"]),
        unless=frozenset(what.get("unless", ())),
        may_be_empty=frozenset(what.get("empty", ())),
        parent_needed=frozenset(table["parent"].get(name, {}).get("needed", ())),
        ilmd_actions=frozenset(ilmd["actions"]) if name not in ilmd["free"] else frozenset(code_list("action")),
        fits={step: (tuple(row["fits"]), row["source"]) for step, row in fits},
        foreign={step: row["source"] for step, row in foreign},
    )


class EventRules:
    """Checks events one by one; pointers are inside the event.

    `constant_findings` looks only at the words of an event and at which members it has, and remembers its answers:
    a mapping whose rules fix these pays one look-up. `varying_findings` is the rest. A good event gives nothing.
    """

    def __init__(self, key_of: KeyOf = text_key) -> None:
        self.key_of = key_of
        self._rules = type_rules()
        self._words: dict[tuple[Any, ...], tuple[Finding, ...]] = {}
        self._times: set[str] = set()
        self._made: dict[tuple[Any, ...], tuple[Finding, ...]] = {}

    def made(self, event: Event) -> Sequence[Finding]:
        """What is wrong with an event that a mapping made.

        The kinds of its members are proven by the mapping's types and its lists are never empty, so that all but the
        children of a parent follows from its words and members; those answers are remembered.
        """
        signature = (event.get("type"), event.get("action"), event.get("bizStep"), event.get("disposition"), *event)
        known = self._made.get(signature)
        if known is None:
            known = tuple(self.check(event))
            if len(self._made) >= REMEMBERED:
                self._made.clear()
            if not any(found.at.count("/") > 1 for found in known):
                self._made[signature] = known
        return [*known, *self._self_findings(event)] if "parentID" in event and not known else known

    def check(self, event: Event) -> list[Finding]:
        """What is wrong with one event, and what is unusual about it.

        >>> [found.code for found in EventRules().check({"type": "ObjectEvent", "action": "ADD"})]
        ['event.required', 'event.required', 'event.what']
        """
        return [*self.constant_findings(event), *self.varying_findings(event)]

    def constant_findings(self, event: Event) -> Sequence[Finding]:
        """What follows from type, words and members of an event, whatever the other values are."""
        signature = (event.get("type"), event.get("action"), event.get("bizStep"), event.get("disposition"), *event)
        try:
            known = self._words.get(signature)
        except TypeError:  # a list or an object where a word belongs
            return _word_findings(event, self._rules)
        if known is None:
            known = tuple(_word_findings(event, self._rules))
            if len(self._words) >= REMEMBERED:
                self._words.clear()
            self._words[signature] = known
        return known

    def varying_findings(self, event: Event) -> list[Finding]:
        """What follows from the values of one event: its time, the things it speaks of, and its parts."""
        kind = event.get("type")
        rules = self._rules.get(kind) if isinstance(kind, str) else None
        if rules is None:
            return []
        found: list[Finding] = []
        quick, strange = rules.quick.get, []
        for name, value in event.items():
            test = quick(name)
            try:
                if test is not None and not test(value):
                    strange.append(name)
            except (TypeError, KeyError, AttributeError):
                strange.append(name)
        for name in strange:
            rules.parts[name].check(event[name], f"/{name}", found)  # type: ignore[literal-required]
        if "eventTime" in event and not self._knows_time(event["eventTime"]):
            found.append(_time_finding(event["eventTime"]))
        for group in rules.what:
            if all(map(event.get, group)):
                break
        else:
            found += _what_findings(event, rules)
        for name in rules.lists:
            if event.get(name) == []:
                found.append(finding("event.required", f"/{name}", member=name, of=rules.name))
        if "parentID" in event:
            found += self._self_findings(event)
        return found

    def _knows_time(self, time: Any) -> bool:
        if not isinstance(time, str):
            return False
        if time in self._times:
            return True
        if not is_time(time):
            return False
        if len(self._times) >= REMEMBERED:
            self._times.clear()
        self._times.add(time)
        return True

    def _self_findings(self, event: Event) -> list[Finding]:
        parent, children = event.get("parentID"), event.get("childEPCs") or []
        if not isinstance(parent, str) or not isinstance(children, list) or not children:
            return []
        key = self.key_of(parent)
        same = {parent, key.text if key else parent}
        return [
            finding("event.holds-itself", f"/childEPCs/{number}", value=child)
            for number, child in enumerate(children)
            if isinstance(child, str) and (child in same or _text(self.key_of(child)) in same)
        ]


def _text(key: Any) -> str:
    return key.text if key else ""


def _time_finding(time: Any) -> Finding:
    if not isinstance(time, str):
        return finding("event.kind", "/eventTime", member="eventTime", value=type(time).__name__, expected="time")
    if is_time(f"{time}Z"):
        return finding("event.time-zone", "/eventTime", member="eventTime", value=time)
    return finding("event.time", "/eventTime", member="eventTime", value=time, expected="time")


def _word_findings(event: Event, types: Mapping[str, TypeRules]) -> list[Finding]:
    kind = event.get("type")
    rules = types.get(kind) if isinstance(kind, str) else None
    if rules is None:
        return _foreign_type(kind)
    found = [
        finding("event.required", f"/{name}", member=name, of=rules.name)
        for name in rules.required
        if name not in event
    ]
    found += [
        finding("event.member", f"/{name}", member=name, of=rules.name)
        for name in event
        if name not in rules.members and ":" not in name
    ]
    found += _wrong_words(event, rules)
    return found or _unusual(event, rules)


def _foreign_type(kind: Any) -> list[Finding]:
    if isinstance(kind, str) and ":" in kind:
        return []  # an event type of one's own is an extension: EPCIS 2.0 allows it under a URI
    if kind is None:
        return [finding("event.required", "/type", member="type", of="event")]
    return [finding("event.type", "/type", value=str(kind))]


def _wrong_words(event: Event, rules: TypeRules) -> list[Finding]:
    found: list[Finding] = []
    for name in _WORDS:
        value = event.get(name)
        if name not in event or name not in rules.members:
            continue
        words = code_list(name)
        if not isinstance(value, str):
            found.append(finding("event.kind", f"/{name}", member=name, value=type(value).__name__, expected="code"))
        elif value not in words and (name == "action" or ":" not in value):
            found.append(finding("event.word", f"/{name}", member=name, value=value, expected=name))
    action = event.get("action")
    if not isinstance(action, str):
        return found
    if "ilmd" in event and "ilmd" in rules.members and action not in rules.ilmd_actions:
        found.append(finding("event.ilmd", "/ilmd", action=action))
    if action in rules.parent_needed and "parentID" not in event:
        found.append(finding("event.parent", "/parentID", action=action, of=rules.name))
    return found


def _unusual(event: Event, rules: TypeRules) -> list[Finding]:
    step, action = event.get("bizStep"), event.get("action", "")
    if not isinstance(step, str):
        return []
    if step in rules.foreign:
        return [finding("event.unusual-type", "/bizStep", step=step, of=rules.name, source=rules.foreign[step])]
    usual, source = rules.fits.get(step, ((), ""))
    if not usual or action in usual:
        return []
    return [finding("event.unusual-action", "/action", action=action, step=step, usual=", ".join(usual), source=source)]


def _what_findings(event: Event, rules: TypeRules) -> list[Finding]:
    action = event.get("action")
    if isinstance(action, str) and action in rules.unless:
        return []
    if any(isinstance(event.get(name), list) for name in rules.may_be_empty):
        return [finding("event.what-empty", "", of=rules.name)]
    members = sorted({name for group in rules.what for name in group if name != "transformationID"})
    return [finding("event.what", "", of=rules.name, members=", ".join(members))]
