"""A mapping file as a tree of texts with their places: the YAML door, and readers for its parts that tell faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lienthong.mapping.faults import Faults, spot_of
from lienthong.mapping.tree import Spot
from lienthong.shelf import Items, Node, Pairs, Scalar, ShelfError, compose

MAX_FILE = 256 * 1024
MAX_LINES = 2_000
_YAML_CODES = frozenset(
    [
        *("quote", "syntax", "documents", "anchor", "tag", "depth", "key", "duplicate", "brace-comma", "colon"),
        *("bracket", "indent", "sign", "no-colon", "open-quote", "empty"),
    ]
)
_PROBLEMS = {
    "mapping values are not allowed": "colon",
    "',' or ']'": "bracket",
    "',' or '}'": "bracket",
    "expected node content": "bracket",
    "end of stream": "open-quote",
    "expected key": "indent",
    "expected <block end>": "indent",
    "'-' indicator": "indent",
    "expected ':'": "no-colon",
    "cannot start any token": "sign",
    "characters are not allowed": "sign",
}
"""What the two parsers of YAML say, in part, and the code it is told by."""
_CERTAIN = {"colon", "bracket", "open-quote"}


def read_document(text: str, faults: Faults) -> Pairs | None:
    """The file as pairs; None, with the fault told, when it is no mapping file at all."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_FILE:
        faults.tell("mapping.yaml-size", Spot(1, 1), limit="256 kB")
        return None
    if len(faults.lines) > MAX_LINES:
        faults.tell("mapping.yaml-lines", Spot(MAX_LINES, 1), limit=str(MAX_LINES))
        return None
    try:
        root = compose(text, faults.file)
    except ShelfError as fault:
        _tell_yaml(fault, faults)
        return None
    except (RecursionError, ValueError):
        faults.tell("mapping.yaml-depth", Spot(1, 1), limit="32")
        return None
    if not isinstance(root, Pairs):
        faults.at(root, "mapping.yaml-root")
        return None
    for scalar in scalars(root):
        _tell_hash(scalar, faults)
    return root


def _tell_yaml(fault: ShelfError, faults: Faults) -> None:
    what = fault.code.removeprefix("yaml.")
    facts = dict(fault.facts)
    spot = Spot(max(fault.line, 1), max(fault.column, 1))
    said = next((code for part, code in _PROBLEMS.items() if part in facts.get("problem", "")), "syntax")
    if said in _CERTAIN:
        what = said
        if "node content" in facts["problem"]:
            facts["begun"] = str(_bracket_above(spot.line, faults))
    elif what == "syntax":
        what, spot = _accident(said, spot, faults)
    faults.tell(f"mapping.yaml-{what if what in _YAML_CODES else 'syntax'}", spot, **facts)


def _bracket_above(line: int, faults: Faults) -> int:
    """The nearest line from here upwards that holds an opening bracket."""
    above = faults.lines[: max(line, 1)]
    return next((number for number in range(len(above), 0, -1) if set("[{") & set(above[number - 1])), line)


def _accident(what: str, spot: Spot, faults: Faults) -> tuple[str, Spot]:
    """YAML often stops a line below a value that begins with a quote: look there for it."""
    for number in (spot.line, spot.line - 1):
        line = faults.lines[number - 1] if 0 < number <= len(faults.lines) else ""
        value = line.partition(": ")[2].strip() or line.strip().removeprefix("- ").strip()
        if value[:1] in {'"', "'", "@", "`"}:
            return "quote", Spot(number, line.index(value) + 1)
    return what, spot


def _tell_hash(scalar: Scalar, faults: Faults) -> None:
    """A value that `#` cuts short: a real comment has a blank behind its `#`."""
    if scalar.quoted or scalar.line > len(faults.lines):
        return
    line = faults.lines[scalar.line - 1]
    end = scalar.column - 1 + len(scalar.text)
    rest = line[end:].lstrip()
    if line[scalar.column - 1 : end] == scalar.text and rest[:1] == "#" and rest[1:2].strip(" #\t"):
        faults.tell("mapping.yaml-hash", Spot(scalar.line, len(line) - len(rest) + 1), cut=rest[:40])


def scalars(node: Node) -> Iterator[Scalar]:
    """All texts below a node, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for child in node.nodes:
            yield from scalars(child)
    else:
        for key, child in node:
            yield key
            yield from scalars(child)


class Parts:
    """The parts of one section by key; keys that nobody asked for are told as unknown."""

    def __init__(self, node: Node | None, faults: Faults, known: Iterable[str], section: str) -> None:
        self.faults, self.section = faults, section
        self.pairs = as_pairs(node, faults, section) if node is not None else None
        self.node = node
        words = tuple(known)
        for key, _ in self.pairs or ():
            if key.text not in words:
                faults.unknown("key", key.text, words, spot_of(key), section=section)

    def node_of(self, key: str) -> Node | None:
        """The node under a key; an empty text counts as none."""
        node = self.pairs.get(key) if self.pairs else None
        return None if isinstance(node, Scalar) and not node.text and not node.quoted else node

    def scalar(self, key: str) -> Scalar | None:
        """The text under a key."""
        node = self.node_of(key)
        if node is None or isinstance(node, Scalar):
            return node
        self.faults.at(node, "mapping.want-text", section=key)
        return None

    def text(self, key: str, default: str = "") -> str:
        scalar = self.scalar(key)
        return scalar.text if scalar else default

    def choice(self, key: str, words: tuple[str, ...]) -> str:
        """One of some words; the first where the key is absent."""
        scalar = self.scalar(key)
        if scalar is None:
            return words[0]
        if scalar.text not in words:
            self.faults.at(scalar, "mapping.choice", section=key, given=scalar.text, known=", ".join(words))
            return words[0]
        return scalar.text

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(scalar.text for scalar in self.scalars(key))

    def scalars(self, key: str) -> list[Scalar]:
        """The texts under a key: one, or a list of them."""
        return as_scalars(self.node_of(key), self.faults, key)

    def sentences(self, key: str) -> Mapping[str, str]:
        """`{vi: …, en: …}`."""
        pairs = as_pairs(self.node_of(key), self.faults, key)
        return {name.text: node.text for name, node in pairs or () if isinstance(node, Scalar)}


def as_pairs(node: Node | None, faults: Faults, section: str) -> Pairs | None:
    """The node as pairs of key and value; anything else is told."""
    if node is None or isinstance(node, Pairs):
        return node
    if not (isinstance(node, Scalar) and not node.text):
        faults.at(node, "mapping.want-pairs", section=section)
    return None


def as_items(node: Node | None, faults: Faults, section: str) -> tuple[Node, ...]:
    """The nodes of a list; anything else is told."""
    if isinstance(node, Items):
        return node.nodes
    if node is not None and not (isinstance(node, Scalar) and not node.text):
        faults.at(node, "mapping.want-list", section=section)
    return ()


def as_scalars(node: Node | None, faults: Faults, section: str) -> list[Scalar]:
    """One text or a list of texts; anything else is told."""
    if node is None:
        return []
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Items):
        for child in node.nodes:
            if not isinstance(child, Scalar):
                faults.at(child, "mapping.want-text", section=section)
        return [child for child in node.nodes if isinstance(child, Scalar)]
    faults.at(node, "mapping.want-text", section=section)
    return []
