"""Codes and places in a mapping: what is certain becomes data, what is not is told, and both executors agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.mapping.examples import run_examples
from lienthong.plugs import installed
from tests.mapping.run.sheets import fitted, headings, tree_of
from tests.mapping.run.test_twins import same

MAPPING = """
mapping: test/places
from:
  table:
    columns:
      lot: {named: [Lô], read: text | required}
      day: {named: [Ngày], read: date(d/M/y)}
      tax: {named: [MST], read: vn.tax_code}
      person: {named: [CCCD], read: vn.citizen_number}
      area: {named: [Mã vùng trồng], read: vn.area_code}
      stars: {named: [OCOP], read: vn.ocop_stars}
      decided: {named: [Ngày quyết định], read: date(d/M/y)}
      address: [Địa chỉ]
      ward: [Xã]
      district: [Huyện]
      province: [Tỉnh]
settings: {zone: +07:00, id_base: "https://id.example.vn"}
namespaces: {vnx: "https://ns.example.vn/trace/"}
every event: {eventTimeZoneOffset: zone}
events:
  - rule: lot
    each: row
    type: ObjectEvent
    action: ADD
    eventTime: const(2026-03-02) | date(y-M-d) | at(07:00)
    quantityList:
      - epcClass: lot | own_link(lot)
    ilmd:
      vnx:tax: tax
      vnx:person: person
      vnx:area: area
      vnx:stars: stars
      vnx:starsEnd: decided | vn.ocop_end
      vnx:address: address
      vnx:rest: address | vn.address(rest, day)
      vnx:wardNow: address | vn.address(ward_now_code, day)
      vnx:ward: ward | vn.ward(now_code, province, district, day) else drop
      vnx:province: province | vn.province(now_code, day) else drop
examples:
  - say: an old address and codes
    rows:
      - lot: A
        day: 02/05/2024
        tax: "0100000003"
        person: "089089012345"
        area: VN-AGOR-0001
        stars: 4 sao
        decided: 31/03/2026
        address: "Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, An Giang"
        ward: Vĩnh Hanh
        district: Châu Thành
        province: An Giang
    gives: {events: 1}
    shows:
      /0/ilmd/vnx:tax: "0100000003"
      /0/ilmd/vnx:person: "*********345"
      /0/ilmd/vnx:area: VN-AGOR-0001
      /0/ilmd/vnx:stars: "4"
      /0/ilmd/vnx:starsEnd: "2029-03-31"
      /0/ilmd/vnx:address: "Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, An Giang"
      /0/ilmd/vnx:rest: Ấp Vĩnh Thuận
      /0/ilmd/vnx:wardNow: "30619"
      /0/ilmd/vnx:ward: "30619"
      /0/ilmd/vnx:province: "91"
  - say: a code without a day, a split ward and an address that stays whole
    rows:
      - {lot: B, ward: Phú Hội, district: An Phú, province: An Giang, address: "Long Xuyên, An Giang"}
      - {lot: C, province: "91", address: kho 2}
      - {lot: D, province: "91", day: 30/06/2025}
      - {lot: E, ward: phường Long Xuyên, province: An Giang, day: 02/03/2026}
    gives: {events: 4}
    shows:
      /0/ilmd/vnx:address: Long Xuyên, An Giang
      /0/ilmd/vnx:rest: Long Xuyên
      /0/ilmd/vnx:province: "91"
      /2/ilmd/vnx:province: "91"
      /3/ilmd/vnx:ward: "30307"
    finds: [vn.address-part, vn.ward-split, vn.province-date]
  - say: codes of other forms
    rows:
      - {lot: F, tax: "100000003"}
      - {lot: G, person: "99089012345"}
      - {lot: H, area: vùng 5}
    gives: {events: 1, refused: 2}
    finds: [vn.tax-code, vn.citizen-number, vn.area-code]
"""
TREE = tree_of(MAPPING)
POOLS = [
    ["A", "B"],
    ["", "02/05/2024", "30/06/2025", "02/03/2026"],
    ["", "0100000003", "0100000000", "12"],
    ["", "089089012345", "99089012345"],
    ["", "VN-AGOR-0001", "vùng 5"],
    ["", "4 sao", "2 sao"],
    ["", "31/03/2026"],
    ["", "xã Vĩnh Hanh, huyện Châu Thành, An Giang", "Long Xuyên, An Giang", "phường Long Xuyên, An Giang", "kho 2"],
    ["", "Vĩnh Hanh", "Phú Hội", "phường Long Xuyên", "30307", "không có"],
    ["", "Châu Thành", "An Phú"],
    ["", "An Giang", "91", "Kiên Giang", "Hà Tây"],
]


@pytest.mark.parametrize("number", range(3))
def test_examples(number):
    result = run_examples(TREE, installed().catalogue)[number]
    assert (result.misses, result.unexpected) == ([], [])


@given(st.lists(st.tuples(*map(st.sampled_from, POOLS)).map(list), max_size=6))
def test_both_executors_agree(rows):
    run = fitted(TREE, {"": [headings(TREE), *rows]})
    for left, right in zip(run.outcomes(), run.outcomes(quick=False), strict=True):
        same(left, right)


def test_no_outcome_tells_a_citizen_number():
    row = ["A", "", "", "99089012345", *[""] * 7]
    findings = [one for outcome in fitted(TREE, {"": [headings(TREE), row]}).outcomes() for one in outcome.findings]
    assert [finding.code for finding in findings] == ["vn.citizen-number"]
    assert "99089012" not in str([dict(finding.facts) for finding in findings])
