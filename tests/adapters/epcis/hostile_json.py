"""The rows of hostile JSON and JSON-LD, each with its documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.adapters.epcis.hostile_cases import Case, refused, taken
from tests.adapters.epcis.test_hostile_json import AMOUNT, ROOT, URL, WRONG, document, event

DEPTH, NUMBER, SYNTAX, SIZE = "epcis.depth", "epcis.json.number", "epcis.json.syntax", "epcis.size"
TYPE, UNKNOWN, TWICE, TEXT = "epcis.member.type", "epcis.member.unknown", "epcis.json.duplicate", "epcis.json.text"
MIB = 1 << 20


def ours(inside: str) -> str:
    """A document with a prefix of its own and one event with this inside."""
    return document(event(inside), f'["{URL}",{{"ex":"https://ex.vn/"}}]')


def json_01(_: str, __: str) -> Iterator[Case]:
    """Depth, size and numbers."""
    for name, begin, end in (("lists", "[", "]"), ("objects", '{"ex:b":', "}")):
        yield taken(f"depth of {name} at the limit", ours('"ex:a":' + begin * 60 + "1" + end * 60))
        for levels in (61, 80, 1000, 100_000):
            yield refused(f"depth of {name}: {levels}", ours('"ex:a":' + begin * levels + "1" + end * levels), DEPTH)
        yield refused(f"{name} not closed", ours('"ex:a":' + begin * 100_000), DEPTH, SYNTAX)
        header = f'"ex:h":{begin * 80}1{end * 80}'
        whole = document(event(), f'["{URL}",{{"ex":"https://ex.vn/"}}]', f"{ROOT},{header}")
        yield refused(f"depth of {name} in the root", whole, DEPTH)
    yield refused("depth in the whole document", "[" * 100_000, DEPTH, SYNTAX, "epcis.document.unknown")
    for number in ("1e999", "1e-999", "-1e999", "1" * 65, "1" * 5000, "0." + "1" * 65, "1e65", "1E+400000"):
        yield refused(f"number {number[:12]} of {len(number)}", ours(AMOUNT.format(number)), NUMBER)
        yield refused(f"extension {number[:12]} of {len(number)}", ours(f'"ex:a":[{number}]'), NUMBER)
    for number in ("NaN", "Infinity", "-Infinity", "01", "+1", ".5", "1.", "0x1", "1_0", "1e", "--1", "1,5"):
        yield refused(f"no number: {number}", ours(AMOUNT.format(number)), SYNTAX)
    for number in ("0.1", "12.30", "12345678901234567890", "1" * 64, "-0.0", "1e3"):
        data = ours(AMOUNT.format(number)).encode()
        kept = number if "e" not in number else "1E+3"
        yield Case(f"number {number[:12]} kept", data, 1, wants=f"Decimal('{kept}')")
    yield taken("long list", ours(f'"ex:a":[{",".join("1" * 200_000)}]'))
    yield taken("text at the limit", ours(f'"ex:a":"{"x" * MIB}"'))
    yield refused("text over the limit", ours(f'"ex:a":"{"x" * (MIB + 1)}"'), SIZE)
    yield refused("text over the limit in a member", ours(f'"bizStep":"{"x" * (MIB + 1)}"'), SIZE)
    yield refused("a text of 200 MB", ours(f'"ex:a":"{"x" * 200_000_000}"'), SIZE, large=True)
    yield refused("a list of 100 MB", ours(f'"ex:a":[{",".join("1" * 50_000_000)}]'), SIZE, large=True)


def json_02(_: str, __: str) -> Iterator[Case]:
    """Names that stand twice."""
    inside = {
        "in the event": '"action":"ADD"',
        "in an extension": '"ex:a":{"b":[{"c":1,"c":2}]}',
        "late colon": '"ex:a" : 1,"ex:a":2',
        "behind blanks": '"ex:b"\n:1,"ex:a":1,"ex:a":2',
        "behind an escape": '"ex:b":"\\":","ex:a":1,"ex:a":2',
        "escaped name": '"ex:a":1,"ex:\\u0061":2',
        "in a part": '"readPoint":{"id":"urn:a:1","id":"urn:a:2"}',
        "in an item": '"bizTransactionList":[{"bizTransaction":"urn:a:1","bizTransaction":"urn:a:1"}]',
        "in ilmd": '"ilmd":{"ex:a":"1","ex:a":"1"}',
        "type": '"type":"ObjectEvent"',
    }
    for name, text in inside.items():
        yield refused(name, ours(text), TWICE)
    roots = {
        "root": ROOT + ',"type":"EPCISDocument"',
        "body": ROOT + ',"epcisBody":{"eventList":[]}',
        "context": ROOT + ',"@context":[]',
        "header": ROOT + ',"epcisHeader":{"ex:a":1,"ex:a":1}',
        "date": ROOT + ',"creationDate":"2026-06-01T00:00:00Z"',
    }
    for name, root in roots.items():
        yield refused(f"in the document: {name}", document(event(), root=root), TWICE)
    yield refused("list of events", document(event()).replace('"eventList":', '"eventList":[],"eventList":'), TWICE)


def json_03(_: str, __: str) -> Iterator[Case]:
    """What texts may hold."""
    plain = document(event()).encode()
    yield taken("mark", b"\xef\xbb\xbf" + plain)
    yield taken("pair of surrogates", ours('"ex:a":"\\ud83c\\udf3e"'))
    for name, text in {"high": "\\ud800", "low": "\\udc00", "turned": "\\udf3e\\ud83c", "cut": "\\ud83c"}.items():
        yield refused(f"{name} surrogate", ours(f'"ex:a":"{text}"'), TEXT, SYNTAX)
    yield refused("surrogate in a name", ours('"ex:\\udc00":"x"'), TEXT, SYNTAX)
    yield refused("NUL escaped", ours('"ex:a":"a\\u0000b"'), TEXT)
    for name, data in {
        "NUL": b"a\0b",
        "line": b"a\nb",
        "overlong": b"\xc0\x80",
        "latin": b"\xe9",
        "surrogate": b"\xed\xa0\x80",
        "cut letter": b"\xe1\xba",
        "beyond Unicode": b"\xf4\x90\x80\x80",
    }.items():
        yield refused(f"raw {name}", ours('"ex:a":"@"').encode().replace(b"@", data), "epcis.json.encoding", SYNTAX)
    for encoding in ("utf-16", "utf-32", "utf-16-le"):
        yield refused(
            encoding, plain.decode().encode(encoding), SYNTAX, "epcis.json.encoding", "epcis.document.unknown"
        )
    for name, data in {
        "nothing": b"",
        "blanks": b"  \n",
        "half": plain[: len(plain) // 2],
        "twice": plain + plain,
    }.items():
        yield refused(name, data, SYNTAX, "epcis.document.unknown")


def json_04(_: str, __: str) -> Iterator[Case]:
    """Other types than the standard's."""
    for name, (inside, _at) in WRONG.items():
        yield refused(name, ours(inside), TYPE, UNKNOWN, "epcis.member.missing")
    texts = ("eventID", "bizStep", "disposition", "recordTime", "certificationInfo")
    for member in texts:
        for value in (
            ("1", "true", "null", "{}", "[1]") if member == "certificationInfo" else ("1", "true", "null", "[]", "{}")
        ):
            yield refused(f"{member}: {value}", ours(f'"{member}":{value}'), TYPE)
    for member in ("quantityList", "bizTransactionList", "sourceList", "destinationList", "sensorElementList"):
        for value in ('"x"', "{}", "1", "[1]", "null"):
            yield refused(f"{member}: {value}", ours(f'"{member}":{value}'), TYPE)
    for member in ("readPoint", "bizLocation", "ilmd", "errorDeclaration", "persistentDisposition"):
        for value in ('"x"', "[]", "1", "true"):
            yield refused(f"{member}: {value}", ours(f'"{member}":{value}'), TYPE)


