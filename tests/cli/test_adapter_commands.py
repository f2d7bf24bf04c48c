"""Commands that adapters bring: mounted, fed line by line, printed as JSON, their exit codes."""

import contextlib
import io
import json
import subprocess
import sys
import tracemalloc
import types
from pathlib import Path

import pytest

from lienthong.cli import adapters
from lienthong.cli.lines import MOST, lines_of
from lienthong.cli.voice import Voice
from lienthong.commands import Command, Deferred, Line, Lines, Result, Word
from lienthong.findings import Catalogue, Finding, core_catalogue
from lienthong.plugs import Adapter, PlugError, Plugs
from lienthong.testing import adapter_faults

BOTH = {"vi": "Đếm chữ.", "en": "Counts letters."}


def count(unit: str, lines: Lines, *, at_least: int = 1, as_: str = "letters"):
    """The letters of each line; a warning by itself for another unit, an error for none."""
    if unit == "none":
        yield Finding("cli.line-long", "error", facts={"most": "0"})
        return
    if unit == "other":
        yield Finding("cli.line-long", "warning", facts={"most": "0"})
    for line in lines:
        ok = line.fault is None and len(line.text) >= at_least
        told = [line.fault] if line.fault else [] if ok else [Finding("cli.line-long", "error", "", {"most": "1"})]
        yield Result({"input": line.text, "ok": ok, as_: len(line.text)}, [one.placed(line.place) for one in told])


WORDS = {
    "unit": Word("Đơn vị.", "The unit."),
    "lines": Word("Tệp.", "The file.", "file"),
    "at_least": Word("Ít nhất.", "At least.", "number"),
    "as_": Word("Tên.", "The name."),
}
COUNT = Command("count-letters", count, BOTH, WORDS, ({"unit": "all"},))
COUNTER = Adapter("counter", says=BOTH, commands=(COUNT,))


@pytest.fixture
def call():
    """Calls the mounted commands and gives their exit code."""
    app = adapters.mounted(COUNTER, COUNTER.commands, Voice("en", core_catalogue()))
    return lambda *words: app(words, exit_on_error=False, print_error=False, result_action="return_value")


def feed(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_each_line_gives_one_object_and_findings_say_where_in_both_languages(call, monkeypatch, capsys):
    feed(monkeypatch, b"\xef\xbb\xbfabc\r\n\n\xffz\nend")
    assert call("count-letters", "all", "--as", "signs") == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["input"], row["ok"]) for row in rows] == [("abc", True), ("", False), ("\\xffz", False), ("end", True)]
    assert rows[0] == {"input": "abc", "ok": True, "signs": 3, "findings": []}
    (finding,) = rows[2]["findings"]
    assert set(finding) == {"code", "severity", "at", "place", "facts", "vi", "en"}
    assert finding["place"] == "stdin:3"
    assert finding["vi"] == "Dòng này không phải chữ UTF-8 nên không đọc được."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("count-letters", "all"), 0),
        (("count-letters", "all", "--at-least", "9"), 1),
        (("count-letters", "other"), 0),
        (("count-letters", "none"), 2),
    ],
)
def test_the_exit_code_is_0_all_good_1_something_invalid_2_not_done(call, monkeypatch, words, code):
    feed(monkeypatch, b"abc\n")
    assert call(*words) == code


def test_the_lines_of_a_file_are_named_by_it(call, tmp_path: Path, capsys):
    (tmp_path / "codes.txt").write_bytes(b"a\n\xff\n")
    assert call("count-letters", "all", str(tmp_path / "codes.txt")) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[1])["findings"][0]["place"] == "codes.txt:2"


def test_a_long_line_is_passed_over_and_the_next_one_read(tmp_path: Path):
    file = tmp_path / "long.txt"
    file.write_bytes(b"x" * MOST + b"\n" + b"y" * (40 * MOST) + b"\nshort\n")
    whole, long, short = lines_of(file)
    assert (len(whole.text), whole.fault, short.text) == (MOST, None, "short")
    assert long.fault.code == "cli.line-long"
    assert len(long.text) < 1000


def test_memory_does_not_grow_with_the_input(call, tmp_path: Path):
    peaks = []
    for number in (1_000, 20_000):
        (tmp_path / "lines.txt").write_bytes(b"abc\n" * number)
        with (tmp_path / "out").open("w") as out, contextlib.redirect_stdout(out):
            tracemalloc.start()
            call("count-letters", "all", str(tmp_path / "lines.txt"))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] + 200_000


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", ("Đếm chữ.", "Ít nhất.", "SỐ", "CHỮ", "TỆP")), ("en", ("The unit.", "UNIT", "FILE"))]
)
def test_help_is_in_the_language_asked_for(lang, words, capsys):
    app = adapters.mounted(COUNTER, COUNTER.commands, Voice(lang, core_catalogue()))
    app(["count-letters", "--help"], result_action="return_value")
    said = capsys.readouterr().out
    assert all(word in said for word in words)


