"""Mapping functions over Vietnamese codes: text in, the same text out, or a reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from adapters.vn.codes import code, tax_check_digit
from lienthong.plugs import Example, Function, Notice, Refusal

Make = Callable[[Sequence[str], Mapping[str, str]], Callable[..., str]]


def _silent(code: str, **facts: str) -> None:
    """A notice nobody listens to."""


def _checked(name: str) -> Make:
    """The maker of a call that takes texts with one of the code's shapes."""
    kind, finding = code(name), f"vn.{name.replace('_', '-')}"

    def make(words: Sequence[str], settings: Mapping[str, str]) -> Callable[..., str]:
        def call(text: str, notice: Notice = _silent) -> str:
            if kind.shape(text) is None:
                if not kind.others_pass:
                    raise Refusal(finding, value=text, forms=kind.shown)
                notice(finding, value=text, forms=kind.shown)
            return text

        return call

    return make


def _tax_code(words: Sequence[str], settings: Mapping[str, str]) -> Callable[..., str]:
    kind, shape_checked = code("tax_code"), _checked("tax_code")(words, settings)

    def call(text: str, notice: Notice = _silent) -> str:
        shape_checked(text)
        # a code of twelve digits is a person's and has no such check
        bearer = text.partition("-")[0]
        # the check is computed by public software and stands in no rule: it warns, it does not refuse
        if len(bearer) == 10 and tax_check_digit(bearer[:9], kind.weights) != bearer[9]:
            notice("vn.tax-code-check", value=text)
        return text

    return call


def _function(name: str, vi: str, en: str, examples: tuple[Example, ...], make: Make | None = None) -> Function:
    return Function(
        name=f"vn.{name}",
        takes="text",
        gives="text",
        says={"vi": vi, "en": en},
        make=make or _checked(name),
        examples=examples,
        tells=True,
        undo="=",
    )


FUNCTIONS = (
    _function(
        "tax_code",
        "Mã số thuế: 10 chữ số, 10-3 chữ số của đơn vị phụ thuộc, hoặc 12 chữ số của cá nhân. Sai số kiểm tra thì báo.",
        "A tax code: 10 digits, 10-3 of a branch, or 12 of a person. A wrong check digit is told.",
        (
            Example("0100000003", "vn.tax_code", gives="0100000003"),
            Example("0100000003-001", "vn.tax_code", gives="0100000003-001"),
            Example("0100000000-001", "vn.tax_code", gives="0100000000-001", notices="vn.tax-code-check"),
            Example("001089012345", "vn.tax_code", gives="001089012345"),
            Example("100000003", "vn.tax_code", refuses="vn.tax-code"),
        ),
        _tax_code,
    ),
    _function(
        "phone",
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
        "Mã số vùng trồng; dạng khác dạng thường gặp thì báo nhưng vẫn nhận.",
        "A planting area code; a form other than the usual one is told and kept.",
        (
            Example("VN-AGOR-0001", "vn.area_code", gives="VN-AGOR-0001"),
            Example("AG.01.2026", "vn.area_code", gives="AG.01.2026", notices="vn.area-code"),
        ),
    ),
    _function(
        "vessel",
        "Số đăng ký tàu cá, như AG-12345-TS, hoặc tàu công vụ, như KN-123-VN.",
        "The registration of a fishing vessel, such as AG-12345-TS, or of a state vessel, such as KN-123-VN.",
        (
            Example("AG-12345-TS", "vn.vessel", gives="AG-12345-TS"),
            Example("BTH99001TS", "vn.vessel", gives="BTH99001TS"),
            Example("AG-00000-TS", "vn.vessel", refuses="vn.vessel"),
        ),
    ),
)
