"""Profiles: their rows counted against the law, complete lots and lots that lack one item, choice by case."""

import re

import pytest

from lienthong.checks.case import Case
from lienthong.checks.profile import mark_text
from lienthong.checks.profile_file import read_profile, shared_items
from lienthong.checks.profiles import active, all_profiles, find_profile, profile_named, profile_names, run_examples
from lienthong.shelf import data
from tests.checks.complete import EVENT, cases_of, complete_lot, of_events

MAIN = "vn-nd37-2026"
MANDATORY = {
    "vn-tt02-2024": 8, "vn-nd37-2026": 7, "vn-moit-tt31-trace": 7, "vn-moit-tt31-id": 5, "vn-dpp-nd37": 7,
    "vn-vnpc-nd37": 8,
}  # fmt: skip
OPEN_LISTS = {"vn-mae-2026", "vn-moh-tt25-2019"}
"""Profiles whose list of items is not known; their note says so."""
VALID = {
    "vn-tt02-2024": "2024-06-01", "vn-nd37-2026": "2026-01-23", "vn-consumer-view": "2026-01-23",
    "vn-dpp-nd37": "2026-01-23", "vn-elabel-nd37": "2026-01-23", "vn-vnpc-nd37": "2026-01-23",
    "vn-moit-tt31-id": "2026-07-01", "vn-moit-tt31-trace": "2027-01-01", "vn-mard-tt17-2021": "2022-02-02",
    "vn-moh-tt25-2019": "2019-10-16", "vn-nd46-2026": "2026", "vn-mae-2026": "2026-07-01", "vn-mps-draft2": "",
}  # fmt: skip


def test_thirteen_profiles_with_their_dates():
    assert {name: profile_named(name).valid_from for name in profile_names()} == VALID
    assert len(VALID) == 13


@pytest.mark.parametrize(("name", "count"), MANDATORY.items())
def test_mandatory_items_are_as_many_as_the_law_lists(name, count):
    assert sum(item.required for item in profile_named(name).fields.values()) == count


def test_the_barcode_register_asks_for_its_eight_items_in_seven_fields():
    required = [item for item in profile_named("vn-vnpc-nd37").fields.values() if item.required]
    assert len({item.row or item.name for item in required}) == 7


@pytest.mark.parametrize("name", [MAIN, "vn-consumer-view", "vn-moit-tt31-trace"])
def test_a_consumer_is_shown_seven_items(name):
    assert profile_named(name).consumer_rows == [
        row
        for row in profile_named(name).fields
        if row in {"product_name", "product_image", "operator_name", "operator_address", "origin", "brand", "expiry"}
    ]
    assert len(profile_named(name).consumer_rows) == 7


def test_articles_follow_the_letters_of_the_decree():
    fields = profile_named(MAIN).fields
    letters = {"product_name": "a", "origin": "đ", "events": "e", "lot": "g", "expiry": "h", "standards": "i"}
    assert {name: fields[name].article[-1] for name in letters} == letters


def test_a_profile_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        profile_named("vn-nothing")


@pytest.mark.parametrize("name", profile_names())
def test_every_row_is_whole(name):
    found = profile_named(name)
    assert re.fullmatch(r"(\d{4}(-\d\d-\d\d)?)?", found.valid_from)
    assert found.name == name
    assert bool(found.fields) == (name not in OPEN_LISTS)
    assert found.fields or found.note["vi"]
    for item in found.fields.values():
        assert (item.need == "C") <= bool(item.when)
        assert not (item.need == "M" and item.when)
        assert all(text[lang] for text in (item.term, item.who) for lang in ("vi", "en"))
        shown = found.citation(item.name, "en")
        assert shown.endswith("[D]") == (item.mark == "D")
        assert item.article in shown


def test_every_shared_item_is_asked_for_by_a_profile_and_marks_have_words():
    asked = {name for profile in all_profiles("") for name in profile.fields}
    assert set(shared_items()) == asked
    assert all(mark_text(mark, lang) for mark in "LNCDU" for lang in ("vi", "en"))


CASES = [(name, case) for name in profile_names() for case in cases_of(profile_named(name))]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_complete_lot_passes_and_a_lot_without_one_item_lacks_just_that_with_its_article(name, case):
    profile = profile_named(name)
    assert profile.lacking(case, complete_lot(profile, case)) == []
    for item in profile.items(case):
        lacks = profile.lacking(case, complete_lot(profile, case, without=item.field.name))
        assert [(one.name, one.article) for one in lacks] == (
            [(item.field.name, item.field.article)] if item.required else []
        )


@pytest.mark.parametrize("name", sorted(set(profile_names()) - OPEN_LISTS))
def test_every_item_that_may_be_asked_for_is_asked_for_in_some_case(name):
    profile = profile_named(name)
    asked = {item.field.name for case in cases_of(profile) for item in profile.items(case) if item.required}
    assert asked == {item.name for item in profile.fields.values() if item.need in {"M", "C"} or item.must}


def test_an_event_that_lacks_its_time_or_place_leaves_the_events_unfinished():
    profile = profile_named(MAIN)
    told = complete_lot(profile, Case())
    for part in ("time", "place", "traceCode"):
        holed = type(told)(told.values, [EVENT, {**EVENT, part: ""}])
        assert [item.name for item in profile.lacking(Case(), holed)] == ["events"]


