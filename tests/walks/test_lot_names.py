"""A lot of a finished run is found by all that a person may have in hand: code, identifier, link, trace code."""

import json
from pathlib import Path
from typing import Any

import pytest

import lienthong
from lienthong.opening import Stop


def records(folder: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((folder / "national.json").read_text(encoding="utf-8"))["records"]
    return told


@pytest.mark.parametrize("firm", ["rice-mill", "pangasius"])
def test_every_trace_code_finds_a_lot(demo: Path, firm: str) -> None:
    texts = {event["traceCode"]["text"] for record in records(demo / firm) for event in record["events"]}
    assert len(texts) > 20
    for text in texts:
        assert lienthong.lot_chain(demo / firm, text).key, text


def test_the_trace_code_of_a_product_finds_its_own_lot(demo: Path) -> None:
    record = next(one for one in records(demo / "rice-mill") if one["lot"]["key"].startswith("01/"))
    key = record["lot"]["key"]
    gtin, lot = key.split("/")[1], key.split("/")[3]
    chain = lienthong.lot_chain(demo / "rice-mill", key)
    for text in (
        f"(01){gtin}(414)9520001010002(10){lot}",
        f"(01){gtin}(10){lot}(21)77",
        f"https://other.example/shop/01/{gtin}/10/{lot}?17=270101",
        f"https://id.gs1.org/01/{gtin}/10/{lot}",
        lot,
    ):
        assert lienthong.lot_chain(demo / "rice-mill", text) == chain, text


def test_the_trace_code_of_a_lot_that_is_not_there_is_told(demo: Path) -> None:
    with pytest.raises(Stop) as stop:
        lienthong.lot_chain(demo / "rice-mill", "(01)09521234000013(414)9520001010002(10)NONE")
    assert [finding.code for finding in stop.value.findings] == ["lot.absent"]
