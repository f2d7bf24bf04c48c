"""Runs of firms that do not exist, for the report: one rich, one good, one large, one hostile."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lienthong.findings import Catalogue, Cause, Causes, Entry, Finding, Position
from lienthong.model import Chain, NationalRecord
from lienthong.reports import (
    Counts,
    FieldLabel,
    Filled,
    Loss,
    LotReport,
    MappingUsed,
    ProfileLabel,
    RunReport,
    Source,
    Unread,
)
from tests.pictures import chains

FIELDS = ("product_name", "product_image", "operator_name", "operator_address", "origin", "events", "standards")


def _entry(code: str, severity: Any, fix: Any, cause: tuple[str, ...], **texts: tuple[str, str]) -> Entry:
    said = {part: {"vi": vi, "en": en} for part, (vi, en) in texts.items()}
    return Entry(code, severity, fix, cause, **said)


CATALOGUE = Catalogue(
    [
        _entry(
            "sample.date",
            "error",
            "cell",
            ("heading",),
            say=(
                "Ô {cell}: “{value}” không phải ngày có thật; cần ngày/tháng/năm, ví dụ 30/04/2026.",
                "Cell {cell}: “{value}” is no real day; day/month/year is expected, for example 30/04/2026.",
            ),
            title=("Ngày không có thật trong cột “{heading}”", "Dates that do not exist in “{heading}”"),
            mend=("Sửa các ô; bảng không cho biết ngày đúng.", "Correct the cells; the sheet does not tell which day."),
        ),
        _entry(
            "sample.ambiguous",
            "warning",
            "column",
            ("heading",),
            say=("Ô {cell}: “{value}” có thể đọc hai cách.", "Cell {cell}: “{value}” can be read in two ways."),
            title=("Ngày trong cột “{heading}” đọc được hai cách", "Dates in “{heading}” that can be read in two ways"),
            mend=("Cho biết một lần cách đọc của cả cột.", "Say once how the whole column is read."),
        ),
        _entry(
            "sample.zeros",
            "repaired",
            "none",
            (),
            say=("Ô {cell}: GTIN đã thêm lại số 0 đầu.", "Cell {cell}: leading zero of a GTIN restored."),
            title=("GTIN mất số 0 ở đầu", "GTIN that lost its leading zero"),
            mend=("Không cần làm gì: số kiểm tra đúng.", "Nothing to do: the check digit proves it."),
        ),
        _entry(
            "sample.lost",
            "lost",
            "none",
            (),
            say=("XML 2.0 không có chỗ cho “{what}”.", "XML 2.0 has no place for “{what}”."),
            title=("Dữ liệu không ghi được ra XML", "Data that XML cannot carry"),
            mend=("Dùng tệp JSON khi cần phần này.", "Use the JSON file where this part is needed."),
        ),
    ]
)
PROFILE = ProfileLabel(
    "vn-nd37-2026",
    {"vi": "Nghị định 37/2026", "en": "Decree 37/2026"},
    "23.5",
    {
        "events": FieldLabel(
            {"vi": "Sự kiện theo dõi trọng yếu", "en": "Critical tracking events"},
            {"vi": "Trại nuôi", "en": "the farm"},
        )
    },
)


def causes(rows: int = 6, heading: str = "Ngày chế biến") -> list[Cause]:
    found = Causes(CATALOGUE)
    for row in range(13, 13 + rows):
        place = Position("pangasius.xlsx", "Chế biến", row, 4)
        cause = found.add(Finding("sample.date", "error", "", {"value": "31/04/2026", "heading": heading}, place))
        cause.lots.add("PF-260412-01")
    for row in (14, 15, 16):
        place = Position("pangasius.xlsx", "Thu hoạch", row, 4)
        found.add(
            Finding("sample.ambiguous", "warning", "", {"value": "03/04/2026", "heading": "Ngày thu hoạch"}, place)
        )
    found.add(
        Finding(
            "sample.zeros", "repaired", "", {"value": "8935212000145"}, Position("pangasius.xlsx", "Đóng gói", 9, 2)
        )
    )
    return found.ordered()


def record(code: str, product: str, states: dict[str, str] | None = None) -> NationalRecord:
    states = states or {}
    fields: dict[str, Any] = {}
    for letter, name in zip("abcdđei", FIELDS, strict=True):
        state = states.get(name, "present")
        value = None if state == "missing" else f"{name} value"
        fields[name] = {"state": state, "value": value, "need": "M", "article": f"23.5 {letter}", "from": []}
    fields["expiry"] = {"state": "missing", "value": None, "need": "IF", "article": "23.5 h", "from": []}
    have = sum(row["need"] == "M" and row["state"] != "missing" for row in fields.values())
    lot = {"code": code, "product": product, "key": f"urn:lot:{code}"}
    return {"profile": PROFILE.name, "lot": lot, "fields": fields, "events": [], "score": {"have": have, "of": 7}}  # type: ignore[typeddict-item]


def lot(code: str, product: str, chain: Chain, **states: str) -> LotReport:
    made = record(code, product, states)
    complete = made["score"]["have"] == made["score"]["of"]
    findings = () if complete else (Finding("sample.lost", "lost", "", {"what": "ảnh sản phẩm"}),)
    return LotReport(made, replace(chain, key=made["lot"]["key"], name=code), findings, code, complete)


def rich() -> RunReport:
    """Refused rows, a lot that lacks a stage, every state of an item, something unread, lost and filled."""
    lots = (
        lot(
            "PF-260412-01",
            "Cá tra phi lê đông lạnh",
            chains.pangasius(),
            events="missing",
            origin="derived",
            standards="defaulted",
            operator_address="conflicting",
        ),
        lot("GAO-0422", "Gạo Nàng Nhen", chains.rework(), origin="derived"),
        lot("LUA-01", "Lúa tươi", chains.one_lot()),
        lot("PL-7", "Pallet xuất khẩu", chains.aggregation()),
    )
    return RunReport(
        counts=Counts(204, 198, 6, 0, repaired=1, warnings=3, lost=2, events=61),
        sources=(Source("pangasius.xlsx", "9f2c" * 16, 204),),
        mappings=(MappingUsed("fish/pangasius", "a41f" * 16),),
        profile=PROFILE,
        versions={"lienthong": "0.1.0", "EPCIS": "2.0"},
        created="2026-11-25T02:10:00Z",
        command="lienthong convert pangasius.xlsx --mapping fish/pangasius --out out",
        catalogue=CATALOGUE,
        causes=tuple(causes()),
        lots=lots,
        lots_total=4,
        lots_complete=3,
        unread=(Unread("Ghi chú", "Chế biến", 31), Unread("Người cân", "Tiếp nhận", 48)),
        losses=(Loss("events.xml", Finding("sample.lost", "lost", "", {"what": "ảnh sản phẩm"}), 2),),
        filled=(Filled("zone", "+07:00", 61), Filled("unit", "KGM", 12)),
        rejects="rejects.xlsx",
    )


def good() -> RunReport:
    run = rich()
    return replace(
        run,
        counts=Counts(198, 198, 0, 0, events=60),
        causes=(),
        lots=run.lots[2:],
        lots_total=2,
        lots_complete=2,
        unread=(),
        losses=(),
        filled=(),
        rejects="",
    )


def large(lots: int = 200) -> RunReport:
    """As many lots as a report shows, each with the chain of the rich one."""
    made = tuple(
        lot(f"PF-{number:04}", "Cá tra phi lê đông lạnh", chains.pangasius(), events="missing")
        for number in range(lots)
    )
    return replace(rich(), lots=made, lots_total=lots, lots_complete=0)


def without_lots() -> RunReport:
    """More causes than a report shows, and no lot."""
    found = [cause for number in range(130) for cause in causes(2, f"Ngày {number}")[:1]]
    return replace(rich(), lots=(), lots_total=0, lots_complete=0, causes=tuple(found), causes_left_out=7)


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202egpj.exe\u200b"


def hostile() -> RunReport:
    """Names that try to leave their place: mark-up, quotes, style, hidden signs."""
    run = rich()
    place = Position(HOSTILE, "</style>" + HOSTILE, 3, 2)
    found = Causes(CATALOGUE)
    found.add(Finding("sample.date", "error", "", {"value": HOSTILE, "heading": HOSTILE}, place))
    return replace(
        run,
        sources=(Source("</style><script>x()</script>" + HOSTILE, "0" * 64, 1),),
        mappings=(MappingUsed(HOSTILE, "1" * 64),),
        causes=tuple(found.ordered()),
        lots=(lot(HOSTILE, HOSTILE, chains.foreign_text(), events="missing"),),
        unread=(Unread(HOSTILE, HOSTILE, 1),),
        filled=(Filled(HOSTILE, HOSTILE, 1),),
        losses=(Loss(HOSTILE, Finding("sample.lost", "lost", "", {"what": HOSTILE}), 1),),
        command=HOSTILE,
        rejects=HOSTILE,
    )
