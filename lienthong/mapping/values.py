"""Values of the mapping language: the refused one, tests on values, and how a value lands in a member."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from lienthong.mapping.functions.cells import shown
from lienthong.mapping.tree import Entry, Field, Leaf, Line, ListField, Name, NameRef, Test
from lienthong.plugs import Function


class Refused:
    """The value of what was refused: it fits nothing and causes no further fault."""

    def __repr__(self) -> str:
        return "REFUSED"


REFUSED: Final = Refused()


class Odd(Exception):
    """Raised inside generated code by anything but the plain case: the interpreter takes over."""


def landed(value: Any) -> Any:
    """The value as it stands in a target member: a date becomes its ISO text, digits stay.

    >>> landed(dt.date(2026, 6, 1)), landed("x")
    ('2026-06-01', 'x')
    """
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def compared(value: Any) -> Any:
    """The value as `> < >= <=` compare it: a time with its offset as the moment it is."""
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


_ORDER = {
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
}


def holds(test: Test, value: Any, other: Any, empty_passes: bool) -> bool:
    """Whether a test holds for the value of its name and of the name on its right.

    An empty value passes in `must` (`empty_passes`) and fails in `when` and `only`, but for `filled` and `empty`.
    """
    if test.op == "filled":
        return value is not None
    if test.op == "empty":
        return value is None
    if value is None or (test.other is not None and other is None):
        return empty_passes
    if test.op in _ORDER:
        try:
            right = other if test.other is not None else test.bound
            return bool(_ORDER[test.op](compared(value), compared(right)))
        except (TypeError, ValueError):
            return False
    if test.op == "same":
        return bool(value == other)
    return text_holds(test.op, shown(value), test.texts)


def text_holds(op: str, text: str, texts: tuple[str, ...]) -> bool:
    """Whether a test on text holds: `=`, `!=`, `in`, `starts`."""
    if op == "!=":
        return text not in texts
    if op == "starts":
        return text.startswith(texts)
    return text in texts


def takes_empty(function: Function) -> bool:
    """Whether the function is made for empty values too: `required`, `default`, `wanted` and totals."""
    return function.takes == "any" or function.takes.startswith("list of ")


def is_total(function: Function) -> bool:
    """Whether the function takes the values of a lower level together."""
    return function.takes.startswith("list of ")


def may_pass_over(function: Function, at: int) -> bool:
    """Whether an empty value argument at a place makes the step give nothing without being asked.

    The core's own functions judge empty arguments themselves (`convert` refuses, `join` leaves them out); those
    of adapters get none in a place that is not optional.
    """
    params = [param for param in function.params if param.kind != "word"]
    if "." not in function.name or not params:
        return False
    param = params[min(at, len(params) - 1)]
    return not (param.optional or param.many)


def passes_over(function: Function, arguments: tuple[Any, ...]) -> bool:
    """Whether one of the arguments is empty and makes the step give nothing."""
    return any(argument is None and may_pass_over(function, at) for at, argument in enumerate(arguments))


def keyed(value: Any) -> str:
    """A value in the key of a unit.

    >>> keyed(dt.date(2026, 6, 1)), keyed(None)
    ('2026-06-01', '')
    """
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def reads_data(one: Field | Entry) -> bool:
    """Whether anything in a field is read from data: constants and settings alone are none."""
    if isinstance(one, Leaf):
        return not one.line.constant
    if isinstance(one, ListField):
        return any(entry.each or reads_data(entry) for entry in one.entries)
    if isinstance(one, Entry) and one.line is not None:
        return not one.line.constant
    return any(reads_data(inner) for inner in one.fields)


def names_in(one: Field | Entry) -> Iterator[Name]:
    """The names that enter a field, but for settings."""
    lines, tests, inner = _inside(one)
    for line in lines:
        tests = (*tests, *line.when)
        yield from (source.name for source in line.sources if isinstance(source, NameRef) and _varies(source.name))
        yield from (name for step in line.steps for name in step.values if _varies(name))
    for test in tests:
        yield from (name for name in (test.name, test.other) if name is not None and _varies(name))
    for below in inner:
        yield from names_in(below)


def _inside(one: Field | Entry) -> tuple[tuple[Line, ...], tuple[Test, ...], tuple[Field | Entry, ...]]:
    """The lines, tests and fields that stand directly in a field."""
    if isinstance(one, Leaf):
        return (one.line,), (), ()
    if isinstance(one, ListField):
        return (), (), one.entries
    if isinstance(one, Entry):
        return ((one.line,) if one.line else ()), one.when, one.fields
    return (), (), one.fields


def _varies(name: Name) -> bool:
    return name.kind != "setting"
