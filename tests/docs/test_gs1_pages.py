"""The examples of the pages on GS1 are run: what stands below a command is what it prints.

A block ```` ```console ```` holds commands behind `$ `, their input behind `<<<`, and what they print: a member that
the page leaves out is not compared, findings are compared by their codes.
"""

import io
import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from lienthong.cli.app import run

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "guide").glob("gs1.*.md"))
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = {"gs1.hex-scheme"}
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page):
    """Each command of a page with the lines that follow it."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for part in block.split("$ ")[1:] if block.startswith("$ ") else ():
            line, *shown = part.rstrip("\n").split("\n")
            yield line, shown


ALL = [
    pytest.param(page, line, shown, id=f"{page.stem}-{at}")
    for page in PAGES
    for at, (line, shown) in enumerate(examples(page))
]


def said(line, monkeypatch, capsys):
    """What a command prints, its input given behind `<<<`."""
    call, _, given = line.partition(" <<< ")
    text = "".join(f"{word}\n" for word in shlex.split(given))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    program, *words = shlex.split(call)
    assert program == "lienthong"
    capsys.readouterr()
    run(words)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The folder in which the commands of all pages run, one behind the other: a label is drawn before it is read."""
    return tmp_path_factory.mktemp("desk")


@pytest.mark.parametrize(("page", "line", "shown"), ALL)
def test_a_command_prints_what_the_page_shows(page, line, shown, desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    printed = said(line, monkeypatch, capsys)
    assert len(printed) == len(shown), printed
    for got, wanted in zip(printed, shown, strict=True):
        expected = json.loads(wanted)
        found = json.loads(got)
        codes = {told["code"] for told in found["findings"]} - LEFT_OUT
        assert set(expected.pop("findings", codes)) == codes, found["findings"]
        assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs(page, capsys):
    (code,) = PYTHON.findall(page.read_text(encoding="utf-8"))
    exec(compile(code, page.name, "exec"), {})


def test_both_languages_show_the_same_examples():
    vi, en = ([list(examples(page)), PYTHON.findall(page.read_text(encoding="utf-8"))] for page in reversed(PAGES))
    assert vi[0] == en[0]
    assert vi[1] == en[1]
    assert len(vi[0]) > 20
