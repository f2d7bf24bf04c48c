"""A profile's file read: the profile, or what is wrong with the file, each fault at its line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, cast

from lienthong.checks.case import Case, When, case_words
from lienthong.checks.profile import Both, Duty, Example, Kind, Profile, ProfileField, Told
from lienthong.findings import Finding, Position, core_catalogue
from lienthong.model import Need
from lienthong.shelf import Items, Node, Pairs, Scalar, ShelfError, compose, data

PARTS: Mapping[str, bool] = {
    "profile": True, "title": True, "instrument": True, "short": True, "full": True, "valid from": True,
    "valid to": False, "state": False, "kind": False, "active": False, "goods": False, "roles": False, "mark": True,
    "note": False, "fields": True, "duties": False, "examples": False,
}  # fmt: skip
"""The parts of a profile, and whether a file must have them."""
FIELD: Mapping[str, bool] = {
    "need": True, "article": True, "mark": True, "term": False, "who": False, "consumer": False, "row": False,
    "when": False, "must": False, "each": False, "annex": False, "same": False, "personal": False,
    "valid from": False, "valid to": False,
}  # fmt: skip
EXAMPLE: Mapping[str, bool] = {"say": True, "case": False, "lot": True, "events": False, "lacks": False}
DUTY: Mapping[str, bool] = {"say": True, "article": True, "mark": True}
WORDS: Mapping[str, tuple[str, ...]] = {
    "need": ("M", "IF", "C", "O"),
    "mark": ("L", "N", "C", "D", "U"),
    "state": ("in force", "kept", "on hold", "plan", "draft"),
    "kind": ("data set", "view", "passport", "label", "register", "identification"),
    "active": ("yes", "no"),
    "consumer": ("yes", "no"),
    "personal": ("yes", "no"),
    "each": ("stage", "traceCode", "time", "place", "performer"),
}
BOTH = frozenset({"title", "short", "full", "note", "term"})
_LISTS = frozenset({"goods", "roles", "each", "lacks"})


class ReadProfile(NamedTuple):
    """A profile, None when its file cannot be used, and what is wrong with the file."""

    profile: Profile | None
    findings: list[Finding]


@lru_cache(maxsize=1)
def shared_items() -> Mapping[str, Mapping[str, Any]]:
    """The items that profiles share, by word: `term` and `who` as texts in both languages."""
    table = data("vn/items.yaml")
    return {name: {**row, "who": table["suppliers"][row["who"]]} for name, row in table["items"].items()}


def read_profile(text: str, file: str) -> ReadProfile:
    """The profile that a text holds; `file` names it in what is told."""
    reader = _Reader(file)
    try:
        node = compose(text, file)
    except (ShelfError, RecursionError) as fault:
        line, column = getattr(fault, "line", 1), getattr(fault, "column", 1)
        reader.tell("profile.file", Scalar("", line, column), problem=getattr(fault, "code", "yaml.depth"))
        return ReadProfile(None, reader.found)
    parts = reader.parts(node, PARTS, "profile")
    if reader.found:
        return ReadProfile(None, reader.found)
    profile = _profile(parts, reader)
    return ReadProfile(None if reader.found else profile, reader.found)


class _Reader:
    """Takes parts from nodes and notes what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []

    def tell(self, code: str, node: Node, **facts: str) -> None:
        place = Position(self.file, "", max(node.line, 1), max(node.column, 1))
        self.found.append(core_catalogue().finding(code, **facts).placed(place))

    def parts(self, node: Node, known: Mapping[str, bool], section: str) -> dict[str, Any]:
        """The parts of a section as plain values: texts in both languages, lists, words of their lists checked."""
        if not isinstance(node, Pairs):
            self.tell("profile.section", node, section=section)
            return {}
        told: dict[str, Any] = {}
        for key, value in node:
            if key.text not in known:
                self.unknown(key, key.text, known, section)
            else:
                told[key.text] = self.value("note" if (section, key.text) == ("duties", "say") else key.text, value)
        for name in (name for name, needed in known.items() if needed and name not in told):
            self.tell("profile.lacks", node, part=name, section=section)
        return told

    def value(self, name: str, node: Node) -> Any:
        if name in BOTH and not (isinstance(node, Pairs) and node.get("vi") and node.get("en")):
            self.tell("profile.both", node, part=name)
            return {"vi": "", "en": ""}
        if name in _LISTS:
            return tuple(self.word(name, text) for text in _scalars(node))
        if name in WORDS:
            return self.word(name, node)
        return node.plain() if name in BOTH or isinstance(node, Scalar) else node

    def word(self, name: str, node: Node) -> str:
        text = node.text if isinstance(node, Scalar) else ""
        known = WORDS.get(name) or {"goods": (*case_words()["goods"],), "roles": (*case_words()["role"],)}.get(name)
        if known and text not in known:
            self.unknown(node, text, known, name)
        return text

    def unknown(self, node: Node, given: str, known: Iterable[str], section: str) -> None:
        near = difflib.get_close_matches(given, list(known), 1)
        self.tell("profile.word", node, given=given, section=section, near=near[0] if near else "")

    def when(self, node: Any) -> When:
        """A case as it is written: each name with the values under which it holds."""
        told: dict[str, tuple[str, ...]] = {}
        for key, value in node if isinstance(node, Pairs) else ():
            known = case_words().get(key.text)
            if known is None:
                self.unknown(key, key.text, case_words(), "when")
                continue
            for one in _scalars(value):
                if one.text not in known:
                    self.unknown(one, one.text, known, key.text)
            told[key.text] = tuple(one.text for one in _scalars(value))
        return told


