"""The mango packing house of the demo: garden diaries, harvest, packing, pallets and despatch; then a dozen faults.

Firm, growers, customers, codes and all numbers are invented; GS1 keys stand under 952, the prefix for demonstrations.
"""

from __future__ import annotations

import datetime as dt

from demo_books import Column, Row, Sheet, comma, gln, gtin, sscc, vietnamese

PREFIX = "952000303"
BOX_5, BOX_10 = (gtin(f"{PREFIX}{number}") for number in ("001", "002"))
CUSTOMERS = (
    ("Siêu thị Trái cây Thí Dụ", gln(f"{PREFIX}201")),
    ("Kho lạnh Ví Dụ Tân Sơn", gln(f"{PREFIX}202")),
)
GROWERS = ("Nguyễn Văn Mùi", "Trần Thị Thân", "Lê Văn Dậu", "Phạm Thị Tuất", "Huỳnh Văn Hợi")
VARIETIES = ("Cát Hòa Lộc", "Cát Chu", "Keo")
FIRM = "HỢP TÁC XÃ XOÀI VÍ DỤ CHỢ MỚI (hợp tác xã không có thật)"
CROPS = 10
BATCHES = 15
FLOWERING = dt.date(2025, 12, 1)
FIRST_DAY = dt.date(2026, 3, 20)
TASKS = (
    # task, material, dose, days of waiting, against, days after flowering
    ("Bón phân", "NPK 16-16-8", "0,5 kg/gốc", None, None, 5),
    ("Tưới nước", None, "40 lít/gốc", None, None, 12),
    ("Phun thuốc", "Thuốc Ví Dụ 25EC", "10 ml/16 lít", 14, "Rầy bông xoài", 30),
    ("Bao trái", "Bao giấy chuyên dùng", None, None, None, 55),
    ("Phun thuốc", "Thuốc Thí Dụ 80WP", "30 g/16 lít", 7, "Thán thư", 70),
    ("Tỉa cành", None, None, None, None, 80),
)


def sheets() -> list[Sheet]:
    """The four sheets with their faults."""
    crops = _crops()
    lots = _lots(crops)
    batches = _batches(lots)
    found = [_diary(crops), _harvest(lots), _packing(batches), _despatch(batches)]
    spoil(*found)
    return found


def _crops() -> list[Row]:
    return [
        {
            "crop": f"VX-{number + 1:02}-26",
            "grower": GROWERS[number % 5],
            "village": ("Xã Chợ Mới", "Xã Cù Lao Giêng")[number % 2],
            "area_code": f"VN-AGOR-{201 + number % 5:04}",
            "vietgap": f"VietGAP-TT-12-03-89-{101 + number % 5:04}",
            "variety": VARIETIES[number % 3],
            "area": round(0.6 + 0.12 * number, 2),
            "flowered": FLOWERING + dt.timedelta(days=2 * number),
        }
        for number in range(CROPS)
    ]


def _diary(crops: list[Row]) -> Sheet:
    rows = [
        {
            **crop,
            "area": comma(crop["area"], 2),
            "task": task,
            "material": material,
            "dose": dose,
            "waiting": waiting,
            "pest": pest,
            "done": vietnamese(crop["flowered"] + dt.timedelta(days=days)),
        }
        for crop in crops
        for task, material, dose, waiting, pest, days in TASKS
    ]
    columns = {
        "crop": Column("Mã vụ (*)"),
        "grower": Column("Nhà vườn (*)", width=20),
        "village": Column("Xã"),
        "area_code": Column("Mã số vùng trồng", width=16),
        "vietgap": Column("Số VietGAP", width=26),
        "variety": Column("Giống xoài (*)"),
        "area": Column("Diện tích (ha)"),
        "flowered": Column("Ngày bắt đầu vụ (*)"),
        "task": Column("Công việc (*)"),
        "material": Column("Vật tư", width=20),
        "dose": Column("Liều lượng"),
        "waiting": Column("TG cách ly (ngày)"),
        "pest": Column("Đối tượng phòng trừ"),
        "done": Column("Ngày thực hiện (*)"),
    }
    titles = (FIRM, "NHẬT KÝ CANH TÁC XOÀI", "Vụ 2025-2026, huyện Chợ Mới cũ, tỉnh An Giang")
    above = (("grower", "flowered", "VƯỜN"), ("task", "done", "CÔNG VIỆC"))
    merged = ("crop", "grower", "village", "area_code", "vietgap", "variety", "area", "flowered")
    return Sheet("Nhật ký vườn", titles, columns, above, merged, "crop", rows=rows)


