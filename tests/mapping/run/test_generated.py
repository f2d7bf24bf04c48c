"""Generated code: the same for the same mapping, and without any text of it."""

from __future__ import annotations

import re

import pytest

from lienthong.mapping.generate import Generated, generate
from lienthong.mapping.judge import Judge
from lienthong.mapping.load import load
from lienthong.mapping.tree import MappingTree
from lienthong.plugs import installed
from tests.mapping.run.sheets import GROUPS, JOINED, ROWS, SHEET, fitted, headings, tree_of

GROUP = {"rows": "anywhere", "repeats": "keep", "bad": "leave out", "limit": "5"}
TREES = [tree_of(ROWS), tree_of(GROUPS, **GROUP), tree_of(SHEET), tree_of(JOINED, limit="5")]
# what may stand in generated code: Python's own words, counters, attributes of nodes, and the sign between keys
WORDS = {
    "def", "unit", "load", "make", "row", "return", "if", "is", "not", "None", "and", "or", "in", "raise", "Odd",
    "for", "append", "values", "children", "get", "sheet", "beside", "value", "isoformat", "str", "else",
    "startswith", "join", "True", "f", "x1f", "texts", "rows", "len", "continue", "strip", "isascii", "isprintable",
    "__class__", "b", "encode", "isalnum",
}  # fmt: skip


def made(tree: MappingTree) -> list[Generated]:
    run = fitted(tree, {(spec.sheets or ("",))[0]: [headings(tree, at)] for at, spec in enumerate(tree.tables)})
    return [generate(tree, plan, run.sheets, texts=True) for plan in run.plans]


def words(source: str) -> set[str]:
    found: list[str] = re.findall(r"[^\W\d]\w*", source)
    return {word for word in found if not re.fullmatch(r"[a-z]\d+", word)}


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_generated_code_is_counters_only_and_the_same_each_time(tree: MappingTree) -> None:
    first, second = made(tree), made(tree)
    sources = [source for one in first for source in one.sources]
    assert sources == [source for one in second for source in one.sources]
    assert sources
    for source in sources:
        assert words(source) <= WORDS, words(source) - WORDS
        assert source.isascii()


HOSTILE = [
    '"); import os; os.system("x',
    "'''+__import__('os')+'''",
    "{x}",
    "a\\nimport os",
    "%s%n",
    "\u2028import os",
    "lambda: 0",
    "__class__",
    "\\x1f",
    "raise SystemExit",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_data(text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    mapping = f"""
mapping: test/hostile
from:
  table:
    columns:
      lot: {{named: [{quoted}], read: required}}
      kind: [Loại]
settings:
  zone: +07:00
  id_base: https://id.example.vn
  own: {quoted}
  on: {{value: 2026-02-01, read: date(y-M-d)}}
namespaces: {{vnx: "https://ns.example.vn/trace/"}}
tables:
  t: {{ {quoted}: {quoted} }}
events:
  - rule: r
    each: row
    when: kind != zzz
    type: ObjectEvent
    action: ADD
    eventTime: on | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
    vnx:own: own
    vnx:table: lot | lookup(t)
"""
    loaded = load(mapping, "hostile.yaml", installed().functions)
    if loaded.tree is None:
        # a line separator is a line break to YAML: then the file says something else, and is refused
        assert text[0] == "\u2028"
        return
    for one in made(loaded.tree):
        assert all(words(source) <= WORDS for source in one.sources)
    run = fitted(loaded.tree, {"": [[text, "Loại"], [text, "a"]]})
    quick, slow = list(run.outcomes()), list(run.outcomes(quick=False))
    assert [one.events for one in quick] == [one.events for one in slow]
    assert quick[0].events[0]["vnx:own"] == text


PLAIN = {
    "test/rows": {"": [["A", "9521234000013", "L1", "1", "kg", "5", "01/02/2026", "", "", "", "tốt", "ghi"],
                       ["C", "", "", "", "", "", "", "", "", "", "", ""]]},
    "test/groups": {"": [["B", "A", "1", "5 kg", "01/02/2026", "", ""], ["A", "A", "2", "", "01/02/2026", "", "n"]]},
    "test/sheet": {"": [["L1", "2", ""], ["L2", "", "01/02/2026"], ["Tổng", "2", ""]]},
    "test/joined": {"Pallet": [["P1", "01/02/2026", ""]], "Thùng": [["P1", "A", "", ""]]},
}  # fmt: skip


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_plain_rows_never_reach_the_explaining_executor(tree: MappingTree, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Judge, "outcome", refuse)
    monkeypatch.setattr(Judge, "load", refuse)
    sheets = PLAIN[tree.name]
    run = fitted(tree, {name: [headings(tree, at), *rows] for at, (name, rows) in enumerate(sheets.items())})
    assert {one.state for one in run.outcomes()} <= {"kept", "filtered"}
