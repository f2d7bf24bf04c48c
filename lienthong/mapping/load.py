"""Loading a mapping: text to the resolved tree, with everything that is wrong at its line and column.

The order in which sections stand in the file does not matter: settings and tables are declared first, then the
source's names, then what uses them.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lienthong.findings import Catalogue, Finding, core_catalogue
from lienthong.mapping.cases import read_examples
from lienthong.mapping.columns import Declared, TableReader, read_musts
from lienthong.mapping.document import Parts, as_pairs, as_scalars, read_document
from lienthong.mapping.faults import Faults, nearest, spot_of
from lienthong.mapping.functions import CORE
from lienthong.mapping.grouping import read_groups
from lienthong.mapping.lines import Lines
from lienthong.mapping.lookups import ReadFile, read_lookups
from lienthong.mapping.notes import tell_notes
from lienthong.mapping.outward import LevelReader
from lienthong.mapping.rules import RuleReader
from lienthong.mapping.scope import KNOWN_NAMESPACES, Scope
from lienthong.mapping.settings import SettingsReader, Source, asks
from lienthong.mapping.tree import MappingTree, Spot, Test
from lienthong.mapping.types import is_uri
from lienthong.plugs import Function
from lienthong.shelf import Node, Pairs, Scalar, ShelfError, mapping_names, root

SECTIONS = (
    "mapping", "title", "based on", "from", "settings", "namespaces", "tables", "must", "group", "every event",
    "events", "master", "records", "ignore", "examples",
)  # fmt: skip
SOURCES = ("table", "tables", "events")
LATER_SOURCES = ("edifact", "x12", "xml", "json")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gives: the tree (None while an error stands) and findings in the order of the file.

    Errors stop the mapping; warnings are notes for its author.
    """

    tree: MappingTree | None
    findings: list[Finding]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def notes(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity != "error"]

    @property
    def asks(self) -> list[Finding]:
        """`mapping.ask` for each setting the run still has to be given; a check may pass, a run may not."""
        return asks(self.tree) if self.tree else []


def load(
    text: str,
    file: str,
    functions: Mapping[str, Function],
    settings: Mapping[str, str] | None = None,
    *,
    installation: Mapping[str, str] | None = None,
    read_file: ReadFile | None = None,
    catalogue: Catalogue | None = None,
) -> Loaded:
    """The resolved tree of a mapping, or what is wrong with it; never raises on a wrong mapping.

    `functions` are those of the adapters; the core's own are always there.
    `settings` are those of this run (an unknown one is an error); `installation` those of the house, for many
    mappings (unknown ones do not matter). Later wins: mapping, installation, run. `read_file` gives the text of a
    table file (`{file: …}`); the files of `mappings/` by default. `catalogue` knows what functions refuse with; the
    core's own by default.
    """
    plain = unicodedata.normalize("NFC", text.removeprefix("\ufeff").replace("\r\n", "\n"))
    faults = Faults(file, plain, catalogue or core_catalogue())
    document = read_document(plain, faults)
    if document is None:
        return Loaded(None, faults.ordered())
    given: dict[str, tuple[str, Source]] = {name: (value, "file") for name, value in (installation or {}).items()}
    given |= {name: (value, "run") for name, value in (settings or {}).items()}
    loader = _Loader(faults, {**CORE, **functions}, given, read_file or _read_shipped)
    tree = loader.tree(document, text, file)
    return Loaded(None if faults.errors else tree, faults.ordered())


def find(name_or_path: str) -> tuple[str, str]:
    """Text and label of a mapping: a shipped one by name (`farm/lot-sheet`), or a YAML file by its path.

    Raises `ShelfError` (`mapping.not-found`, with the near name as a fact, `mapping.not-text`, `mapping.not-readable`).
    """
    shipped = mapping_names()
    path = root("mappings") / f"{name_or_path}.yaml" if name_or_path in shipped else Path(name_or_path)
    if name_or_path not in shipped and not path.is_file():
        raise ShelfError("mapping.not-found", name_or_path, given=name_or_path, near=nearest(name_or_path, shipped))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ShelfError("mapping.not-text", name_or_path, given=name_or_path) from None
    except OSError as fault:
        problem = type(fault).__name__
        raise ShelfError("mapping.not-readable", name_or_path, given=name_or_path, problem=problem) from None
    return text, f"{name_or_path}.yaml" if name_or_path in shipped else path.name


def _read_shipped(name: str) -> str:
    folder = root("mappings").resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise FileNotFoundError(name)
    return path.read_text(encoding="utf-8")