def _lots(crops: list[Row]) -> list[Row]:
    """Three harvest lots for each batch, and three that wait to be packed."""
    lots = []
    for number in range(3 * BATCHES + 3):
        day = FIRST_DAY + dt.timedelta(days=2 * (number // 3))
        crop = crops[number % CROPS]
        lots.append(
            {
                "lot": f"XT-{day:%d%m}-{1 + number % 3}",
                "crop": crop["crop"],
                "grower": crop["grower"],
                "cut": day,
                "received": day + dt.timedelta(days=number % 2),
                "weight": 820.0 + 45 * ((7 * number) % 11),
            }
        )
    return lots


def _harvest(lots: list[Row]) -> Sheet:
    rows = [
        {
            **lot,
            "no": number,
            "cut": vietnamese(lot["cut"]),
            "weight": comma(lot["weight"]) if number % 2 else lot["weight"],
            "method": "Cắt cuống, để ráo mủ",
        }
        for number, lot in enumerate(lots, 1)
    ]
    columns = {
        "no": Column("STT", width=6),
        "lot": Column("Lô xoài tươi (*)"),
        "crop": Column("Mã vụ (*)"),
        "grower": Column("Nhà vườn", width=20),
        "cut": Column("Ngày thu hoạch (*)"),
        "method": Column("Cách thu hoạch", width=22),
        "received": Column("Ngày nhận (*)"),
        "weight": Column("Khối lượng (kg) (*)", "#,##0.0"),
    }
    titles = (FIRM, "SỔ THU HOẠCH VÀ CÂN NHẬN", "Vụ 2025-2026")
    return Sheet("Thu hoạch", titles, columns, (("cut", "weight", "THU HOẠCH, CÂN NHẬN"),), rows=rows)


def _batches(lots: list[Row]) -> list[Row]:
    """Nine tenths of what comes in goes into boxes, a little under a tenth is of second grade."""
    batches = []
    for number in range(BATCHES):
        inputs = lots[3 * number : 3 * number + 3]
        packed = inputs[0]["cut"] + dt.timedelta(days=2)
        weight = sum(lot["weight"] for lot in inputs)
        batches.append(
            {
                "batch": f"DG-{packed:%d%m}",
                "inputs": inputs,
                "packed": packed,
                "gtin": BOX_10 if number % 3 == 2 else BOX_5,
                "lot": f"X{packed:%y%m%d}-{1 + number % 2}",
                "net": round(weight * 0.9, 1),
                "second": round(weight * 0.08, 1),
                "expiry": packed + dt.timedelta(days=30),
            }
        )
    return batches


def _packing(batches: list[Row]) -> Sheet:
    rows = [
        {
            "batch": batch["batch"],
            "packed": batch["packed"],
            "fresh": lot["lot"],
            "used": comma(lot["weight"]),
            "gtin": int(batch["gtin"]),
            "lot": batch["lot"],
            "net": comma(batch["net"]),
            "second": comma(batch["second"]),
            "grade": "Loại 1",
            "test": f"KN-{batch['packed']:%m%d}",
            "expiry": batch["expiry"],
        }
        for batch in batches
        for lot in batch["inputs"]
    ]
    columns = {
        "batch": Column("Mẻ đóng gói (*)"),
        "packed": Column("Ngày đóng gói (*)"),
        "fresh": Column("Lô xoài tươi (*)"),
        "used": Column("Đưa vào (kg)"),
        "gtin": Column("Mã sản phẩm GTIN", "0", width=16),
        "lot": Column("Số lô (*)"),
        "net": Column("Thành phẩm (kg)"),
        "second": Column("Xoài dạt (kg)"),
        "grade": Column("Phân loại"),
        "test": Column("Phiếu kiểm nghiệm"),
        "expiry": Column("HSD"),
    }
    titles = (FIRM, "NHẬT KÝ ĐÓNG GÓI", "Cơ sở đóng gói VN-AGPH-0007")
    merged = ("batch", "packed", "gtin", "lot", "net", "second", "grade", "test", "expiry")
    above = (("fresh", "used", "NGUYÊN LIỆU"), ("gtin", "expiry", "THÀNH PHẨM"))
    return Sheet("Đóng gói", titles, columns, above, merged, "batch", rows=rows)


def _despatch(batches: list[Row]) -> Sheet:
    """Three pallets of each batch leave within three days; the last batch is still in store."""
    rows = []
    for number, batch in enumerate(batches[:-1]):
        for place in range(3):
            shipped = batch["packed"] + dt.timedelta(days=1 + place)
            name, at = CUSTOMERS[(number + place) % 2]
            rows.append(
                {
                    "note": f"PX{shipped:%m%d}-{number + 1}",
                    "shipped": shipped,
                    "sscc": sscc(PREFIX, 8001 + 3 * number + place),
                    "gtin": batch["gtin"],
                    "lot": batch["lot"],
                    "weight": comma(700.0),
                    "unit": "kg",
                    "cold": "12",
                    "truck": ("67C-345.67", "67C-456.78")[place % 2],
                    "customer": name,
                    "gln": at,
                }
            )
    columns = {
        "note": Column("Số phiếu (*)"),
        "shipped": Column("Ngày xuất (*)"),
        "sscc": Column("SSCC pallet (*)", width=22),
        "gtin": Column("GTIN (*)", width=16),
        "lot": Column("Số lô (*)"),
        "weight": Column("Khối lượng (*)"),
        "unit": Column("ĐVT", width=8),
        "cold": Column("Nhiệt độ (°C)"),
        "truck": Column("Biển số xe"),
        "customer": Column("Bên nhận", width=28),
        "gln": Column("GLN bên nhận", width=16),
    }
    titles = (FIRM, "SỔ XUẤT HÀNG", "Vụ 2025-2026")
    return Sheet("Xuất hàng", titles, columns, (("customer", "gln", "BÊN NHẬN"),), rows=rows)


def spoil(diary: Sheet, harvest: Sheet, packing: Sheet, despatch: Sheet) -> None:
    """A dozen faults, each of a kind that real sheets have; one spraying is too near to a harvest."""
    diary.change("crop", "VX-02-26", "done", "31/02/2026", 3)
    diary.change("crop", "VX-04-26", "task", "Hái", 5)
    diary.change("crop", "VX-06-26", "area", "0.96.2", 1)
    diary.change("crop", "VX-07-26", "done", vietnamese(FIRST_DAY + dt.timedelta(days=2)), 4)
    harvest.change("lot", "XT-2203-2", "cut", "24/03/2026")
    harvest.change("lot", "XT-2603-1", "weight", "#VALUE!")
    harvest.change("lot", "XT-0104-3", "crop", None)
    harvest.change("lot", "XT-0504-1", "weight", "9l0,0")
    for nth in range(3):
        packing.change("batch", "DG-0304", "gtin", int(BOX_5) + 3, nth)
    packing.change("batch", "DG-1104", "net", "2.4.1", 0)
    despatch.change("sscc", sscc(PREFIX, 8007), "unit", "ký lô gam")
    despatch.change("sscc", sscc(PREFIX, 8013), "sscc", float(sscc(PREFIX, 8013)))
    despatch.change("sscc", sscc(PREFIX, 8020), "lot", None)
    despatch.change("sscc", sscc(PREFIX, 8026), "gln", CUSTOMERS[1][1][:-1])
