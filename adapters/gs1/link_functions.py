"""Functions that make Digital Links and take links and element strings apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.gs1.ais import checked, table
from adapters.gs1.canonical import key_of
from adapters.gs1.digital_link import HOME
from adapters.gs1.element_split import bracketed_pairs
from adapters.gs1.escapes import escaped
from lienthong.plugs import Example, Function, Joined, Param, Segment, WrongWord

Words = Sequence[str]
Settings = Mapping[str, str]
Make = Callable[[Words, Settings], Callable[..., Any]]
_GTIN, _GLN, _SSCC = "09521234000013", "9521234000020", "395212340000000175"


def _link(key: str, qualifier: str = "") -> Make:
    """Makes the call that builds a Digital Link from the value of `key`, and of its qualifier where it needs one.

    The key was checked when it was read: its type is the proof.
    """
    head = f"{HOME}{key}/"

    def make(words: Words, settings: Settings) -> Joined:
        return Joined((lambda value: head + value, *([_qualified(qualifier)] if qualifier else ())))

    return make


def _link_or_more(key: str, qualifier: str) -> Make:
    """Makes the call that builds a Digital Link from the value of `key`, with its qualifier where it has one."""
    head = f"{HOME}{key}/"

    def make(words: Words, settings: Settings) -> Callable[..., str]:
        tail = _qualified(qualifier)
        return lambda value, further=None: head + value + (tail(further) if further else "")

    return make


def _qualified(qualifier: str) -> Segment:
    """What makes a qualifier and its value the end of a path; raises `Refusal`."""
    part, *more = table()[qualifier].parts
    # where only the character set rules, letters and digits are right in any order, and they are never escaped
    most = part.most if part.signs == "x" and not part.rules and not more else 0
    return Segment(f"/{qualifier}/", most, lambda value: escaped(checked(qualifier, value)))


def link_part(uri: str, ai: str) -> str | None:
    """The value of one AI in a Digital Link or EPC URN; None where the identifier has none.

    >>> link_part("urn:epc:class:lgtin:9521234.000001.A%2F1", "10")
    'A/1'
    """
    key = key_of(uri)
    return (key.value(ai) or None) if key else None


def element(text: str, ai: str) -> str | None:
    """The value of one AI in a bracketed element string; None when it is not there; raises `Refusal`."""
    return dict(bracketed_pairs(text)).get(ai)


def _of_ai(call: Callable[[str, str], Any], among_known: bool) -> Make:
    """Makes `call` with the AI that stands as a word in the mapping, checked when the mapping loads."""

    def make(words: Words, settings: Settings) -> Callable[[str], Any]:
        ai = words[0]
        digits = ai.isascii() and ai.isdigit() and 2 <= len(ai) <= 4
        if not digits or (among_known and ai not in table()):
            raise WrongWord(f'"{ai}" is no application identifier of GS1', f'"{ai}" không phải mã AI của GS1')
        return lambda text: call(text, ai)

    return make


FUNCTIONS = (
    Function(
        "gs1.class_link",
        "gtin",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một loại sản phẩm.",
            "en": "The GS1 Digital Link of a class of products.",
        },
        _link("01"),
        examples=(Example(_GTIN, "gs1.class_link", gives=f"https://id.gs1.org/01/{_GTIN}"),),
        undo="=",
    ),
    Function(
        "gs1.lot_link",
        "gtin",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một lô: GTIN và số lô (AI 10, tối đa 20 ký tự của bộ 82).",
            "en": "The GS1 Digital Link of a lot: GTIN and lot number (AI 10, at most 20 characters of set 82).",
        },
        _link("01", "10"),
        params=(Param("lot", "text"),),
        examples=(
            Example(_GTIN, "gs1.lot_link(lot)", gives=f"https://id.gs1.org/01/{_GTIN}/10/L1", names={"lot": "L1"}),
            Example(_GTIN, "gs1.lot_link(lot)", gives=f"https://id.gs1.org/01/{_GTIN}/10/A%2F1", names={"lot": "A/1"}),
            Example(_GTIN, "gs1.lot_link(lot)", refuses="gs1.lot", names={"lot": "Lô A"}),
            Example(_GTIN, "gs1.lot_link(lot)", refuses="gs1.lot", names={"lot": "123456789012345678901"}),
        ),
        undo="=",
    ),
    Function(
        "gs1.item_link",
        "gtin",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một đơn vị: GTIN và số sê-ri (AI 21, tối đa 20 ký tự).",
            "en": "The GS1 Digital Link of one item: GTIN and serial number (AI 21, at most 20 characters).",
        },
        _link("01", "21"),
        params=(Param("serial", "text"),),
        examples=(
            Example(_GTIN, "gs1.item_link(serial)", gives=f"https://id.gs1.org/01/{_GTIN}/21/7", names={"serial": "7"}),
            Example(_GTIN, "gs1.item_link(serial)", refuses="gs1.serial", names={"serial": "số 7"}),
        ),
        undo="=",
    ),
    Function(
        "gs1.sscc_link",
        "sscc",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một đơn vị vận chuyển (pallet, kiện) theo SSCC.",
            "en": "The GS1 Digital Link of a logistic unit, such as a pallet, by its SSCC.",
        },
        _link("00"),
        examples=(Example(_SSCC, "gs1.sscc_link", gives=f"https://id.gs1.org/00/{_SSCC}"),),
        undo="=",
    ),
    Function(
        "gs1.place_link",
        "gln",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một địa điểm theo GLN, có thể kèm mã mở rộng (AI 254).",
            "en": "The GS1 Digital Link of a place by its GLN, with an extension (AI 254) where there is one.",
        },
        _link_or_more("414", "254"),
        params=(Param("extension", "text", optional=True),),
        examples=(
            Example(_GLN, "gs1.place_link", gives=f"https://id.gs1.org/414/{_GLN}"),
            Example(
                _GLN,
                "gs1.place_link(store)",
                gives=f"https://id.gs1.org/414/{_GLN}/254/KHO-2",
                names={"store": "KHO-2"},
            ),
            Example(_GLN, "gs1.place_link(store)", refuses="gs1.extension", names={"store": "kho 2"}),
        ),
        undo="=",
    ),
    Function(
        "gs1.party_link",
        "gln",
        "uri",
        {
            "vi": "Liên kết GS1 Digital Link của một bên (doanh nghiệp, tổ chức) theo GLN.",
            "en": "The GS1 Digital Link of a party, such as a firm, by its GLN.",
        },
        _link("417"),
        examples=(Example(_GLN, "gs1.party_link", gives=f"https://id.gs1.org/417/{_GLN}"),),
        undo="=",
    ),
    Function(
        "gs1.ai",
        "text",
        "text",
        {
            "vi": "Lấy giá trị của một mã AI trong chuỗi phần tử có ngoặc; để trống nếu không có.",
            "en": "The value of one AI in a bracketed element string; empty when it is not there.",
        },
        _of_ai(element, among_known=False),
        params=(Param("ai", "word"),),
        examples=(
            Example(f"(01){_GTIN}(10)A1", "gs1.ai(10)", gives="A1"),
            Example(f"(01){_GTIN}(10)A1", "gs1.ai(21)", gives=""),
            Example(f"01{_GTIN}10A1", "gs1.ai(10)", refuses="gs1.element-string"),
        ),
        may_be_empty=True,
    ),
    Function(
        "gs1.link_part",
        "uri",
        "text",
        {
            "vi": "Lấy giá trị của một mã AI trong Digital Link hoặc EPC URN; để trống nếu không có.",
            "en": "The value of one AI in a Digital Link or EPC URN; empty when it has none.",
        },
        _of_ai(link_part, among_known=True),
        params=(Param("ai", "word"),),
        examples=(
            Example(f"https://id.gs1.org/01/{_GTIN}/10/A%2F1", "gs1.link_part(10)", gives="A/1"),
            Example("urn:epc:class:lgtin:9521234.000001.A1", "gs1.link_part(01)", gives=_GTIN),
            Example("https://id.example.vn/lot/7", "gs1.link_part(10)", gives=""),
        ),
        may_be_empty=True,
    ),
)
