"""The two executors give the same outcomes over random sheets, and every record ends in exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.mapping.outcome import Outcome
from lienthong.mapping.run import Fitted
from lienthong.mapping.tree import MappingTree
from lienthong.reading import Cell
from tests.mapping.run.sheets import GROUPS, JOINED, POOLS, ROWS, SHEET, SPLIT, fitted, headings, tree_of

GROUP_KINDS = [
    {"rows": rows, "repeats": repeats, "bad": bad, "limit": limit}
    for rows, repeats, bad, limit in [
        ("anywhere", "keep", "refuse group", "50000"),
        ("anywhere", "once", "leave out", "3"),
        ("adjacent", "once", "refuse group", "2"),
        ("adjacent", "keep", "leave out", "50000"),
    ]
]
CASES = {
    "rows": tree_of(ROWS),
    **{f"groups {'-'.join(kind.values())}": tree_of(GROUPS, **kind) for kind in GROUP_KINDS},
    "sheet": tree_of(SHEET),
    "joined": tree_of(JOINED, limit="50000"),
    "joined spilled": tree_of(JOINED, limit="2"),
    "split": tree_of(SPLIT),
}
# whether outcomes follow from their own rows alone, so that `explain` must find every finding again
ALONE = {"rows", "split", "sheet"}


def rows_of(tree: MappingTree, table: int, weight: int) -> st.SearchStrategy[list[list[Cell]]]:
    names = [column.text for column in tree.tables[table].columns]
    # the first cells of each pool are good: most rows shall get through
    cells = [st.sampled_from([*POOLS[name][:2] * weight, *POOLS[name]]) for name in names]
    whole = st.tuples(*cells).map(list)
    cut = st.tuples(whole, st.integers(1, len(names))).map(lambda pair: pair[0][: pair[1]])
    return st.lists(st.one_of(whole, whole, whole, cut), max_size=9)


def sheets_of(tree: MappingTree, weight: int) -> st.SearchStrategy[dict[str, list[list[Cell]]]]:
    parts = {
        (spec.sheets[0] if spec.sheets else ""): rows_of(tree, at, weight).map(
            lambda rows, at=at: [["Cơ sở", "", "HTX Ví Dụ"], headings(tree, at), *rows]
        )
        for at, spec in enumerate(tree.tables)
    }
    return st.fixed_dictionaries(parts)


def told(outcome: Outcome) -> list[tuple[object, ...]]:
    return [(one.code, one.severity, one.at, str(one.place), dict(one.facts), one.because) for one in outcome.findings]


def same(left: Outcome, right: Outcome) -> None:
    assert (left.state, list(left.rows)) == (right.state, list(right.rows))
    assert told(left) == told(right)
    assert left.events == right.events
    assert [list(event) for event in left.events] == [list(event) for event in right.events]
    assert repr(left.events) == repr(right.events)
    assert list(left.rules) == list(right.rules)
    assert repr(left.master) == repr(right.master)
    assert [list(cells) for cells in left.raw] == [list(cells) for cells in right.raw]


def records(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> int:
    """Rows below the heading that hold anything."""
    return sum(any(cell != "" for cell in row) for rows in sheets.values() for row in rows[2:])


@pytest.mark.parametrize("name", CASES)
def test_both_executors_agree(name: str) -> None:
    tree = CASES[name]

    @settings(max_examples=120)
    @given(st.one_of(sheets_of(tree, 0), sheets_of(tree, 8), sheets_of(tree, 25)))
    def check(sheets: dict[str, list[list[Cell]]]) -> None:
        run = fitted(tree, sheets)
        quick = list(run.outcomes())
        slow = list(run.outcomes(quick=False))
        assert len(quick) == len(slow)
        for left, right in zip(quick, slow, strict=True):
            same(left, right)
            assert repr(left.drafts) == repr(right.drafts)
        counts = Counter()
        for outcome in quick:
            counts[outcome.state] += len(outcome.rows)
            assert len(set(outcome.rows)) == len(outcome.rows) == len(outcome.raw)
        assert sum(counts.values()) == records(sheets) == sum(run.counts.values())
        assert len({row for outcome in quick for row in outcome.rows}) == sum(counts.values())
        for outcome in quick:
            explained(run, outcome, alone=name in ALONE)

    check()


def explained(run: Fitted, outcome: Outcome, *, alone: bool) -> None:
    """The outcome is found again from its own rows, with a trace for every leaf."""
    again = run.explain(outcome.rows, run.raw(outcome.rows))
    if outcome.state == "rejected" and not alone:
        return
    if alone:
        same(outcome, again.outcome)
    assert outcome.events == again.outcome.events
    assert len(again.traces) == len(outcome.events)
    for event, traces in zip(again.outcome.events, again.traces, strict=True):
        assert set(traces) == set(leaves(event))
        assert all(trace.origin in {"data", "setting", "constant", "derived"} for trace in traces.values())


def leaves(value: object, at: str = "") -> list[str]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, f"{at}/{name}")]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in leaves(inner, f"{at}/{place}")]
    return [at]
