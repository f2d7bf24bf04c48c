"""Digital Links read strictly: key, qualifiers, attributes and extension parameters, each held against its rule."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.gs1.ais import Elements, checked
from adapters.gs1.escapes import broken, unescaped, unescaped_query
from adapters.gs1.link_parts import Parts
from adapters.gs1.link_table import table
from lienthong.plugs import Refusal


@dataclass(frozen=True, slots=True)
class Judge:
    """Raises what is wrong as `Refusal`, but for the codes that are switched `off`."""

    off: frozenset[str] = frozenset()

    def fault(self, code: str, **facts: str) -> None:
        if code not in self.off:
            raise Refusal(code, **facts)

    def value(self, ai: str, text: str) -> str:
        """The value of an AI, checked; as it stands where the rule that it breaks is switched off."""
        try:
            return checked(ai, text)
        except Refusal as refusal:
            if refusal.code not in self.off:
                raise
            return text


STRICT = Judge()
"""Switches nothing off."""


def path_elements(parts: Parts, start: int, judge: Judge) -> Elements:
    """The key that begins at the segment `start`, and its qualifiers, in the order of the standard."""
    names = parts.segments[start::2]
    if names not in table().sequences:
        judge.fault("gs1.link-order", **disorder(names))
    if start >= 2:
        _refuse_misplaced(parts.segments[start - 2], names[0], judge)
    values = parts.segments[start + 1 :: 2]
    return tuple([(ai, path_value(ai, text, judge)) for ai, text in zip(names, values, strict=True)])


def path_value(ai: str, segment: str, judge: Judge) -> str:
    """The value that a segment of the path stands for, checked; its characters are those of a URI."""
    if not segment:
        judge.fault("gs1.link-empty", ai=ai)
    if broken(segment):
        judge.fault("gs1.link-escape", value=segment)
    return judge.value(ai, unescaped(segment))


def disorder(names: tuple[str, ...]) -> dict[str, str]:
    """The facts of a path whose qualifiers stand in no order of the standard."""
    key, *qualifiers = names
    allowed = " | ".join(", ".join(chain) for chain in table().chains.get(key, ()))
    return {"ai": key, "got": ", ".join(qualifiers), "wants": allowed}


def _refuse_misplaced(before: str, key: str, judge: Judge) -> None:
    """Refuses a qualifier of the key that stands right before it; by the grammar alone it would be part of the stem."""
    if any(before in chain for chain in table().chains[key]):
        judge.fault("gs1.link-order", ai=key, got=before, wants=f"{key}, {before}")


def query_members(query: str, path: Elements, judge: Judge, beside: Elements = ()) -> tuple[Elements, Elements]:
    """The attributes of a query, checked, and its other parameters, both decoded and in the order of the query.

    `beside` are attributes that the link already has.
    """
    attributes: list[tuple[str, str]] = []
    parameters: list[tuple[str, str]] = []
    sequence = tuple([ai for ai, _ in path])
    met = {ai for ai, _ in (*path, *beside)}
    for member in filter(None, query.split("&")):
        name, _, text = member.partition("=")
        if not (name.isascii() and name.isdigit()):
            # what is no AI is no part of the identifier, and no rule of ours holds for it
            parameters.append((unescaped_query(name), unescaped_query(text)))
            continue
        attributes.append((name, _attribute(name, text, sequence, judge)))
        if name in met:
            judge.fault("gs1.link-repeat", ai=name)
        met.add(name)
    return tuple(attributes), tuple(parameters)


def _attribute(ai: str, text: str, sequence: tuple[str, ...], judge: Judge) -> str:
    refuse_misplaced_attribute(ai, sequence, judge)
    if not text:
        judge.fault("gs1.link-empty", ai=ai)
    if broken(text):
        judge.fault("gs1.link-escape", value=text)
    value = unescaped_query(text)
    return judge.value(ai, value) if ai in table().known else value


def refuse_misplaced_attribute(ai: str, sequence: tuple[str, ...], judge: Judge) -> None:
    """Refuses an AI that may not stand in the query of a link with this path."""
    ais = table()
    if ai not in ais.known:
        judge.fault("gs1.link-unknown", ai=ai)
    elif ai in ais.misplaced(sequence):
        judge.fault("gs1.link-query", ai=ai)
    elif ai not in ais.attributes:
        judge.fault("gs1.link-attribute", ai=ai)


def refuse_misplaced_in(query: str, path: Elements) -> None:
    """Refuses a query that holds a qualifier of the key: what the link names would then be doubtful."""
    misplaced = table().misplaced(tuple([ai for ai, _ in path]))
    for member in query.split("&"):
        ai = member.partition("=")[0]
        if ai in misplaced:
            raise Refusal("gs1.link-query", ai=ai)
