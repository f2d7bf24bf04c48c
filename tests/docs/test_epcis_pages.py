"""The examples of the pages on EPCIS are run: the documents they show are read, what stands below a command it prints.

Lines that are JSON are compared by the members they show, findings by their codes; all others as they are.
"""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from lienthong.cli.app import run
from tests.docs.test_gs1_pages import PYTHON, examples

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "guide").glob("epcis.*.md"))
DOCUMENT = re.compile(r"^```(?:xml|json) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder in which the documents of a page lie."""

    def lay(page):
        monkeypatch.chdir(tmp_path)
        for name, text in DOCUMENT.findall(page.read_text(encoding="utf-8")):
            (tmp_path / name).write_text(text, encoding="utf-8")

    return lay


def printed(words, capfdbinary):
    capfdbinary.readouterr()
    run(words)
    sys.stdout.flush()
    return capfdbinary.readouterr().out.decode().splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_command_prints_what_the_page_shows(page, desk, capfdbinary):
    desk(page)
    for line, shown in examples(page):
        program, *words = shlex.split(line)
        assert program == "lienthong"
        found = printed(words, capfdbinary)
        assert len(found) == len(shown), (line, found)
        for got, wanted in zip(found, shown, strict=True):
            alike(got, wanted)


def alike(got, wanted):
    """Holds a line against the one that the page shows."""
    if not wanted.startswith("{"):
        assert got == wanted
        return
    expected, found = json.loads(wanted), json.loads(got)
    if "findings" in expected:
        assert [told["code"] for told in found["findings"]] in (expected["findings"], expected["findings"][::-1])
        del expected["findings"]
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs(page, desk):
    desk(page)
    (code,) = PYTHON.findall(page.read_text(encoding="utf-8"))
    exec(compile(code, page.name, "exec"), {})


def test_both_languages_show_the_same_examples():
    shown = [
        [list(examples(page)), *(found.findall(page.read_text(encoding="utf-8")) for found in (PYTHON, DOCUMENT))]
        for page in PAGES
    ]
    assert len(shown) == 2
    assert shown[0] == shown[1]
    assert len(shown[0][0]) > 10
