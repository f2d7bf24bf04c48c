"""The short message: its first line is the state; it fits; it holds no values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lienthong.findings import Causes, Finding, Position
from lienthong.reports import headline, summary_text
from tests.reports import runs

languages = pytest.mark.parametrize("lang", ["vi", "en"])


def test_message_says_state_next_step_causes_and_file():
    dates = "1. Ngày không có thật trong cột “Ngày chế biến”: 6 dòng (Chế biến D13, Chế biến D14, Chế biến D15 …). "
    ways = (
        "2. Ngày trong cột “Ngày thu hoạch” đọc được hai cách: 3 dòng (Thu hoạch D14, Thu hoạch D15, Thu hoạch D16). "
    )
    assert summary_text(runs.rich(), "vi").splitlines() == [
        "[Liên Thông] pangasius.xlsx: 198/204 dòng đạt, 6 dòng cần sửa, 3/4 lô đủ.",
        "Việc tiếp theo: sửa các ô tô đỏ trong rejects.xlsx, lưu rồi gửi lại tệp đó.",
        dates + "Sửa các ô; bảng không cho biết ngày đúng. [25Z-EES]",
        ways + "Cho biết một lần cách đọc của cả cột. [Z6K-WY9]",
        "3. 1 lô chưa đủ, thiếu nhiều nhất: Sự kiện theo dõi trọng yếu.",
        "Tệp sửa: rejects.xlsx (tờ đầu ghi cách làm).",
    ]


@languages
def test_good_run_is_two_lines(lang):
    assert len(summary_text(runs.good(), lang).splitlines()) == 2


@languages
def test_first_line_alone_tells_the_state(lang):
    run = runs.rich()
    assert headline(run, lang) in summary_text(run, lang).splitlines()[0]


@languages
@pytest.mark.parametrize("make", [runs.rich, runs.good, runs.large, runs.without_lots, runs.hostile])
def test_it_fits_and_ends_with_a_line_end(make, lang):
    text = summary_text(make(), lang)
    assert len(text) <= 1000
    assert text.endswith("\n")


def test_what_does_not_fit_is_counted():
    lines = summary_text(runs.without_lots(), "en").splitlines()
    shown = [line for line in lines if line[0].isdigit()]
    assert lines[-2] == f"and {137 - len(shown)} more, see report.html."


@languages
def test_no_value_of_a_cell_is_in_it(lang):
    text = summary_text(runs.rich(), lang)
    assert "31/04/2026" not in text
    assert "8935212000145" not in text


@languages
def test_a_very_long_name_does_not_push_the_state_out(lang):
    run = runs.rich()
    long = replace(run, sources=(replace(run.sources[0], name="ă" * 5000 + ".xlsx"), run.sources[0]))
    first = summary_text(long, lang).splitlines()[0]
    assert len(first) < 300
    assert headline(run, lang) in first


def test_a_name_with_line_ends_cannot_add_lines():
    run = replace(runs.good(), sources=(replace(runs.rich().sources[0], name="a\nb\r\nc.xlsx"),))
    assert len(summary_text(run, "vi").splitlines()) == 2


def test_places_of_text_files_are_line_and_field():
    found = Causes(runs.CATALOGUE)
    found.add(Finding("sample.date", "error", "", {"heading": "Ngày"}, Position("lots.csv", "", 7, 2)))
    text = summary_text(replace(runs.rich(), causes=tuple(found.ordered())), "en")
    assert "1 row (7:2)." in text
