"""Tests (`when`, `only`, `must`) resolved: names found, written values turned into the type they are compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from lienthong.mapping.scope import Scope
from lienthong.mapping.syntax import LineFault, RawTest, Word, is_name, parse_test, parse_tests
from lienthong.mapping.tree import Name, Test
from lienthong.mapping.types import COMPARED, UNKNOWN
from lienthong.shelf import Scalar

ORDERED = frozenset({">", "<", ">=", "<="})


def resolve_tests(scope: Scope, text: Scalar, raw: Iterable[RawTest], level: str) -> tuple[Test, ...]:
    """The tests of a line, as far as they make sense at a level (empty level: any)."""
    return tuple(test for test in (_resolve(scope, text, one, level) for one in raw) if test)


def read_tests(scope: Scope, text: Scalar, level: str) -> tuple[Test, ...]:
    """A text that holds nothing but tests (`when:`, `only:`)."""
    try:
        raw = parse_tests(text.text)
    except LineFault as fault:
        scope.faults.line_fault(text, fault)
        return ()
    return resolve_tests(scope, text, raw, level)


def read_must(scope: Scope, text: Scalar, level: str) -> Test | None:
    """One rule a record has to obey, with the code it is told by."""
    try:
        raw, note = parse_test(text.text)
    except LineFault as fault:
        scope.faults.line_fault(text, fault)
        return None
    test = _resolve(scope, text, raw, level)
    if test is None:
        return None
    return Test(test.name, test.op, test.texts, test.other, test.bound, test.text, test.spot, note, _must_code(test))


def _must_code(test: Test) -> str:
    if test.op == "filled":
        return "mapping.must-filled"
    if test.op in ORDERED and test.other and test.name.type in {"date", "time"}:
        return "mapping.must-order"
    return "mapping.must"


def _resolve(scope: Scope, text: Scalar, raw: RawTest, level: str) -> Test | None:
    name = _name(scope, text, raw.name, level)
    if name is None:
        return None
    spot = scope.faults.spot(text, raw.name.at)
    other, bound = None, None
    if raw.op in ORDERED or raw.op == "same":
        other, known = _other(scope, text, raw, level)
        if not known:
            return None
        if raw.op in ORDERED:
            if name.type not in COMPARED and name.type != UNKNOWN:
                scope.faults.tell("mapping.test-type", spot, given=name.text, type=name.type, op=raw.op)
                return None
            if other is None:
                bound = _bound(name, raw.values[0].text)
                if bound is None:
                    place = scope.faults.spot(text, raw.values[0].at)
                    scope.faults.tell("mapping.test-bound", place, given=raw.values[0].text, type=name.type)
                    return None
        if other and not _alike(name, other):
            place = scope.faults.spot(text, raw.values[0].at)
            scope.faults.tell("mapping.test-types", place, first=name.text, second=other.text,
                              type=name.type, other=other.type)  # fmt: skip
            return None
        if other and not _on_one_line(scope, name, other):
            scope.faults.tell("mapping.test-levels", spot, first=name.text, second=other.text)
            return None
    elif raw.op in {"=", "!=", "in", "starts"} and name.type in COMPARED:
        scope.faults.tell("mapping.test-text", spot, given=name.text, type=name.type, op=raw.op)
        return None
    return Test(name, raw.op, tuple(value.text for value in raw.values), other, bound, raw.text, spot)


def _name(scope: Scope, text: Scalar, word: Word, level: str) -> Name | None:
    name = scope.names.get(word.text)
    spot = scope.faults.spot(text, word.at)
    if name is None:
        scope.faults.unknown("name", word.text, scope.names, spot)
        return None
    scope.use(name)
    if level and not scope.sees(level, name):
        code = "mapping.test-many" if scope.below(name.level, level) else "mapping.level"
        scope.faults.tell(code, spot, given=name.text, level=name.level, here=level)
        return None
    return name


def _other(scope: Scope, text: Scalar, raw: RawTest, level: str) -> tuple[Name | None, bool]:
    """The name on the right side, None for a written value; and whether the right side can be used at all."""
    word = raw.values[0]
    if raw.op == "same" or (not word.quoted and word.text in scope.names):
        name = _name(scope, text, word, level)
        return name, name is not None
    if not word.quoted and is_name(word.text):
        spot = scope.faults.spot(text, word.at)
        scope.faults.unknown("name", word.text, scope.names, spot)
        return None, False
    return None, True


def _alike(first: Name, second: Name) -> bool:
    return first.type == second.type or UNKNOWN in {first.type, second.type}


def _on_one_line(scope: Scope, first: Name, second: Name) -> bool:
    levels = {first.level, second.level} - {""}
    if len(levels) < 2:
        return True
    return scope.sees(first.level, second) or scope.sees(second.level, first)


def _bound(name: Name, text: str) -> Any:
    """A written value in the type of the name it is compared with; None when it is none."""
    try:
        if name.type == "date":
            return dt.date.fromisoformat(text) if len(text) == 10 and text[4] == "-" else None
        if name.type == "time":
            return text if dt.datetime.fromisoformat(text).tzinfo else None
        number = Decimal(text)
    except (ValueError, ArithmeticError):
        return None
    return number if number.is_finite() and "e" not in text.lower() else None
