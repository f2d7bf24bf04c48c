"""Mappings broken on purpose: each is stopped at load, by one finding, at the very sign that is wrong."""

import pytest

from lienthong.mapping.load import load
from lienthong.plugs import installed

GOOD = """\
mapping: cases/harvest
title: {vi: Thu hoạch, en: Harvest}
from:
  table:
    columns:
      lot: {named: [Mã lô], read: text | required}
      gtin: {named: [GTIN], read: gs1.gtin}
      weight: {named: [Khối lượng], read: number(comma), unit: from heading}
      planned: {named: [Dự kiến], read: number(comma)}
      planted: {named: [Ngày trồng], read: date(d/M/y) | required}
      harvested: {named: [Ngày thu], read: date(d/M/y)}
      activity: {named: [Việc], read: lookup(activities)}
      note: [Ghi chú]
settings: {zone: +07:00, id_base: "https://id.example.vn"}
namespaces: {vn: "https://ns.example.vn/t/"}
tables:
  activities: {Trồng: commissioning, Thu: other}
must:
  - harvested >= planted
group:
  batch: {by: [lot], same: [planned, planted, harvested], rows: adjacent}
every event:
  eventTimeZoneOffset: zone
events:
  - rule: lot
    each: batch
    type: ObjectEvent
    action: ADD
    bizStep: commissioning
    eventTime: harvested or planted | at(07:00)
    quantityList:
      - epcClass: lot | own_link(lot)
        quantity: planned
        uom: KGM
  - rule: work
    each: row
    type: ObjectEvent
    action: OBSERVE
    bizStep: activity
    eventTime: planted | at(07:00)
    quantityList:
      - epcClass: gtin | gs1.class_link
        quantity: weight
        uom: weight.unit
    vn:note: note
"""

LIST = GOOD[GOOD.rindex("    quantityList:") : GOOD.rindex("    vn:note")]

