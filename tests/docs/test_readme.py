"""The README and the guides: their mapping holds, and every command and option they name is there."""

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import Workbook

from lienthong.cli.app import run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
GROUPS = {"mapping", "view", "profile", "gs1", "epcis", "tcvn"}
COMMAND = re.compile(r"(?:^|`|\$ )(lienthong [a-z][^`#\n]*)", re.MULTILINE)


def commands(page):
    """Each command line of a page, up to what is given behind `<<<`, with lines broken inside backquotes joined."""
    text = re.sub(r"`[^`\n]*\n *[^`\n]*`", lambda part: " ".join(part[0].split()), page.read_text(encoding="utf-8"))
    return sorted({line.partition(" <<< ")[0].strip() for line in COMMAND.findall(text)})


def test_the_mapping_of_the_readme_does_what_is_said_of_it(tmp_path, monkeypatch):
    (mapping,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    Path("harvest.yaml").write_text(mapping, encoding="utf-8")
    book = Workbook()
    for row in (
        ["Mã lô", "Barcode", "Khối lượng (kg)", "Ngày thu hoạch"],
        ["L01", "9521234000013", "1.250,5", "03/04/2026"],
        ["Tổng", None, "1.250,5", None],
    ):
        book.active.append(row)
    book.save("so.xlsx")
    assert run(["mapping", "template", "harvest.yaml", "mau.xlsx"]) == 0
    assert run(["mapping", "check", "harvest.yaml", "so.xlsx"]) == 0
    assert run(["mapping", "preview", "harvest.yaml", "so.xlsx"]) == 0
    assert run(["mapping", "test", "harvest.yaml"]) == 0
    assert run(["convert", "so.xlsx", "--mapping", "harvest.yaml", "--out", "ket-qua"]) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_a_page_names_is_there(page, capsys):
    found = commands(page)
    assert found
    for line in found:
        words = shlex.split(line)[1:]
        name = words[: 2 if words[0] in GROUPS else 1]
        assert run([*name, "--help", "--lang", "en"]) == 0, line
        options = {word.partition("=")[0] for word in words if word.startswith("--")} - {"--lang"}
        told = capsys.readouterr().out
        assert [option for option in options if option not in told] == [], line
