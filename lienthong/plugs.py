"""What an adapter may offer, and how installed adapters are found.

An adapter is a value, `Adapter(...)`, found through the entry-point group `lienthong.adapters`; importing it has
no effect. Everything it offers is prefixed with its name (`gs1.lot_link`); a duplicate stops start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from lienthong.commands import Command, Deferred, command_faults
from lienthong.findings import Catalogue, Finding, core_catalogue
from lienthong.model import Document, Event, Header, KeyOf, text_key
from lienthong.reading import Cell, Reading, ReadOptions

GROUP = "lienthong.adapters"


class PlugError(Exception):
    """Two adapters claim one name, or an adapter offers something malformed: the gateway does not start."""


class Refusal(Exception):
    """Raised by a mapping function for a value it does not take: code and facts become a finding."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class WrongWord(ValueError):
    """Raised by the `make` of a function: what is wrong with its words or settings, in English and in Vietnamese.

    A plain `ValueError` does too; its sentence is then shown as it is in both languages.

    >>> fault = WrongWord("wants a digit", "cần một chữ số")
    >>> str(fault), fault.vi
    ('wants a digit', 'cần một chữ số')
    """

    def __init__(self, en: str, vi: str) -> None:
        super().__init__(en)
        self.vi = vi


class Notice(Protocol):
    """Takes what a function has to tell while it still gives a value (a repaired zero, a doubtful number)."""

    def __call__(self, code: str, **facts: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a function: `kind` is `word` (fixed when the mapping loads) or a type (a name, per record)."""

    name: str
    kind: str
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """`given | call = gives`, or `given | call : refuses`; `{name}` in values are set by `names`.

    `call` is written as in a mapping: `gs1.lot_link(lot)`; `names` gives the values of the names in it and the
    settings (`zone`, `id_base`) it reads.
    """

    given: str
    call: str
    gives: str = ""
    refuses: str = ""
    notices: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Function:
    """A verb of the mapping language, with its signature, its examples (its tests and its manual page).

    `make(words, settings) -> call` is run once when a mapping is loaded and checks the words (it raises `WrongWord`
    with the sentence of the fault, which the checker shows); `call(value, *values)` is pure: it returns the value or
    raises `Refusal`. A call that may also tell something takes `notice=` as keyword when `tells` is true. `undo`: `=`
    exact, `~` one chosen spelling, `-` none; `back(words, settings)` makes the inverse and is None when there is none.
    """

    name: str
    takes: str
    gives: str
    says: Mapping[str, str]
    make: Callable[[Sequence[str], Mapping[str, str]], Callable[..., Any]]
    params: tuple[Param, ...] = ()
    examples: tuple[Example, ...] = ()
    settings: tuple[str, ...] = ()
    may_be_empty: bool = False
    tells: bool = False
    takes_cell: bool = False
    """The call gets the cell as the source holds it (number, date), not its text."""
    undo: str = "-"


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text: `head` and a value as `spelt`; at most `most` ASCII letters and digits stand as they are.

    >>> Segment("/10/", 20, str.upper)("L1"), Segment("/10/", 20, str.upper)("l-1")
    ('/10/L1', '/10/L-1')
    """

    head: str
    most: int
    spelt: Callable[[str], str]

    def __call__(self, value: str) -> str:
        plain = value.isalnum() and value.isascii() and len(value) <= self.most
        return self.head + (value if plain else self.spelt(value))


@dataclass(frozen=True, slots=True)
class Joined:
    """A call of a function that puts texts one behind the other, each made of one of its values alone.

    Said this way, a part can be remembered by itself: a product comes again and again, a serial never. The last
    part is used for all further values; an empty value makes the whole empty.

    >>> Joined((lambda gtin: f"01/{gtin}", lambda lot: f"/10/{lot}"))("09521234000013", "L1")
    '01/09521234000013/10/L1'
    """

    parts: Sequence[Callable[[Any], str]]

    def __call__(self, *values: Any) -> str | None:
        if None in values or "" in values:
            return None
        return "".join([part(value) for part, value in zip(self.of(len(values)), values, strict=True)])

    def of(self, count: int) -> Sequence[Callable[[Any], str]]:
        """The parts for so many values."""
        return [*self.parts, *[self.parts[-1]] * (count - len(self.parts))][:count]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One refused row, ready to be handed back: which table and row, and its findings (placed)."""

    table: int
    row: int
    cells: Sequence[Cell]
    findings: Sequence[Finding]
    code: str
    """Names the row in a correction sheet; never edited."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One corrected row as it came back: the cells it now has, and the code that names it (empty: a new row)."""

    table: int
    row: int
    cells: Sequence[Cell]
    code: str


class Reader(Protocol):
    """Opens sources of one format."""

    name: str

    def knows(self, path: Path, head: bytes) -> bool:
        """Whether these first bytes (at most 4,096) are of this format; content decides, not the name."""
        ...

    def open(self, path: Path, options: ReadOptions) -> Reading:
        """The source, opened; raises `Unreadable` when nothing can be read."""
        ...


class DocumentReader(Protocol):
    """Opens EPCIS documents of one syntax, as a header and a stream of events."""

    name: str

    def knows(self, path: Path, head: bytes) -> bool: ...

    def read(self, path: Path, tell: Callable[[Finding], None]) -> Document:
        """The document; what is wrong with it is told as findings; raises `Unreadable` when nothing can be read."""
        ...


class DocumentSink(Protocol):
    """A document being written, event by event."""

    def event(self, event: Event) -> None: ...

    def close(self, header: Header) -> None:
        """Finishes the file; the header may only now be complete (master data come last)."""
        ...

    def discard(self) -> None:
        """Lets go of the file: gives it up if it is not finished, does nothing if it is."""
        ...


@runtime_checkable
class TextSink(Protocol):
    """A document being written that also takes events as compact JSON text in UTF-8, many at once."""

    def texts(self, texts: Sequence[bytes]) -> None: ...


class Writer(Protocol):
    """Writes documents of one syntax and version, such as `json-2.0`."""

    name: str
    file_name: str

    def open(self, path: Path, header: Header, tell: Callable[[Finding], None]) -> DocumentSink: ...


class Handback(Protocol):
    """Hands refused rows back in the shape they came in, and reads them when they return corrected."""

    name: str

    def write(self, reading: Reading, rejected: Iterable[RejectedRow], guide: Handed, path: Path) -> None:
        """Writes the correction workbook, and what else goes back beside it; the same input gives the same bytes."""
        ...

    def read(
        self, path: Path, reading: Reading, codes: Mapping[tuple[int, int], str]
    ) -> tuple[list[Correction], list[Finding]]:
        """The rows of a returned file, and what is wrong with it.

        `codes` are those of the rows that wait for correction, by table number and row.
        """
        ...


@dataclass(frozen=True, slots=True)
class HandedCause:
    """One line of the first sheet: what is wrong, how many rows, how to mend it, an example, its reference."""

    title: Mapping[str, str]
    rows: int
    mend: Mapping[str, str]
    example: str
    reference: str
    first: tuple[int, int] | None
    """Table number and row of the first place."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What the first sheet of a correction workbook says (`Việc cần làm`)."""

    source: str
    rows: int
    command: str
    run: str
    source_digest: str
    mapping_digest: str
    causes: Sequence[HandedCause]
    header_rows: Mapping[int, int]
    """For each table its heading row, so that rows above come back too."""
    texts: Mapping[int, Set[int]]
    """For each table the 1-based columns whose cells must stay text when they are typed anew."""
    say: Callable[[Finding, str], str]
    """Sentence of a finding in a language."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """The name plate of an adapter: all it offers."""

    name: str
    prefixes: Sequence[str] = ()
    """Further prefixes of its functions beside its name: the EPCIS adapter offers `cbv.doc`."""
    readers: Sequence[Reader] = ()
    documents: Sequence[DocumentReader] = ()
    writers: Sequence[Writer] = ()
    functions: Sequence[Function] = ()
    keys: KeyOf | None = None
    handback: Handback | None = None
    says: Mapping[str, str] = field(default_factory=dict)
    """What its commands are about, in both languages; needed where it has some."""
    commands: Sequence[Command] = ()
    catalogue: Catalogue | None = None


class Plugs:
    """All adapters together; built once and handed down by whoever starts the gateway.

    Raises `PlugError` when two of them claim one name or something lacks its adapter's prefix.
    """

    def __init__(self, adapters: Iterable[Adapter]) -> None:
        self.adapters = sorted(adapters, key=lambda adapter: adapter.name)
        self.catalogue = core_catalogue()
        self.functions: dict[str, Function] = {}
        self.writers: dict[str, Writer] = {}
        names: set[str] = set()
        for adapter in self.adapters:
            if adapter.name in names:
                raise PlugError(f"two adapters are named {adapter.name}")
            names.add(adapter.name)
            self._take(adapter)

    def _take(self, adapter: Adapter) -> None:
        if adapter.catalogue:
            stray = [code for code in adapter.catalogue.codes() if not code.startswith(f"{adapter.name}.")]
            if stray:
                raise PlugError(f"{adapter.name}: code without its prefix: {stray[0]}")
            self.catalogue = self.catalogue + adapter.catalogue
        for function in adapter.functions:
            prefix = function.name.partition(".")[0]
            if prefix not in {adapter.name, *adapter.prefixes} or function.name in self.functions:
                raise PlugError(f"{adapter.name}: function name {function.name} is taken or lacks the prefix")
            self.functions[function.name] = function
        for writer in adapter.writers:
            if writer.name in self.writers:
                raise PlugError(f"{adapter.name}: writer {writer.name} is there twice")
            self.writers[writer.name] = writer
        if not isinstance(adapter.commands, Deferred):
            self._look_at_commands(adapter)

    def commands_of(self, adapter: Adapter) -> Sequence[Command]:
        """The commands of an adapter, deferred ones looked at now; raises `PlugError` when something is wrong."""
        self._look_at_commands(adapter)
        return adapter.commands

    @staticmethod
    def _look_at_commands(adapter: Adapter) -> None:
        faults = [f"{command.name}: {fault}" for command in adapter.commands for fault in command_faults(command)]
        if adapter.commands and not (adapter.says.get("vi") and adapter.says.get("en")):
            faults.append("says must have vi and en where there are commands")
        if len({command.name for command in adapter.commands}) < len(adapter.commands):
            faults.append("a command is there twice")
        if faults:
            raise PlugError(f"{adapter.name}: {faults[0]}")

    @property
    def key_of(self) -> KeyOf:
        """The canonical key function: the one adapter that offers it, else the text itself."""
        offered = [adapter.keys for adapter in self.adapters if adapter.keys]
        if len(offered) > 1:
            raise PlugError("two adapters offer keys")
        return offered[0] if offered else text_key

    def reader_for(self, path: Path, head: bytes) -> tuple[Reader, Handback | None] | None:
        """The table reader that knows these bytes, with what hands rows back for it."""
        for adapter in self.adapters:
            for reader in adapter.readers:
                if reader.knows(path, head):
                    return reader, adapter.handback
        return None

    def document_reader_for(self, path: Path, head: bytes) -> DocumentReader | None:
        """The document reader that knows these bytes."""
        found = (reader for adapter in self.adapters for reader in adapter.documents if reader.knows(path, head))
        return next(found, None)


@lru_cache(maxsize=1)
def installed() -> Plugs:
    """The adapters installed in this environment.

    Raises `PlugError` when the package `adapters` beside ours belongs to something else.
    """
    _guard_namesake()
    return Plugs(point.load() for point in entry_points(group=GROUP))


def _guard_namesake() -> None:
    import adapters

    ours = Path(__file__).resolve().parent.parent
    theirs = Path(str(adapters.__file__)).resolve().parent.parent
    if ours != theirs:
        raise PlugError(f"another package named adapters stands in {theirs}; install lienthong by itself")
