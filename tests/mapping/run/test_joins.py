"""Joined tables: children below their parents, orphans, second parents, bad children, rules over both."""

from __future__ import annotations

import pytest

from lienthong.findings import core_catalogue
from lienthong.mapping.outcome import Outcome
from lienthong.reading import Cell
from tests.mapping.run.sheets import JOINED, fitted, headings, tree_of

Row = list[Cell]


def outcomes(pallets: list[Row], cartons: list[Row], limit: str = "50000") -> list[Outcome]:
    tree = tree_of(JOINED, limit=limit)
    run = fitted(tree, {"Pallet": [headings(tree), *pallets], "Thùng": [headings(tree, 1), *cartons]})
    found = list(run.outcomes())
    assert repr(found) == repr(list(run.outcomes(quick=False)))
    return found


def fates(found: list[Outcome]) -> list[tuple[str, list[tuple[int, int]], list[str]]]:
    return [(one.state, list(one.rows), [told.code for told in one.findings]) for one in found]


PALLETS: list[Row] = [["P1", "01/02/2026", "x"], ["P2", "02/02/2026", ""]]
CARTONS: list[Row] = [["P2", "A", "1", ""], ["P1", "B", "2,5", "01/01/2026"], ["P2", "C", "3", ""]]


@pytest.mark.parametrize("limit", ["50000", "1"])
def test_children_hang_below_their_parent(limit: str) -> None:
    found = outcomes(PALLETS, CARTONS, limit)
    assert fates(found) == [("kept", [(0, 2), (1, 3)], []), ("kept", [(0, 3), (1, 2), (1, 4)], [])]
    assert [len(event.get("childQuantityList", ())) for one in found for event in one.events] == [1, 0, 2]
    assert str(found[1].events[0]["vnx:pieces"]) == "4"
    assert found[0].events[1]["vnx:in"] == "P1"


@pytest.mark.parametrize("limit", ["50000", "1"])
def test_orphans_and_second_parents_are_refused(limit: str) -> None:
    found = outcomes([*PALLETS, ["P1", "03/02/2026", ""]], [*CARTONS, ["P9", "D", "1", ""]], limit)
    assert fates(found)[2:] == [("rejected", [(0, 4)], ["join.parent-twice"]), ("rejected", [(1, 5)], ["join.orphan"])]
    assert found[2].findings[0].facts["first"] == "2"


def test_bad_child_refuses_its_parent() -> None:
    found = outcomes(PALLETS, [*CARTONS, ["P1", "", "1", ""]])
    rows = [(0, 2), (1, 3), (1, 5)]
    assert fates(found)[0] == ("rejected", rows, ["mapping.empty", "group.refused", "group.refused"])
    assert found[0].findings[1].because == "mapping.empty"


def test_a_row_held_back_names_the_sheet_of_the_faulty_row_where_it_is_another() -> None:
    found = outcomes(PALLETS, [*CARTONS, ["P1", "", "1", ""]])
    told = [core_catalogue().sentence(one, lang) for one in found[0].findings[1:] for lang in ("vi", "en")]
    assert told == [
        "Dòng 2 chưa được nhận vì dòng 5 của tờ “Thùng” cùng nhóm có lỗi.",
        "Row 2 is held back because row 5 of the sheet “Thùng” of the same unit has a fault.",
        "Dòng 3 chưa được nhận vì dòng 5 cùng nhóm có lỗi.",
        "Row 3 is held back because row 5 of the same unit has a fault.",
    ]


def test_rule_over_parent_and_child_is_held_where_both_are_known() -> None:
    found = outcomes(PALLETS, [["P1", "B", "1", "05/02/2026"]])
    assert fates(found)[0][0] == "rejected"
    assert found[0].findings[0].code == "mapping.must-order"
