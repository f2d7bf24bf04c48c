"""Character set 82, in which lots, serials and extensions are written (GS1 General Specifications 7.11)."""

from __future__ import annotations

import string
from urllib.parse import quote

SET_82 = frozenset(string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_")


def stray(text: str) -> str:
    """The first character outside set 82, empty when there is none.

    >>> stray("L01/26"), stray("Lô 1")
    ('', 'ô')
    """
    if text.isascii() and text.isalnum():
        return ""
    return next((sign for sign in text if sign not in SET_82), "")


def escaped(text: str) -> str:
    """The text as a segment of a Digital Link: everything but unreserved characters is escaped, in upper case.

    >>> escaped("A/1+2")
    'A%2F1%2B2'
    """
    return text if text.isascii() and text.isalnum() else quote(text, safe="")
