"""The wheel carries mappings and schemas, and converts where a system has neither `resource` nor `fork`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

SHEET = (
    "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
    "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu\n"
    "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,fa8c8c3b-5678-90ab-cdef-1234567890ab,10,9,01/02/2026,01/06/2026,"
    "PLANTING,Giống,4,kg,01/02/2026,\n"
)
PROGRAM = """
import os, sys
sys.modules["resource"] = None
if hasattr(os, "fork"):
    del os.fork
import adapters, lienthong
from lienthong.shelf import mapping_names
site = os.environ["PYTHONPATH"]
assert adapters.__file__.startswith(site) and lienthong.__file__.startswith(site), lienthong.__file__
run = lienthong.convert("so.csv", mapping="farm/lot-sheet", out="out")
print(run.code, run.run["kept"], len(mapping_names()) > 2, *[finding.code for finding in run.findings])
"""


@pytest.fixture(scope="module")
def wheel_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network and installed into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "--target", str(site), str(wheel)], check=True)
    return site


def test_the_wheel_converts_without_resource_and_fork(wheel_site: Path, tmp_path: Path) -> None:
    (tmp_path / "so.csv").write_text(SHEET, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(wheel_site)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["0", "1", "True"], done.stderr
