"""What a picture shows and never does; the SVG of every chain as text in `tests/cases/pictures/`.

`LIENTHONG_WRITE_CASES=1` writes the case files anew: look at each that changed before it is committed.
"""

from __future__ import annotations

import os
import re
import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from lienthong.model import Card, Flow
from lienthong.pictures import as_list, caption, draw, layout
from lienthong.pictures.columns import CARD_HEIGHT
from lienthong.pictures.layout import CARD_WIDTH
from lienthong.pictures.model import Stack
from lienthong.pictures.scene import scene
from tests.pictures import chains
from tests.pictures.chains import CHAINS

CASES = Path(__file__).resolve().parent.parent / "cases" / "pictures"
SVG = "{http://www.w3.org/2000/svg}"
every_chain = pytest.mark.parametrize("name", CHAINS)


def root(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


@every_chain
def test_the_picture_is_the_one_that_was_looked_at(name):
    file = CASES / f"{name}.svg"
    text = draw(CHAINS[name](), "vi")
    if os.environ.get("LIENTHONG_WRITE_CASES"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


@every_chain
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_two_drawings_have_the_same_bytes(name, lang):
    assert draw(CHAINS[name](), lang) == draw(CHAINS[name](), lang)


@every_chain
def test_no_style_no_script_no_address(name):
    tree = root(draw(CHAINS[name](), "en"))
    for element in tree.iter(etree.Element):
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "defs", "pattern", "g", "rect", "path", "text", "tspan"),
        }
        for attribute, value in element.attrib.items():
            assert attribute != "style"
            assert not attribute.startswith("on")
            assert "://" not in value
        assert all(part.startswith("ltp-") for part in element.get("class", "ltp-").split())


@every_chain
def test_ids_are_unique_and_begin_with_the_lot(name):
    tree = root(draw(CHAINS[name](), "vi"))
    ids = [element.get("id") for element in tree.iter(etree.Element) if element.get("id")]
    begin = ids[0].removesuffix("-title")
    assert len(ids) == len(set(ids))
    assert all(id_.startswith(begin) for id_ in ids)
    assert begin not in draw(chains.chain([], [], key="urn:another"), "vi")


@every_chain
def test_the_drawing_is_a_named_group_and_not_an_image(name):
    tree = root(draw(CHAINS[name](), "vi"))
    assert tree.get("role") == "group"
    named = [tree.find(f".//*[@id='{id_}']") for id_ in tree.get("aria-labelledby").split()]
    assert [element.tag for element in named] == [f"{SVG}title", f"{SVG}desc"]
    assert all(element.text.strip() for element in named)


@every_chain
def test_boxes_stand_inside_and_never_on_each_other(name):
    picture = layout(CHAINS[name]())
    taken = [(box.x, box.y) for box in picture.boxes]
    for x, y in taken:
        assert 0 <= x <= picture.width - CARD_WIDTH
        assert 0 < y <= picture.height - CARD_HEIGHT
    by_column: dict[int, list[int]] = {}
    for x, y in taken:
        by_column.setdefault(x, []).append(y)
    for tops in by_column.values():
        tops.sort()
        assert all(low - high >= CARD_HEIGHT + 8 for high, low in pairwise(tops))


@every_chain
def test_forward_lines_pass_beside_boxes(name):
    picture = layout(CHAINS[name]())
    for band in picture.bands:
        for (x1, y1), (x2, y2) in zip(band.points[1:-1:2], band.points[2:-1:2], strict=True):
            if band.back:
                continue
            assert y1 == y2
            over = [box for box in picture.boxes if box.x < x2 and box.x + CARD_WIDTH > x1]
            assert not [box for box in over if box.y <= y1 <= box.y + CARD_HEIGHT]


@every_chain
def test_the_list_says_what_the_picture_says(name):
    chain = CHAINS[name]()
    tree = etree.fromstring(as_list(chain, "vi").encode())
    text = " ".join(tree.itertext())
    drawn = root(draw(chain, "vi"))
    for group in drawn.iter(f"{SVG}g"):
        if group.get("class", "").startswith(("ltp-card", "ltp-hole", "ltp-stack")):
            assert group.find(f"{SVG}title").text in text


def test_every_state_has_a_sign_beside_its_colour():
    cards = [
        chains.card(state, "packing", "1", state=state) for state in ("present", "derived", "defaulted", "conflicting")
    ]
    text = draw(chains.chain([chains.stage("packing")], cards), "en")
    for sign in "≈~≠":
        assert f">{sign}</text>" in text


def test_the_lot_in_question_has_the_thick_edge():
    tree = root(draw(chains.pangasius(), "vi"))
    thick = [g for g in tree.iter(f"{SVG}g") if g.find(f"{SVG}rect[@stroke-width='2.5']") is not None]
    assert [g.find(f"{SVG}title").text.split(",")[0] for g in thick] == ["PF-260412-01"]


