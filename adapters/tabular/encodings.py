"""Old Vietnamese encodings: TCVN3 (ABC), VNI, VISCII, CP1258. Decoded text is in NFC.

Tables express the code points of TCVN 5712:1993 (VN3), of the VNI-Windows fonts and of RFC 1456. A byte that a table
does not name keeps its meaning in Windows-1252, as the fonts of the time did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from adapters.tabular.syllables import ACUTE, DOT, GRAVE, HOOK, TILDE, TONES

NAMES = ("tcvn3", "vni", "viscii", "cp1258")
_ALIASES = {"abc": "tcvn3", "tcvn": "tcvn3", "tcvn-3": "tcvn3", "vni-win": "vni", "windows-1258": "cp1258"}

_BASES = "aăâeêioôơuưy"
_TCVN3_TONED = {
    "a": "B5 B6 B7 B8 B9", "ă": "BB BC BD BE C6", "â": "C7 C8 C9 CA CB", "e": "CC CE CF D0 D1",
    "ê": "D2 D3 D4 D5 D6", "i": "D7 D8 DC DD DE", "o": "DF E1 E2 E3 E4", "ô": "E5 E6 E7 E8 E9",
    "ơ": "EA EB EC ED EE", "u": "EF F1 F2 F3 F4", "ư": "F5 F6 F7 F8 F9", "y": "FA FB FC FD FE",
}  # fmt: skip
_VISCII_80 = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"  # 80-9F
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"  # A0-BF
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"  # C0-DF
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"  # E0-FF
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
_VNI_PLAIN = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_SHAPED = {
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + ACUTE, "à": _CIRCUMFLEX + GRAVE, "å": _CIRCUMFLEX + HOOK,
    "ã": _CIRCUMFLEX + TILDE, "ä": _CIRCUMFLEX + DOT, "ê": _BREVE, "é": _BREVE + ACUTE, "è": _BREVE + GRAVE,
    "ú": _BREVE + HOOK, "ü": _BREVE + TILDE, "ë": _BREVE + DOT,
}  # fmt: skip


def codec_name(word: str) -> str:
    """The codec a declared name means, or an empty text when it is none of ours.

    >>> codec_name("ABC"), codec_name("windows-1258"), codec_name("utf-8")
    ('tcvn3', 'cp1258', '')
    """
    name = _ALIASES.get(word.lower(), word.lower())
    return name if name in NAMES else ""


def decode(data: bytes, name: str) -> str:
    r"""The text of bytes in one of the four encodings, in NFC.

    >>> decode(b"B\xad\xebi", "tcvn3"), decode(b"B\xf6\xf4\xfbi", "vni")
    ('Bưởi', 'Bưởi')
    """
    return decode_latin(data.decode("latin-1"), name)


def decode_latin(text: str, name: str) -> str:
    """The same for bytes that stand as the Latin-1 characters of their values."""
    return _DECODERS[name](text)


def encode(text: str, name: str) -> bytes:
    """The bytes of a text in one of the four encodings; raises `UnicodeEncodeError` where it has no letter for it.

    TCVN3 has no toned capitals: they are written as capital and toned small letter (`Á` is 41 B8).
    """
    table, text = _encode_table(name), unicodedata.normalize("NFC", text)
    found = bytearray()
    for at, sign in enumerate(text):
        code = table.get(sign)
        if code is None:
            raise UnicodeEncodeError(name, text, at, at + 1, "no such letter")
        found += code
    return bytes(found)


def as_latin(text: str) -> str | None:
    """The bytes behind a text that an old font was read from as Windows-1252 or Latin-1, as Latin-1 characters.

    None when a letter stands in it that no such reading gives: then it is no old font.
    """
    latin = text.translate(_CP1252_BACK)
    return latin if not latin or max(latin) < "\u0100" else None


def _windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_CP1252 = {byte: _windows(byte) for byte in range(0x80, 0xA0)}
_CP1252_BACK = {ord(sign): byte for byte, sign in _CP1252.items() if ord(sign) > 0xFF}


def toned(base: str, tone: str) -> str:
    """A vowel with its tone mark, in NFC."""
    return unicodedata.normalize("NFC", base + tone)


@lru_cache(maxsize=1)
def _tcvn3_table() -> dict[int, str]:
    table = {**_CP1252, **dict(zip(range(0xB0, 0xB5), TONES, strict=True))}
    table |= dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    for base, codes in _TCVN3_TONED.items():
        table |= {code: toned(base, tone) for code, tone in zip(bytes.fromhex(codes), TONES, strict=True)}
    return table


_CAPITAL_PAIR = re.compile(
    "|".join(f"{base.upper()}[{''.join(toned(base, tone) for tone in TONES)}]" for base in _BASES)
)


def _decode_tcvn3(text: str) -> str:
    read = unicodedata.normalize("NFC", text.translate(_tcvn3_table()))
    return _CAPITAL_PAIR.sub(lambda pair: pair[0][1].upper(), read)


@lru_cache(maxsize=1)
def _viscii_table() -> dict[int, str]:
    return {**_VISCII_LOW, **dict(zip(range(0x80, 0x100), _VISCII_80, strict=True))}


def _decode_viscii(text: str) -> str:
    return text.translate(_viscii_table())


@lru_cache(maxsize=1)
def _cp1258_table() -> dict[int, str]:
    return {byte: bytes([byte]).decode("cp1258", "ignore") or chr(byte) for byte in range(0x80, 0x100)}


def _decode_cp1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_cp1258_table()))


@lru_cache(maxsize=1)
def _vni_table() -> dict[str, str]:
    """For each unit of one or two Latin-1 characters its letter, both cases."""
    table = {**{chr(byte): sign for byte, sign in _CP1252.items()}, **_VNI_SINGLE}
    table |= {old.upper(): new.upper() for old, new in _VNI_SINGLE.items()}
    for letter, base in [*((base, base) for base in "aeouy"), ("ô", "ơ"), ("ö", "ư")]:
        marks = _VNI_PLAIN if letter in "yôöu" else {**_VNI_PLAIN, **_VNI_SHAPED}
        for mark, signs in marks.items():
            new = unicodedata.normalize("NFC", base + signs)
            if len(new) == 1:
                table |= {letter + mark: new, letter + mark.upper(): new}
                table |= {letter.upper() + mark: new.upper(), letter.upper() + mark.upper(): new.upper()}
    return table


_VNI_UNIT = re.compile("[aeouyôöAEOUYÔÖ][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]|[\x80-\xff]")


def _decode_vni(text: str) -> str:
    table = _vni_table()

    def letter(unit: re.Match[str]) -> str:
        found = table.get(unit[0])
        return found if found is not None else "".join(table.get(sign, sign) for sign in unit[0])

    return unicodedata.normalize("NFC", _VNI_UNIT.sub(letter, text))


_DECODERS: dict[str, Callable[[str], str]] = {
    "tcvn3": _decode_tcvn3, "vni": _decode_vni, "viscii": _decode_viscii, "cp1258": _decode_cp1258,
}  # fmt: skip


@lru_cache(maxsize=8)
def _encode_table(name: str) -> dict[str, bytes]:
    """For each letter its bytes, found by decoding every spelling: the tables above stay the only ones."""
    own = {
        "tcvn3": set(map(chr, _tcvn3_table())) - set(map(chr, _CP1252)),
        "vni": set(_VNI_SINGLE) | {old.upper() for old in _VNI_SINGLE},
        "viscii": set(map(chr, _viscii_table())),
        "cp1258": set(map(chr, range(0x80, 0x100))),
    }[name]
    table: dict[str, bytes] = {}
    single = list(map(chr, range(0x100)))
    for unit in [*single, *_pairs(name)] if name == "cp1258" else [*_pairs(name), *single]:
        letter = decode_latin(unit, name)
        # a letter that is only Windows' meaning of an unused byte is no letter of this encoding
        if len(letter) == 1 and (unit in own or len(unit) == 2 or unit < "\x80" or not letter.isalpha()):
            table.setdefault(letter, unit.encode("latin-1"))
    return table


def _pairs(name: str) -> list[str]:
    """Spellings of one letter by two bytes, each as two Latin-1 characters."""
    if name == "vni":
        return [old for old in _vni_table() if len(old) == 2 and old[0].islower() == old[1].islower()]
    if name == "tcvn3":
        back = _tcvn3_back()
        return [(base.upper() + toned(base, tone)).translate(back) for base in _BASES for tone in TONES]
    shapes = [chr(byte) for byte in range(0x41, 0x100) if chr(byte).isalpha()]
    return [shape + mark for shape in shapes for mark in "\xcc\xd2\xde\xec\xf2"] if name == "cp1258" else []


@lru_cache(maxsize=1)
def _tcvn3_back() -> dict[int, int]:
    return {ord(sign): byte for byte, sign in _tcvn3_table().items() if byte > 0xA0}
