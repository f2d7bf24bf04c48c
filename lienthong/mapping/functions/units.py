"""Functions on units: `uom`, `amount`, `convert`; the table is `schemas/vn/units.yaml`.

Codes are those of UN/ECE Recommendation 20, as EPCIS 2.0 wants them in `uom`; a count has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException
from functools import lru_cache
from typing import Literal

from lienthong.mapping.functions.cells import EXACT, Settings, Words, clean, fold_key, plain_number, silent
from lienthong.mapping.functions.numbers import cell_number, exactly, read_number, style_of
from lienthong.mapping.functions.tables import Rows, near_fact
from lienthong.plugs import Example, Function, Notice, Param, Refusal, WrongWord
from lienthong.reading import Cell
from lienthong.shelf import data

Kind = Literal["measure", "uncoded", "count", "package", "regional"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its code (empty where there is none), the base unit and its exact factor (0 where unknown)."""

    code: str
    kind: Kind
    of: str
    factor: Decimal


@lru_cache(maxsize=1)
def unit_names() -> Mapping[str, Unit]:
    """All units by spelling, folded."""
    table = data("vn/units.yaml")
    names: dict[str, Unit] = {}
    for code, row in table["measures"].items():
        unit = Unit(code, "measure", row["of"], Decimal(row["factor"]))
        names |= {fold_key(name): unit for name in [code, *row["names"]]}
    for row in table["uncoded"].values():
        names |= {fold_key(name): Unit("", "uncoded", row["of"], Decimal(row["factor"])) for name in row["names"]}
    for row in table["regional"].values():
        names |= {fold_key(name): Unit("", "regional", row["of"], Decimal(0)) for name in row["names"]}
    names |= {fold_key(name): Unit("", "count", "C62", Decimal(1)) for name in table["counts"]}
    names |= {fold_key(name): Unit("", "package", "", Decimal(0)) for name in table["packages"]}
    return names


def find_unit(text: str) -> Unit:
    """The unit with this spelling; refuses `unit.unknown`."""
    unit = unit_names().get(fold_key(text))
    if unit is None:
        raise Refusal("unit.unknown", value=text, **near_fact(text, unit_names()))
    return unit


_NO_CODE: Mapping[str, str] = {
    "package": "unit.package",
    "regional": "unit.needs-factor",
    "uncoded": "unit.no-code",
}


def unit_code(text: str) -> str | None:
    """The Recommendation 20 code of a spelling, None for a count; also for the bracket of a heading.

    Refuses `unit.unknown`, `unit.package`, `unit.needs-factor` (regional) and `unit.no-code`.

    >>> unit_code("Tấn"), unit_code("chai")
    ('TNE', None)
    """
    unit = find_unit(text)
    if unit.kind in _NO_CODE:
        raise Refusal(_NO_CODE[unit.kind], value=text, unit=fold_key(text))
    return unit.code or None


def _uom(words: Words, settings: Settings) -> Callable[..., str | None]:
    return unit_code


_AMOUNT = re.compile(
    r"(?P<number>[+\-\u2212]?[0-9](?:[0-9.,\s]*[0-9])?)\s*(?P<unit>(?:[^\W\d_]|[%°])[^\d\n]{0,38}[23]?)?"
)


def amount_parts(text: str) -> tuple[str, str]:
    """The number and the unit of an amount, as written; refuses `number.format`.

    >>> amount_parts("1.250,5 kg"), amount_parts("10"), amount_parts("3m2")
    (('1.250,5', 'kg'), ('10', ''), ('3', 'm2'))
    """
    found = _AMOUNT.fullmatch(text) if len(text) <= 120 else None
    if not found:
        raise Refusal("number.format", value=text, style="10 kg")
    return found["number"], (found["unit"] or "").strip()


def _amount(words: Words, settings: Settings) -> Callable[..., Decimal | None]:
    style = style_of(words)

    def call(cell: Cell, notice: Notice = silent) -> Decimal | None:
        if not isinstance(cell, str):
            return cell_number(cell, style, notice)
        text = clean(cell)
        return read_number(amount_parts(text)[0], style, notice) if text else None

    return call


def amount_unit(cell: Cell) -> str | None:
    """The unit code of an amount's cell (`10 kg` gives KGM): the value of `NAME.unit`; refuses as `uom` does."""
    unit = amount_parts(text)[1] if isinstance(cell, str) and (text := clean(cell)) else ""
    return unit_code(unit) if unit else None


