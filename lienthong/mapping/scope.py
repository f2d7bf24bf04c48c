"""What a mapping has declared so far: names, levels, tables, settings; one word has one meaning in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lienthong.mapping.faults import Faults, spot_of
from lienthong.mapping.syntax import RESERVED, is_name
from lienthong.mapping.tree import Level, LookupTable, Name, Setting, Spot
from lienthong.mapping.types import Flow
from lienthong.plugs import Function
from lienthong.shelf import Scalar

KNOWN_NAMESPACES: Mapping[str, str] = {"cbvmda": "urn:epcglobal:cbv:mda:", "gs1": "https://gs1.org/voc/"}
MAX_LEVELS = 8


@dataclass(slots=True)
class Scope:
    """All that is declared in one file, and which of it is used."""

    faults: Faults
    functions: Mapping[str, Function]
    names: dict[str, Name] = field(default_factory=dict)
    flows: dict[Name, Flow] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    lookups: dict[str, LookupTable] = field(default_factory=dict)
    lookups_used: set[str] = field(default_factory=set)
    settings: dict[str, Setting] = field(default_factory=dict)
    settings_used: set[str] = field(default_factory=set)
    namespaces: dict[str, str] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    """Levels with pointers to each other (`id` and `parent`), where `top` and `child` make sense."""
    fed_by: dict[Name, Name] = field(default_factory=dict)
    """The column whose cell a `split` name comes from."""
    assured: frozenset[Name] = frozenset()
    """Names that a `must` or a rule's `when` holds filled, so that no note is due where they are needed."""
    _words: dict[str, tuple[str, Spot]] = field(default_factory=dict)
    _collected: dict[Name, None] | None = None

    def claim(self, word: Scalar, what: str) -> bool:
        """Takes a word for one meaning; told and False when it is no name or has a meaning already."""
        spot = spot_of(word)
        if not is_name(word.text):
            code = "mapping.name-reserved" if word.text in RESERVED else "mapping.name-form"
            self.faults.tell(code, spot, given=word.text[:64])
            return False
        if word.text in self._words:
            first = self._words[word.text][1]
            self.faults.tell("mapping.name-twice", spot, given=word.text, line=str(first.line))
            return False
        self._words[word.text] = (what, spot)
        return True

    def declare(self, name: Name, flow: Flow) -> None:
        """Makes a name known (its word was claimed before)."""
        self.names[name.text] = name
        self.learn(name, flow)

    def learn(self, name: Name, flow: Flow) -> None:
        """Sets what is known of a name's value."""
        name.type, name.empty = flow.type, flow.empty
        self.flows[name] = flow

    def setting_texts(self) -> dict[str, str]:
        """The settings that have a value, for functions."""
        return {name: setting.value for name, setting in self.settings.items() if setting.value}

    def waits_for(self, settings: Iterable[str]) -> bool:
        """Whether one of these settings is only given at run time."""
        return any(name in self.settings and self.settings[name].ask and not self.settings[name].value
                   for name in settings)  # fmt: skip

    def chain(self, level: str) -> Iterator[str]:
        """A level and the levels above it."""
        seen = 0
        while level and level in self.levels and seen <= MAX_LEVELS + 4:
            yield level
            level, seen = self.levels[level].parent, seen + 1

    def sees(self, level: str, name: Name) -> bool:
        """Whether a name is seen at a level: it stands there, above, or nowhere (a setting)."""
        return not name.level or name.level in self.chain(level)

    def below(self, lower: str, upper: str) -> bool:
        """Whether a level lies truly below another."""
        return lower != upper and upper in self.chain(lower)

    def use(self, name: Name) -> None:
        """Notes that a name is needed, and the names its reading needs."""
        if self._collected is not None:
            self._collected.setdefault(name)
        if name.kind == "setting":
            self.settings_used.add(name.text)
        if name.used:
            return
        name.used = True
        if name in self.fed_by:
            self.use(self.fed_by[name])
        for step in name.read.steps if name.read else ():
            for value in step.values:
                self.use(value)

    def collect(self) -> dict[Name, None]:
        """Begins to collect the names that are used; the answer fills until the next call."""
        self._collected = {}
        return self._collected