# what is written instead of a piece of the good mapping; ¦ stands where the finding must point
CASES = [
    ("unknown name", "quantity: planned", "quantity: ¦planed", "mapping.name-near"),
    ("unknown name, none near", "quantity: planned", "quantity: ¦xyzzy", "mapping.name"),
    ("unknown function", "own_link(lot)", "¦own_lnk(lot)", "mapping.function-near"),
    ("unknown function in a read", "text | required", "text | ¦requird", "mapping.function-near"),
    ("wrong word of date", "read: date(d/M/y)}\n      act", "read: date(¦DD/MM)}\n      act", "mapping.word"),
    ("wrong word of at", "harvested or planted | at(07:00)", "planted | at(¦7h)", "mapping.word"),
    ("input type", "gtin | gs1.class_link", "lot | ¦gs1.class_link", "mapping.input-type-near"),
    ("argument type", "quantity: weight", "quantity: weight | times(¦lot)", "mapping.argument-type"),
    ("too few arguments", "| own_link(lot)", "| ¦own_link", "mapping.arguments"),
    ("too many arguments", "| at(07:00)\n    quantityList:\n      - epcClass: gtin",
     "| ¦at(07:00, 08:00)\n    quantityList:\n      - epcClass: gtin", "mapping.arguments"),
    ("argument in quotes", "quantity: weight", 'quantity: weight | times(¦"2")', "mapping.argument-name"),
    ("target type", "gtin | gs1.class_link", "¦gtin", "mapping.target-type-near"),
    ("target type, no step", "quantity: weight", "quantity: ¦planted", "mapping.target-type"),
    ("not a code", "bizStep: commissioning", "bizStep: ¦commisioning", "mapping.code-near"),
    ("not a code, none near", "bizStep: commissioning", "bizStep: ¦mowing", "mapping.code"),
    ("name and code", "settings: {zone", "settings: {commissioning: x, zone", "mapping.name-and-code"),
    ("table value no code", "Thu: other}", "Thu: othr}", "mapping.table-value"),
    ("unknown field", "    action: ADD", "    ¦actoin: ADD", "mapping.field-near"),
    ("required member", "    action: ADD\n    bizStep: com", "    bizStep: com", "mapping.required"),
    ("never reached", "harvested or planted |", "planted or ¦harvested |", "mapping.never-reached"),
    ("many values", "        quantity: planned", "        quantity: ¦weight", "mapping.many"),
    ("many values of an argument", "quantity: planned", "quantity: planned | times(¦weight)", "mapping.argument-many"),
    ("total of one value", "quantity: weight", "quantity: weight | ¦sum", "mapping.not-many"),
    ("each sideways", "      - epcClass: gtin", "      - each: ¦batch\n        epcClass: gtin", "mapping.each-upwards"),
    ("unknown level", "    each: batch", "    each: ¦bacth", "mapping.level-name-near"),
    ("top without pointers", "    each: batch", "    each: ¦top batch", "mapping.each-pointers"),
    ("undeclared prefix", "    vn:note: note", "    ¦qqq:note: note", "mapping.prefix"),
    ("extension in a closed part", "        uom: weight.unit", "        ¦vn:x: note", "mapping.extension-closed"),
    ("unknown table", "lookup(activities)", "lookup(¦activites)", "mapping.table-near"),
    ("unused table column", "lookup(activities)", '"lookup(activities, ¦name)"', "mapping.table-column"),
    ("missing setting", ', id_base: "https://id.example.vn"', "", "mapping.setting-needed"),
    ("test of text", "harvested >= planted", "¦lot > 0", "mapping.test-type"),
    ("text test of a date", "harvested >= planted", "¦planted = 1", "mapping.test-text"),
    ("test value", "harvested >= planted", "planned > ¦zero", "mapping.name"),
    ("test bound", "harvested >= planted", "planned > ¦1.2.3", "mapping.test-bound"),
    ("test of two types", "harvested >= planted", "harvested >= ¦planned", "mapping.test-types"),
    ("test without operator", "harvested >= planted", "harvested ¦planted", "mapping.test-op"),
    ("else of must", "harvested >= planted", "harvested >= planted else ¦warn", "mapping.must-else"),
    ("or behind a step", "harvested or planted | at(07:00)", "planted | at(07:00) ¦or harvested", "mapping.line-or"),
    ("unknown policy", "    vn:note: note", "    vn:note: note else ¦ignore", "mapping.policy"),
    ("use without value", "    vn:note: note", "    vn:note: note else ¦use", "mapping.policy-use"),
    ("keep a text as number", "quantity: planned", "quantity: lot | number ¦else keep", "mapping.policy-keep"),
    ("no function behind the bar", "    vn:note: note", "    vn:note: note |¦", "mapping.line-step"),
    ("open bracket", "lot | own_link(lot)", "¦lot | own_link(lot", "mapping.yaml-brace-comma"),
    ("rest of line", "    vn:note: note", "    vn:note: note ¦planted", "mapping.line-rest"),
    ("written twice", "    action: ADD", "    action: ADD\n    ¦action: OBSERVE", "mapping.yaml-duplicate"),
    ("anchor", "    action: ADD", "    action: ¦&a ADD", "mapping.yaml-anchor"),
    ("alias", "    action: ADD", "    action: ¦*a", "mapping.yaml-anchor"),
    ("tag", "    action: ADD", "    action: ¦!!str ADD", "mapping.yaml-tag"),
    ("merge key", "    action: ADD", "    ¦<<: {action: ADD}", "mapping.yaml-anchor"),
    ("comma in braces", "read: date(d/M/y) | required}", "read: ¦date(d/M/y, excel) | required}",
     "mapping.yaml-brace-comma"),
    ("leading quote", "    vn:note: note", '    vn:note: ¦"a" | upper', "mapping.yaml-quote"),
    ("leading at", "    vn:note: note", "    vn:note: ¦@note", "mapping.yaml-quote"),
    ("colon in a value", "    vn:note: note", "    vn:note: const(a¦: b)", "mapping.yaml-colon"),
    ("hash in a value", "    vn:note: note", "    vn:note: note ¦#upper", "mapping.yaml-hash"),
    ("a word with two meanings", "      note: [Ghi chú]", "      note: [Ghi chú]\n      ¦zone: [Vùng]",
     "mapping.name-twice"),
    ("reserved word", "      note: [Ghi chú]", "      note: [Ghi chú]\n      ¦when: [Lúc]", "mapping.name-reserved"),
    ("name with a blank", "      note: [Ghi chú]", "      note: [Ghi chú]\n      ¦a b: [x]", "mapping.name-form"),
    ("heading claimed twice", "note: [Ghi chú]", "note: [Ghi chú]\n      ¦too: [GHI_CHU (*)]", "mapping.heading-twice"),
    ("unknown section", "must:\n", "¦msut:\n", "mapping.key-near"),
    ("unknown part of a column", "weight: {named", "weight: {¦nmed: [x], named", "mapping.key-near"),
    ("unknown column of the group", "by: [lot]", "by: [¦lott]", "mapping.column-near"),
    ("unknown event type", "    type: ObjectEvent\n    action: ADD", "    type: ¦ObjectEvnt\n    action: ADD",
     "mapping.event-type-near"),
    ("wrong zone", "zone: +07:00,", 'zone: "7",', "mapping.zone"),
    ("header out of bounds", "    columns:", "    header: ¦within 5000\n    columns:", "mapping.header"),
    ("unknown unit", "unit: from heading", "unit: ¦bao", "mapping.column-unit"),
    ("namespace without end", '"https://ns.example.vn/t/"', '¦"https://ns.example.vn/t"', "mapping.namespace"),
    ("source of a later time", "  table:\n", "  ¦edifact:\n", "mapping.not-yet"),
    ("based on", "from:\n", "based on: ¦cases/other\nfrom:\n", "mapping.not-yet"),
    ("event hash", "    action: ADD", "    action: ADD\n    eventID: ¦hash", "mapping.not-yet"),
    ("records from a table", "events:\n  - rule: lot", "¦records: []\nevents:\n  - rule: lot",
     "mapping.section-source"),
    ("line for a list", LIST, "    quantityList: ¦gtin\n", "mapping.want-list"),
    ("rule named twice", "  - rule: work", "  - rule: ¦lot", "mapping.rule-twice"),
    ("mapping name", "mapping: cases/harvest", "mapping: ¦thu hoạch", "mapping.mapping-name"),
    ("setting that a line refuses", "eventTime: planted | at(07:00)",
     "eventTime: ¦id_base | date(d/M/y) | at(07:00)", "mapping.constant"),
    ("read that names a later column", "lot: {named: [Mã lô], read: text | required}",
     'lot: {named: [Mã lô], read: "text | ¦join(-, note)"}', "mapping.read-later"),
]  # fmt: skip

