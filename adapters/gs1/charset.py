"""Character set 82, in which lots, serials and extensions are written (GS1 General Specifications 7.11)."""

from __future__ import annotations

import string
from urllib.parse import quote

SET_82 = frozenset(string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_")
UNRESERVED = frozenset(string.ascii_letters + string.digits + "-._~")
"""What a URI never has to escape (RFC 3986, 2.3)."""


def stray(text: str) -> str:
    """The first character outside set 82, empty when there is none.

    >>> stray("L01/26"), stray("Lô 1")
    ('', 'ô')
    """
    # a set looks at all signs at once; which one is wrong matters only when one is
    return "" if SET_82.issuperset(text) else next(sign for sign in text if sign not in SET_82)


def escaped(text: str) -> str:
    """The text as a segment of a Digital Link: everything but unreserved characters is escaped, in upper case.

    >>> escaped("A/1+2")
    'A%2F1%2B2'
    """
    return text if UNRESERVED.issuperset(text) else quote(text, safe="")