def test_a_bar_tells_in_out_and_loss():
    text = draw(chains.pangasius(), "vi")
    assert "vào 20\u202f550 · ra 20\u202f120" in text
    assert "hao hụt 430 kg (2,1 %)" in text
    assert "in 20\u202f550 · out 20\u202f120" in draw(chains.pangasius(), "en")


def test_a_bar_of_unlike_units_has_no_sum():
    text = draw(chains.units_differ(), "vi")
    assert "khác đơn vị" in text
    assert "hao hụt" not in text


def test_a_gain_is_no_loss():
    cards = [chains.card("A", "receiving", "10"), chains.card("B", "processing", "12")]
    made = chains.chain(
        [chains.stage("receiving"), chains.stage("processing")],
        cards,
        joins=(chains.join("J", ["A"], ["B"], "10", "12"),),
    )
    assert "gain 2 kg (20.0 %)" in draw(made, "en")


def test_bands_share_one_scale_and_unlike_units_stay_lines():
    bands = {band.link.source: band for band in layout(chains.pangasius()).bands if band.link.target != "SSCC-1"}
    assert bands["AO-A3-26"].width == 26
    assert bands["AO-B1-26"].width == pytest.approx(26 * 8150 / 12400, abs=0.1)
    assert bands["AO-A3"].width == 0
    assert bands["HOLE-B1"].width == 0


def test_a_tiny_quantity_is_still_seen():
    cards = [chains.card(name, at, "1") for name, at in (("A", "receiving"), ("B", "processing"), ("C", "processing"))]
    flows = (chains.flow("A", "B", "100000"), chains.flow("A", "C", "0.001"))
    stages = [chains.stage("receiving"), chains.stage("processing")]
    assert [band.width for band in layout(chains.chain(stages, cards, flows=flows)).bands] == [26, 2.5]


def test_rework_is_a_dashed_arc_from_right_to_left():
    picture = layout(chains.rework())
    [arc] = [band for band in picture.bands if band.back]
    assert arc.points[0][0] > arc.points[-1][0]
    assert min(y for _, y in arc.points[1:3]) > max(box.y + CARD_HEIGHT for box in picture.boxes)
    assert max(x for x, _ in arc.points) + 22 <= picture.width
    assert 'class="ltp-back"' in draw(chains.rework(), "vi")


def test_things_packed_into_each_other_in_one_stage_stand_side_by_side():
    picture = layout(chains.aggregation())
    at = {box.content.id: box.x for box in picture.boxes}
    assert at["LOT-1"] < at["BOX-1"] < at["PALLET-1"] < at["CONT-1"]
    assert [lane.width for lane in picture.lanes] == [210, 630]
    assert draw(chains.aggregation(), "vi").count('class="ltp-packed"') == 13


def test_numbers_in_names_are_ordered_by_value():
    boxes = [box for box in layout(chains.aggregation()).boxes if box.lane == 0]
    assert [box.content.id for box in boxes] == ["LOT-1", "LOT-2", "LOT-10"]


def test_activities_of_one_lot_stand_below_each_other():
    boxes = {box.content.id: box for box in layout(chains.wide()).boxes}
    assert boxes["Vụ 1"].x == boxes["Vụ 2"].x == boxes["Vụ 3"].x
    assert boxes["Vụ 1"].y < boxes["Vụ 2"].y < boxes["Vụ 3"].y


def test_what_is_missing_after_a_card_of_its_stage_stands_below_it():
    cards = [chains.card("PXK", "shipping"), chains.card("PXK 2", "shipping")]
    holes = (chains.hole("H", "shipping", "Bên nhận: thiếu", "Receiver: missing"),)
    made = chains.chain(
        [chains.stage("shipping", 2, 3)], cards, holes=holes, flows=(chains.flow("PXK", "H", kind="missing"),)
    )
    boxes = {box.content.id: box for box in layout(made).boxes}
    assert boxes["H"].x == boxes["PXK"].x
    assert boxes["PXK"].y < boxes["H"].y < boxes["PXK 2"].y


def test_what_is_left_over_says_that_it_is_computed():
    assert "tính ra, chưa ghi" in draw(chains.pangasius(), "vi")
    assert "computed, not recorded" in as_list(chains.pangasius(), "en")


def test_up_to_200_contents_all_are_drawn():
    picture = layout(chains.many(200))
    assert len(picture.boxes) == 200
    assert picture.left_out == 0


def test_above_200_the_rest_of_a_lane_is_one_stack_and_is_counted():
    chain = chains.many(1001)
    picture = layout(chain)
    stacks = [box.content for box in picture.boxes if isinstance(box.content, Stack)]
    drawn = [box.content for box in picture.boxes if isinstance(box.content, Card)]
    assert len(stacks) == 2
    assert len(drawn) + picture.left_out == 1001
    assert sum(stack.count for stack in stacks) == picture.left_out
    assert "TP-3" in {card.id for card in drawn}
    total = sum((card.quantity or Decimal(0)) for card in [*drawn]) + sum(stack.totals[0][1] for stack in stacks)
    assert total == sum(card.quantity or 0 for card in chain.cards)
    assert f"{picture.left_out} cards are not drawn" in caption("en", picture)


