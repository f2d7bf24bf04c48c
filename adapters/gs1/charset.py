"""The character sets of AI values (GS1 General Specifications 7.11); lots, serials and extensions are of set 82."""

from __future__ import annotations

import string

DIGITS = frozenset(string.digits)
SET_82 = frozenset(string.ascii_letters + string.digits + "!\"%&'()*+,-./:;<=>?_")
ORDER_82 = {sign: place for place, sign in enumerate(sorted(SET_82))}
"""The value of each character in check pairs: its place in the order of ASCII."""
SET_39 = frozenset(string.ascii_uppercase + string.digits + "#-/")
SET_64 = frozenset(string.ascii_letters + string.digits + "-_")
"""File-safe base 64 (RFC 4648, 5), without the `=` that fills it up."""
