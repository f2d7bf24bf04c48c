"""The host of a `++` scheme (TDS 2.3, 14.5.16)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from adapters.gs1.binary.bits import Bits, Packed
from adapters.gs1.binary.characters import ENCODINGS, code_40_text
from adapters.gs1.binary.tables import rows
from adapters.gs1.charset import SET_82
from lienthong.plugs import Refusal

MOST = 63
"""The most characters of a host, and the most codes of seven bits."""
_CODE_40 = ENCODINGS[5]


@lru_cache(maxsize=1)
def _texts() -> Mapping[int, str]:
    """What a code stands for; a code of 14 bits has the number of its table in front."""
    texts = {ord(sign): sign for sign in SET_82 | {"#"}}
    texts |= {int(code): text for code, text in rows()["host"]["short"].items()}
    for table, names in enumerate(rows()["host"]["long"]):
        texts |= {-(table << 7 | place) - 1: text for place, text in enumerate(names.split())}
    return texts


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, int]:
    return {text: code for code, text in _texts().items()}


@lru_cache(maxsize=1)
def _tables() -> int:
    return len(rows()["host"]["long"])


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _codes()))


def read_host(bits: Bits) -> str:
    """The host at the front of the bits."""
    plain, length = not bits.take(1), bits.take(6)
    host = code_40_text(bits.take(_CODE_40.width(length)), length) if plain else _read_codes(bits, length)
    if not host:
        raise Refusal("gs1.binary-field", scheme=bits.scheme, field="host", got=str(length))
    return host


def _read_codes(bits: Bits, length: int) -> str | None:
    """The text of so many codes of seven bits; None where one is reserved."""
    host = ""
    while length > 0:
        code = bits.take(7)
        length -= 1
        if code < _tables():
            code = -(code << 7 | bits.take(7)) - 1
            length -= 1
        text = _texts().get(code)
        if text is None:
            return None
        host += text
    return host if length == 0 else None


def write_host(host: str, packed: Packed, scheme: str) -> None:
    """Appends a host in the fewest bits; raises `Refusal` (`gs1.binary-host`)."""
    if not 0 < len(host) <= MOST or not all(sign in _codes() for sign in host):
        raise Refusal("gs1.binary-host", scheme=scheme, host=host)
    codes = _packed_codes(host)
    width = _CODE_40.width(len(host))
    if _CODE_40.signs.issuperset(host) and width < codes.size:
        packed.put(len(host), 7)
        packed.put(_CODE_40.write(host), width)
    else:
        packed.put(1 << 6 | codes.size // 7, 7)
        packed.put(codes.value, codes.size)


def _packed_codes(host: str) -> Packed:
    """The host as codes, each as long a piece as there is one for."""
    packed, at = Packed(), 0
    while at < len(host):
        piece = next(piece for size in range(_longest(), 0, -1) if (piece := host[at : at + size]) in _codes())
        code = _codes()[piece]
        if code < 0:
            packed.put(-code - 1, 14)
        else:
            packed.put(code, 7)
        at += len(piece)
    return packed
