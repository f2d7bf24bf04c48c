"""The one door for JSON: exact decimals out and in."""

from __future__ import annotations

from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def json_bytes(value: Any) -> bytes:
    """The value as compact JSON; decimals keep their digits.

    >>> from decimal import Decimal
    >>> json_bytes({"quantity": Decimal("12.30")})
    b'{"quantity":12.30}'
    """
    return _ENCODER.encode(value)
