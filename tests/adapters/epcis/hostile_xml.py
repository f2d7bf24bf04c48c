"""The rows of hostile XML, each with its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.adapters.epcis.hostile_cases import Case, refused, taken
from tests.adapters.epcis.xml_cases import amount, document, event, sensor

ENCODINGS = ("utf-8", "utf-16", "iso-8859-1", "us-ascii")
MIB = 1 << 20


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


def xml_01(address: str, secret: str) -> Iterator[Case]:
    """40 forms of a DOCTYPE in four encodings."""
    inside = {
        "entity": '[<!ENTITY a "x">]',
        "entity of a file": f'[<!ENTITY a SYSTEM "file://{secret}">]',
        "entity of an address": f'[<!ENTITY a SYSTEM "{address}/e">]',
        "public entity": f'[<!ENTITY a PUBLIC "p" "{address}/p">]',
        "parameter": "[<!ENTITY % p \"<!ENTITY a 'x'>\"> %p;]",
        "parameter of an address": f'[<!ENTITY % p SYSTEM "{address}/q"> %p;]',
        "parameter of a file": f'[<!ENTITY % p SYSTEM "file://{secret}"> %p;]',
        "subset of an address": f'SYSTEM "{address}/d.dtd"',
        "subset of a file": f'SYSTEM "file://{secret}"',
        "public subset": f'PUBLIC "-//a//b" "{address}/d.dtd"',
        "both subsets": f'SYSTEM "{address}/d.dtd" [<!ENTITY a "x">]',
        "nothing": "",
        "empty subset": "[]",
        "notation": '[<!NOTATION n SYSTEM "x"><!ENTITY a SYSTEM "x" NDATA n>]',
        "element": "[<!ELEMENT e ANY>]",
        "attributes": '[<!ATTLIST ObjectEvent vn:x CDATA "hidden">]',
        "comment": "[<!-- x -->]",
        "instruction": "[<?p x?>]",
        "relative": 'SYSTEM "secret.txt"',
        "nested": '[<!ENTITY b "x"><!ENTITY a "&b;&b;">]',
    }
    for encoding in ENCODINGS:
        for form, text in inside.items():
            for place, before in {"first": "", "behind others": "<!-- x --><?pi y?>\n "}.items():
                prolog = f"{declared(encoding)}{before}<!DOCTYPE epcis:EPCISDocument {text}>"
                whole = document(event("<vn:x>&a;</vn:x>" if "ENTITY a" in text else ""), prolog=prolog)
                yield refused(f"{form}, {place}, {encoding}", whole.encode(encoding), "epcis.xml.doctype")


def _bomb(levels: int, width: int, kind: str = "") -> str:
    lines = [f'<!ENTITY {kind}a0 "lol">']
    sign = "%" if kind else "&"
    lines += [f'<!ENTITY {kind}a{n} "{f"{sign}a{n - 1};" * width}">' for n in range(1, levels)]
    return f"<!DOCTYPE e [{''.join(lines)}]>"


def xml_02(_: str, __: str) -> Iterator[Case]:
    """Entity bombs."""
    quadratic = '<!DOCTYPE e [<!ENTITY a9 "' + "x" * 100_000 + '">]>'
    prologs = {
        "ten of ten": _bomb(10, 10),
        "two of forty": _bomb(40, 2),
        "parameters": _bomb(10, 10, "% "),
        "quadratic": quadratic,
        "under a threshold": _bomb(4, 20),
        "itself": '<!DOCTYPE e [<!ENTITY a9 "&a9;">]>',
    }
    for name, prolog in prologs.items():
        for where, inside in {"text": "<vn:x>" + "&a9;" * 50 + "</vn:x>", "attribute": '<vn:x y="&a9;&a9;"/>'}.items():
            yield refused(f"{name} in {where}", document(event(inside), prolog=prolog), "epcis.xml.doctype")


def xml_03(address: str, secret: str) -> Iterator[Case]:
    """Schema hints."""
    places = (f"{address}/x.xsd", "https://127.0.0.1:9/x", f"file://{secret}", r"\\127.0.0.1\x", "data:,x")
    forms = {
        "with namespace": 'xsi:schemaLocation="urn:epcglobal:epcis:xsd:2 {}"',
        "without": 'xsi:noNamespaceSchemaLocation="{}"',
    }
    for form, hint in forms.items():
        for place in places:
            yield taken(f"{form}, root, {place[:6]}", document(event(), root=hint.format(place)))
            inner = f'<vn:x xmlns:b="https://b.vn/" {hint.format(place)}>1</vn:x>'
            yield taken(f"{form}, extension, {place[:6]}", document(event(inner)))


def xml_05(address: str, secret: str) -> Iterator[Case]:
    """Inclusions, style sheets, and what looks like them."""
    for place in (f"{address}/x.xsl", f"file://{secret}"):
        for name in ("xml-stylesheet", "xml-model"):
            prolog = f'<?{name} type="text/xsl" href="{place}"?>'
            yield taken(f"{name} {place[:4]}", document(event(), prolog=prolog))
        for parse in ("xml", "text"):
            include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}" parse="{parse}"/>'
            yield taken(f"include {parse} {place[:4]}", document(event(f"<vn:x>{include}</vn:x>")))
        xsl = f'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:value-of select="document(\'{place}\')"/>'
        yield taken(f"document() {place[:4]}", document(event(f"<vn:x {xsl}</vn:x>")))


def _nested(levels: int, tag: str = "vn:a") -> str:
    return f"<{tag}>" * levels + "1" + f"</{tag}>" * levels


def _attributes(count: int, prefix: str = "") -> str:
    return " ".join(f'{prefix}a{number}="1"' for number in range(count))


def _uri(length: int) -> str:
    """A URI of so many characters: what is none is told where JSON is written."""
    return "urn:a:".ljust(length, "x")


def _spaces(count: int) -> str:
    return " ".join(f'xmlns:p{number}="https://p.vn/{number}"' for number in range(count))


HEADER = (
    '<EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:v:1"><VocabularyElementList>'
    '<VocabularyElement id="urn:a:1"><attribute id="urn:a:2">{}</attribute></VocabularyElement>'
    "</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>"
)
PLACE = "<readPoint><id>urn:a:1</id>{}</readPoint>"
PAPERS = "<bizTransactionList><bizTransaction{}>{}</bizTransaction></bizTransactionList>"
GOODS = "<epcClass>urn:c:1</epcClass><quantity>{}</quantity>"
DEPTH, SIZE = "epcis.depth", "epcis.size"
SHAPES: dict[str, tuple[int, str, Callable[[int], str]]] = {
    # 60 levels of extensions, since a document, its body, list and event stand around them
    "depth in an event": (60, DEPTH, lambda n: document(event(_nested(n)))),
    "depth in ilmd": (60, DEPTH, lambda n: document(event(f"<ilmd>{_nested(n)}</ilmd>"))),
    "depth of local names": (59, DEPTH, lambda n: document(event(f"<vn:a>{_nested(n, 'b')}</vn:a>"))),
    "depth in a header": (60, DEPTH, lambda n: document(event(), header=HEADER.format(_nested(n)))),
    "depth in a place": (60, DEPTH, lambda n: document(event(PLACE.format(_nested(n))))),
    "attributes": (256, SIZE, lambda n: document(event(f"<vn:a {_attributes(n)}/>"))),
    "attributes with names": (256, SIZE, lambda n: document(event(f"<vn:a {_attributes(n, 'vn:')}/>"))),
    "attributes deep inside": (256, SIZE, lambda n: document(event(f"<vn:a><b {_attributes(n)}/></vn:a>"))),
    "attributes in a header": (256, SIZE, lambda n: document(event(), HEADER.format(f"<vn:a {_attributes(n)}/>"))),
    "namespaces": (64, SIZE, lambda n: document(event(f"<vn:a {_spaces(n)}/>"))),
    "namespaces deep inside": (64, SIZE, lambda n: document(event(f"<vn:a><b {_spaces(n)}/></vn:a>"))),
    "namespaces of an event": (64, SIZE, lambda n: document(event(start=f" {_spaces(n)}"))),
    "namespaces of the root": (60, SIZE, lambda n: document(event(), root=_spaces(n))),
    "namespaces in a header": (64, SIZE, lambda n: document(event(), HEADER.format(f"<vn:a {_spaces(n)}/>"))),
    "text": (MIB, SIZE, lambda n: document(event(f"<vn:a>{'x' * n}</vn:a>"))),
    "text in ilmd": (MIB, SIZE, lambda n: document(event(f"<ilmd><vn:a><b>{'x' * n}</b></vn:a></ilmd>"))),
    "text of a place": (MIB, SIZE, lambda n: document(event(f"<readPoint><id>{_uri(n)}</id></readPoint>"))),
    "text of an item": (MIB, SIZE, lambda n: document(event(PAPERS.format("", _uri(n))))),
    "text of a member": (MIB, SIZE, lambda n: document(event(f"<bizStep>{_uri(n)}</bizStep>"))),
    "text in a header": (MIB, SIZE, lambda n: document(event(), HEADER.format(f"<vn:a>{'x' * n}</vn:a>"))),
    "text behind a comment": (MIB, SIZE, lambda n: document(event(f"<vn:a><!-- x --><b>{'x' * n}</b></vn:a>"))),
    "attribute": (MIB, SIZE, lambda n: document(event(f'<vn:a b="{"x" * n}"/>'))),
    "attribute of an item": (MIB, SIZE, lambda n: document(event(PAPERS.format(f' type="{_uri(n)}"', "urn:a:1")))),
    "attribute of a sensor": (MIB, SIZE, lambda n: document(event(sensor(f'type="Mass" stringValue="{"x" * n}"')))),
    "digits of a quantity": (64, SIZE, lambda n: document(event(amount(GOODS.format("1" * n))))),
}


def xml_06(_: str, __: str) -> Iterator[Case]:
    """25 shapes, at the limit and one over it; and far beyond it."""
    for name, (limit, code, made) in SHAPES.items():
        yield taken(f"{name}, at the limit", made(limit))
        yield refused(f"{name}, over it", made(limit + 1), code)
    far = {
        "a million attributes": f"<vn:a {_attributes(1_000_000)}/>",
        "200,000 namespaces": f"<vn:a {_spaces(200_000)}/>",
        "a name of 20 MB": f"<vn:{'a' * 20_000_000}/>",
        "depth of 100,000": _nested(100_000),
        "a comment of 20 MB": f"<!--{'x' * 20_000_000}-->",
        "a text of 200 MB": f"<vn:a>{'x' * 200_000_000}</vn:a>",
    }
    for name, text in far.items():
        yield refused(name, document(event(text)), DEPTH, SIZE, "epcis.xml.syntax", large=True)


def xml_07(_: str, __: str) -> Iterator[Case]:
    """50 MB of empty elements, wherever they stand."""
    nodes = "<a/>" * 12_500_000
    yield refused("in an event", document(event(f"<vn:a>{nodes}</vn:a>")), "epcis.size", large=True)
    yield refused("in the list", document(nodes), "epcis.size", large=True)
    header = f"<EPCISHeader><extension>{nodes}</extension></EPCISHeader>"
    yield refused("in the header", document(event(), header=header), "epcis.size", large=True)
    yield refused("behind the events", document(event(), behind=nodes), "epcis.size", events=1, large=True)


def xml_08(_: str, __: str) -> Iterator[Case]:
    """Encodings: four are taken, all else is refused."""
    text = event("<vn:x>a</vn:x>")
    for name, encoding in {"utf-8": "UTF-8", "utf-16": "UTF-16", "latin-1": "ISO-8859-1", "ascii": "US-ASCII"}.items():
        yield taken(f"{name} declared", document(text, prolog=declared(encoding)).encode(name))
        yield taken(f"{name} in small letters", document(text, prolog=declared(encoding.lower())).encode(name))
    yield taken("utf-8 with a mark", document(text).encode("utf-8-sig"))
    yield taken("utf-16 with a mark", document(text).encode("utf-16"))
    yield taken("utf-8 of Vietnamese", document(event("<vn:x>Lúa nếp</vn:x>")))
    yield taken("latin letters", document(event("<vn:x>é</vn:x>"), prolog=declared("ISO-8859-1")).encode("latin-1"))
    for encoding in (
        "UTF-7",
        "windows-1252",
        "windows-1258",
        "x-odd",
        "UTF-32",
        "Big5",
        "KOI8-R",
        "cp037",
        "utf-8-sig",
    ):
        yield refused(
            f"{encoding} declared", document(text, prolog=declared(encoding)), "epcis.xml.encoding", "epcis.xml.syntax"
        )
    odd = {
        "ebcdic": document(text, prolog=declared("cp037")).encode("cp037"),
        "utf-32": document(text).encode("utf-32"),
        "declared utf-16, is utf-8": document(text, prolog=declared("UTF-16")).encode(),
        "declared utf-8, is utf-16": document(text, prolog=declared("UTF-8")).encode("utf-16-le"),
        "declared ascii, is not": document(event("<vn:x>é</vn:x>"), prolog=declared("US-ASCII")).encode(),
        "latin without a word": document(event("<vn:x>é</vn:x>")).encode("latin-1"),
        "NUL": document(event("<vn:x>\0</vn:x>")).encode(),
        "surrogate": document(event("<vn:x>\ud800</vn:x>")).encode("utf-8", "surrogatepass"),
        "reference to a surrogate": document(event("<vn:x>&#xD800;</vn:x>")).encode(),
        "reference to NUL": document(event("<vn:x>&#0;</vn:x>")).encode(),
        "overlong": document(event("<vn:x>@</vn:x>")).encode().replace(b"@", b"\xc0\x80"),
        "cut letter": document(event("<vn:x>@</vn:x>")).encode().replace(b"@", b"\xe1\xba"),
    }
    for name, data in odd.items():
        yield refused(name, data, "epcis.xml.encoding", "epcis.xml.syntax", "epcis.document.unknown")


def xml_09(_: str, __: str) -> Iterator[Case]:
    """Comments and instructions inside identifiers: the text is joined, and told."""
    for cut in ("<!--x-->", "<?pi y?>"):
        inner = f"urn:a{cut}b"
        places = {
            "a place": f"<bizLocation><id>{inner}</id></bizLocation>",
            "a class": amount(f"<epcClass>{inner}</epcClass>"),
            "an extension": f"<vn:x>{inner}</vn:x>",
            "a transaction": PAPERS.format("", inner),
            "a reading point": f"<readPoint><id>{inner}</id></readPoint>",
        }
        for name, text in places.items():
            data = document(event(text)).encode()
            yield Case(f"{cut[1]} in {name}", data, 1, frozenset({"epcis.xml.comment"}), wants="urn:ab")


def xml_10(_: str, __: str) -> Iterator[Case]:
    """Twins, and strangers of a known name."""
    once = {
        "action": "<action>ADD</action>",
        "bizStep": "<bizStep>x:y</bizStep>",
        "disposition": "<disposition>x:y</disposition>",
        "readPoint": "<readPoint><id>urn:a:1</id></readPoint>",
        "bizLocation": "<bizLocation><id>urn:a:1</id></bizLocation>",
        "eventTime": "<eventTime>2026-06-01T07:00:00Z</eventTime>",
        "eventID": "<eventID>urn:a:1</eventID>",
        "epcList": "<epcList><epc>urn:a:1</epc></epcList>",
        "quantityList": amount("<epcClass>urn:c:1</epcClass>"),
        "ilmd": "<ilmd><vn:a>1</vn:a></ilmd>",
        "sourceList": '<sourceList><source type="x:y">urn:a:1</source></sourceList>',
        "eventTimeZoneOffset": "<eventTimeZoneOffset>+07:00</eventTimeZoneOffset>",
    }
    for name, text in once.items():
        yield refused(f"two {name}", document(event(text + text)), "epcis.xml.repeated", "epcis.xml.order")
        foreign = text.replace(f"<{name}", f"<vn:{name}").replace(f"</{name}", f"</vn:{name}")
        yield taken(f"{name} of another namespace", document(event(foreign)))
    inner = {
        "id of a place": "<readPoint><id>urn:a:1</id><id>urn:a:2</id></readPoint>",
        "class of a quantity": amount("<epcClass>urn:c:1</epcClass><epcClass>urn:c:2</epcClass>"),
        "quantity": amount("<epcClass>urn:c:1</epcClass><quantity>1</quantity><quantity>2</quantity>"),
        "unit": amount("<epcClass>urn:c:1</epcClass><quantity>1</quantity><uom>KGM</uom><uom>GRM</uom>"),
        "reason": (
            "<errorDeclaration><declarationTime>2026-06-01T07:00:00Z</declarationTime>"
            "<reason>a:b</reason><reason>a:b</reason></errorDeclaration>"
        ),
    }
    for name, text in inner.items():
        yield refused(f"two of {name}", document(event(text)), "epcis.xml.repeated", "epcis.xml.order")
    yield refused("two attributes", document(event('<vn:a b="1" b="2"/>')), "epcis.xml.syntax")
    yield taken("two attributes xml:id", document(event('<vn:a xml:id="i"/><vn:b xml:id="j"/>')))


def xml_11(_: str, __: str) -> Iterator[Case]:
    """A document cut at 200 places, with another behind it, or with anything else there."""
    whole = document(event() * 3).encode()
    last = whole.rindex(b"</epcis")
    for place in range(200):
        cut = 1 + place * (len(whole) - 3) // 200
        events = whole[:cut].count(b"</ObjectEvent>")
        codes = ("epcis.xml.syntax", "epcis.document.unknown")
        yield refused(f"cut at {place}", whole[:cut], *codes, events=events)
    for name, data in {"a root": b"<x/>", "text": b"x", "itself": whole, "zeros": b"\0\0"}.items():
        yield refused(f"{name} behind", whole + data, "epcis.xml.syntax", events=3)
    yield refused("no end of the root", whole[:last], "epcis.xml.syntax", events=3)


def xml_13(_: str, __: str) -> Iterator[Case]:
    """Spellings of text that must come through as they are."""
    texts = {
        "CDATA": "<![CDATA[<a>&amp;</a>]]>",
        "CDATA in text": "a<![CDATA[&]]>b",
        "two CDATA": "<![CDATA[a]]><![CDATA[b]]>",
        "entities": "&lt;&amp;&gt;&quot;&apos;",
        "references": "&#9;&#10;&#13;&#x1EA1;",
        "blanks": "  a  b  ",
        "lines": "a\nb\r\nc",
        "tab": "a\tb",
        "no-break": "a\u00a0b",
        "astral": "🌾",
        "composed": "ạ",
        "decomposed": "ạ",
        "direction": "a\u202eb",
        "joiner": "a\u200db",
        "brackets": "]]&gt;",
        "blank only": "   ",
        "empty": "",
    }
    for name, text in texts.items():
        yield taken(name, document(event(f"<vn:x>{text}</vn:x>")))
    yield taken(
        "xml:space", document(event('<vn:x xml:space="preserve"> a <b> c </b></vn:x>'.replace(" a <b>", "<b>")))
    )
    yield taken("attribute", document(event('<vn:x a=" b  &#10;&#9;&quot;&lt; "/>')))
    yield taken("language", document(event('<vn:x xml:lang="vi">Lúa</vn:x>')))


ROWS: dict[str, tuple[int, Any]] = {
    "XML-01": (160, xml_01),
    "XML-02": (12, xml_02),
    "XML-03": (20, xml_03),
    "XML-05": (10, xml_05),
    "XML-06": (50, xml_06),
    "XML-07": (1, xml_07),
    "XML-08": (30, xml_08),
    "XML-09": (10, xml_09),
    "XML-10": (30, xml_10),
    "XML-11": (200, xml_11),
    "XML-13": (20, xml_13),
}
"""By row the least number of documents, and what makes them from the address and the file of the canaries."""
