"""Every leaf of every event of the demo is explained, down to the cell as the workbook holds it."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lienthong.explaining import Explainer
from lienthong.plugs import installed
from lienthong.reading import cell_text
from tests.walks.conftest import FIRMS


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{at}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{number}")
    else:
        yield at, value


def events(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "events.jsonld").read_text(encoding="utf-8")
    return list(json.loads(text, parse_float=Decimal, parse_int=Decimal)["epcisBody"]["eventList"])


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_explain_answers_for_every_leaf(demo: Path, firm: str) -> None:
    explainer = Explainer(demo / firm, installed())
    explained = 0
    for number, event in enumerate(events(demo / firm)):
        told = {answer.pointer: answer.trace for answer in explainer.event(number)}
        expected = {f"/eventList/{number}{at}": str(value) for at, value in leaves(event)}
        assert {at: trace.value for at, trace in told.items()} == expected
        explained += len(told)
    explainer.close()
    assert explained > 3000


@pytest.mark.parametrize("firm", sorted(FIRMS))
def test_what_came_from_a_cell_names_it_and_what_stands_there(demo: Path, firm: str) -> None:
    book = load_workbook(demo / "input" / f"{firm}.xlsx", data_only=True)
    explainer = Explainer(demo / firm, installed())
    seen = 0
    for number in range(0, len(events(demo / firm)), 7):
        for answer in explainer.event(number):
            trace = answer.trace
            if trace.origin != "data":
                continue
            assert trace.place is not None, answer.pointer
            standing = book[trace.place.sheet].cell(trace.place.row, trace.place.column).value
            if not isinstance(standing, str) or standing.isascii():
                assert trace.original in {cell_text(standing), cell_text(standing).removesuffix(" 00:00:00")}
                seen += 1
    explainer.close()
    assert seen > 100
