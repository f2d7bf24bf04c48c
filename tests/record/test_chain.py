"""The chain of a lot: cards, joins, flows, holes."""

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.checks.sector import stage_table
from lienthong.model import Origin, text_key
from lienthong.record import build_chain
from tests import strategies
from tests.record.events import CASE, LOT, PALLET, POND, RAW, begun, event, made, moved, packed, seen

AQUATIC, RICE, GENERIC = map(stage_table, ("aquatic", "rice", "generic"))


def chain(events, table=GENERIC, key=LOT):
    return build_chain(key, events, table, text_key)


def cards(found):
    return [(card.label, card.stage, card.kind, card.quantity and str(card.quantity)) for card in found.cards]


def flows(found):
    names = {card.id: card.label for card in found.cards} | {hole.id: "?" for hole in found.holes}
    return [(names[flow.source], names[flow.target], flow.kind, flow.quantity) for flow in found.flows]


def test_one_lot_from_stage_to_stage():
    found = chain([begun(0, 1, (LOT, "10", "KGM")), seen(1, 2, (LOT, "9.50", "KGM"))])
    assert cards(found) == [("lot", "start", "lot", "10"), ("lot", "receiving", "lot", "9.50")]
    assert flows(found) == [("lot", "lot", "flow", Decimal("9.50"))]
    assert [(stage.name, stage.have, stage.of) for stage in found.stages] == [("start", 1, 1), ("receiving", 1, 1)]
    assert all(card.subject for card in found.cards)
    assert found.holes == ()


def test_two_ponds_meet_in_one_lot():
    events = [
        begun(0, 1, ("urn:x:a", "12400", "KGM")),
        begun(1, 1, ("urn:x:b", "8150", "KGM")),
        made(2, 2, [("urn:x:a", "12400", "KGM"), ("urn:x:b", "8150", "KGM")], [(LOT, "8220", "KGM"), "urn:x:rest"]),
    ]
    (join,) = chain(events).joins
    assert (join.total_in, join.total_out, join.uom, join.units_differ) == (Decimal(20550), None, "KGM", False)
    assert (len(join.inputs), len(join.outputs)) == (2, 2)


def test_a_diamond_has_its_source_once():
    events = [
        begun(0, 1, RAW),
        made(1, 2, [RAW], ["urn:x:a"]),
        made(2, 2, [RAW], ["urn:x:b"]),
        made(3, 3, ["urn:x:a", "urn:x:b"], [LOT]),
    ]
    found = chain(events)
    assert [card.label for card in found.cards] == ["raw", "a", "b", "lot"]
    assert [len(join.inputs) for join in found.joins] == [1, 1, 2]


@pytest.mark.parametrize(
    ("inputs", "outputs", "told"),
    [
        ([(RAW, "10", "KGM")], [(LOT, "9.0", "KGM")], ("10", "9.0", "KGM", False)),
        ([(RAW, "1", "TNE")], [(LOT, "900", "KGM")], (None, None, "", True)),
        ([(RAW, "1", "TNE"), (POND, "5", "KGM")], [(LOT, "9", "KGM")], (None, None, "", True)),
        ([RAW], [LOT], (None, None, "", False)),
        ([(RAW, "10", "KGM")], [LOT], ("10", None, "KGM", False)),
    ],
)
def test_totals_are_told_only_where_units_agree(inputs, outputs, told):
    (join,) = chain([begun(0, 1, RAW, POND), made(1, 2, inputs, outputs)]).joins
    totals = [amount and str(amount) for amount in (join.total_in, join.total_out)]
    assert (*totals, join.uom, join.units_differ) == told


def test_halves_of_one_transformation_are_one_join():
    halves = {"transformationID": "urn:x:t", "bizStep": "commissioning"}
    first = event(1, 2, "TransformationEvent", inputQuantityList=[{"epcClass": RAW}], **halves)
    second = event(2, 3, "TransformationEvent", outputQuantityList=[{"epcClass": LOT}], **halves)
    found = chain([begun(0, 1, RAW), first, second], key=RAW)
    assert [join.event for join in found.joins] == [1]


def test_a_lot_packed_three_levels_deep_weighs_the_same_at_the_end():
    events = [
        begun(0, 1, (LOT, "7200", "KGM")),
        packed(1, 2, CASE, (LOT, "7200", "KGM")),
        packed(2, 3, PALLET, units=[CASE]),
        moved(3, 4, PALLET, destinationList=[{"type": "owning_party", "destination": "urn:x:buyer"}]),
    ]
    found = chain(events)
    assert cards(found)[-1] == ("pallet", "shipping", "unit", "7200")
    assert [flow[2] for flow in flows(found)] == ["packed", "packed", "flow"]
    assert found.holes == ()


def test_what_was_not_packed_remains_and_is_marked_as_computed():
    found = chain([begun(0, 1, (LOT, "8220", "KGM")), packed(1, 2, PALLET, (LOT, "7200", "KGM"))])
    rest = found.cards[-1]
    assert (rest.quantity, rest.state, rest.stage) == (Decimal(1020), "derived", "packing")
    assert flows(found)[-1] == ("lot", "lot", "computed", Decimal(1020))


@pytest.mark.parametrize("item", [(LOT, "8220", "KGM"), (LOT, "3", "TNE"), LOT])
def test_nothing_remains_that_cannot_be_computed(item):
    found = chain([begun(0, 1, (LOT, "8220", "KGM")), packed(1, 2, PALLET, item)])
    assert all(card.state != "derived" for card in found.cards)