def ld_01(address: str, secret: str) -> Iterator[Case]:
    """Contexts that would have to be fetched."""
    places = (
        f"{address}/c.jsonld",
        f"file://{secret}",
        URL + "?x",
        URL.replace("https", "HTTPS"),
        URL.replace("https", "http"),
        URL.replace("ref.gs1.org", "ref.gs1.org.evil.example"),
        "",
        "c.jsonld",
        URL + "/",
        "data:application/json,{}",
    )
    codes = ("epcis.context.unknown", "epcis.context.form")
    for place in places:
        for name, form in {
            "alone": '"{}"',
            "behind": '["' + URL + '","{}"]',
            "import": '["' + URL + '",{{"@import":"{}"}}]',
        }.items():
            yield refused(f"{name}: {place}", document(event(), form.format(place)), *codes, fits=True)
        inner = event(f'"@context":"{place}"')
        yield refused(f"in the event: {place}", document(inner), *codes, fits=True)


def ld_02(_: str, __: str) -> Iterator[Case]:
    """Contexts that give the standard another meaning, and odd ones."""
    evil = "https://evil.example/"
    entries: list[Any] = [
        {"bizStep": evil},
        {"type": evil},
        {"cbvmda": evil},
        {"gs1": evil},
        {"ltx": evil},
        {"@vocab": evil},
        {"@base": evil},
        {"ex": {"@id": evil}},
        {"ex": None},
        {"ex": 1},
        {"": "x"},
        {"ex:a": {"@context": {"type": "x"}}},
        {"@version": 1.1},
        {"ex:a": {"@reverse": "x"}},
        {"eventList": {"@id": "x"}},
        {"@protected": False},
        {"cbv": evil},
        {"id": "@type"},
        {"@context": {"ex": evil}},
        {"epcis": evil},
        7,
        True,
        [["x"]],
        {"ex": {"@container": "@graph"}},
    ]
    codes = ("epcis.context.protected", "epcis.context.form", "epcis.context.unknown")
    for number, entry in enumerate(entries):
        whole = refused(f"{number}: {json.dumps(entry)[:40]}", document(event(), json.dumps([URL, entry])), *codes)
        inner = event('"@context":' + json.dumps([URL, entry]))
        for case in (whole, refused(f"{number}, in the event", document(inner), *codes)):
            yield replace(case, fits=isinstance(entry, dict))


