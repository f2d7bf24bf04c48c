"""Hostile mappings: names, keys and texts that want to break out, and YAML that wants more than text."""

import time

import pytest

from lienthong.mapping.load import Loaded, load
from lienthong.mapping.tree import Leaf
from lienthong.plugs import installed

HEAD = """\
mapping: cases/hostile
from:
  table:
    columns:
      lot: {named: [Mã lô], read: text | required}
      day: {named: [Ngày], read: date(d/M/y) | required}
settings: {zone: +07:00, id_base: "https://id.example.vn"}
namespaces: {vn: "https://ns.example.vn/t/"}
"""
EVENTS = """\
events:
  - rule: lot
    each: row
    type: ObjectEvent
    action: ADD
    eventTime: day | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
"""

NAMES = [
    "a\\nimport os", "lot')",
    "__import__('os')", "lot.read", "a b", "a-b", "a;b", "a\\u0000", "\\u202elot", "..", "/etc",
    "{lot}", "${lot}", "%(lot)s", "{{7*7}}", "or", "else", "1lot", "", "lot\\tx", "a" * 200, "\\ud83d\\ude00",
    "'", "lot#x", "lot,x", "lot(", "<script>", "lot:x", "@lot", "`lot`", "&lot", "*lot", "!lot", "lot\\u200b",
]  # fmt: skip
KEYS = ["vn:a b", "vn:<x>", "vn:", "vn:a:b", "vn:a\\nb", 'vn:a\\"b', "vn:1a", "vn:../a", ":a", "vn:" + "a" * 100]
TEXTS = [
    "'); import os; ('", "{lot}", "{{7*7}}", "%s", "${PATH}", "\\\\", '\\"', "\\u2028", "__class__", "lot | required",
    "# gone", "=cmd|' /C calc'!A0", "<!ENTITY x>", "\\u202e",
]  # fmt: skip


def loaded(text: str, **settings: str) -> Loaded:
    return load(text, "hostile.yaml", installed().functions, settings)


@pytest.mark.parametrize("name", NAMES)
def test_no_such_name_is_taken(name: str) -> None:
    bad = HEAD.replace("      lot:", f'      "{name}": [x]\n      lot:') + EVENTS
    found = loaded(bad)
    assert found.tree is None
    known = {"mapping.name-form", "mapping.name-reserved", "mapping.yaml-syntax", "mapping.yaml-quote"}
    known |= {"mapping.yaml-brace-comma"}
    assert {finding.code for finding in found.errors} <= known


@pytest.mark.parametrize("key", KEYS)
def test_no_such_member_is_made(key: str) -> None:
    found = loaded(f'{HEAD}{EVENTS}    "{key}": lot\n')
    assert found.tree is None
    assert {finding.code for finding in found.errors} <= {"mapping.extension-name", "mapping.prefix"}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    """Free text reaches the tree as a bound value, by a setting, and is never read as part of a line."""
    found = loaded(HEAD.replace("settings: {", f'settings: {{words: "{text}", ') + EVENTS + "    vn:note: words\n")
    assert found.tree, found.findings
    field = found.tree.rules[0].fields[-1]
    assert isinstance(field, Leaf)
    assert field.line.text == "words"
    bound = found.tree.settings["words"].bound
    assert type(bound) is str
    assert bound == found.tree.settings["words"].value


