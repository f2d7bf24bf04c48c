"""Percent escapes of Digital Links (RFC 3986; GS1 Digital Link URI Syntax 1.6, clause 4.4)."""

from __future__ import annotations

import re
import string
from urllib.parse import quote, unquote_to_bytes

UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
"""What a URI never has to escape (RFC 3986, 2.3)."""
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")


def escaped(text: str) -> str:
    """The text as a segment of a path: everything but unreserved characters is escaped, in upper case.

    >>> escaped("A/1+2")
    'A%2F1%2B2'
    """
    return text if UNRESERVED.issuperset(text) else quote(text, safe="")


def escaped_query(text: str) -> str:
    """The text as a value of the query, where a space is written `+`.

    >>> escaped_query("A B+C")
    'A+B%2BC'
    """
    return escaped(text).replace("%20", "+")


def unescaped(text: str) -> str:
    """The segment of a path with its escapes undone; a broken escape stays as it is.

    Bytes that are no UTF-8 are read as Latin-1, so that every byte is one character.

    >>> unescaped("A%2f1+2"), unescaped("%4"), unescaped("%FF")
    ('A/1+2', '%4', 'ÿ')
    """
    if "%" not in text:
        return text
    plain = unquote_to_bytes(text)
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("latin-1")


def unescaped_query(text: str) -> str:
    """The value of a query member with its escapes undone; a `+` is a space.

    >>> unescaped_query("A+B%2BC")
    'A B+C'
    """
    return unescaped(text.replace("+", " "))


def broken(text: str) -> bool:
    """Whether a `%` stands there without two hexadecimal digits behind it.

    >>> broken("A%2F"), broken("A%2")
    (False, True)
    """
    return "%" in text and _BROKEN.search(text) is not None
