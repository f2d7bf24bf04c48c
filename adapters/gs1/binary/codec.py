"""Tags read and written: the one place that knows all families of schemes."""

from __future__ import annotations

import base64

from adapters.gs1.binary import alone, partitioned, plus
from adapters.gs1.binary.bits import WORD, Bits, Packed
from adapters.gs1.binary.tables import Partitioned, Plus, Scheme, by_header, by_name, most_bits
from adapters.gs1.identity import Identity
from adapters.gs1.notices import silent
from lienthong.plugs import Notice, Refusal

_READ = {
    "cpi-var": alone.read_cpi,
    "gid-96": alone.read_gid,
    "usdod-96": alone.read_usdod,
    "adi-var": alone.read_adi,
}
_WRITE = {"gid-96": alone.write_gid, "usdod-96": alone.write_usdod, "adi-var": alone.write_adi}


def decode(tag: str | bytes, *, notice: Notice = silent) -> Identity:
    """What the EPC of a tag names, from hexadecimal digits or bytes that begin with the header.

    Zero bits behind it are padding. Raises `Refusal`: `gs1.binary-hex`, `-size`, `-header`, `-short`, `-field`.
    `notice` hears of bits that were left behind (`-trailing`) and of a wrong data toggle (`-toggle`).

    >>> decode("3066C4409047E140075BCD15").elements
    (('01', '09506000134352'), ('21', '123456789'))
    """
    raw = tag if isinstance(tag, bytes) else _bytes(tag)
    size = 8 * len(raw)
    if size > most_bits():
        raw, size = _whole(raw), most_bits()
    scheme = by_header().get(raw[0]) if raw else None
    if scheme is None:
        raise Refusal("gs1.binary-header", header=raw[:1].hex().upper())
    value = int.from_bytes(raw, "big")
    if isinstance(scheme, Partitioned):
        return partitioned.read(scheme, value, size, notice)
    bits = Bits(value, size - 8, scheme.name)
    if isinstance(scheme, Plus):
        return plus.read(scheme, bits, notice)
    identity = _READ[scheme.name](scheme, bits)
    if bits.rest():
        notice("gs1.binary-trailing", scheme=scheme.name, got=f"{bits.rest():X}")
    return identity


def _whole(raw: bytes) -> bytes:
    """As many bytes as a tag can hold, where the others are padding."""
    most = most_bits() // 8
    if raw[most:].strip(b"\0"):
        raise Refusal("gs1.binary-size", bits=str(8 * len(raw)), most=str(most_bits()))
    return raw[:most]


def _bytes(text: str) -> bytes:
    # the parser of bytes would skip blanks: they are no digits
    if text.isalnum():
        try:
            # an odd number of digits lacks zero bits only
            return bytes.fromhex(text if len(text) % 2 == 0 else text + "0")
        except ValueError:
            pass
    raise Refusal("gs1.binary-hex", value=text)


def decode_segment(segment: str, *, notice: Notice = silent) -> Identity:
    """What the compressed last segment of a Digital Link names: `eh` and hexadecimal, or `ex` and base 64 digits.

    Source: GS1 Digital Link URI, Compression of EPC Binary Strings 1.0.0, clause 4.2.

    >>> decode_segment("exMBZFlvQMDly-mRqD").elements
    (('01', '09528765123457'), ('21', '123456789123'))
    """
    kind, digits = segment[:2], segment[2:]
    if kind == "eh":
        return decode(digits, notice=notice)
    plain = digits.replace("-", "").replace("_", "")
    if kind != "ex" or not plain.isascii() or not plain.isalnum():
        raise Refusal("gs1.binary-hex", value=segment)
    return decode(base64.urlsafe_b64decode(digits + "A" * (-len(digits) % 4)), notice=notice)


def encode(
    identity: Identity,
    *,
    scheme: str,
    filter: int = 0,
    prefix_length: int = 0,
    host: str = "",
    notice: Notice = silent,
) -> str:
    """The EPC of a tag as upper-case hexadecimal digits.

    `scheme` is a binary scheme (`sgtin-96`, `sgtin+`, `sgtin++`); `prefix_length` 0 and `host` "" take those of the
    identity, and a filter below 0 is 0. Raises `Refusal`: `gs1.binary-scheme`, `-retired`, `-filter`, `-prefix`,
    `-key`, `-value`, `-host`, `-size`, those of wrong AI values, and `gs1.binary-serial`, which names what fits.
    `notice` hears of elements the scheme has no room for (`-left-out`).

    >>> encode(decode("3066C4409047E140075BCD15"), scheme="sgtin+", filter=1)
    'F7109506000134352091D6F3454'
    """
    row = _row(scheme)
    return _packed(row, identity, filter, prefix_length, host, notice).hex(row.unit)


def encode_bytes(
    identity: Identity,
    *,
    scheme: str,
    filter: int = 0,
    prefix_length: int = 0,
    host: str = "",
    notice: Notice = silent,
) -> bytes:
    """The EPC of a tag as the words of its memory; see `encode`."""
    row = _row(scheme)
    return bytes.fromhex(_packed(row, identity, filter, prefix_length, host, notice).hex(WORD))


def _row(name: str) -> Scheme:
    row = by_name().get(name.lower())
    if row is None:
        raise Refusal("gs1.binary-scheme", scheme=name)
    return row


def _packed(row: Scheme, identity: Identity, filter: int, prefix_length: int, host: str, notice: Notice) -> Packed:
    if row.retired:
        raise Refusal(
            "gs1.binary-retired",
            scheme=row.name,
            fits=_fitting(row, identity, prefix_length or identity.prefix_length, host),
        )
    said = max(filter, 0)
    if said >= 1 << row.filter_bits:
        raise Refusal("gs1.binary-filter", scheme=row.name, filter=str(filter), most=str((1 << row.filter_bits) - 1))
    _refuse_repeats(identity)
    length = prefix_length or identity.prefix_length
    try:
        return _written(row, identity, said, length, host, notice)
    except Refusal as refusal:
        if refusal.code != "gs1.binary-serial":
            raise
        raise Refusal(refusal.code, **refusal.facts, fits=_fitting(row, identity, length, host)) from None


def _refuse_repeats(identity: Identity) -> None:
    """Refuses two values of one AI: a tag has room for one, and which of them is right nobody knows."""
    seen: dict[str, str] = {}
    for ai, value in identity.elements:
        if seen.setdefault(ai, value) != value:
            raise Refusal("gs1.ai-repeats", ai=ai, value=seen[ai], other=value)


def _written(row: Scheme, identity: Identity, said: int, length: int, host: str, notice: Notice) -> Packed:
    if isinstance(row, Plus):
        return plus.write(row, identity, said, host)
    if isinstance(row, Partitioned):
        body = partitioned.write(row, identity, length, notice)
    elif row.name == "cpi-var":
        body = alone.write_cpi(row, identity, length, notice)
    else:
        body = _WRITE[row.name](row, identity)
    packed = Packed(row.header << row.filter_bits | said, 8 + row.filter_bits)
    packed.put(body.value, body.size)
    return packed


def _fitting(narrow: Scheme, identity: Identity, length: int, host: str) -> str:
    """The first other scheme of the same EPC scheme that holds the identity; empty where none does."""
    for row in by_name().values():
        if row.scheme == narrow.scheme and row is not narrow and not row.retired:
            try:
                _written(row, identity, 0, length, host, silent)
            except Refusal:
                continue
            return row.name
    return ""
