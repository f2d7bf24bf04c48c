"""The functions under `cbv`: their examples, and what they refuse when a mapping loads."""

from __future__ import annotations

import re

import pytest

from adapters.epcis.adapter import ADAPTER
from adapters.epcis.functions import FUNCTIONS
from lienthong.plugs import Example, Function, Plugs, Refusal, WrongWord

CASES = [(function, example) for function in FUNCTIONS for example in function.examples]


@pytest.mark.parametrize(("function", "example"), CASES, ids=[f"{f.name}: {e.given}" for f, e in CASES])
def test_an_example_gives_what_it_says(function: Function, example: Example) -> None:
    written = re.findall(r"[\w-]+", example.call.partition("(")[2])
    words = [word for word, param in zip(written, function.params, strict=True) if param.kind == "word"]
    values = [example.names[word] for word, param in zip(written, function.params, strict=True) if param.kind != "word"]
    call = function.make(words, {})
    if example.refuses:
        with pytest.raises(Refusal) as refused:
            call(example.given, *values)
        assert refused.value.code == example.refuses
    else:
        assert call(example.given, *values) == example.gives


def test_an_unknown_kind_of_document_is_named_when_the_mapping_loads() -> None:
    document = next(function for function in FUNCTIONS if function.name == "cbv.doc")
    with pytest.raises(WrongWord, match='"bill" is no kind of document; kinds: bol') as fault:
        document.make(["bill"], {})
    assert fault.value.vi.startswith('"bill" không phải loại chứng từ; các loại: bol')


def test_a_document_without_a_party_has_no_identifier() -> None:
    document = next(function for function in FUNCTIONS if function.name == "cbv.doc")
    assert document.make(["po"], {})("1", None) is None


def test_the_adapter_plugs_in() -> None:
    plugs = Plugs([ADAPTER])
    assert sorted(plugs.writers) == ["json-2.0", "ndjson-2.0", "xml-1.1", "xml-1.2", "xml-2.0"]
    assert {"cbv.doc", "cbv.step", "cbv.disp"} <= set(plugs.functions)
