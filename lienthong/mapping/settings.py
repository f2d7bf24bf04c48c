"""Settings: values that may change without touching the rules, and what a run still has to be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from lienthong.findings import Finding, Position, core_catalogue
from lienthong.mapping.document import Parts, as_pairs
from lienthong.mapping.faults import refused, spot_of
from lienthong.mapping.functions import clean
from lienthong.mapping.lines import Lines
from lienthong.mapping.scope import Scope
from lienthong.mapping.tree import Line, MappingTree, Name, Setting
from lienthong.mapping.types import Flow, is_uri
from lienthong.plugs import Refusal
from lienthong.shelf import Node, Pairs, Scalar

Source = Literal["mapping", "file", "environment", "run"]
_PARTS = ("value", "read", "ask")


class SettingsReader:
    """Declares the settings of a file; texts handed in win over those written there.

    `given` maps a name to its text and where it came from. Names handed in for this run that the mapping does not
    have are told; an installation's settings are for many mappings, so unknown ones among them are not.
    """

    def __init__(self, scope: Scope, lines: Lines, given: Mapping[str, tuple[str, Source]]) -> None:
        self.scope, self.lines, self.faults = scope, lines, scope.faults
        self.given = given

    def declare(self, node: Node | None) -> None:
        pairs = as_pairs(node, self.faults, "settings")
        reads: list[tuple[str, Scalar]] = []
        for key, value in pairs or ():
            if self.scope.claim(key, "setting"):
                read = self.one(key, value)
                if read:
                    reads.append((key.text, read))
        for word, read in reads:
            self.read(word, read)
        self.tell_strangers(pairs)

    def one(self, key: Scalar, node: Node) -> Scalar | None:
        read, ask, text = None, {}, ""
        if isinstance(node, Scalar):
            text = node.text
        else:
            parts = Parts(node, self.faults, _PARTS, key.text)
            read, ask, text = parts.scalar("read"), dict(parts.sentences("ask")), parts.text("value")
        source: Source = "mapping"
        if key.text in self.given:
            text, source = self.given[key.text]
        name = Name(key.text, "setting", spot_of(key))
        setting = Setting(name, text, source, ask, text or None)
        self.scope.settings[key.text] = setting
        self.scope.declare(name, _flow(text, ask))
        return read

    def read(self, word: str, text: Scalar) -> None:
        """Reads a setting's text by its `read` line, now, so that a wrong one is told before any row is read."""
        setting = self.scope.settings[word]
        line, flow = self.lines.reading(text, "")
        if line is None:
            return
        setting.name.read = line
        self.scope.learn(setting.name, Flow(flow.type, not setting.value and not setting.ask))
        if not setting.value or self.faults.errors:
            return
        bound = self.run(line, setting)
        self.scope.settings[word] = Setting(setting.name, setting.value, setting.source, setting.ask, bound)

    def run(self, line: Line, setting: Setting) -> Any:
        try:
            value: Any = clean(setting.value)
            for step in line.steps:
                value = step.call(value, *(self.scope.settings[name.text].bound for name in step.values))
        except Refusal as refusal:
            self.faults.tell(
                "mapping.setting-value",
                line.spot,
                setting=setting.name.text,
                value=setting.value,
                read=line.text,
                **refused(refusal, self.faults.catalogue),
            )
            return None
        return value

    def tell_strangers(self, pairs: Pairs | None) -> None:
        known = tuple(self.scope.settings)
        for word, (_, source) in self.given.items():
            if source == "run" and word not in self.scope.settings:
                spot = spot_of(pairs) if pairs else spot_of(Scalar("", 1, 1))
                self.faults.unknown("setting", word[:64], known, spot)


def _flow(text: str, ask: Mapping[str, str]) -> Flow:
    if ask and not text:
        return Flow("text", False)
    kind = "uri" if is_uri(text) and not text[:1].isdigit() else "text"
    return Flow(kind, not text, frozenset({text}) if text else frozenset())


def asks(tree: MappingTree) -> list[Finding]:
    """One finding `mapping.ask` for each setting that the run must give and has not; run nothing while one stands."""
    catalogue = core_catalogue()
    return [
        catalogue.finding("mapping.ask", setting=word, vi=_sentence(setting, "vi"), en=_sentence(setting, "en")).placed(
            Position(tree.file, "", setting.name.spot.line, setting.name.spot.column)
        )
        for word, setting in tree.settings.items()
        if setting.ask and not setting.value and setting.name.used
    ]


def _sentence(setting: Setting, lang: str) -> str:
    return setting.ask.get(lang) or next(iter(setting.ask.values()), setting.name.text)
