"""The record as XML: written from its shape, read back by it, record by record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from adapters.tcvn.json_schema import record_findings
from adapters.tcvn.shape import Member, Part, Record, namespace, parts, record, root, version
from adapters.tcvn.telling import CATALOGUE, Tell, step, unreadable
from adapters.tcvn.xsd import COUNT, NAME, VERSION

_DIGITS = re.compile(r"0|[1-9][0-9]*")
_LONGEST = 4300
"""Digits of a number that are read at all."""
# a line end as a sign of its own would be read as a plain one
_LINE_END = {"\r": "&#13;"}


def write(records: Iterable[Record], file: Path) -> None:
    """Writes a file of records, each on a line of its own."""
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f"<{root()} xmlns={quoteattr(namespace())} {VERSION}={quoteattr(version())}>\n")
        for one in records:
            out.write("".join(_part(record(), record().name, one)) + "\n")
        out.write(f"</{root()}>\n")


def _part(part: Part, tag: str, value: Record, name: str | None = None) -> Iterator[str]:
    told = "" if name is None else f" {NAME}={quoteattr(name, {chr(13): '&#13;', chr(10): '&#10;', chr(9): '&#9;'})}"
    yield f"<{tag}{told}>"
    for member in part.members:
        if value.get(member.name) is not None:
            yield from _member(member, value[member.name])
    yield f"</{tag}>"


def _member(member: Member, value: Any) -> Iterator[str]:
    if member.kind == "part":
        yield from _part(parts()[member.of], member.name, value)
    elif member.kind in {"many", "named"}:
        inner = parts()[member.of]
        yield f"<{member.name}>"
        for name, one in value.items() if member.kind == "named" else ((None, one) for one in value):
            yield from _part(inner, inner.element, one, name)
        yield f"</{member.name}>"
    else:
        tag = COUNT if member.kind == "value" and isinstance(value, int) else member.name
        yield f"<{tag}>{escape(str(value), _LINE_END)}</{tag}>"


def knows(start: bytes) -> bool:
    """Whether a file that starts so may be XML."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" or start[:2] in {b"\xff\xfe", b"\xfe\xff"}