def test_an_input_that_nobody_recorded_is_a_hole_before_what_was_made():
    found = chain([made(0, 2, [POND], [(LOT, "8150", "KGM")], step="harvesting")], AQUATIC)
    (hole,) = found.holes
    assert (hole.stage, hole.who["en"]) == ("farming", "Farm")
    assert "pond" in hole.what["vi"]
    assert flows(found) == [("?", "lot", "missing", None)]
    assert next((stage.name, stage.have, stage.of) for stage in found.stages) == ("farming", 0, 1)


def test_a_lot_that_appears_from_nowhere_has_a_hole_before_it():
    found = chain([seen(0, 2, LOT)], RICE)
    assert [(hole.stage, hole.what["en"]) for hole in found.holes] == [("harvest", "lot: stage harvest missing")]


def test_goods_sent_to_nobody_have_one_hole_behind_them():
    found = chain([begun(0, 1, LOT, RAW), seen(1, 2, LOT, RAW, step="shipping")])
    assert [hole.what["en"] for hole in found.holes] == ["Receiver: missing"]


def test_rework_ends_and_each_pass_has_a_card():
    found = chain([made(0, 1, [(RAW, "5", "KGM")], [LOT]), made(1, 2, [LOT], [RAW]), made(2, 3, [RAW], [LOT])])
    assert len(found.joins) == 3
    assert [card.label for card in found.cards if card.key == LOT] == ["lot", "lot"]


@pytest.mark.parametrize(
    ("at", "origin", "state"),
    [
        ("/eventTime", Origin("constant"), "defaulted"),
        ("/eventTime", Origin("setting", "", "shipped"), "defaulted"),
        ("/quantityList/0/uom", Origin("setting", "", "yield_unit"), "defaulted"),
        ("/quantityList/0/uom", Origin("constant"), "present"),
        ("/eventTime", Origin("data", "so.xlsx!A!B2"), "present"),
        ("/eventTimeZoneOffset", Origin("setting", "", "zone"), "present"),
    ],
)
def test_a_card_says_when_a_setting_stands_behind_its_values(at, origin, state):
    stored = begun(0, 1, (LOT, "5", "KGM"), origins={at: origin})
    assert chain([stored]).cards[0].state == state


def test_identifiers_of_cards_are_their_own_and_every_end_is_there():
    events = [begun(0, 1, RAW, POND), made(1, 2, [RAW, POND], [LOT]), packed(2, 3, PALLET, LOT), moved(3, 4, PALLET)]
    found = chain(events)
    ids = [card.id for card in found.cards] + [hole.id for hole in found.holes]
    assert len(set(ids)) == len(ids)
    assert {end for flow in found.flows for end in (flow.source, flow.target)} <= set(ids)
    assert {end for join in found.joins for end in (*join.inputs, *join.outputs)} <= set(ids)


def test_the_order_events_were_given_in_does_not_matter():
    events = [begun(0, 1, RAW), made(1, 2, [RAW], [LOT]), packed(2, 3, PALLET, LOT), moved(3, 4, PALLET)]
    assert chain(events) == chain(events[::-1])


def test_thousands_of_events_are_no_matter():
    events = [begun(0, 1, LOT), *(seen(number, 2, LOT) for number in range(1, 3000))]
    began = process_time()
    assert len(chain(events).cards) == 3000
    assert process_time() - began < 3


KEYS = st.sampled_from([LOT, RAW, POND])
RANDOM = st.lists(
    st.one_of(
        st.builds(lambda day, key: seen(0, day, key), st.integers(1, 28), KEYS),
        st.builds(lambda day, one, two: made(0, day, [one], [two]), st.integers(1, 28), KEYS, KEYS),
        st.builds(
            lambda day, parent, key, action: packed(0, day, parent, key, action=action),
            st.integers(1, 28), st.sampled_from([CASE, PALLET]), KEYS, st.sampled_from(["ADD", "DELETE", "OBSERVE"]),
        ),
        st.builds(
            lambda day, parent, unit: packed(0, day, parent, units=[unit]),
            st.integers(1, 28), st.sampled_from([CASE, PALLET]), st.sampled_from([CASE, PALLET]),
        ),
        st.builds(lambda day, unit: moved(0, day, unit), st.integers(1, 28), st.sampled_from([CASE, PALLET])),
    ),
    max_size=12,
)  # fmt: skip


@given(RANDOM, st.sampled_from([LOT, RAW, CASE, PALLET]))
def test_any_tangle_gives_a_chain_whose_ends_are_all_there(events, key):
    numbered = [type(one)(number, one.event, one.origins) for number, one in enumerate(events)]
    found = build_chain(key, numbered, AQUATIC, text_key)
    ids = {card.id for card in found.cards} | {hole.id for hole in found.holes}
    assert {end for flow in found.flows for end in (flow.source, flow.target)} <= ids
    assert {end for join in found.joins for end in (*join.inputs, *join.outputs)} <= ids
    assert {card.stage for card in found.cards} <= {stage.name for stage in found.stages}
    assert found == build_chain(key, numbered[::-1], AQUATIC, text_key)


@given(st.lists(strategies.EVENTS, max_size=4))
def test_events_of_every_shape_never_raise(events):
    from lienthong.model import StoredEvent
    from lienthong.model.things import things

    stored = [StoredEvent(number, one) for number, one in enumerate(events)]
    keys = [thing.key.text for one in events for thing in things(one, text_key)]
    build_chain(keys[0] if keys else LOT, stored, GENERIC, text_key)
