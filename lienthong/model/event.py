"""An event is plain data in the shape of the EPCIS 2.0 JSON binding (ISO/IEC 19987:2022, clause 10).

Identifiers, times and zones stay the text that was received; quantities are `Decimal` and keep their digits;
CBV values are bare words; extension members are `prefix:name` with the prefix in `@context`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

Extension = Any
"""Value of an extension member: text, Decimal, bool, or lists and dicts of them."""


# the functional form allows members whose names are no Python identifiers
class QuantityElement(TypedDict, total=False):
    epcClass: str
    quantity: Decimal
    uom: str


class Place(TypedDict, total=False):
    id: str


class BizTransaction(TypedDict, total=False):
    type: str
    bizTransaction: str


class Source(TypedDict, total=False):
    type: str
    source: str


class Destination(TypedDict, total=False):
    type: str
    destination: str


class PersistentDisposition(TypedDict, total=False):
    set: list[str]
    unset: list[str]


Event = TypedDict(
    "Event",
    {
        "@context": Any,
        "type": str,
        "eventID": str,
        "eventTime": str,
        "recordTime": str,
        "eventTimeZoneOffset": str,
        "certificationInfo": Any,
        "errorDeclaration": dict[str, Any],
        "epcList": list[str],
        "parentID": str,
        "childEPCs": list[str],
        "inputEPCList": list[str],
        "outputEPCList": list[str],
        "quantityList": list[QuantityElement],
        "childQuantityList": list[QuantityElement],
        "inputQuantityList": list[QuantityElement],
        "outputQuantityList": list[QuantityElement],
        "action": str,
        "transformationID": str,
        "bizStep": str,
        "disposition": str,
        "persistentDisposition": PersistentDisposition,
        "readPoint": Place,
        "bizLocation": Place,
        "bizTransactionList": list[BizTransaction],
        "sourceList": list[Source],
        "destinationList": list[Destination],
        "sensorElementList": list[dict[str, Any]],
        "ilmd": dict[str, Any],
    },
    total=False,
)
"""The standard members; extension members stand beside them under `prefix:name`."""
