"""The examples of every core function are run; an example that is wrong is told as such."""

from __future__ import annotations

import dataclasses

import pytest

from lienthong.findings import core_catalogue
from lienthong.mapping.functions import CORE
from lienthong.mapping.functions.examples import match_params, run_example, split_call
from lienthong.plugs import Example, Param

CASES = [(name, example) for name, function in CORE.items() for example in function.examples]


@pytest.mark.parametrize(("name", "example"), CASES, ids=lambda part: getattr(part, "call", part))
def test_example(name, example):
    assert run_example(CORE[name], example, CORE) is None


@pytest.mark.parametrize("name", CORE)
def test_every_function_is_described(name):
    function = CORE[name]
    assert function.examples
    assert function.says["vi"] != function.says["en"]
    assert function.undo in {"=", "~", "-"}


def test_every_code_of_an_example_is_in_the_catalogue():
    codes = {code for _, example in CASES for code in (example.refuses, example.notices) if code}
    assert codes <= set(core_catalogue().codes())


@pytest.mark.parametrize(
    ("example", "part"),
    [
        (Example("1,5", "number(comma)", gives="15"), "gives"),
        (Example("1,5", "number(comma)", refuses="number.format"), "refuses"),
        (Example("1,250", "number(comma)", gives="1.25"), "notices"),
        (Example("1,5", "number(swiss)", gives="1.5"), "unknown way"),
        (Example("1,5", "number(comma, comma)", gives="1.5"), "argument"),
        (Example("1,5", "date(d/M/y)", gives="1.5"), "names date"),
    ],
)
def test_a_wrong_example_is_told(example, part):
    assert part in run_example(CORE["number"], example, CORE)


def test_a_function_that_raises_is_told():
    broken = dataclasses.replace(CORE["upper"], make=lambda words, settings: lambda text: 1 // 0)
    told = run_example(broken, Example("a", "upper", gives="A"), {"upper": broken})
    assert "ZeroDivisionError" in told


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("uom", "uom", []),
        ("gs1.lot_link(lot)", "gs1.lot_link", ["lot"]),
        ('part(" - ", 2)', "part", [" - ", "2"]),
        ("date(d/M/y, excel)", "date", ["d/M/y", "excel"]),
        ('join(", ", a)', "join", [", ", "a"]),
    ],
)
def test_split_call(text, name, arguments):
    assert split_call(text) == (name, arguments)


def test_match_params_repeats_the_last():
    params = (Param("kind", "word"), Param("parts", "text", many=True))
    assert [param.name for param, _ in match_params(params, ["lot", "a", "b"])] == ["kind", "parts", "parts"]
    with pytest.raises(ValueError, match="argument"):
        match_params(params, [])
