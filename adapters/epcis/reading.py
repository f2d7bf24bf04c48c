"""One entry to every kind of EPCIS document: what it is, and in which syntax, is told by its content."""

from __future__ import annotations

from pathlib import Path

from adapters.epcis.json_events import Tell
from adapters.epcis.json_reader import JsonReader
from adapters.epcis.source import HEAD, Fault, opened
from adapters.epcis.xml_reader import XmlReader
from lienthong.findings import Finding, Position
from lienthong.model import Document
from lienthong.reading import Unreadable

_XML, _JSON = XmlReader(), JsonReader()
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def syntax(head: bytes) -> str:
    """`xml` or `json`, by the first plain bytes of a document; empty for what is neither.

    >>> syntax(b'{"type": "EPCISDocument"}'), syntax(b"<EPCISDocument/>"), syntax(b"GTIN;lot")
    ('json', 'xml', '')
    """
    for mark in _MARKS:
        head = head.removeprefix(mark)
    sign = head.replace(b"\0", b"").lstrip(b" \t\r\n")[:1]
    return {b"<": "xml", b"{": "json", b"[": "json"}.get(sign, "")


def read(path: Path, tell: Tell) -> Document:
    """The document in a file: its header (`kind` says what it is) and its events, which may be walked once.

    Events with a fault are told and left out. Raises `Unreadable` when nothing in it can be read.
    """
    place = Position(path.name)
    try:
        with opened(path) as file:
            head = file.read(HEAD)
    except OSError:
        raise Unreadable(Finding("epcis.document.absent", "error", "", {}, place)) from None
    except Fault as fault:
        raise Unreadable(Finding(fault.code, "error", fault.at, fault.facts, place)) from None
    found = syntax(head)
    if not found:
        raise Unreadable(Finding("epcis.document.unknown", "error", "", {}, place))
    return _XML.read(path, tell) if found == "xml" else _JSON.read(path, tell)
