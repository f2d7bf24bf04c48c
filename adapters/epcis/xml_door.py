"""The one door for XML: no DOCTYPE, no entity, no network, flat memory.

The head of a file is read by expat first, which stops at the first start tag: a DOCTYPE never reaches the parser
that builds elements. That parser is fed piece by piece, and what is done with is dropped.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

from lxml import etree

from adapters.epcis.source import Fault, opened

PIECE = 1 << 16
MAX_DEPTH = 64
MAX_NESTED = MAX_DEPTH - 4
"""How deep extensions may go: a document, its body, list and event stand around them."""
MAX_ATTRIBUTES = 256
MAX_SPACES = 64
MAX_DIGITS = 64
MAX_TEXT = 1 << 20
MAX_TAG = 4 * MAX_TEXT
"""Bytes from one tag to the next: a text of full length, or an element with all its attributes."""
MAX_NODES = 500_000
_ENCODINGS = frozenset({"utf-8", "utf-16", "ascii", "iso8859-1"})


class XmlFault(Fault):
    """What is wrong with a document: a code, a line or pointer, facts."""


class _Begun(Exception):
    """The first start tag is reached."""


def guard(path: Path, roots: Sequence[str]) -> None:
    """Reads the head of a file; raises `XmlFault` for a DOCTYPE, an odd encoding, another root than one of these."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def declared(version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and _codec(encoding) not in _ENCODINGS:
            raise XmlFault("epcis.xml.encoding", value=encoding[:40])

    def doctype(*_: object) -> None:
        raise XmlFault("epcis.xml.doctype", str(parser.CurrentLineNumber))

    def start(name: str, _: object) -> None:
        if name.rpartition(":")[2] not in roots:
            raise XmlFault("epcis.document.kind", value=name[:80])
        raise _Begun

    parser.XmlDeclHandler, parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, doctype, start
    try:
        with opened(path) as file:
            while True:
                piece = file.read(4096)
                parser.Parse(piece, not piece)
                if not piece or file.tell() > MAX_TEXT:
                    raise XmlFault("epcis.size", "/", limit=f"{MAX_TEXT >> 20} MiB")
    except _Begun:
        return
    except expat.ExpatError as fault:
        raise XmlFault("epcis.xml.syntax", str(fault.lineno), problem=expat.ErrorString(fault.code)) from None
    except (LookupError, ValueError) as fault:
        raise XmlFault("epcis.xml.encoding", value=str(fault)[:40]) from None


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


class XmlPieces:
    """Walks a document by its starts, ends and namespace declarations of the tags asked for.

    Whoever walks it drops what is done with by `done`; where too much stands undropped, it raises `XmlFault`.
    """

    def __init__(self, file: BinaryIO, tags: Sequence[str]) -> None:
        self._file = file
        self._parser = etree.XMLPullParser(
            events=("start", "end", "start-ns"),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_blank_text=False,
        )
        self._root: etree._Element | None = None
        self._held = self._far = 0
        """Bytes in the tree at most, and bytes since a tag began."""

    def __iter__(self) -> Iterator[tuple[str, etree._Element | tuple[str, str]]]:
        try:
            while piece := self._file.read(PIECE):
                self._far = 0 if b"<" in piece else self._far + len(piece)
                if self._far > MAX_TAG:
                    raise XmlFault("epcis.size", "/", limit=f"{MAX_TEXT >> 20} MiB")
                self._parser.feed(piece)
                self._held += len(piece)
                if self._held > MAX_TEXT:
                    self._weigh()
                yield from self._met()
            self._parser.close()
            yield from self._met()
        except etree.XMLSyntaxError as fault:
            raise _syntax_fault(fault) from None

    def top(self) -> Sequence[etree._Element]:
        """The elements right under the root, as far as they have been met and not dropped."""
        return [] if self._root is None else list(self._root)

    def done(self, element: etree._Element) -> None:
        """Drops an element that has been read, all before it in its parent having been dropped or looked at."""
        element.clear(keep_tail=False)
        self._held = 0

    def _met(self) -> Iterator[tuple[str, etree._Element | tuple[str, str]]]:
        met = iter(self._parser.read_events())
        while self._root is None:
            action, thing = next(met, ("", None))
            if thing is None:
                return
            if isinstance(thing, etree._Element):
                self._root = thing.getroottree().getroot()
                if self._root.getroottree().docinfo.internalDTD is not None:
                    raise XmlFault("epcis.xml.doctype", "1")
            yield action, thing
        yield from met

    def _weigh(self) -> None:
        """Raises `XmlFault` when the tree in memory has more nodes, or longer texts, than it may."""
        self._held = 0
        root = self._root
        if root is None:
            raise XmlFault("epcis.size", "/", limit=f"{MAX_TEXT >> 20} MiB")
        if root.xpath("count(//node())") > MAX_NODES:
            raise XmlFault("epcis.size", "/", limit=f"{MAX_NODES} nodes")
        if root.xpath(f"boolean(//text()[string-length(.) > {MAX_TEXT}] | //@*[string-length(.) > {MAX_TEXT}])"):
            raise XmlFault("epcis.size", "/", limit=f"{MAX_TEXT >> 20} MiB")


def compiled(schema: bytes, part: Callable[[str], bytes]) -> etree.XMLSchema:
    """The compiled form of an XML Schema of ours; what it imports is asked of `part`, by name, and of nobody else.

    Raises what `part` raises for a name it does not know, and `XMLSchemaParseError` for a schema that is none.
    """
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    parser.resolvers.add(_Parts(part))
    return etree.XMLSchema(etree.fromstring(schema, parser))


class _Parts(etree.Resolver):
    def __init__(self, part: Callable[[str], bytes]) -> None:
        self._part = part

    def resolve(self, system_url: str | None, public_id: str | None, context: Any) -> Any:
        """The schema document of a name."""
        return self.resolve_string(self._part(str(system_url).rpartition("/")[2]).decode(), context)


def _syntax_fault(fault: etree.XMLSyntaxError) -> XmlFault:
    problem = (fault.msg or "").partition(", line ")[0]
    if fault.code == etree.ErrorTypes.WAR_NS_URI:
        return XmlFault("epcis.xml.namespace", str(fault.lineno), problem=problem)
    if "huge" in problem.lower() or "too deep" in problem.lower() or "depth" in problem.lower():
        return XmlFault("epcis.depth", str(fault.lineno), limit=str(MAX_DEPTH))
    return XmlFault("epcis.xml.syntax", str(fault.lineno), problem=problem)
