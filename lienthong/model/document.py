"""Documents: a header and a stream of events, so that memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from lienthong.model.event import Event

DocumentKind = Literal["EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument", "bare"]
"""What kind of document it is; `bare` are events that stand by themselves, with no document around them."""


class MasterAttribute(TypedDict, total=False):
    """One attribute of a master-data element; `attribute` is text, or a dict for a structured one."""

    id: str
    attribute: Any


class MasterElement(TypedDict, total=False):
    """One product, place or party: `id`, its attributes, and the ids of its children."""

    id: str
    attributes: list[MasterAttribute]
    children: list[str]


class Vocabulary(TypedDict, total=False):
    """Master data of one type, for example `urn:epcglobal:epcis:vtype:EPCClass`."""

    type: str
    vocabularyElementList: list[MasterElement]


@dataclass(frozen=True, slots=True)
class Header:
    """All of a document but its events.

    `namespaces` maps prefixes to URIs; `context` holds further `@context` entries as they were received;
    `created` is the creationDate text; `extra` keeps other root and header members under their names.
    """

    created: str
    kind: DocumentKind = "EPCISDocument"
    schema_version: str = "2.0"
    id: str = ""
    namespaces: Mapping[str, str] = field(default_factory=dict)
    context: tuple[Any, ...] = ()
    sender: str = ""
    receiver: str = ""
    instance_identifier: str = ""
    master: tuple[Vocabulary, ...] = ()
    query_name: str = ""
    subscription_id: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A header and its events, which may be walked once."""

    header: Header
    events: Iterable[Event]