def read(file: Path, tell: Tell) -> Iterator[Record]:
    """The records of a file; what keeps one from being a record is told, and it is left out.

    Raises `Unreadable` where it is no file of records, or holds a DOCTYPE.
    """
    _guard(file)
    wanted = f"{{{namespace()}}}{record().name}"
    try:
        steps = etree.iterparse(
            str(file), events=("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        number = 0
        for _, element in steps:
            parent = element.getparent()
            if parent is None or parent.getparent() is not None:
                continue
            value = _Taking(tell, f"/{root()}/{number}").whole(element)
            number += 1
            if value is not None:
                yield value
            element.clear()
            while (before := element.getprevious()) is not None and before.tag == element.tag:
                parent.remove(before)
        _root_findings(steps.root, tell)
    except etree.XMLSyntaxError as fault:
        raise unreadable("tcvn.xml", file, fault.lineno or 0, problem=str(fault.msg)[:120]) from None


def _guard(file: Path) -> None:
    """Reads the head of a file by a parser that stops at the first tag: a DOCTYPE never reaches the other one."""
    parser = expat.ParserCreate(namespace_separator=" ")
    begun: list[tuple[str, dict[str, str]]] = []

    def doctype(*_: object) -> None:
        raise unreadable("tcvn.doctype", file, parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = lambda name, attributes: begun.append((name, attributes))
    try:
        with file.open("rb") as source:
            while not begun:
                piece = source.read(4096)
                parser.Parse(piece, not piece)
    except expat.ExpatError as fault:
        if not begun:
            raise unreadable("tcvn.xml", file, fault.lineno, problem=expat.ErrorString(fault.code)) from None
    if not begun or begun[0][0] != f"{namespace()} {root()}":
        raise unreadable("tcvn.kind", file)
    given = begun[0][1].get(VERSION, "")
    if given != version():
        raise unreadable("tcvn.version", file, value=given[:40], known=version())


def _root_findings(element: Any, tell: Tell) -> None:
    """What stands in the root beside its records."""
    for child in element:
        if child.tag != f"{{{namespace()}}}{record().name}":
            tell(CATALOGUE.finding("tcvn.member-unknown", f"/{root()}", name=_local(child)))
    for name in element.attrib:
        if name != VERSION:
            tell(CATALOGUE.finding("tcvn.member-unknown", f"/{root()}", name=name))


class _Taking:
    """Takes one record out of its element; what has no place in it is told."""

    def __init__(self, tell: Tell, at: str) -> None:
        self.tell, self.at, self.good = tell, at, True

    def whole(self, element: Any) -> Record | None:
        """The record, None where something keeps it from being one."""
        value = self.part(record(), element, self.at)
        for fault in record_findings(value, self.at) if self.good else ():
            self.fault(fault.code, fault.at, **fault.facts)
        return value if self.good else None

    def fault(self, code: str, at: str, **facts: str) -> None:
        """Tells what is wrong at a pointer."""
        self.good = False
        self.tell(CATALOGUE.finding(code, at, **facts))

    def part(self, part: Part, element: Any, at: str, named: bool = False) -> Record:
        value: Record = {member.name: None for member in part.members if member.null}
        self.only(element, at, {NAME} if named else set())
        for child in element:
            tag = _local(child)
            member = part.member(tag) or self.number(part, tag)
            if member is None or not child.tag.startswith(f"{{{namespace()}}}"):
                self.fault("tcvn.member-unknown", at, name=tag)
            elif value.get(member.name) is not None:
                self.fault("tcvn.element-twice", step(at, member.name), name=tag)
            else:
                value[member.name] = self.member(member, child, step(at, member.name), tag)
        return {member.name: value[member.name] for member in part.members if member.name in value}

    def number(self, part: Part, tag: str) -> Member | None:
        """The member that a count stands for."""
        return next((one for one in part.members if one.kind == "value"), None) if tag == COUNT else None

    def member(self, member: Member, element: Any, at: str, tag: str) -> Any:
        if member.kind == "part":
            return self.part(parts()[member.of], element, at)
        if member.kind in {"many", "named"}:
            return self.list(member, element, at)
        if len(element) or element.attrib:
            self.fault(
                "tcvn.member-unknown", at, name=_local(element[0]) if len(element) else next(iter(element.attrib))
            )
        text = element.text or ""
        bare = text.strip(" \t\r\n")
        if (member.kind == "count" or tag == COUNT) and _DIGITS.fullmatch(bare) and len(bare) < _LONGEST:
            return int(bare)
        if tag == COUNT:
            self.fault("tcvn.form", at, value=bare[:80], wants="0, 1, 2, 3 …")
        return text

    def list(self, member: Member, element: Any, at: str) -> Any:
        inner, found = parts()[member.of], dict[Any, Record]()
        self.only(element, at, set())
        for number, child in enumerate(element):
            name = child.get(NAME) if member.kind == "named" else number
            if child.tag != f"{{{namespace()}}}{inner.element}":
                self.fault("tcvn.member-unknown", at, name=_local(child))
            elif name is None or name in found:
                self.fault("tcvn.name", at, name=str(name or ""))
            else:
                found[name] = self.part(inner, child, step(at, name), named=member.kind == "named")
        return found if member.kind == "named" else list(found.values())

    def only(self, element: Any, at: str, attributes: set[str]) -> None:
        """Tells text between elements, and attributes that have no place."""
        if any((text or "").strip(" \t\r\n") for text in (element.text, *(child.tail for child in element))):
            self.fault("tcvn.form", at, value=(element.text or "").strip()[:80], wants="XML")
        for name in element.attrib:
            if name not in attributes:
                self.fault("tcvn.member-unknown", at, name=name)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else "&"
