"""What others write though the standard does not: read with a notice, never written.

Taken: a slash at the end, `;` between the members of the query, short names such as `/gtin/…/lot/…` (removed from
the standard in 1.2), a GTIN of 8, 12 or 13 digits.
"""

from __future__ import annotations

from dataclasses import replace

from adapters.gs1.link_parts import Parts
from adapters.gs1.link_table import short_names, table
from lienthong.plugs import Notice

_SHORT_GTINS = frozenset({8, 12, 13})


def relaxed(parts: Parts, notice: Notice) -> Parts:
    """The parts as the standard would have them; each tolerated fault is told."""
    segments = list(parts.segments)
    if len(segments) > 1 and not segments[-1]:
        notice("gs1.link-trailing-slash", value=parts.uri)
        segments.pop()
    _rename(segments, notice)
    return replace(parts, segments=tuple(segments), query=_query(parts.query, notice) if parts.query else "")


def _rename(segments: list[str], notice: Notice) -> None:
    """Puts AIs for short names, from the right up to the key, and 14 digits for a short GTIN."""
    found: list[tuple[int, str]] = []
    for place in range(len(segments) - 2, -1, -2):
        ai = _ai(segments[place])
        if ai not in table().known:
            return
        found.append((place, ai))
        if ai in table().chains:
            break
    else:
        return
    for place, ai in reversed(found):
        _tell_name(segments[place], ai, notice)
        segments[place] = ai
        segments[place + 1] = _gtin(ai, segments[place + 1], notice)


def _query(query: str, notice: Notice) -> str:
    members = query.split("&")
    if ";" in query:
        cut = [part for member in members for part in _cut(member)]
        if len(cut) > len(members):
            notice("gs1.link-semicolon", value=query)
            members = cut
    return "&".join([_member(member, notice) for member in members])


def _cut(member: str) -> list[str]:
    """The member cut at `;`, when each piece is a member by itself: a `;` may also stand in a value."""
    pieces = member.split(";")
    return pieces if all("=" in piece for piece in pieces) else [member]


def _member(member: str, notice: Notice) -> str:
    name, mark, value = member.partition("=")
    ai = _ai(name)
    _tell_name(name, ai, notice)
    return f"{ai}{mark}{_gtin(ai, value, notice)}"


def _ai(name: str) -> str:
    return short_names().get(name.lower(), name)


def _tell_name(name: str, ai: str, notice: Notice) -> None:
    if name != ai:
        notice("gs1.link-name", value=name, ai=ai)


def _gtin(ai: str, value: str, notice: Notice) -> str:
    if ai != "01" or len(value) not in _SHORT_GTINS or not (value.isascii() and value.isdigit()):
        return value
    notice("gs1.link-gtin", value=value, gives=value.zfill(14))
    return value.zfill(14)
