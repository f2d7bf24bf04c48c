"""The values of application identifiers as bits (TDS 2.3, 14.5 and table F)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from adapters.gs1.ais import checked
from adapters.gs1.binary.bits import Bits, Packed, width_of
from adapters.gs1.binary.characters import ENCODINGS, closest, number_text
from adapters.gs1.binary.tables import value_forms
from lienthong.plugs import Refusal

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_END, _MARK = 15, 14
"""What follows the digits of a delimited value: nothing more, or text."""
_MOMENTS = (8, 10, 12, 6)
"""Digits of a date with time, by its two bits."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to pack a value: `read` gives None for bits no value has, `write` None for a text it cannot hold."""

    read: Callable[[Bits, int], str | None]
    write: Callable[[str, int], Packed | None]


def read_value(ai: str, bits: Bits) -> str:
    """The value of an AI at the front of the bits; raises `Refusal` where it is wrong."""
    forms = value_forms().get(ai)
    if forms is None:
        raise Refusal("gs1.binary-field", scheme=bits.scheme, field="AI", got=ai)
    text = ""
    for form, size in forms:
        part = FORMS[form].read(bits, size)
        if part is None:
            raise Refusal("gs1.binary-field", scheme=bits.scheme, field=f"({ai})", got=text)
        text += part
    return checked(ai, text)


def write_value(ai: str, value: str, packed: Packed, scheme: str) -> None:
    """Appends the value of an AI; raises `Refusal` where it is wrong, or its form cannot hold it."""
    forms = value_forms().get(ai, ())
    rest = checked(ai, value)
    for at, (form, size) in enumerate(forms, 1):
        # all parts but the last have as many characters as the form says
        part, rest = (rest, "") if at == len(forms) else (rest[:size], rest[size:])
        bits = FORMS[form].write(part, size) if part.isascii() else None
        if bits is None:
            break
        packed.put(bits.value, bits.size)
    else:
        if forms:
            return
    raise Refusal("gs1.binary-value", scheme=scheme, part=f"({ai})", value=value)


def _read_digits(bits: Bits, size: int) -> str | None:
    text = f"{bits.take(4 * size):0{size}x}"
    return text if text.isdecimal() else None


def _write_digits(text: str, size: int) -> Packed | None:
    return Packed(int(text, 16), 4 * size) if len(text) == size and text.isdecimal() else None


def _read_number(bits: Bits, size: int) -> str | None:
    return number_text(bits.take(width_of(size)), size)


def _write_number(text: str, size: int) -> Packed | None:
    return Packed(int(text), width_of(size)) if len(text) == size and text.isdecimal() else None


def _read_numeral(bits: Bits, most: int) -> str | None:
    length = bits.take(most.bit_length())
    return number_text(bits.take(width_of(length)), length) if length <= most else None


def _write_numeral(text: str, most: int) -> Packed | None:
    if len(text) > most or not (text.isdecimal() or not text):
        return None
    packed = Packed(len(text), most.bit_length())
    packed.put(int(text or "0"), width_of(len(text)))
    return packed


def _read_text(bits: Bits, most: int) -> str | None:
    indicator, length = bits.take(3), bits.take(most.bit_length())
    if indicator >= len(ENCODINGS) or length > most:
        return None
    encoding = ENCODINGS[indicator]
    return encoding.read(bits.take(encoding.width(length)), length)


def _write_text(text: str, most: int) -> Packed | None:
    indicator = closest(text)
    if indicator is None or len(text) > most:
        return None
    encoding = ENCODINGS[indicator]
    packed = Packed(indicator, 3)
    packed.put(len(text), most.bit_length())
    packed.put(encoding.write(text), encoding.width(len(text)))
    return packed


def _read_delimited(bits: Bits, most: int) -> str | None:
    text = ""
    while (code := bits.take(4)) < 10 and len(text) < most:
        text += str(code)
    if code == _END:
        return text
    rest = _read_text(bits, most) if code == _MARK else None
    return None if rest is None or len(text + rest) > most else text + rest


def _write_delimited(text: str, most: int) -> Packed | None:
    if len(text) > most:
        return None
    rest = text.lstrip("0123456789")
    digits = text[: len(text) - len(rest)]
    packed = Packed(int(digits or "0", 16), 4 * len(digits))
    packed.put(_MARK if rest else _END, 4)
    if rest:
        behind = _write_text(rest, most)
        if behind is None:
            return None
        packed.put(behind.value, behind.size)
    return packed


