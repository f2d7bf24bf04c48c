"""Mistakes as a clerk makes them in a mapping: one fault each, and a sentence that says what to do."""

from __future__ import annotations

import re

import pytest
import yaml

from lienthong.mapping.load import load
from lienthong.plugs import installed
from tests.mapping.front.test_broken import GOOD

# what is written instead of a piece of the good mapping; what is then said in Vietnamese and in English
MISTAKES = {
    "a tab to indent with": (
        ("    columns:", "\tcolumns:"),
        "5:1: có dấu tab hoặc ký tự không dùng được; chỉ thụt đầu dòng bằng dấu cách.",
        "5:1: a tab or a sign that cannot stand there; only blanks may indent a line.",
    ),
    "a bracket left open": (
        ("by: [lot]", "by: [lot"),
        "ngoặc mở ở dòng 21 chưa đóng, hoặc thiếu dấu phẩy trước chỗ này.",
        "the bracket opened in line 21 is not closed, or a comma is missing before this place.",
    ),
    "a quote left open inside braces": (
        ("{vi: Thu hoạch", '{vi: "Thu hoạch'),
        "ngoặc mở ở dòng 2 chưa đóng, hoặc thiếu dấu phẩy trước chỗ này.",
        "the bracket opened in line 2 is not closed, or a comma is missing before this place.",
    ),
    "a quote left open": (
        ("mapping: cases/harvest", 'mapping: "cases/harvest'),
        None,
        None,
    ),
    "a line out of line": (
        ("    action: ADD", "   action: ADD"),
        "28:4: dòng này thụt vào không thẳng với các dòng cùng mục (bắt đầu ở dòng 25).",
        "28:4: this line is not indented like the others of its part (which begins in line 25).",
    ),
    "a name without its colon": (
        ("every event:\n", "every event\n"),
        "23:22: dòng bắt đầu ở dòng 22 thiếu dấu hai chấm sau tên.",
        "23:22: the part that begins in line 22 lacks the colon behind its name.",
    ),
    "a comparison the wrong way round": (
        ("harvested >= planted", "harvested => planted"),
        "“=>” không phải phép so sánh; dùng =, !=, <, <=, >, >=, filled, empty, in, starts hoặc same.",
        "“=>” is no comparison; use =, !=, <, <=, >, >=, filled, empty, in, starts or same.",
    ),
    "two tests on one line": (
        ("harvested >= planted", "harvested >= planted, planned > 0"),
        None,
        None,
    ),
    "more behind a test": (
        ("harvested >= planted", "harvested >= planted planned > 0"),
        "“planned > 0” đứng sau điều kiện; hai điều kiện nối bằng and.",
        "“planned > 0” behind the test is not understood; two tests are joined by and.",
    ),
    "two steps without their bar": (
        ("read: text | required", "read: text required"),
        "không hiểu “required” ở cuối dòng; giữa hai bước phải có dấu |.",
        "“required” at the end of the line is not understood; a | belongs between two steps.",
    ),
    "words for the heading row": (
        ("    columns:", "    header: dòng 5\n    columns:"),
        "“dòng 5” không chỉ ra dòng tiêu đề; ghi within và số dòng, ví dụ within 20 (tối đa 100).",
        "“dòng 5” does not say where the headings are; write within and a number, such as within 20 (at most 100).",
    ),
    "a word that is no code": (
        ("    bizStep: commissioning", "    bizStep: gặt_lúa"),
        "bizStep: “gặt_lúa” không phải tên đã khai báo, cũng không có trong bộ mã bizStep của EPCIS.",
        "bizStep: “gặt_lúa” is no declared name, nor is it in the EPCIS code list bizStep.",
    ),
    "a value that differs within a unit": (
        ("same: [planned, planted,", "same: [planted,"),
        "“planned” có thể khác nhau giữa các dòng của một nhóm; ở đây chỉ được một giá trị.",
        "“planned” may differ between the rows of one unit; only one value can stand here.",
    ),
    "a document kind that is none": (
        ("    vn:note: note", "    vn:note: note | cbv.doc(phieu, gtin)"),
        None,
        None,
    ),
}


def told(old: str, new: str) -> tuple[list[str], list[str], list[str]]:
    """Codes of the errors, and what they say in both languages."""
    assert old in GOOD
    catalogue = installed().catalogue
    errors = load(GOOD.replace(old, new, 1), "so.yaml", installed().functions).errors
    vi, en = ([catalogue.sentence(finding, lang) for finding in errors] for lang in ("vi", "en"))
    return [finding.code for finding in errors], vi, en


@pytest.fixture(params=["libyaml", "pyyaml"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of YAML, of which only one may be installed."""
    if request.param == "pyyaml":
        monkeypatch.delattr(yaml, "CSafeLoader")


@pytest.mark.parametrize("case", [case for case, (_, vi, _) in MISTAKES.items() if vi])
def test_a_clerk_is_told_what_is_wrong_and_how_it_is_written(case: str) -> None:
    change, expected_vi, expected_en = MISTAKES[case]
    _, vi, en = told(*change)
    assert (len(vi), len(en)) == (1, 1)
    assert vi[0].endswith(expected_vi)
    assert en[0].endswith(expected_en)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", MISTAKES)
def test_no_word_of_the_parser_is_said(case: str) -> None:
    codes, vi, _ = told(*MISTAKES[case][0])
    assert codes
    assert "mapping.yaml-syntax" not in codes
    assert not re.search(r"\b(expected|found|token|character|stream|key)\b", " ".join(vi))


def test_a_misspelt_section_is_told_without_all_that_hangs_on_it() -> None:
    codes, vi, _ = told("from:\n", "form:\n")
    assert codes == ["mapping.section-missing", "mapping.key-near"]
    assert vi[1].endswith("mục mapping không có phần “form”; gần giống nhất là “from”.")


@pytest.mark.parametrize("text", ["", "\n\n", "# chưa viết\n"])
def test_an_empty_file_is_called_so(text: str) -> None:
    (found,) = load(text, "so.yaml", installed().functions).errors
    assert installed().catalogue.sentence(found, "vi") == "so.yaml:1:1: tệp không có nội dung."
