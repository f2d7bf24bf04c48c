"""The one door for JSON: exact decimals out and in, and what JSON allows but nobody can mean is refused.

Facts of the formats: RFC 8259; limits of what is read come from our rules for hostile input.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

import msgspec

from adapters.epcis.pointer import step
from adapters.epcis.source import Fault

MAX_DEPTH = 64
MAX_NESTED = MAX_DEPTH - 4
"""How deep extensions may go: a document, its body, list and event stand around them."""
MAX_DIGITS = 64
MAX_TEXT = 1 << 20
MAX_NODES = 500_000
_TOO_LONG = 10**MAX_DIGITS
_TWICE = "\0twice"

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonFault(Fault):
    """What is wrong with a piece of JSON: a code, a pointer or offset, facts."""


def json_bytes(value: Any) -> bytes:
    """The value as compact JSON; decimals keep their digits.

    >>> json_bytes({"quantity": Decimal("12.30")})
    b'{"quantity":12.30}'
    """
    return _ENCODER.encode(value)


def key_count(data: bytes) -> int:
    """At least as many as there are object keys in this text: colons within strings may count too."""
    return data.translate(None, b" \t\r\n").count(b'":')


def broken(data: bytes, at: str, problem: str) -> JsonFault:
    """The fault of JSON that cannot be decoded: half of a surrogate pair, or broken syntax."""
    return JsonFault("epcis.json.text" if _SURROGATE.search(data) else "epcis.json.syntax", at, problem=problem)


def decode(data: bytes) -> Any:
    """The value of a piece of JSON as it stands, whole numbers as `int`, others as `Decimal`.

    Raises `JsonFault` for broken syntax, text no string may hold, and numbers or nesting beyond measure.
    """
    if b"\\u0000" in data:
        raise JsonFault("epcis.json.text", value="\\u0000")
    if len(data) > MAX_TEXT and data.count(b",") > MAX_NODES:
        raise JsonFault("epcis.size", limit=f"{MAX_NODES} nodes")
    try:
        return _DECODER.decode(data)
    except UnicodeDecodeError as fault:
        raise JsonFault("epcis.json.encoding", problem=fault.reason) from None
    except RecursionError:
        raise JsonFault("epcis.depth", limit=str(MAX_DEPTH)) from None
    except msgspec.ValidationError:
        raise JsonFault("epcis.json.number", limit=str(MAX_DIGITS)) from None
    except msgspec.DecodeError as fault:
        raise broken(data, "", str(fault)) from None


def number(value: int | Decimal, at: str) -> Decimal:
    """The number as `Decimal`; raises `JsonFault` when it is longer or larger than any quantity can be."""
    if type(value) is Decimal:
        long = len(str(value)) > MAX_DIGITS and len(value.as_tuple().digits) > MAX_DIGITS
        if long or abs(value.adjusted()) > MAX_DIGITS:
            raise JsonFault("epcis.json.number", at, limit=str(MAX_DIGITS))
        return value
    if not -_TOO_LONG < value < _TOO_LONG:
        raise JsonFault("epcis.json.number", at, limit=str(MAX_DIGITS))
    return Decimal(value)


def settle(value: Any, at: str, depth: int = 0) -> tuple[Any, int]:
    """The value with every number a `Decimal`, and how many object keys there are in it."""
    if type(value) is dict:
        keys = len(value)
        pairs = list(value.items())
    elif type(value) is list:
        keys, pairs = 0, list(enumerate(value))
    else:
        return (number(value, at), 0) if type(value) in {int, Decimal} else (value, 0)
    if depth >= MAX_NESTED:
        raise JsonFault("epcis.depth", at, limit=str(MAX_DEPTH))
    for name, item in pairs:
        if type(item) is not str:
            value[name], met = settle(item, step(at, name), depth + 1)
            keys += met
    return value, keys


def read_value(data: bytes, at: str) -> Any:
    """The value of a piece of JSON, settled; raises `JsonFault`, also for a key that stands twice."""
    value, keys = settle(decode(data), at)
    if len(data) > MAX_TEXT:
        refuse_long(value, at)
    if keys != key_count(data):
        refuse_duplicates(data, at)
    return value


def refuse_long(value: Any, at: str) -> None:
    """Raises `JsonFault` with the pointer of the first text that is longer than any may be, if there is one."""
    pairs: Any = ()
    if type(value) is str and len(value) > MAX_TEXT:
        raise JsonFault("epcis.size", at, limit=f"{MAX_TEXT >> 20} MiB")
    if type(value) is dict:
        pairs = value.items()
    elif type(value) is list:
        pairs = enumerate(value)
    for name, item in pairs:
        refuse_long(item, step(at, name))


def refuse_duplicates(data: bytes, at: str) -> None:
    """Raises `JsonFault` with the pointer of the first object key that stands twice, if there is one.

    Reads slowly; called only where the keys met are not as many as the text seems to have.
    """

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in found]
        made = dict(found)
        if len(made) < len(found):
            made[_TWICE] = next(name for name in names if names.count(name) > 1)
        return made

    _find_twice(json.loads(data, object_pairs_hook=pairs), at)


def _find_twice(value: Any, at: str) -> None:
    if isinstance(value, dict):
        if _TWICE in value:
            twice(value[_TWICE], at)
        for name, item in value.items():
            _find_twice(item, step(at, name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _find_twice(item, step(at, place))


def twice(name: str, at: str) -> NoReturn:
    """Raises the fault of a key that stands twice in the object at `at`."""
    raise JsonFault("epcis.json.duplicate", step(at, name), name=name)
