"""The JSON Schema of EPCIS 2.0 in JSON-LD, made from our own tables (`schemas/epcis/json.yaml` and `events.yaml`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, NoReturn

import jsonschema_rs

from lienthong.model import Member, Shape, code_list, event_shapes, shape
from lienthong.shelf import data

Schema = dict[str, Any]
Root = Literal["EPCISDocument", "EPCISQueryDocument", "event", "bare"]
DRAFT = "http://json-schema.org/draft-07/schema#"
_URI: Schema = {"type": "string", "format": "uri"}
_BASE = ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "certificationInfo", "errorDeclaration")


@lru_cache(maxsize=8)
def validator(root: Root) -> jsonschema_rs.Validator:
    """The compiled schema of a whole document, of a list of a document's events (`event`), or of a `bare` event."""
    schema = {"$schema": DRAFT, "definitions": definitions(), **_start(root)}
    return jsonschema_rs.validator_for(schema, validate_formats=True, retriever=_refuse)


def json_schema() -> Schema:
    """The whole schema: a document, a query document, or an event with its own `@context`."""
    kinds = ("EPCISDocument", "EPCISQueryDocument")
    rules = [_when("type", (kind,), _ref(kind)) for kind in kinds]
    rules.append(_when("type", kinds, True, {"allOf": _start("bare")["allOf"]}))
    first = {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}
    return {"$schema": DRAFT, **first, "allOf": rules, "definitions": definitions()}


@lru_cache(maxsize=1)
def definitions() -> Schema:
    """The parts the schema is made of, by name."""
    made = {name: _document(row) for name, row in _table()["documents"].items()}
    for name in ("EPCISDocument", "EPCISQueryDocument"):
        made[name]["properties"]["type"] = {"const": name}
    made |= {name: _event(item) for name, item in event_shapes().items()}
    made |= {name: _part(shape(name)) for name in data("epcis/events.yaml")["parts"]}
    return {**made, "own event": _own_event(), "event": _any_event(), "context": _context()}


def _table() -> Any:
    return data("epcis/json.yaml")


def _refuse(uri: str) -> NoReturn:
    raise LookupError(uri)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name.replace(' ', '%20')}"}


def _start(root: Root) -> Schema:
    if root == "event":
        return {"type": "array", "items": _ref("event")}
    if root == "bare":
        return {"allOf": [_ref("event"), {"required": ["@context"]}]}
    return {"allOf": [_ref(root)]}


def _when(name: str, values: Iterable[str], then: Any, otherwise: Any = True) -> Schema:
    """What holds where a member has one of these values, and where not."""
    return {"if": {"properties": {name: {"enum": list(values)}}}, "then": then, "else": otherwise}


def _names(known: Iterable[str]) -> Schema:
    """Names are the standard's, or URIs (CURIEs are URIs too)."""
    return {"anyOf": [{"enum": sorted(known)}, _URI]}


# --- documents ------------------------------------------------------------------------------------------------------


def _document(row: Mapping[str, Any]) -> Schema:
    schema: Schema = {"type": "object", "properties": {name: _kind(kind) for name, kind in row["members"].items()}}
    if "required" in row:
        schema["required"] = row["required"]
    if row.get("names") != "any":
        schema["propertyNames"] = _names(row["members"])
    return schema


def _kind(text: str) -> Schema:
    """The schema of a kind or part; `*` makes a list of it."""
    name = text.rstrip("*")
    item = _table()["kinds"].get(name) or _ref(name)
    return {"type": "array", "items": item} if text.endswith("*") else item


def _context() -> Schema:
    entry = [_URI, {"type": "object"}]
    return {"anyOf": [*entry, {"type": "array", "uniqueItems": True, "items": {"anyOf": entry}}]}


# --- events ---------------------------------------------------------------------------------------------------------


def _any_event() -> Schema:
    """An event of a document: of one of the five types, or of one's own."""
    rules = [_when("type", (name,), _ref(name)) for name in event_shapes()]
    rules.append(_when("type", event_shapes(), True, _ref("own event")))
    return {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}, "allOf": rules}


def _own_event() -> Schema:
    """An event of a type of one's own: what all events have is checked, the rest is free."""
    item = shape("ObjectEvent")
    members = {name: _member(item, item.members[name]) for name in _BASE}
    return {
        "properties": {"type": _URI, "@context": _ref("context"), **members},
        "required": ["eventTime", "eventTimeZoneOffset"],
    }


def _event(item: Shape) -> Schema:
    members = {name: _member(item, member) for name, member in item.members.items()}
    schema: Schema = {
        "properties": {"@context": _ref("context"), **members},
        "required": list(item.required),
        "propertyNames": _names({*members, "type", "@context"}),
        "allOf": [{"anyOf": list(_what(item.name))}],
    }
    ilmd = data("epcis/rules.yaml")["ilmd"]
    if "ilmd" in members and item.name not in ilmd["free"]:
        schema["allOf"].append(_when("action", ilmd["actions"], True, {"properties": {"ilmd": False}}))
    return schema


def _what(event: str) -> Iterable[Schema]:
    """The ways an event may say what it is about."""
    row = data("epcis/rules.yaml")["what"][event]
    empty = row.get("empty", ())
    for group in row["one of"]:
        lists = [name for name in group if name.endswith(("List", "EPCs"))]
        filled = {name: {"minItems": 1} for name in lists if name not in empty}
        yield {"required": group, "properties": filled}
    if "unless" in row:
        yield {"properties": {"action": {"enum": row["unless"]}}}


def _part(item: Shape) -> Schema:
    table = _table()
    members = {name: _member(item, member) for name, member in item.members.items()}
    schema: Schema = {"type": "object", "properties": members, "required": list(item.required)}
    if item.name in table["only uris"]:
        schema["propertyNames"] = _URI
    elif not item.open:
        schema["additionalProperties"] = False
    elif item.name not in table["any names"]:
        schema["propertyNames"] = _names(members)
    if item.name in table["either"]:
        schema["anyOf"] = [{"required": [name]} for name in table["either"][item.name]]
    return schema


def _member(item: Shape, member: Member) -> Any:
    """The schema of one member of an event type or part."""
    table = _table()
    if member.name in table["unchecked"].get(item.name, ()):
        return True
    if member.kind == "code":
        one = _words(member.codes)
    elif member.kind == "object":
        one = _ref(member.of)
    else:
        one = table["kinds"][table["members"].get(member.name, member.kind)]
    if not member.many:
        return one
    many: Schema = {"type": "array", "items": one}
    if member.name in table["unique"].get(item.name, ()):
        many["uniqueItems"] = True
    if member.name in table["filled"].get(item.name, ()):
        many["minItems"] = 1
    return {"anyOf": [many, one]} if member.name in table["single"] else many


def _words(codes: str) -> Schema:
    """The words of a list, or a word of one's own, which is a URI and none of the standard's words spelled as one."""
    own = _table()["own words"]
    words = {"enum": sorted(code_list(codes))}
    if codes in own["closed"]:
        return words
    never = own["never"]["gs1 voc" if codes in own["gs1 voc"] else "cbv"]
    return {"anyOf": [words, {**_URI, "not": {"pattern": never}}]}