def _scalars(node: Node) -> list[Scalar]:
    nodes = node.nodes if isinstance(node, Items) else (node,)
    return [one for one in nodes if isinstance(one, Scalar)]


def _profile(parts: Mapping[str, Any], reader: _Reader) -> Profile:
    named = parts["fields"] if isinstance(parts["fields"], Pairs) else Pairs((), 1, 1)
    fields = {key.text: _field(key, node, reader) for key, node in named}
    return Profile(
        name=parts["profile"],
        title=parts["title"],
        instrument=parts["instrument"],
        short=parts["short"],
        full=parts["full"],
        valid_from=parts["valid from"],
        valid_to=parts.get("valid to", ""),
        mark=parts["mark"],
        fields=fields,
        state=parts.get("state", "in force"),
        kind=cast("Kind", parts.get("kind", "data set")),
        active=parts.get("active", "yes") == "yes",
        goods=parts.get("goods", ()),
        roles=parts.get("roles", ()),
        note=parts.get("note", {"vi": "", "en": ""}),
        duties=tuple(_duty(node, reader) for node in _nodes(parts.get("duties"))),
        examples=tuple(_example(node, fields, reader) for node in _nodes(parts.get("examples"))),
    )


def _nodes(node: Any) -> tuple[Node, ...]:
    return node.nodes if isinstance(node, Items) else ()


def _field(key: Scalar, node: Node, reader: _Reader) -> ProfileField:
    parts, shared = reader.parts(node, FIELD, key.text), shared_items().get(key.text, {})
    when, must = reader.when(parts.get("when")), reader.when(parts.get("must"))
    term, who = parts.get("term") or shared.get("term"), _who(parts.get("who")) or shared.get("who")
    if not term or not who:
        reader.tell("profile.item", key, item=key.text)
    if parts.get("need") == "C" and not when:
        reader.tell("profile.case", key, item=key.text)
    return ProfileField(
        name=key.text,
        need=cast("Need", parts.get("need", "O")),
        article=parts.get("article", ""),
        mark=parts.get("mark", "U"),
        term=cast("Both", term or {}),
        who=cast("Both", who or {}),
        consumer=parts.get("consumer") == "yes",
        row=parts.get("row", ""),
        when=when,
        must=must,
        each=parts.get("each", ()),
        annex=parts.get("annex", ""),
        same=parts.get("same", shared.get("same", "")),
        personal=parts.get("personal", shared.get("personal", "no")) == "yes",
        valid_from=parts.get("valid from", ""),
        valid_to=parts.get("valid to", ""),
    )


def _who(node: Any) -> Any:
    """Who supplies an item: a word of the shared list, or a text in both languages."""
    if isinstance(node, Pairs):
        return node.plain()
    return data("vn/items.yaml")["suppliers"].get(node) if node else None


def _duty(node: Node, reader: _Reader) -> Duty:
    parts = reader.parts(node, DUTY, "duties")
    return Duty(parts.get("say", {}), parts.get("article", ""), parts.get("mark", "U"))


def _example(node: Node, fields: Mapping[str, ProfileField], reader: _Reader) -> Example:
    parts = reader.parts(node, EXAMPLE, "examples")
    for item in parts.get("lacks", ()):
        if item not in fields:
            reader.unknown(node, item, fields, "lacks")
    lot = parts["lot"].plain() if isinstance(parts.get("lot"), Pairs) else {}
    told = Told(lot, [one.plain() for one in _nodes(parts.get("events")) if isinstance(one, Pairs)])
    return Example(str(parts.get("say", "")), _case(parts.get("case"), reader), told, parts.get("lacks", ()), node.line)


def _case(node: Any, reader: _Reader) -> Case:
    """The case of an example: what `when` may say, and the day under `on`."""
    if not isinstance(node, Pairs):
        return Case()
    day = node.get("on")
    rest = Pairs(tuple(pair for pair in node if pair[0].text != "on"), node.line, node.column)
    told = reader.when(rest)
    more = {name: values[0] for name, values in told.items() if name not in {"goods", "role"} and values}
    role = told.get("role", ("",))[0]
    return Case.of(str(day.plain()) if day else "", goods=told.get("goods", ()), role=role, more=more)
