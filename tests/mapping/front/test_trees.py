"""Mappings that are right: they load clean, and the tree says what the executors need to know."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from lienthong.mapping.describe import listing, steps_form
from lienthong.mapping.load import Loaded, find, load
from lienthong.mapping.lookups import LateRows
from lienthong.mapping.tree import Leaf, ListField, MappingTree, ObjectField
from lienthong.plugs import Function, installed
from lienthong.shelf import ShelfError, mapping_names

CLEAN = Path(__file__).parent / "clean"
NOTES = {"pond-diary": ["mapping.memory-group"], "joined-sheets": ["mapping.memory-table", "mapping.unused-table"]}


def clean(name: str, **settings: str) -> MappingTree:
    loaded = told(name, **settings)
    assert loaded.tree, loaded.errors
    return loaded.tree


def told(name: str, **settings: str) -> Loaded:
    text = (CLEAN / f"{name}.yaml").read_text(encoding="utf-8")
    return load(text, f"{name}.yaml", installed().functions, settings)


def leaf(tree: MappingTree, rule: int, name: str) -> Leaf:
    field = next(field for field in tree.rules[rule].fields if field.name == name)
    assert isinstance(field, Leaf)
    return field


def entries(tree: MappingTree, rule: int, name: str) -> ListField:
    field = next(field for field in tree.rules[rule].fields if field.name == name)
    assert isinstance(field, ListField)
    return field


@pytest.mark.parametrize("file", sorted(CLEAN.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_worked_mapping_loads_clean(file: Path) -> None:
    loaded = told(file.stem)
    assert loaded.tree
    assert [finding.code for finding in loaded.findings] == NOTES.get(file.stem, [])


@pytest.mark.parametrize("name", mapping_names())
def test_a_shipped_mapping_loads_without_errors(name: str) -> None:
    text, label = find(name)
    loaded = load(text, label, installed().functions)
    assert loaded.tree
    assert loaded.tree.name == name
    assert {finding.code for finding in loaded.findings} <= {"mapping.memory-group", "mapping.memory-table"}


def test_the_shipped_mappings_are_listed_with_titles_in_both_languages() -> None:
    rows = listing()
    assert [row.name for row in rows] == mapping_names()
    assert all(row.title["vi"] and row.title["en"] and row.reads for row in rows)


@pytest.mark.parametrize("name", ["farm/lot-sheat", "nowhere.yaml", "../pyproject"])
def test_a_mapping_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(ShelfError) as fault:
        find(name)
    assert fault.value.code == "mapping.not-found"
    assert fault.value.facts["near"] == ("farm/lot-sheet" if "sheat" in name else "")


def test_fields_stand_in_the_order_of_the_shape_and_extensions_behind() -> None:
    tree = clean("pond-diary")
    names = [field.name for field in tree.rules[0].fields]
    assert names == ["eventTime", "eventTimeZoneOffset", "quantityList", "action", "bizStep",
                     "ao:pond", "ao:sacks", "ao:works"]  # fmt: skip


def test_a_group_takes_its_names_up_and_stands_between_sheet_and_row() -> None:
    tree = clean("pond-diary")
    assert [(level.name, level.parent) for level in tree.levels.values()] == [
        ("sheet", ""), ("row", "pond_crop"), ("pond_crop", "sheet"),
    ]  # fmt: skip
    levels = {column.text: column.level for column in tree.tables[0].columns}
    assert levels["crop"] == levels["caught"] == "pond_crop"
    assert levels["work"] == "row"
    assert tree.groups[0].repeats_once
    assert not tree.groups[0].adjacent


def test_a_must_knows_its_code_and_its_note() -> None:
    test = clean("pond-diary").must[0]
    assert (test.op, test.code, test.note, test.text) == (">=", "mapping.must-order", True, "drained >= stocked")


def test_codes_are_constants_and_settings_too() -> None:
    tree = clean("pond-diary")
    assert leaf(tree, 0, "action").line.constant
    assert leaf(tree, 0, "eventTimeZoneOffset").line.constant
    assert not leaf(tree, 0, "eventTimeZoneOffset").line.empty
    assert not leaf(tree, 0, "eventTime").line.constant
    assert not leaf(tree, 0, "eventTime").line.empty
    assert leaf(tree, 0, "ao:pond").line.empty


def test_a_total_over_the_rows_of_a_group_is_one_value() -> None:
    line = leaf(clean("pond-diary"), 0, "ao:sacks").line
    assert (line.type, line.constant, line.empty) == ("number", False, True)


def test_when_makes_a_line_that_may_be_empty() -> None:
    works = entries(clean("pond-diary"), 0, "ao:works").entries[0]
    feed = next(field for field in works.fields if field.name == "ao:feed")
    assert isinstance(feed, Leaf)
    assert feed.line.when[0].bound == Decimal(0)
    assert feed.line.empty


def test_names_of_a_rule_are_all_it_uses_settings_aside() -> None:
    names = {name.text for name in clean("pond-diary").rules[0].names}
    assert names == {"crop", "pond", "caught", "stocked", "drained", "work", "on", "feed", "sacks"}


def test_a_column_that_no_line_uses_is_a_note_and_not_used() -> None:
    text = (CLEAN / "flat-events.yaml").read_text(encoding="utf-8")
    extra = text.replace("      kind:   [kind]\n", "      kind:   [kind]\n      spare:  {named: [s], read: number}\n")
    loaded = load(extra, "x.yaml", installed().functions)
    assert [finding.code for finding in loaded.findings] == ["mapping.unused-name"]
    assert loaded.tree
    assert [column.text for column in loaded.tree.tables[0].columns if not column.used] == ["spare"]


def test_a_setting_to_be_asked_for_is_open_until_it_is_given() -> None:
    open_one = told("crate-list")
    assert [finding.code for finding in open_one.asks] == ["mapping.ask"]
    assert open_one.asks[0].facts["vi"] == "Hàng rời kho ngày nào?"
    given = told("crate-list", left="30/07/2026")
    assert given.asks == []
    assert given.tree
    assert given.tree.settings["left"].bound == dt.date(2026, 7, 30)
    assert given.tree.settings["left"].source == "run"


def test_a_setting_that_its_read_refuses_is_told_before_any_row() -> None:
    loaded = told("crate-list", left="2026-07-30")
    assert [finding.code for finding in loaded.errors] == ["mapping.setting-value"]
    assert loaded.errors[0].facts["refused"] == "date.format"


def test_settings_of_the_run_win_over_the_house_and_the_file() -> None:
    text = (CLEAN / "lot-record.yaml").read_text(encoding="utf-8")
    house = {"firm": "HTX Nhà", "country": "LA", "other": "x"}
    loaded = load(text, "x.yaml", installed().functions, {"country": "KH"}, installation=house)
    assert loaded.tree
    found = {name: (setting.value, setting.source) for name, setting in loaded.tree.settings.items()}
    assert found == {"firm": ("HTX Nhà", "file"), "country": ("KH", "run")}


def test_an_unknown_setting_of_the_run_is_told_with_the_near_one() -> None:
    loaded = told("lot-record", frim="x")
    assert [(finding.code, finding.facts["near"]) for finding in loaded.errors] == [("mapping.setting-near", "firm")]


def test_units_become_names_of_their_own() -> None:
    tree = clean("crate-list")
    weight = next(column for column in tree.tables[0].columns if column.text == "weight")
    assert weight.unit == "heading"
    assert weight.unit_name
    assert weight.unit_name.used
    assert weight.unit_name.empty
    text = (CLEAN / "crate-list.yaml").read_text(encoding="utf-8").replace("unit: from heading", "unit: kg")
    fixed = load(text, "x.yaml", installed().functions).tree
    assert fixed
    column = next(column for column in fixed.tables[0].columns if column.text == "weight")
    assert (column.unit, column.unit_name and column.unit_name.empty) == ("KGM", False)


def test_how_a_table_is_found_and_bounded() -> None:
    table = clean("crate-list").tables[0]
    assert (table.sheets, table.header_within, table.ends_at) == (("Sot*", "Crate*"), 12, "Ghi chú*")
    assert dict(table.control) == {"crates": "sum"}
    columns = {column.text: column for column in table.columns}
    assert (columns["place"].at, columns["lot"].above, columns["goods"].above) == (8, True, False)
    assert table.beside[0].level == "sheet"


def test_a_place_in_one_line_is_short_for_its_object() -> None:
    field = next(field for field in clean("flat-events").rules[0].fields if field.name == "readPoint")
    assert isinstance(field, ObjectField)
    assert [part.name for part in field.fields] == ["id"]


def test_joined_sheets_are_levels_with_pairs_of_keys() -> None:
    tree = clean("joined-sheets")
    assert [(table.level, table.parent) for table in tree.tables] == [("pallet", ""), ("carton", "pallet")]
    child, parent = tree.tables[1].match[0]
    assert (child.table, parent.table, child.used, parent.used) == ("carton", "pallet", True, True)
    assert tree.levels["serial"].parent == "carton"
    assert tree.tables[1].splits[0].separator == ";"


def test_a_table_that_comes_later_is_looked_up_once_it_is_filled() -> None:
    tree = clean("joined-sheets")
    rows = tree.lookups["names"].rows
    assert isinstance(rows, LateRows)
    field = next(field for field in tree.rules[1].fields if field.name == "cbvmda:descriptionShort")
    assert isinstance(field, Leaf)
    call = field.line.steps[0].call
    rows.fill({"09521234000013": {"Tên hàng": "Xoài"}})
    assert call("09521234000013") == "Xoài"
    rows.fill({"09521234000013": {"Tên hàng": "Bưởi"}})
    assert call("09521234000013") == "Bưởi"
    assert "cbvmda" in tree.namespaces


def test_a_value_taken_from_one_node_is_seen_above_it_and_may_be_missing() -> None:
    tree = clean("lot-record")
    made = next(name for name in tree.levels["start"].values if name.text == "made")
    assert (made.level, made.empty) == ("lot", True)
    assert tree.rules[0].type == "vn-nd37-2026"


def test_a_date_reaches_a_function_of_texts_as_its_iso_text() -> None:
    text = (CLEAN / "pond-diary.yaml").read_text(encoding="utf-8") + "    ao:mark: crop | join(-, stocked)\n"
    tree = load(text, "x.yaml", installed().functions).tree
    assert tree
    assert leaf(tree, 0, "ao:mark").line.steps[0].call("V1", dt.date(2026, 2, 1)) == "V1-2026-02-01"


def test_a_default_is_a_value_of_the_type_it_stands_for() -> None:
    text = (CLEAN / "pond-diary.yaml").read_text(encoding="utf-8") + "    ao:all: caught | default(0)\n"
    tree = load(text, "x.yaml", installed().functions).tree
    assert tree
    assert leaf(tree, 0, "ao:all").line.steps[0].call(None) == Decimal(0)
    assert not leaf(tree, 0, "ao:all").line.empty


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("Cho ăn: otherr", "mapping.table-value"),
        ("Cho ăn: https://ns.example.vn/step/feeding", ""),
    ],
)
def test_all_values_of_a_table_are_held_against_the_field_they_feed(new: str, code: str) -> None:
    text = (CLEAN / "pond-diary.yaml").read_text(encoding="utf-8").replace("Cho ăn: other", new)
    text = text.replace("    each: pond_crop\n", "    each: row\n").replace("bizStep: commissioning", "bizStep: work")
    text = text.partition("    ao:sacks")[0]
    loaded = load(text, "x.yaml", installed().functions)
    assert [finding.code for finding in loaded.errors] == ([code] if code else [])


def test_a_table_file_is_read_beside_the_mappings() -> None:
    text = (CLEAN / "flat-events.yaml").read_text(encoding="utf-8")
    text = text.replace("{Nhận: receiving, Giao: shipping, Giữ: storing}", "{file: steps.csv, key: word}")
    files = {"steps.csv": "word,cbv\nNhận,receiving\nGiao,shipping\n"}
    loaded = load(text, "x.yaml", installed().functions, read_file=files.__getitem__)
    assert loaded.tree
    assert loaded.tree.lookups["steps"].rows["Nhận"] == {"cbv": "receiving"}
    files["steps.csv"] = "word,cbv\nNhận,receving\n"
    wrong = load(text, "x.yaml", installed().functions, read_file=files.__getitem__)
    assert [finding.code for finding in wrong.errors] == ["mapping.table-value"]


def test_a_rule_that_can_never_hold_is_a_note() -> None:
    text = (CLEAN / "flat-events.yaml").read_text(encoding="utf-8")
    text = text.replace("    each: happening\n", "    each: row\n    when: kind = gifts\n")
    text = text.replace("      - each: row\n        when:", "      - when:")
    codes = [finding.code for finding in load(text, "x.yaml", installed().functions).findings]
    assert codes == ["mapping.never-holds"]


def test_examples_are_cases_with_their_line() -> None:
    text, label = find("farm/lot-sheet")
    tree = load(text, label, installed().functions).tree
    assert tree
    case = tree.examples[0]
    assert case.gives == {"events": 4, "refused": 0}
    assert [level for level, _ in case.rows] == ["row", "row"]
    pointer, value, spot = case.shows[0]
    assert text.splitlines()[spot.line - 1].strip() == f"{pointer}: {value}"


def test_an_example_that_names_an_unknown_column_is_told() -> None:
    text = (CLEAN / "flat-events.yaml").read_text(encoding="utf-8")
    text += "examples:\n  - say: x\n    rows: [{kinf: goods}]\n    gives: {evnts: 1}\n"
    codes = {finding.code for finding in load(text, "x.yaml", installed().functions).errors}
    assert codes == {"mapping.column-near", "mapping.key-near"}


def test_the_steps_form_names_every_field_and_step() -> None:
    form = "\n".join(steps_form(clean("crate-list")))
    parts = ["rule despatch: event ObjectEvent, each sheet", "- each row", "step: times <crates>", "gives: time"]
    for part in (*parts, "step: at '16:00'", "from: <weight.unit>"):
        assert part in form


def test_a_word_that_make_refuses_is_shown_with_its_sentence() -> None:
    def make(words: object, settings: object) -> None:
        raise ValueError('no "x" here')

    odd = Function("odd.word", "text", "text", {"vi": "", "en": ""}, make)  # type: ignore[arg-type]
    text = (CLEAN / "pond-diary.yaml").read_text(encoding="utf-8") + "    ao:odd: pond | odd.word\n"
    loaded = load(text, "x.yaml", {**installed().functions, "odd.word": odd})
    assert [(finding.code, finding.facts["sentence"]) for finding in loaded.errors] == [("mapping.word", 'no "x" here')]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = (CLEAN / "pond-diary.yaml").read_text(encoding="utf-8")
    windows = load("\ufeff" + text.replace("\n", "\r\n"), "x.yaml", installed().functions)
    plain = load(text, "x.yaml", installed().functions)
    assert windows.tree
    assert plain.tree
    assert steps_form(windows.tree)[2:] == steps_form(plain.tree)[2:]
    assert windows.findings == plain.findings
