"""`lienthong profile`: what is listed and shown, and examples run, in both languages."""

import json

import pytest

from lienthong.checks.profiles import profile_names
from lienthong.cli.app import run

OWN = """
profile: shop
title: {vi: Yêu cầu của cửa hàng, en: What a shop asks}
instrument: hợp đồng 12
short: {vi: Hợp đồng 12, en: Contract 12}
full: {vi: Hợp đồng số 12, en: Contract No. 12}
valid from: 2026-01-01
mark: C
fields:
  product_name: {need: M, article: "3", mark: C}
examples:
  - {say: không có tên, lot: {}, lacks: [product_name]}
"""


def test_profiles_are_listed_and_chosen(capsys):
    assert run(["profile", "list", "--lang", "en"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 14
    assert run(["profile", "list", "--on", "2026-12-31", "--goods", "moit-high-risk", "--lang", "vi"]) == 0
    told = capsys.readouterr().out
    assert "vn-moit-tt31-id" in told
    assert "vn-moit-tt31-trace" not in told


def test_a_profile_is_shown_with_its_articles_cases_and_marks(capsys):
    assert run(["profile", "show", "vn-mard-tt17-2021", "--lang", "vi"]) == 0
    told = capsys.readouterr().out
    assert "Điều 6.1 [D]" in told
    assert "Hàng nhập khẩu: có" in told
    assert "D: quy tắc suy ra" in told


def test_examples_of_all_profiles_and_of_ones_own_run(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("LIENTHONG_PROFILES", str(tmp_path))
    file = tmp_path / "shop.yaml"
    file.write_text(OWN, encoding="utf-8")
    assert run(["profile", "test", "--lang", "en"]) == 0
    assert "shop: 1 of 1 examples hold." in capsys.readouterr().err
    file.write_text(OWN.replace("lacks: [product_name]", "lacks: []"), encoding="utf-8")
    assert run(["profile", "test", "shop", "--lang", "en"]) == 1
    assert "line 12: không có tên: lacks product_name, expected –" in capsys.readouterr().err
    file.write_text(OWN.replace("need: M", "need: X"), encoding="utf-8")
    assert run(["profile", "test", str(file), "--lang", "en"]) == 2
    assert "shop.yaml:10:24" in capsys.readouterr().err
    assert run(["profile", "list", "--lang", "en"]) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nothing"], "nothing"),
        (["list", "--goods", "stones"], "stones"),
        (["list", "--role", "king"], "king"),
        (["list", "--on", "today"], "today"),
    ],
)
def test_what_is_not_there_is_told(words, told, capsys):
    assert run(["profile", *words, "--lang", "vi"]) == 2
    assert told in capsys.readouterr().err


SHEET = (
    "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
    "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu\n"
    "Lúa A,ca8c8c3b-1234-4567-89ab-cdef01234567,fa8c8c3b-5678-90ab-cdef-1234567890ab,10,9,01/02/2026,01/06/2026,"
    "PLANTING,Giống,4,kg,01/02/2026,\n"
)


@pytest.mark.parametrize("profile", ["own", *profile_names()])
def test_a_run_is_held_against_any_profile_shipped_or_of_ones_own(profile, tmp_path, capsys):
    (tmp_path / "so.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "shop.yaml").write_text(OWN, encoding="utf-8")
    named = str(tmp_path / "shop.yaml") if profile == "own" else profile
    out = tmp_path / "out"
    words = ["convert", str(tmp_path / "so.csv"), "--mapping", "farm/lot-sheet", "--out", str(out)]
    assert run([*words, "--profile", named, "--lang", "vi"]) == 0
    capsys.readouterr()
    (record,) = json.loads((out / "national.json").read_text(encoding="utf-8"))["records"]
    assert record["profile"] == ("shop" if profile == "own" else profile)