def test_texts_in_the_tree_are_plain() -> None:
    """A text that carries its place must not leak into events."""
    found = loaded(f"{HEAD}{EVENTS}    vn:note: const(a; b) | join(-, lot)\n")
    assert found.tree
    field = found.tree.rules[0].fields[-1]
    assert isinstance(field, Leaf)
    assert type(field.line.sources[0].value) is str  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mapping.yaml-empty"),
        ("just a text", "mapping.yaml-root"),
        ("- a\n- b\n", "mapping.yaml-root"),
        ("mapping: a\n---\nmapping: b\n", "mapping.yaml-documents"),
        ("mapping: !!python/object/apply:os.system [ls]\n", "mapping.yaml-tag"),
        ("mapping: !x a\n", "mapping.yaml-tag"),
        ("mapping: &a b\nfrom: *a\n", "mapping.yaml-anchor"),
        ("a: &a [x]\nb: [*a, *a, *a]\n", "mapping.yaml-anchor"),
        ("mapping: a\nmapping: b\n", "mapping.yaml-duplicate"),
        ("[a]: b\n", "mapping.yaml-key"),
        ("mapping: a\n<<: {b: c}\n", "mapping.yaml-anchor"),
        ("mapping: a: b\n", "mapping.yaml-colon"),
        ("mapping: \x01\n", "mapping.yaml-sign"),
        ("mapping: [\n", "mapping.yaml-bracket"),
        ("a:\n" + "".join(" " * depth + "a:\n" for depth in range(1, 60)), "mapping.yaml-depth"),
        ("mapping: a\n" * 2500, "mapping.yaml-lines"),
        ("# " + "x" * 300_000 + "\nmapping: a\n", "mapping.yaml-size"),
    ],
)
def test_the_yaml_door_takes_text_and_nothing_else(text: str, code: str) -> None:
    found = loaded(text)
    assert [finding.code for finding in found.findings] == [code]
    assert found.tree is None


def test_scalars_are_what_they_look_like() -> None:
    values = ["0893", "NO", "1:30", "012", "null", "1e3", "true", "~", "2026-01-01", "0x10", ".inf"]
    settings = "\n".join(f"  s{number}: {value}" for number, value in enumerate(values))
    own = 'settings: {zone: +07:00, id_base: "https://id.example.vn"}'
    long = f'settings:\n  zone: +07:00\n  id_base: "https://id.example.vn"\n{settings}'
    found = loaded(HEAD.replace(own, long) + EVENTS)
    assert found.tree
    assert [found.tree.settings[f"s{number}"].value for number in range(len(values))] == values


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "a/../../b.csv", "C:\\x.csv", "a\\..\\b", "~/x"])
def test_a_table_file_stays_in_its_folder(name: str) -> None:
    asked: list[str] = []

    def read(file: str) -> str:
        asked.append(file)
        raise FileNotFoundError(file)

    text = f"{HEAD}tables:\n  codes: {{file: '{name}', key: code}}\n{EVENTS}"
    found = load(text, "hostile.yaml", installed().functions, read_file=read)
    assert found.tree is None
    assert found.errors[0].code in {"mapping.table-outside", "mapping.table-file"}
    assert asked in ([], ["~/x"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("lot" + " | upper" * 25, "mapping.line-steps"),
        ("lot | join(" + "x" * 600 + ")", "mapping.line-long"),
        ("lot | " + "(" * 200, "mapping.yaml-brace-comma"),
        ("lot or " * 60 + "lot", "mapping.never-reached"),
    ],
)
def test_a_line_is_bounded(line: str, code: str) -> None:
    found = loaded(f"{HEAD}{EVENTS}    vn:note: {line}\n")
    assert {finding.code for finding in found.errors} == {code}


def test_deep_flow_nesting_is_a_finding_not_a_crash() -> None:
    found = loaded("mapping: " + "[" * 50_000 + "]" * 50_000)
    assert found.tree is None
    assert found.findings[0].code in {"mapping.yaml-depth", "mapping.yaml-syntax"}


def test_loading_is_fast_in_the_length_of_the_file() -> None:
    lines = "".join(f"    vn:n{number}: lot | upper | lower\n" for number in range(1500))
    start = time.process_time()
    found = loaded(HEAD + EVENTS + lines)
    assert found.tree
    assert time.process_time() - start < 5


def test_control_fields_of_the_gateway_are_no_names() -> None:
    found = loaded(f"{HEAD}{EVENTS}    vn:note: tenant\n    vn:digest: source_sha256\n")
    assert {finding.code for finding in found.errors} == {"mapping.name"}
