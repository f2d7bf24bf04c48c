"""The resolved tree of a mapping: what the loader makes and both executors run.

Every name is resolved, every word is checked, every line has a type. Nothing here is text of the file any more
except what is shown to people (`Line.text`) and bound values; generated code uses counters, never names.

Levels: for `table` they are `sheet` > a group > `row`; for `tables` each table is a level of its name, below the
level named by `in`, or a root; a group stands above the rows of its table; for `events` (outward) they are
declared. `Level.parent` is empty for a root. A unit is a node of the highest level that any rule of its root uses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lienthong.model import Member
from lienthong.plugs import Function


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the mapping file: 1-based line, and column where one is known."""

    line: int
    column: int = 0


NameKind = Literal["column", "unit", "beside", "setting", "value"]
"""`unit` is the `NAME.unit` of a column; `beside` stands outside the table; `value` is read by a path (outward)."""


@dataclass(eq=False, slots=True)
class Name:
    """A declared name. Compared by identity: one word has one meaning in a file.

    `type` is a type of the language (`text`, `number`, `date`, `time`, `zone`, `code`, `uri`, `gtin` …);
    `empty` says whether its value may be empty; `level` is where it is seen (empty for a setting);
    `read` is the line that reads it from its cell (None: plain text, trimmed); `used` whether any line, test or
    key needs it.
    """

    text: str
    kind: NameKind
    spot: Spot
    type: str = "text"
    empty: bool = True
    level: str = ""
    read: Line | None = None
    used: bool = False


@dataclass(eq=False, slots=True)
class Column(Name):
    """A column of a table: how it is found and what is done before it is read.

    `headings` in the order written; `at` is a 1-based column where there is no heading; `merged` and `above` fill
    blank cells down; `encoding` is empty, or declares an old encoding of this column; `unit` is None,
    `"heading"` (the unit word in the heading's bracket), `"cell"` (`read: amount`) or a fixed unit code;
    `unit_name` is the second name.
    """

    table: str = ""
    headings: tuple[str, ...] = ()
    at: int = 0
    merged: bool = True
    above: bool = False
    encoding: str = ""
    unit: str | None = None
    unit_name: Name | None = None

    @property
    def required(self) -> bool:
        """Whether its reading line refuses an empty cell."""
        return self.read is not None and any(step.function.name == "required" for step in self.read.steps)


@dataclass(frozen=True, slots=True)
class NameRef:
    """A source of a line: the value of a declared name."""

    name: Name


@dataclass(frozen=True, slots=True)
class Const:
    """A source of a line: a fixed value; `code` when it is a word of the field's own code list."""

    value: Any
    code: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """The source of a reading line: the cell itself."""


@dataclass(frozen=True, slots=True)
class PathPart:
    """One part of a path: a member, or a place in a list; `where` picks the items whose member has a value."""

    member: str
    where: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A source of a `values:` line: where to look from the node of the level."""

    parts: tuple[PathPart, ...]
    text: str


Source = NameRef | Const | Cell | Path


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the function, its call already made with the words of the line, and its value arguments.

    `call(value, *values)` runs it; `table` is the look-up table's name where the function is `lookup`.
    `text` is the step as written.
    """

    function: Function
    call: Callable[..., Any]
    words: tuple[str, ...]
    values: tuple[Name, ...]
    text: str
    spot: Spot
    table: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """One test. `op`: filled empty = != in starts > < >= <= same.

    `texts` are the written values (already converted to the type of `name` for > < >= <=: `bound`), `other` the
    name on the right side where there is one.
    """

    name: Name
    op: str
    texts: tuple[str, ...]
    other: Name | None
    bound: Any
    text: str
    spot: Spot
    note: bool = False
    """`must … else note`: keep the record, report an error."""
    code: str = "mapping.must"
    """The code a failing `must` is told with: `mapping.must-filled` for `NAME filled`, `mapping.must-order` where two
    dates or times are compared, else `mapping.must`."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What happens when a step fails: `reject` (default), `drop`, `keep`, or `use` with a value."""

    kind: Literal["reject", "drop", "keep", "use"] = "reject"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`source or source | step | step when test else policy`, resolved.

    `level` is the level its names need; `constant` is true when only constants and settings enter, then its value
    is the same for the whole run.
    """

    text: str
    spot: Spot
    sources: tuple[Source, ...]
    steps: tuple[Step, ...] = ()
    when: tuple[Test, ...] = ()
    policy: Policy = Policy()
    type: str = "text"
    empty: bool = True
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A target member with one value. `required`: an empty value refuses the unit."""

    name: str
    member: Member | None
    line: Line
    required: bool = False


