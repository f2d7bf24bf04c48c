"""Generated code that makes events as compact JSON text at once, without the dictionaries in between.

The text is UTF-8, so that what is remembered is encoded once. The bytes are those that the data of the same events
would give; a property test holds them equal. A member stands in
a variable as its whole fragment, comma and name in front (`,"quantity":12.30`), and as an empty text where it is left
out; fragments that are always there are put into the text around them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

import msgspec

from lienthong.mapping.emit import UNSURE, Piece, Writer, tuple_of
from lienthong.mapping.ids import SEPARATOR, id_writer
from lienthong.mapping.tree import Rule
from lienthong.mapping.values import Odd, keyed

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_WORDS = frozenset({"action", "bizStep", "disposition"})
quoted: Callable[[str], str] = encode_basestring


class Unproven(Odd):
    """Raised when nobody has looked yet at an event with these members and words: `proven.add(shape)` once it holds."""

    def __init__(self, proven: set[Any], shape: Any) -> None:
        super().__init__()
        self.proven, self.shape = proven, shape


class Spliced(str):
    """An expression that can also be put, part by part, into the text around it: literals and expressions."""

    parts: tuple[tuple[bool, str], ...]


def spliced(writer: Writer, parts: Sequence[tuple[bool, str]]) -> Spliced:
    """The text of these parts: (True, literal) or (False, expression of a text without quotes in it)."""
    merged: list[tuple[bool, str]] = []
    for literal, text in parts:
        if literal and merged and merged[-1][0]:
            merged[-1] = (True, merged[-1][1] + text)
        else:
            merged.append((literal, text))
    items = [writer.bind(text.encode()) if literal else text for literal, text in merged]
    made = Spliced(f"{writer.bind(b''.join)}({tuple_of(items)})")
    made.parts = tuple(merged)
    return made


def parts_of(writer: Writer, value: str) -> list[tuple[bool, str]]:
    """The parts of an expression: what is bound to a text is a literal."""
    if isinstance(value, Spliced):
        return list(value.parts)
    if value == TextEmitter.nothing:
        return []
    bound = writer.bound.get(value)
    return [(True, bound.decode())] if type(bound) is bytes else [(False, value)]


def without_comma(parts: Sequence[tuple[bool, str]]) -> list[tuple[bool, str]]:
    """The parts without the comma they begin with."""
    literal, text = parts[0]
    return [(literal, text[1:] if literal else f"{text}[1:]"), *parts[1:]]


def json_text(value: Any) -> str:
    """A value as compact JSON; decimals keep their digits.

    >>> json_text(Decimal("12.30")), json_text("Lúa"), json_text(dt.date(2026, 6, 1))
    ('12.30', '"Lúa"', '"2026-06-01"')
    """
    if value.__class__ is str:
        return quoted(value)
    if value.__class__ is Decimal:
        return str(value)
    if isinstance(value, (dt.date, dt.time)):
        return f'"{value.isoformat()}"'
    return _ENCODER.encode(value).decode()


class TextEmitter:
    """Makes events as JSON text; an empty value is the empty text."""

    nothing = "b''"
    something = "True"
    ids = staticmethod(id_writer)

    @staticmethod
    def start(name: str, *, in_list: bool = False) -> str:
        """What stands in front of a value."""
        return "," if in_list else f",{quoted(name)}:"

    def land(self, name: str, *, in_list: bool = False) -> Callable[[Any], Any] | None:
        """What makes the last value of a line its fragment."""
        start = self.start(name, in_list=in_list)

        def land(value: Any) -> bytes:
            return b"" if value is None else (start + json_text(value)).encode()

        return land

    @staticmethod
    def plain(kind: str) -> bool:
        """Nothing stands as it is: every value needs its comma and name."""
        return False

    @staticmethod
    def stands(kind: str) -> bool:
        """Whether a value of a type can be dressed where it stands, without a call."""
        return kind not in UNSURE

    @staticmethod
    def form(writer: Writer, kind: str, value: str, *, empty: bool) -> str:
        """A value of a type as its part of a key."""
        if value in writer.bound or value == "None":
            return writer.bind(keyed(writer.bound.get(value)).encode())
        if kind in UNSURE:
            return f"{writer.bind(keyed)}({value}).encode()"
        made = {"date": f"{value}.isoformat()", "number": f"str({value})"}.get(kind, value)
        return f"(b'' if {value} is None else {made}.encode())" if empty else f"{made}.encode()"

    @staticmethod
    def key(writer: Writer, parts: Sequence[str]) -> str:
        """The parts of a key as one text."""
        return f"{writer.bind(SEPARATOR.encode().join)}({tuple_of(parts)})"

    def dressed(
        self, writer: Writer, name: str, value: str, kind: str, form: str, *, empty: bool, in_list: bool
    ) -> tuple[str, bool]:
        """A value as it was read, as its fragment; `form` is a variable that holds its text, where there is one."""
        if value == "None":
            return self.nothing, True
        if kind == "date":
            parts = [(True, '"'), (False, form or f"{value}.isoformat().encode()"), (True, '"')]
        elif kind == "number":
            parts = [(False, form or f"str({value}).encode()")]
        else:
            inner = f"{writer.bind(TextEmitter.inner)}({value})"
            plain = f"{form} if {value}.isalnum() else {inner}" if form else inner
            parts = [(True, '"'), (False, plain), (True, '"')]
        made = spliced(writer, [(True, self.start(name, in_list=in_list)), *parts])
        if not empty:
            return made, False
        variable = writer.fresh("x")
        writer.put(f"{variable} = {self.nothing} if {value} is None else {made}")
        return variable, True

    @staticmethod
    def inner(text: str) -> bytes:
        """A text as it stands inside a larger one."""
        return quoted(text)[1:-1].encode()

    @staticmethod
    def plain_inner(value: str, form: str) -> str:
        """A text without signs that need care, as it stands inside a larger one."""
        return form or f"{value}.encode()"

    def joined(
        self, writer: Writer, name: str, texts: Sequence[str], unsure: Sequence[str], *, in_list: bool
    ) -> tuple[str, bool]:
        """Texts one behind the other as one fragment; nothing where one of the `unsure` is empty."""
        start = self.start(name, in_list=in_list)
        made = spliced(writer, [(True, f'{start}"'), *((False, text) for text in texts), (True, '"')])
        if not unsure:
            return made, False
        variable, empty = writer.fresh("x"), " or ".join(f"{value} is None" for value in unsure)
        writer.put(f"{variable} = {self.nothing} if {empty} else {made}")
        return variable, True

    @staticmethod
    def absent(value: str) -> str:
        """The condition that a value is empty."""
        return f"not {value}"

    def constant(self, writer: Writer, name: str, value: str) -> Piece:
        """A member whose value never varies."""
        return Piece(name, spliced(writer, [(True, self.start(name) + quoted(value))]), empty=False)

    def text(self, writer: Writer, name: str, value: str) -> Piece:
        """A member whose value is a text without signs that need care."""
        parts = [(True, f'{self.start(name)}"'), (False, value), (True, '"')]
        return Piece(name, spliced(writer, parts), empty=False)

    def object(self, writer: Writer, pieces: Sequence[Piece]) -> str:
        """An object of these members, in order."""
        parts = [part for piece in pieces for part in parts_of(writer, piece.value)]
        if pieces and not pieces[0].empty:
            return spliced(writer, [(True, "{"), *without_comma(parts), (True, "}")])
        members = writer.fresh("x")
        writer.put(f"{members} = {spliced(writer, parts)}")
        return spliced(writer, [(True, "{"), (False, f"{members}[1:]"), (True, "}")])

    def wrapped(self, writer: Writer, name: str, made: str) -> str:
        """An object as the value of a member."""
        return spliced(writer, [(True, self.start(name)), *parts_of(writer, made)])

    def item(self, writer: Writer, made: str) -> str:
        """An object as an entry of a list."""
        return spliced(writer, [(True, ","), *parts_of(writer, made)])

    def begin_list(self, writer: Writer) -> str:
        """An empty list; the name it has."""
        name = writer.fresh("o")
        writer.put(f"{name} = []")
        return name

    def add(self, writer: Writer, items: str, value: str) -> None:
        """Puts a value behind the list."""
        writer.put(f"{items}.append({value})")

    def listed(self, writer: Writer, name: str, items: str) -> str:
        """A list as the value of a member: nothing when it has no entries."""
        joined = f"{writer.bind(b''.join)}({items})[1:]"
        made = spliced(writer, [(True, f"{self.start(name)}["), (False, joined), (True, "]")])
        return f"{made} if {items} else {self.nothing}"

    def single(self, writer: Writer, name: str, made: str) -> str:
        """A list of one entry as the value of a member."""
        inner = without_comma(parts_of(writer, made))
        return spliced(writer, [(True, f"{self.start(name)}["), *inner, (True, "]")])

    def event(self, writer: Writer, pieces: Sequence[Piece]) -> str:
        """A whole event, whose members and words somebody has looked at."""
        bits = [f"({1 << at} if {piece.value} else 0)" for at, piece in enumerate(pieces) if piece.empty]
        shape = " | ".join(bits) or "0"
        words = [piece.value for piece in pieces if piece.name in _WORDS and not self._fixed(writer, piece.value)]
        if words:
            shape = f"({shape}, {', '.join(words)})"
        variable, proven = writer.fresh("x"), writer.bind(set())
        writer.put(f"{variable} = {shape}")
        writer.put(f"if {variable} not in {proven}: raise {writer.bind(Unproven)}({proven}, {variable})")
        return self.object(writer, pieces)

    def keep(self, writer: Writer, rule: Rule, made: str, identity: str) -> None:
        """Puts an event behind those of the rows before, and its id behind theirs."""
        writer.put(f"e0.append({made})")
        writer.put(f"i0.append({identity})")

    @staticmethod
    def _fixed(writer: Writer, value: str) -> bool:
        return all(literal for literal, _ in parts_of(writer, value))
