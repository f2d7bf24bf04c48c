"""Every code the adapter speaks in has its sentences, and no sentence is without a speaker."""

import re
from pathlib import Path

import pytest

import adapters.gs1
from adapters.gs1.adapter import ADAPTER

HOME = Path(adapters.gs1.__file__).parent
FUNCTIONS = {function.name for function in ADAPTER.functions}
SPOKEN = {
    code
    for file in HOME.rglob("*.py")
    for code in re.findall(r"[\"'](gs1\.[a-z0-9-]+)[\"']", file.read_text(encoding="utf-8"))
}


def test_each_code_has_its_sentences():
    assert {code for code in SPOKEN - FUNCTIONS if code not in ADAPTER.catalogue} == set()


@pytest.mark.parametrize("code", sorted(ADAPTER.catalogue.codes()))
def test_each_row_has_a_speaker_and_is_short(code):
    assert code in SPOKEN
    entry = ADAPTER.catalogue[code]
    for lang in ("vi", "en"):
        assert len(entry.say[lang].split()) <= 25
        assert len(entry.title[lang].split()) <= 14
