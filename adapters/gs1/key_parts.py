"""A key built from its parts, and taken apart into them again."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.gs1.ais import Elements, checked
from adapters.gs1.keys import Kind, kinds
from adapters.gs1.layouts import LONGEST, PREFIX_LENGTHS, SHORTEST, Layout, layouts
from lienthong.plugs import Refusal


@dataclass(frozen=True, slots=True)
class Parts:
    """What a key is built from; `lead` is the indicator or extension digit, piece and total have two digits."""

    company_prefix: str
    reference: str
    lead: str = ""
    piece: str = ""
    total: str = ""
    serial: str = ""


def build(kind: str, parts: Parts) -> Elements:
    """The AI values of a key put together from its parts; check digits and characters are computed.

    Raises `Refusal`: `gs1.prefix-length`, `gs1.key-parts`, or the fault of the finished value.

    >>> build("gtin", Parts("9521234", "00001", lead="1"))
    (('01', '19521234000010'),)
    >>> build("grai", Parts("9521234", "00001", serial="S1"))
    (('8003', '09521234000013S1'),)
    """
    rule = kinds()[kind]
    layout = layouts()[rule.ai]
    prefix = rule.zeros + parts.company_prefix
    if len(prefix) not in PREFIX_LENGTHS or not (prefix.isascii() and prefix.isdigit()):
        raise Refusal("gs1.prefix-length", value=parts.company_prefix, length=str(len(parts.company_prefix)))
    reference = ((parts.lead or "0") if layout.lead else "") + parts.reference
    _fit(rule, layout, parts, prefix)
    inside = parts.piece + parts.total if layout.pieces else "" if rule.further else parts.serial
    value = checked(rule.ai, layout.join(prefix, reference, inside))
    if rule.further and (parts.serial or rule.needed):
        return (rule.ai, value), (rule.further, checked(rule.further, parts.serial))
    return ((rule.ai, value),)


def _fit(rule: Kind, layout: Layout, parts: Parts, prefix: str) -> None:
    """Refuses parts that are too long, too short or in the wrong place; nothing is padded."""
    room = layout.digits - layout.lead - len(prefix)
    facts = {
        "reference": len(parts.reference) == room and _digits(parts.reference) if layout.digits else parts.reference,
        "lead": len(parts.lead) <= layout.lead and _digits(parts.lead),
        "piece": len(parts.piece) == layout.pieces and _digits(parts.piece),
        "total": len(parts.total) == layout.pieces and _digits(parts.total),
    }
    for part, right in facts.items():
        if not right:
            wants = {"reference": room, "lead": int(layout.lead)}.get(part, layout.pieces)
            got = getattr(parts, part)
            raise Refusal("gs1.key-parts", key=rule.name.upper(), part=part, value=got, wants=str(max(wants, 0)))


def _digits(text: str) -> bool:
    return text.isascii() and (text.isdigit() or not text)


def take_apart(kind: str, elements: Elements, length: int) -> Parts:
    """The parts of a right key with a company prefix of this length: what `build` makes it from.

    Raises `Refusal` with `gs1.prefix-unknown` for the length 0, `gs1.prefix-length` for one that cannot be.

    >>> take_apart("grai", (("8003", "09521234000013S1"),), 7)
    Parts(company_prefix='9521234', reference='00001', lead='', piece='', total='', serial='S1')
    """
    rule = kinds()[kind]
    layout = layouts()[rule.ai]
    value = elements[0][1]
    prefix, reference, rest = layout.split(value, fitting(layout, value, length))
    serial = elements[1][1] if len(elements) > 1 else "" if layout.pieces else rest
    piece, total = (rest[:2], rest[2:]) if layout.pieces else ("", "")
    lead, reference = (reference[:1], reference[1:]) if layout.lead else ("", reference)
    return Parts(prefix.removeprefix(rule.zeros), reference, lead, piece, total, serial)


def fitting(layout: Layout, value: str, length: int) -> int:
    """The length of a company prefix, when this value can have one so long.

    Raises `Refusal` with `gs1.prefix-unknown` for 0 and `gs1.prefix-length` for another that cannot be.
    """
    if layout.digits and SHORTEST <= length <= LONGEST:
        return length
    if not length:
        raise Refusal("gs1.prefix-unknown", value=value)
    begin = layout.from_prefix(value)[:length]
    # a key of text has at least one character behind its prefix
    whole = len(value) - 2 * layout.pair > length
    if length not in PREFIX_LENGTHS or not whole or not (begin.isascii() and begin.isdigit()):
        raise Refusal("gs1.prefix-length", value=value, length=str(length))
    return length
