"""The canonical data: EPCIS 2.0 as its JSON binding writes it, plain and typed; keys; the national record."""

from lienthong.model.chain import Card, Chain, Flow, Hole, Join, Stage
from lienthong.model.document import Document, DocumentKind, Header, MasterElement, Vocabulary
from lienthong.model.event import Event, Extension, Place, QuantityElement
from lienthong.model.key import Key, KeyOf, text_key
from lienthong.model.record import NationalRecord, Need, Origin, RecordEvent, RecordField, State, StoredEvent
from lienthong.model.shape import Member, Shape, code_list, event_shapes, shape

__all__ = [
    "Card",
    "Chain",
    "Document",
    "DocumentKind",
    "Event",
    "Extension",
    "Flow",
    "Header",
    "Hole",
    "Join",
    "Key",
    "KeyOf",
    "MasterElement",
    "Member",
    "NationalRecord",
    "Need",
    "Origin",
    "Place",
    "QuantityElement",
    "RecordEvent",
    "RecordField",
    "Shape",
    "Stage",
    "State",
    "StoredEvent",
    "Vocabulary",
    "code_list",
    "event_shapes",
    "shape",
    "text_key",
]