def read_date(bits: Bits) -> str | None:
    """A date as YYMMDD in 16 bits; None for a day no calendar has; day 00 stays as it is (14.5.8)."""
    year, month, day = bits.take(7), bits.take(4), bits.take(5)
    if year > 99 or not 1 <= month <= 12 or day > _DAYS[month - 1]:
        return None
    return f"{year:02}{month:02}{day:02}"


def write_date(text: str) -> Packed | None:
    """A date of six digits in 16 bits."""
    if len(text) != 6 or not text.isdecimal():
        return None
    month, day = int(text[2:4]), int(text[4:])
    if not 1 <= month <= 12 or day > _DAYS[month - 1]:
        return None
    return Packed(int(text[:2]) << 9 | month << 5 | day, 16)


def _read_time(bits: Bits, digits: int) -> str | None:
    """Hour, minute and second as far as there are digits; 24 only as the end of a day (14.5.9, 14.5.11)."""
    date = read_date(bits)
    parts = [bits.take(5 if at == 0 else 6) for at in range((digits - 6) // 2)]
    if date is None or (parts and not _clock(parts)):
        return None
    return date + "".join(f"{part:02}" for part in parts)


def _write_time(text: str, digits: int) -> Packed | None:
    packed = write_date(text[:6])
    if packed is None or len(text) != digits or not text.isdecimal():
        return None
    parts = [int(text[at : at + 2]) for at in range(6, digits, 2)]
    if parts and not _clock(parts):
        return None
    for at, part in enumerate(parts):
        packed.put(part, 6 if at else 5)
    return packed


def _clock(parts: list[int]) -> bool:
    return (parts[0] < 24 and max(parts) < 60) or (parts[0] == 24 and not any(parts[1:]))


def _read_moment(bits: Bits, _: int) -> str | None:
    return _read_time(bits, _MOMENTS[bits.take(2)])


def _write_moment(text: str, _: int) -> Packed | None:
    body = _write_time(text, len(text)) if len(text) in _MOMENTS else None
    return body and Packed(_MOMENTS.index(len(text)) << body.size | body.value, body.size + 2)


def _read_span(bits: Bits, _: int) -> str | None:
    """One date, or two as a range, as the first bit says (14.5.10)."""
    two = bits.take(1)
    first, last = read_date(bits), read_date(bits) if two else ""
    return None if first is None or last is None else first + last


def _write_span(text: str, _: int) -> Packed | None:
    packed = Packed(int(len(text) > 6), 1)
    for date in (text[:6], text[6:]) if len(text) > 6 else (text,):
        body = write_date(date)
        if body is None:
            return None
        packed.put(body.value, body.size)
    return packed


def _read_country(bits: Bits, _: int) -> str | None:
    codes = bits.take(6), bits.take(6)
    return "".join(chr(65 + code) for code in codes) if max(codes) < 26 else None


def _write_country(text: str, _: int) -> Packed | None:
    if len(text) != 2 or not text.isalpha() or not text.isupper():
        return None
    return Packed((ord(text[0]) - 65) << 6 | ord(text[1]) - 65, 12)


def _read_sequence(bits: Bits, _: int) -> str | None:
    """Two digits with a slash between them (14.5.15)."""
    one, all_ = bits.take(4), bits.take(4)
    return f"{one}/{all_}" if 0 < one < 10 and 0 < all_ < 10 else None


def _write_sequence(text: str, _: int) -> Packed | None:
    one, slash, all_ = text[:1], text[1:2], text[2:]
    fits = slash == "/" and one in tuple("123456789") and all_ in tuple("123456789")
    return Packed(int(one) << 4 | int(all_), 8) if fits else None


FORMS = {
    "digits": Form(_read_digits, _write_digits),
    "number": Form(_read_number, _write_number),
    "numeral": Form(_read_numeral, _write_numeral),
    "text": Form(_read_text, _write_text),
    "delimited": Form(_read_delimited, _write_delimited),
    "date": Form(lambda bits, _: read_date(bits), lambda text, _: write_date(text)),
    "minute": Form(lambda bits, _: _read_time(bits, 10), lambda text, _: _write_time(text, 10)),
    "moment": Form(_read_moment, _write_moment),
    "span": Form(_read_span, _write_span),
    "country": Form(_read_country, _write_country),
    "flag": Form(
        lambda bits, _: str(bits.take(1)), lambda text, _: Packed(int(text), 1) if text in {"0", "1"} else None
    ),
    "sign": Form(
        lambda bits, _: "-" * bits.take(1), lambda text, _: Packed(len(text), 1) if text in {"", "-"} else None
    ),
    "sequence": Form(_read_sequence, _write_sequence),
}
