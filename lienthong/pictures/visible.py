"""Signs that do not show, or that turn the text around them, written out by name."""

from __future__ import annotations

import unicodedata

# zero-width signs, soft hyphen, and what the bidirectional algorithm obeys (Unicode Standard Annex 9)
_HIDDEN = {
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x2070),
    0xFEFF,
    0xAD,
    0x61C,
}
_TABLE = {
    code: f"[U+{code:04X} {unicodedata.name(chr(code), '').lower()}]".replace(" ]", "]") for code in sorted(_HIDDEN)
}


def visible(text: str) -> str:
    r"""The text with every hidden sign named in brackets; control characters are left to the escape.

    >>> visible("abc\u202etxt.exe")
    'abc[U+202E right-to-left override]txt.exe'
    """
    return text if text.isascii() else text.translate(_TABLE)
