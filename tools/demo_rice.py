"""The rice mill of the demo: farmers' lots, drying and milling, product lots, pallets, despatch; then a dozen faults.

Firm, farmers, customers and all numbers are invented; GS1 keys stand under 952, the prefix for demonstrations.
"""

from __future__ import annotations

import datetime as dt

from demo_books import Column, Row, Sheet, comma, gln, gtin, old_font, sscc, vietnamese

PREFIX = "952000101"
BAG_5, BAG_10, STICKY = (gtin(f"{PREFIX}{number}") for number in ("001", "002", "003"))
CUSTOMERS = (
    ("Siêu thị Thí Dụ Long Xuyên", gln(f"{PREFIX}201")),
    ("Đại lý gạo Ví Dụ Châu Đốc", gln(f"{PREFIX}202")),
)
FARMERS = ("Nguyễn Văn Tí", "Trần Thị Sửu", "Lê Văn Dần", "Phạm Thị Mẹo", "Huỳnh Văn Thìn", "Đỗ Thị Tỵ", "Võ Văn Ngọ")
VARIETIES = ("OM 5451", "OM 18", "Đài Thơm 8")
FIRM = "CÔNG TY TNHH XAY XÁT LÚA GẠO VÍ DỤ (doanh nghiệp không có thật)"
FIRST_DAY = dt.date(2026, 3, 2)
BATCHES = 18


def sheets() -> list[Sheet]:
    """The four sheets with their faults."""
    lots = _lots()
    batches = _batches(lots)
    pallets = _pallets(batches)
    found = [_intake(lots), _milling(batches), _packing(pallets), _despatch(pallets)]
    spoil(*found)
    return found


