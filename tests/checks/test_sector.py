"""Sectors: their tables counted, their stages and key data whole, events put into stages, goods into sectors."""

import pytest
from openpyxl import load_workbook

from lienthong.checks.case import case_words
from lienthong.checks.key_data import find_datum, key_data
from lienthong.checks.sector import sector_for, stage_table, stage_tables
from lienthong.shelf import data

ROWS = {"rice": 11, "produce": 10, "aquatic": 9, "generic": 6, "wild-caught": 13, "packaged-food": 8}
TABLES = pytest.mark.parametrize("table", stage_tables().values(), ids=lambda table: table.name)


def test_tables_have_as_many_rows_as_the_working_schemas():
    assert {table.name: len(table.rows) for table in stage_tables().values()} == ROWS


@TABLES
def test_stages_are_whole(table):
    assert len({stage.name for stage in table.stages}) == len(table.stages)
    assert any(stage.required for stage in table.stages)
    assert table.name in case_words()["goods"]
    for stage in table.stages:
        assert all(text[lang] for text in (stage.title, stage.who) for lang in ("vi", "en"))
        assert stage.role in case_words()["role"]
        assert stage.data or stage.beside
        assert len({datum.name for datum in stage.data}) == len(stage.data)


@TABLES
def test_a_stage_said_in_cbv_words_or_its_own_belongs_to_its_table(table):
    for stage in table.stages:
        assert stage.cbv
        for pattern in stage.match:
            for step in pattern.steps:
                event = {"type": pattern.event or "ObjectEvent", "action": pattern.action or "OBSERVE", "bizStep": step}
                assert table.stage_of(event)


def test_every_key_datum_is_known_and_every_known_one_used():
    known = data("tcvn/key-data.yaml")["key data"]
    used = {datum.name for table in stage_tables().values() for stage in table.stages for datum in stage.data}
    assert used | {"whole_rice_yield"} == set(known)
    assert all(row["title"][lang] for row in known.values() for lang in ("vi", "en"))


@pytest.mark.parametrize(
    ("stage", "lacking"),
    [("catch", 28), ("on_board", 21), ("transshipment", 21), ("landing", 16), ("aggregation", 12), ("transfer", 12),
     ("processing", 16)],
)  # fmt: skip
def test_the_matrix_gives_each_stage_its_key_data(stage, lacking):
    asked = key_data(stage_table("wild-caught").stage(stage), {"type": "ObjectEvent"})
    assert sum(one.lacking for one in asked) == lacking == len(asked)


def test_each_authorisation_is_asked_for_at_its_own_stage_only():
    at = {
        datum.name: stage.name
        for stage in stage_table("wild-caught").stages
        for datum in stage.data
        if datum.name.endswith("_authorisation")
    }
    assert at == {
        "fishing_authorisation": "catch",
        "transshipment_authorisation": "transshipment",
        "landing_authorisation": "landing",
    }


DATA = {
    "in an extension": ("variety", {"ex:variety": "OM 18"}, "/ex:variety"),
    "in another case of letters": ("pre_harvest_interval", {"ex:PHI": "14"}, "/ex:PHI"),
    "in the lot's data": ("variety", {"ilmd": {"vnx:variety": "OM 18"}}, "/ilmd/vnx:variety"),
    "an empty one is none": ("variety", {"ilmd": {"vnx:variety": ""}}, None),
    "of a quantity": ("quantity", {"quantityList": [{"epcClass": "urn:x"}, {"epcClass": "urn:y", "quantity": 1}]},
                      "/quantityList/1/quantity"),
    "a place": ("address", {"readPoint": {"id": "urn:p"}}, "/readPoint/id"),
    "nowhere": ("laboratory", {"readPoint": {"id": "urn:p"}}, None),
    "a member of the standard is no name of ours": ("condition", {"type": "ObjectEvent"}, None),
}  # fmt: skip


@pytest.mark.parametrize(("name", "event", "at"), DATA.values(), ids=DATA)
def test_where_key_data_are_found(name, event, at):
    found = find_datum(name, event)
    assert (found.at if found else None) == at


def test_a_unit_code_is_asked_for_only_where_a_unit_is_formed():
    packing = stage_table("generic").stage("packing")
    assert [one.lacking for one in key_data(packing, {"type": "AggregationEvent"})] == [True]
    assert key_data(packing, {"type": "TransformationEvent"}) == []


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
    ("produce", "ObjectEvent", "ADD", "creating_class_instance", "harvest"),
    ("produce", "TransformationEvent", "", "commissioning", "sorting"),
    ("wild-caught", "ObjectEvent", "ADD", "urn:gdst:bizstep:fishingEvent", "catch"),
    ("wild-caught", "AggregationEvent", "DELETE", "unpacking", "aggregation"),
    ("packaged-food", "TransformationEvent", "", "", "processing"),
]


@pytest.mark.parametrize(("table", "kind", "action", "step", "stage"), STAGES)
def test_an_event_belongs_to_the_stage_with_the_closest_pattern(table, kind, action, step, stage):
    event = {"type": kind, "action": action, "bizStep": step}
    assert stage_table(table).stage_of({name: value for name, value in event.items() if value}) == stage


GOODS = [
    ("Gạo thơm An Giang", "rice"), ("CÁ TRA PHI LÊ", "aquatic"), ("Ca dao", "generic"), ("", "generic"),
    ("Bánh tráng gạo", "packaged-food"), ("Xoài cát Hòa Lộc", "produce"), ("Cá ngừ đại dương", "wild-caught"),
    ("Nước mắm cá cơm", "packaged-food"), ("Dưa hấu", "produce"), ("Rice noodles", "packaged-food"),
]  # fmt: skip


@pytest.mark.parametrize(("goods", "table"), GOODS)
def test_the_first_word_that_names_goods_chooses_the_table(goods, table):
    assert sector_for([goods]).name == table


CTES = ["catch", "on_board", "transshipment", "landing", "aggregation", "transfer", "processing"]


def test_the_matrix_is_that_of_the_pilot(vector_set):
    """Each key datum stands at the stages where the pilot's sheet marks it, in the order of that sheet."""
    book = load_workbook(vector_set("field/vn-gdst-vessel") / "docs" / "InformationSummary.xlsx", read_only=True)
    theirs = [
        {stage for stage, mark in zip(CTES, row[5:12], strict=True) if mark == "X"}
        for row in book.worksheets[0].iter_rows(min_row=5, values_only=True)
    ]
    table = stage_table("wild-caught")
    at = {
        name: {stage.name for stage in table.stages if name in {d.name for d in stage.data}} for name in _names(table)
    }
    assert list(at.values()) == [stages for stages in theirs if stages]


def _names(table):
    return [name for row in table.rows for name in row.data]


def test_scopes_of_standards_name_roles_that_there_are():
    for row in data("tcvn/roles.yaml")["standards"].values():
        assert set(row["in"]) <= set(case_words()["role"])
