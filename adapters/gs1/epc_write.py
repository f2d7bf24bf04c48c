"""EPC URIs (EPC Tag Data Standard 2.3, clauses 6 to 8 and 12) written."""

from __future__ import annotations

from functools import lru_cache

from adapters.gs1.ais import REMEMBERED, Elements, checked
from adapters.gs1.epc_fields import escaped, fits, unescaped
from adapters.gs1.epc_schemes import KeyScheme, key_schemes, schemes_of_key, tags
from adapters.gs1.identity import Identity
from adapters.gs1.key_parts import fitting
from lienthong.plugs import Refusal


def write(named: Identity | Elements, prefix_length: int = 0) -> str:
    """The EPC URI of a key and its qualifiers: a pure identity, a lot class, or the pattern of a class.

    Elements beside them are left out. `prefix_length` is the digits of the company prefix; an identity read from an
    EPC brings its own. Raises `Refusal`: `gs1.epc-none` where no scheme fits, `gs1.prefix-unknown` without a length,
    `gs1.prefix-length` for one that cannot be, or the fault of a value.

    >>> write((("01", "09521234000013"), ("21", "A/1")), 7)
    'urn:epc:id:sgtin:9521234.000001.A%2F1'
    >>> write((("01", "09521234000013"),), 7), write((("414", "9521234000020"),), 12)
    ('urn:epc:idpat:sgtin:9521234.000001.*', 'urn:epc:id:sgln:952123400002..0')
    """
    if isinstance(named, Identity):
        if not named.elements:
            return _without_key(named)
        return write(named.elements, prefix_length or named.prefix_length)
    scheme, value, tail = _exactly(named) or chosen(named)
    if not scheme.tail:
        return _head(scheme, value, prefix_length, instance=True)
    number = value
    if scheme.inside:
        number = checked(scheme.tail, value)[: scheme.layout.fixed]
    elif tail is not None:
        scheme.checked_tail(tail)
    head = _heads.get((scheme.name, number, prefix_length, not tail))
    if head is None:
        head = _remembered(scheme, number, prefix_length, instance=bool(tail))
    return head + (escaped(tail) if tail else scheme.none or "*")


def _exactly(elements: Elements) -> tuple[KeyScheme, str, str | None] | None:
    """The scheme of elements that are nothing but its key, or its key and its tail in this order."""
    scheme = _exact().get(tuple([ai for ai, _ in elements]))
    return (scheme, elements[0][1], elements[1][1] if len(elements) > 1 else None) if scheme else None


@lru_cache(maxsize=1)
def _exact() -> dict[tuple[str, ...], KeyScheme]:
    found = (scheme for scheme in key_schemes().values() if not scheme.inside)
    return {(scheme.layout.ai, scheme.tail) if scheme.tail else (scheme.layout.ai,): scheme for scheme in found}


def chosen(elements: Elements) -> tuple[KeyScheme, str, str | None]:
    """The scheme that says most of these elements, the value of its key, and the tail (None for a class)."""
    values = dict(elements)
    key = next((ai for ai in values if ai in schemes_of_key()), "")
    if not key:
        raise Refusal("gs1.epc-none", ai=", ".join(values))
    value = values[key]
    for scheme in schemes_of_key()[key]:
        tail = value[scheme.layout.fixed :] or None if scheme.inside else values.get(scheme.tail)
        if tail is not None or not scheme.tail:
            return _whole(scheme, values, value, tail)
    first = next(scheme for scheme in schemes_of_key()[key] if scheme.names_class or scheme.none)
    return _whole(first, values, value, None)


def _whole(
    scheme: KeyScheme, values: dict[str, str], value: str, tail: str | None
) -> tuple[KeyScheme, str, str | None]:
    lost = [] if tail else [ai for ai in scheme.loses if ai in values]
    if lost:
        raise Refusal("gs1.epc-none", ai=", ".join(lost))
    return scheme, value, tail


_heads: dict[tuple[str, str, int, bool], str] = {}


def _remembered(scheme: KeyScheme, number: str, length: int, *, instance: bool) -> str:
    """The head, kept in a bounded memory: serials differ, the heads before them repeat."""
    head = _head(scheme, number, length, instance=instance)
    if len(_heads) >= REMEMBERED:
        _heads.clear()
    _heads[scheme.name, number, length, not instance] = head
    return head


def _head(scheme: KeyScheme, value: str, length: int, *, instance: bool) -> str:
    """The URI up to its tail, from a value that is checked here."""
    layout = scheme.layout
    checked(layout.ai, value)
    prefix, reference, rest = layout.split(value, fitting(layout, value, length))
    form = scheme.form if instance or scheme.none else "idpat"
    reference = reference if layout.digits else escaped(reference)
    pieces = f"{rest[:2]}.{rest[2:]}." if layout.pieces else ""
    return f"urn:epc:{form}:{scheme.name}:{prefix}.{reference}{'.' if scheme.tail else ''}{pieces}"


def _without_key(named: Identity) -> str:
    """The URI of an EPC outside the GS1 keys, or of a pattern wider than a class."""
    if not named.scheme:
        raise Refusal("gs1.epc-none", ai="")
    form = "idpat" if named.fields[-1:] == ("*",) else "id"
    return f"urn:epc:{form}:{named.scheme}:" + ".".join(map(escaped, named.fields))


def write_tag(named: Identity | Elements, prefix_length: int = 0, binary: str = "", filter_value: int = 0) -> str:
    """The tag URI of an instance in a classic encoding such as `sgtin-96`.

    An identity read from a tag brings its own encoding and filter. Raises `Refusal`: `gs1.epc-tag-none` for an
    encoding without a tag URI, `gs1.epc-filter`, `gs1.epc-tag` where the encoding cannot hold the value, or as
    `write`.

    >>> write_tag((("00", "395212340000000175"),), 7, "sscc-96", 2)
    'urn:epc:tag:sscc-96:2.9521234.3000000017'
    """
    if isinstance(named, Identity) and not binary:
        binary, filter_value = named.binary, max(named.filter, 0)
    tag = tags().get(binary)
    if tag is None or tag.retired:
        raise Refusal("gs1.epc-tag-none", binary=binary)
    if not min(tag.filter, 0) <= filter_value <= max(tag.filter, 0):
        raise Refusal("gs1.epc-filter", binary=binary, value=str(filter_value), most=str(max(tag.filter, 0)))
    uri = write(named, prefix_length)
    begin = f"urn:epc:id:{tag.scheme.name}:"
    if not uri.startswith(begin):
        raise Refusal("gs1.epc-tag", binary=binary, value=uri)
    body = uri.removeprefix(begin)
    fits(tag, tuple(unescaped(field, uri) for field in body.split(".", tag.scheme.count - 1)))
    return f"urn:epc:tag:{binary}:" + (f"{filter_value}.{body}" if tag.filter >= 0 else body)