def convert_call(target: str, rows: Rows | None = None) -> Callable[..., Decimal | None]:
    """The call of `convert` to a target code; `rows` is the firm's table: spelling of a unit to its factor.

    The firm's factor is the number of target units in one unit, and goes before the general table. Raises
    `ValueError` for a target without code or a factor that is no number.
    """
    goal = unit_names().get(fold_key(target))
    if goal is None or goal.kind != "measure" or goal.code != target:
        raise WrongWord(
            f'convert() wants the code of a unit, such as KGM, got "{target}"',
            f'convert() cần mã đơn vị như KGM, không phải "{target}"',
        )
    own = {fold_key(key): _own_factor(key, row) for key, row in (rows or {}).items()}

    def call(number: Decimal, unit: str | None) -> Decimal | None:
        if unit is None or unit == "":
            raise Refusal("unit.missing", target=target)
        factor = own.get(fold_key(unit))
        return _converted(number, factor, Decimal(1)) if factor is not None else _by_table(number, unit, goal)

    return call


def _own_factor(key: str, row: Mapping[str, str]) -> Decimal:
    text = next(iter(row.values()), "")
    factor = plain_number(text)
    if factor <= 0:
        raise WrongWord(
            f'the factor of "{key}" must be more than zero, got "{text}"',
            f'hệ số của "{key}" phải lớn hơn 0, không phải "{text}"',
        )
    return factor


def _by_table(number: Decimal, text: str, goal: Unit) -> Decimal:
    unit = find_unit(text)
    if unit.factor == 0:
        raise Refusal("unit.needs-factor", value=text, unit=fold_key(text))
    if unit.of != goal.of:
        raise Refusal("unit.mismatch", value=text, target=goal.code)
    return _converted(number, unit.factor, goal.factor)


def _converted(number: Decimal, factor: Decimal, divisor: Decimal) -> Decimal:
    try:
        answer = EXACT.divide(EXACT.multiply(number, factor), divisor)
    except DecimalException:
        raise Refusal("unit.inexact") from None
    text = format(answer, "f")
    return exactly(lambda: Decimal(text.rstrip("0").rstrip(".") if "." in text else text))


def _convert(words: Words, settings: Settings) -> Callable[..., Decimal | None]:
    return convert_call(words[0])


FUNCTIONS = (
    Function(
        name="uom",
        takes="text",
        gives="code",
        says={
            "vi": "Mã đơn vị UN/ECE Rec 20 của cách viết; đơn vị đếm thì để trống; bao, thùng, hộp bị từ chối.",
            "en": "The UN/ECE Rec 20 code of a spelling; a count gives none; packages are refused.",
        },
        make=_uom,
        examples=(
            Example("tấn", "uom", gives="TNE"),
            Example("Kilogram", "uom", gives="KGM"),
            Example("chai", "uom", gives=""),
            Example("PCE", "uom", gives=""),
            Example("thùng", "uom", refuses="unit.package"),
            Example("giạ", "uom", refuses="unit.needs-factor"),
            Example("yến", "uom", refuses="unit.no-code"),
            Example("kgg", "uom", refuses="unit.unknown"),
        ),
        may_be_empty=True,
        undo="~",
    ),
    Function(
        name="amount",
        takes="text",
        gives="number",
        says={
            "vi": "Đọc số có đơn vị đi kèm, như 10 kg; đơn vị thành giá trị thứ hai, TÊN.unit.",
            "en": "Reads a number with its unit, such as 10 kg; the unit becomes a second value, NAME.unit.",
        },
        make=_amount,
        params=(Param("style", "word", optional=True),),
        examples=(
            Example("10 kg", "amount", gives="10"),
            Example("1.250,5kg", "amount(comma)", gives="1250.5"),
            Example("600g - 800g", "amount(comma)", refuses="number.format"),
        ),
        takes_cell=True,
        tells=True,
        undo="~",
    ),
    Function(
        name="convert",
        takes="number",
        gives="number",
        says={
            "vi": "Đổi đơn vị, chính xác. Bao, thùng, giạ, công, sào chỉ đổi được khi bảng của đơn vị có hệ số.",
            "en": "Converts the unit, exactly. Packages and regional units only by a table of the firm's own factors.",
        },
        make=_convert,
        params=(Param("unit", "text"), Param("target", "word"), Param("table", "word", optional=True)),
        examples=(
            Example("1.5", "convert(unit, KGM)", gives="1500", names={"unit": "tấn"}),
            Example("3", "convert(unit, KGM, packs)", gives="150", names={"unit": "Bao", "packs": "bao: 50"}),
            Example("3", "convert(unit, KGM)", refuses="unit.needs-factor", names={"unit": "bao"}),
            Example("3", "convert(unit, KGM)", refuses="unit.mismatch", names={"unit": "lít"}),
            Example("1", "convert(unit, LBR)", refuses="unit.inexact", names={"unit": "kg"}),
        ),
    ),
)