def test_a_lane_of_many_keeps_the_faulty_the_largest_and_the_neighbours():
    drawn = {content.id for content in scene(chains.many(1001)).contents}
    assert {"NL-0", "NL-40", "NL-80"} <= drawn
    assert {f"NL-{n}" for n in range(492, 500)} <= drawn
    assert {f"NL-{n}" for n in range(10)} <= drawn


def test_above_5000_only_totals_of_lanes():
    picture = layout(chains.many(6000))
    assert [type(box.content) for box in picture.boxes] == [Stack, Stack]
    assert picture.left_out == 6000
    assert "+ 3\u202f000 lots" in draw(chains.many(6000), "en")


def test_more_than_twelve_lanes_merge_the_empty_ones_beside_each_other():
    lanes = scene(chains.wide()).lanes
    assert len(lanes) == 12
    assert lanes[2].names == ("02", "03", "04")
    assert "Bước 02 – Bước 04" in draw(chains.wide(), "vi")


def test_an_empty_stage_is_a_lane_only_when_it_is_required():
    stages = [chains.stage("a", required=False), chains.stage("b", 0, 0), chains.stage("packing", required=False)]
    lanes = scene(chains.chain(stages, [chains.card("A", "packing")])).lanes
    assert [lane.names for lane in lanes] == [("b",), ("packing",)]


def test_a_wide_picture_has_strips_for_print():
    picture = layout(chains.wide())
    assert picture.strips == ((0, 1260), (1260, 1260))
    assert layout(chains.pangasius()).strips == ()
    assert re.search(r'<g id="ltp-[0-9a-f]{10}-all">', draw(chains.wide(), "vi"))


def test_a_stage_the_profile_does_not_know_is_a_lane_of_its_own():
    text = draw(chains.chain([chains.stage("packing")], [chains.card("A", "drying"), chains.card("B", "")]), "vi")
    assert ">drying</text>" in text
    assert ">Công đoạn khác</text>" in text


def test_links_to_nothing_are_passed_over():
    cards = [chains.card("A", "packing")]
    made = chains.chain(
        [chains.stage("packing")],
        cards,
        flows=(chains.flow("A", "gone"), chains.flow("gone", "A"), chains.flow("A", "A")),
        joins=(chains.join("J", ["gone"], ["A"]), chains.join("K", ["A"], []), chains.join("L", [], [])),
    )
    root(draw(made, "vi"))
    etree.fromstring(as_list(made, "vi").encode())


def test_an_empty_chain_is_a_picture_too():
    root(draw(chains.chain([], []), "vi"))


def test_hostile_and_foreign_text_stays_text():
    text = draw(chains.foreign_text(), "vi")
    assert "<script" not in text
    assert "\u202e" not in text
    assert "[U+202E right-to-left override]" in text
    assert "\u0007" not in text


@st.composite
def random_chains(draw_):
    names = [row[0] for row in chains.STAGES]
    count = draw_(st.integers(1, 24))
    stages = st.sampled_from(names)
    quantities = st.none() | st.decimals("0", "1e6", places=2)
    cards = [
        Card(
            f"c{n}", f"k{draw_(st.integers(0, 8))}", "lot", draw_(stages), f"L {n}", draw_(quantities), "KGM", "", "", n
        )
        for n in range(count)
    ]
    ids = st.sampled_from([card.id for card in cards])
    kinds = st.sampled_from(["flow", "packed", "missing", "computed"])
    flows = draw_(st.lists(st.builds(Flow, ids, ids, kinds, quantities, st.sampled_from(["KGM", "H87"])), max_size=40))
    sides = st.lists(ids, max_size=5, unique=True)
    joins = [chains.join(f"j{n}", draw_(sides), draw_(sides)) for n in range(draw_(st.integers(0, 6)))]
    return chains.chain([chains.stage(name) for name in names], cards, flows=tuple(flows), joins=tuple(joins))


@given(random_chains())
def test_any_chain_is_drawn_without_overlap(chain):
    root(draw(chain, "en"))
    etree.fromstring(as_list(chain, "en").encode())
    columns: dict[int, list[int]] = {}
    for box in layout(chain).boxes:
        columns.setdefault(box.x, []).append(box.y)
    for tops in columns.values():
        tops.sort()
        assert all(low - high >= CARD_HEIGHT for high, low in pairwise(tops))


def test_200_contents_and_600_links_are_drawn_in_no_time():
    cards = [chains.card(f"c{n}", chains.STAGES[n % 6][0], str(n + 1)) for n in range(200)]
    flows = tuple(chains.flow(f"c{n}", f"c{(n * step + 1) % 200}", "5") for n in range(200) for step in (1, 7, 13))
    made = chains.chain([chains.stage(row[0]) for row in chains.STAGES], cards, flows=flows)
    draw(made, "vi")
    best = min(_seconds(made) for _ in range(3))
    assert best < 0.25, "the budget is 20 ms on a quiet machine"


def _seconds(chain) -> float:
    start = time.perf_counter()
    draw(chain, "vi")
    return time.perf_counter() - start
