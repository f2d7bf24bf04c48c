"""The canonical data: EPCIS 2.0 as its JSON binding writes it, plain and typed; keys; the national record."""

from lienthong.model.document import Document, Header, MasterElement, Vocabulary
from lienthong.model.event import Event, Extension, Place, QuantityElement
from lienthong.model.key import Key, KeyOf, text_key
from lienthong.model.shape import Member, Shape, code_list, event_shapes, shape

__all__ = [
    "Document",
    "Event",
    "Extension",
    "Header",
    "Key",
    "KeyOf",
    "MasterElement",
    "Member",
    "Place",
    "QuantityElement",
    "Shape",
    "Vocabulary",
    "code_list",
    "event_shapes",
    "shape",
    "text_key",
]