def ld_04(_: str, __: str) -> Iterator[Case]:
    """What makes canonical forms costly: many like nodes, deep and wide contexts."""
    names = ",".join(f'"p{number}":"https://p.vn/{number}/"' for number in range(20_000))
    yield taken("20,000 prefixes", document(event(), f'["{URL}",{{{names}}}]'))
    nodes = ",".join(f'{{"ex:n":{{"ex:n":{{}}}},"ex:m":"{number % 2}"}}' for number in range(20_000))
    yield taken("20,000 like nodes", ours(f'"ex:a":[{nodes}]'))
    wide = ",".join(f'"ex:a{number}":"x"' for number in range(50_000))
    yield taken("50,000 members", ours(wide))
    yield refused(
        "context of contexts", document(event(), "[" * 2000 + f'"{URL}"' + "]" * 2000), DEPTH, "epcis.context.form"
    )
    ring = ",".join(f'"p{number}":"p{(number + 1) % 2000}:x"' for number in range(2000))
    yield Case("ring of prefixes", document(event(), f'["{URL}",{{{ring}}}]').encode(), 1)


ROWS: dict[str, tuple[int, Any]] = {
    "JSON-01": (40, json_01),
    "JSON-02": (10, json_02),
    "JSON-03": (12, json_03),
    "JSON-04": (60, json_04),
    "LD-01": (25, ld_01),
    "LD-02": (20, ld_02),
    "LD-04": (5, ld_04),
}
"""By row the least number of documents, and what makes them from the address and the file of the canaries."""
