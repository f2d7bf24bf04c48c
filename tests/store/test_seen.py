"""Event ids that a run has met: held against a plain dictionary, in memory and past the edge of the file."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.store.seen import Seen

EVENTS = st.lists(st.tuples(st.integers(0, 40).map("urn:uuid:{}".format), st.sampled_from(["a", "b"])), max_size=120)
SHAPES = st.fixed_dictionaries({"slots": st.sampled_from([1, 2, 64]), "block": st.sampled_from([1, 7, 1000])})


def plainly(events: list[tuple[str, str]]) -> list[str]:
    first: dict[str, str] = {}
    return [
        "new" if first.setdefault(id, body) is body and not known else "repeat" if first[id] == body else "conflict"
        for id, body in events
        for known in [id in first]
    ]


@given(EVENTS, SHAPES)
def test_each_event_is_told_as_a_dictionary_tells_it(events: list[tuple[str, str]], shape: dict[str, int]) -> None:
    with Seen(**shape) as seen:
        assert [seen.check(id, body) for id, body in events] == plainly(events)


@given(EVENTS, SHAPES, st.integers(1, 50))
def test_many_at_once_are_told_as_one_after_the_other(
    events: list[tuple[str, str]], shape: dict[str, int], size: int
) -> None:
    expected = plainly(events)
    told = ["new"] * len(events)
    with Seen(**shape) as seen:
        for start in range(0, len(events), size):
            part = events[start : start + size]
            for at, answer in seen.check_all([id for id, _ in part], [body for _, body in part]):
                told[start + at] = answer
    assert told == expected


@pytest.mark.parametrize("body", [b"a", "a"])
def test_the_first_content_counts_and_is_never_replaced(body: bytes | str) -> None:
    with Seen(slots=8, block=2) as seen:
        answers = [seen.check("urn:uuid:1", one) for one in (body, body * 2, body * 2, body)]
    assert answers == ["new", "conflict", "conflict", "repeat"]


def names(start: int, count: int) -> list[str]:
    return [f"urn:uuid:{number:032x}" for number in range(start, start + count)]


def test_memory_does_not_grow_with_the_ids_and_the_oldest_are_still_known() -> None:
    with Seen(slots=1 << 12, block=1 << 10) as seen:
        seen.check_all(names(0, 2_000), names(0, 2_000))
        tracemalloc.start()
        for start in range(2_000, 40_000, 1_000):
            assert seen.check_all(names(start, 1_000), names(start, 1_000)) == []
        grown = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert grown < 100_000
        for start in (0, 20_000, 39_000):
            known = seen.check_all(names(start, 10), names(start + 1, 5) + names(start + 5, 5))
            assert known == [(at, "conflict" if at < 5 else "repeat") for at in range(10)]