@dataclass(frozen=True, slots=True)
class ObjectField:
    """A target member that is an object; left out when all its fields are empty."""

    name: str
    member: Member | None
    fields: tuple[Field, ...]
    required: bool = False
    spot: Spot = Spot(0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: once, or for each node of `each` below; `line` for lists of texts, else `fields`."""

    each: str
    when: tuple[Test, ...]
    line: Line | None
    fields: tuple[Field, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class ListField:
    """A target member that is a list; left out when it has no entries."""

    name: str
    member: Member | None
    entries: tuple[Entry, ...]
    required: bool = False
    spot: Spot = Spot(0)


Field = Leaf | ObjectField | ListField


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that makes events, master data or outward records.

    `kind` `event`: `type` is the event type and `fields` stand in the order of its shape, extension members last,
    `every event` lines merged in; the line `eventID`, if there is one, is among them. `kind` `master`: `type` is
    product, place or party, the field `id` first, then attributes. `kind` `record`: `type` is the `shape`.
    `number` counts the rules of the mapping from 0; `names` are all names the rule uses, for the unit's key.
    """

    number: int
    name: str
    kind: Literal["event", "master", "record"]
    each: str
    when: tuple[Test, ...]
    type: str
    fields: tuple[Field, ...]
    names: tuple[Name, ...]
    spot: Spot


@dataclass(frozen=True, slots=True)
class Level:
    """A level by name. For `events` levels: `at`, `only`, `take`, `values`."""

    name: str
    parent: str
    kind: Literal["sheet", "row", "table", "group", "node"]
    at: str = ""
    only: tuple[Test, ...] = ()
    take: Literal["", "first", "last"] = ""
    leave_out: bool = False
    must: tuple[Test, ...] = ()
    values: tuple[Name, ...] = ()
    spot: Spot = Spot(0)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that make one unit: equal in `by`, agreeing in `same`."""

    name: str
    table: str
    by: tuple[Column, ...]
    same: tuple[Column, ...]
    adjacent: bool = False
    repeats_once: bool = False
    leave_out: bool = False
    spot: Spot = Spot(0)


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table as declared: how the sheet and its heading row are found, which rows are no records, its columns.

    `level` is the level of its rows (`row`, or the table's name under `tables`); `parent` and `match` join it
    below another table (`match` pairs own column and the parent's column); `only` filters records; `control` maps
    a column to `sum`: the skipped total row must equal it.
    """

    level: str
    sheets: tuple[str, ...]
    header_within: int
    skip_rows: tuple[str, ...]
    ends_at: str
    encoding: str
    delimiter: str
    columns: tuple[Column, ...]
    beside: tuple[Column, ...] = ()
    control: Mapping[str, str] = field(default_factory=dict)
    only: tuple[Test, ...] = ()
    must: tuple[Test, ...] = ()
    parent: str = ""
    match: tuple[tuple[Column, Column], ...] = ()
    splits: tuple[Split, ...] = ()
    spot: Spot = Spot(0)


@dataclass(frozen=True, slots=True)
class Split:
    """Several values in one cell become a level: `name` is both the level and the name of one value."""

    name: Name
    cell: Column
    separator: str


@dataclass(frozen=True, slots=True)
class LookupTable:
    """A look-up: rows by key as written (a look-up folds it).

    `rows` is filled at load, or when the workbook is opened (`sheet`), or from the
    store's master data (`master`).
    """

    name: str
    rows: Mapping[str, Mapping[str, str]]
    columns: tuple[str, ...]
    sheet: str = ""
    key: str = ""
    master: str = ""
    spot: Spot = Spot(0)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that may change without touching the rules; `source` tells where it came from."""

    name: Name
    value: str
    source: Literal["mapping", "file", "environment", "run"]
    ask: Mapping[str, str] = field(default_factory=dict)
    """Sentences that ask for it when the run must give it and has not."""
    bound: Any = None
    """Its value as lines get it: after `read:` where it has one (a date, a number), else the text; None when empty.
    An executor takes this and never runs `name.read` again."""


@dataclass(frozen=True, slots=True)
class ExampleCase:
    """An example inside a mapping: rows by name (per table), what they give, show and find."""

    say: str
    rows: tuple[tuple[str, Mapping[str, str]], ...]
    """Pairs of table level and cells by name."""
    events: tuple[Mapping[str, Any], ...]
    """Input events of an outward mapping, or the whole expected events of an inward one when `expected`."""
    lot: Mapping[str, Any]
    """What is known of the lot beside its events (outward, by the names of its data)."""
    gives: Mapping[str, int]
    shows: tuple[tuple[str, str, Spot], ...]
    finds: tuple[str, ...]
    settings: Mapping[str, str]
    spot: Spot


@dataclass(frozen=True, slots=True)
class MappingTree:
    """A whole mapping, checked and ready to run."""

    name: str
    title: Mapping[str, str]
    text: str
    sha256: str
    file: str
    kind: Literal["table", "tables", "events"]
    tables: tuple[TableSpec, ...]
    levels: Mapping[str, Level]
    groups: tuple[Group, ...]
    settings: Mapping[str, Setting]
    namespaces: Mapping[str, str]
    lookups: Mapping[str, LookupTable]
    must: tuple[Test, ...]
    """Rules over names of one level; a rule over names of a group is tested once at the group."""
    rules: tuple[Rule, ...]
    ignore: tuple[str, ...]
    examples: tuple[ExampleCase, ...]
    functions: Mapping[str, Function]
