"""The JSON Schema of the record, made from its shape; what it says against a value, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NoReturn

import jsonschema_rs

from adapters.tcvn.shape import Member, Part, limits, namespace, parts, record, root, version, words
from adapters.tcvn.telling import CATALOGUE, step
from lienthong.findings import Finding

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
SIGNS = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]*$"
"""Texts of signs that JSON, XML (1.0, 2.2) and a workbook can all carry."""
_CODES = {"required": "tcvn.member-missing", "additionalProperties": "tcvn.member-unknown", "pattern": "tcvn.sign"}


def json_schema() -> Schema:
    """The whole schema: a file with its version and its records."""
    return {
        "$schema": DRAFT,
        "$id": f"{namespace()}/schema.json",
        "type": "object",
        "required": ["version", root()],
        "properties": {
            "version": {"const": version()},
            root(): {"type": "array", "items": _ref(record().name)},
        },
        "additionalProperties": False,
        "definitions": _definitions(),
    }


@lru_cache(maxsize=1)
def _validator() -> jsonschema_rs.Validator:
    schema = {"$schema": DRAFT, "definitions": _definitions(), **_ref(record().name)}
    return jsonschema_rs.validator_for(schema, retriever=_refuse)


def _refuse(uri: str) -> NoReturn:
    raise LookupError(uri)


def _definitions() -> Schema:
    return {part.name: _part(part) for part in parts().values()}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name.replace(' ', '%20')}"}


def _part(part: Part) -> Schema:
    schema: Schema = {
        "type": "object",
        "required": [member.name for member in part.members if not member.absent],
        "properties": {member.name: _member(member) for member in part.members},
        "additionalProperties": False,
    }
    if part.either:
        schema["oneOf"] = [{"required": [name]} for name in part.either]
    return schema


def _member(member: Member) -> Schema:
    schema = _KINDS[member.kind](member)
    return {"anyOf": [schema, {"type": "null"}]} if member.null else schema


def _text(least: int, most: int) -> Schema:
    return {"type": "string", "minLength": least, "maxLength": most, "pattern": SIGNS}


def _count() -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": limits().count}


_KINDS: Mapping[str, Any] = {
    "text": lambda member: _text(0, limits().text),
    "filled": lambda member: _text(1, limits().text),
    "count": lambda member: _count(),
    "value": lambda member: {"anyOf": [_text(1, limits().text), _count()]},
    "word": lambda member: {"enum": list(words(member.of))},
    "part": lambda member: _ref(member.of),
    "many": lambda member: {"type": "array", "items": _ref(member.of)},
    "named": lambda member: {
        "type": "object",
        "propertyNames": _text(1, limits().name),
        "additionalProperties": _ref(member.of),
    },
}


def is_record(value: Any) -> bool:
    """Whether a value has the form of a record."""
    return bool(_validator().is_valid(value))


def record_findings(value: Any, at: str) -> Iterator[Finding]:
    """What keeps a value that stands at a pointer from being a record."""
    for fault in _validator().iter_errors(value):
        yield _finding(fault, at)


def _finding(fault: Any, at: str) -> Finding:
    for name in fault.instance_path:
        at = step(at, name)
    kind = fault.kind
    code = _CODES.get(kind.name, "tcvn.form")
    if code == "tcvn.member-missing":
        return CATALOGUE.finding(code, at, name=str(kind.property))
    if code == "tcvn.member-unknown":
        return CATALOGUE.finding(code, at, name=", ".join(kind.unexpected)[:80])
    if code == "tcvn.sign":
        return CATALOGUE.finding(code, at)
    return CATALOGUE.finding(code, at, value=_shown(fault.instance), wants=_wants(kind))


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else "{…}" if isinstance(value, dict) else repr(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _wants(kind: Any) -> str:
    """What may stand there, in few words."""
    for name in ("options", "types", "limit", "expected_value"):
        wanted = getattr(kind, name, None)
        if wanted is not None:
            return ", ".join(map(str, wanted))[:120] if isinstance(wanted, list) else str(wanted)
    branches = getattr(kind, "context", None)
    return _wants(branches[0][0].kind) if branches and branches[0] else kind.name
