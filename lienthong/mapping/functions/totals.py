"""Totals over the values of a lower level: empty ones are passed over, and nothing gives nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from lienthong.mapping.functions.cells import EXACT
from lienthong.mapping.functions.numbers import exactly
from lienthong.plugs import Example, Function

_Total = Callable[[Sequence[Any]], Any]


def _sum(values: Sequence[Decimal]) -> Decimal:
    def work() -> Decimal:
        total = values[0]
        for value in values[1:]:
            total = EXACT.add(total, value)
        return total

    return exactly(work)


def _make(total: _Total) -> Callable[[Sequence[str], Mapping[str, str]], _Total]:
    def make(words: Sequence[str], settings: Mapping[str, str]) -> _Total:
        def call(values: Sequence[Any]) -> Any:
            filled = [value for value in values if value is not None and value != ""]
            return total(filled) if filled else None

        return call

    return make


def _count(words: Sequence[str], settings: Mapping[str, str]) -> _Total:
    return lambda values: Decimal(sum(value is not None and value != "" for value in values))


def _total(name: str, kind: str, gives: str, total: _Total, vi: str, en: str, example: Example) -> Function:
    return Function(
        name=name,
        takes=f"list of {kind}",
        gives=gives,
        says={"vi": vi, "en": en},
        make=_make(total),
        examples=(example,),
        may_be_empty=True,
    )


FUNCTIONS = (
    _total(
        "sum",
        "number",
        "number",
        _sum,
        "Tổng các số.",
        "The numbers added up.",
        Example("1.5; 2; 0.25", "sum", gives="3.75"),
    ),
    _total(
        "min",
        "number",
        "number",
        min,
        "Số nhỏ nhất.",
        "The smallest number.",
        Example("1.5; 2; 0.25", "min", gives="0.25"),
    ),
    _total(
        "max", "number", "number", max, "Số lớn nhất.", "The largest number.", Example("1.5; 2; 0.25", "max", gives="2")
    ),
    Function(
        name="count",
        takes="list of any",
        gives="number",
        says={"vi": "Có bao nhiêu giá trị không trống.", "en": "How many values are not empty."},
        make=_count,
        examples=(Example("a; ; b", "count", gives="2"), Example("", "count", gives="0")),
    ),
    _total(
        "first",
        "any",
        "same",
        lambda values: values[0],
        "Giá trị không trống đầu tiên.",
        "The first value that is not empty.",
        Example("; b; c", "first", gives="b"),
    ),
    _total(
        "last",
        "any",
        "same",
        lambda values: values[-1],
        "Giá trị không trống cuối cùng.",
        "The last value that is not empty.",
        Example("a; b; ", "last", gives="b"),
    ),
)
