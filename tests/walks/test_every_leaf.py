"""Every leaf of every event of the demo is explained, down to the cell as the workbook holds it."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import lienthong
from adapters.tabular.encodings import encode
from lienthong.explaining import Explainer
from lienthong.findings import Position
from lienthong.mapping.outcome import Trace
from lienthong.plugs import installed
from lienthong.reading import cell_text
from tests.vectors import VectorSets
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


def standing(sheet: Any, place: Position) -> Any:
    """What stands in a cell, or in the merged block it belongs to."""
    for block in sheet.merged_cells.ranges:
        if place.row in range(block.min_row, block.max_row + 1) and place.column in range(
            block.min_col, block.max_col + 1
        ):
            return sheet.cell(block.min_row, block.min_col).value
    return sheet.cell(place.row, place.column).value


def old_font(text: str) -> str:
    """A text as the cell shows it that holds the bytes of an old Vietnamese font."""
    return encode(text, "tcvn3").decode("latin-1")


def data_traces(trace: Trace) -> Iterator[Trace]:
    """A trace and the traces of the other values that entered it, as far as they are cells."""
    if trace.origin == "data":
        yield trace
    for part in trace.also:
        yield from data_traces(part)


@pytest.mark.parametrize(("firm", "fonts"), [("rice-mill", 1), ("pangasius", 0)])
def test_what_came_from_a_cell_names_it_and_what_stands_there(demo: Path, firm: str, fonts: int) -> None:
    book = load_workbook(demo / "input" / f"{firm}.xlsx", data_only=True)
    explainer = Explainer(demo / firm, installed())
    cells: dict[tuple[str, int, int], str] = {}
    for number in range(len(events(demo / firm))):
        for answer in explainer.event(number):
            for trace in data_traces(answer.trace):
                place = trace.place
                assert place is not None, answer.pointer
                assert str(place).startswith(f"{firm}.xlsx!{place.sheet}!"), answer.pointer
                cells[place.sheet, place.row, place.column] = trace.original
    explainer.close()
    decoded = 0
    for (sheet, row, column), original in cells.items():
        value = standing(book[sheet], Position("", sheet, row, column))
        shown = "" if value is None else cell_text(value).removesuffix(" 00:00:00")
        if f"({original})" in shown:
            continue  # a unit that stands in a heading
        if original != shown:
            assert (isinstance(value, str), old_font(original)) == (True, value)
            decoded += 1
    assert len(cells) > 400
    assert (decoded > 0) == bool(fonts)


def test_a_part_is_explained_by_its_leaves_and_a_leaf_alone(demo: Path) -> None:
    explainer = Explainer(demo / "pangasius", installed())
    every = list(explainer.event(3))
    assert explainer.explain("/eventList/3") == every
    for answer in every:
        assert explainer.explain(answer.pointer) == [answer]
    tops = {"/".join(answer.pointer.split("/")[:4]) for answer in every}
    assert sorted(found.pointer for top in tops for found in explainer.explain(top)) == sorted(
        answer.pointer for answer in every
    )
    explainer.close()


@pytest.mark.parametrize("name", ["valid", "import_template", "duplicate", "large_dataset"])
def test_every_leaf_of_real_lot_sheets_is_explained(vector_set: VectorSets, tmp_path: Path, name: str) -> None:
    source = vector_set("field/vn-nguongocso-lots") / "docs" / "sample-data" / f"production_lot_{name}.csv"
    lienthong.convert(source, mapping="farm/lot-sheet", out=tmp_path)
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    explainer = Explainer(tmp_path, installed())
    for number, event in enumerate(events(tmp_path)):
        told = {answer.pointer: answer.trace for answer in explainer.event(number)}
        assert {at: trace.value for at, trace in told.items()} == {
            f"/eventList/{number}{at}": str(value) for at, value in leaves(event)
        }
        for trace in filter(None, (next(data_traces(trace), None) for trace in told.values())):
            assert trace.place is not None
            assert rows[trace.place.row - 1][trace.place.column - 1].strip() == trace.original.strip()
    explainer.close()
