"""The pangasius plant of the demo: ponds, raw lots, fillet and steaks, pallets, despatch notes; then a dozen faults.

Firm, farms, customers and all numbers are invented; GS1 keys stand under 952, the prefix for demonstrations.
"""

from __future__ import annotations

import datetime as dt
import itertools

from demo_books import Column, Row, Sheet, comma, gln, gtin, sscc, vietnamese

PREFIX = "952000202"
FILLET, STEAK, COATED = (gtin(f"{PREFIX}{number}") for number in ("001", "002", "003"))
FARMS = {farm: gln(f"{PREFIX}10{number}") for number, farm in enumerate("ABCD", 1)}
CUSTOMERS = (
    ("Công ty Thực phẩm Thí Dụ Cần Thơ", gln(f"{PREFIX}201")),
    ("Kho lạnh Ví Dụ Cát Lái", gln(f"{PREFIX}202")),
    ("Nordic Sample Seafood", gln(f"{PREFIX}203")),
)
TRUCKS = ("67C-123.45", "67C-246.80", "65C-135.79")
FIRM = "CÔNG TY CỔ PHẦN THỦY SẢN THÍ DỤ AN GIANG (doanh nghiệp không có thật)"
FIRST_DAY = dt.date(2026, 4, 6)
DAYS = 20
HOURS = ("14:20", "16:05", "17:10")
STORY = FIRST_DAY + dt.timedelta(days=5)
TWO_SHIFTS = "PF-260421-01"


def sheets() -> list[Sheet]:
    """The four sheets with their faults."""
    loads = _loads()
    batches = _batches(loads)
    pallets = _pallets(batches)
    found = [_intake(loads), _processing(_in_shifts(batches)), _packing(pallets), _despatch(pallets)]
    spoil(*found)
    return found


def _loads() -> list[Row]:
    """Three loads of fish a day; on the day of the story two, from the ponds A3 and B1.

    A pond is emptied in one load, or in two on days that follow each other.
    """
    loads: list[Row] = []
    emptied = dict.fromkeys(FARMS, 3)
    for number in range(DAYS):
        day = FIRST_DAY + dt.timedelta(days=number)
        story = day == STORY
        for place in range(2 if story else 3):
            farm = "AB"[place] if story else "ABCD"[(number + place) % 4]
            if not story and number % 3 == 1 and place == 1:
                pond = loads[-3]["pond"]
            elif story:
                pond = ("A3", "B1")[place]
            else:
                emptied[farm] += 1
                pond = f"{farm}{emptied[farm]}"
            weight = (12400.0, 8150.0)[place] if story else 5200.0 + 37 * ((7 * number + 11 * place) % 40)
            lot = f"NL-{day:%m%d}-{place + 1}"
            loads.append({"day": day, "pond": pond, "weight": weight, "lot": lot, "place": place})
    return loads


def _intake(loads: list[Row]) -> Sheet:
    rows = []
    for load in sorted(loads, key=lambda load: (load["pond"][0], int(load["pond"][1:]), load["day"])):
        pond, number = load["pond"], int(load["pond"][1:])
        stocked = pond != "B1"
        rows.append(
            {
                "no": len(rows) + 1,
                "lot": load["lot"],
                "pond": f"Ao {pond}",
                "crop": f"AO-{pond}-26",
                "stocked": dt.date(2025, 8, 24) + dt.timedelta(days=3 * number) if stocked else None,
                "fish": 21000 + 500 * (number - 3) if stocked else None,
                "farm": FARMS[pond[0]],
                "harvested": vietnamese(load["day"]),
                "harvest": comma(load["weight"]),
                "received": load["day"],
                "hour": HOURS[load["place"]],
                "weight": load["weight"] if number % 2 else comma(load["weight"]),
                "truck": TRUCKS[number % 3],
                "note": "cân 2" if load["day"] == STORY else None,
            }
        )
    columns = {
        "no": Column("STT", width=6),
        "lot": Column("Mã lô NL (*)"),
        "pond": Column("Ao nuôi (*)", width=10),
        "crop": Column("Mã vụ nuôi (*)"),
        "stocked": Column("Ngày thả giống"),
        "fish": Column("Số con thả (con)", "#,##0"),
        "farm": Column("GLN trại nuôi", width=16),
        "harvested": Column("Ngày thu hoạch (*)"),
        "harvest": Column("KL thu hoạch (kg)"),
        "received": Column("Ngày nhận (*)"),
        "hour": Column("Giờ cân", width=9),
        "weight": Column("KL nhận\n(kg) (*)", "#,##0.0"),
        "truck": Column("Số xe"),
        "note": Column("Ghi chú"),
    }
    titles = (FIRM, "SỔ TIẾP NHẬN NGUYÊN LIỆU CÁ TRA", "Tháng 04 năm 2026")
    above = (("pond", "farm", "NUÔI TRỒNG"), ("harvested", "harvest", "THU HOẠCH"), ("received", "truck", "TIẾP NHẬN"))
    return Sheet("Nguyên liệu", titles, columns, above, ("pond", "crop", "stocked", "fish", "farm"), "crop", rows=rows)


