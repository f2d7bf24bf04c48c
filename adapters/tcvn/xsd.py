"""The XML Schema of the record, made from its shape."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from lxml import etree

from adapters.tcvn.shape import Member, Part, limits, namespace, parts, record, root, version, words

NAME = "name"
"""The attribute of a part that stands by its name."""
COUNT = "count"
"""The element of a value that is a count, in place of the member's own."""
VERSION = "version"


@lru_cache(maxsize=1)
def xml_schema() -> etree.XMLSchema:
    """The compiled schema of a whole file."""
    return etree.XMLSchema(etree.fromstring(schema_text()))


@lru_cache(maxsize=1)
def schema_text() -> bytes:
    """The schema document."""
    space = quoteattr(namespace())
    spaces = f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns={space} targetNamespace={space}'
    lines = [
        f'<xs:schema {spaces} elementFormDefault="qualified" version={quoteattr(version())}>',
        *_root(),
        *_simple_types(),
        *(line for part in parts().values() for line in _part(part)),
        "</xs:schema>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _root() -> Iterator[str]:
    name = record().name
    yield f"<xs:element name={quoteattr(root())}><xs:complexType><xs:sequence>"
    yield f'<xs:element name={quoteattr(name)} type={_type(name)} minOccurs="0" maxOccurs="unbounded"/>'
    yield f'</xs:sequence><xs:attribute name="{VERSION}" use="required"><xs:simpleType>'
    yield f'<xs:restriction base="xs:string"><xs:enumeration value={quoteattr(version())}/></xs:restriction>'
    yield "</xs:simpleType></xs:attribute></xs:complexType></xs:element>"


def _simple_types() -> Iterator[str]:
    most = limits()
    for name, least, longest in (("text", 0, most.text), ("filled", 1, most.text), (NAME, 1, most.name)):
        yield f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">'
        yield f'<xs:minLength value="{least}"/><xs:maxLength value="{longest}"/></xs:restriction></xs:simpleType>'
    yield '<xs:simpleType name="count"><xs:restriction base="xs:integer"><xs:pattern value="0|[1-9][0-9]*"/>'
    yield f'<xs:minInclusive value="0"/><xs:maxInclusive value="{most.count}"/></xs:restriction></xs:simpleType>'
    lists = (one.of for part in parts().values() for one in part.members if one.kind == "word")
    for name in dict.fromkeys(lists):
        yield f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">'
        yield from (f"<xs:enumeration value={quoteattr(word)}/>" for word in words(name))
        yield "</xs:restriction></xs:simpleType>"


def _type(part: str) -> str:
    return f'"{part.title().replace(" ", "")}Part"'


def _part(part: Part) -> Iterator[str]:
    yield f"<xs:complexType name={_type(part.name)}><xs:sequence>"
    chosen = [member for member in part.members if member.name in part.either]
    for member in part.members:
        if member not in chosen:
            yield from _member(member)
        elif member is chosen[0]:
            yield "<xs:choice>"
            yield from (f'<xs:element name={quoteattr(one.name)} type="{one.kind}"/>' for one in chosen)
            yield "</xs:choice>"
    yield "</xs:sequence>"
    if _is_named(part):
        yield f'<xs:attribute name="{NAME}" type="{NAME}" use="required"/>'
    yield "</xs:complexType>"


def _is_named(part: Part) -> bool:
    return any(one.kind == "named" and one.of == part.name for other in parts().values() for one in other.members)


def _member(member: Member) -> Iterator[str]:
    name, least = quoteattr(member.name), "" if member.must else ' minOccurs="0"'
    if member.kind == "value":
        yield f"<xs:choice{least}>"
        yield f'<xs:element name={name} type="filled"/><xs:element name="{COUNT}" type="count"/></xs:choice>'
    elif member.kind in {"many", "named"}:
        inner = parts()[member.of].element
        yield f"<xs:element name={name}{least}><xs:complexType><xs:sequence>"
        yield f'<xs:element name="{inner}" type={_type(member.of)} minOccurs="0" maxOccurs="unbounded"/>'
        yield "</xs:sequence></xs:complexType>"
        if member.kind == "named":
            # each name once; a selector finds elements of a namespace by a prefix only
            yield f'<xs:unique name="once" xmlns:r={quoteattr(namespace())}>'
            yield f'<xs:selector xpath="r:{inner}"/><xs:field xpath="@{NAME}"/></xs:unique>'
        yield "</xs:element>"
    else:
        kind = _type(member.of) if member.kind == "part" else f'"{member.of or member.kind}"'
        yield f"<xs:element name={name} type={kind}{least}/>"
