"""Writes what stands around the events of an XML document: root, message header (SBDH), master data."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from adapters.epcis.contexts import RESERVED, own_prefixes, standard_namespaces
from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.placement import EXTENSION
from adapters.epcis.xml_body import around, behind, body
from adapters.epcis.xml_body_reader import BEHIND
from adapters.epcis.xml_extension import ExtensionWriter
from adapters.epcis.xml_master import write_master
from adapters.epcis.xml_names import NC_NAME, ON_ROOT, Names
from adapters.epcis.xml_tables import INSTANCE, SBDH, namespace, roots, table
from adapters.epcis.xml_text import attribute
from lienthong.model import Header

SBDH_MEMBER = "ltx:sbdh"
BESIDE = "ltx:sbdhBeside"
"""The member for elements of the SBDH's namespace that stand beside it in the header."""
CONTEXT = "ltx:context"
"""The member for what a JSON-LD context says of extension terms beside their prefixes."""
KEPT = "lienthong"
"""The element of `EPCISHeader/extension/extension` that holds document members XML has no place for."""
NOTES = "ltx:notes"
_PARTS = ("epcisHeader", "epcisBody", "queryResults", "resultsBody")


def frame(header: Header, writer: ExtensionWriter, version: str, events: bool) -> tuple[bytes, bytes]:
    """What stands before and after the events of a document; `events` says whether there are any."""
    root = roots()[header.kind]
    before, after = body(header, writer, events)
    out: list[str] = []
    if header.id or header.kind == "bare":
        writer.names.used.add(RESERVED)
    _message(around(header, events), writer, out, version)
    head, last = "".join(out), behind(header, "", writer)
    start = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root.prefix}:{root.element}'
    start += f' xmlns:{root.prefix}="{namespace(version, root.space)}"'
    start += _declarations(header, writer, "<sbdh:" in head)
    start += f' ltx:id="{attribute(header.id)}"' if header.id else ""
    start += ' ltx:kind="bare"' if header.kind == "bare" else ""
    start += f' schemaVersion="{version}" creationDate="{attribute(header.created)}">\n'
    end = f"{after}</EPCISBody>\n{last}</{root.prefix}:{root.element}>\n"
    return (start + head + "<EPCISBody>" + before).encode(), end.encode()


def _declarations(header: Header, writer: ExtensionWriter, sbdh: bool) -> str:
    """Namespace declarations of the root: those of the document in order, then ours."""
    standard = standard_namespaces()
    spaces = {name: uri for name, uri in own_prefixes(header.namespaces).items() if _fits(name, uri)}
    spaces.pop(RESERVED, None)  # ours is declared where something is written under it
    spaces |= {name: standard[name] for name in sorted({"cbvmda", *writer.names.used}) if name not in ON_ROOT}
    spaces |= {"xsi": INSTANCE}
    spaces |= {"sbdh": SBDH} if sbdh else {}
    return "".join(f' xmlns:{name}="{attribute(uri)}"' for name, uri in sorted(spaces.items()))


def _fits(name: str, uri: str) -> bool:
    return bool(uri and NC_NAME.match(name)) and name not in ON_ROOT and not name.lower().startswith("xml")


def _message(header: Header, writer: ExtensionWriter, out: list[str], version: str) -> None:
    """`EPCISHeader`: the message header and the master data, if there are any.

    1.x has room for extensions behind them, but nothing may stand there without a message header.
    """
    inner = header.extra.get("epcisHeader", {})
    message = message_header(header, inner.get(SBDH_MEMBER))
    extension = dict(inner.get(EXTENSION, {}))
    direct = {name: one for name, one in inner.items() if _stands(name)} if version != "2.0" else {}
    beside = inner.get(BESIDE) if version != "2.0" else None
    kept = _kept(header, {*direct, *([BESIDE] if beside else [])})
    if kept:
        extension[KEPT] = kept
    if not (message or header.master or extension or direct or beside):
        return
    out.append("<EPCISHeader>")
    if message or version != "2.0":
        _sbdh(message or made_header(header), header, writer, out)
    if header.master or extension:
        out.append("<extension>")
        if header.master:
            out.append("<EPCISMasterData>")
            write_master(header.master, writer, out)
            out.append("</EPCISMasterData>")
        if extension:
            writer.element("extension", extension, out, "", Notes.of(extension))
        out.append("</extension>")
    if beside:
        _in_sbdh(beside, header, writer, out)
    writer.members(direct, out, "", Notes.of(inner))
    out.append("</EPCISHeader>\n")


def _stands(name: str) -> bool:
    """Whether a member of the header is an element of a namespace that is not ours."""
    return ":" in name and not name.startswith("ltx:")


