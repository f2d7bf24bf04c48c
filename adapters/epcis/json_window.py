"""A window that moves over a JSON file: members one by one, long lists in batches, memory flat.

Batches are cut by a guess that is always proved: a cut is right just when all before it decodes as a list. Where
the guess fails, items are cut one by one by counting brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec

from adapters.epcis.json_door import JsonFault, broken

WINDOW = 1 << 18
MAX_ITEM = 32 << 20
MAX_NESTING = 256
_STRIDE = 4 << 20
"""No more bytes are read at once, however long an item grows."""
_SPACE = re.compile(rb"[ \t\r\n]*")
_STOP = re.compile(rb'["{}\[\]]')
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb"[^ \t\r\n,\]}]*")
_RAWS: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])
_RAW: msgspec.json.Decoder[msgspec.Raw] = msgspec.json.Decoder(msgspec.Raw)
_BYTE = re.compile(r"\(byte (\d+)\)")


class Window:
    """Reads a JSON text from a file; `offset` is where the next byte stands in it."""

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        self._file = file
        file.seek(offset)
        self._text = file.read(WINDOW)
        self._at = 0
        self._base = offset
        self._tried = 0  # up to here a guess has failed and is not made again
        if offset == 0 and self._text.startswith(b"\xef\xbb\xbf"):
            self._at = 3

    @property
    def offset(self) -> int:
        return self._base + self._at

    def fault(self, problem: str, offset: int | None = None) -> JsonFault:
        """The fault of broken syntax here."""
        return JsonFault("epcis.json.syntax", str(self.offset if offset is None else offset), problem=problem)

    def peek(self) -> bytes:
        """The next byte that is no white space; empty at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at : self._at + 1]
            if not self._more():
                return b""

    def take(self, sign: bytes) -> None:
        """Steps over one sign; raises `JsonFault` when another stands there."""
        found = self.peek()
        if found != sign:
            raise self.fault(f"{sign.decode()} expected")
        self._at += 1

    def skip(self, sign: bytes) -> bool:
        """Whether this sign stood here; it is stepped over."""
        if self.peek() != sign:
            return False
        self._at += 1
        return True

    def value(self) -> bytes:
        """The text of the next whole value; raises `JsonFault` when it is broken or cut off."""
        begin = self.peek()
        if begin == b"":
            raise self.fault("the text ends too early")
        start = self.offset
        end = self._end(begin)
        text = self._text[self._at : end]
        self._at = end
        try:
            _RAW.decode(text)
        except RecursionError:
            raise JsonFault("epcis.depth", str(start), limit=str(MAX_NESTING)) from None
        except msgspec.DecodeError as fault:
            byte = _BYTE.search(str(fault))
            raise broken(text, str(start + int(byte[1]) if byte else start), str(fault)) from None
        return text

    def batches(self) -> Iterator[Sequence[bytes | msgspec.Raw]]:
        """The items of the list that begins here, in batches; ends after its closing bracket."""
        self.take(b"[")
        lead = self._lead()
        if self.skip(b"]"):
            return
        tried = 0
        while True:
            batch = self._guessed(lead) if self.offset >= tried else []
            tried = self._tried
            if batch:
                yield batch
            else:
                yield [self.value()]
                if self.skip(b"]"):
                    return
                self.take(b",")

    def _lead(self) -> bytes:
        """White space before the first item: it most likely stands between the others too."""
        before = self._text[: self._at]
        self.peek()
        return self._text[len(before) : self._at] if self._at >= len(before) else b""

    def _guessed(self, lead: bytes) -> list[msgspec.Raw]:
        """All items that end in this window, if the cut can be guessed; the window then stands after the comma."""
        if len(self._text) - self._at < WINDOW // 2:
            self._more()
        for between in (b"}," + lead + b"{", b"}, {", b"},{"):
            cut = self._text.rfind(between, self._at)
            if cut < 0:
                continue
            self._tried = max(self._tried, self._base + cut)
            try:
                found = _RAWS.decode(b"[" + self._text[self._at : cut + 1] + b"]")
            except (msgspec.DecodeError, RecursionError):
                continue
            self._at = cut + 2
            self._tried = 0
            return found
        return []

    def _more(self) -> bool:
        further = self._file.read(max(WINDOW, min(_STRIDE, len(self._text) - self._at)))
        self._base += self._at
        self._text = self._text[self._at :] + further
        self._at = 0
        return bool(further)

    def _end(self, begin: bytes) -> int:
        """Where the value that begins here ends in the window, which grows as needed."""
        if begin not in {b"{", b"[", b'"'}:
            return self._grown(_SCALAR)
        if begin == b'"':
            return self._grown(_STRING)
        depth, place = 0, self._at
        while True:
            stop = _STOP.search(self._text, place)
            if stop and stop[0] == b'"':
                string = _STRING.match(self._text, stop.start())
                place = string.end() if string else self._grow(stop.start())
                continue
            if not stop:
                place = self._grow(len(self._text))
                continue
            depth += 1 if stop[0] in {b"{", b"["} else -1
            place = stop.end()
            if depth == 0:
                return place
            if depth > MAX_NESTING:
                raise JsonFault("epcis.depth", str(self._base + place), limit=str(MAX_NESTING))

    def _grown(self, pattern: re.Pattern[bytes]) -> int:
        while True:
            found = pattern.match(self._text, self._at)
            if found and (found.end() < len(self._text) or pattern is _STRING):
                return found.end()
            if len(self._text) - self._at > MAX_ITEM:
                raise JsonFault("epcis.size", str(self.offset), limit=f"{MAX_ITEM >> 20} MiB")
            if not self._more():
                if found:
                    return found.end()
                raise self.fault("the text ends too early")

    def _grow(self, place: int) -> int:
        """More text; the same place in the new window. Raises `JsonFault` at the end, or when it is too much."""
        if len(self._text) - self._at > MAX_ITEM:
            raise JsonFault("epcis.size", str(self.offset), limit=f"{MAX_ITEM >> 20} MiB")
        moved = place - self._at
        if not self._more():
            raise self.fault("the text ends too early", self._base + len(self._text))
        return moved
