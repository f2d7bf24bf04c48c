"""Runs the examples of functions: they are their tests, for the core, for adapters and for third parties."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lienthong.mapping.functions import table_call
from lienthong.mapping.functions.cells import shown, typed
from lienthong.plugs import Example, Function, Param, Refusal


def split_call(text: str) -> tuple[str, list[str]]:
    """The function's name and its arguments as written; quotes keep commas and blanks; raises `ValueError`.

    >>> split_call('part(" - ", 2)'), split_call("uom")
    (('part', [' - ', '2']), ('uom', []))
    """
    name, bracket, rest = text.strip().partition("(")
    if not bracket:
        return name, []
    if not rest.endswith(")"):
        raise ValueError(f'"{text}" has no closing bracket')
    arguments, current, quoted, was_quoted = [], "", False, False
    for sign in rest[:-1] + ",":
        if sign == '"':
            quoted, was_quoted = not quoted, True
        elif sign == "," and not quoted:
            arguments.append(current if was_quoted else current.strip())
            current, was_quoted = "", False
        elif quoted or (not was_quoted and (current or sign != " ")):
            current += sign
    return name, arguments


def match_params(params: Sequence[Param], arguments: Sequence[str]) -> list[tuple[Param, str]]:
    """Each argument with its parameter, in order; raises `ValueError` when there are too few or too many."""
    least = sum(not (param.optional or param.many) for param in params)
    most = None if any(param.many for param in params) else len(params)
    if len(arguments) < least or (most is not None and len(arguments) > most):
        raise ValueError(f"wants {least} argument(s), got {len(arguments)}")
    return [(params[min(place, len(params) - 1)], argument) for place, argument in enumerate(arguments)]


def _made(function: Function, matched: list[tuple[Param, str]], names: Mapping[str, str]) -> Callable[..., Any]:
    words = [argument for param, argument in matched if param.kind == "word"]
    table = next((argument for param, argument in matched if param.kind == "word" and param.name == "table"), "")
    if not table:
        return function.make(words, names)
    # an example writes its table as `key: value; key: value`
    pairs = [row.partition(":") for row in names.get(table, "").split(";")]
    rows = {key.strip(): {"value": value.strip()} for key, _, value in pairs}
    return table_call(function.name, words, rows)


def run_example(function: Function, example: Example, functions: Mapping[str, Function]) -> str | None:
    """What differs between an example and what the function does; None when nothing does.

    `functions` are all that an example may name: the call must name this very function.
    """
    try:
        name, arguments = split_call(example.call)
        if functions.get(name) is not function:
            return f"{example.call}: names {name}, not {function.name}"
        matched = match_params(function.params, arguments)
        call = _made(function, matched, example.names)
        values = [typed(param.kind, example.names[word]) for param, word in matched if param.kind != "word"]
        given: Any = typed(function.takes, example.given)
        if function.takes_cell:
            given = example.given
    except ValueError as fault:
        return f"{example.call}: {fault}"
    except KeyError as fault:
        return f"{example.call}: the example has no value for {fault}"
    return _compare(function, example, call, given, values)


def _compare(
    function: Function, example: Example, call: Callable[..., Any], given: Any, values: list[Any]
) -> str | None:
    told: list[str] = []
    more = {"notice": lambda code, **facts: told.append(code)} if function.tells else {}
    # an empty value passes through every function but those made for empty ones
    passes = given is None and function.takes != "any"
    try:
        got, refused = (None if passes else call(given, *values, **more)), ""
    except Refusal as refusal:
        got, refused = None, refusal.code
    except Exception as fault:  # noqa: BLE001 - a third party's function may raise anything, and must not
        return f"{example.given} | {example.call}: raised {type(fault).__name__}: {fault}"
    differences = [
        f"{what}: got {found!r}, expected {expected!r}"
        for what, found, expected in (
            ("refuses", refused, example.refuses),
            ("gives", shown(got), example.gives),
            ("notices", ", ".join(told), example.notices),
        )
        if found != expected
    ]
    return f"{example.given} | {example.call}: {'; '.join(differences)}" if differences else None
