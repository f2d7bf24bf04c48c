"""A package made by someone else plugs in exactly as ours do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "third_party" / "notebook"

NOTEBOOK = "#scalebook\nMã lô | Số bao | Ngày\nLúa A | 12 | 03/04/2026\nLúa B | 7 | 31/04/2026\n"
MAPPING = """
mapping: station/notebook
title: {vi: Sổ cân, en: Weighing notebook}
from:
  table:
    header: within 1
    columns:
      lot:  {named: [Mã lô], read: text | required}
      bags: {named: [Số bao], read: number | required}
      day:  {named: [Ngày], read: date(d/M/y) | required}
settings: {zone: +07:00, id_base: "https://id.example.vn"}
events:
  - rule: weigh
    each: row
    type: ObjectEvent
    action: OBSERVE
    bizStep: receiving
    eventTime: day | at(07:00)
    eventTimeZoneOffset: zone
    quantityList:
      - epcClass: lot | own_link(lot)
        quantity: bags | scalebook.bags(50)
        uom: KGM
"""
CHECK = """
from pathlib import Path
from lienthong.testing import adapter_faults
from lienthong.plugs import installed
import lienthong, json, sys
adapter = next(a for a in installed().adapters if a.name == "scalebook")
book = Path("book.txt")
assert adapter_faults(adapter, {"scalebook.notebook": [book]}) == [], adapter_faults(adapter)
run = lienthong.convert(book, mapping="notebook.yaml", out="out")
events = json.loads(Path("out/events.jsonld").read_text())["epcisBody"]["eventList"]
print(run.code, run.run["in"], run.run["kept"], run.run["rejected"], events[0]["quantityList"][0]["quantity"])
"""


@pytest.fixture
def installed_elsewhere(tmp_path: Path) -> dict[str, str]:
    """The adapter installed into a folder of its own, without a network."""
    target = tmp_path / "site"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    command += ["--disable-pip-version-check", "--target", str(target), str(PACKAGE)]
    subprocess.run(command, check=True, cwd=tmp_path)
    return {**os.environ, "PYTHONPATH": str(target)}


def test_a_reader_and_a_function_of_a_third_party_run_the_main_job(
    installed_elsewhere: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "book.txt").write_text(NOTEBOOK, encoding="utf-8")
    (tmp_path / "notebook.yaml").write_text(MAPPING, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        check=False,
        cwd=tmp_path,
        env=installed_elsewhere,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["1", "2", "1", "1", "600"], done.stderr
