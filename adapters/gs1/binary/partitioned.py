"""Schemes of TDS 1 with a company prefix (TDS 2.3, 14.3, 14.4, 14.6).

Header, filter and partition; company prefix and reference, which share their bits; piece and total; serial.
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.gs1.ais import Elements, checked
from adapters.gs1.binary.bits import Packed
from adapters.gs1.binary.characters import ascii_number, ascii_text, is_number, is_plain
from adapters.gs1.binary.tables import Key, Partition, Partitioned, Scheme
from adapters.gs1.charset import SET_82
from adapters.gs1.check_digit import check_digit
from adapters.gs1.identity import Identity
from lienthong.plugs import Notice, Refusal

SHORTEST, LONGEST = 6, 12
"""Digits of a company prefix."""


def read(scheme: Partitioned, value: int, size: int, notice: Notice) -> Identity:
    """What a tag of this scheme names; `value` holds `size` bits with the header in front.

    Bits behind the scheme are cut off (14.4 step 3); where they are not zero, that is told.
    """
    value = _cut(scheme, value, size, notice)
    at = value >> (scheme.bits - 14)
    if at & 7 == 7:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="partition", got="7")
    partition = scheme.partitions[at & 7]
    joint = value >> scheme.tail & ((1 << scheme.joint) - 1)
    number = joint >> partition.shift
    if number >= partition.limit:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="company prefix", got=str(number))
    reference = _reference(scheme, partition, joint & partition.mask)
    tail = value & ((1 << scheme.tail) - 1)
    fields = (str(number).zfill(partition.length), reference, *_tail(scheme, tail))
    return Identity(elements_of(scheme.key, fields), scheme.scheme, fields, partition.length, scheme.name, at >> 3 & 7)


def _cut(scheme: Partitioned, value: int, size: int, notice: Notice) -> int:
    spare = size - scheme.bits
    if spare < 0:
        raise Refusal("gs1.binary-short", scheme=scheme.name, lacks=str(-spare))
    rest = value & ((1 << spare) - 1)
    if rest:
        notice("gs1.binary-trailing", scheme=scheme.name, got=f"{rest:X}")
    return value >> spare


def _reference(scheme: Partitioned, partition: Partition, number: int) -> str:
    if scheme.reference == "text":
        text = _string(number, partition.shift)
        if text and len(text) <= _open_length(scheme, partition):
            return text
    elif scheme.reference == "plain":
        return str(number)
    else:
        text = str(number).zfill(partition.digits) if number or partition.digits else ""
        if len(text) == partition.digits:
            return text
    raise Refusal("gs1.binary-field", scheme=scheme.name, field="reference", got=f"{number:X}")


def _open_length(scheme: Partitioned, partition: Partition) -> int:
    return scheme.key.most - partition.length


def _tail(scheme: Partitioned, tail: int) -> tuple[str, ...]:
    """Piece and total where the key has them, and the serial where the scheme has one."""
    bits = scheme.tail
    if scheme.serial == "unused":
        if tail:
            raise Refusal("gs1.binary-field", scheme=scheme.name, field="unused bits", got=f"{tail:X}")
        return ()
    if not scheme.key.pieces:
        return (_serial(scheme, tail, bits),)
    piece, total = tail >> (bits - 7), tail >> (bits - 14) & 127
    if piece > 99 or total > 99:
        raise Refusal("gs1.binary-field", scheme=scheme.name, field="piece", got=f"{piece}/{total}")
    bits -= 14
    return f"{piece:02}", f"{total:02}", _serial(scheme, tail & ((1 << bits) - 1), bits)


def _serial(scheme: Partitioned, number: int, bits: int) -> str:
    if scheme.serial == "number":
        return str(number)
    if scheme.serial == "text":
        text = _string(number, bits)
        if text:
            return text
    else:
        text = str(number)
        if text[0] == "1" and 1 < len(text) <= _numeral_digits(bits) + 1:
            return text[1:]
    raise Refusal("gs1.binary-field", scheme=scheme.name, field="serial", got=f"{number:X}")


def _numeral_digits(bits: int) -> int:
    """The most digits D that go behind a digit 1: 2 * 10^D has to be less than 2^bits (14.3.6)."""
    return len(str((1 << bits) // 2)) - 1


def _string(number: int, bits: int) -> str | None:
    """The text of seven bits a character, filled up with zero bits; None where it is none."""
    spare = bits % 7
    if number & ((1 << spare) - 1):
        return None
    number >>= spare
    # zero characters at the end are padding: the lowest bit that is set tells how many there are
    empty = ((number & -number).bit_length() - 1) // 7 if number else bits // 7
    return ascii_text(number >> 7 * empty, bits // 7 - empty)


def elements_of(key: Key, fields: tuple[str, ...]) -> Elements:
    """The AI values behind the fields of an EPC; the check digit is computed, for no EPC holds it.

    Raises `Refusal` (`gs1.pieces`) for a piece that is not one of its total.
    """
    prefix, reference = fields[0], fields[1]
    if key.digits:
        body = reference[0] + prefix + reference[1:] if key.lead else prefix + reference
        text = key.front + body + check_digit(body)
        if key.pieces:
            # the rest of a key is right by what it is made of
            text = checked(key.ai, text + fields[2] + fields[3])
    else:
        text = prefix + reference
    if key.joined:
        return ((key.ai, text + fields[-1]),)
    if key.serial and fields[-1] != key.none:
        return ((key.ai, text), (key.serial, fields[-1]))
    return ((key.ai, text),)


def write(scheme: Partitioned, identity: Identity, prefix_length: int, notice: Notice) -> Packed:
    """The bits behind header and filter."""
    key = scheme.key
    values = dict(identity.elements)
    if not values.get(key.ai) or (key.serial and not values.get(key.serial, key.none)):
        wants = ", ".join(filter(None, (key.ai, key.serial)))
        raise Refusal("gs1.binary-key", scheme=scheme.name, wants=wants, got=", ".join(values))
    if not SHORTEST <= prefix_length <= LONGEST:
        raise no_prefix(scheme, prefix_length)
    prefix, reference, *pieces, serial = _fields(scheme, values, prefix_length)
    partition = scheme.partitions[LONGEST - prefix_length]
    packed = Packed(partition.value, 3)
    packed.put(int(prefix), scheme.joint - partition.shift)
    packed.put(_reference_number(scheme, partition, reference), partition.shift)
    for piece in pieces:
        packed.put(int(piece), 7)
    bits = scheme.tail - 7 * len(pieces)
    packed.put(_serial_number(scheme, serial, bits), bits)
    tell_left_out(scheme, identity, {key.ai, key.serial}, notice)
    return packed


def no_prefix(scheme: Scheme, got: int) -> Refusal:
    """The refusal of a length no company prefix has; the `+` scheme of the same key needs none."""
    return Refusal("gs1.binary-prefix", scheme=scheme.name, got=str(got), fits=f"{scheme.scheme}+")


def tell_left_out(scheme: Scheme, identity: Identity, used: set[str], notice: Notice) -> None:
    """Tells which elements the scheme has no room for."""
    left = [ai for ai, _ in identity.elements if ai not in used]
    if left:
        notice("gs1.binary-left-out", scheme=scheme.name, ais=", ".join(left), fits=f"{scheme.scheme}+")


def _fields(scheme: Partitioned, values: Mapping[str, str], length: int) -> tuple[str, ...]:
    """The fields of the EPC behind the values; the last is the serial, empty where the key has none."""
    key = scheme.key
    text = checked(key.ai, values[key.ai]) if key.pieces else values[key.ai]
    serial = values.get(key.serial, key.none) if key.serial else ""
    if not key.digits:
        if not is_number(text[:length]) or not length < len(text) <= key.most:
            raise Refusal("gs1.binary-value", scheme=scheme.name, part=f"({key.ai})", value=text)
        return text[:length], text[length:], serial
    size = len(key.front) + key.digits + 1
    number, tail = text[:size], text[size:]
    pieces = (tail[:2], tail[2:]) if key.pieces else ()
    odd = tail and not (key.pieces or key.joined)
    if len(number) < size or not is_number(number + "".join(pieces)) or odd:
        raise Refusal("gs1.binary-value", scheme=scheme.name, part=f"({key.ai})", value=text)
    if key.joined and not tail:
        raise Refusal("gs1.binary-key", scheme=scheme.name, wants=f"{key.ai} + serial", got=key.ai)
    return *_split(key, text, number, length), *pieces, tail if key.joined else serial


def _split(key: Key, text: str, number: str, length: int) -> tuple[str, str]:
    """Company prefix and reference of a key with a check digit, which has to hold: writing would mend it silently."""
    body = number[len(key.front) : -1]
    wants = check_digit(body)
    if number[-1] != wants:
        raise Refusal("gs1.check-digit", key=key.scheme.upper(), value=text, got=number[-1], wants=wants)
    if key.lead:
        return body[1 : length + 1], body[0] + body[length + 1 :]
    return body[:length], body[length:]


def _reference_number(scheme: Partitioned, partition: Partition, text: str) -> int:
    if scheme.reference == "padded":
        return int(text or "0")
    if scheme.reference == "plain":
        return _plain_number(scheme, text, partition.shift)
    return _string_number(scheme, text, partition.shift, _open_length(scheme, partition))


def _serial_number(scheme: Partitioned, text: str, bits: int) -> int:
    if scheme.serial == "unused":
        return 0
    if scheme.serial == "text":
        return _string_number(scheme, text, bits, bits // 7)
    if scheme.serial == "number":
        return _plain_number(scheme, text, bits)
    if is_number(text) and len(text) <= _numeral_digits(bits):
        return int("1" + text)
    raise Refusal("gs1.binary-serial", scheme=scheme.name, value=text)


def _plain_number(scheme: Scheme, text: str, bits: int) -> int:
    """A number that keeps no zeros in front: those have to go into a wider scheme."""
    if is_plain(text, bits):
        return int(text)
    raise Refusal("gs1.binary-serial", scheme=scheme.name, value=text)


def _string_number(scheme: Scheme, text: str, bits: int, most: int) -> int:
    if 0 < len(text) <= most and SET_82.issuperset(text):
        return ascii_number(text) << (bits - 7 * len(text))
    raise Refusal("gs1.binary-serial", scheme=scheme.name, value=text)
