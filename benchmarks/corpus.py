"""The corpora of the benchmarks, made from a seed: the same bytes on every machine."""

from __future__ import annotations

import random
from pathlib import Path

HEADINGS = (
    "Mã sự kiện;Ngày;Mã hàng;Tên hàng;Số lô;Số lượng;ĐVT;Địa điểm;Bên giao;Bên nhận;Số phiếu;NSX;HSD;Độ ẩm;Ghi chú"
)
PRODUCTS = ("Gạo ST25", "Gạo Jasmine", "Nếp Phú Tân", "Cá tra phi lê", "Xoài cát Hòa Lộc", "Tấm thơm")
ACTIVITIES = ("PLANTING", "FERTILIZING", "WATERING", "PESTICIDE", "HARVESTING")
LOT_HEADINGS = (
    "ten_lo,ma_loai_nong_san,ma_vung_trong,san_luong_du_kien,san_luong_thuc_thu,ngay_gieo_trong,ngay_thu_hoach,"
    "hoat_dong_canh_tac,vat_tu,so_luong,don_vi,ngay_thuc_hien,ghi_chu"
)


def with_check_digit(body: str) -> str:
    """The digits with their GS1 check digit (General Specifications 7.9)."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(body)))
    return body + str(-total % 10)


def flat_csv(path: Path, rows: int, *, distinct: bool = False, seed: int = 7) -> Path:
    """A 15-column legacy CSV: semicolons, decimal commas, 1 % wrong check digits; 500 GTINs or all distinct."""
    dice = random.Random(seed)
    gtins = [with_check_digit(f"952{number:09d}") for number in range(500)]
    places = [with_check_digit(f"95212{number:07d}") for number in range(40)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS + "\n")
        for row in range(rows):
            gtin = with_check_digit(f"952{row % 1_000_000_000:09d}") if distinct else dice.choice(gtins)
            if dice.random() < 0.01:
                gtin = gtin[:-1] + str((int(gtin[-1]) + 1) % 10)
            day = f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/2026"
            fields = (
                f"SK{row:07d}",
                day,
                gtin,
                dice.choice(PRODUCTS),
                f"L{dice.randint(1, 400):04d}",
                f"{dice.randint(1, 9999)},{dice.randint(1, 9)}",
                "kg",
                dice.choice(places),
                dice.choice(places),
                dice.choice(places),
                f"PX{dice.randint(1, 30000):06d}",
                day,
                f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/2027",
                f"{dice.randint(10, 15)},{dice.randint(1, 9)}",
                "hàng đạt",
            )
            file.write(";".join(fields) + "\n")
    return path


def lot_csv(path: Path, rows: int, seed: int = 7) -> Path:
    """A lot sheet: ten activity rows a lot, for the grouped mapping with the national record."""
    dice = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(LOT_HEADINGS + "\n")
        for row in range(rows):
            lot = row // 10
            fields = (
                f"Lô Lúa {lot}",
                f"ca8c8c3b-1234-4567-89ab-{lot % 50:012d}",
                f"fa8c8c3b-5678-90ab-cdef-{lot % 90:012d}",
                str(1000 + lot % 700),
                str(900 + lot % 700),
                f"{1 + lot % 28:02d}/01/2026",
                f"{1 + lot % 28:02d}/05/2026",
                ACTIVITIES[row % 5],
                "Phân NPK" if row % 5 else "",
                str(dice.randint(1, 60)) if row % 5 else "0",
                "kg",
                f"{1 + row % 28:02d}/0{1 + row % 4}/2026",
                f"dòng {row}",
            )
            file.write(",".join(fields) + "\n")
    return path
