"""Profiles and stage tables."""

import re

import pytest

from lienthong.checks.profile import profile_named, profile_names, stage_table, stage_table_for, stage_tables

PROFILE = "vn-nd37-2026"


def test_the_decree_asks_for_seven_items_of_every_lot():
    items = profile_named(PROFILE).fields.values()
    assert [item.name for item in items if item.required] == [
        "product_name", "product_image", "operator_name", "operator_address", "origin", "events", "standards",
    ]  # fmt: skip
    assert sum(item.consumer for item in items) == 9  # seven items; brand, lot and serial are one of them


def test_articles_follow_the_letters_of_the_decree():
    fields = profile_named(PROFILE).fields
    letters = {"product_name": "a", "origin": "đ", "events": "e", "lot": "g", "expiry": "h", "standards": "i"}
    assert {name: fields[name].article[-1] for name in letters} == letters


def test_a_profile_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        profile_named("vn-nothing")


@pytest.mark.parametrize("name", profile_names())
def test_every_row_is_whole(name):
    found = profile_named(name)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.valid_from)
    for item in found.fields.values():
        assert item.need in {"M", "IF", "C", "O"}
        assert item.mark in set("LNCDU")
        assert all(text[lang] for text in (item.term, item.who) for lang in ("vi", "en"))
        assert found.citation(item.name, "en").endswith(item.article)


@pytest.mark.parametrize("table", stage_tables().values(), ids=lambda table: table.name)
def test_stages_have_names_of_their_own_and_both_languages(table):
    assert len({stage.name for stage in table.stages}) == len(table.stages)
    assert any(stage.required for stage in table.stages)
    for stage in table.stages:
        assert all(text[lang] for text in (stage.title, stage.who) for lang in ("vi", "en"))


STAGES = [
    ("generic", "ObjectEvent", "ADD", "commissioning", "start"),
    ("generic", "TransformationEvent", "", "commissioning", "transformation"),
    ("generic", "AggregationEvent", "ADD", "packing", "packing"),
    ("generic", "AggregationEvent", "ADD", "", "packing"),
    ("generic", "ObjectEvent", "OBSERVE", "https://ns.example.vn/step/watering", "care"),
    ("generic", "ObjectEvent", "OBSERVE", "encoding", ""),
    ("rice", "TransformationEvent", "", "commissioning", "milling"),
    ("rice", "TransformationEvent", "", "https://ns.example.vn/step#drying", "drying"),
    ("rice", "TransformationEvent", "", "packing", "packaging"),
    ("rice", "ObjectEvent", "ADD", "creating_class_instance", "harvest"),
    ("rice", "ObjectEvent", "OBSERVE", "urn:example:step:pesticide", "pesticide"),
    ("aquatic", "ObjectEvent", "ADD", "commissioning", "farming"),
    ("aquatic", "ObjectEvent", "ADD", "creating_class_instance", "harvest"),
    ("aquatic", "TransformationEvent", "", "https://ns.example.vn/harvesting", "harvest"),
    ("aquatic", "TransformationEvent", "", "commissioning", "processing"),
    ("aquatic", "ObjectEvent", "OBSERVE", "shipping", "distribution"),
]


@pytest.mark.parametrize(("table", "kind", "action", "step", "stage"), STAGES)
def test_an_event_belongs_to_the_stage_with_the_closest_pattern(table, kind, action, step, stage):
    event = {"type": kind, "action": action, "bizStep": step}
    assert stage_table(table).stage_of({name: value for name, value in event.items() if value}) == stage


@pytest.mark.parametrize(
    ("goods", "table"),
    [("Gạo thơm An Giang", "rice"), ("CÁ TRA PHI LÊ", "aquatic"), ("Ca dao", "generic"), ("", "generic")],
)
def test_goods_choose_their_table_by_whole_words_with_their_tones(goods, table):
    assert stage_table_for([goods]).name == table
