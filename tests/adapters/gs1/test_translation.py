"""EPC URIs as Digital Links and back: remembered or not, the answer is that of the way over the AI values."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.gs1 import digital_link, epc_uri, starts, translation
from adapters.gs1.check_digit import check_digit
from adapters.gs1.translation import link_of, urn_of
from lienthong.plugs import Refusal

TAILS = st.text("0123456789ABCxyz-.%2F/*é٣", max_size=22) | st.sampled_from(
    ["*", "0", "00001", "1000000017", "000000017", "00000001234", "0000000017", "A" * 23, "A" * 24]
)
HEADS = [
    "urn:epc:id:sgtin:8934567.000001",
    "urn:epc:class:lgtin:8934567.000001",
    "urn:epc:idpat:sgtin:8934567.000001",
    "urn:epc:id:sgln:8934567.00001",
    "urn:epc:id:sscc:8934567",
    "urn:epc:id:grai:8934567.00001",
    "urn:epc:id:gdti:8934567.00001",
    "urn:epc:id:sgcn:8934567.00001",
    "urn:epc:id:cpi:8934567.A1",
    "urn:epc:id:itip:8934567.000001.01.02",
    "urn:epc:id:upui:8934567.000001",
    "urn:epc:id:giai:8934567",
    "urn:epc:id:giai:8934567.A",
    "urn:epc:id:ginc:8934567",
    "urn:epc:id:gsin:8934567",
    "urn:epc:id:pgln:8934567",
    "urn:epc:id:pgln:893456700001",
    "urn:epc:id:gsrnp:8934567",
    "urn:epc:idpat:grai:8934567.00001",
    "urn:epc:class:lgtin:893456.000001",
    "urn:epc:id:sgtin:89345",
    "urn:epc:id:gid:8934567.1",
]


def outcome(call, *arguments):
    try:
        return call(*arguments)
    except Refusal as refusal:
        return refusal.code


def by_values(urn):
    elements = epc_uri.elements(urn)
    if not elements:
        raise Refusal("gs1.link-keyless")
    return digital_link.write(elements)


def of_values(link, length):
    return epc_uri.write(digital_link.elements(link), length)


@given(st.sampled_from(HEADS), st.lists(TAILS, min_size=1, max_size=4))
@example(HEADS[3], ["KHO1", "0", "00", "1"])
@example(HEADS[0], ["1", "123456789012345678901", "0", "A"])
@example(HEADS[8], ["1", "01", "0", "A"])
def test_a_urn_gives_the_link_of_its_values(head, tails):
    for tail in tails:
        urn = f"{head}.{tail}"
        assert outcome(link_of, urn) == outcome(by_values, urn)


@given(st.sampled_from(HEADS), st.lists(TAILS, min_size=1, max_size=4))
@example(HEADS[3], ["KHO1", "0", "1"])
def test_a_link_gives_the_urn_it_came_from(head, tails):
    for tail in tails:
        link = outcome(link_of, f"{head}.{tail}")
        # TDS lets a part have the serial 0, which AI 8011 does not
        if link.startswith("https:") and not link.endswith("/8011/0"):
            urn = urn_of(link, 7)
            assert urn == epc_uri.write(digital_link.elements(link), 7)
            assert link_of(urn) == link


DIGITS = st.text("0123456789", min_size=18, max_size=18)
SIZES = {"00": 18, "01": 14, "414": 13, "417": 13, "8017": 18, "8018": 18, "402": 17, "253": 13, "255": 13, "8003": 13}
STEMS = [
    "https://id.gs1.org",
    "http://e.vn/01/07/s",
    "https://e.vn/01/09521234000013",
    "https://e.vn/10",
    "ftp://e.vn",
    "",
]


@st.composite
def links(draw):
    ai = draw(st.sampled_from([*SIZES, "8004", "401", "8010", "8006", "415"]))
    body = draw(DIGITS)[: SIZES.get(ai, 14) - 1]
    # now and then the check digit is wrong, or the digits are not those of ASCII
    value = body + (check_digit(body) if draw(st.integers(0, 5)) else draw(st.sampled_from("0٣A")))
    value = ("0" if ai == "8003" and draw(st.integers(0, 5)) else "") + value
    value += draw(TAILS) if ai in {"253", "255", "8003", "8004", "401", "8010"} else "0102" if ai == "8006" else ""
    further = draw(st.lists(st.sampled_from(["21", "10", "22", "235", "254", "7040", "8011", "8019"]), max_size=2))
    parts = [part for name in further for part in (name, draw(TAILS))]
    query = draw(st.sampled_from(["", "", "", "?17=261130", "#x"]))
    return "/".join([draw(st.sampled_from(STEMS)), ai, value, *parts]) + query


@given(st.lists(links(), min_size=1, max_size=3), st.sampled_from([0, 5, 6, 7, 11, 12, 13]))
@example(["https://id.gs1.org/01/08934567000018/21/7"], 7)
@example(["https://id.gs1.org/01/08934567000017/21/7", "https://id.gs1.org/01/0893456700001٧/21/7"], 7)
@example(["https://id.gs1.org/8006/000000000000000102/10/0"], 6)
@example(["https://id.gs1.org/8003/18934567000017S"], 7)
@example(["https://id.gs1.org/8004/893456", "https://id.gs1.org/8004/8934567"], 6)
@example(["https://id.gs1.org/414/8934567000017/254/0", "https://id.gs1.org/414/8934567000017"], 7)
def test_a_link_gives_the_urn_of_its_values(several, length):
    for link in several * 2:
        assert outcome(urn_of, link, length) == outcome(of_values, link, length)


@pytest.mark.parametrize("length", [7, 8, 9])
def test_the_length_of_the_prefix_is_minded_each_time(length):
    link = "https://ta.vn/01/08934567000017/21/7"
    prefix, reference = "893456700001"[:length], "893456700001"[length:]
    assert urn_of(link, length) == f"urn:epc:id:sgtin:{prefix}.0{reference}.7"


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(starts, "REMEMBERED", 4)
    for number in range(20):
        link = link_of(f"urn:epc:id:sgtin:8934567.{number:06d}.A")
        assert urn_of(link, 7) == f"urn:epc:id:sgtin:8934567.{number:06d}.A"
    assert len(translation.link_starts) <= 4
    assert len(translation._urns) <= 4
