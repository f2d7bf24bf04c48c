"""EPC URIs (EPC Tag Data Standard 2.3, clauses 6 to 8 and 12) read: pure identities, classes, patterns, tag URIs.

From the URI to the key the way is always open; back it needs the length of the company prefix. The URI carries no
check digit: it is computed. Escapes differ from those of Digital Links, so values are decoded in the middle.
"""

from __future__ import annotations

from functools import lru_cache

from adapters.gs1.ais import REMEMBERED, Elements, checked
from adapters.gs1.check_digit import check_digit
from adapters.gs1.epc_fields import check_field, check_number, fits, unescaped
from adapters.gs1.epc_schemes import KeyScheme, OwnScheme, Tag, key_schemes, schemes, tags
from adapters.gs1.epc_write import write, write_tag
from adapters.gs1.identity import Identity
from adapters.gs1.layouts import LONGEST, PREFIX_LENGTHS, SHORTEST
from adapters.gs1.notices import silent
from lienthong.plugs import Notice, Refusal

__all__ = ["elements", "read", "write", "write_tag"]


# --- the quick way: URIs of keys of digits --------------------------------------------------------------------------


# what may follow a head: no tail at all, the AI of the tail, its most characters (of the whole key where that is text),
# digits only, the text for no tail
_After = tuple[bool, str, int, bool, str]
_Head = tuple[tuple[str, str], _After]
# the company prefix, the digits of the reference (-1 where it is text), the AI of the key, its filler, whether a digit
# leads
Begin = tuple[str, int, str, str, bool, _After]
_heads: dict[tuple[str, str], _Head] = {}
_begins: dict[str, Begin] = {}


def elements(uri: str) -> Elements:
    """The AI values an EPC URI stands for; empty for an EPC or a pattern that is no GS1 key. Raises `Refusal`.

    >>> elements("urn:epc:class:lgtin:9521234.000001.A%2F1")
    (('01', '09521234000013'), ('10', 'A/1'))
    >>> elements("urn:epc:id:sgln:952123400002..0")
    (('414', '9521234000020'),)
    """
    first, _, rest = uri.partition(".")
    second, dot, tail = rest.partition(".")
    head = _heads.get((first, second)) or _remembered(first, second)
    if head is None:
        return read(uri).elements
    key, (alone, ai, most, numeric, none) = head
    if alone or tail == none:
        return (key,) if bool(dot) is not alone else read(uri).elements
    # letters and digits of the right number are right wherever a tail is no number
    if ai and tail.isalnum() and len(tail) <= most and tail.isascii() and (not numeric or tail.isdigit()):
        return (key, (ai, tail)) if ai != key[0] else ((ai, key[1] + tail),)
    if ai and tail and ai != key[0]:
        return key, (ai, checked(ai, unescaped(tail, uri)))
    return read(uri).elements


def _remembered(first: str, second: str) -> _Head | None:
    """The head, remembered for schemes with a tail: serials differ, the heads before them repeat."""
    head = head_of(first, second)
    if head and not head[1][0]:
        if len(_heads) >= REMEMBERED:
            _heads.clear()
        _heads[first, second] = head
    return head


def head_of(first: str, second: str) -> _Head | None:
    """What a URI such as `urn:epc:id:sgtin:9521234` and `000001` begins with; None where only the long way will do.

    The element of the key, and what may follow it.
    """
    begin = begin_of(first)
    if begin is None:
        return None
    prefix, room, ai, filler, lead, after = begin
    if len(second) != room or not second.isascii() or not (second.isdigit() or not room):
        return None
    body = second[0] + prefix + second[1:] if lead else prefix + second
    return (ai, filler + body + check_digit(body)), after


def begin_of(first: str) -> Begin | None:
    """What a URI up to its company prefix says of its key; remembered, because few prefixes come again and again."""
    return _begins.get(first) or _begin(first)


def _begin(first: str) -> Begin | None:
    place = first.rfind(":") + 1
    form = _forms().get(first[:place])
    prefix = first[place:]
    if form is None or not SHORTEST <= len(prefix) <= LONGEST or not (prefix.isascii() and prefix.isdigit()):
        return None
    ai, filler, lead, digits, after = form
    if len(_begins) >= REMEMBERED:
        _begins.clear()
    _begins[first] = prefix, digits - len(prefix) if digits else -1, ai, filler, lead, after
    return _begins[first]


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[str, str, bool, int, _After]]:
    """The beginnings of URIs for which the quick way is right: AI, filler, lead, digits, and what may follow."""
    found = {}
    for scheme in key_schemes().values():
        layout = scheme.layout
        if not layout.pieces and (layout.digits or not scheme.tail):
            number = layout.ai, layout.filler, layout.lead, layout.digits
            most = scheme.most or layout.most
            after = not scheme.tail, scheme.tail, most, scheme.numeric, scheme.none or "\0"
            found[f"urn:epc:{scheme.form}:{scheme.name}:"] = *number, after
            if scheme.names_class:
                found[f"urn:epc:idpat:{scheme.name}:"] = *number, (False, "", 0, False, "*")
    return found


# --- the long way ---------------------------------------------------------------------------------------------------


