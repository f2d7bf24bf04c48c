"""Every code the adapter tells has its sentences, and every sentence is told."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.epcis.adapter import ADAPTER

ROOM = Path(__file__).resolve().parents[3] / "adapters" / "epcis"
NO_CODES = {"epcis.json", "epcis.xml"}


def test_codes_told_and_codes_catalogued_are_the_same() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in ROOM.glob("*.py"))
    told = set(re.findall(r'"(epcis\.[a-z.-]+)"', text)) - NO_CODES
    assert ADAPTER.catalogue is not None
    assert told == set(ADAPTER.catalogue.codes())


def test_sentences_are_short() -> None:
    assert ADAPTER.catalogue is not None
    for code in ADAPTER.catalogue.codes():
        for sentence in (*ADAPTER.catalogue[code].say.values(), *ADAPTER.catalogue[code].mend.values()):
            assert len(sentence.split()) <= 25, (code, sentence)
