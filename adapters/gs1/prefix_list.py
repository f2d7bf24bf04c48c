"""Lists of company-prefix lengths: GS1's own, in JSON or XML, and the blocks in which a table keeps them.

GS1 publishes `GCPPrefixFormatList` with a date and entries of a prefix and its `gcpLength`; a length of 0 says that
the list leaves it open. A list comes from outside, so it is read without entities, DOCTYPE, network or recursion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from lienthong.plugs import Refusal

HEAD = 4
"""Digits that name a block; what follows them is looked up inside it."""
DIGITS = 12
"""The longest company prefix."""
LENGTHS = frozenset({0, *range(6, DIGITS + 1)})
MAX_BYTES = 32 << 20
OPEN = -1
"""The length of what no entry speaks of."""

Rows = dict[str, int]
"""Company-prefix length by the digits that numbers begin with; the longest of them wins."""


@dataclass(frozen=True, slots=True)
class PrefixList:
    """A list as it was read: its date, `YYYY-MM-DD`, and its rows."""

    date: str
    rows: Rows


class _Entry(msgspec.Struct):
    prefix: str
    length: int | str = msgspec.field(name="gcpLength")


class _List(msgspec.Struct):
    date: str
    entry: list[_Entry]


class _File(msgspec.Struct):
    list: _List = msgspec.field(name="GCPPrefixFormatList")


def read(data: bytes) -> PrefixList:
    """The list in a file of GS1, JSON or XML by its first character.

    Raises `Refusal`: `gs1.prefix-list` for a file that is no such list, `gs1.prefix-entry` for the entry at fault.
    """
    if len(data) > MAX_BYTES:
        raise Refusal("gs1.prefix-list", what="size")
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    date, entries = _of_xml(text) if text.startswith(b"<") else _of_json(text)
    rows = checked_rows(entries)
    if not rows:
        raise Refusal("gs1.prefix-list", what="empty")
    return PrefixList(date[:10], rows)


def _of_json(text: bytes) -> tuple[str, Iterable[tuple[str, str]]]:
    try:
        found = msgspec.json.decode(text, type=_File).list
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise Refusal("gs1.prefix-list", what="JSON") from None
    return found.date, ((entry.prefix, str(entry.length)) for entry in found.entry)


def _of_xml(text: bytes) -> tuple[str, Iterable[tuple[str, str]]]:
    # only a replaced list needs the XML library
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refusal("gs1.prefix-list", what="XML") from None
    if root.getroottree().docinfo.doctype:
        raise Refusal("gs1.prefix-list", what="DOCTYPE")
    if etree.QName(root).localname != "GCPPrefixFormatList":
        raise Refusal("gs1.prefix-list", what="GCPPrefixFormatList")
    entries = ((item.get("prefix", ""), item.get("gcpLength", "")) for item in root.iter("{*}entry"))
    return root.get("date", ""), entries


def checked_rows(entries: Iterable[tuple[str, str]]) -> Rows:
    """The rows of a list; raises `Refusal` with `gs1.prefix-entry` and the number of the entry at fault, from 1."""
    rows: Rows = {}
    for number, (prefix, length) in enumerate(entries, start=1):
        right = prefix.isascii() and prefix.isdigit() and len(prefix) <= DIGITS
        right = right and length.isascii() and length.isdigit() and len(length) <= 2 and int(length) in LENGTHS
        if not right or rows.setdefault(prefix, int(length)) != int(length):
            raise Refusal("gs1.prefix-entry", value=prefix, length=length, entry=str(number))
    return rows


def blocks(rows: Rows) -> dict[str, str]:
    """The rows as merged intervals: for each 4 first digits, the digits behind them at which a new length begins.

    `:9 01:-` under `8932` says: 9 digits from 8932 on, and from 893201 on no row speaks (`-`).

    >>> blocks({"8931": 10, "893200": 9})
    {'8931': ':10', '8932': ':9 01:-'}
    """
    found: dict[str, list[str]] = {}
    before, place = OPEN, 0
    for start, length in (*_changes(rows), (10**DIGITS, OPEN)):
        for head in _heads(place, start) if before != OPEN else ():
            found.setdefault(head, [_written("", before)])
        if start < 10**DIGITS:
            text = f"{start:0{DIGITS}d}"
            head, tail = text[:HEAD], text[HEAD:].rstrip("0")
            if head not in found:
                found[head] = [_written("", before)] if tail else []
            found[head].append(_written(tail, length))
        before, place = length, start
    return {head: " ".join(parts) for head, parts in sorted(found.items()) if parts != [_written("", OPEN)]}


def _changes(rows: Rows) -> list[tuple[int, int]]:
    """Where the length changes, as numbers of 12 digits in order, each with the length from there on."""
    # of several bounds at one place the last counts: the end of a row, then the begin of the next
    last = dict(_bounds(rows))
    changes, before = [], OPEN
    for start in sorted(last):
        if last[start] != before:
            changes.append((start, last[start]))
            before = last[start]
    return changes


def _bounds(rows: Rows) -> Iterator[tuple[int, int]]:
    """Where rows begin and end; inside a row a longer one may stand, after which the row goes on."""
    inside: list[tuple[int, int]] = []
    for prefix in sorted(rows):
        start, end = int(prefix.ljust(DIGITS, "0")), int(prefix.ljust(DIGITS, "9")) + 1
        while inside and inside[-1][0] <= start:
            yield inside.pop()[0], inside[-1][1] if inside else OPEN
        yield start, rows[prefix]
        inside.append((end, rows[prefix]))
    while inside:
        yield inside.pop()[0], inside[-1][1] if inside else OPEN


def _heads(place: int, end: int) -> Iterator[str]:
    """The heads of the blocks that begin inside an interval."""
    size = 10 ** (DIGITS - HEAD)
    return (f"{number:0{HEAD}d}" for number in range(-(-place // size), -(-end // size)))


def _written(tail: str, length: int) -> str:
    return f"{tail}:{'-' if length == OPEN else length}"
