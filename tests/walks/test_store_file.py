"""The file given to `--store`: a foreign, old, damaged or locked one stops the run and stays as it was."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import lienthong
from lienthong.findings import core_catalogue
from lienthong.flow import Run
from lienthong.store.events import STORE_VERSION

SHEET = (
    "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
    "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu\n"
    "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,fa8c8c3b-5678-90ab-cdef-1234567890ab,12,11,01/02/2026,01/06/2026,"
    "PLANTING,Giống,4,kg,01/02/2026,\n"
)


def convert(folder: Path, store: Path) -> Run:
    source = folder / "lots.csv"
    source.write_text(SHEET, encoding="utf-8")
    return lienthong.convert(source, mapping="farm/lot-sheet", out=folder / "out", to=["json-2.0"], store=store)


def script(text: str) -> Callable[[Path, Path], None]:
    def write(file: Path, folder: Path) -> None:
        with closing(sqlite3.connect(file)) as database:
            database.executescript(text)

    return write


def ledger(file: Path, folder: Path) -> None:
    assert convert(folder, folder / "first.sqlite").code == 0
    file.write_bytes((folder / "out" / "ledger.sqlite").read_bytes())


def later(file: Path, folder: Path) -> None:
    assert convert(folder, file).code == 0
    script(f"UPDATE store SET version={STORE_VERSION + 1}")(file, folder)


def damaged(file: Path, folder: Path) -> None:
    assert convert(folder, file).code == 0
    data = file.read_bytes()
    file.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))


FILES: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "a database of something else": (script("CREATE TABLE customer(id, name); INSERT INTO customer VALUES(1, 'A')"),
                                     "store.other"),
    "a store without a version": (script("CREATE TABLE event(number INTEGER PRIMARY KEY, id TEXT)"), "store.other"),
    "a table of the same name": (script("CREATE TABLE store(shelf TEXT, room TEXT)"), "store.other"),
    "the ledger of a run": (ledger, "store.other"),
    "a store of a later version": (later, "store.other"),
    "a damaged store": (damaged, "store.unusable"),
    "no database": (lambda file, folder: file.write_text("a text, and no database\n" * 50), "store.unusable"),
}  # fmt: skip


@pytest.mark.parametrize(("write", "code"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_store_is_told_and_stays_as_it_is(
    tmp_path: Path, write: Callable[[Path, Path], None], code: str
) -> None:
    file = tmp_path / "store.sqlite"
    write(file, tmp_path)
    before = file.read_bytes()
    run = convert(tmp_path, file)
    assert (run.code, [finding.code for finding in run.findings]) == (2, [code])
    assert file.read_bytes() == before
    assert "store.sqlite" in core_catalogue().sentence(run.findings[0], "vi")


def test_a_store_that_another_run_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "store.sqlite"
    assert convert(tmp_path, file).code == 0
    connect = sqlite3.connect
    with closing(connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **{**named, "timeout": 0}))
        run = convert(tmp_path, file)
    assert (run.code, [finding.code for finding in run.findings]) == (2, ["store.unusable"])


def test_a_store_bears_its_version_and_serves_again(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    assert [convert(tmp_path, file).code, convert(tmp_path, file).code] == [0, 0]
    with closing(sqlite3.connect(file)) as database:
        assert list(database.execute("SELECT version FROM store")) == [(STORE_VERSION,)]


@pytest.mark.parametrize("content", [b"no database at all\n" * 100, b""])
def test_a_folder_whose_ledger_is_none_holds_no_run(tmp_path: Path, content: bytes) -> None:
    assert convert(tmp_path, tmp_path / "store.sqlite").code == 0
    (tmp_path / "out" / "ledger.sqlite").write_bytes(content)
    run = lienthong.replay(tmp_path / "out", tmp_path / "rejects.xlsx")
    assert (run.code, [finding.code for finding in run.findings]) == (2, ["run.absent"])
