"""Functions that read a key from a cell: `gs1.gtin`, `gs1.gtin_padded`, `gs1.gln`, `gs1.sscc`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters.gs1.cells import key_text
from adapters.gs1.keys import Gln, Gtin, Sscc
from lienthong.plugs import Example, Function, Notice
from lienthong.reading import Cell

_GTIN, _GLN, _SSCC = "09521234000013", "9521234000020", "395212340000000175"


def plain(call: Callable[..., Any]) -> Callable[[Sequence[str], Mapping[str, str]], Callable[..., Any]]:
    """The maker of a call that takes no words and looks at no settings."""
    return lambda words, settings: call


def read_gtin(cell: Cell) -> str:
    """The GTIN of 14 digits in a cell; raises `Refusal` for anything else."""
    return Gtin.parse(key_text(cell, "gtin")).text


def read_gtin_padded(cell: Cell, notice: Notice) -> str:
    """The GTIN in a cell; zeros a spreadsheet took away come back where the check digit proves the number."""
    text = key_text(cell, "gtin")
    gtin = Gtin.padded(text).text
    if 9 <= len(text) <= 11:
        notice("gs1.zeros-restored", value=text, gives=gtin)
    return gtin


def read_gln(cell: Cell) -> str:
    """The GLN of 13 digits in a cell; raises `Refusal` for anything else."""
    return Gln.parse(key_text(cell, "gln")).text


def read_sscc(cell: Cell) -> str:
    """The SSCC of 18 digits in a cell, without AI 00; raises `Refusal` for anything else."""
    return Sscc.parse(key_text(cell, "sscc")).text


FUNCTIONS = (
    Function(
        "gs1.gtin",
        "text",
        "gtin",
        {
            "vi": "Đọc GTIN 8, 12, 13 hoặc 14 chữ số, kiểm tra số kiểm tra; kết quả luôn có 14 chữ số.",
            "en": "Reads a GTIN of 8, 12, 13 or 14 digits, holds it against its check digit, and gives 14 digits.",
        },
        plain(read_gtin),
        examples=(
            Example("9521234000013", "gs1.gtin", gives=_GTIN),
            Example("19521234000010", "gs1.gtin", gives="19521234000010"),
            Example("012345600012", "gs1.gtin", gives="00012345600012"),
            Example("95212302", "gs1.gtin", gives="00000095212302"),
            Example("9521234000014", "gs1.gtin", refuses="gs1.check-digit"),
            Example("12345600012", "gs1.gtin", refuses="gs1.length"),
            Example("9.52123E+12", "gs1.gtin", refuses="gs1.scientific"),
            Example("9521-234", "gs1.gtin", refuses="gs1.digits"),
        ),
        takes_cell=True,
        undo="~",
    ),
    Function(
        "gs1.gtin_padded",
        "text",
        "gtin",
        {
            "vi": "Như gs1.gtin, nhưng trả lại các số 0 đầu bị bảng tính làm mất nếu số kiểm tra vẫn đúng.",
            "en": "As gs1.gtin, but puts back zeros a spreadsheet took from the front, if the check digit then holds.",
        },
        plain(read_gtin_padded),
        examples=(
            Example("12345600012", "gs1.gtin_padded", gives="00012345600012", notices="gs1.zeros-restored"),
            Example("9521234000013", "gs1.gtin_padded", gives=_GTIN),
            Example("12345600013", "gs1.gtin_padded", refuses="gs1.check-digit"),
            Example("1234565", "gs1.gtin_padded", refuses="gs1.length"),
        ),
        tells=True,
        takes_cell=True,
    ),
    Function(
        "gs1.gln",
        "text",
        "gln",
        {
            "vi": "Đọc mã địa điểm toàn cầu GLN gồm 13 chữ số và kiểm tra số kiểm tra.",
            "en": "Reads a Global Location Number of 13 digits and holds it against its check digit.",
        },
        plain(read_gln),
        examples=(
            Example(_GLN, "gs1.gln", gives=_GLN),
            Example("14977", "gs1.gln", refuses="gs1.length"),
            Example("09521234000013", "gs1.gln", refuses="gs1.length"),
            Example("9521234000021", "gs1.gln", refuses="gs1.check-digit"),
        ),
        takes_cell=True,
        undo="=",
    ),
    Function(
        "gs1.sscc",
        "text",
        "sscc",
        {
            "vi": "Đọc mã SSCC 18 chữ số (hoặc 20 chữ số có 00 ở đầu) và kiểm tra số kiểm tra.",
            "en": "Reads an SSCC of 18 digits (or 20 with 00 in front) and holds it against its check digit.",
        },
        plain(read_sscc),
        examples=(
            Example(_SSCC, "gs1.sscc", gives=_SSCC),
            Example("00395212340000000175", "gs1.sscc", gives=_SSCC),
            Example("395212340000000176", "gs1.sscc", refuses="gs1.check-digit"),
            Example("1952123400000000110", "gs1.sscc", refuses="gs1.length"),
        ),
        takes_cell=True,
        undo="~",
    ),
)
