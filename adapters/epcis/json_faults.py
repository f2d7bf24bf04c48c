"""What the JSON Schema says against a value, as findings: keywords become codes, values become facts."""

from __future__ import annotations

from typing import Any

from adapters.epcis.json_door import json_bytes
from adapters.epcis.pointer import step
from lienthong.findings import Finding

_CODES = {
    "required": "epcis.member.missing",
    "additionalProperties": "epcis.member.unknown",
    "propertyNames": "epcis.member.unknown",
    "minItems": "epcis.schema.empty",
    "uniqueItems": "epcis.schema.twice",
    "falseSchema": "epcis.schema.ilmd",
}


def fault_finding(fault: Any, at: str, first: int = 0) -> Finding:
    """The finding of one error in a value that stands at a pointer; `first` is the number of a list's first item."""
    path, value, kind = list(fault.instance_path), fault.instance, fault.kind
    names = [part for part in path if isinstance(part, str)]
    if path and isinstance(path[0], int):
        path[0] += first
    for part in path:
        at = step(at, part)
    code = _CODES.get(kind.name, "epcis.member.type")
    if code == "epcis.member.type" and isinstance(value, dict) and kind.name == "anyOf" and "type" in value:
        return Finding("epcis.schema.what", "error", at, {"name": str(value["type"])})
    if code == "epcis.member.missing":
        facts = {"name": str(kind.property)}
    elif code == "epcis.member.unknown":
        facts = {"name": _unknown(kind)}
    elif code == "epcis.member.type":
        facts = {"name": names[-1] if names else "type", "value": _shown(value), "wants": _wants(kind)}
    else:
        facts = {"name": names[-1] if names else "?"}
    return Finding(code, "error", at, facts)


def _unknown(kind: Any) -> str:
    """The names that are none of the standard's and no URIs."""
    return ", ".join(kind.unexpected) if kind.name == "additionalProperties" else _shown(kind.error.instance)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json_bytes(value).decode("utf-8", "replace")
    return text if len(text) <= 80 else text[:79] + "…"


def _wants(kind: Any) -> str:
    """What may stand there, in few words; of several schemas the first: the words of a list before other URIs."""
    for name in ("options", "types", "format", "pattern", "expected_value"):
        wanted = getattr(kind, name, None)
        if wanted is not None:
            return ", ".join(map(str, wanted))[:120] if isinstance(wanted, list) else str(wanted)
    branches = getattr(kind, "context", None)
    return _wants(branches[0][0].kind) if branches and branches[0] else "?"
