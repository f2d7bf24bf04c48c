"""Grouping: conflicts, repeats, bad rows, scattered keys, totals, and a spilled group like one in memory."""

from __future__ import annotations

from collections import Counter

import pytest

from lienthong.mapping.outcome import Outcome
from lienthong.reading import Cell
from tests.mapping.run.sheets import GROUPS, fitted, headings, tree_of

Row = list[Cell]


def outcomes(
    rows: list[Row], order: str = "anywhere", repeats: str = "keep", bad: str = "refuse group", limit: str = "50000"
) -> list[Outcome]:
    tree = tree_of(GROUPS, rows=order, repeats=repeats, bad=bad, limit=limit)
    run = fitted(tree, {"": [headings(tree), *rows]})
    found = list(run.outcomes())
    slow = list(run.outcomes(quick=False))
    assert repr(found) == repr(slow)
    return found


def row(lot: str, qty: str = "1", best: str = "01/06/2026", note: str = "", kind: str = "B") -> Row:
    return [kind, lot, qty, "5 kg", "01/02/2026", best, note]


def fates(found: list[Outcome]) -> list[tuple[str, list[int], list[tuple[str, int]]]]:
    return [
        (one.state, [number for _, number in one.rows], [(told.code, told.place.row) for told in one.findings])
        for one in found
    ]


def test_rows_anywhere_make_one_unit_in_the_order_of_first_rows() -> None:
    found = outcomes([row("A"), row("B"), row("A", "2")])
    assert fates(found) == [("kept", [2, 4], []), ("kept", [3], [])]
    quantities = found[0].events[0]["quantityList"]
    assert [str(one["quantity"]) for one in quantities] == ["3", "5", "5"]
    assert str(found[0].events[0]["vnx:rows"]) == "2"


def test_conflict_is_a_bad_row_of_its_group() -> None:
    rows = [row("A"), row("B"), row("A", best="02/06/2026"), row("A", "2")]
    assert fates(outcomes(rows)) == [
        ("rejected", [2, 4, 5], [("group.conflict", 4), ("group.refused", 2), ("group.refused", 5)]),
        ("kept", [3], []),
    ]
    assert fates(outcomes(rows, bad="leave out")) == [
        ("rejected", [4], [("group.conflict", 4)]),
        ("kept", [2, 5], []),
        ("kept", [3], []),
    ]


def test_conflict_names_both_rows_and_the_columns() -> None:
    found = outcomes([row("A"), row("A", best="02/06/2026")], bad="leave out")[0].findings[0]
    facts = found.facts
    assert (facts["row"], facts["first"], facts["key"], facts["names"], facts["cell"]) == ("3", "2", "A", "Hạn", "F3")


def test_same_compares_what_was_read() -> None:
    assert fates(outcomes([row("A", best="01/06/2026"), row("A", best="1/6/2026")])) == [("kept", [2, 3], [])]


def test_repeats_count_once_or_are_kept() -> None:
    rows = [row("A"), row("A"), row("A", "2")]
    once = outcomes(rows, repeats="once")
    assert fates(once) == [("kept", [2, 3, 4], [("group.repeat", 3)])]
    assert once[0].findings[0].severity == "warning"
    assert str(once[0].events[0]["quantityList"][0]["quantity"]) == "3"
    assert str(outcomes(rows)[0].events[0]["quantityList"][0]["quantity"]) == "4"


def test_bad_row_refuses_the_group_or_is_left_out() -> None:
    rows = [row("A"), row("A", "x"), row("A", "3")]
    found = outcomes(rows)
    assert fates(found) == [("rejected", [2, 3, 4], [("number.format", 3), ("group.refused", 2), ("group.refused", 4)])]
    assert {one.because for one in found[0].findings if one.code == "group.refused"} == {"number.format"}
    assert fates(outcomes(rows, bad="leave out")) == [("rejected", [3], [("number.format", 3)]), ("kept", [2, 4], [])]


def test_rule_over_the_group_is_held_once_and_rule_over_the_row_at_the_row() -> None:
    late = outcomes([row("A", best="01/01/2026"), row("A", "2", best="01/01/2026")])
    assert fates(late) == [("rejected", [2, 3], [("mapping.must-order", 2), ("group.refused", 3)])]
    noted = outcomes([row("A"), row("A", note="x")], bad="leave out")
    assert fates(noted) == [("rejected", [3], [("mapping.must", 3)]), ("kept", [2], [])]


def test_row_without_key_stands_alone() -> None:
    assert fates(outcomes([row("A"), row("")])) == [("rejected", [3], [("mapping.empty", 3)]), ("kept", [2], [])]


def test_adjacent_groups_stream_and_a_key_that_returns_is_refused() -> None:
    rows = [row("A"), row("A", "2"), row("B"), row("A", "3"), row("B", "4"), row("C")]
    for limit in ("50000", "1"):
        assert fates(outcomes(rows, "adjacent", limit=limit)) == [
            ("kept", [2, 3], []),
            ("rejected", [5], [("group.scattered", 5)]),
            ("kept", [4, 6], []),
            ("kept", [7], []),
        ]


@pytest.mark.parametrize("repeats", ["once", "keep"])
def test_spilled_groups_are_those_of_memory(repeats: str) -> None:
    rows = [row(f"L{at % 7}", str(1 + at % 3), kind="A" if at % 2 else "B") for at in range(120)]
    rows[11] = row("L4", "x")
    rows[12] = [5, 7, 2.5, "5 kg", "01/02/2026", "", "a"]
    in_memory, spilled = outcomes(rows, repeats=repeats), outcomes(rows, repeats=repeats, limit="10")
    assert repr(in_memory) == repr(spilled)
    assert Counter(one.state for one in in_memory) == {"kept": 7, "rejected": 1}


def test_ids_follow_the_key_and_not_rows_or_names_of_files() -> None:
    first = outcomes([row("A"), row("B")])
    moved = outcomes([row("Z"), row("B"), row("A", "7")])
    ids = {one.events[0]["eventID"] for one in first}
    assert ids < {one.events[0]["eventID"] for one in moved}
    assert all(text.startswith("urn:uuid:") and text[23] == "5" for text in ids)
