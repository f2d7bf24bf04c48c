"""Digital Links written: one key with its qualifiers in the path, all else sorted by AI in the query."""

from __future__ import annotations

from adapters.gs1.ais import Elements
from adapters.gs1.escapes import escaped, escaped_query
from adapters.gs1.link_read import Judge, refuse_misplaced_attribute
from adapters.gs1.link_table import table
from lienthong.plugs import Refusal


def path_of(elements: Elements) -> str:
    """The path of a key and its qualifiers, which is also the text of its canonical `Key`.

    >>> path_of((("01", "09521234000013"), ("10", "A/1")))
    '01/09521234000013/10/A%2F1'
    """
    # letters and digits are nearly all there is, and are never escaped: not even a call is spent on them
    return "/".join(
        [f"{ai}/{value if value.isalnum() and value.isascii() else escaped(value)}" for ai, value in elements]
    )


def query_of(attributes: Elements) -> str:
    """The query of attributes, sorted by AI as text, with its question mark; empty without any.

    >>> query_of((("3103", "001250"), ("17", "261130")))
    '?17=261130&3103=001250'
    """
    members = "&".join([f"{ai}={escaped_query(value)}" for ai, value in sorted(attributes)])
    return f"?{members}" if members else ""


def arranged(elements: Elements, judge: Judge) -> tuple[Elements, Elements]:
    """The elements as path and as attributes, whatever their order: the first key among them is the link's.

    Raises `Refusal`: `gs1.link-keyless`, `gs1.link-repeat` for an AI with two values, `gs1.link-attribute`,
    `gs1.link-query` and `gs1.link-unknown` for an AI that may stand neither in the path nor in the query.
    """
    path, rest = placed(elements)
    sequence = tuple([ai for ai, _ in path])
    for ai, _ in rest:
        refuse_misplaced_attribute(ai, sequence, judge)
    return path, rest


def placed(elements: Elements) -> tuple[Elements, Elements]:
    """The first key among the elements with its qualifiers, in the order of the standard, and all other elements.

    Raises `Refusal`: `gs1.link-keyless`, `gs1.link-repeat`.
    """
    values = _once(elements)
    key = next((ai for ai in values if ai in table().chains), None)
    if key is None:
        raise Refusal("gs1.link-keyless", ais=", ".join(values))
    chain = _chain(key, values)
    path = ((key, values.pop(key)), *[(ai, values.pop(ai)) for ai in chain if ai in values])
    return path, tuple(values.items())


def _chain(key: str, values: dict[str, str]) -> tuple[str, ...]:
    """The chain of qualifiers that the first qualifier among the values belongs to."""
    chains = table().chains[key]
    return next((chain for ai in values for chain in chains if ai in chain), ())


def _once(elements: Elements) -> dict[str, str]:
    values: dict[str, str] = {}
    for ai, value in elements:
        if values.setdefault(ai, value) != value:
            raise Refusal("gs1.link-repeat", ai=ai)
    return values
