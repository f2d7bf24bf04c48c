"""What commands print: data on standard output, sentences on standard error, in the language asked for."""

import json
import re
import shlex
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from lienthong.cli.app import run
from lienthong.shelf import mapping_names

COMMANDS = [
    "", "convert", "replay", "explain", "lot", "summary", "adapters", "mapping", "mapping list", "mapping check",
    "mapping test", "mapping preview", "mapping template", "mapping show",
]  # fmt: skip
VIETNAMESE = re.compile("[ăâđêôơưạảấầậắằặẹẻếềểễệịỉọỏốồổộớờởợụủứừửữựỳỵ]", re.IGNORECASE)


def heard(capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(shlex.split(line))
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_whole_in_both_languages(capsys: pytest.CaptureFixture[str], command: str) -> None:
    code, english, _ = heard(capsys, f"{command} --help --lang en")
    assert (code, VIETNAMESE.findall(english.replace("Liên Thông", ""))) == (0, [])
    code, vietnamese, _ = heard(capsys, f"{command} --help --lang vi")
    assert code == 0
    assert len(VIETNAMESE.findall(vietnamese)) > 10
    assert "cli." not in english + vietnamese
    options = re.compile(r"--[a-z]+")
    assert set(options.findall(english)) == set(options.findall(vietnamese))


@pytest.mark.parametrize("command", [*COMMANDS, "gs1 parse", "gs1 check", "gs1 label", "gs1 scan"])
def test_what_stands_for_a_value_is_named_in_the_language_too(capsys: pytest.CaptureFixture[str], command: str) -> None:
    usage = heard(capsys, f"{command} --help --lang vi")[1].splitlines()[0]
    named = [word for word in re.findall(r"(?<!-)\b[\w=]+\b", usage) if word.isupper()]
    assert [word for word in named if word.isascii()] == []
    assert len(named) >= len(re.findall(r" [A-Z]+\b", heard(capsys, f"{command} --help --lang en")[1].splitlines()[0]))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_run_prints_sentences_on_standard_error_only(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    code, out, err = heard(capsys, f"convert faulty.csv --mapping farm/lot-sheet --out again --lang {lang}")
    assert (code, out) == (1, "")
    assert "rejects.xlsx" in err
    assert bool(VIETNAMESE.search(err)) == (lang == "vi")


def test_json_is_what_run_json_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = heard(capsys, "convert faulty.csv --mapping farm/lot-sheet --out again --json")
    kept = json.loads((folder / "again" / "run.json").read_text(encoding="utf-8"))
    assert {**json.loads(out), "finished": kept["finished"]} == kept


def test_a_correction_goes_back_by_the_name_it_has_in_the_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(shlex.split("convert faulty.csv --mapping farm/lot-sheet --out again"))
    book = load_workbook("again/rejects.xlsx")
    book.worksheets[1].cell(2, 7).value = "01/06/2026"
    book.save("again/rejects.xlsx")
    code, out, _ = heard(capsys, "replay again rejects.xlsx --json")
    assert (code, json.loads(out)["rejected"]) == (0, 0)


def test_a_value_is_explained_to_people_and_to_machines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pointer = "/eventList/1/quantityList/0/quantity"
    code, out, err = heard(capsys, f"explain out {pointer}")
    assert (code, err) == (0, "")
    first, *rest = out.splitlines()
    assert first == f"{pointer} = 11"
    assert 'good.csv:2:5 [san_luong_thuc_thu] "11"' in rest[0]
    assert "farm/lot-sheet" in rest[-1]

    code, out, err = heard(capsys, f"explain out {pointer} --json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["pointer"], answer["value"], answer["place"], answer["original"], answer["heading"]) == (
        pointer,
        "11",
        "good.csv:2:5",
        "11",
        "san_luong_thuc_thu",
    )
    assert set(answer["mapping"]) == {"name", "sha256"}
    assert answer["line"]["number"] > 0


def test_a_source_that_was_moved_is_explained_from_where_it_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "good.csv").rename(folder / "moved.csv")
    assert heard(capsys, "explain out /eventList/0/eventTime")[0] == 2
    assert heard(capsys, "explain out /eventList/0/eventTime --source moved.csv")[0] == 0


def test_the_message_of_a_run_is_printed_as_it_was_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = heard(capsys, "summary out")
    assert (code, err) == (0, "")
    assert out.rstrip("\n") == (folder / "out" / "summary.txt").read_text(encoding="utf-8").rstrip("\n")


def test_a_lot_is_drawn_into_a_file_that_is_svg(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = heard(capsys, "lot 'Lúa A' --run out --svg lot.svg")
    assert (code, out) == (0, "")
    drawn = (folder / "lot.svg").read_bytes()
    assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
    run(shlex.split("lot 'Lúa A' --run out --svg again.svg"))
    assert (folder / "again.svg").read_bytes() == drawn


def test_every_shipped_mapping_is_listed_checked_shown_and_holds(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, listed, _ = heard(capsys, "mapping list")
    assert code == 0
    for name in mapping_names():
        assert name in listed
        assert heard(capsys, f"mapping check {name}")[:2] == (0, "")
        code, text, _ = heard(capsys, f"mapping show {name}")
        assert (code, f"mapping: {name}" in text) == (0, True)
        assert heard(capsys, f"mapping show {name} --steps")[1] not in {"", text}
        code, out, err = heard(capsys, f"mapping test {name} --lang en")
        good, every = map(int, re.findall(r"(\d+) of (\d+) examples hold", err)[0])
        assert (code, out) == (0, "")
        assert good == every
        assert every > 0 or name == "vn/national-record"


def test_an_example_that_does_not_hold_is_told_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = heard(capsys, "mapping show farm/lot-sheet")[1]
    wrong = text.replace("/1/quantityList/0/quantity: 1150.5", "/1/quantityList/0/quantity: 1150.6")
    (folder / "mine.yaml").write_text(wrong, encoding="utf-8")
    code, out, err = heard(capsys, "mapping test mine.yaml --lang en")
    line = 1 + wrong.splitlines().index("      /1/quantityList/0/quantity: 1150.6")
    assert (code, out) == (1, "")
    assert f"line {line}:" in err
    assert "got 1150.5, expected 1150.6" in err


def test_a_check_names_columns_that_are_unknown_or_unread(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "good.csv").read_text(encoding="utf-8")
    more = text.replace("ghi_chu", "nguoi_ghi").replace("01/02/2026,\n", "01/02/2026,anh Ba\n")
    (folder / "more.csv").write_text(more, encoding="utf-8")
    code, out, err = heard(capsys, "mapping check farm/lot-sheet more.csv --lang en")
    assert (code, out) == (0, "")
    assert "nguoi_ghi" in err
    assert "Ghi chú" in err


def test_a_preview_shows_rows_beside_their_events(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = heard(capsys, "mapping preview farm/lot-sheet good.csv --rows 1 --lang en")
    events = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    assert code == 0
    assert "Row 2: Lúa A | " in out
    assert [event["type"] for event in events] == ["ObjectEvent"] * 3


@pytest.mark.parametrize("name", [name for name in mapping_names() if name != "vn/national-record"])
def test_a_template_is_a_sheet_that_its_mapping_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / "empty.xlsx"
    assert heard(capsys, f"mapping template {name} {path}")[0] == 0
    code, _, err = heard(capsys, f"mapping check {name} {path} --lang en")
    assert code == 0, err


def test_adapters_are_listed_with_what_they_bring(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = heard(capsys, "adapters --lang en")
    assert (code, err) == (0, "")
    rows = {line.split()[0]: line for line in out.splitlines()}
    assert {"gs1", "epcis", "tabular", "vn"} <= set(rows)
    assert "gs1.lot_link" in out
    assert "json-2.0" in rows["epcis"]


@pytest.mark.parametrize("command", ["convert", "mapping preview", "lot"])
def test_the_parsers_own_words_are_said_in_the_language_too(capsys: pytest.CaptureFixture[str], command: str) -> None:
    english = {"Usage:", "[OPTIONS]", "[required]", "[default:"}
    told = heard(capsys, f"{command} --help --lang en")[1]
    assert {word for word in english if word in told} == english
    told = heard(capsys, f"{command} --help --lang vi")[1]
    assert not {word for word in (*english, "STR", "PATH", "INT") if word in told}
    for word in ("Cách dùng:", "[TÙY CHỌN]", "[bắt buộc]", "[mặc định:"):
        assert word in told


BAD_SETTINGS = [
    ("farm/lot-sheet", "zone=abc", "“abc” không phải múi giờ như +07:00", "“abc” is no zone such as +07:00"),
    ("farm/lot-sheet", "id_base=xx", "cần địa chỉ như https://id.example.vn", "wants an address like"),
    ("farm/lot-sheet", "yield_unit=abc", "Đơn vị chưa biết", "Unknown unit"),
    ("mill/rice", "firm=123", "thiếu hoặc thừa chữ số", "too few or too many digits"),
]


@pytest.mark.parametrize(("mapping", "setting", "vietnamese", "english"), BAD_SETTINGS)
def test_a_bad_setting_is_told_whole_in_each_language(
    capsys: pytest.CaptureFixture[str], mapping: str, setting: str, vietnamese: str, english: str
) -> None:
    code, _, told = heard(capsys, f"mapping check {mapping} --set {setting} --lang vi")
    assert code == 2
    assert vietnamese in told
    assert not re.search(r"\b(the|is|wants|got|cannot|unit\.|gs1\.length)\b", told)
    _, _, told = heard(capsys, f"mapping check {mapping} --set {setting} --lang en")
    assert english in told
    assert not VIETNAMESE.search(told)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_run_with_refused_rows_says_how_they_go_back(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    told = heard(capsys, f"convert faulty.csv --mapping farm/lot-sheet --out 'kết quả' --lang {lang}")[2]
    assert told.splitlines()[-1].endswith("lienthong replay 'kết quả' rejects.xlsx")
    assert "replay" not in heard(capsys, f"convert good.csv --mapping farm/lot-sheet --out good --lang {lang}")[2]


def test_a_place_is_told_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = heard(capsys, "mapping preview farm/lot-sheet faulty.csv")[2]
    assert told.count("faulty.csv") == told.count("✗") == 1


def test_what_a_mapping_reads_is_told_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert "table" not in heard(capsys, "mapping list --lang vi")[1]
    assert "one table" in heard(capsys, "mapping list --lang en")[1]
