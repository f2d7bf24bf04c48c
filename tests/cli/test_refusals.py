"""What cannot be done is exit code 2 and one sentence that names it, on standard error, in either language."""

import shlex
from pathlib import Path

import pytest

from lienthong.cli.app import run

LOTS = "--mapping farm/lot-sheet"


@pytest.fixture
def odd(folder: Path) -> Path:
    """The folder, with things in it that are not what a command wants."""
    (folder / "room").mkdir()
    (folder / "note").write_text("no database, no workbook\n" * 40, encoding="utf-8")
    (folder / "cut.xlsx").write_bytes(b"PK\x03\x04cut")
    (folder / "empty.csv").write_bytes(b"")
    (folder / "list.yaml").write_text("mapping: [\n", encoding="utf-8")
    (folder / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    assert run(shlex.split(f"convert faulty.csv {LOTS} --out faulty")) == 1
    return folder


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (f"convert room {LOTS} --out x", "room"),
        (f"convert empty.csv {LOTS} --out x", "empty.csv"),
        (f"convert cut.xlsx {LOTS} --out x", "cut.xlsx"),
        (f"convert good.csv {LOTS} --out note", "note"),
        (f"convert good.csv {LOTS} --out note/x", "note"),
        ("convert good.csv --mapping room --out x", "room"),
        ("convert good.csv --mapping list.yaml --out x", "list.yaml:2:1"),
        ("convert good.csv --mapping bytes.yaml --out x", "bytes.yaml"),
        ("convert good.csv --mapping vn/national-record --out x", "vn/national-record"),
        (f"convert good.csv {LOTS} --out x --created today", "today"),
        (f"convert good.csv {LOTS} --out x --created 2026-06-30", "2026-06-30"),
        (f"convert good.csv {LOTS} --out x --created 2026-13-01T00:00:00Z", "2026-13-01"),
        (f"convert good.csv {LOTS} --out x --store room", "room"),
        (f"convert good.csv {LOTS} --out x --store note", "note"),
        (f"convert good.csv {LOTS} --out x --store none/store.sqlite", "none/store.sqlite"),
        (f"convert good.csv {LOTS} --out x --set zone=seven", "seven"),
        (f"convert good.csv {LOTS} --out x --set yield_unit=banana", "banana"),
        ("replay faulty none.xlsx", "none.xlsx"),
        ("replay faulty cut.xlsx", "cut.xlsx"),
        ("replay faulty note", "note"),
        ("replay room rejects.xlsx", "room"),
        ("replay faulty rejects.xlsx --source room", "room"),
        ("replay faulty rejects.xlsx --source good.csv", "good.csv"),
        ("explain out /", "/"),
        ("explain out /eventList", "/eventList"),
        ("explain out eventList/0", "eventList/0"),
        ("explain out /eventList/00", "/eventList/00"),
        ("explain out /eventList/²", "/eventList/²"),
        ("explain out /eventList/99999999999999999999", "/eventList/99999999999999999999"),
        ("explain out /eventList/0/none", "/eventList/0/none"),
        ("explain faulty /eventList/0", "/eventList/0"),
        ("explain note /eventList/0", "note"),
        ("explain out /eventList/0 --source faulty.csv", "faulty.csv"),
        ("lot none --run out", "none"),
        ("lot none --run room", "room"),
        ("lot 'Lúa A' --run out --svg none/lot.svg", "none/lot.svg"),
        ("summary note", "note"),
        ("mapping check farm/lot-sheet none.csv", "none.csv"),
        ("mapping check list.yaml", "list.yaml:2:1"),
        ("mapping preview farm/lot-sheet none.csv", "none.csv"),
        ("mapping preview vn/national-record good.csv", "vn/national-record"),
        ("mapping template farm/lot-sheet none/empty.xlsx", "none/empty.xlsx"),
        ("mapping template farm/lot-sheet room", "room"),
        ("mapping template vn/national-record empty.xlsx", "vn/national-record"),
        ("mapping test none", "none"),
        ("mapping show none", "none"),
    ],
)
def test_it_is_told_and_not_done(odd: Path, capsys: pytest.CaptureFixture[str], line: str, named: str) -> None:
    capsys.readouterr()
    for lang in ("vi", "en"):
        assert run([*shlex.split(line), "--lang", lang]) == 2
        heard = capsys.readouterr()
        assert heard.out == ""
        assert named in heard.err
    assert not (odd / "x").exists() or list((odd / "x").iterdir()) == []


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("nothing", "không có lệnh “nothing”", "there is no command “nothing”"),
        ("mapping nothing", "đang có: list, check", "known: list, check"),
        ("convert good.csv", "thiếu --mapping", "--mapping is missing"),
        ("convert --mapping x --out y", "thiếu TỆP_NGUỒN", "SOURCE is missing"),
        ("convert good.csv --out", "thiếu --out", "--out is missing"),
        ("convert good.csv --mapping x --out y --frob", "không có tùy chọn “--frob”", "there is no option “--frob”"),
        ("adapters more", "thừa “more”", "“more” is too much"),
        ("mapping preview a b --rows many", "--rows không nhận “many”", "--rows does not take “many”"),
        ("mapping preview a b --rows 0", "--rows không nhận “0”", "--rows does not take “0”"),
        ("convert a --mapping x --out y --set zone", "TÊN=GIÁ TRỊ", "NAME=VALUE"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_command_line_is_told_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], line: str, vi: str, en: str, lang: str
) -> None:
    assert run([*line.split(), "--lang", lang]) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert {"vi": vi, "en": en}[lang] in heard.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nothing", "lienthong --help"),
        ("mapping nothing", "lienthong mapping --help"),
        ("convert good.csv", "lienthong convert --help"),
        ("gs1 label a b.png --as q", "lienthong gs1 label --help"),
        ("tcvn convert a.json", "--out"),
        ("convert good.csv --mapping none --out x", "lienthong mapping list"),
        ("gs1 scan none.png", "none.png"),
        ("gs1 label a tem.gif", "tem.gif"),
    ],
)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_to_do_next_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str], line: str, told: str, lang: str
) -> None:
    capsys.readouterr()
    assert run([*line.split(), "--lang", lang]) == 2
    assert told in capsys.readouterr().err


def test_a_file_that_never_was_handed_out_is_told_once(odd: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["replay", "faulty", "faulty.csv"]) == 2
    assert capsys.readouterr().err.count("✗") == 1
