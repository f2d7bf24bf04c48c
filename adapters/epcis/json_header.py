"""The header of a JSON document from its outline (ISO/IEC 19987:2022, clause 10.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from adapters.epcis.contexts import read_context
from adapters.epcis.json_outline import Outline
from adapters.epcis.notes import MEMBER
from adapters.epcis.placement import EXTENSION
from adapters.epcis.typed import WANTS
from adapters.epcis.xml_names import NC_NAME
from lienthong.findings import Finding
from lienthong.model import DocumentKind, Header

_TEXTS = ("type", "schemaVersion", "creationDate", "id", "sender", "receiver", "instanceIdentifier")
_PLAIN = {"", "epcisBody", "queryResults", "resultsBody"}
_KINDS = ("EPCISDocument", "EPCISQueryDocument")
_PARTS = ("epcisHeader", "epcisBody", "queryResults", "resultsBody")
HEADER = "ltx:header"
"""Where a query document keeps the header that its JSON syntax has no place for."""
MESSAGE = "ltx:query"
"""The member for what a query document holds instead of results: a request, or an exception."""
CREATED = "ltx:creationDate"
"""The date of the document as XML had it, where it states no zone."""
KIND = "ltx:kind"
"""Where a capture document says that it stands for a kind JSON does not have."""


def read_header(outline: Outline, changed: str) -> tuple[Header, list[Finding]]:
    """The header, and what is wrong with the document around its events; an error makes it unreadable.

    `changed` is when the file was changed last, the date of a document that names none.
    """
    root = dict(outline.members.get("", {}))
    kind = _kind(root)
    hidden = root.pop(HEADER, None)
    if isinstance(hidden, dict):
        root.update(hidden)
    namespaces, kept, findings = read_context(root.get("@context", []), "/@context")
    findings += _faults(root, outline)
    message = root.get("epcisHeader")
    message = dict(message) if isinstance(message, dict) else {}
    master = message.pop("epcisMasterData", None)
    wrong = _master_faults(master, "/epcisHeader/epcisMasterData") if master is not None else []
    extra, odd = _extra(root, message, outline)
    findings += [*wrong, *odd]
    results = outline.members.get("queryResults", {})
    text = {name: str(root.get(name, "")) for name in _TEXTS}
    if extra.get(CREATED) and text["creationDate"] == f"{extra[CREATED]}Z":
        text["creationDate"] = extra.pop(CREATED)
    header = Header(
        created=text["creationDate"] or changed,
        kind=kind,
        schema_version=text["schemaVersion"] or "2.0",
        id=text["id"],
        namespaces=namespaces,
        context=kept,
        sender=text["sender"],
        receiver=text["receiver"],
        instance_identifier=text["instanceIdentifier"],
        master=tuple(master.get("vocabularyList", ())) if master and not wrong else (),
        query_name=str(results.get("queryName", "")),
        subscription_id=str(results.get("subscriptionID", "")),
        extra=extra,
    )
    return header, findings


def _kind(root: dict[str, Any]) -> DocumentKind:
    """The kind of document; what stands for a kind that JSON does not have is taken out of the root."""
    if root.get("type") == "EPCISDocument" and root.get(KIND) == "EPCISMasterDataDocument":
        del root[KIND]
        return "EPCISMasterDataDocument"
    return "EPCISQueryDocument" if root.get("type") == "EPCISQueryDocument" else "EPCISDocument"


def _extra(
    root: Mapping[str, Any], message: Mapping[str, Any], outline: Outline
) -> tuple[dict[str, Any], list[Finding]]:
    """What has no field of its own, under its names: root members, then the rest of header and bodies.

    Of those that a writer builds on, what is of the wrong type is told and left out.
    """
    extra: dict[str, Any] = {name: value for name, value in root.items() if ":" in name}
    if message:
        extra["epcisHeader"] = dict(message)
    for part in _PARTS[1:]:
        rest = dict(outline.members.get(part, {}))
        for name in ("queryName", "subscriptionID"):
            rest.pop(name, None)
        if rest:
            extra[part] = rest
    findings: list[Finding] = []
    for owner, at in ((extra, ""), *((extra.get(part, {}), f"/{part}") for part in _PARTS)):
        for name in [name for name in owner if name in _OURS or name == "vocabularyList"]:
            wrong = _odd(name, owner[name], f"{at}/{name}")
            if wrong:
                findings += wrong
                del owner[name]
    return extra, findings


def _odd(name: str, value: Any, at: str) -> list[Finding]:
    if name == "vocabularyList":
        return _master_faults({name: value}, at.rpartition("/")[0])
    wants = _OURS[name]
    if type(value) is wants and (name != MESSAGE or _is_message(value)):
        return []
    return [Finding("epcis.member.type", "error", at, {"name": name, "wants": WANTS[wants], "value": str(value)[:60]})]


def _faults(root: Mapping[str, Any], outline: Outline) -> Iterator[Finding]:
    kind = root.get("type")
    if kind not in _KINDS:
        yield Finding("epcis.document.kind", "error", "/type", {"value": str(kind)[:80]})
        return
    version = root.get("schemaVersion", "2.0")
    if not str(version).startswith("2."):
        yield Finding("epcis.document.version", "error", "/schemaVersion", {"value": str(version)[:20]})
    if outline.events < 0 and "vocabularyList" not in outline.members.get("resultsBody", {}):
        yield Finding("epcis.document.body", "error", "/epcisBody")
    for name in ("@context", "creationDate") if kind == _KINDS[0] else ("@context",):
        if name not in root:
            yield Finding("epcis.document.missing", "error", f"/{name}", {"name": name})
    if kind == _KINDS[1] and "creationDate" not in root:
        yield Finding("epcis.document.undated", "warning", "/creationDate")
    for name in _TEXTS:
        if name in root and type(root[name]) is not str:
            facts = {"name": name, "wants": "text", "value": str(root[name])[:60]}
            yield Finding("epcis.member.type", "error", f"/{name}", facts)
    known = {*_TEXTS, "@context", "epcisHeader", "epcisBody"}
    for name, value in root.items():
        if name not in known and ":" not in name:
            yield Finding("epcis.document.member", "error", f"/{name}", {"name": name})
        elif name in {"epcisHeader", "epcisBody"} and type(value) is not dict:
            facts = {"name": name, "wants": "object", "value": str(value)[:60]}
            yield Finding("epcis.member.type", "error", f"/{name}", facts)


def _is_message(value: Mapping[str, Any]) -> bool:
    """Whether this is one request or exception, under a name that XML allows."""
    names = [name for name in value if name != MEMBER]
    return len(names) == 1 and NC_NAME.match(names[0]) is not None


_OURS = {MESSAGE: dict, MEMBER: list, "ltx:behind": dict, EXTENSION: dict, "ltx:sbdh": dict, "ltx:sbdhBeside": dict}
_MASTER: Mapping[str, tuple[str, str]] = {
    "epcisMasterData": ("vocabularyList", "vocabulary"),
    "vocabulary": ("vocabularyElementList", "element"),
    "element": ("attributes", "attribute"),
}
_NEEDS = {"vocabulary": "type", "element": "id", "attribute": "id"}


def _master_faults(value: Any, at: str, part: str = "epcisMasterData") -> list[Finding]:
    """What is wrong with the types of master data: lists are lists, ids are text."""
    if type(value) is not dict:
        return [Finding("epcis.member.type", "error", at, {"name": part, "wants": "object", "value": str(value)[:60]})]
    findings: list[Finding] = []
    need = _NEEDS.get(part)
    if need and type(value.get(need)) is not str:
        findings.append(Finding("epcis.member.missing", "error", at, {"name": need}))
    name, inner = _MASTER.get(part, ("", ""))
    below = value.get(name, []) if name else []
    if type(below) is not list:
        facts = {"name": name, "wants": "list", "value": str(below)[:60]}
        return [*findings, Finding("epcis.member.type", "error", f"{at}/{name}", facts)]
    for number, child in enumerate(_listed(value.get("children", []))):
        if type(child) is not str:
            facts = {"name": "children", "wants": "text", "value": str(child)[:60]}
            findings.append(Finding("epcis.member.type", "error", f"{at}/children/{number}", facts))
    for number, item in enumerate(below):
        findings += _master_faults(item, f"{at}/{name}/{number}", inner)
    return findings


def _listed(value: Any) -> list[Any]:
    return value if type(value) is list else [value]
