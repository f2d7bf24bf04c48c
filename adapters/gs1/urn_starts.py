"""How the EPC URI of a Digital Link begins, by what stands before the last value of the link.

Nothing in a number tells how long its company prefix is: who asks says so, by the AI and the value of the key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from adapters.gs1.check_digit import verdict
from adapters.gs1.epc_schemes import KeyScheme, schemes_of_key
from adapters.gs1.layouts import LONGEST, SHORTEST
from adapters.gs1.link_heads import step_behind
from adapters.gs1.starts import REMEMBERED, Start, free, nothing

Length = Callable[[str, str], int]
"""Gives the digits of the company prefix by the AI and the value of a key; 0 where nobody knows."""


class Key(NamedTuple):
    """A key of digits with one further value: its AI, how its URI begins, the verdict on it, what may stand behind."""

    ai: str
    urn: str
    lead: int
    holds: Callable[[str], bool]
    most: int


_keys: dict[tuple[str, str], Key] = {}
"""By what stands before the value of the key, and the AI behind it."""


def urn_start(head: str, length: Length) -> Start | None:
    """How the EPC URI begins; None where there is no quick way, or the key is wrong.

    >>> urn_start("https://id.gs1.org/01/08934567000017/10", lambda ai, key: 7)[:2]
    ('urn:epc:class:lgtin:8934567.000001.', 20)
    """
    found = key_behind(head)
    if found is None:
        return _alone(head, length)
    (ai, urn, lead, _, most), number = found
    size = length(ai, number)
    if not SHORTEST <= size <= LONGEST:
        return None
    end = lead + size
    return f"{urn}{number[lead:end]}.{number[:lead]}{number[end:-1]}.", most, nothing


def key_behind(head: str) -> tuple[Key, str] | None:
    """The key of digits, with its right value, that a link names before the AI of its last value; None without one.

    >>> key_behind("https://id.gs1.org/01/08934567000017/10")[1]
    '08934567000017'
    """
    before, _, further = head.rpartition("/")
    stem, _, number = before.rpartition("/")
    key = _keys.get((stem, further)) or _key(stem, further)
    return (key, number) if key and key.holds(number) else None


def _key(stem: str, further: str) -> Key | None:
    """The key at the end of a stem such as `https://id.gs1.org/01`, where this AI may be all that follows it."""
    found = step_behind(stem)
    if found is None or found[0]:
        return None
    step = found[1]
    follower = step.followers.get(further)
    scheme = next((one for one in schemes_of_key().get(step.ai, ()) if one.tail == further), None)
    if follower is None or not follower.ends or scheme is None or not _of_digits(scheme) or not free(further):
        return None
    if len(_keys) >= REMEMBERED:
        _keys.clear()
    key = Key(step.ai, f"urn:epc:{scheme.form}:{scheme.name}:", int(scheme.layout.lead), step.fits, free(further))
    _keys[stem, further] = key
    return key


def _of_digits(scheme: KeyScheme) -> bool:
    return bool(scheme.layout.digits) and not scheme.layout.pieces and not scheme.layout.filler


# --- keys whose value stands last -----------------------------------------------------------------------------------


def _alone(head: str, length: Length) -> Start | None:
    """The start by the AI of a key whose value is the last of the link."""
    found = step_behind(head)
    if found is None or found[0] or not found[1].ends:
        return None
    ai = found[1].ai
    every = schemes_of_key().get(ai, ())
    scheme = next((one for one in every if one.names_class or one.none or not one.tail), None)
    if scheme is None or scheme.layout.pieces or (not scheme.layout.digits and scheme.tail):
        return None
    return "", 0, _of_number(scheme, length) if scheme.layout.digits else partial(_of_text, scheme, length)


def _of_text(scheme: KeyScheme, length: Length, value: str) -> str:
    """The URI of a key that is text behind its company prefix."""
    if not (value.isalnum() and value.isascii() and len(value) <= scheme.layout.most):
        return ""
    size = length(scheme.layout.ai, value)
    if not SHORTEST <= size <= LONGEST or size >= len(value) or not value[:size].isdigit():
        return ""
    return f"urn:epc:{scheme.form}:{scheme.name}:{value[:size]}.{value[size:]}"


def _of_number(scheme: KeyScheme, length: Length) -> Callable[[str], str]:
    """Writes the URI of a key of digits, with its serial where that is part of the value."""
    layout = scheme.layout
    start, end, filler = len(layout.filler), layout.fixed, layout.filler
    first, holds, most = start + layout.lead, verdict(layout.digits + 1), scheme.most if scheme.inside else 0
    urn = f"urn:epc:{scheme.form}:{scheme.name}:"
    # without its serial the key is a class, which has a pattern for a URI, or the tail says that there is none
    bare = f"urn:epc:idpat:{scheme.name}:" if scheme.tail and not scheme.none else urn
    last = "." + (scheme.none or "*") if scheme.tail else ""

    def write(value: str) -> str:
        serial = value[end:]
        if not holds(value[start:end]) or not value.startswith(filler) or not _serial(serial, most, scheme.numeric):
            return ""
        size = length(layout.ai, value)
        if not SHORTEST <= size <= LONGEST:
            return ""
        cut = first + size
        body = f"{value[first:cut]}.{value[start:first]}{value[cut : end - 1]}"
        return f"{urn}{body}.{serial}" if serial else f"{bare}{body}{last}"

    return write


def _serial(serial: str, most: int, numeric: bool) -> bool:
    """Whether this may stand behind the digits of a key as it is."""
    if not serial:
        return True
    return len(serial) <= most and serial.isascii() and (serial.isdigit() if numeric else serial.isalnum())
