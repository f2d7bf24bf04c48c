"""The examples of the functions are their tests; cells of every kind are read exactly or refused."""

import datetime as dt

import pytest

from adapters.gs1.adapter import ADAPTER
from lienthong.plugs import Example, Function, Plugs, Refusal, WrongWord
from lienthong.reading import ErrorCell

EXAMPLES = [(function, example) for function in ADAPTER.functions for example in function.examples]
BY_NAME = {function.name: function for function in ADAPTER.functions}


def run(function: Function, value, arguments=(), words=()):
    """What a function gives, which code it refuses with, and what it tells."""
    told: list[str] = []
    call = function.make(list(words), {})
    extra = {"notice": lambda code, **facts: told.append(code)} if function.tells else {}
    try:
        return call(value, *arguments, **extra), "", told
    except Refusal as refusal:
        return None, ADAPTER.catalogue[refusal.code].code, told


def arguments_of(function: Function, example: Example) -> tuple[list[str], list[str]]:
    written = example.call.partition("(")[2].rstrip(")")
    parts = [part.strip() for part in written.split(",")] if written else []
    words = [part for part, param in zip(parts, function.params, strict=False) if param.kind == "word"]
    return words, [example.names[part] for part in parts if part in example.names]


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda item: getattr(item, "call", ""))
def test_example(function, example):
    words, values = arguments_of(function, example)
    gave, refused, told = run(function, example.given, values, words)
    assert (gave or "", refused, told) == (example.gives, example.refuses, [example.notices] if example.notices else [])


@pytest.mark.parametrize("function", ADAPTER.functions, ids=lambda function: function.name)
def test_a_function_speaks_both_languages_and_has_examples(function):
    assert function.says["vi"]
    assert function.says["en"]
    assert function.examples


@pytest.mark.parametrize(
    ("name", "cell", "gives", "refuses"),
    [
        ("gs1.gtin", 9521234000013, "09521234000013", ""),
        ("gs1.gtin", 9521234000013.0, "09521234000013", ""),
        ("gs1.gtin", " 9521234000013 ", "09521234000013", ""),
        ("gs1.gtin", 12345600012, None, "gs1.length"),
        ("gs1.gtin", 9521234000013.5, None, "gs1.digits"),
        ("gs1.gtin", 2**53, None, "gs1.number-precision"),
        ("gs1.gtin", float(2**60), None, "gs1.number-precision"),
        ("gs1.gtin", float("nan"), None, "gs1.number-precision"),
        ("gs1.gtin", float("inf"), None, "gs1.number-precision"),
        ("gs1.gtin", -9521234000013, None, "gs1.digits"),
        ("gs1.gtin", True, None, "gs1.digits"),
        ("gs1.gtin", dt.date(2026, 4, 12), None, "gs1.digits"),
        ("gs1.gtin", ErrorCell("#REF!"), None, "gs1.digits"),
        ("gs1.gtin", "", None, "gs1.digits"),
        ("gs1.gtin", "9,52E+12", None, "gs1.scientific"),
        ("gs1.gtin", "९५२१२३४०००१३", None, "gs1.digits"),
        ("gs1.gln", 9521234000020, "9521234000020", ""),
        ("gs1.gln", 9.9e15, None, "gs1.number-precision"),
        ("gs1.sscc", "(00)395212340000000175", "395212340000000175", ""),
        ("gs1.sscc", 395212340000000000.0, None, "gs1.sscc-number"),
        ("gs1.sscc", 395212340000000175, None, "gs1.sscc-number"),
        ("gs1.sscc", 12345, None, "gs1.length"),
        ("gs1.gtin_padded", 12345600012, "00012345600012", ""),
        ("gs1.gtin_padded", 12345600013, None, "gs1.check-digit"),
    ],
)
def test_a_cell_is_read_exactly_or_refused(name, cell, gives, refuses):
    assert run(BY_NAME[name], cell)[:2] == (gives, refuses)


@pytest.mark.parametrize("word", ["x", "1", "12345", "lot"])
def test_an_unknown_ai_stops_the_mapping_when_it_loads(word):
    with pytest.raises(WrongWord, match=f'^"{word}" is no application identifier of GS1$') as fault:
        BY_NAME["gs1.link_part"].make([word], {})
    assert fault.value.vi == f'"{word}" không phải mã AI của GS1'


@pytest.mark.parametrize("lot", [None, ""])
def test_a_lot_link_without_lot_is_empty(lot):
    assert run(BY_NAME["gs1.lot_link"], "09521234000013", [lot]) == (None, "", [])


def test_the_adapter_plugs_in():
    plugs = Plugs([ADAPTER])
    assert plugs.key_of("https://id.gs1.org/00/395212340000000175").scheme == "gs1"
    assert set(BY_NAME) <= set(plugs.functions)