def _lots() -> list[Row]:
    """Three farmers' lots for each batch, and four that are not milled yet."""
    lots = []
    for number in range(3 * BATCHES + 4):
        day = FIRST_DAY + dt.timedelta(days=2 * (number // 3))
        lots.append(
            {
                "lot": f"LT-{day:%d%m}-{1 + number % 3}",
                "farmer": FARMERS[number % 7],
                "variety": VARIETIES[(number // 3) % 3],
                "area": round(0.8 + 0.15 * (number % 9), 2),
                "cut": day - dt.timedelta(days=1),
                "received": day,
                "weight": round(5.2 + 0.37 * ((5 * number) % 13), 2),
                "wet": round(24.5 + 0.3 * (number % 8), 1),
            }
        )
    return lots


def _intake(lots: list[Row]) -> Sheet:
    rows = [
        {
            "no": number,
            "lot": lot["lot"],
            "farmer": old_font(lot["farmer"]),
            "village": ("Xã Thí Dụ", "Xã Ví Dụ")[number % 2],
            "variety": lot["variety"],
            "area": comma(lot["area"], 2),
            "cut": vietnamese(lot["cut"]),
            "received": lot["received"],
            "weight": comma(lot["weight"], 2) if number % 3 else lot["weight"],
            "wet": lot["wet"],
            "note": "lúa đổ ngã" if number % 17 == 0 else None,
        }
        for number, lot in enumerate(lots, 1)
    ]
    columns = {
        "no": Column("STT", width=6),
        "lot": Column("Mã lô lúa (*)"),
        "farmer": Column("Hộ nông dân", font=".VnTime", width=20),
        "village": Column("Xã"),
        "variety": Column("Giống lúa (*)"),
        "area": Column("Diện tích (ha)"),
        "cut": Column("Ngày gặt (*)"),
        "received": Column("Ngày nhận (*)"),
        "weight": Column("Lúa tươi (tấn) (*)", "#,##0.00"),
        "wet": Column("Ẩm độ (%)", "0.0"),
        "note": Column("Ghi chú"),
    }
    titles = (FIRM, "BẢNG KÊ THU MUA LÚA VỤ ĐÔNG XUÂN 2025-2026", "Ấp Mẫu, xã Ví Dụ, tỉnh An Giang")
    above = (("farmer", "area", "NÔNG HỘ"), ("cut", "wet", "THU HOẠCH VÀ CÂN NHẬN"))
    return Sheet("Thu mua lúa", titles, columns, above, rows=rows)


def _batches(lots: list[Row]) -> list[Row]:
    """Paddy loses a little over 6 % in drying; two thirds of the dry paddy become white rice."""
    batches = []
    for number in range(BATCHES):
        inputs = lots[3 * number : 3 * number + 3]
        dried = inputs[0]["received"] + dt.timedelta(days=1)
        milled = dried + dt.timedelta(days=2)
        dry = round(sum(lot["weight"] for lot in inputs) * 0.935, 2)
        batches.append(
            {
                "batch": f"MX-{milled:%d%m}",
                "inputs": inputs,
                "dried": dried,
                "dry": dry,
                "milled": milled,
                "gtin": STICKY if number in {7, 11} else BAG_10 if number % 3 == 2 else BAG_5,
                "lot": f"G{milled:%y%m%d}-{1 + number % 2}",
                "rice": round(dry * 0.66, 2),
                "rest": round(dry * 0.31, 2),
                "expiry": milled + dt.timedelta(days=365),
            }
        )
    return batches


def _milling(batches: list[Row]) -> Sheet:
    rows = [
        {
            "batch": batch["batch"],
            "dried": vietnamese(batch["dried"]),
            "paddy": lot["lot"],
            "used": comma(lot["weight"], 2),
            "dry": comma(batch["dry"], 2),
            "milled": batch["milled"],
            "gtin": int(batch["gtin"]),
            "lot": batch["lot"],
            "rice": comma(batch["rice"], 2),
            "rest": comma(batch["rest"], 2),
            "expiry": batch["expiry"],
        }
        for batch in batches
        for lot in batch["inputs"]
    ]
    columns = {
        "batch": Column("Mẻ xay (*)"),
        "dried": Column("Ngày sấy (*)"),
        "paddy": Column("Lô lúa (*)"),
        "used": Column("Lúa đưa vào (tấn)"),
        "dry": Column("Lúa khô (tấn)"),
        "milled": Column("Ngày xay (*)"),
        "gtin": Column("Mã sản phẩm GTIN", "0", width=16),
        "lot": Column("Lô gạo (*)"),
        "rice": Column("Gạo thành phẩm (tấn)"),
        "rest": Column("Tấm, cám (tấn)"),
        "expiry": Column("HSD"),
    }
    titles = (FIRM, "NHẬT KÝ SẤY - XAY XÁT", "Vụ Đông Xuân 2025-2026")
    above = (("dried", "dry", "SẤY"), ("milled", "expiry", "XAY XÁT"))
    merged = ("batch", "dried", "dry", "milled", "gtin", "lot", "rice", "rest", "expiry")
    return Sheet("Sấy - xay xát", titles, columns, above, merged, "batch", rows=rows)


def _pallets(batches: list[Row]) -> list[Row]:
    """Three pallets of a tonne from each batch, packed the day after milling."""
    return [
        {**batch, "sscc": sscc(PREFIX, 7001 + 3 * number + place), "packed": batch["milled"] + dt.timedelta(days=1)}
        for number, batch in enumerate(batches)
        for place in range(3)
    ]


def _packing(pallets: list[Row]) -> Sheet:
    rows = [
        {
            "sscc": pallet["sscc"],
            "gtin": pallet["gtin"],
            "lot": pallet["lot"],
            "bags": 100 if pallet["gtin"] == BAG_10 else 200,
            "weight": comma(1000, 0),
            "unit": "kg",
            "packed": vietnamese(pallet["packed"]),
        }
        for pallet in pallets
    ]
    columns = {
        "sscc": Column("Mã SSCC (*)", width=22),
        "gtin": Column("GTIN (*)", width=16),
        "lot": Column("Số lô (*)"),
        "bags": Column("Số bao", "0"),
        "weight": Column("Khối lượng (*)"),
        "unit": Column("ĐVT", width=8),
        "packed": Column("Ngày đóng gói (*)"),
    }
    titles = (FIRM, "BẢNG KÊ ĐÓNG GÓI", "Vụ Đông Xuân 2025-2026")
    total = {"sscc": "Tổng cộng", "weight": comma(1000 * len(rows), 0)}
    return Sheet("Đóng gói", titles, columns, (("gtin", "unit", "HÀNG TRÊN PALLET"),), total=total, rows=rows)


def _despatch(pallets: list[Row]) -> Sheet:
    """A pallet leaves two to four days after packing; those of the last two batches are still in store."""
    rows = []
    for number, pallet in enumerate(pallets[:-6]):
        shipped = pallet["packed"] + dt.timedelta(days=2 + number % 3)
        name, place = CUSTOMERS[number % 2]
        rows.append(
            {
                "note": f"XK{shipped:%m%d}-{1 + number % 3}",
                "shipped": shipped,
                "sscc": pallet["sscc"],
                "truck": ("67H-001.23", "67H-004.56")[number % 2],
                "customer": name,
                "gln": place,
            }
        )
    columns = {
        "note": Column("Số phiếu (*)"),
        "shipped": Column("Ngày xuất kho (*)"),
        "sscc": Column("SSCC (*)", width=22),
        "truck": Column("Số xe"),
        "customer": Column("Khách hàng", width=30),
        "gln": Column("GLN khách hàng", width=16),
    }
    titles = (FIRM, "SỔ XUẤT KHO", "Vụ Đông Xuân 2025-2026")
    return Sheet("Xuất kho", titles, columns, (("customer", "gln", "BÊN NHẬN"),), rows=rows)


def spoil(intake: Sheet, milling: Sheet, packing: Sheet, despatch: Sheet) -> None:
    """A dozen faults, each of a kind that real sheets have."""
    intake.change("lot", "LT-0603-2", "cut", "31/02/2026")
    intake.change("lot", "LT-1003-1", "cut", "12/03/2026")
    intake.change("lot", "LT-1403-3", "weight", "7.05")
    intake.change("lot", "LT-1803-2", "variety", None)
    intake.change("lot", "LT-2603-1", "weight", "#REF!")
    for nth in range(3):
        milling.change("batch", "MX-1103", "gtin", int(BAG_5) + 2, nth)
    milling.change("batch", "MX-1703", "rice", "14,1O", 0)
    packing.change("sscc", sscc(PREFIX, 7005), "unit", "tạn")
    packing.change("sscc", sscc(PREFIX, 7011), "sscc", float(sscc(PREFIX, 7011)))
    packing.change("sscc", sscc(PREFIX, 7014), "lot", None)
    packing.change("sscc", sscc(PREFIX, 7020), "gtin", "9,52E+12")
    despatch.change("sscc", sscc(PREFIX, 7008), "sscc", sscc(PREFIX, 7999))
    despatch.change("sscc", sscc(PREFIX, 7016), "shipped", dt.date(2026, 3, 10))
    despatch.change("sscc", sscc(PREFIX, 7023), "gln", CUSTOMERS[0][1][:-1])
