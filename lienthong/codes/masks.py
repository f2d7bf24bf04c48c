"""Masks: what may be shown in public of texts that may be about a person (`schemas/vn/persons.yaml`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lienthong.codes.address import take_apart
from lienthong.codes.shapes import code
from lienthong.shelf import data

_DIGITS = re.compile(r"\+?\d[\d .\-]{7,18}\d")


@lru_cache(maxsize=1)
def _organisations() -> re.Pattern[str]:
    words = sorted(map(_plain, data("vn/persons.yaml")["organisations"]), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def _plain(text: str) -> str:
    """Small letters without diacritics, as far as words of organisations are looked for."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def is_person(name: str) -> bool:
    """Whether a name is to be taken for a person's: it has no word of an organisation.

    >>> is_person("Nguyễn Văn Tí"), is_person("HTX Xoài Ví Dụ"), is_person("CÔNG TY TNHH VÍ DỤ"), is_person("")
    (True, False, False, False)
    """
    return bool(name.strip()) and not _organisations().search(_plain(name))


def masked_name(name: str) -> str:
    """A person's name by the first letter of each word; the name of an organisation as it is, but for its numbers.

    >>> masked_name("Nguyễn Văn Tí"), masked_name("HTX Xoài Ví Dụ, 0912345678")
    ('N*** V*** T***', 'HTX Xoài Ví Dụ, *******678')
    """
    return " ".join(f"{word[0]}***" for word in name.split()) if is_person(name) else masked_text(name)


def masked_address(address: str) -> str:
    """An address from the ward upwards; where no level is certain, nothing but a mark that there is one.

    >>> masked_address("12 Ấp Vĩnh Thuận, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang")
    '***, xã Vĩnh Hanh, huyện Châu Thành, tỉnh An Giang'
    """
    if not address.strip():
        return address
    apart = take_apart(address)
    known = [level.name for level in (apart.old_ward, apart.district) if level and level.name]
    known += [apart.ward.name] if apart.ward else []
    known += list(dict.fromkeys(province.full for province in apart.provinces))[:1]
    return ", ".join(["***", *known])


def masked_text(text: str) -> str:
    """A text in which citizen numbers and telephone numbers are masked.

    >>> masked_text("gọi 0912 345 678, lô L1"), masked_text("09521234000013")
    ('gọi **** *** 678, lô L1', '09521234000013')
    """
    return _DIGITS.sub(lambda found: _masked_digits(found[0]), text)


def _masked_digits(text: str) -> str:
    for name in data("vn/persons.yaml")["numbers"]:
        kind = code(name)
        if kind.shape(text):
            shown = kind.masked(text)
            return shown if shown != text else _starred(text)
    return text


def _starred(text: str) -> str:
    """All digits but the last three starred, for numbers whose table masks nothing by itself."""
    last = len(text) - 3
    return "".join("*" if sign.isdigit() and place < last else sign for place, sign in enumerate(text))
