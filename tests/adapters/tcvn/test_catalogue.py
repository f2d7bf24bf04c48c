"""Every code the adapter speaks in has its sentences, and no sentence is without a speaker; the contract holds."""

import re
from pathlib import Path

import pytest

import adapters.tcvn
from adapters.tcvn.adapter import ADAPTER
from lienthong.testing import adapter_faults

HOME = Path(adapters.tcvn.__file__).parent
SPOKEN = {
    code
    for file in HOME.rglob("*.py")
    for code in re.findall(r"[\"'](tcvn\.[a-z0-9-]+)[\"']", file.read_text(encoding="utf-8"))
}


def test_the_contract_holds():
    assert adapter_faults(ADAPTER) == []


@pytest.mark.parametrize("code", sorted({*ADAPTER.catalogue.codes(), *SPOKEN}))
def test_each_row_has_a_speaker_and_is_short(code):
    assert code in SPOKEN
    entry = ADAPTER.catalogue[code]
    for lang in ("vi", "en"):
        assert len(entry.say[lang].split()) <= 25
        assert len(entry.title[lang].split()) <= 14
