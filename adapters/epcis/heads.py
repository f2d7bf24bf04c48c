"""What stands before a serial or lot, settled once: serials differ, the products and places before them repeat."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from adapters.gs1.ais import table

REMEMBERED = 4096
Heads = dict[str, tuple[str, int, Callable[[str], bool]]]
"""What a text begins with: how its other form begins, how many letters and digits of any kind may stand behind, and
where not all may, the verdict on them."""


def keep(heads: Heads, head: str, tail: str, text: str, ai: str) -> None:
    """Remembers how the other form `text` of a head and a tail begins, where it ends with the tail as it is."""
    if not (tail.isalnum() and text.endswith(tail)):
        return
    if len(heads) >= REMEMBERED:
        heads.clear()
    heads[head] = (text[: -len(tail)], *_behind(ai))


@lru_cache(maxsize=64)
def _behind(ai: str) -> tuple[int, Callable[[str], bool]]:
    """How many letters and digits of any kind a value has at most, 0 where not all may stand there; its verdict."""
    entry = table()[ai]
    part, *more = entry.parts
    free = part.signs == "x" and not part.rules and not more and ai != "254"
    return part.most if free else 0, _extension if ai == "254" else entry.fits


def _extension(value: str) -> bool:
    # the extension 0 of a place says that there is none
    return value != "0" and table()["254"].fits(value)


def begun(heads: Heads, head: str, tail: str) -> str:
    """The other form of a text by its head; empty where the head, or what stands behind it, is not known."""
    found = heads.get(head)
    if found is None or not tail.isalnum():
        return ""
    begin, most, fits = found
    return begin + tail if (len(tail) <= most and tail.isascii()) or (not most and fits(tail)) else ""


def tail_ai(link: str, behind_key: bool) -> str:
    """The AI of the last value of a canonical link; empty for a key alone where it must stand behind one."""
    path = link.rpartition("/")[0]
    before, _, ai = path.rpartition("/")
    return ai if not behind_key or before.count("/") >= _KEY else ""


_KEY = 4
"""Slashes before the value of a key in a link."""
