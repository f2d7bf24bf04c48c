"""Mapping functions over provinces, wards and addresses: what is certain is given, what is not is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from adapters.vn.code_functions import silent
from lienthong.codes import (
    Address,
    Moved,
    OldWard,
    Province,
    Ward,
    code,
    district_named,
    moved,
    old_wards_by_code,
    old_wards_in,
    old_wards_named,
    province_by_code,
    province_by_name,
    province_now,
    take_apart,
    ward_by_code,
    wards_named,
)
from lienthong.plugs import Example, Function, Notice, Param, Refusal

Words = Sequence[str]
Settings = Mapping[str, str]
Reading = Ward | OldWard

PROVINCE_FORMS: Mapping[str, Callable[[Province], str]] = {
    "code": lambda province: province.code,
    "name": lambda province: province.full,
    "now": lambda province: province_now(province).full,
    "now_code": lambda province: province_now(province).code,
}
WARD_FORMS = ("code", "name", "now", "now_code")


def _word(words: Words, known: Iterable[str]) -> str:
    if words[0] not in known:
        raise ValueError(f'unknown form "{words[0]}"; known: {", ".join(known)}')
    return words[0]


def _province(words: Words, settings: Settings) -> Callable[..., str]:
    form = PROVINCE_FORMS[_word(words, PROVINCE_FORMS)]

    def call(text: str, on: dt.date | None = None) -> str:
        by_code = code("province").shape(text) is not None
        found = province_by_code(text, on) if by_code else province_by_name(text, on)
        if not found:
            raise Refusal("vn.province-unknown", value=text)
        # a code given anew is open whatever is asked: one of its meanings is a mistake
        answers = {form(province) for province in found}
        if len(answers) > 1 or (by_code and len({province.name for province in found}) > 1):
            names = "; ".join(f"{province.full} ({_until(province)})" for province in found)
            raise Refusal("vn.province-date", value=text, names=names)
        return answers.pop()

    return call


def _until(province: Province) -> str:
    return f"{province.code}, –{province.valid_to}" if province.valid_to else f"{province.code}, {province.valid_from}–"


def _ward(words: Words, settings: Settings) -> Callable[..., str]:
    form = _word(words, WARD_FORMS)

    def call(text: str, province: str | None = None, district: str | None = None, on: dt.date | None = None) -> str:
        if code("ward").shape(text):
            found = _wards_by_code(text, on)
        else:
            found = _wards_by_name(text, province or "", district or "", on)
        if not found:
            raise Refusal("vn.ward-unknown", value=text)
        if form in {"now", "now_code"}:
            return _now(text, found, form)
        answers = {ward.code if form == "code" else ward.name for ward in found}
        if len(answers) > 1 or "" in answers:
            raise Refusal("vn.ward-open", value=text, names=_listed(found))
        return answers.pop()

    return call


def _now(text: str, found: Sequence[Reading], form: str) -> str:
    """The ward of today that all readings lead to."""
    became = [_became(ward) for ward in found]
    # a code given anew is open, and so is a name with two wards: one of the readings is a mistake
    if len(found) > 1 and len({one.certain for one in became}) > 1:
        raise Refusal("vn.ward-open", value=text, names=_listed(found))
    one = became[0]
    if one.certain is None:
        names = "; ".join(ward.name for ward in one.candidates)
        raise Refusal("vn.ward-ended" if one.why == "ended" else f"vn.ward-{one.why}", value=text, names=names)
    return one.certain.name if form == "now" else one.certain.code


def _became(ward: Reading) -> Moved:
    return moved(ward) if isinstance(ward, OldWard) else Moved(ward, (ward,), "")


def _listed(found: Iterable[Reading]) -> str:
    return "; ".join(f"{ward.name}, {ward.district.name}" if isinstance(ward, OldWard) else ward.name for ward in found)


def _wards_by_code(text: str, on: dt.date | None) -> tuple[Reading, ...]:
    """All that a code means on a day."""
    now = ward_by_code(text)
    old, new = _times(on)
    return (*(old_wards_by_code(text) if old else ()), *((now,) if now and new else ()))


def _times(on: dt.date | None) -> tuple[bool, bool]:
    """Whether old wards, and those of today, were there on a day."""
    today = [province for province in province_by_code("01") if not province.valid_to]
    new = today[0].holds(on)
    return on is None or not new, new


def _wards_by_name(text: str, province: str, district: str, on: dt.date | None) -> tuple[Reading, ...]:
    """All wards a name means: in a district an old one, which stays a way to write an address; else on the day."""
    provinces = province_by_name(province) or province_by_code(province)
    old_codes = tuple({code for one in provinces for code in ((one.code,) if one.valid_to else one.of)})
    if district:
        return old_wards_named(text, district_named(district, old_codes))
    old, new = _times(on)
    now = [ward for one in provinces if not one.valid_to for ward in wards_named(text, one.code)] if new else []
    own = tuple(one.code for one in provinces if one.valid_to)
    # an old province is named: the old list is meant, whatever the day
    return (*(old_wards_in(own, text) if old or len(own) == len(provinces) else ()), *now)


def _level_of(address: Address, part: str) -> str:
    """A part of an address; empty where it is not certain."""
    became = address.became
    now = became.certain if became else None
    ward: Reading | None = address.ward or address.old_ward
    parts: Mapping[str, str] = {
        "rest": address.rest,
        "ward": ward.name if ward else "",
        "ward_code": ward.code if ward else "",
        "ward_now": now.name if now else "",
        "ward_now_code": now.code if now else "",
        "district": address.district.name if address.district else "",
    }
    return parts[part]


def _province_of(address: Address, part: str) -> str:
    form = PROVINCE_FORMS[{"province": "name", "province_code": "code"}.get(part, part.removeprefix("province_"))]
    answers = {form(province) for province in address.provinces}
    return answers.pop() if len(answers) == 1 else ""


ADDRESS_PARTS: Mapping[str, Callable[[Address, str], str]] = {
    **dict.fromkeys(("rest", "ward", "ward_code", "ward_now", "ward_now_code", "district"), _level_of),
    **dict.fromkeys(("province", "province_code", "province_now", "province_now_code"), _province_of),
}


def _address(words: Words, settings: Settings) -> Callable[..., str | None]:
    part = _word(words, ADDRESS_PARTS)

    def call(text: str, on: dt.date | None = None, notice: Notice = silent) -> str | None:
        address = take_apart(text, on)
        found = ADDRESS_PARTS[part](address, part)
        # an address of today has no district, and one may begin with its ward
        if not found and part != "rest" and not (part == "district" and address.ward):
            notice("vn.address-part", value=text, part=part)
        return found or None

    return call


_ON = {"on": "2026-03-02"}
_BEFORE = {"on": "2025-06-30"}
_OLD = {"province": "An Giang", "district": "Châu Thành"}
_WHOLE = "Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang"

FUNCTIONS = (
    Function(
        name="vn.province",
        takes="text",
        gives="text",
        says={
            "vi": "Tỉnh theo mã hoặc tên vào một ngày: code, name là mã, tên khi đó; now, now_code là hiện nay.",
            "en": "A province by code or name on a day: code, name as they were then; now, now_code of today.",
        },
        make=_province,
        params=(Param("form", "word"), Param("on", "date", optional=True)),
        examples=(
            Example("91", "vn.province(name, on)", gives="tỉnh An Giang", names=_ON),
            Example("91", "vn.province(name, on)", gives="tỉnh Kiên Giang", names=_BEFORE),
            Example("91", "vn.province(name)", refuses="vn.province-date"),
            Example("T. Kien Giang", "vn.province(now_code)", gives="91"),
            Example("Hà Tây", "vn.province(now)", refuses="vn.province-unknown"),
        ),
    ),
    Function(
        name="vn.ward",
        takes="text",
        gives="text",
        says={
            "vi": "Xã theo mã, hoặc theo tên trong tỉnh, huyện: code, name khi đó; now, now_code là hiện nay.",
            "en": "A ward by code, or by name in a province or district: code, name then; now, now_code of today.",
        },
        make=_ward,
        params=(
            Param("form", "word"),
            Param("province", "text", optional=True),
            Param("district", "text", optional=True),
            Param("on", "date", optional=True),
        ),
        examples=(
            Example("Vĩnh Hanh", "vn.ward(now_code, province, district)", gives="30619", names=_OLD),
            Example("xã Vĩnh Hanh", "vn.ward(now, province)", gives="xã Vĩnh Hanh", names={"province": "An Giang"}),
            Example(
                "P. Ngọc Hà",
                "vn.ward(now, province, district)",
                refuses="vn.ward-split",
                names={"province": "Hà Nội", "district": "Ba Đình"},
            ),
            Example(
                "Thịnh Quang",
                "vn.ward(now, province, district)",
                refuses="vn.ward-sources",
                names={"province": "Hà Nội", "district": "Đống Đa"},
            ),
            Example(
                "Ô Long Vĩ",
                "vn.ward(now, province, district)",
                refuses="vn.ward-source",
                names={"province": "An Giang", "district": "Châu Phú"},
            ),
            Example(
                "Nguyễn Trung Trực",
                "vn.ward(now, province, district)",
                refuses="vn.ward-ended",
                names={"province": "Hà Nội", "district": "Ba Đình"},
            ),
            Example("00025", "vn.ward(name)", refuses="vn.ward-open"),
            Example("xã Không Có", "vn.ward(now, province)", refuses="vn.ward-unknown", names={"province": "91"}),
        ),
    ),
    Function(
        name="vn.address",
        takes="text",
        gives="text",
        says={
            "vi": "Một cấp của địa chỉ: rest, ward, district, province, ward_now...; để trống và báo nếu không chắc.",
            "en": "One level of an address: rest, ward, district, province, ward_now...; what is not certain is empty.",
        },
        make=_address,
        params=(Param("part", "word"), Param("on", "date", optional=True)),
        examples=(
            Example(_WHOLE, "vn.address(rest)", gives="Ấp Vĩnh Thuận"),
            Example(_WHOLE, "vn.address(ward)", gives="xã Vĩnh Hanh"),
            Example(_WHOLE, "vn.address(district)", gives="huyện Châu Thành"),
            Example(_WHOLE, "vn.address(province_code)", gives="89"),
            Example(_WHOLE, "vn.address(province_now_code)", gives="91"),
            Example("P. Long Xuyên, An Giang", "vn.address(ward_now_code)", gives="30307"),
            Example("Long Xuyên, An Giang", "vn.address(ward)", gives="", notices="vn.address-part"),
        ),
        may_be_empty=True,
        tells=True,
    ),
)
