"""EPC URIs as Digital Links and back: remembered or not, the answer is that of the way over the AI values."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.gs1 import digital_link, epc_uri, translation
from adapters.gs1.translation import link_of, urn_of
from lienthong.plugs import Refusal

TAILS = st.text("0123456789ABCxyz-.%2F/*é٣", max_size=22)
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


@pytest.mark.parametrize("length", [7, 8, 9])
def test_the_length_of_the_prefix_is_minded_each_time(length):
    link = "https://ta.vn/01/08934567000017/21/7"
    prefix, reference = "893456700001"[:length], "893456700001"[length:]
    assert urn_of(link, length) == f"urn:epc:id:sgtin:{prefix}.0{reference}.7"


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(translation, "REMEMBERED", 4)
    for number in range(20):
        link_of(f"urn:epc:id:sgtin:8934567.{number:06d}.A")
    assert len(translation._links) <= 4
