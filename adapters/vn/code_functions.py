"""Mapping functions over Vietnamese codes: text in, the same text out, or a reason why not."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from adapters.gs1.check_digit import holds
from lienthong.codes import Code, code, province_by_code
from lienthong.codes.shapes import weighted_check_digit
from lienthong.plugs import Example, Function, Notice, Refusal

Words = Sequence[str]
Settings = Mapping[str, str]
Make = Callable[[Words, Settings], Callable[..., str]]
Check = Callable[[Code, str], bool]


def silent(code: str, **facts: str) -> None:
    """A notice nobody listens to."""


def _weighted(kind: Code, text: str) -> bool:
    # a code of twelve digits is a person's and has no such check
    bearer = text.partition("-")[0]
    return len(bearer) != 10 or weighted_check_digit(bearer[:9], kind.weights) == bearer[9]


def _known_province(kind: Code, text: str) -> bool:
    digits = kind.part(text, "province")
    return not digits or bool(province_by_code(digits))


CHECKS: Mapping[str, Check] = {
    "mod-10": lambda kind, text: holds(text),
    "weighted-11": _weighted,
    "province": _known_province,
}
"""Whether a code of a right form is right in itself, by the name of its check in the table."""


def _checked(finding: str, *names: str) -> Make:
    """The maker of a call that takes texts with a shape of one of these codes and a check that holds.

    Refuses or tells `finding`, and `finding` with `-check`, as the table says. Personal data are given and told
    masked.
    """

    def make(words: Words, settings: Settings) -> Callable[..., str]:
        kinds = [code(name) for name in names]
        forms = "; ".join(kind.shown for kind in kinds)

        def call(text: str, notice: Notice = silent) -> str:
            kind = next((kind for kind in kinds if kind.shape(text)), None)
            shown = (kind or kinds[0]).masked(text)
            if kind is None:
                _fail(kinds[0].other, notice, finding, value=shown, forms=forms)
            elif kind.check and not CHECKS[kind.check](kind, text):
                _fail(kind.fails, notice, f"{finding}-check", value=shown)
            return shown

        return call

    return make


def _fail(what: str, notice: Notice, finding: str, **facts: str) -> None:
    if what == "refuse":
        raise Refusal(finding, **facts)
    if what == "warn":
        notice(finding, **facts)


def _function(
    name: str, kinds: tuple[str, ...], vi: str, en: str, examples: tuple[Example, ...], undo: str = "="
) -> Function:
    return Function(
        name=f"vn.{name}",
        takes="text",
        gives="text",
        says={"vi": vi, "en": en},
        make=_checked(f"vn.{name.replace('_', '-')}", *kinds),
        examples=examples,
        tells=True,
        undo=undo,
    )


def _stars(words: Words, settings: Settings) -> Callable[..., str | None]:
    kind = code("ocop")

    def call(text: str) -> str | None:
        shape = kind.shape(text)
        if shape is None:
            raise Refusal("vn.ocop-stars", value=text)
        return text[0] if shape.of == "product" else None

    return call


def _ocop_end(words: Words, settings: Settings) -> Callable[..., dt.date]:
    months = code("ocop").months

    def call(date: dt.date) -> dt.date:
        years, month = divmod(date.month - 1 + months, 12)
        year = date.year + years
        return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))

    return call


FUNCTIONS = (
    _function(
        "tax_code",
        ("tax_code",),
        "Mã số thuế: 10 chữ số, 10-3 chữ số của đơn vị phụ thuộc, hoặc 12 chữ số của cá nhân. Sai số kiểm tra thì báo.",
        "A tax code: 10 digits, 10-3 of a branch, or 12 of a person. A wrong check digit is told.",
        (
            Example("0100000003", "vn.tax_code", gives="0100000003"),
            Example("0100000003-001", "vn.tax_code", gives="0100000003-001"),
            Example("0100000000-001", "vn.tax_code", gives="0100000000-001", notices="vn.tax-code-check"),
            Example("001089012345", "vn.tax_code", gives="001089012345"),
            Example("100000003", "vn.tax_code", refuses="vn.tax-code"),
        ),
    ),
    _function(
        "citizen_number",
        ("citizen_number",),
        "Số định danh cá nhân 12 chữ số, ba số đầu là mã tỉnh; là dữ liệu cá nhân nên chỉ giữ ba số cuối.",
        "A citizen number of 12 digits, the first three a province; personal data, so only the last three are kept.",
        (
            Example("089089012345", "vn.citizen_number", gives="*********345"),
            Example("099089012345", "vn.citizen_number", refuses="vn.citizen-number-check"),
            Example("89089012345", "vn.citizen_number", refuses="vn.citizen-number"),
        ),
        undo="-",
    ),
    _function(
        "phone",
        ("phone",),
        "Số điện thoại Việt Nam: di động, cố định, tổng đài; giữ nguyên cách viết.",
        "A Vietnamese telephone number: mobile, landline, service; kept as written.",
        (
            Example("0912 345 678", "vn.phone", gives="0912 345 678"),
            Example("+84 296 3123456", "vn.phone", gives="+84 296 3123456"),
            Example("912345678", "vn.phone", refuses="vn.phone"),
        ),
    ),
    _function(
        "plate",
        ("plate",),
        "Biển số xe: hai chữ số, sê-ri, bốn hoặc năm chữ số.",
        "A number plate: two digits, a series, four or five digits.",
        (
            Example("67C-123.45", "vn.plate", gives="67C-123.45"),
            Example("51LD 01234", "vn.plate", gives="51LD 01234"),
            Example("xe anh Ba", "vn.plate", refuses="vn.plate"),
        ),
    ),
    _function(
        "area_code",
        ("planting_area",),
        "Mã số vùng trồng; dạng khác dạng thường gặp thì báo nhưng vẫn nhận.",
        "A planting area code; a form other than the usual one is told and kept.",
        (
            Example("VN-AGOR-0001", "vn.area_code", gives="VN-AGOR-0001"),
            Example("AG.01.2026", "vn.area_code", gives="AG.01.2026", notices="vn.area-code"),
        ),
    ),
    _function(
        "packing_house",
        ("packing_house",),
        "Mã số cơ sở đóng gói; dạng khác dạng thường gặp thì báo nhưng vẫn nhận.",
        "A packing house code; a form other than the usual one is told and kept.",
        (
            Example("VN-AGPH-0012", "vn.packing_house", gives="VN-AGPH-0012"),
            Example("VN-AGOR-0001", "vn.packing_house", gives="VN-AGOR-0001", notices="vn.packing-house"),
        ),
    ),
    _function(
        "farm",
        ("farm",),
        "Số đăng ký cơ sở nuôi thủy sản; giữ nguyên, chữ số chưa được quy định rõ.",
        "The registration of an aquaculture farm; kept as it is, its digits are not known.",
        (
            Example("AG-NT-000123", "vn.farm", gives="AG-NT-000123"),
            Example("ao nhà", "vn.farm", gives="ao nhà", notices="vn.farm"),
        ),
    ),
    _function(
        "establishment",
        ("establishment",),
        "Mã số cơ sở chế biến thủy sản, như DL 123; dạng khác thì báo nhưng vẫn nhận.",
        "The number of a seafood establishment, such as DL 123; another form is told and kept.",
        (
            Example("DL 123", "vn.establishment", gives="DL 123"),
            Example("xưởng 2", "vn.establishment", gives="xưởng 2", notices="vn.establishment"),
        ),
    ),
    _function(
        "vietgap",
        ("vietgap",),
        "Mã số chứng nhận VietGAP; dạng khác hoặc mã tỉnh lạ thì báo nhưng vẫn nhận.",
        "A VietGAP certificate number; another form or an unknown province is told and kept.",
        (
            Example("VietGAP-TT-12-03-89-0001", "vn.vietgap", gives="VietGAP-TT-12-03-89-0001"),
            Example(
                "VietGAP-TS-12-03-99-0001",
                "vn.vietgap",
                gives="VietGAP-TS-12-03-99-0001",
                notices="vn.vietgap-check",
            ),
            Example("VG 0001", "vn.vietgap", gives="VG 0001", notices="vn.vietgap"),
        ),
    ),
    _function(
        "ggn",
        ("globalgap",),
        "Số GLOBALG.A.P. (GGN): 13 chữ số, số cuối là số kiểm tra.",
        "A GLOBALG.A.P. number (GGN): 13 digits, the last one a check digit.",
        (
            Example("9521234000013", "vn.ggn", gives="9521234000013"),
            Example("9521234000014", "vn.ggn", refuses="vn.ggn-check"),
            Example("952123400001", "vn.ggn", refuses="vn.ggn"),
        ),
    ),
    Function(
        name="vn.ocop_stars",
        takes="text",
        gives="text",
        says={
            "vi": "Hạng sao OCOP: 3, 4 hoặc 5; 0 là chưa xếp hạng nên để trống.",
            "en": "The OCOP stars: 3, 4 or 5; 0 is not ranked and leaves it empty.",
        },
        make=_stars,
        examples=(
            Example("4 sao", "vn.ocop_stars", gives="4"),
            Example("5", "vn.ocop_stars", gives="5"),
            Example("0", "vn.ocop_stars", gives=""),
            Example("2 sao", "vn.ocop_stars", refuses="vn.ocop-stars"),
        ),
        may_be_empty=True,
        undo="~",
    ),
    Function(
        name="vn.ocop_end",
        takes="date",
        gives="date",
        says={
            "vi": "Ngày hết hiệu lực của hạng OCOP: 36 tháng kể từ ngày quyết định.",
            "en": "The day an OCOP rating ends: 36 months from the day of its decision.",
        },
        make=_ocop_end,
        examples=(
            Example("2026-03-31", "vn.ocop_end", gives="2029-03-31"),
            Example("2024-02-29", "vn.ocop_end", gives="2027-02-28"),
        ),
    ),
    _function(
        "vessel",
        ("vessel", "state_vessel"),
        "Số đăng ký tàu cá, như AG-12345-TS, hoặc tàu công vụ, như KN-123-VN.",
        "The registration of a fishing vessel, such as AG-12345-TS, or of a state vessel, such as KN-123-VN.",
        (
            Example("AG-12345-TS", "vn.vessel", gives="AG-12345-TS"),
            Example("BTH99001TS", "vn.vessel", gives="BTH99001TS"),
            Example("KN-123-VN", "vn.vessel", gives="KN-123-VN"),
            Example("AG-00000-TS", "vn.vessel", refuses="vn.vessel"),
        ),
    ),
    _function(
        "ear_tag",
        ("ear_tag",),
        "Mã thẻ tai vật nuôi; dạng khác thì báo nhưng vẫn nhận.",
        "The ear tag of an animal; another form is told and kept.",
        (
            Example("67-01-26-000123", "vn.ear_tag", gives="67-01-26-000123"),
            Example("bò số 5", "vn.ear_tag", gives="bò số 5", notices="vn.ear-tag"),
        ),
    ),
    _function(
        "gpc_brick",
        ("gpc_brick",),
        "Mã nhóm hàng GPC: 8 chữ số.",
        "A GPC brick: 8 digits.",
        (
            Example("10000006", "vn.gpc_brick", gives="10000006"),
            Example("gạo", "vn.gpc_brick", refuses="vn.gpc-brick"),
        ),
    ),
    _function(
        "hs",
        ("hs",),
        "Mã HS: 4, 6 hoặc 8 chữ số, có dấu chấm hay không.",
        "An HS code: 4, 6 or 8 digits, with dots or without.",
        (
            Example("1006.30", "vn.hs", gives="1006.30"),
            Example("03046200", "vn.hs", gives="03046200"),
            Example("10063", "vn.hs", refuses="vn.hs"),
        ),
    ),
)