class _Loader:
    def __init__(
        self,
        faults: Faults,
        functions: Mapping[str, Function],
        given: Mapping[str, tuple[str, Source]],
        read_file: ReadFile,
    ) -> None:
        self.faults = faults
        self.scope = Scope(faults, functions)
        self.lines = Lines(self.scope)
        self.given, self.read_file = given, read_file

    def tree(self, document: Pairs, text: str, file: str) -> MappingTree | None:
        parts = Parts(document, self.faults, SECTIONS, "mapping")
        self.refuse_later(parts)
        name = self.name(parts, document)
        self.namespaces(parts.node_of("namespaces"))
        read_lookups(self.scope, parts.node_of("tables"), self.read_file)
        SettingsReader(self.scope, self.lines, self.given).declare(parts.node_of("settings"))
        kind, tables, reader = self.source(parts, document)
        if kind in LATER_SOURCES or not (tables or kind == "events"):
            # without a source every name would be told as unknown
            return None
        groups = read_groups(self.scope, parts.node_of("group"), tables)
        specs = tuple(reader.finish(table) for table in tables)
        must = read_musts(self.scope, parts.node_of("must"))
        rules = self.rules(parts, kind, document, must)
        examples = read_examples(self.scope, parts.node_of("examples"), tables)
        ignore = tuple(one.text for one in as_scalars(parts.node_of("ignore"), self.faults, "ignore"))
        if not self.faults.errors:
            tell_notes(self.scope, specs, groups, rules.rules)
        return MappingTree(
            name=name,
            title=parts.sentences("title"),
            text=text,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            file=file,
            kind=kind,  # type: ignore[arg-type]
            tables=specs,
            levels=dict(self.scope.levels),
            groups=groups,
            settings=dict(self.scope.settings),
            namespaces=dict(self.scope.namespaces),
            lookups=dict(self.scope.lookups),
            must=must,
            rules=tuple(rules.rules),
            ignore=ignore,
            examples=examples,
            functions=self.scope.functions,
        )

    def refuse_later(self, parts: Parts) -> None:
        node = parts.node_of("based on")
        if node:
            self.faults.at(node, "mapping.not-yet", what="based on")

    def name(self, parts: Parts, document: Pairs) -> str:
        scalar = parts.scalar("mapping")
        if scalar is None:
            self.faults.at(document, "mapping.section-missing", section="mapping")
            return ""
        if not _is_mapping_name(scalar.text):
            self.faults.at(scalar, "mapping.mapping-name", given=scalar.text[:64])
        return scalar.text

    def namespaces(self, node: Node | None) -> None:
        for key, value in as_pairs(node, self.faults, "namespaces") or ():
            if isinstance(value, Scalar):
                self.scope.namespaces[key.text] = value.text
            if not isinstance(value, Scalar) or not (is_uri(value.text) and value.text[-1] in "/#:"):
                self.faults.at(value, "mapping.namespace", given=value.text if isinstance(value, Scalar) else "")
            elif not _is_prefix(key.text):
                self.faults.at(key, "mapping.prefix-form", given=key.text[:64])
            elif key.text in KNOWN_NAMESPACES and value.text != KNOWN_NAMESPACES[key.text]:
                self.faults.at(key, "mapping.prefix-known", given=key.text, uri=KNOWN_NAMESPACES[key.text])

    def source(self, parts: Parts, document: Pairs) -> tuple[str, list[Declared], TableReader]:
        reader = TableReader(self.scope, self.lines)
        pairs = as_pairs(parts.node_of("from"), self.faults, "from")
        if not pairs or not pairs.pairs:
            self.faults.at(document, "mapping.section-missing", section="from")
            return "table", [], reader
        for key, _ in pairs.pairs[1:]:
            self.faults.at(key, "mapping.one-source", given=key.text)
        key, node = pairs.pairs[0]
        if key.text in LATER_SOURCES:
            self.faults.at(key, "mapping.not-yet", what=key.text)
            return key.text, [], reader
        if key.text not in SOURCES:
            self.faults.unknown("key", key.text, SOURCES, spot_of(key), section="from")
            return "table", [], reader
        if key.text == "events":
            LevelReader(self.scope, self.lines).read(node)
            return "events", [], reader
        tables = reader.table(node) if key.text == "table" else reader.tables(node)
        reader.read(tables)
        return key.text, tables, reader

    def rules(self, parts: Parts, kind: str, document: Pairs, must: tuple[Test, ...]) -> RuleReader:
        every = as_pairs(parts.node_of("every event"), self.faults, "every event")
        held = frozenset(test.name for test in must if test.op == "filled" and not test.note)
        reader = RuleReader(self.scope, self.lines, every, held)
        if not self.scope.levels:
            return reader
        fitting = ("records",) if kind == "events" else ("events", "master")
        for section in ("events", "master", "records"):
            node = parts.node_of(section)
            if node is None:
                continue
            if section not in fitting:
                key = document.key(section)
                self.faults.at(key or node, "mapping.section-source", section=section, source=kind)
                continue
            getattr(reader, section)(node)
        if not any(parts.node_of(section) for section in fitting):
            self.faults.tell("mapping.no-rules", Spot(document.line, document.column))
        return reader


def _is_mapping_name(text: str) -> bool:
    return (
        0 < len(text) <= 80
        and text[0].isalnum()
        and text.isascii()
        and all(sign.isalnum() or sign in "-/_" for sign in text)
    )


def _is_prefix(text: str) -> bool:
    return (
        0 < len(text) <= 24
        and text.isascii()
        and text[0].isalpha()
        and all(sign.isalnum() or sign in "_-" for sign in text)
        and text.lower() not in {"xml", "xmlns", "epcis", "http", "https", "urn"}
    )
