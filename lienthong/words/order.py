"""Vietnamese alphabetical order, and folding for search.

Alphabet: a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z; tones none, huyền, hỏi, ngã, sắc,
nặng count only where the letters are equal; numbers inside text go by value.
"""

from __future__ import annotations

import re
import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: place for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_PIECES = re.compile(r"[0-9]+|[^0-9]")
# first signs of a key piece: blanks and marks, numbers, letters, all else
_BLANK, _MARK, _DIGITS, _LETTER, _OTHER = "0", "1", "2", "3", "4"
_MAX_DIGITS = 99


def _letters(text: str) -> list[tuple[str, str]]:
    """Letters without tone, in small letters, each with its tone ("0" for none)."""
    pairs: list[tuple[str, str]] = []
    for sign in unicodedata.normalize("NFD", text.casefold()):
        tone = _TONES.get(sign)
        if tone and pairs:
            pairs[-1] = (pairs[-1][0], tone)
        elif unicodedata.combining(sign) and pairs:
            pairs[-1] = (unicodedata.normalize("NFC", pairs[-1][0] + sign), pairs[-1][1])
        else:
            pairs.append((sign, "0"))
    return pairs


def _piece(piece: str) -> str:
    if piece[0].isascii() and piece[0].isdigit():
        value = piece.lstrip("0")[:_MAX_DIGITS]
        return f"{_DIGITS}{len(value):02}{value}"
    if piece in _RANK:
        return f"{_LETTER}{_RANK[piece]:02}"
    if piece.isspace():
        return _BLANK
    return (_OTHER if piece.isalnum() else _MARK) + f"{ord(piece[0]):06x}"


def _word_tones(pairs: list[tuple[str, str]]) -> str:
    """One tone a word: a Vietnamese word is one syllable, and hòa and hoà are the same."""
    tones, tone, inside = "", "0", False
    for letter, own in [*pairs, (" ", "0")]:
        if letter.isalpha():
            inside, tone = True, tone if own == "0" else own
        elif inside:
            tones, tone, inside = tones + tone, "0", False
    return tones.rstrip("0")


def sort_key(text: str) -> str:
    """A text that sorts by its bytes as the given one sorts in Vietnamese; ASCII only, for databases.

    Letters decide first, then tones, then the text itself.

    >>> sorted(["Ao 10", "Đa", "Ao 2", "Dừa", "Ấm", "Ăn"], key=sort_key)
    ['Ao 2', 'Ao 10', 'Ăn', 'Ấm', 'Dừa', 'Đa']
    """
    pairs = _letters(text.strip())
    bare = "".join(letter for letter, _ in pairs)
    first = "".join(_piece(piece) for piece in _PIECES.findall(bare))
    tones = _word_tones(pairs)
    return f"{first}!{tones}!{text.strip().encode('utf-8').hex()}"


def spelling(text: str) -> str:
    """The text as names are compared: without case and marks, each word with one tone wherever it was written.

    >>> spelling("Xã Hoà Bình") == spelling("XÃ HÒA - BÌNH"), spelling("Hòa") == spelling("Hoa")
    (True, False)
    """
    pairs = _letters(text)
    bare = "".join(letter if letter.isalnum() else " " for letter, _ in pairs)
    return f"{' '.join(bare.split())}!{_word_tones(pairs)}"


def fold(text: str) -> str:
    """The text as search compares it: no diacritics, đ as d, small letters, single blanks.

    >>> fold("  Cá  Tra Đồng ")
    'ca tra dong'
    """
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).split())
