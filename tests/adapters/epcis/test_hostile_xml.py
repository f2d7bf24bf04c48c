"""Hostile XML, by the rows of our rules: refused by name, quickly, in little memory."""

from __future__ import annotations

import socket
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from lienthong.reading import Unreadable
from tests.adapters.epcis.test_documents import read
from tests.adapters.epcis.xml_cases import document, event, saved


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to open a connection fails the test."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)


def codes(file: Path) -> tuple[int, set[str]]:
    """How many events came, and the codes told."""
    try:
        _, events, told = read(file, "xml")
    except Unreadable as refused:
        return 0, {refused.finding.code}
    return len(events), {finding.code for finding in told}


DOCTYPES = {
    "bare": "<!DOCTYPE epcis>",
    "internal entity": '<!DOCTYPE e [<!ENTITY a "secret">]>',
    "external file": '<!DOCTYPE e [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "external subset": '<!DOCTYPE e SYSTEM "http://127.0.0.1:9/x.dtd">',
    "public subset": '<!DOCTYPE e PUBLIC "-//x//y" "http://127.0.0.1:9/x.dtd">',
    "parameter entity": '<!DOCTYPE e [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
    "after a comment": "<!-- x --><?pi y?><!DOCTYPE e>",
    "notation": '<!DOCTYPE e [<!NOTATION n SYSTEM "x"><!ELEMENT e ANY>]>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "us-ascii"])
@pytest.mark.parametrize("form", DOCTYPES)
def test_xml_01_a_doctype_is_refused(form: str, encoding: str, tmp_path: Path) -> None:
    prolog = f'<?xml version="1.0" encoding="{encoding}"?>' + DOCTYPES[form]
    text = document(event("<vn:x>&a;</vn:x>" if "ENTITY a" in prolog else ""), prolog=prolog)
    assert codes(saved(tmp_path, text.encode(encoding))) == (0, {"epcis.xml.doctype"})


def _bomb(levels: int, width: int) -> str:
    lines = ['<!ENTITY a0 "lol">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * width}">' for n in range(1, levels)]
    return f"<!DOCTYPE e [{''.join(lines)}]>"


@pytest.mark.parametrize("prolog", [_bomb(10, 10), _bomb(30, 2), '<!DOCTYPE e [<!ENTITY a "' + "x" * 100_000 + '">]>'])
@pytest.mark.parametrize("inside", ["<vn:x>&a9;</vn:x>", '<vn:x y="&a9;&a9;"/>'])
def test_xml_02_entity_bombs_are_refused_at_once(prolog: str, inside: str, tmp_path: Path) -> None:
    file = saved(tmp_path, document(event(inside), prolog=prolog, root='vn:a="&a9;"'))
    began = time.perf_counter()
    assert codes(file) == (0, {"epcis.xml.doctype"})
    assert time.perf_counter() - began < 0.1


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:9/x.xsd", "https://x/x", "file:///etc/passwd", r"\\host\x", "data:,x"]
)
@pytest.mark.parametrize("form", ['xsi:schemaLocation="urn:a {}"', 'xsi:noNamespaceSchemaLocation="{}"'])
def test_xml_03_schema_hints_are_not_followed(form: str, place: str, tmp_path: Path) -> None:
    assert codes(saved(tmp_path, document(event(), root=form.format(place)))) == (1, set())


@pytest.mark.parametrize(
    "prolog",
    ['<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>', '<?xml-model href="file:///etc/passwd"?>'],
)
def test_xml_05_instructions_are_plain_data(prolog: str, tmp_path: Path) -> None:
    inside = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    _, events, _ = read(saved(tmp_path, document(event(inside), prolog=prolog)), "xml")
    assert "root:" not in str(events)
    assert events[0]["xi:include"] == ""  # type: ignore[typeddict-item]


def _deep(levels: int) -> str:
    return "<vn:a>" + "<a>" * levels + "</a>" * levels + "</vn:a>"