def read(uri: str, *, notice: Notice = silent) -> Identity:
    """What an EPC URI of any of the four forms names; raises `Refusal` when it breaks the rule of its scheme.

    Tells with `gs1.epc-case` of escapes in lower case and with `gs1.epc-retired` of an encoding no longer to be
    written.

    >>> found = read("urn:epc:tag:sgtin-96:3.9521234.000001.7")
    >>> found.elements, found.fields, found.binary, found.filter
    ((('01', '09521234000013'), ('21', '7')), ('9521234', '000001', '7'), 'sgtin-96', 3)
    >>> read("urn:epc:id:imovn:9176187").fields
    ('9176187',)
    """
    urn, _, rest = uri.partition("urn:epc:")
    form, _, rest = rest.partition(":")
    name, mark, body = rest.partition(":")
    if urn or not mark:
        raise Refusal("gs1.epc-uri", value=uri)
    if form == "tag" and name in tags():
        return _of_tag(uri, tags()[name], body, notice)
    scheme = schemes().get(name)
    if scheme is None or form not in {scheme.form, "idpat" if scheme.form == "id" else ""}:
        raise Refusal("gs1.epc-scheme", value=uri, scheme=f"{form}:{name}")
    return _identity(uri, scheme, body, notice, pattern=form == "idpat")


def _of_tag(uri: str, tag: Tag, body: str, notice: Notice) -> Identity:
    filter_value = -1
    if tag.filter >= 0:
        written, _, body = body.partition(".")
        check_number(written, tag.filter.bit_length(), uri)
        filter_value = int(written)
    if tag.retired:
        notice("gs1.epc-retired", value=uri, binary=tag.name)
    found = _identity(uri, tag.scheme, body, notice, pattern=False)
    fits(tag, found.fields)
    return Identity(found.elements, found.scheme, found.fields, found.prefix_length, tag.name, filter_value)


def _identity(uri: str, scheme: KeyScheme | OwnScheme, body: str, notice: Notice, *, pattern: bool) -> Identity:
    written = tuple(body.split(".", scheme.count - 1))
    if len(written) != scheme.count:
        raise Refusal("gs1.epc-uri", value=uri)
    if "%" in body and body != _upper(body):
        notice("gs1.epc-case", value=uri)
    # a pattern leaves its last fields open, one at least or none; an open field before a closed one is no pattern
    closed = len(written)
    while pattern and closed and written[closed - 1] == "*":
        closed -= 1
    fields = tuple(unescaped(field, uri) for field in written)
    if isinstance(scheme, OwnScheme):
        for rule, field in zip(scheme.rules, fields[:closed], strict=False):
            check_field(rule, field, uri)
        return Identity((), scheme.name, fields)
    found = _of_key(uri, scheme, fields, closed)
    return Identity(found, scheme.name, fields, len(fields[0]) if closed else 0)


def _upper(body: str) -> str:
    head, *rest = body.split("%")
    return "%".join([head, *(part[:2].upper() + part[2:] for part in rest)])


def _of_key(uri: str, scheme: KeyScheme, fields: tuple[str, ...], closed: int) -> Elements:
    """The elements of a scheme of GS1 keys; empty where a pattern leaves open what they would need."""
    layout = scheme.layout
    if closed:
        _check_prefix(fields[0], uri)
    if closed < 2:
        return ()
    prefix, reference, *rest = fields
    pieces = rest[: layout.pieces]
    _check_reference(prefix, reference, layout.digits, uri)
    if any(len(piece) != 2 or not piece.isdigit() for piece in pieces[: closed - 2]):
        raise Refusal("gs1.epc-uri", value=uri)
    if closed < 2 + layout.pieces:
        return ()
    number = layout.join(prefix, reference, "".join(pieces))
    if not scheme.tail:
        return ((layout.ai, checked(layout.ai, number)),)
    if closed < scheme.count:
        right = checked(layout.ai, number)
        return ((layout.ai, right),) if scheme.names_class else ()
    return _with_tail(uri, scheme, number, rest[-1])


def _with_tail(uri: str, scheme: KeyScheme, number: str, tail: str) -> Elements:
    if not tail:
        raise Refusal("gs1.epc-uri", value=uri)
    ai = scheme.layout.ai
    if scheme.inside:
        return ((ai, checked(ai, number + tail)),)
    key = ai, checked(ai, number)
    return (key,) if tail == scheme.none else (key, (scheme.tail, scheme.checked_tail(tail)))


def _check_prefix(prefix: str, uri: str) -> None:
    if len(prefix) not in PREFIX_LENGTHS or not (prefix.isascii() and prefix.isdigit()):
        raise Refusal("gs1.epc-prefix", value=uri, prefix=prefix)


def _check_reference(prefix: str, reference: str, digits: int, uri: str) -> None:
    if not digits and not reference:
        raise Refusal("gs1.epc-uri", value=uri)
    length = len(prefix) + len(reference)
    if digits and (length != digits or not reference.isascii() or not (reference.isdigit() or not reference)):
        raise Refusal("gs1.epc-digits", value=uri, length=str(length), wants=str(digits))
