"""Writing generated code: lines with indentation, bound objects under counters, and what becomes of members.

No text of a mapping ever enters the source: names become counters, texts bound objects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lienthong.mapping.ids import SEPARATOR, id_maker
from lienthong.mapping.tree import Rule
from lienthong.mapping.values import Odd, keyed, landed

UNSURE = frozenset({"any", "same", "unknown"})
"""Types of values that may be anything."""


@dataclass(slots=True)
class Writer:
    """Source text in the making, and the objects it is bound to."""

    lines: list[str] = field(default_factory=list)
    bound: dict[str, Any] = field(default_factory=lambda: {"Odd": Odd})
    depth: int = 0
    count: int = 0
    texts: dict[str | bytes, str] = field(default_factory=dict)

    def put(self, text: str) -> None:
        """Adds a line."""
        self.lines.append("    " * self.depth + text)

    def fresh(self, letter: str) -> str:
        """A new identifier: a letter and a counter."""
        self.count += 1
        return f"{letter}{self.count}"

    def bind(self, value: Any) -> str:
        """The identifier under which an object is bound; None is itself."""
        if value is None:
            return "None"
        if type(value) in {str, bytes}:
            if value not in self.texts:
                name = self.texts[value] = self.fresh("k")
                self.bound[name] = value
            return self.texts[value]
        name = self.fresh("k")
        # texts that carry their position in the file stay behind
        self.bound[name] = str(value) if isinstance(value, str) else value
        return name

    def function(self, name: str, lines: Sequence[str] = ()) -> Callable[..., Any]:
        """The compiled function of this name, which these lines define, or all that were put."""
        space = dict(self.bound)
        source = "\n".join(lines or self.lines) + "\n"
        exec(compile(source, "<mapping>", "exec"), space)  # noqa: S102 - counters only
        made: Callable[..., Any] = space[name]
        return made


@dataclass(frozen=True, slots=True)
class Piece:
    """A member ready to be put: its name, the expression of its value, whether it may be empty."""

    name: str
    value: str
    empty: bool


def tuple_of(parts: Sequence[str]) -> str:
    """The tuple of these expressions."""
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


class DictEmitter:
    """Makes events as dictionaries; an empty value is None."""

    nothing = "None"
    something = "True"
    ids = staticmethod(id_maker)

    @staticmethod
    def land(name: str, *, in_list: bool = False) -> Callable[[Any], Any] | None:
        """What is done to the last value of a line."""
        return landed

    @staticmethod
    def plain(kind: str) -> bool:
        """Whether a value of a type stands in a member as it is."""
        return kind != "date" and kind not in UNSURE

    stands = plain

    @staticmethod
    def dressed(
        writer: Writer, name: str, value: str, kind: str, form: str, *, empty: bool, in_list: bool
    ) -> tuple[str, bool]:
        """A value as it was read, as it stands in a member."""
        return value, empty

    @staticmethod
    def inner(text: str) -> str:
        """A text as it stands inside a larger one."""
        return text

    @staticmethod
    def plain_inner(value: str, form: str) -> str:
        """A text without signs that need care, as it stands inside a larger one."""
        return value

    @staticmethod
    def form(writer: Writer, kind: str, value: str, *, empty: bool) -> str:
        """A value of a type as its part of a key, the same as `keyed` gives."""
        if value == "None":
            return "''"
        if kind in UNSURE:
            return f"{writer.bind(keyed)}({value})"
        if kind not in {"date", "number"}:
            return f"({value} or '')" if empty else value
        made = f"{value}.isoformat()" if kind == "date" else f"str({value})"
        return f"('' if {value} is None else {made})" if empty else made

    @staticmethod
    def key(writer: Writer, parts: Sequence[str]) -> str:
        """The parts of a key as one text."""
        # only counters and quotes of our own stand in these parts, never a text of the mapping
        holes = ["{" + part.replace("'", '"') + "}" for part in parts]
        return f"f{SEPARATOR.join(holes)!r}"

    def joined(
        self, writer: Writer, name: str, texts: Sequence[str], unsure: Sequence[str], *, in_list: bool
    ) -> tuple[str, bool]:
        """Texts one behind the other as one value; nothing where one of the `unsure` is empty."""
        made, variable = f"f'{''.join('{' + text + '}' for text in texts)}'", writer.fresh("x")
        empty = " or ".join(f"{value} is None" for value in unsure)
        writer.put(f"{variable} = None if {empty} else {made}" if unsure else f"{variable} = {made}")
        return variable, bool(unsure)

    @staticmethod
    def absent(value: str) -> str:
        """The condition that a value is empty."""
        return f"{value} is None"

    def constant(self, writer: Writer, name: str, value: str) -> Piece:
        """A member whose value never varies."""
        return Piece(name, writer.bind(value), empty=False)

    def text(self, writer: Writer, name: str, value: str) -> Piece:
        """A member whose value is a text without signs that need care."""
        return Piece(name, value, empty=False)

    def object(self, writer: Writer, pieces: Sequence[Piece]) -> str:
        """An object of these members, in order."""
        first = 0
        while first < len(pieces) and not pieces[first].empty:
            first += 1
        display = f"{{{', '.join(f'{writer.bind(piece.name)}: {piece.value}' for piece in pieces[:first])}}}"
        if first == len(pieces):
            return display
        name = writer.fresh("o")
        writer.put(f"{name} = {display}")
        for piece in pieces[first:]:
            put = f"{name}[{writer.bind(piece.name)}] = {piece.value}"
            writer.put(f"if {piece.value} is not None: {put}" if piece.empty else put)
        return name

    def wrapped(self, writer: Writer, name: str, made: str) -> str:
        """An object as the value of a member."""
        return made

    def item(self, writer: Writer, made: str) -> str:
        """An object as an entry of a list."""
        return made

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
        return f"{items} or None"

    def single(self, writer: Writer, name: str, made: str) -> str:
        """A list of one entry as the value of a member."""
        return f"[{made}]"

    def event(self, writer: Writer, pieces: Sequence[Piece]) -> str:
        """A whole event."""
        return self.object(writer, pieces)

    def keep(self, writer: Writer, rule: Rule, made: str, identity: str) -> None:
        """Puts an event behind those made before, and the number of its rule."""
        writer.put(f"e0.append({made})")
        writer.put(f"r0.append({int(rule.number)})")
