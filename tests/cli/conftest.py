"""A folder in which commands run, with sheets and the runs that came of them."""

from pathlib import Path

import pytest

from lienthong.cli.app import run

HEAD = (
    "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
    "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu\n"
)
ROW = (
    "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,fa8c8c3b-5678-90ab-cdef-1234567890ab,12,11,01/02/2026,{day},PLANTING,"
    "Giống,4,kg,01/02/2026,\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands run: a good lot sheet, a faulty one, and the run of the good one in `out`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text(HEAD + ROW.format(day="01/06/2026"), encoding="utf-8")
    (tmp_path / "faulty.csv").write_text(HEAD + ROW.format(day="31/06/2026"), encoding="utf-8")
    assert run(["convert", "good.csv", "--mapping", "farm/lot-sheet", "--out", "out"]) == 0
    return tmp_path
