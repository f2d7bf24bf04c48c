"""Laws are data: no code file names a decree, a circular, an article or a profile; it names the data file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
LAW = re.compile(
    r"""
    \b(?:Decree|Circular|Decision|Resolution|Law|Article|Art\.)\ (?:No\.\ )?[0-9]+   # an instrument or its part
    | (?:Nghị\ định|Thông\ tư|Quyết\ định|Nghị\ quyết|Luật|Điều)(?:\ số)?\ [0-9]+
    | \b(?:NĐ|TT|QĐ|NQ)\ ?[0-9]+(?:/[0-9]{4})?\b
    | [0-9]+/[0-9]{4}/(?:NĐ|TT|QĐ|QH|NQ)
    | (?-i:\bvn-[a-z]{2,})                                                                 # a profile's name
    """,
    re.VERBOSE | re.IGNORECASE,
)
FOLDERS = ("lienthong", "adapters", "tools", "benchmarks")
FILES = sorted(file for folder in FOLDERS for file in (HOME / folder).rglob("*.py"))


def laws_in(text: str) -> list[str]:
    """What a code file must not say, as it says it."""
    return [found[0] for found in LAW.finditer(text)]


def test_no_code_file_names_a_law():
    told = [
        f"{file.relative_to(HOME)}:{number}: {found}"
        for file in FILES
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        for found in laws_in(line)
    ]
    assert FILES
    assert told == [], "name the data file instead; the law stands there"


@pytest.mark.parametrize(
    "text",
    [
        "Decree 37/2026/NĐ-CP",
        "as Decree No. 37 asks",
        "Article 23.5 e",
        "see Art. 6.1",
        "Thông tư 02/2024/TT-BKHCN",
        "Nghị định số 37",
        "Điều 23",
        "NĐ 37/2026",
        "tt02/2024",
        "37/2026/NĐ-CP",
        'profile = "vn-nd37-2026"',
        "vn-consumer-view",
    ],
)
def test_what_is_refused(text):
    assert laws_in(text)


@pytest.mark.parametrize(
    "text",
    ["schemas/vn/defaults.yaml", "vn.province", "CBV 2.0 clause 7.1", "RFC 3986", "AN 13", "an article of trade"],
)
def test_what_is_free(text):
    assert laws_in(text) == []
