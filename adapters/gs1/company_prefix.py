"""How many digits of a number are the company prefix, and which source says so.

GS1's member organisations hand out prefixes of 6 to 12 digits, and nothing in a number tells where its prefix ends.
A snapshot of the list GS1 publishes comes along; a newer list replaces it, and a firm's own knowledge (overrides)
stands above both. What no source knows stays unknown: a prefix is never guessed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from adapters.gs1.prefix_list import DIGITS, HEAD, LENGTHS, PrefixList, blocks
from lienthong.plugs import Refusal
from lienthong.shelf import root

SNAPSHOT = "gs1/company-prefixes.txt"


@dataclass(frozen=True, slots=True)
class PrefixLength:
    """Digits of a company prefix and the source that says so.

    Length 0 means unknown: with a source when that source lists the number and leaves the length open, without one
    when no source speaks of it.
    """

    length: int
    source: str


UNKNOWN = PrefixLength(0, "")
_Block = tuple[list[str], list[PrefixLength]]
_NONE: _Block = ([""], [UNKNOWN])


class PrefixTable(dict[str, _Block]):
    """Blocks of intervals by the first 4 digits; a block is taken apart when it is first asked for."""

    def __init__(self, written: Mapping[str, str], source: str) -> None:
        super().__init__()
        self.source, self._written = source, written

    def __missing__(self, head: str) -> _Block:
        text = self._written.get(head)
        if text is None:
            return _NONE
        pairs = [part.partition(":") for part in text.split(" ")]
        block = [tail for tail, _, _ in pairs], [self._answer(length) for _, _, length in pairs]
        self[head] = block
        return block

    def _answer(self, length: str) -> PrefixLength:
        return UNKNOWN if length == "-" else PrefixLength(int(length), self.source)


@lru_cache(maxsize=1)
def snapshot() -> PrefixTable:
    """The table that comes with the adapter; its source is `snapshot` and the date of the list it was made from."""
    text = (root("schemas") / SNAPSHOT).read_text(encoding="ascii")
    lines = text.split("\n")
    date = next(line for line in lines if line.startswith("# date: ")).removeprefix("# date: ")
    written = {line[:HEAD]: line[HEAD + 1 :] for line in lines if line and line[0] != "#"}
    return PrefixTable(written, f"snapshot {date}")


def table_of(listed: PrefixList) -> PrefixTable:
    """The table of a list of GS1; its source is `list` and the date the list carries."""
    return PrefixTable(blocks(listed.rows), f"list {listed.date}".rstrip())


class CompanyPrefixes:
    """Sources for the length of company prefixes: overrides first, the longest that fits; then the list.

    `listed` replaces the snapshot as a whole. `overrides` gives lengths by the digits a number begins with; the
    empty text stands for every number. Raises `Refusal` with `gs1.prefix-override` for one that cannot be.

    >>> CompanyPrefixes().length("893123456789")
    PrefixLength(length=10, source='snapshot 2025-10-11')
    >>> CompanyPrefixes(overrides={"893123": 9}).length("893123456789")
    PrefixLength(length=9, source='override')
    >>> CompanyPrefixes().length("8930")
    PrefixLength(length=0, source='')
    """

    def __init__(self, listed: PrefixList | None = None, overrides: Mapping[str, int] | None = None) -> None:
        self._listed = listed
        self._overrides = {}
        for prefix, length in (overrides or {}).items():
            right = not prefix or (prefix.isascii() and prefix.isdigit() and len(prefix) <= DIGITS)
            if not right or length not in LENGTHS:
                raise Refusal("gs1.prefix-override", value=prefix, length=str(length))
            self._overrides[prefix] = PrefixLength(length, "override")
        self._lengths = sorted({len(prefix) for prefix in self._overrides}, reverse=True)

    @cached_property
    def _table(self) -> PrefixTable:
        # read when the first number is looked up, because most runs never split a key
        return table_of(self._listed) if self._listed else snapshot()

    def length(self, digits: str) -> PrefixLength:
        """The length for digits that begin with a company prefix (no indicator, extension or filler before it)."""
        if self._lengths:
            for length in self._lengths:
                if found := self._overrides.get(digits[:length]):
                    return found
        starts, answers = self._table[digits[:HEAD]]
        return answers[bisect_right(starts, digits[HEAD:]) - 1]
