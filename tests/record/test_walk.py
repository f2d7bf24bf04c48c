"""The walk: which events belong to a lot, and which do not."""

import pytest

from lienthong.model import text_key
from lienthong.record.walk import Memory, walk
from tests.record.events import CASE, LOT, PALLET, POND, RAW, TRUCK, begun, made, moved, packed, seen

CASES = {
    "up to the pond, down to the buyer": (
        [begun(0, 1, POND), made(1, 2, [POND], [RAW]), made(2, 3, [RAW], [LOT]), seen(3, 4, LOT, step="shipping")],
        LOT, [0, 1, 2, 3],
    ),
    "not to the other lots of the pond": (
        [begun(0, 1, POND), made(1, 2, [POND], [LOT]), made(2, 2, [POND], [RAW]), seen(3, 3, RAW)], LOT, [0, 1],
    ),
    "the pallet as long as it carries": (
        [begun(0, 1, LOT), moved(1, 1, PALLET), packed(2, 2, PALLET, LOT), moved(3, 3, PALLET),
            packed(4, 4, PALLET, LOT, action="DELETE", step="unpacking"), moved(5, 5, PALLET)],
        LOT, [0, 2, 3, 4],
    ),
    "the pallet that was emptied of another lot": (
        [begun(0, 1, LOT), packed(1, 2, PALLET, LOT, RAW), packed(2, 3, PALLET, RAW, action="DELETE"),
            moved(3, 4, PALLET)],
        LOT, [0, 1, 2, 3],
    ),
    "three levels of packing": (
        [begun(0, 1, LOT), packed(1, 2, CASE, LOT), packed(2, 3, PALLET, units=[CASE]),
            packed(3, 4, TRUCK, units=[PALLET], step="loading"), moved(4, 5, TRUCK, step="departing")],
        LOT, [0, 1, 2, 3, 4],
    ),
    "not what else lies on the pallet": (
        [begun(0, 1, LOT), begun(1, 1, RAW), seen(2, 1, RAW), packed(3, 2, PALLET, LOT, RAW)], LOT, [0, 3],
    ),
    "from a pallet down to its lots": ([begun(0, 1, LOT), packed(1, 2, PALLET, LOT)], PALLET, [0, 1]),
    "rework goes round and ends": (
        [made(0, 1, [RAW], [LOT]), made(1, 2, [LOT], [RAW]), made(2, 3, [RAW], [LOT])], LOT, [0, 1, 2],
    ),
    "a pallet in itself": ([packed(0, 1, PALLET, units=[PALLET])], PALLET, [0]),
    "nothing known": ([], LOT, []),
}  # fmt: skip


@pytest.mark.parametrize(("events", "key", "numbers"), CASES.values(), ids=CASES)
def test_events_of_a_thing(events, key, numbers):
    found = walk(key, Memory(events, text_key), text_key)
    assert sorted(stored.number for stored in found.events) == numbers
    assert found.left_out == 0


def test_events_come_in_order_of_their_instant_not_of_their_text():
    late = seen(0, 1, LOT)
    early = seen(1, 1, LOT, eventTime="2026-06-01T08:30:00+09:00")  # half past six in Viet Nam
    assert [one.number for one in walk(LOT, Memory([late, early], text_key), text_key).events] == [1, 0]


def test_a_chain_without_bounds_is_cut_and_says_how_much_is_left_out():
    events = [seen(number, 1, LOT) for number in range(50)]
    found = walk(LOT, Memory(events, text_key), text_key, limit=20)
    assert (len(found.events), found.left_out) == (20, 30)


def test_what_an_origin_was_used_for_elsewhere_is_no_part_of_the_chain():
    crop, first, second = (f"https://id.example.vn/lot/{name}" for name in ("vu", "a", "b"))
    events = [begun(0, 1, crop), made(1, 5, [crop], [first]), made(2, 9, [crop], [second]), seen(3, 10, second)]
    walked = walk(first, Memory(events, text_key), text_key)
    assert [stored.number for stored in walked.events] == [0, 1]
    walked = walk(crop, Memory(events, text_key), text_key)
    assert [stored.number for stored in walked.events] == [0, 1, 2, 3]
