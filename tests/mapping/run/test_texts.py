"""Events made as text at once are, byte for byte, what their data give; whatever is not plain comes as an outcome."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.epcis.json_door import json_bytes
from lienthong.mapping import rowwise
from lienthong.mapping.outcome import Outcome, Texts
from lienthong.model import Event
from lienthong.reading import Cell
from tests.mapping.run.sheets import GROUPS, ROWS, fitted, headings, tree_of
from tests.mapping.run.test_twins import sheets_of, told

ODD_TEXTS = st.text(st.sampled_from('a"\\\t/é\u2028\x7f ừ\U0001f41f'), max_size=6)
TREE = tree_of(ROWS)
FATE = tuple[int, str, list[bytes], list[tuple[object, ...]]]


def fates(outcome: Outcome | Texts) -> Iterator[FATE]:
    """For each row its number, what became of it, its events as bytes and its findings."""
    if isinstance(outcome, Outcome):
        for _, row in outcome.rows:
            yield row, outcome.state, [json_bytes(event) for event in outcome.events], told(outcome)
        return
    at = 0
    assert all(b'"eventID":"%b"' % one in text for one, text in zip(outcome.ids, outcome.texts, strict=True))
    for row, count in zip(outcome.rows, outcome.counts, strict=True):
        texts = outcome.texts[at : at + max(count, 0)]
        at += len(texts)
        yield row, "filtered" if count < 0 else "kept", texts, []
    assert at == len(outcome.texts)


def good(event: Event) -> bool:
    return True


@settings(max_examples=150)
@given(st.one_of(sheets_of(TREE, 0), sheets_of(TREE, 8), sheets_of(TREE, 25)), st.lists(ODD_TEXTS, max_size=4))
def test_texts_are_the_bytes_of_the_data(sheets: dict[str, list[list[Cell]]], notes: list[str]) -> None:
    for row, note in zip(sheets[""][2:], notes, strict=False):
        if len(row) == len(headings(TREE, 0)):
            row[-1] = note
    run = fitted(TREE, sheets)
    plain = [fate for outcome in run.outcomes() for fate in fates(outcome)]
    assert [fate for outcome in run.texts(good) for fate in fates(outcome)] == plain


def test_memories_that_gain_nothing_are_left_out_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rowwise, "_TUNED_AFTER", 1024)
    cells = ["A", "9521234000013", "", "1,5", "kg", "5", "01/02/2026", "", "", "", "tốt", "ghi"]
    rows: list[list[Cell]] = [[*cells[:2], f"L{number}", *cells[3:]] for number in range(3000)]
    run = fitted(TREE, {"": [headings(TREE, 0), *rows]})
    plain = [fate for outcome in run.outcomes() for fate in fates(outcome)]
    texts = list(run.texts(good))
    assert [fate for outcome in texts for fate in fates(outcome)] == plain
    assert sum(len(one.rows) for one in texts if isinstance(one, Texts)) >= 2990


def test_events_nobody_has_looked_at_come_as_data() -> None:
    cells: list[Cell] = ["A", "9521234000013", "L1", "1,5", "kg", "5", "01/02/2026", "", "", "", "tốt", "ghi"]
    run = fitted(TREE, {"": [headings(TREE, 0), cells, cells, cells]})
    assert {type(one) for one in run.texts(lambda event: False)} == {Outcome}
    assert [type(one) for one in run.texts(good)] == [Outcome, Texts]


def test_groups_never_come_as_texts() -> None:
    tree = tree_of(GROUPS, rows="anywhere", repeats="keep", bad="leave out", limit="5")
    run = fitted(tree, {"": [headings(tree, 0), ["B", "A", "1", "5 kg", "01/02/2026", "", ""]]})
    assert {type(one) for one in run.texts(good)} == {Outcome}
