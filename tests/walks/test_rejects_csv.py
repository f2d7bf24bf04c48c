"""`rejects.csv` on its way through the hall: written with the run, taken back, cleared with the next run."""

from __future__ import annotations

from pathlib import Path

import pytest

import lienthong
from adapters.tabular import handback_write
from adapters.tabular.encodings import encode
from lienthong.flow import Run

CREATED = "2026-06-30T00:00:00Z"
MADE = ("events.jsonld", "events.xml", "national.json")
HEAD = (
    "ten_lo;ma_loai_nong_san;ma_vung_trong;san_luong_du_kien;san_luong_thuc_thu;ngay_gieo_trong;ngay_thu_hoach;"
    "hoat_dong_canh_tac;vat_tu;so_luong;don_vi;ngay_thuc_hien;ghi_chu\r\n"
)
ROW = (
    "Lúa {lot};ca8c8c3b-1234-4567-89ab-cdef01234567;fa8c8c3b-5678-90ab-cdef-1234567890ab;1200;1150;01/02/2026;{day};"
    "PLANTING;Giống;40;kg;01/02/2026;bón lót, làm cỏ\r\n"
)


def converted(folder: Path, *days: str, encoding: str = "utf-8", out: Path | None = None) -> Run:
    """A lot sheet whose lots A, B, C were harvested on these days."""
    folder.mkdir(parents=True, exist_ok=True)
    text = HEAD + "".join(ROW.format(lot="ABC"[at], day=day) for at, day in enumerate(days))
    source = folder / "so.csv"
    source.write_bytes(encode(text, encoding) if encoding == "tcvn3" else text.encode(encoding))
    return lienthong.convert(source, mapping="farm/lot-sheet", out=out or folder / "out", created=CREATED)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "tcvn3"])
def test_corrections_give_the_bytes_of_a_source_that_was_right(tmp_path: Path, encoding: str) -> None:
    run = converted(tmp_path / "faulty", "01/06/2026", "31/06/2026", "mai", encoding=encoding)
    right = converted(tmp_path / "right", "01/06/2026", "30/06/2026", "02/06/2026", encoding=encoding)
    assert (run.code, run.run["rejected"], right.code) == (1, 2, 0)
    read = "utf-16" if encoding == "utf-16" else "utf-8-sig"
    text = (run.out / "rejects.csv").read_bytes().decode(read)
    assert text.startswith(HEAD.rstrip())
    assert [line.split(";")[0] for line in text.splitlines()[1:]] == ["Lúa B", "Lúa C"]
    text = text.replace(";31/06/2026;", ";30/06/2026;").replace(";mai;", ";02/06/2026;")
    (tmp_path / "sent.csv").write_bytes(text.encode(read))
    done = lienthong.replay(run.out, tmp_path / "sent.csv")
    assert (done.code, done.run["rejected"], done.findings) == (0, 0, [])
    for name in MADE:
        assert (run.out / name).read_bytes() == (right.out / name).read_bytes(), name

    before = files(run.out)
    again = lienthong.replay(run.out, tmp_path / "sent.csv")
    assert (again.code, again.findings, files(run.out) == before) == (0, [], True)


def test_what_comes_back_as_it_was_changes_nothing(tmp_path: Path) -> None:
    run = converted(tmp_path, "mai", "31/06/2026")
    before = files(run.out)
    done = lienthong.replay(run.out, run.out / "rejects.csv")
    assert (done.code, done.findings, files(run.out) == before) == (1, [], True)


def test_one_correction_may_come_by_either_file(tmp_path: Path) -> None:
    run = converted(tmp_path, "mai", "31/06/2026")
    first = (run.out / "rejects.csv").read_text(encoding="utf-8")
    (tmp_path / "sent.csv").write_text(first.replace(";mai;", ";02/06/2026;"), encoding="utf-8", newline="")
    done = lienthong.replay(run.out, tmp_path / "sent.csv")
    assert (done.code, done.run["rejected"]) == (1, 1)
    second = (run.out / "rejects.csv").read_text(encoding="utf-8")
    assert [line.split(";")[0] for line in second.splitlines()[1:]] == ["Lúa B"]
    assert lienthong.replay(run.out, run.out / "rejects.xlsx").findings == []

    late = lienthong.replay(run.out, tmp_path / "sent.csv")
    assert (late.code, late.run["rejected"], late.findings) == (1, 1, []), "said already"
    (tmp_path / "sent.csv").write_text(first.replace(";mai;", ";03/06/2026;"), encoding="utf-8", newline="")
    late = lienthong.replay(run.out, tmp_path / "sent.csv")
    assert [finding.code for finding in late.findings] == ["correction.stale"]


def test_a_workbook_has_no_such_file_and_that_of_an_earlier_run_goes(demo: Path, tmp_path: Path) -> None:
    run = converted(tmp_path / "in", "mai", out=tmp_path / "out")
    assert (run.out / "rejects.csv").exists()
    source = demo / "input" / "pangasius.xlsx"
    run = lienthong.convert(source, mapping="fish/pangasius", out=tmp_path / "out")
    assert run.run["rejected"] > 0
    assert not (run.out / "rejects.csv").exists()


def test_numbered_workbooks_stand_in_the_folder_and_go_with_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handback_write, "ROWS", 1)
    run = converted(tmp_path, "mai", "31/06/2026", "x")
    names = {"rejects.xlsx", "rejects-2.xlsx", "rejects-3.xlsx", "rejects.csv"}
    assert {file.name for file in run.out.glob("rejects*")} == names
    done = lienthong.replay(run.out, run.out / "rejects-3.xlsx")
    assert (done.code, done.findings) == (1, [])
    monkeypatch.undo()
    (run.out / "rejects-mine.xlsx").write_bytes(b"")
    converted(tmp_path, "mai", "31/06/2026", "x")
    assert {file.name for file in run.out.glob("rejects*")} == {"rejects.xlsx", "rejects.csv", "rejects-mine.xlsx"}


@pytest.mark.parametrize("name", ["rejects.csv", "rejects.xlsx", "rejects-2.xlsx", "events.xml", "run.json"])
def test_a_source_is_never_overwritten_by_its_own_run(tmp_path: Path, name: str) -> None:
    source = converted(tmp_path, "mai").out.parent / "so.csv"
    kept = source.rename(tmp_path / name)
    before = files(tmp_path / "out"), kept.read_bytes()
    run = lienthong.convert(kept, mapping="farm/lot-sheet", out=tmp_path)
    assert (run.code, [finding.code for finding in run.findings]) == (2, ["run.own-file"])
    assert (files(tmp_path / "out"), kept.read_bytes()) == before
    assert lienthong.convert(kept, mapping="farm/lot-sheet", out=tmp_path / "other").code == 1
