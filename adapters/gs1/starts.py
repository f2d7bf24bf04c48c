"""What stands before the last value of a link or an EPC URI, translated once: serials and lots differ, products repeat.

A start is settled from a head alone, without the way over AI values, and only where that way gives the same; the
check digit of a key is computed for a link and held against the rule for an EPC URI. All else goes the long way.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from typing import TypeVar

from adapters.gs1 import epc_uri
from adapters.gs1.ais import table
from adapters.gs1.digital_link import HOME

REMEMBERED = 4096
Start = tuple[str, int, Callable[[str], str]]
"""What a translated text begins with; how many ASCII letters and digits of any kind may stand behind that as they are;
and what translates the whole by any other last value, giving an empty text where only the long way will do."""
Starts = MutableMapping[str, Start]
Head = TypeVar("Head")


def begun(start: Start, tail: str) -> str:
    """The whole text by its start and the last value as it was written; empty where only the long way will do."""
    begin, most, write = start
    return begin + tail if len(tail) <= most and tail.isalnum() and tail.isascii() else write(tail)


def remember(kept: MutableMapping[Head, Start], head: Head, start: Start) -> Start:
    """The start, kept in a bounded memory."""
    if len(kept) >= REMEMBERED:
        kept.clear()
    kept[head] = start
    return start


def keep(kept: MutableMapping[Head, Start], head: Head, tail: str, whole: str, ai: str) -> None:
    """Remembers how a text begins that ends with a tail, a value of this AI, as it is; nothing where it does not."""
    if tail.isalnum() and whole.endswith(tail):
        remember(kept, head, behind(whole[: -len(tail)], ai))


def nothing(tail: str) -> str:
    """Says of every last value that only the long way will do."""
    return ""


@lru_cache(maxsize=64)
def free(ai: str) -> int:
    """How many letters and digits of any kind a value of this AI has at most; 0 where not all may stand there.

    >>> free("21"), free("8004"), free("8011")
    (20, 0, 0)
    """
    part, *more = table()[ai].parts
    return part.most if part.signs == "x" and part.least == 1 and not part.rules and not more else 0


def behind(begin: str, ai: str) -> Start:
    """The start of a text that ends with a value of this AI as it is."""
    # the extension 0 of a place says that there is none
    most = 0 if ai == "254" else free(ai)
    return begin, most, nothing if most else partial(_judged, begin, ai)


def _judged(begin: str, ai: str, tail: str) -> str:
    right = tail.isalnum() and table()[ai].fits(tail) and (ai != "254" or tail != "0")
    return begin + tail if right else ""


# --- links of EPC URIs ----------------------------------------------------------------------------------------------


def link_start(head: str) -> Start | None:
    """How the link of an EPC URI begins, by what stands before its last field; None where there is no quick way.

    >>> link_start("urn:epc:id:sgtin:8934567.000001")[:2]
    ('https://id.gs1.org/01/08934567000017/21/', 20)
    """
    first, dot, second = head.partition(".")
    return _of_fields(first, second) if dot else _of_prefix(first)


def _of_fields(first: str, second: str) -> Start | None:
    """The start by company prefix and reference."""
    found = epc_uri.head_of(first, second)
    if found is None or found[1][0]:
        return None
    (ai, number), (_, tail, most, numeric, none) = found
    key = f"{HOME}{ai}/{number}"
    if not tail:
        return "", 0, partial(_without, key, none)
    begin = key if tail == ai else f"{key}/{tail}/"
    if numeric:
        return "", 0, partial(_of_digits, begin, most)
    # letters and digits are right behind a key, but for the one text that says there is no tail
    return (begin, most, nothing) if none == "\0" else ("", 0, partial(_with, begin, most, key, none))


def _without(key: str, none: str, tail: str) -> str:
    return key if tail == none else ""


def _with(begin: str, most: int, key: str, none: str, tail: str) -> str:
    return key if tail == none else begin + tail if len(tail) <= most and tail.isalnum() and tail.isascii() else ""


def _of_digits(begin: str, most: int, tail: str) -> str:
    return begin + tail if len(tail) <= most and tail.isdigit() and tail.isascii() else ""


def _of_prefix(first: str) -> Start | None:
    """The start by the company prefix, where the reference is the last field."""
    begin = epc_uri.begin_of(first)
    if begin is None or not begin[-1][0]:
        return None
    prefix, room, ai, _, _, (_, _, most, _, _) = begin
    if room >= 0:
        return "", 0, partial(_of_number, first)
    return f"{HOME}{ai}/{prefix}", most - len(prefix), nothing


def _of_number(first: str, second: str) -> str:
    found = epc_uri.head_of(first, second)
    return f"{HOME}{found[0][0]}/{found[0][1]}" if found else ""