SHAPES = {
    "depth at the limit": (_deep(60), 1, set()),
    "depth over it": (_deep(80), 0, {"epcis.depth"}),
    "depth beyond the parser": (_deep(5000), 0, {"epcis.xml.syntax", "epcis.depth"}),
    "attributes at the limit": ("<vn:a " + " ".join(f'a{n}="1"' for n in range(256)) + "/>", 1, set()),
    "attributes over it": ("<vn:a " + " ".join(f'a{n}="1"' for n in range(257)) + "/>", 0, {"epcis.size"}),
    "text at the limit": (f"<vn:a>{'x' * (1 << 20)}</vn:a>", 1, set()),
    "text over it": (f"<vn:a>{'x' * (4 << 20)}</vn:a>", 0, {"epcis.size"}),
    "attribute over it": (f'<vn:a b="{"x" * (4 << 20)}"/>', 0, {"epcis.size"}),
    "comment over it": (f"<!--{'x' * (4 << 20)}-->", 1, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_xml_06_shapes_at_the_limit_pass_and_over_it_are_refused(name: str, tmp_path: Path) -> None:
    inside, events, told = SHAPES[name]
    count, found = codes(saved(tmp_path, document(event(inside))))
    assert count == events
    assert found <= told
    assert bool(found) == bool(told)


@pytest.mark.parametrize("where", ["event", "list", "header"])
def test_xml_07_many_small_nodes_are_refused_before_they_fill_memory(where: str, tmp_path: Path) -> None:
    nodes = "<a/>" * 1_500_000
    text = {
        "event": document(event(f"<vn:a>{nodes}</vn:a>")),
        "list": document(nodes),
        "header": document(event(), header=f"<EPCISHeader><extension>{nodes}</extension></EPCISHeader>"),
    }[where]
    file = saved(tmp_path, text)
    del text
    tracemalloc.start()
    assert codes(file) == (0, {"epcis.size"})
    assert tracemalloc.get_traced_memory()[1] < 50 << 20
    tracemalloc.stop()


GOOD, ENCODING, SYNTAX = (1, set()), (0, {"epcis.xml.encoding"}), (0, {"epcis.xml.syntax"})
BYTES: dict[str, tuple[bytes, Any]] = {
    "utf-8": (document(event("<vn:x>Lúa</vn:x>")).encode(), GOOD),
    "utf-8 with mark": (document(event()).encode("utf-8-sig"), GOOD),
    "utf-16 with mark": (document(event()).encode("utf-16"), GOOD),
    "latin 1": (
        document(event("<vn:x>é</vn:x>"), prolog='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1"),
        GOOD),
    "ascii": (document(event(), prolog='<?xml version="1.0" encoding="US-ASCII"?>').encode(), GOOD),
    "utf-7": (document(event(), prolog='<?xml version="1.0" encoding="UTF-7"?>').encode(), ENCODING),
    "windows-1252": (document(event(), prolog='<?xml version="1.0" encoding="windows-1252"?>').encode(), ENCODING),
    "windows-1258": (document(event(), prolog='<?xml version="1.0" encoding="windows-1258"?>').encode(), ENCODING),
    "ebcdic": (document(event(), prolog='<?xml version="1.0" encoding="cp037"?>').encode("cp037"), SYNTAX),
    "unknown": (document(event(), prolog='<?xml version="1.0" encoding="x-odd"?>').encode(), ENCODING),
    "declared utf-16 but utf-8": (document(event(), prolog='<?xml version="1.0" encoding="UTF-16"?>').encode(), None),
    "no utf-8": (document(event("<vn:x>é</vn:x>")).encode("latin-1"), SYNTAX),
    "NUL": (document(event("<vn:x>\0</vn:x>")).encode(), SYNTAX),
    "surrogate": (document(event("<vn:x>\ud800</vn:x>")).encode("utf-8", "surrogatepass"), SYNTAX),
    "surrogate reference": (document(event("<vn:x>&#xD800;</vn:x>")).encode(), SYNTAX),
    "overlong": (document(event("<vn:x>@</vn:x>")).encode().replace(b"@", b"\xc0\x80"), SYNTAX),
    "empty": (b"", SYNTAX),
    "no xml": (b"hello", SYNTAX),
}  # fmt: skip


@pytest.mark.parametrize("name", BYTES)
def test_xml_08_encodings(name: str, tmp_path: Path) -> None:
    data, expected = BYTES[name]
    found = codes(saved(tmp_path, data))
    assert found == expected if expected else found[0] == 0 and len(found[1]) == 1


def test_xml_09_a_comment_inside_an_identifier_is_joined_and_told(tmp_path: Path) -> None:
    text = document(event("<bizLocation><id>urn:a<!--x-->b<?pi y?>c</id></bizLocation>"))
    _, events, told = read(saved(tmp_path, text), "xml")
    assert events[0]["bizLocation"]["id"] == "urn:abc"
    assert {finding.code for finding in told} == {"epcis.xml.comment"}


def test_xml_10_a_foreign_element_of_a_known_name_is_an_extension(tmp_path: Path) -> None:
    text = document(event("<vn:action>DELETE</vn:action><vn:epcList><epc>x</epc></vn:epcList>"))
    _, events, told = read(saved(tmp_path, text), "xml")
    assert (events[0]["action"], told) == ("ADD", [])
    assert events[0]["epcList"] == ["urn:epc:id:sgtin:9521234.000001.1"]
    assert events[0]["vn:action"] == "DELETE"  # type: ignore[typeddict-item]


def test_xml_11_a_cut_document_is_told_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = document(event() * 3).encode()
    for cut in range(1, len(whole) - 1, max(1, len(whole) // 60)):
        count, found = codes(saved(tmp_path, whole[:cut]))
        assert (count <= 3, found) == (True, {"epcis.xml.syntax"}), cut


@pytest.mark.parametrize("behind", [b"<x/>", b"garbage", document(event()).encode()])
def test_xml_11_trailing_bytes_are_told(behind: bytes, tmp_path: Path) -> None:
    assert codes(saved(tmp_path, document(event()).encode() + behind))[1] == {"epcis.xml.syntax"}


def test_parsers_are_built_in_the_door_alone() -> None:
    rooms = Path(__file__).resolve().parents[3] / "adapters" / "epcis"
    words = (
        "XMLParser(",
        "XMLPullParser(",
        "iterparse(",
        "etree.parse(",
        "fromstring(",
        "ParserCreate(",
        "json.loads(",
    )
    found = {
        file.name for file in rooms.glob("*.py") if any(word in file.read_text(encoding="utf-8") for word in words)
    }
    assert found == {"xml_door.py", "json_door.py"}
