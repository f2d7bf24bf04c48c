"""A file that stands under its name only when it is whole; its head may change until then."""

from __future__ import annotations

import shutil
from pathlib import Path

from adapters.epcis.packing import Packed


class Output:
    """Writes a head, a body in pieces, and a tail, beside `path`; `close` puts the file in its place.

    The head is often not final when the first event comes (master data and prefixes come last). It is written
    as far as it is known; where the final head differs, the body is copied behind it. A path that ends in `.gz` is
    packed at the end, without a name or a time in it, so that the same document gives the same bytes.
    """

    def __init__(self, path: Path, head: bytes) -> None:
        self.path = path
        self.head = head
        self._part = path.with_name(path.name + ".part")
        self._file = self._part.open("wb", buffering=1 << 18)
        self.write = self._file.write
        self.write(head)

    def close(self, head: bytes, tail: bytes) -> None:
        """Ends the file with `tail` and gives it the final `head`."""
        self.write(tail)
        self._file.close()
        if self.path.suffix.lower() == ".gz" or head != self.head:
            self._copy(head)
        self._part.replace(self.path)

    def discard(self) -> None:
        """Leaves nothing behind."""
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _copy(self, head: bytes) -> None:
        second = self.path.with_name(self.path.name + ".whole")
        with self._part.open("rb") as part, second.open("wb") as whole:
            part.seek(len(self.head))
            if self.path.suffix.lower() == ".gz":
                packed = Packed(whole)
                packed.write(head)
                shutil.copyfileobj(part, packed, 1 << 20)
                packed.end()
            else:
                whole.write(head)
                shutil.copyfileobj(part, whole, 1 << 20)
        second.replace(self._part)
