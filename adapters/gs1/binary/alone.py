"""Schemes of TDS 1 that share no layout with others: CPI-var, GID-96, USDOD-96, ADI-var."""

from __future__ import annotations

from adapters.gs1.binary.bits import Bits, Packed
from adapters.gs1.binary.characters import SET_39, is_number, is_plain, six_number, six_sign
from adapters.gs1.binary.partitioned import LONGEST, SHORTEST, no_prefix, tell_left_out
from adapters.gs1.binary.tables import Scheme, prefix_widths
from adapters.gs1.identity import Identity
from lienthong.plugs import Notice, Refusal

_GID = (28, 24, 36)
_CPI_MOST, _SERIAL_DIGITS = 30, 12
"""The most characters of AI 8010, and of AI 8011."""
_CAGE = frozenset("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
"""What CAGE codes and DoDAACs are written in: no I, no O."""
_PLAIN_39 = SET_39 - {"#"}


def read_cpi(scheme: Scheme, bits: Bits) -> Identity:
    """What a CPI-var tag names (TDS 2.3, 14.6.9.2)."""
    said, partition = bits.take(3), bits.take(3)
    if partition == 7:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="partition", got="7")
    length = LONGEST - partition
    number = bits.take(prefix_widths()[partition])
    if number >= 10**length:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="company prefix", got=str(number))
    part = _six_text(bits, _CPI_MOST - length, "reference")
    serial = str(bits.take(40))
    if not part or len(serial) > _SERIAL_DIGITS:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="serial" if part else "reference", got=serial)
    fields = (str(number).zfill(length), part, serial)
    elements = (("8010", fields[0] + part), ("8011", serial))
    return Identity(elements, scheme.scheme, fields, length, scheme.name, said)


def write_cpi(scheme: Scheme, identity: Identity, prefix_length: int, notice: Notice) -> Packed:
    """The bits behind header and filter."""
    values = dict(identity.elements)
    key, serial = values.get("8010", ""), values.get("8011", "")
    if not key or not serial:
        raise Refusal("gs1.binary-key", scheme=scheme.name, wants="8010, 8011", got=", ".join(values))
    if not SHORTEST <= prefix_length <= LONGEST:
        raise no_prefix(scheme, prefix_length)
    prefix, part = key[:prefix_length], key[prefix_length:]
    if not is_number(prefix) or not 0 < len(part) <= _CPI_MOST - prefix_length or not SET_39.issuperset(part):
        raise Refusal("gs1.binary-value", scheme=scheme.name, part="(8010)", value=key)
    if len(serial) > _SERIAL_DIGITS or not is_plain(serial, 40):
        raise Refusal("gs1.binary-serial", scheme=scheme.name, value=serial)
    partition = LONGEST - prefix_length
    packed = Packed(partition, 3)
    packed.put(int(prefix), prefix_widths()[partition])
    packed.put(six_number(part), 6 * len(part) + 6)
    packed.put(int(serial), 40)
    tell_left_out(scheme, identity, {"8010", "8011"}, notice)
    return packed


def read_gid(scheme: Scheme, bits: Bits) -> Identity:
    """What a GID-96 tag names: manager, class, serial (14.6.12)."""
    fields = tuple(str(bits.take(width)) for width in _GID)
    return Identity((), scheme.scheme, fields, 0, scheme.name)


def write_gid(scheme: Scheme, identity: Identity) -> Packed:
    """The bits behind the header."""
    packed = Packed()
    for name, text, width in zip(("manager", "class", "serial"), _fields(scheme, identity, 3), _GID, strict=True):
        packed.put(_bounded(scheme, name, text, width), width)
    return packed


def read_usdod(scheme: Scheme, bits: Bits) -> Identity:
    """What a USDOD-96 tag names: CAGE code or DoDAAC, serial (US DoD Supplier's Passive RFID Information Guide)."""
    said = bits.take(4)
    code = bits.take(48).to_bytes(6, "big").decode("latin-1").lstrip(" ")
    if len(code) < 5 or not _CAGE.issuperset(code):
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="CAGE", got=code)
    return Identity((), scheme.scheme, (code, str(bits.take(36))), 0, scheme.name, said)


def write_usdod(scheme: Scheme, identity: Identity) -> Packed:
    """The bits behind header and filter."""
    code, serial = _fields(scheme, identity, 2)
    packed = Packed(int.from_bytes(_cage(scheme, code).rjust(6).encode("ascii"), "big"), 48)
    packed.put(_bounded(scheme, "serial", serial, 36), 36)
    return packed


def read_adi(scheme: Scheme, bits: Bits) -> Identity:
    """What an ADI-var tag names: CAGE code or DoDAAC, part number, serial (14.6.14)."""
    said = bits.take(6)
    code = "".join(chr(sign) if sign >= 32 else chr(sign + 64) for sign in (bits.take(6) for _ in range(6)))
    code = code.removeprefix(" ")
    if not _CAGE.issuperset(code):
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="CAGE", got=code)
    part = _six_text(bits, 32, "part")
    serial = _six_text(bits, 30, "serial")
    if "#" in part or not serial or "#" in serial[1:] or serial == "#":
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="serial", got=serial)
    return Identity((), scheme.scheme, (code, part, serial), 0, scheme.name, said)


def write_adi(scheme: Scheme, identity: Identity) -> Packed:
    """The bits behind header and filter."""
    code, part, serial = _fields(scheme, identity, 3)
    if len(part) > 32 or not _PLAIN_39.issuperset(part):
        raise Refusal("gs1.binary-value", scheme=scheme.name, part="part", value=part)
    bare = serial.removeprefix("#")
    if not bare or len(serial) > 30 or not _PLAIN_39.issuperset(bare):
        raise Refusal("gs1.binary-serial", scheme=scheme.name, value=serial)
    packed = Packed(six_number(_cage(scheme, code).rjust(6)) >> 6, 36)
    packed.put(six_number(part), 6 * len(part) + 6)
    packed.put(six_number(serial), 6 * len(serial) + 6)
    return packed


def _six_text(bits: Bits, most: int, field: str) -> str:
    """The text up to six zero bits, at most so many characters (14.4.8)."""
    text = ""
    while code := bits.take(6):
        text += six_sign(code) or "?"
        if text[-1] == "?" or len(text) > most:
            raise Refusal("gs1.binary-field", scheme=bits.scheme, field=field, got=text)
    return text


def _fields(scheme: Scheme, identity: Identity, count: int) -> tuple[str, ...]:
    if identity.scheme != scheme.scheme or len(identity.fields) != count:
        got = identity.scheme or ", ".join(ai for ai, _ in identity.elements)
        raise Refusal("gs1.binary-key", scheme=scheme.name, wants=scheme.scheme, got=got)
    return identity.fields


def _cage(scheme: Scheme, code: str) -> str:
    if len(code) in {5, 6} and _CAGE.issuperset(code):
        return code
    raise Refusal("gs1.binary-value", scheme=scheme.name, part="CAGE", value=code)


def _bounded(scheme: Scheme, name: str, text: str, width: int) -> int:
    if is_plain(text, width):
        return int(text)
    if name == "serial":
        raise Refusal("gs1.binary-serial", scheme=scheme.name, value=text)
    raise Refusal("gs1.binary-value", scheme=scheme.name, part=name, value=text)
