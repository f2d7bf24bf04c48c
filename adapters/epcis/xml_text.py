"""Text as XML text: guarded once, changed only where it must be."""

from __future__ import annotations

import re

_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]").search
_SPECIAL_IN_ATTRIBUTE = re.compile('[&<>"\n\t\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]').search
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_TABLE = str.maketrans(_ENTITIES)
_TABLE_IN_ATTRIBUTE = str.maketrans({**_ENTITIES, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def content(text: str) -> str:
    """The text as content of an element; a character that XML 1.0 cannot hold becomes U+FFFD.

    >>> content("A&B"), content("Lúa ST25")
    ('A&amp;B', 'Lúa ST25')
    """
    return text if _SPECIAL(text) is None else _IMPOSSIBLE.sub("�", text).translate(_TABLE)


def attribute(text: str) -> str:
    """The text as value of an attribute in double quotes."""
    if _SPECIAL_IN_ATTRIBUTE(text) is None:
        return text
    return _IMPOSSIBLE.sub("�", text).translate(_TABLE_IN_ATTRIBUTE)


def impossible(text: str) -> bool:
    """Whether the text holds a character that XML 1.0 cannot hold (XML 1.0, 2.2)."""
    return _IMPOSSIBLE.search(text) is not None