def _kept(header: Header, elsewhere: Set[str]) -> dict[str, Any]:
    """Members of the root, of the header and of the bodies that XML has no place for."""
    kept = {name: value for name, value in header.extra.items() if name not in {*_PARTS, BEHIND}}
    terms = [entry for entry in header.context if isinstance(entry, dict)]
    if terms:
        kept[CONTEXT] = terms
    elsewhere = {*elsewhere, SBDH_MEMBER, EXTENSION, BEHIND} | ({MEMBER} if elsewhere else set())
    for part in _PARTS:
        rest = {name: one for name, one in header.extra.get(part, {}).items() if name not in elsewhere}
        if rest:
            kept[f"ltx:{part}"] = renamed(rest, MEMBER, NOTES)
    return kept


def renamed(value: Any, old: str, new: str) -> Any:
    """The same with one member under another name, at any depth: notes that are data here, not notes of this XML."""
    if isinstance(value, list):
        return [renamed(one, old, new) for one in value]
    if not isinstance(value, dict):
        return value
    return {new if name == old else name: renamed(one, old, new) for name, one in value.items()}


def message_header(header: Header, kept: Any) -> dict[str, Any]:
    """The SBDH as an object: as it was kept, brought up to date and complete; else made from what JSON knows.

    Empty when neither sender, receiver nor number of the message is known.
    """
    if not (kept or header.sender or header.receiver or header.instance_identifier):
        return {}
    made = made_header(header)
    message = dict(kept) if isinstance(kept, dict) else made
    for role, value in (("Sender", header.sender), ("Receiver", header.receiver)):
        partners = message.get(role)
        first = partners[0] if isinstance(partners, list) and partners else partners
        first = {**first, "Identifier": value} if isinstance(first, dict) else {"Identifier": value}
        message[role] = [first, *partners[1:]] if isinstance(partners, list) else first
    document = message.get("DocumentIdentification")
    if isinstance(document, dict):
        document = {**document, "InstanceIdentifier": header.instance_identifier}
        message["DocumentIdentification"] = _ordered(document, made["DocumentIdentification"], "identification_order")
    return _ordered(message, made, "message_order")


def _ordered(members: Mapping[str, Any], made: Mapping[str, Any], order: str) -> dict[str, Any]:
    """The members in the order of the schema, those it requires taken from a header made where they are missing."""
    known = [name for name in table()[order] if name in members or name in made]
    rest = {name: value for name, value in members.items() if name not in known}
    return {name: members.get(name, made.get(name)) for name in known} | rest


def filled_in(header: Header, version: str) -> tuple[str, ...]:
    """The parts of the SBDH that are written only because the schema requires them."""
    inner = header.extra.get("epcisHeader", {})
    kept = inner.get(SBDH_MEMBER)
    if isinstance(kept, dict):
        return tuple(name for name in made_header(header) if name not in kept)
    known = header.sender or header.receiver or header.instance_identifier
    wanted = version != "2.0" and (header.master or inner or _kept(header, frozenset()))
    return ("StandardBusinessDocumentHeader",) if wanted and not known else ()


def made_header(header: Header) -> dict[str, Any]:
    """The SBDH that says no more than sender, receiver, number and time of the document."""
    words: Mapping[str, str] = table()["message_header"]
    return {
        "HeaderVersion": words["HeaderVersion"],
        "Sender": {"Identifier": header.sender},
        "Receiver": {"Identifier": header.receiver},
        "DocumentIdentification": {
            "Standard": words["Standard"],
            "TypeVersion": words["TypeVersion"],
            "InstanceIdentifier": header.instance_identifier,
            "Type": words["Type"],
            "CreationDateAndTime": header.created,
        },
    }


def _sbdh(message: Mapping[str, Any], header: Header, writer: ExtensionWriter, out: list[str]) -> None:
    out.append("<sbdh:StandardBusinessDocumentHeader>")
    _in_sbdh(message, header, writer, out)
    out.append("</sbdh:StandardBusinessDocumentHeader>")


def _in_sbdh(members: Mapping[str, Any], header: Header, writer: ExtensionWriter, out: list[str]) -> None:
    """Members as elements of the SBDH's namespace."""
    rest = {key: value for key, value in members.items() if key != MEMBER}
    inner = ExtensionWriter(Names(header.namespaces, {"sbdh": SBDH}), writer.lose)
    inner.members(_qualified(rest), out, "", _qualified_notes(members))
    writer.names.used |= inner.names.used


def _qualified(value: Any) -> Any:
    """Bare names of the SBDH in its namespace."""
    if isinstance(value, list):
        return [_qualified(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key if ":" in key else f"sbdh:{key}": _qualified(item) for key, item in value.items()}


def _qualified_notes(message: Mapping[str, Any]) -> Notes | None:
    notes = Notes.of(message)
    if notes is None:
        return None
    return Notes({_qualified_pointer(at): pairs for at, pairs in notes.attributes.items()}, notes.texts, {})


def _qualified_pointer(at: str) -> str:
    steps = at.split("/")[1:]
    return "".join(f"/{name}" if name.isdigit() or ":" in name else f"/sbdh:{name}" for name in steps)
