"""Objects in the making while code is generated: their members, and when they are left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lienthong.mapping.emit import DictEmitter, Piece
from lienthong.mapping.emit_text import TextEmitter


@dataclass(slots=True)
class Draft:
    """An object in the making: its pieces, and whether it holds data.

    `open`: something in it is read from data; `sure`: some of that is always there; `data`: what else would be;
    `missing`: what must not be empty and may be.
    """

    pieces: list[Piece] = field(default_factory=list)
    open: bool = False
    sure: bool = False
    data: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def take(self, inner: Draft) -> None:
        """Counts the data of an inner object as its own."""
        self.sure = self.sure or inner.sure
        self.data += inner.data

    def know(self, present: set[str]) -> None:
        """Takes some values as present from here on."""
        self.pieces = [replace(one, empty=one.empty and one.value not in present) for one in self.pieces]
        self.missing = [value for value in self.missing if value not in present]

    def anything(self, emitter: DictEmitter | TextEmitter) -> str:
        """The condition that there is any member; empty where there always is one."""
        if any(not piece.empty for piece in self.pieces):
            return ""
        absent = [emitter.absent(piece.value) for piece in self.pieces]
        return f"not ({' and '.join(absent)})" if absent else "False"

    def nothing(self, emitter: DictEmitter | TextEmitter) -> str:
        """The condition that there is no data; empty where there always is some, or none is wanted."""
        if not self.open or self.sure:
            return ""
        return " and ".join(emitter.absent(value) for value in self.data) or "True"

    def lacking(self, emitter: DictEmitter | TextEmitter) -> str:
        """The condition that something required is missing for want of any data; empty where it never holds."""
        if not self.missing or self.sure:
            return ""
        missing = " or ".join(emitter.absent(value) for value in self.missing)
        nothing = self.nothing(emitter)
        return missing if not nothing or self.missing == self.data else f"({nothing}) and ({missing})"
