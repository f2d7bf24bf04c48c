"""Functions on times. A time is ISO 8601 text with its offset, such as `2026-06-01T07:00:00+07:00`.

The zone comes from the text, else from the setting `zone`; it is `±hh:mm` as in EPCIS 2.0 (clause 7.3.7).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from lienthong.mapping.functions.cells import Settings, Words, clean, silent
from lienthong.mapping.functions.dates import FORMS, SERIAL_FORMS, YEARS, read_date, serial_date
from lienthong.plugs import Example, Function, Notice, Param, Refusal, WrongWord
from lienthong.reading import Cell, cell_text

TimeCall = Callable[..., "str | None"]

_ZONE = re.compile(r"[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:h]([0-5][0-9])(?::([0-5][0-9])(\.[0-9]{1,9})?)?")
_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<clock>[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?)"
    r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_FORM = re.compile(r"(?P<day>.+) H:m(:s)?")
_AT = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def is_zone(text: str) -> bool:
    """Whether this is an offset from UTC, `±hh:mm`, between -14:00 and +14:00."""
    return bool(_ZONE.fullmatch(text))


def _zone_setting(settings: Settings, needed: bool) -> str:
    zone = settings.get("zone", "")
    if not zone and needed:
        raise WrongWord('needs the setting "zone"', 'cần cài đặt "zone"')
    if zone and not is_zone(zone):
        raise WrongWord(
            f'the setting "zone" wants an offset like +07:00, got "{zone}"',
            f'cài đặt "zone" cần múi giờ như +07:00, không phải "{zone}"',
        )
    return zone


def _at(words: Words, settings: Settings) -> TimeCall:
    clock = words[0]
    if not _AT.fullmatch(clock):
        raise WrongWord(
            f'at() wants hours and minutes like 07:00, got "{clock}"',
            f'at() cần giờ và phút như 07:00, không phải "{clock}"',
        )
    end = f"T{clock}:00{_zone_setting(settings, needed=True)}"
    return lambda day: day.isoformat() + end


def _offset(zone: str) -> dt.timedelta:
    span = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -span if zone[0] == "-" else span


def _in_zone(words: Words, settings: Settings) -> TimeCall:
    zone = words[0] if words else _zone_setting(settings, needed=True)
    if not is_zone(zone):
        raise WrongWord(
            f'in_zone() wants an offset like +07:00, got "{zone}"',
            f'in_zone() cần múi giờ như +07:00, không phải "{zone}"',
        )
    target = _offset(zone)

    def call(time: str) -> str:
        day, clock, fraction, own = _taken_apart(time)
        moment = dt.datetime.fromisoformat(f"{day}T{clock}")
        try:
            moved = moment - _offset(own) + target
        except OverflowError:
            raise Refusal("time.impossible", value=time) from None
        return moved.isoformat() + fraction + zone

    return call


def _taken_apart(time: str) -> tuple[str, str, str, str]:
    """Day, clock `hh:mm:ss`, fraction with its point, and zone of a time; refuses `time.zone` without one."""
    found = _ISO.fullmatch(time)
    if not found:
        raise Refusal("time.format", value=time, forms="ISO 8601")
    zone = _own_zone(found["zone"] or "", "", time)
    clock, fraction = _clock(found["clock"], time)
    return read_date(found["day"], ("y-M-d",), silent).isoformat(), clock, fraction, zone


def _own_zone(written: str, fallback: str, text: str) -> str:
    zone = "+00:00" if written == "Z" else written or fallback
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    if not is_zone(zone):
        raise Refusal("time.zone", value=text)
    return zone


def _clock(text: str, whole: str) -> tuple[str, str]:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise Refusal("time.impossible", value=whole)
    hour, minute, second, fraction = found.groups()
    return f"{int(hour):02}:{minute}:{second or '00'}", fraction or ""


def _check_forms(words: Words) -> dict[str, str]:
    """The form of the day for each form of the time, in order."""
    days = {}
    for word in words:
        found = _FORM.fullmatch(word)
        day = found["day"] if found else word
        if word not in SERIAL_FORMS and not (found and day in FORMS):
            raise WrongWord(
                f'unknown time format "{word}"; known: ISO 8601 when none is given, or a date format '
                "and H:m or H:m:s, such as d/M/y H:m; excel, excel1904",
                f'không có dạng giờ "{word}"; có: ISO 8601 khi không ghi gì, hoặc dạng ngày kèm H:m hay H:m:s, '
                "ví dụ d/M/y H:m; excel, excel1904",
            )
        days[word] = day
    return days


def _read(text: str, days: Mapping[str, str], zone: str, notice: Notice) -> str:
    if not days:
        found = _ISO.fullmatch(text)
        if not found:
            raise Refusal("time.format", value=text, forms="ISO 8601")
        day = read_date(found["day"], ("y-M-d",), notice)
        clock, fraction = _clock(found["clock"], text)
        return f"{day.isoformat()}T{clock}{fraction}{_own_zone(found['zone'] or '', zone, text)}"
    forms = tuple(days)
    own = re.search(r" ?(Z|[+-][0-9]{2}:?[0-9]{2})$", text)
    bare = text[: own.start()] if own and ":" in text[: own.start()] else text
    written = own[1] if own and bare != text else ""
    day_text, _, clock_text = bare.rpartition(" ")
    if not day_text or not any(char in clock_text for char in ":h"):
        raise Refusal("time.format", value=text, forms=", ".join(forms))
    clock, fraction = _clock(clock_text, text)
    day_forms = [form for form in days.values() if form not in SERIAL_FORMS]
    if not day_forms:
        raise Refusal("time.format", value=text, forms=", ".join(forms))
    day = read_date(day_text, day_forms, notice)
    return f"{day.isoformat()}T{clock}{fraction}{_own_zone(written, zone, text)}"


def _of_moment(moment: dt.datetime, zone: str) -> str:
    if moment.year not in YEARS:
        raise Refusal("time.impossible", value=cell_text(moment))
    if not zone:
        raise Refusal("time.zone", value=cell_text(moment))
    return moment.replace(tzinfo=None).isoformat() + zone


def _of_serial(cell: float, word: str, zone: str) -> str:
    day = serial_date(int(cell), word)
    # a workbook's fraction of a day is exact to about a microsecond: seconds are what was meant
    seconds = round((cell - int(cell)) * 86400)
    return _of_moment(dt.datetime.combine(day, dt.time()) + dt.timedelta(seconds=seconds), zone)


def _datetime(words: Words, settings: Settings) -> TimeCall:
    days, zone = _check_forms(words), _zone_setting(settings, needed=False)
    forms = ", ".join(words) or "ISO 8601"
    serial = next((word for word in words if word in SERIAL_FORMS), "")

    def call(cell: Cell, notice: Notice = silent) -> str | None:
        if isinstance(cell, dt.datetime):
            return _of_moment(cell, zone)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            if serial and 0 <= cell < 1e6:
                return _of_serial(cell, serial, zone)
            raise Refusal("date.number", value=cell_text(cell), forms=forms)
        text = clean(cell)
        return _read(text, days, zone, notice) if text else None

    return call


_VN = {"zone": "+07:00"}
FUNCTIONS = (
    Function(
        name="datetime",
        takes="text",
        gives="time",
        says={
            "vi": "Đọc ngày giờ; không ghi mẫu là ISO 8601. Múi giờ lấy từ chữ, không có thì lấy cài đặt zone.",
            "en": "Reads a day and clock; ISO 8601 when no form is given. Zone of the text, else of the setting zone.",
        },
        make=_datetime,
        params=(Param("form", "word", optional=True, many=True),),
        examples=(
            Example("03/04/2026 08:15", "datetime(d/M/y H:m)", gives="2026-04-03T08:15:00+07:00", names=_VN),
            Example("2026-04-03T00:15:00.5Z", "datetime", gives="2026-04-03T00:15:00.5+00:00", names=_VN),
            Example("2026-04-03 08:15", "datetime", gives="2026-04-03T08:15:00+07:00", names=_VN),
            Example("2026-04-03T08:15:00", "datetime", refuses="time.zone"),
            Example("03/04/2026", "datetime(d/M/y H:m)", refuses="time.format", names=_VN),
            Example("03/04/2026 25:15", "datetime(d/M/y H:m)", refuses="time.impossible", names=_VN),
            Example("31/04/2026 08:15", "datetime(d/M/y H:m)", refuses="date.impossible", names=_VN),
        ),
        settings=("zone",),
        takes_cell=True,
        tells=True,
        undo="~",
    ),
    Function(
        name="at",
        takes="date",
        gives="time",
        says={
            "vi": "Ngày thành thời điểm với giờ đã cho, múi giờ theo cài đặt zone.",
            "en": "The date at the given clock, in the zone of the setting zone.",
        },
        make=_at,
        params=(Param("clock", "word"),),
        examples=(Example("2026-06-01", "at(07:00)", gives="2026-06-01T07:00:00+07:00", names=_VN),),
        settings=("zone",),
        undo="=",
    ),
    Function(
        name="in_zone",
        takes="time",
        gives="time",
        says={
            "vi": "Cùng thời điểm, viết theo múi giờ đã cho hoặc theo cài đặt zone.",
            "en": "The same moment, written in the given zone or that of the setting zone.",
        },
        make=_in_zone,
        params=(Param("zone", "word", optional=True),),
        examples=(
            Example("2026-06-01T00:15:00Z", "in_zone", gives="2026-06-01T07:15:00+07:00", names=_VN),
            Example("2026-05-31T17:00:00.25+00:00", "in_zone(+07:00)", gives="2026-06-01T00:00:00.25+07:00", names=_VN),
        ),
        settings=("zone",),
    ),
)
