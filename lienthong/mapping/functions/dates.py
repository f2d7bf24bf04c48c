"""Functions on dates. A form is declared, never guessed; the first form listed is the expected one.

Two-digit years are 2000 to 2099: the functions have no clock, and nothing traced is older. Workbook dates
need no form. The order of day and month is the declared one: `03/04/2026` is the third of April under `d/M/y`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lienthong.mapping.functions.cells import Settings, Words, clean, silent
from lienthong.plugs import Example, Function, Notice, Param, Refusal, WrongWord
from lienthong.reading import Cell, cell_text

DateCall = Callable[..., "dt.date | None"]

YEARS = range(1900, 2200)
# 1954-01-01 to 2119-12-31: outside it a number is hardly a date (field range of real sheets)
_SERIALS = range(19725, 80355)
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_SIGNS = re.compile("yyyy|yy|y|dd|d|MM|M")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if number}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_name) if number}
_MONTHS["sept"] = 9


@dataclass(frozen=True, slots=True)
class DateForm:
    """One way of writing dates: a pattern with the groups y, M and d, and the order in which they stand."""

    word: str
    pattern: re.Pattern[str]
    order: str


def _form(word: str, pattern: str, order: str = "") -> tuple[str, DateForm]:
    order = order or "".join(sign for sign in word if sign in "dMy")
    return word, DateForm(word, re.compile(pattern), order)


_D, _M, _Y = "(?P<d>[0-9]{1,2})", "(?P<M>[0-9]{1,2})", "(?P<y>[0-9]{4})"
_YY = "(?P<y>[0-9]{4}|[0-9]{2})"
_NAME = r"(?P<M>[A-Za-z]{3,9})\.?"
FORMS: Mapping[str, DateForm] = dict(
    [
        _form("d/M/y", f"{_D}/{_M}/{_YY}"),
        _form("d-M-y", f"{_D}-{_M}-{_YY}"),
        _form("d.M.y", rf"{_D}\.{_M}\.{_YY}"),
        _form("d M y", f"{_D} {_M} {_YY}"),
        _form("M/d/y", f"{_M}/{_D}/{_YY}"),
        _form("y-M-d", f"{_Y}-{_M}-{_D}"),
        _form("y/M/d", f"{_Y}/{_M}/{_D}"),
        _form("yyyyMMdd", "(?P<y>[0-9]{4})(?P<M>[0-9]{2})(?P<d>[0-9]{2})", "yMd"),
        _form("ddMMyyyy", "(?P<d>[0-9]{2})(?P<M>[0-9]{2})(?P<y>[0-9]{4})", "dMy"),
        _form("ddMMyy", "(?P<d>[0-9]{2})(?P<M>[0-9]{2})(?P<y>[0-9]{2})", "dMy"),
        _form("yyMMdd", "(?P<y>[0-9]{2})(?P<M>[0-9]{2})(?P<d>[0-9]{2})", "yMd"),
        _form(
            "month-name",
            f"{_D}[ -]{_NAME}[ ,-] ?{_YY}"
            f"|{_NAME.replace('?P<M>', '?P<M2>')} {_D.replace('?P<d>', '?P<d2>')},? {_Y.replace('?P<y>', '?P<y2>')}"
            f"|(?:ngày )?{_D.replace('?P<d>', '?P<d3>')} tháng {_M.replace('?P<M>', '?P<M3>')}"
            f" năm {_Y.replace('?P<y>', '?P<y3>')}",
            "dMy",
        ),
    ]
)
SERIAL_FORMS: Mapping[str, dt.date] = {"excel": _EPOCH, "excel1904": _EPOCH_1904}


_SAMPLE = {"yyyy": "2026", "yy": "26", "y": "2026", "dd": "30", "d": "30", "MM": "04", "M": "04"}
_SAMPLES = {"month-name": "30 Apr 2026", "excel": "46142", "excel1904": "44680"}


def like(words: Words) -> str:
    """The last day of April 2026 in these forms, for people to write theirs like.

    >>> like(["d/M/y", "y-M-d", "ddMMyy"])
    '30/04/2026, 2026-04-30, 300426'
    """
    return ", ".join(_SAMPLES.get(word) or _SIGNS.sub(lambda sign: _SAMPLE[sign[0]], word) for word in words)


def check_forms(words: Words) -> None:
    """Raises `ValueError` when a word is no form of dates, or none is given."""
    if not words:
        raise WrongWord("date() wants at least one form, such as d/M/y", "date() cần ít nhất một dạng, ví dụ d/M/y")
    for word in words:
        if word not in FORMS and word not in SERIAL_FORMS:
            known = ", ".join([*FORMS, *SERIAL_FORMS])
            raise WrongWord(
                f'unknown date format "{word}"; known: {known}', f'không có dạng ngày "{word}"; có: {known}'
            )


def _parts(form: DateForm, text: str) -> tuple[int, int, int] | None:
    """Year, month and day as written; None where the text has not this form."""
    found = form.pattern.fullmatch(text)
    if not found:
        return None
    groups = {name.rstrip("23"): part for name, part in found.groupdict().items() if part}
    month = groups["M"] if groups["M"].isdigit() else str(_MONTHS.get(groups["M"].lower(), ""))
    if not month:
        return None
    year = int(groups["y"]) + (2000 if len(groups["y"]) == 2 else 0)
    return year, int(month), int(groups["d"])


def _real(parts: tuple[int, int, int], form: DateForm) -> dt.date | None:
    year, month, day = parts
    # GS1 General Specifications 3.4: day 00 of the six-digit date is the last day of the month
    if form.word == "yyMMdd" and day == 0 and 1 <= month <= 12:
        day = calendar.monthrange(year, month)[1]
    try:
        return dt.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def read_date(text: str, words: Words, notice: Notice) -> dt.date:
    """The date a text holds: the first form that fits.

    Refuses `date.format` (no form fits), `date.order` (day and month stand the other way round) and
    `date.impossible`; tells `date.other-form` when the form that fits has another order than the expected one.
    """
    text = _MIDNIGHT.sub("", text)
    fault = ""
    for word in words:
        if word in SERIAL_FORMS:
            if text.isascii() and text.isdigit() and len(text) == 5:
                return serial_date(int(text), word)
            continue
        form = FORMS[word]
        parts = _parts(form, text)
        day = _real(parts, form) if parts else None
        if day:
            expected = FORMS.get(words[0])
            if expected and expected.order != form.order:
                notice("date.other-form", value=text, form=word, expected=words[0], like=like(words[:1]))
            return day
        if parts and not fault:
            fault = "date.order" if _turned(parts, form) else "date.impossible"
    raise Refusal(fault or "date.format", value=text, forms=", ".join(words), like=like(words))


def _turned(parts: tuple[int, int, int], form: DateForm) -> bool:
    year, month, day = parts
    return form.order in {"dMy", "Mdy"} and month > 12 and _real((year, day, month), form) is not None


def serial_date(serial: int, word: str) -> dt.date:
    """The date of a workbook's day number; refuses `date.serial` outside 1954 to 2119."""
    day = serial + (SERIAL_FORMS[word] - _EPOCH).days
    if day not in _SERIALS:
        raise Refusal("date.serial", value=str(serial))
    return _EPOCH + dt.timedelta(days=day)


