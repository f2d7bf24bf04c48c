"""Schemes of TDS 2: whole keys without a company prefix, data behind them, and for `++` a host (14.5, 14.6, 15.3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from adapters.gs1.ais import Elements, checked
from adapters.gs1.binary.bits import Bits, Packed
from adapters.gs1.binary.hostname import read_host, write_host
from adapters.gs1.binary.tables import Plus, date_ais, most_bits, value_forms
from adapters.gs1.binary.values import read_date, read_value, write_date, write_value
from adapters.gs1.identity import Identity
from lienthong.plugs import Notice, Refusal

_SSCC_BITS = 72
_PADDING = ("00", "0" * 18)
"""What cannot be told from padding where it comes last."""


def read(scheme: Plus, bits: Bits, notice: Notice) -> Identity:
    """What a tag names: the key first, then the date of a dated scheme, then the data behind the EPC."""
    toggle, said = bits.take(1), bits.take(3)
    date = (_read_dated(scheme, bits),) if scheme.dated else ()
    key = tuple((ai, read_value(ai, bits)) for ai in scheme.ais)
    if scheme.may_lack and key[-1][1] == scheme.may_lack:
        key = key[:-1]
    host = read_host(bits) if scheme.hosted else ""
    data = _read_data(bits, bool(toggle), notice)
    return Identity((*key, *date, *data), scheme.scheme, (), 0, scheme.name, said, host)


def _read_dated(scheme: Plus, bits: Bits) -> tuple[str, str]:
    kind = bits.take(4)
    date = read_date(bits)
    if kind >= len(date_ais()) or date is None:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="date", got=str(kind))
    return date_ais()[kind], checked(date_ais()[kind], date)


def _read_data(bits: Bits, announced: bool, notice: Notice) -> Elements:
    """The elements behind the EPC.

    The bit that announces them is for readers in the field and may be wrong either way (15.3), which is told. What
    was not announced and cannot be read is left behind, and told.
    """
    start = bits.rest()
    found: list[tuple[str, str]] = []
    try:
        while bits.left >= 8 and bits.rest():
            ai = _read_ai(bits)
            if ai == "00" and bits.left < _SSCC_BITS:
                break
            found.append((ai, read_value(ai, bits)))
    except Refusal:
        if announced:
            raise
        notice("gs1.binary-trailing", scheme=bits.scheme, got=f"{start:X}")
        return ()
    if bits.left > 0 and bits.rest():
        notice("gs1.binary-trailing", scheme=bits.scheme, got=f"{bits.rest():X}")
    if announced != bool(found):
        notice("gs1.binary-toggle", scheme=bits.scheme, got=str(int(announced)))
    return tuple(found)


@lru_cache(maxsize=1)
def _lengths() -> Mapping[str, int]:
    """Digits of an AI by its first two (table K)."""
    return {ai[:2]: len(ai) for ai in value_forms()}


def _read_ai(bits: Bits) -> str:
    start = f"{bits.take(8):02X}"
    more = _lengths().get(start, 2) - 2
    return start + (f"{bits.take(4 * more):0{more}X}" if more else "")


def write(scheme: Plus, identity: Identity, filter_value: int, host: str) -> Packed:
    """All bits of a tag: what the key does not take goes behind the EPC, in its order."""
    values = dict(identity.elements)
    if scheme.may_lack:
        values = {scheme.ais[-1]: scheme.may_lack, **values}
    behind = [pair for pair in dict.fromkeys(identity.elements) if pair[0] not in scheme.ais]
    date = _dated(scheme, behind) if scheme.dated else None
    if not values.keys() >= set(scheme.ais) or (scheme.dated and date is None):
        wants = ", ".join(scheme.ais) + (" + " + " | ".join(date_ais()) if scheme.dated else "")
        raise Refusal("gs1.binary-key", scheme=scheme.name, wants=wants, got=", ".join(values))
    if date:
        behind.remove(date)
    if behind and behind[-1] == _PADDING:
        raise Refusal("gs1.binary-value", scheme=scheme.name, part=f"({behind[-1][0]})", value=behind[-1][1])
    packed = Packed(scheme.header << 4 | bool(behind) << 3 | filter_value, 12)
    if date:
        _write_dated(scheme, date, packed)
    for ai in scheme.ais:
        write_value(ai, values[ai], packed, scheme.name)
    if scheme.hosted:
        write_host(host or identity.host, packed, scheme.name)
    for ai, value in behind:
        packed.put(int(ai, 16), 4 * len(ai))
        write_value(ai, value, packed, scheme.name)
    if packed.size > most_bits():
        raise Refusal("gs1.binary-size", bits=str(packed.size), most=str(most_bits()))
    return packed


def _dated(scheme: Plus, behind: list[tuple[str, str]]) -> tuple[str, str] | None:
    """The first date the scheme may lead with: six digits, not a span of days."""
    return next((pair for pair in behind if pair[0] in date_ais() and len(pair[1]) == 6), None)


def _write_dated(scheme: Plus, date: tuple[str, str], packed: Packed) -> None:
    body = write_date(checked(*date))
    if body is None:
        raise Refusal("gs1.binary-value", scheme=scheme.name, part=f"({date[0]})", value=date[1])
    packed.put(date_ais().index(date[0]), 4)
    packed.put(body.value, body.size)
