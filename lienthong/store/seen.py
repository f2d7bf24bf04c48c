"""Which event ids a run has met: a fixed table in memory, everything else in a temporary file.

A run without a store of events asks this about every event, and nearly every answer is "new". So each id is first
held against a filter of fixed size; only what passes it is looked up exactly, along a chain of earlier ids that
share its slot. Ids and contents stand as 64-bit digests: that two of 2,000,000 ids are taken for one has a chance
of one in ten million.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Sequence
from itertools import combinations
from types import TracebackType
from typing import BinaryIO, Literal, Self

Answer = Literal["new", "repeat", "conflict"]
"""`repeat`: the id was met with the same content; `conflict`: with other content, the first of which counts."""

_SLOTS = 1 << 20
_BLOCK = 1 << 15
_FIELDS = 3
"""A record is three 64-bit numbers: digest of the id, digest of the content, and one more than the number of the
record before it in its slot."""
_MASKS = [1 << a | 1 << b | 1 << c for a, b, c in combinations(range(30), 3)]
"""Each id sets three of the 30 bits of its slot: a Bloom filter in words that Python computes with at its quickest."""
_MASKS += _MASKS[: 4096 - len(_MASKS)]


class Seen:
    """Remembers event ids with their contents for as long as a run lasts; close it, or use it in a `with`.

    Memory is 8 MiB for the slots and under 1 MiB for the newest records, however many ids come. The slots are laid
    out for 2,000,000 ids; with many more the answers stay right and take longer.

    >>> with Seen() as seen:
    ...     [seen.check(b"urn:uuid:1", b"a"), seen.check(b"urn:uuid:1", b"a"), seen.check(b"urn:uuid:1", b"b")]
    ['new', 'repeat', 'conflict']
    """

    def __init__(self, *, slots: int = _SLOTS, block: int = _BLOCK) -> None:
        self._last_slot = slots - 1
        """`slots` is a power of two, so that this is also the mask of a slot's number."""
        self._block = block
        self._filter = array("I", bytes(4 * slots))
        self._heads = array("I", bytes(4 * slots))
        """Per slot one more than the number of its newest record; 0 where there is none."""
        self._ids, self._contents, self._before = array("q"), array("q"), array("q")
        """The newest records, not yet in the file."""
        self._filed = 0
        self._file: BinaryIO | None = None

    def check(self, id: bytes | str, body: bytes | str) -> Answer:
        """What an event is, by its id and its content; a new one is remembered."""
        found = self.check_all((id,), (body,))
        return found[0][1] if found else "new"

    def check_all(self, ids: Sequence[bytes | str], bodies: Sequence[bytes | str]) -> list[tuple[int, Answer]]:
        """Which of the events are not new, each by its index and what it is; the new ones are remembered.

        An event that repeats an earlier one of the same call counts as any other that came later. Where an id says
        all there is to its event, it stands for the content too. Quickest with some 1,000 events a call.
        """
        keys = [*map(hash, ids)]
        self._ids.extend(keys)
        self._contents.extend(keys if bodies is ids else map(hash, bodies))
        filter_, heads, last, masks, before = self._filter, self._heads, self._last_slot, _MASKS, self._before.append
        number = start = self._filed + len(self._before)
        found: list[tuple[int, Answer]] = []
        for key in keys:
            slot, mask = key & last, masks[key >> 52]  # a negative number counts from the end of the masks
            word, head = filter_[slot], heads[slot]
            before(head)
            number += 1
            if word & mask == mask and (answer := self._earlier(number - 1, head)):
                found.append((number - 1 - start, answer))
                continue
            filter_[slot] = word | mask
            heads[slot] = number
        if len(self._before) >= self._block:
            self._move()
        return found

    def _earlier(self, number: int, head: int) -> Answer | None:
        """What a new record is to the one of the same id in its slot; None when there is none."""
        own = number - self._filed
        while head:
            id, content, head = self._record(head - 1)
            if id == self._ids[own]:
                return "repeat" if content == self._contents[own] else "conflict"
        return None

    def _record(self, number: int) -> Sequence[int]:
        at = number - self._filed
        if at >= 0 or self._file is None:
            return self._ids[at], self._contents[at], self._before[at]
        self._file.seek(number * _FIELDS * 8)
        return array("q", self._file.read(_FIELDS * 8))

    def _move(self) -> None:
        """Moves the newest records to the file."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the run
        columns = (self._ids, self._contents, self._before)
        records = array("q", bytes(8 * _FIELDS * len(self._ids)))
        for at, column in enumerate(columns):
            records[at::_FIELDS] = column
        self._file.seek(self._filed * _FIELDS * 8)
        self._file.write(records)
        self._filed += len(self._ids)
        for column in columns:
            del column[:]

    def close(self) -> None:
        """Ends the temporary file."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()