def test_arguments_of_one_kind_keep_their_own_names(capsys):
    def join(first: str, second: str, out: str):
        yield Result({"joined": first + second + out})

    words = {"first": Word("Một.", "One.", "file"), "second": Word("Hai.", "Two.", "file"), "out": Word("Ra.", "Out.")}
    adapter = Adapter("joiner", says=BOTH, commands=(Command("join", join, BOTH, words),))
    app = adapters.mounted(adapter, adapter.commands, Voice("vi", core_catalogue()))
    app(["join", "--help"], result_action="return_value")
    assert "join FIRST SECOND CHỮ" in capsys.readouterr().out


def broken(**changes):
    facts = {"name": "count", "run": count, "says": BOTH, "words": WORDS, "samples": ({"unit": "all"},)} | changes
    return Adapter("counter", says=BOTH, commands=(Command(**facts),))


@pytest.mark.parametrize(
    "adapter",
    [
        broken(says={"vi": "Đếm."}),
        broken(words={name: word for name, word in WORDS.items() if name != "unit"}),
        broken(words={**WORDS, "more": WORDS["unit"]}),
        broken(words={**WORDS, "unit": Word("Đơn vị.", "")}),
        broken(name="count letters"),
        Adapter("counter", commands=(COUNT,)),
        Adapter("counter", says=BOTH, commands=(COUNT, COUNT)),
    ],
)
def test_a_command_that_cannot_be_mounted_stops_the_start(adapter):
    with pytest.raises(PlugError):
        Plugs([adapter])


def test_deferred_commands_are_imported_and_looked_at_only_when_asked_for(monkeypatch):
    held = types.ModuleType("later_commands")
    monkeypatch.setitem(sys.modules, "later_commands", held)
    adapter = Adapter("counter", says=BOTH, commands=Deferred("later_commands"))
    plugs = Plugs([adapter])
    held.COMMANDS = (COUNT,)
    assert list(plugs.commands_of(adapter)) == [COUNT]
    held.COMMANDS = (COUNT, COUNT)
    again = Adapter("counter", says=BOTH, commands=Deferred("later_commands"))
    with pytest.raises(PlugError):
        Plugs([again]).commands_of(again)


def test_help_waits_for_no_command_of_an_adapter():
    """In a process of its own: what is imported stays imported."""
    asked = "import sys; from lienthong.cli.app import run; run(['--help']); "
    told = "sys.exit(len({'openpyxl', 'zxingcpp', 'jinja2', 'adapters.epcis.command_table'} & {*sys.modules}))"
    ended = subprocess.run([sys.executable, "-c", asked + told], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "epcis" in ended.stdout


def _raises(lines: Lines):
    for line in lines:
        yield Result({"input": line.text.encode("ascii").decode()})


def _prints(lines: Lines):
    for line in lines:
        print(line.text)  # noqa: T201 what the contract forbids
        yield Result({})


def _skips(lines: Lines):
    for line in lines:
        if line.text:
            yield Result({})


def _unknown(lines: Lines):
    for _ in lines:
        yield Result({}, [Finding("counter.none", "error")])


def _silent(lines: Lines):
    for _ in lines:
        yield Result({"ok": False})


def _no_json(lines: Lines):
    for _ in lines:
        yield Result({"input": object()})


@pytest.mark.parametrize("run", [_raises, _prints, _skips, _unknown, _silent, _no_json])
def test_the_contract_finds_what_a_command_does_wrong(run):
    adapter = broken(run=run, words={"lines": WORDS["lines"]}, samples=({},))
    assert adapter_faults(adapter)


def test_the_contract_takes_a_good_command():
    assert adapter_faults(COUNTER) == []


def test_a_finding_on_the_wire_leaves_its_place_out_of_its_sentences(tmp_path: Path):
    catalogue: Catalogue = core_catalogue()
    line = Line("x", next(lines_of(_file(tmp_path))).place)
    wired = catalogue.wire(Finding("cli.line-long", "error", "", {"most": "9"}).placed(line.place))
    assert wired["en"] == "This line is longer than 9 bytes and is not read."
    assert wired["place"] == "one.txt:1"


def _file(folder: Path) -> Path:
    (folder / "one.txt").write_text("x\n", encoding="utf-8")
    return folder / "one.txt"
