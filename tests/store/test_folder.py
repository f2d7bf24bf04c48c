"""The folder of a run changes whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.store.folder import NoRun, RunFolder, open_run

NAMES = ["ledger.sqlite", "events.jsonld", "old.txt"]


def write(folder: Path, text: str, names: list[str]) -> None:
    with RunFolder(folder) as run:
        run.database.execute("CREATE TABLE fact(name, value)")
        for name in names:
            run.file(name).write_text(text, encoding="utf-8")
        run.finish({"text": text}, NAMES)


def fail_half_way(folder: Path) -> float:
    with RunFolder(folder) as run:
        return run.file("events.jsonld").write_text("half", encoding="utf-8") / 0


def test_a_finished_run_opens(tmp_path: Path) -> None:
    write(tmp_path, "one", ["events.jsonld"])
    told, database = open_run(tmp_path)
    database.close()
    assert told == {"text": "one"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["events.jsonld", "ledger.sqlite", "run.json"]


def test_what_an_earlier_run_wrote_and_this_one_did_not_goes(tmp_path: Path) -> None:
    write(tmp_path, "one", ["events.jsonld", "old.txt"])
    write(tmp_path, "two", ["events.jsonld"])
    assert not (tmp_path / "old.txt").exists()


def test_a_run_that_fails_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, "one", ["events.jsonld"])
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(ZeroDivisionError):
        fail_half_way(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_folder_without_a_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoRun):
        open_run(tmp_path)


KILLED = """
import os, signal, sys
import lienthong
from lienthong.keeping import Keeper
def cut(self, outcome, repeats):
    os.kill(os.getpid(), signal.SIGKILL)
Keeper._keep = cut
lienthong.convert("so.csv", mapping="farm/lot-sheet", out="out")
"""
SHEET = (
    "ten_lo,ma_loai_nong_san,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,hoat_dong_canh_tac\n"
    "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,10,9,01/02/2026,01/06/2026,PLANTING\n"
)


@pytest.mark.skipif(os.name == "nt", reason="the signal that cannot be caught is POSIX")
def test_a_killed_run_leaves_nothing_that_looks_whole_and_the_next_clears_it_away(tmp_path: Path) -> None:
    import lienthong

    (tmp_path / "so.csv").write_text(SHEET, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED], check=False, cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    assert [file.name[:5] for file in (tmp_path / "out").iterdir()] == [".run-"]
    assert lienthong.convert(tmp_path / "so.csv", mapping="farm/lot-sheet", out=tmp_path / "out").code == 0
    assert not list((tmp_path / "out").glob(".run-*"))
