"""Seeded mutations of documents, XML and JSON: drop, duplicate, reorder, retype, bad value."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from lxml import etree

KINDS = ("drop", "duplicate", "reorder", "retype", "value")
VALUES = (
    "", " ", "x y", "abc", "0", "-1", "1e5", "12.30", "INF", "NaN", "0x1F", "AbC", "true", "1", "%zz", "a:b",
    "a:", ":a", "2026-06-01T00:00:00Z", "2026-06-01T00:00:00", "2026-06-01T00:00Z", "2026-13-01T00:00:00Z",
    "2026-06-01", "24:00", "2026-06-01T24:00:00Z", "2026-06-01T00:00:60Z", "2026-06-01T00:00:00+14:01",
    "2026-06-01T00:00:00.5-00:00", "2026-02-30T00:00:00Z", "12026-02-03T00:00:00Z", "+07:00", "+7:00",
    "+14:00", "+14:01", "-13:59", "Z", "ADD", "add", "OBSERVE", "DELETE", "shipping", "active", "po",
    "owning_party", "x", "incorrect_data", "Mass", "urn:epcglobal:cbv:bizstep:shipping",
    "https://ref.gs1.org/cbv/BizStep-shipping", "https://ns.gs1.org/cbv/Disp-x", "http://ns.gs1.org/cbv/",
    "https://gs1.org/voc/Mass", "https://www.gs1.org/voc/Mass", "gs1:Mass", "cbv:shipping", "KGM", "kg", "K",
    "KGMX", "https://id.gs1.org/01/09521234000013", "https://id.gs1.org/01/0952 1234", "http://[", "🙂",
    "urn:epc:id:sgtin:9521234.000001.1", "urn:ü:x", "//x/y", "#f", "1.0", "2.0", "rollback", "EPCISDocument",
    "ObjectEvent", "QuantityEvent", "ex:OwnEvent",
)  # fmt: skip
NAMES = (
    "eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo",
    "baseExtension", "extension", "epcList", "epc", "childEPCs", "parentID", "action", "bizStep",
    "disposition", "readPoint", "bizLocation", "bizTransactionList", "quantityList", "quantityElement",
    "sourceList", "destinationList", "sensorElementList", "persistentDisposition", "ilmd", "ObjectEvent",
    "AggregationEvent", "QuantityEvent", "TransformationEvent", "AssociationEvent", "TransactionEvent",
    "EPCISHeader", "EPCISBody", "EventList", "id", "unknown", "transformationID", "{urn:x}other",
    "{urn:epcglobal:epcis:xsd:1}ObjectEvent", "{urn:epcglobal:epcis:xsd:2}eventTime",
)  # fmt: skip
RETYPED: tuple[Any, ...] = (
    None,
    True,
    7,
    1.5,
    "",
    "text",
    [],
    {},
    ["x"],
    [1],
    {"a": 1},
    {"ex:a": "b"},
    [[]],
    "urn:x:y",
)


def mutate_xml(text: bytes, seed: int) -> tuple[bytes, str]:
    """The document with one mutation, sometimes two, and their names."""
    rng = random.Random(seed)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(text, parser)
    done = [_mutate_element(root, rng) for _ in range(rng.choice((1, 1, 1, 2)))]
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True), "+".join(done)


def _mutate_element(root: Any, rng: random.Random) -> str:
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    element = rng.choice(elements if rng.random() < 0.8 else elements[:6])
    kind = rng.choice(KINDS)
    parent = element.getparent()
    if kind == "value":
        return _value(element, rng)
    if element.attrib and rng.random() < 0.3:
        return _attribute(element, kind, rng)
    if parent is None:
        kind = "retype"
    if kind == "drop":
        parent.remove(element)
    elif kind == "duplicate":
        parent.insert(rng.randrange(len(parent) + 1), copy.deepcopy(element))
    elif kind == "reorder":
        parent.remove(element)
        parent.insert(rng.randrange(len(parent) + 1), element)
    elif rng.random() < 0.7:
        element.tag = rng.choice(NAMES)
    else:
        rng.choice(elements).append(copy.deepcopy(element))
    return f"{kind} {element.tag}"


def _value(element: Any, rng: random.Random) -> str:
    value = rng.choice(VALUES)
    leaf = not len(element)
    if element.attrib and (not leaf or rng.random() < 0.5):
        name = rng.choice(sorted(element.attrib))
        element.set(name, value)
        return f"value {element.tag}@{name}={value!r}"
    element.text = value
    return f"value {element.tag}={value!r}"


def _attribute(element: Any, kind: str, rng: random.Random) -> str:
    name = rng.choice(sorted(element.attrib))
    if kind in {"drop", "reorder"}:
        del element.attrib[name]
    elif kind == "duplicate":
        element.set(f"{{urn:x}}{etree.QName(name).localname}", element.get(name))
    else:
        element.set(rng.choice(("other", "type", "id", "value", "time", "nil", "bizRules")), element.attrib.pop(name))
    return f"{kind} {element.tag}@{name}"


def mutate_json(document: Any, seed: int) -> tuple[Any, str]:
    """A copy of the document with one mutation, sometimes two, and their names."""
    rng = random.Random(seed)
    whole = [copy.deepcopy(document)]
    done = [_mutate_node(whole, rng) for _ in range(rng.choice((1, 1, 1, 2)))]
    return whole[0], "+".join(done)


def _nodes(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a value: its container and the name or number in it."""
    pairs = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    found = [(value, name) for name, _ in pairs]
    for _, item in pairs:
        if isinstance(item, dict | list):
            found += _nodes(item)
    return found


def _mutate_node(whole: list[Any], rng: random.Random) -> str:
    places = _nodes(whole)[1:]
    if not places:
        return "none"
    holder, name = rng.choice(places if rng.random() < 0.8 else places[:8])
    kind = rng.choice(KINDS)
    _JSON[kind](holder, name, rng)
    return f"{kind} {name}"


def _drop(holder: Any, name: Any, rng: random.Random) -> None:
    del holder[name]


def _duplicate(holder: Any, name: Any, rng: random.Random) -> None:
    twin = copy.deepcopy(holder[name])
    if isinstance(holder, list):
        holder.insert(rng.randrange(len(holder) + 1), twin)
    else:
        holder[rng.choice((*NAMES, "ex:twin", "https://example.org/twin", "vocabularyList", "eventList", "uom"))] = twin


def _reorder(holder: Any, name: Any, rng: random.Random) -> None:
    if isinstance(holder, list):
        rng.shuffle(holder)
    else:
        holder[name] = holder.pop(name)


def _retype(holder: Any, name: Any, rng: random.Random) -> None:
    value = holder[name]
    wrapped = [value], {"id": value}, str(value), rng.choice(RETYPED), rng.choice(RETYPED)
    holder[name] = copy.deepcopy(rng.choice(wrapped))


def _bad(holder: Any, name: Any, rng: random.Random) -> None:
    value = holder[name]
    if isinstance(value, str) and rng.random() < 0.3:
        holder[name] = rng.choice(
            (value + " ", value.upper(), value[:-1], value + ":", " " + value, value.replace(":", ""))
        )
    else:
        holder[name] = rng.choice(VALUES)


_JSON: dict[str, Callable[[Any, Any, random.Random], None]] = {
    "drop": _drop,
    "duplicate": _duplicate,
    "reorder": _reorder,
    "retype": _retype,
    "value": _bad,
}
