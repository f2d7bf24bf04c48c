"""The sentences of the functions' codes: complete, short, without a second person, facts in both languages."""

from __future__ import annotations

import re

import pytest

from adapters.vn.adapter import ADAPTER
from lienthong.findings import core_catalogue

ROOMS = ("text.", "number.", "date.", "time.", "unit.", "link.", "mapping.lookup-unknown", "mapping.wanted", "vn.")
CATALOGUE = core_catalogue() + ADAPTER.catalogue
CODES = [code for code in CATALOGUE.codes() if code.startswith(ROOMS)]


@pytest.mark.parametrize("code", CODES)
def test_sentence(code):
    entry = CATALOGUE[code]
    for part in (entry.say, entry.title, entry.mend):
        assert set(re.findall(r"\{(\w+)\}", part["vi"])) == set(re.findall(r"\{(\w+)\}", part["en"]))
        assert part["vi"] != part["en"]
        for text in part.values():
            assert len(text.split()) <= 25
            assert not re.search(r"\b(bạn|anh|chị|you|your)\b|invalid|không hợp lệ", text, re.IGNORECASE)
    assert "{cell}" in entry.say["vi"]
    assert not set(entry.cause) & {"row", "cell"}