def _number_date(cell: float, words: Words, notice: Notice) -> dt.date:
    serial = next((word for word in words if word in SERIAL_FORMS), "")
    text = cell_text(cell)
    if "yyyyMMdd" in words and len(text) == 8 and text.isdigit():
        return read_date(text, words, notice)
    if not serial or not 0 <= cell <= 1e6:
        raise Refusal("date.number", value=text, forms=", ".join(words), like=like(words))
    if cell != int(cell):
        notice("date.clock", value=text)
    return serial_date(int(cell), serial)


def cell_date(cell: Cell, words: Words, notice: Notice) -> dt.date | None:
    """The date of a cell: a workbook's date as it is, a number only as a serial, a text by its form."""
    if isinstance(cell, dt.date):
        if cell.year not in YEARS:
            raise Refusal("date.impossible", value=cell_text(cell), forms=", ".join(words))
        if isinstance(cell, dt.datetime):
            if cell.time() != dt.time():
                notice("date.clock", value=cell_text(cell))
            return cell.date()
        return cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number_date(cell, words, notice)
    text = clean(cell)
    return read_date(text, words, notice) if text else None


def _date(words: Words, settings: Settings) -> DateCall:
    check_forms(words)
    forms = tuple(words)

    def call(cell: Cell, notice: Notice = silent) -> dt.date | None:
        return cell_date(cell, forms, notice)

    return call