def test_events_are_the_only_items_without_a_value_of_their_own():
    named = {item.name for profile in all_profiles("") for item in profile.fields.values() if of_events(item)}
    assert named == {"events", "stage_records", "traceability_info"}


CHOICES = {
    "before the decree": ("2026-01-22", ["rice"], "grower", ["vn-mard-tt17-2021", "vn-tt02-2024"]),
    "rice of a grower": (
        "2026-08-01", ["rice"], "grower",
        ["vn-consumer-view", "vn-dpp-nd37", "vn-elabel-nd37", "vn-mae-2026", "vn-mard-tt17-2021", "vn-nd37-2026",
         "vn-tt02-2024", "vn-vnpc-nd37"],
    ),
    "goods of the trade ministry's list": (
        "2027-01-01", ["moit-high-risk"], "carrier",
        ["vn-consumer-view", "vn-dpp-nd37", "vn-moit-tt31-id", "vn-moit-tt31-trace", "vn-nd37-2026", "vn-tt02-2024"],
    ),
    "the day before full tracing": (
        "2026-12-31", ["moit-high-risk"], "carrier",
        ["vn-consumer-view", "vn-dpp-nd37", "vn-moit-tt31-id", "vn-nd37-2026", "vn-tt02-2024"],
    ),
    "goods not told": (
        "2026-08-01", [], "carrier", ["vn-consumer-view", "vn-dpp-nd37", "vn-nd37-2026", "vn-tt02-2024"],
    ),
    "food: what is on hold stays off": (
        "2026-08-01", ["packaged-food"], "carrier", ["vn-consumer-view", "vn-dpp-nd37", "vn-nd37-2026", "vn-tt02-2024"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("day", "goods", "role", "expected"), CHOICES.values(), ids=CHOICES)
def test_profiles_are_chosen_by_day_goods_and_role(day, goods, role, expected):
    assert [profile.name for profile in active(day, goods=goods, role=role, folder="")] == expected


@pytest.mark.parametrize("name", profile_names())
def test_examples_inside_a_profile_hold(name):
    assert [
        (result.example.say, list(result.got)) for result in run_examples(profile_named(name)) if not result.ok
    ] == []


OWN = """
profile: cua-hang-sach
title: {vi: Yêu cầu của cửa hàng, en: What a shop asks}
instrument: hợp đồng 12
short: {vi: Hợp đồng 12, en: Contract 12}
full: {vi: Hợp đồng số 12, en: Contract No. 12}
valid from: 2026-01-01
mark: C
goods: [produce]
fields:
  product_name: {need: M, article: "3", mark: C}
  harvest_photo:
    need: C
    when: {role: [grower]}
    article: "4"
    mark: C
    term: {vi: Ảnh ruộng, en: Photo of the field}
    who: office
examples:
  - say: một người trồng chưa gửi ảnh
    case: {role: grower}
    lot: {product_name: Xoài}
    lacks: [harvest_photo]
"""


def test_a_firm_adds_a_profile_as_one_file(tmp_path, monkeypatch):
    (tmp_path / "shop.yaml").write_text(OWN, encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_PROFILES", str(tmp_path))
    for name in ("cua-hang-sach", "shop", str(tmp_path / "shop.yaml")):
        found = find_profile(name).profile
        assert found is not None
        assert found.fields["harvest_photo"].who == data("vn/items.yaml")["suppliers"]["office"]
        assert [result.ok for result in run_examples(found)] == [True]
    assert "cua-hang-sach" in [profile.name for profile in active("2026-02-01", goods=["produce"])]
    assert "cua-hang-sach" not in [profile.name for profile in active("2026-02-01", goods=["aquatic"])]


FAULTS = {
    "no yaml": ("profile: [", "", "profile.file", 2),
    "a part that is not there": ("mark: C\n", "", "profile.lacks", 2),
    "a part nobody knows": ("goods:", "good:", "profile.word", 9),
    "a need nobody knows": ("need: M", "need: must", "profile.word", 11),
    "goods nobody knows": ("[produce]", "[prodce]", "profile.word", 9),
    "a case nobody knows": ("{role: [grower]}", "{job: [grower]}", "profile.word", 14),
    "a value of a case nobody knows": ("{role: [grower]}", "{role: [baker]}", "profile.word", 14),
    "conditional without its case": ("    when: {role: [grower]}\n", "", "profile.case", 12),
    "an item nobody has a term for": ("    who: office\n", "", "profile.item", 12),
    "one language only": ("{vi: Ảnh ruộng, en: Photo of the field}", "{vi: Ảnh ruộng}", "profile.both", 17),
    "an example of an item it does not have": ("lacks: [harvest_photo]", "lacks: [photo]", "profile.word", 20),
    "fields that are no fields": (
        "product_name: {need: M, article: \"3\", mark: C}", "product_name: M", "profile.section", 11,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_a_profile_is_told_at_its_line(old, new, code, line):
    text = OWN.replace(old, new, 1) if old in OWN else old
    read = read_profile(text, "shop.yaml")
    assert read.profile is None
    assert (read.findings[0].code, read.findings[0].place.row) == (code, line)


def test_a_profile_of_ones_own_may_not_bear_a_shipped_name_and_must_be_there(tmp_path):
    file = tmp_path / "x.yaml"
    assert [found.code for found in find_profile(str(file)).findings] == ["profile.unread"]
    file.write_text(OWN.replace("cua-hang-sach", MAIN), encoding="utf-8")
    assert [found.code for found in find_profile(str(file)).findings] == ["profile.taken"]