def _batches(loads: list[Row]) -> list[Row]:
    """One batch a day: the loads of the day before; every fourth makes steaks, one a product without master data."""
    batches = []
    for number, (day, group) in enumerate(itertools.groupby(loads, key=lambda load: load["day"])):
        inputs = list(group)
        total = sum(load["weight"] for load in inputs)
        made = day + dt.timedelta(days=1)
        product = COATED if number in {9, 15} else STEAK if number % 4 == 3 else FILLET
        rest = 11900.0 if day == STORY else round(total * 0.575)
        batches.append(
            {
                "made": made,
                "batch": f"ME-{made:%m%d}",
                "inputs": inputs,
                "gtin": product,
                "lot": f"PF-{made:%y%m%d}-01",
                "weight": round(total * 0.4, 1),
                "rest": rest,
                "expiry": made.replace(year=2028),
            }
        )
    return batches


def _in_shifts(batches: list[Row]) -> list[Row]:
    """The batches as the plant wrote them: one lot was made in two shifts, whose expiry dates differ by a year."""
    written: list[Row] = []
    for batch in batches:
        loads = batch["inputs"]
        if batch["lot"] != TWO_SHIFTS:
            written.append(batch)
            continue
        for name, part, year in (("", loads[:1], 2028), ("C", loads[1:], 2027)):
            total = sum(load["weight"] for load in part)
            weights = {"weight": round(total * 0.4, 1), "rest": round(total * 0.575)}
            expiry = batch["made"].replace(year=year)
            written.append({**batch, "batch": batch["batch"] + name, "inputs": part, "expiry": expiry, **weights})
    return written


def _processing(batches: list[Row]) -> Sheet:
    rows = []
    for batch in batches:
        for load in batch["inputs"]:
            rows.append(
                {
                    "batch": batch["batch"],
                    "made": batch["made"],
                    "raw": load["lot"],
                    "used": comma(load["weight"]),
                    "gtin": int(batch["gtin"]),
                    "lot": batch["lot"],
                    "weight": comma(batch["weight"]),
                    "rest": comma(batch["rest"]),
                    "expiry": vietnamese(batch["expiry"]),
                    "team": f"Tổ {1 + len(rows) % 3}",
                }
            )
    columns = {
        "batch": Column("Mẻ chế biến (*)"),
        "made": Column("Ngày chế biến (*)"),
        "raw": Column("Lô nguyên liệu (*)"),
        "used": Column("Đưa vào (kg)"),
        "gtin": Column("Mã GTIN", "0", width=16),
        "lot": Column("Lô thành phẩm (*)", width=16),
        "weight": Column("Thành phẩm (kg)"),
        "rest": Column("Phụ phẩm (kg)"),
        "expiry": Column("Hạn sử dụng"),
        "team": Column("Tổ sản xuất"),
    }
    titles = (FIRM, "NHẬT KÝ CHẾ BIẾN VÀ CẤP ĐÔNG", "Xưởng 2 - Tháng 04 năm 2026")
    above = (("raw", "used", "ĐẦU VÀO"), ("gtin", "expiry", "ĐẦU RA"))
    merged = ("batch", "made", "gtin", "lot", "weight", "rest", "expiry")
    return Sheet("Chế biến", titles, columns, above, merged, "batch", rows=rows)