_SPAN = re.compile(r"([0-9]{1,5})\s?([^\W\d_]*)")
_DAYS = {"": 1, "ngày": 1, "ngay": 1, "day": 1, "days": 1, "tuần": 7, "tuan": 7, "week": 7, "weeks": 7}
_SPAN_MONTHS = {"tháng": 1, "thang": 1, "month": 1, "months": 1, "năm": 12, "nam": 12, "year": 12, "years": 12}


def _days_after(words: Words, settings: Settings) -> DateCall:
    def call(day: dt.date, span: str | None) -> dt.date | None:
        return None if span is None or span == "" else _after(day, span)

    return call


def _after(day: dt.date, span: str) -> dt.date:
    found = _SPAN.fullmatch(span.strip())
    unit = found[2].casefold() if found else "?"
    if not found or (unit not in _DAYS and unit not in _SPAN_MONTHS):
        raise Refusal("date.span", value=span)
    count = int(found[1])
    try:
        if unit in _DAYS:
            later = day + dt.timedelta(days=count * _DAYS[unit])
        else:
            year, month = divmod(day.year * 12 + day.month - 1 + count * _SPAN_MONTHS[unit], 12)
            # a month that lacks the day ends the span on its last day: 31 August + 6 months is 28 February
            later = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        raise Refusal("date.span", value=span) from None
    if later.year not in YEARS:
        raise Refusal("date.span", value=span)
    return later


FUNCTIONS = (
    Function(
        name="date",
        takes="text",
        gives="date",
        says={
            "vi": "Đọc ngày theo các mẫu đã cho, mẫu đầu là mẫu mong đợi. Năm hai chữ số là 2000 đến 2099.",
            "en": "Reads a date by the given forms; the first is expected. Years of two digits are 2000 to 2099.",
        },
        make=_date,
        params=(Param("form", "word", many=True),),
        examples=(
            Example("3/4/2026", "date(d/M/y)", gives="2026-04-03"),
            Example("02/04/26", "date(d/M/y)", gives="2026-04-02"),
            Example("46115", "date(d/M/y, excel)", gives="2026-04-03"),
            Example("2026/04/03", "date(d/M/y, y/M/d)", gives="2026-04-03", notices="date.other-form"),
            Example("20 Jan 2026", "date(month-name)", gives="2026-01-20"),
            Example("ngày 5 tháng 9 năm 2026", "date(month-name)", gives="2026-09-05"),
            Example("260200", "date(yyMMdd)", gives="2026-02-28"),
            Example("31/04/2026", "date(d/M/y)", refuses="date.impossible"),
            Example("2026/04/03", "date(d/M/y)", refuses="date.format"),
            Example("04/13/2026", "date(d/M/y)", refuses="date.order"),
            Example("99999", "date(excel)", refuses="date.serial"),
        ),
        takes_cell=True,
        tells=True,
        undo="~",
    ),
    Function(
        name="days_after",
        takes="date",
        gives="date",
        says={
            "vi": "Ngày sau một khoảng thời gian: số ngày, tuần, tháng hoặc năm, như 30 ngày, 12 tháng.",
            "en": "The date after a span: a number of days, weeks, months or years, such as 30 ngày, 12 tháng.",
        },
        make=_days_after,
        params=(Param("span", "text"),),
        examples=(
            Example("2026-01-15", "days_after(shelf_life)", gives="2026-02-14", names={"shelf_life": "30 ngày"}),
            Example("2026-08-31", "days_after(shelf_life)", gives="2027-02-28", names={"shelf_life": "6 tháng"}),
            Example("2026-01-15", "days_after(shelf_life)", refuses="date.span", names={"shelf_life": "lâu"}),
        ),
    ),
)