# findings that stand elsewhere than where the piece was changed: the words of the line they point at
ELSEWHERE = {
    "name and code": ("    bizStep: commissioning", 14),
    "table value no code": ("    bizStep: activity", 14),
    "required member": ("  - rule: lot", 5),
    "missing setting": ("epcClass: lot | own_link(lot)", 25),
    "wrong zone": ("settings: {zone", 12),
}


def broken(old: str, new: str) -> tuple[str, tuple[int, int] | None]:
    """The good mapping with a piece changed, and the line and column of the mark."""
    assert old in GOOD, old
    text = GOOD.replace(old, new, 1)
    place = text.find("¦")
    if place < 0:
        return text, None
    before = text[:place]
    return text.replace("¦", ""), (before.count("\n") + 1, place - before.rfind("\n"))


def test_the_good_mapping_is_good() -> None:
    loaded = load(GOOD, "good.yaml", installed().functions)
    assert [finding.code for finding in loaded.findings] == ["mapping.maybe-empty"]
    assert loaded.tree


@pytest.mark.parametrize(("name", "old", "new", "code"), CASES, ids=[case[0] for case in CASES])
def test_each_fault_is_told_once_at_its_place(name: str, old: str, new: str, code: str) -> None:
    text, place = broken(old, new)
    loaded = load(text, "broken.yaml", installed().functions)
    assert loaded.tree is None
    assert {finding.code for finding in loaded.errors} == {code}
    found = loaded.errors[0].place
    assert found
    assert found.source == "broken.yaml"
    if place:
        assert (found.row, found.column) == place
    elif name in ELSEWHERE:
        words, column = ELSEWHERE[name]
        line = text.splitlines()[found.row - 1]
        if column:
            assert words in line
            assert found.column == column


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_every_fault_has_a_whole_sentence_in_both_languages(case: tuple[str, str, str, str]) -> None:
    text, _ = broken(case[1], case[2])
    catalogue = installed().catalogue
    for finding in load(text, "broken.yaml", installed().functions).findings:
        for lang in ("vi", "en"):
            sentence = catalogue.sentence(finding, lang)
            assert "…" not in sentence.replace("const(…)", "").replace("=…", "")
            assert "broken.yaml:" in sentence
