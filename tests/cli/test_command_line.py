"""The command line: exit codes, what goes to which stream, both languages."""

import json
from pathlib import Path

import pytest

from lienthong.cli.app import run


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("convert good.csv --mapping farm/lot-sheet --out again", 0),
        ("convert faulty.csv --mapping farm/lot-sheet --out again", 1),
        ("convert none.csv --mapping farm/lot-sheet --out again", 2),
        ("convert good.csv --mapping none --out again", 2),
        ("convert good.csv --mapping farm/lot-sheet --out again --to pdf", 2),
        ("convert good.csv --mapping farm/lot-sheet --out again --profile none", 2),
        ("convert good.csv --mapping farm/lot-sheet --out again --set zone", 2),
        ("convert good.csv --mapping farm/lot-sheet --out again --set zome=1", 2),
        ("convert good.csv", 2),
        ("explain out /eventList/0/eventTime", 0),
        ("explain out /eventList/99", 2),
        ("explain none /eventList/0", 2),
        ("replay out out/rejects.xlsx", 0),
        ("replay none rejects.xlsx", 2),
        ("summary out", 0),
        ("summary none", 2),
        ("mapping check farm/lot-sheet good.csv", 0),
        ("mapping check none", 2),
        ("mapping test", 0),
        ("mapping preview farm/lot-sheet good.csv", 0),
        ("mapping template farm/lot-sheet empty.xlsx", 0),
        ("mapping show farm/lot-sheet --steps", 0),
        ("mapping list", 0),
        ("adapters", 0),
        ("--lang fr mapping list", 2),
        ("nothing", 2),
    ],
)
def test_the_exit_code_says_how_it_went(folder: Path, line: str, code: int) -> None:
    assert run(line.split()) == code


def test_machine_output_stands_alone_on_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    run(["convert", "faulty.csv", "--mapping", "farm/lot-sheet", "--out", "again", "--json"])
    heard = capsys.readouterr()
    assert json.loads(heard.out)["rejected"] == 1
    assert "rejects.xlsx" in heard.err

    run(["explain", "out", "/eventList/0", "--json"])
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "/eventList/0/eventTime" in {answer["pointer"] for answer in answers}


@pytest.mark.parametrize(("lang", "word"), [("vi", "Tệp nguồn."), ("en", "The source file.")])
def test_help_is_in_the_language_asked_for(capsys: pytest.CaptureFixture[str], lang: str, word: str) -> None:
    assert run(["convert", "--help", "--lang", lang]) == 0
    assert word in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "word"), [("vi", "Không tìm thấy"), ("en", "is not there")])
def test_sentences_are_in_the_language_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    run(["convert", "none.csv", "--mapping", "farm/lot-sheet", "--out", "x", "--lang", lang])
    heard = capsys.readouterr()
    assert word in heard.err
    assert heard.out == ""


def test_a_lot_is_drawn_and_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lot", "Lúa A", "--run", "out", "--svg", "lot.svg", "--lang", "en"]) == 0
    assert (folder / "lot.svg").read_text(encoding="utf-8").startswith("<svg")
    capsys.readouterr()
    assert run(["lot", "Lúa A", "--run", "out", "--lang", "en"]) == 0
    assert "Lúa A" in capsys.readouterr().out
    assert run(["lot", "Lúa B", "--run", "out"]) == 2


def test_a_template_has_the_headings_that_are_read(folder: Path) -> None:
    from openpyxl import load_workbook

    run(["mapping", "template", "farm/lot-sheet", "empty.xlsx"])
    headings = [cell.value for cell in load_workbook(folder / "empty.xlsx").active[1]]
    assert headings[:2] == ["Tên lô", "Mã loại nông sản"]
