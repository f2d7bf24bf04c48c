"""Chains of firms that do not exist, for the pictures and the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from lienthong.model import Card, Chain, Flow, Hole, Join, Stage

STAGES = (
    ("farming", "Nuôi trồng", "Rearing"),
    ("harvesting", "Thu hoạch", "Harvest"),
    ("receiving", "Tiếp nhận", "Receiving"),
    ("processing", "Chế biến", "Processing"),
    ("packing", "Đóng gói", "Packing"),
    ("shipping", "Xuất hàng", "Despatch"),
)


def stage(name: str, have: int = 0, of: int = 0, required: bool = True) -> Stage:
    titles = {row[0]: {"vi": row[1], "en": row[2]} for row in STAGES}
    return Stage(name, titles.get(name, {"vi": f"Bước {name}", "en": f"Step {name}"}), required, have, of)


def card(id_: str, at: str, quantity: str | None = None, uom: str = "KGM", **more: object) -> Card:
    given = {"key": id_, "kind": "lot", "label": id_, "date": "2026-04-12", "place": "An Giang", "event": 0} | more
    return Card(id=id_, stage=at, quantity=None if quantity is None else Decimal(quantity), uom=uom, **given)  # type: ignore[arg-type]


def join(
    id_: str, inputs: list[str], outputs: list[str], total_in: str = "", total_out: str = "", **more: object
) -> Join:
    given = {"uom": "KGM", "units_differ": False, "event": 0} | more
    ins, outs = (Decimal(total) if total else None for total in (total_in, total_out))
    return Join(id_, tuple(inputs), tuple(outputs), ins, outs, **given)  # type: ignore[arg-type]


def flow(source: str, target: str, quantity: str | None = None, uom: str = "KGM", kind: str = "flow") -> Flow:
    return Flow(source, target, kind, None if quantity is None else Decimal(quantity), uom)  # type: ignore[arg-type]


def hole(id_: str, at: str, vi: str, en: str, article: str = "NĐ 37/2026, Điều 23.5 e") -> Hole:
    return Hole(
        id_,
        at,
        {"vi": vi, "en": en},
        {"vi": "chưa có sự kiện nuôi", "en": "no rearing event"},
        {"vi": "Trại nuôi bổ sung", "en": "the farm supplies it"},
        article,
    )


def chain(stages: list[Stage], cards: list[Card], **more: object) -> Chain:
    given = {"key": "urn:lot:1", "name": "LOT-1", "joins": (), "flows": (), "holes": ()} | more
    return Chain(stages=tuple(stages), cards=tuple(cards), **given)  # type: ignore[arg-type]


def pangasius() -> Chain:
    """Fillets from two ponds: one pond and the receiver are missing, the rest in store is computed."""
    stages = [stage(*row) for row in zip((s[0] for s in STAGES), (1, 2, 2, 2, 2, 1), (2, 2, 2, 2, 2, 2), strict=True)]
    cards = [
        card("AO-A3", "farming", "21000", "H87", label="Ao A3", date="2025-09-02", place="Châu Phú"),
        card("AO-A3-26", "harvesting", "12400", date="2026-04-11"),
        card("AO-B1-26", "harvesting", "8150", date="2026-04-11", state="defaulted", findings=1),
        card("NL-0411-1", "receiving", "12400", date="2026-04-11", place="cân 2"),
        card("NL-0411-2", "receiving", "8150", date="2026-04-11", place="cân 2"),
        card("PF-260412-01", "processing", "8220", place="Nhà máy 2, An Giang", subject=True),
        card("PP-260412-01", "processing", "11900", label="Phụ phẩm", place="đầu, xương, da"),
        card("SSCC-1", "packing", "7200", label="3 pallet (SSCC)", date="2026-04-13", kind="unit"),
        card("KHO", "packing", "1020", label="Còn trong kho", state="derived"),
        card("PXK-0415", "shipping", "7200", date="2026-04-15", place="xe 67C-123.45"),
    ]
    holes = (
        hole("HOLE-B1", "farming", "Ao B1: thiếu", "Pond B1: missing"),
        replace(
            hole("HOLE-TO", "shipping", "Bên nhận: thiếu", "Receiver: missing"),
            why={"vi": "không có tên và mã", "en": "neither name nor code"},
            who={"vi": "Phòng bán hàng bổ sung", "en": "the sales office supplies it"},
        ),
    )
    flows = (
        flow("AO-A3", "AO-A3-26", "21000", "H87"),
        flow("HOLE-B1", "AO-B1-26", kind="missing"),
        flow("AO-A3-26", "NL-0411-1", "12400"),
        flow("AO-B1-26", "NL-0411-2", "8150"),
        flow("PF-260412-01", "SSCC-1", "7200", kind="packed"),
        flow("PF-260412-01", "KHO", "1020", kind="computed"),
        flow("SSCC-1", "PXK-0415", "7200"),
        flow("SSCC-1", "HOLE-TO", kind="missing"),
    )
    joins = (join("J1", ["NL-0411-1", "NL-0411-2"], ["PF-260412-01", "PP-260412-01"], "20550", "20120"),)
    return chain(stages, cards, key="urn:lot:PF-260412-01", name="PF-260412-01", joins=joins, flows=flows, holes=holes)


def one_lot() -> Chain:
    return chain([stage("harvesting", 1, 1)], [card("LÚA-01", "harvesting", "6150.50", subject=True)])


def two_ponds() -> Chain:
    cards = [card("A", "farming", "100"), card("B", "farming", "300"), card("C", "processing", "380", subject=True)]
    return chain(
        [stage("farming", 2, 2), stage("processing", 1, 1)], cards, joins=(join("J", ["A", "B"], ["C"], "400", "380"),)
    )


def diamond() -> Chain:
    cards = [
        card("raw", "receiving", "1000"),
        card("left", "processing", "600"),
        card("right", "processing", "400"),
        card("mix", "packing", "1000", subject=True),
    ]
    joins = (
        join("J1", ["raw"], ["left", "right"], "1000", "1000"),
        join("J2", ["left", "right"], ["mix"], "1000", "1000"),
    )
    return chain([stage("receiving", 1, 1), stage("processing", 2, 2), stage("packing", 1, 1)], cards, joins=joins)


def rework() -> Chain:
    """Broken kernels go back into the mill: a cycle."""
    cards = [
        card("paddy", "receiving", "900"),
        card("rice", "processing", "800", subject=True),
        card("broken", "packing", "100"),
    ]
    joins = (join("J1", ["paddy", "broken"], ["rice"], "1000", "800"), join("J2", ["rice"], ["broken"], "800", "100"))
    return chain([stage("receiving", 1, 1), stage("processing", 1, 1), stage("packing", 1, 1)], cards, joins=joins)


def units_differ() -> Chain:
    cards = [
        card("fry", "farming", "21000", "H87"),
        card("feed", "farming", "4.5", "TNE"),
        card("fish", "processing", "12400"),
    ]
    joins = (join("J", ["fry", "feed"], ["fish"], units_differ=True),)
    return chain([stage("farming", 2, 2), stage("processing", 1, 1)], cards, joins=joins)


def no_quantities() -> Chain:
    cards = [card("A", "harvesting"), card("B", "processing", subject=True)]
    return chain([stage("harvesting", 1, 1), stage("processing", 1, 1)], cards, flows=(flow("A", "B"),))


def aggregation() -> Chain:
    """Lots in cartons, cartons on a pallet, the pallet in a container: three levels in one stage."""
    cards = [card(f"LOT-{n}", "processing", "120") for n in (1, 2, 10)]
    cards += [card(f"BOX-{n}", "packing", "60", kind="unit") for n in range(1, 7)]
    cards += [
        card("PALLET-1", "packing", "360", kind="unit"),
        card("CONT-1", "packing", "360", kind="unit", subject=True),
    ]
    flows = [flow(f"LOT-{lot}", f"BOX-{box}", "60", kind="packed") for box, lot in enumerate((1, 1, 2, 2, 10, 10), 1)]
    flows += [flow(f"BOX-{n}", "PALLET-1", "60", kind="packed") for n in range(1, 7)]
    flows += [flow("PALLET-1", "CONT-1", "360", kind="packed")]
    return chain([stage("processing", 3, 3), stage("packing", 8, 8)], cards, flows=tuple(flows))


def many(nodes: int) -> Chain:
    """Half of the nodes received, mixed by tens, then despatched; a few are faulty."""
    half = nodes // 2
    cards = [card(f"NL-{n}", "receiving", str(100 + n), findings=1 if n % 40 == 0 else 0) for n in range(half)]
    made = [card(f"TP-{n}", "processing", str(90 + n), subject=n == 3) for n in range(nodes - half)]
    groups = range(0, half, 10)
    joins = [
        join(
            f"J-{n}",
            [f"NL-{n + k}" for k in range(10) if n + k < half],
            [f"TP-{n + k}" for k in range(10) if n + k < half],
        )
        for n in groups
    ]
    if nodes % 2:
        joins.append(join("J-last", ["NL-0"], [f"TP-{half}"]))
    return chain(
        [stage("receiving", half, half), stage("processing", nodes - half, nodes - half)],
        cards + made,
        joins=tuple(joins),
    )


def all_missing() -> Chain:
    holes = tuple(hole(f"H-{name}", name, f"{vi}: thiếu", f"{en}: missing") for name, vi, en in STAGES)
    flows = tuple(flow(f"H-{a[0]}", f"H-{b[0]}", kind="missing") for a, b in pairwise(STAGES))
    return chain([stage(row[0], 0, 1) for row in STAGES], [], holes=holes, flows=flows)


def long_names() -> Chain:
    name = "Gạo tẻ thơm Nàng Nhen thượng hạng vùng Bảy Núi vụ Đông Xuân 2025–2026"
    cards = [
        card(
            "A",
            "receiving",
            "123456789012345.678",
            label=name,
            place="Xã Ô Lâm, huyện Tri Tôn, tỉnh An Giang",
            findings=2,
        ),
        card("B", "processing", "1", label=name.upper(), state="conflicting", subject=True),
    ]
    return chain([stage("receiving", 1, 1), stage("processing", 1, 1)], cards, flows=(flow("A", "B", "1"),), name=name)


def foreign_text() -> Chain:
    """Right-to-left, combining, full-width and hostile text."""
    cards = [
        card("A", "receiving", "5", label="تونة طازجة ٢٠٢٦", place="Ca\u0301 tra\u0309"),
        card(
            "B",
            "processing",
            "5",
            label='<img src=x onerror="a">&\u202egnp.exe',
            place="冷凍マグロ切身\u0007",
            subject=True,
        ),
    ]
    return chain(
        [stage("receiving", 1, 1), stage("processing", 1, 1)],
        cards,
        flows=(flow("A", "B", "5"),),
        name="</title><script>",
    )


def wide() -> Chain:
    """Fourteen stages, some empty beside each other; lines that skip stages; activities of one lot in one stage."""
    stages = [stage(f"{n:02}", 0 if n in {2, 3, 4, 11} else 1, 1, required=False) for n in range(14)]
    cards = [card(f"Vụ {n}", "00", "50", key="crop", date=f"2026-0{n}-10") for n in (1, 2, 3)]
    cards += [card("Lúa", "01", "50"), card("Giống", "01", "10"), card("Gạo", "05", "30", subject=True)]
    cards += [card(f"Bao {n}", f"{n:02}", "30") for n in range(6, 11)]
    cards += [card("Xe", "12", "30"), card("Siêu thị", "13", "12"), card("Chợ", "13", "18", findings=1)]
    flows = [flow("Vụ 1", "Vụ 2"), flow("Vụ 2", "Vụ 3"), flow("Vụ 3", "Lúa", "50"), flow("Lúa", "Gạo", "30")]
    flows += [flow("Giống", "Bao 9", "10"), flow("Gạo", "Bao 6", "30")]
    flows += [flow(f"Bao {n}", f"Bao {n + 1}", "30") for n in range(6, 10)]
    flows += [flow("Bao 10", "Xe", "30"), flow("Xe", "Siêu thị", "12"), flow("Xe", "Chợ", "18"), flow("Chợ", "Bao 8")]
    return chain(stages, cards, flows=tuple(flows), name="Gạo")


CHAINS = {
    "pangasius": pangasius,
    "one-lot": one_lot,
    "two-ponds": two_ponds,
    "diamond": diamond,
    "rework": rework,
    "units-differ": units_differ,
    "no-quantities": no_quantities,
    "aggregation": aggregation,
    "nodes-199": lambda: many(199),
    "nodes-201": lambda: many(201),
    "nodes-6000": lambda: many(6000),
    "all-missing": all_missing,
    "long-names": long_names,
    "foreign-text": foreign_text,
    "wide": wide,
}