def _pallets(batches: list[Row]) -> list[Row]:
    """Pallets of 2,400 kg of one lot, and one that holds the rests of two."""
    pallets: list[Row] = []
    for batch in batches:
        packed = batch["made"] + dt.timedelta(days=1)
        for _ in range(int(batch["weight"] // 2400)):
            goods = [{"gtin": batch["gtin"], "lot": batch["lot"], "boxes": 240}]
            pallets.append({"sscc": sscc(PREFIX, 415 + len(pallets)), "packed": packed, "goods": goods, **batch})
    mixed = pallets[-1]
    mixed["goods"] = [
        {**mixed["goods"][0], "boxes": 140},
        {"gtin": batches[-2]["gtin"], "lot": batches[-2]["lot"], "boxes": 60},
    ]
    return pallets


def _packing(pallets: list[Row]) -> Sheet:
    rows = [
        {
            "sscc": pallet["sscc"],
            "packed": vietnamese(pallet["packed"]),
            "gtin": goods["gtin"],
            "lot": goods["lot"],
            "boxes": goods["boxes"],
            "weight": comma(goods["boxes"] * 10),
            "unit": "kg",
            "store": "KHO-2" if number % 2 else "KHO-1",
        }
        for number, pallet in enumerate(pallets)
        for goods in pallet["goods"]
    ]
    columns = {
        "sscc": Column("SSCC pallet (*)", width=22),
        "packed": Column("Ngày đóng (*)"),
        "gtin": Column("Mã GTIN (*)", width=16),
        "lot": Column("Số lô (*)", width=16),
        "boxes": Column("Số thùng", "0"),
        "weight": Column("Khối lượng tịnh (*)"),
        "unit": Column("ĐVT", width=8),
        "store": Column("Kho lạnh"),
    }
    total = {"sscc": "Tổng cộng", "weight": comma(sum(row["boxes"] for row in rows) * 10)}
    titles = (FIRM, "BẢNG KÊ ĐÓNG PALLET", "Tháng 04 năm 2026")
    above = (("sscc", "packed", "PALLET"), ("gtin", "unit", "HÀNG TRÊN PALLET"))
    return Sheet("Đóng pallet", titles, columns, above, ("sscc", "packed"), "sscc", total, rows)


def _despatch(pallets: list[Row]) -> Sheet:
    """The pallets of a batch leave three days after it was made; those of the last three batches are still in store."""
    rows = []
    for number, (made, group) in enumerate(itertools.groupby(pallets, key=lambda pallet: pallet["made"])):
        shipped = made + dt.timedelta(days=3)
        name, place = CUSTOMERS[number % 3]
        known = made != STORY + dt.timedelta(days=1)
        note = {
            "note": f"PXK-{shipped:%m%d}",
            "shipped": shipped,
            "hour": "07:30" if number % 2 else "13:15",
            "truck": TRUCKS[number % 3] if known else TRUCKS[0],
            "customer": name if known else None,
            "gln": place if known else None,
        }
        rows += [{**note, "sscc": pallet["sscc"]} for pallet in group] if number < DAYS - 3 else []
    columns = {
        "note": Column("Số phiếu xuất (*)"),
        "shipped": Column("Ngày xuất (*)"),
        "hour": Column("Giờ xuất", width=9),
        "sscc": Column("Mã pallet SSCC (*)", width=22),
        "truck": Column("Biển số xe"),
        "customer": Column("Bên nhận", width=32),
        "gln": Column("GLN bên nhận", width=16),
    }
    titles = (FIRM, "SỔ XUẤT HÀNG", "Tháng 04 năm 2026")
    above = (("note", "hour", "PHIẾU XUẤT"), ("customer", "gln", "BÊN NHẬN"))
    merged = ("note", "shipped", "hour", "truck", "customer", "gln")
    return Sheet("Xuất hàng", titles, columns, above, merged, "note", rows=rows)


def spoil(intake: Sheet, processing: Sheet, packing: Sheet, despatch: Sheet) -> None:
    """A dozen faults, each of a kind that real sheets have."""
    intake.change("lot", "NL-0408-2", "harvested", "31/04/2026")
    intake.change("lot", "NL-0414-1", "weight", "#REF!")
    intake.change("lot", "NL-0417-3", "farm", FARMS["A"][:-1] + str((int(FARMS["A"][-1]) + 4) % 10))
    intake.change("lot", "NL-0423-1", "lot", None)
    processing.change("batch", "ME-0409", "used", "5.4230")
    processing.change("batch", "ME-0416", "gtin", int(FILLET) + 1, nth=0)
    processing.change("batch", "ME-0416", "gtin", int(FILLET) + 1, nth=1)
    processing.change("batch", "ME-0416", "gtin", int(FILLET) + 1, nth=2)
    processing.change("batch", "ME-0420", "expiry", "20/04/2027", nth=1)
    packing.change("sscc", sscc(PREFIX, 420), "sscc", float(sscc(PREFIX, 420)))
    packing.change("sscc", sscc(PREFIX, 426), "sscc", sscc(PREFIX, 426)[:-1] + "x")
    packing.change("sscc", sscc(PREFIX, 431), "unit", "kgg")
    packing.change("sscc", sscc(PREFIX, 437), "weight", None)
    despatch.change("sscc", sscc(PREFIX, 416), "sscc", sscc(PREFIX, 416)[:-1])
    despatch.change("sscc", sscc(PREFIX, 440), "sscc", "3.9520002E+17")
    for nth in range(3):
        despatch.change("note", "PXK-0418", "shipped", dt.date(2026, 4, 12), nth)
