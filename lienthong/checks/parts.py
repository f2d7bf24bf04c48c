"""Rules of single members: the kind of value each one holds, down through its parts (EPCIS 2.0 clause 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from lienthong.checks.times import ZONES, is_time, is_zone
from lienthong.findings import Catalogue, Finding
from lienthong.findings.catalogue import load
from lienthong.model import Member, Shape, code_list, shape

CLOSED = frozenset({"action", "component", "measurement", "sensorAlert"})
"""Lists without words of one's own: elsewhere a URI may stand for a word (CBV 2.0 clause 6)."""


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The codes of this room."""
    return load(Path(__file__).with_name("catalogue.yaml"))


def finding(code: str, at: str, **facts: str) -> Finding:
    """A finding of this room with the severity of its catalogue."""
    return catalogue().finding(code, at, **facts)


def is_text(value: Any) -> bool:
    """Whether a value is a text that is not empty."""
    return isinstance(value, str) and value != ""


def is_number(value: Any) -> bool:
    """Whether a value is an exact number."""
    if isinstance(value, Decimal):
        return value.is_finite()
    return isinstance(value, int) and not isinstance(value, bool)


def _is_uom(value: Any) -> bool:
    return isinstance(value, str) and 2 <= len(value) <= 3 and value.isascii() and value.isalnum() and value.isupper()


def _word_of(name: str) -> Callable[[Any], bool]:
    words, closed = code_list(name), name in CLOSED

    def is_word(value: Any) -> bool:
        return isinstance(value, str) and (value in words or (not closed and ":" in value))

    return is_word


_TESTS: Mapping[str, Callable[[Any], bool]] = {
    "time": lambda value: isinstance(value, str) and is_time(value),
    "zone": lambda value: isinstance(value, str) and is_zone(value),
    "number": is_number,
    "uom": lambda value: _is_uom(value) or (isinstance(value, str) and value.isdigit() and len(value) <= 3),
    "flag": lambda value: isinstance(value, bool),
}
# bound to the methods of the types: a value of another type raises, an empty text is false
_QUICK: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("text", "uri", "class", "instance", "id"), str.__len__),
    "number": Decimal.is_finite,
    "zone": ZONES.__contains__,
    "uom": frozenset({"KGM", "GRM", "TNE", "LTR", "MLT", "MTK", "HAR", "CEL", "H87", "EA"}).__contains__,
}
_CODES = {"time": "event.time", "zone": "event.zone", "code": "event.word"}


@dataclass(frozen=True, slots=True)
class PartRule:
    """The rule of one member: a test for its values, or the rules of the parts it holds."""

    name: str
    kind: str
    many: bool
    test: Callable[[Any], bool]
    codes: str = ""
    required: tuple[str, ...] = ()
    parts: Mapping[str, PartRule] | None = None
    open: bool = True

    def check(self, value: Any, at: str, found: list[Finding]) -> None:
        """Adds what is wrong with the value of this member, found at the pointer `at`."""
        if not self.many:
            self._one(value, at, found)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if not (self.parts is None and self.test(item)):
                    self._one(item, f"{at}/{number}", found)
        elif self.parts is not None or not self.test(value):
            found.append(self._wrong(value, at))

    def _one(self, value: Any, at: str, found: list[Finding]) -> None:
        if self.parts is None:
            if not self.test(value):
                found.append(self._wrong(value, at))
        elif isinstance(value, dict):
            self._object(value, at, found)
        else:
            found.append(self._wrong(value, at))

    def _object(self, value: dict[str, Any], at: str, found: list[Finding]) -> None:
        parts = self.parts or {}
        absent = [name for name in self.required if name not in value]
        found += [finding("event.required", f"{at}/{name}", member=name, of=self.name) for name in absent]
        for name, inner in value.items():
            rule = parts.get(name)
            if rule is not None:
                if not (rule.parts is None and not rule.many and rule.test(inner)):
                    rule.check(inner, f"{at}/{name}", found)
            elif not self.open or (":" not in name and name != "@context"):
                found.append(finding("event.member", f"{at}/{name}", member=name, of=self.name))

    def _wrong(self, value: Any, at: str) -> Finding:
        shown = value if isinstance(value, str) else type(value).__name__
        code = _CODES.get(self.kind, "event.kind") if isinstance(value, str) and value else "event.kind"
        return finding(code, at, member=self.name, value=shown, expected=self.kind)


@lru_cache(maxsize=256)
def part_rule(member: Member) -> PartRule:
    """The rule of one member of a shape."""
    if member.kind == "object":
        inner = shape(member.of)
        return PartRule(member.name, "object", member.many, is_text, "", inner.required, part_rules(inner), inner.open)
    test = _word_of(member.codes) if member.kind == "code" else _TESTS.get(member.kind, is_text)
    return PartRule(member.name, member.kind, member.many, test, member.codes)


def quick_test(rule: PartRule) -> Callable[[Any], Any]:
    """A test that is true only for good values and costs little; the rule itself decides about all others.

    It may raise `TypeError` or `KeyError` for a value that is not good.
    """
    one = _quick_object(rule) if rule.parts is not None else _QUICK.get(rule.kind, rule.test)
    if rule.kind == "code":
        one = code_list(rule.codes).__contains__
    return _quick_many(one) if rule.many else one


def _quick_object(rule: PartRule) -> Callable[[Any], Any]:
    tests = {name: quick_test(inner) for name, inner in (rule.parts or {}).items()}
    required = frozenset(rule.required)
    if not tests:
        return _quick_names

    def good(value: Any) -> bool:
        for name, inner in value.items():
            if not tests[name](inner):
                return False
        return value.__class__ is dict and required <= value.keys()

    return good


def _quick_names(value: Any) -> bool:
    if value.__class__ is not dict:
        return False
    for name in value:  # noqa: SIM110 - a plain loop is twice as fast as all() here
        if ":" not in name:
            return False
    return True


def _quick_many(one: Callable[[Any], Any]) -> Callable[[Any], bool]:
    def good(value: Any) -> bool:
        if value.__class__ is not list:
            return False
        for item in value:  # noqa: SIM110 - a plain loop is twice as fast as all() here
            if not one(item):
                return False
        return True

    return good


def part_rules(inner: Shape) -> dict[str, PartRule]:
    """The rules of all members of a shape by name."""
    return {name: part_rule(member) for name, member in inner.members.items()}
