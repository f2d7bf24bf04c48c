"""EPCIS documents made from a seed: the same events in XML 1.2 with EPC URIs, or in 2.0 with Digital Links.

Each ObjectEvent has five items, a quantity of a lot, a business transaction, source, destination, read point, location
and three extension elements in its ilmd.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus import with_check_digit

Form = Literal["xml-1.2", "xml-2.0", "json-2.0"]
CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
PREFIX = "9521234"
SPACES = {"vn": "https://ns.example.vn/", "cbvmda": "urn:epcglobal:cbv:mda"}
CBV = {"bizStep": "bizstep", "disposition": "disp", "bizTransaction": "btt", "source": "sdt", "destination": "sdt"}
LISTS = {
    "epcList": "epc", "childEPCs": "epc", "inputEPCList": "epc", "outputEPCList": "epc",
    "bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination",
    "quantityList": "quantityElement", "childQuantityList": "quantityElement",
    "inputQuantityList": "quantityElement", "outputQuantityList": "quantityElement",
}  # fmt: skip
WRAPPED = {
    "ObjectEvent": ("quantityList", "sourceList", "destinationList", "ilmd"),
    "AggregationEvent": ("childQuantityList", "sourceList", "destinationList"),
}
"""What stands inside `extension` in 1.2, which is the tail of the event each time."""


@dataclass(frozen=True)
class Corpus:
    """What is made: how many events of which types, with EPC URIs or Digital Links, 500 products or all distinct."""

    events: int
    types: tuple[str, ...] = ("ObjectEvent",)
    distinct: bool = False
    sensors: bool = False
    headers: bool = False

    def write(self, path: Path, form: Form) -> Path:
        """The file: an event a line; URNs in XML, Digital Links in JSON."""
        head, between, tail = self._frame(form)
        with path.open("w", encoding="utf-8") as file:
            file.write(head)
            for number, event in enumerate(self._events(links=form == "json-2.0")):
                file.write(between if number else "\n")
                file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) if form == "json-2.0" else
                           _xml(event, old=form == "xml-1.2"))  # fmt: skip
            file.write(tail)
        return path

    def _frame(self, form: Form) -> tuple[str, str, str]:
        date = "2026-07-01T00:00:00Z"
        if form == "json-2.0":
            header: dict[str, Any] = {"epcisHeader": {"epcisMasterData": _master()}} if self.headers else {}
            root = {"@context": [CONTEXT, {"vn": SPACES["vn"]}], "type": "EPCISDocument", "schemaVersion": "2.0"}
            start = json.dumps({**root, "creationDate": date, **header}, ensure_ascii=False)[:-1]
            return start + ',"epcisBody":{"eventList":[', ",\n", "\n]}}\n"
        version = form.removeprefix("xml-")
        spaces = "".join(f' xmlns:{name}="{uri}"' for name, uri in SPACES.items())
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:{version[0]}"{spaces}'
            f' schemaVersion="{version}" creationDate="{date}">{_message(version) if self.headers else ""}'
            "<EPCISBody><EventList>"
        )
        return head, "\n", "\n</EventList></EPCISBody></epcis:EPCISDocument>\n"

    def _events(self, *, links: bool) -> Iterator[dict[str, Any]]:
        dice = random.Random(7)
        made = _Events(dice, links=links, distinct=self.distinct)
        for number in range(self.events):
            event = getattr(made, self.types[number % len(self.types)])(number)
            if self.sensors:
                ilmd = event.pop("ilmd", None)
                event["sensorElementList"] = _sensors(dice)
                event |= {"ilmd": ilmd} if ilmd else {}
            yield event


class _Events:
    """Makes events; the methods have the names of their types."""

    def __init__(self, dice: random.Random, *, links: bool, distinct: bool) -> None:
        self._dice, self._links, self._distinct = dice, links, distinct
        self._items = 0

    def ObjectEvent(self, number: int) -> dict[str, Any]:  # noqa: N802
        item = self._product()
        what = {"epcList": self._units(item, 5), "action": "ADD"}
        goods = {"quantityList": [self._amount(item)]}
        event = self._event("ObjectEvent", number, what, "commissioning", "active")
        return {**event, **goods, **self._sides(), "ilmd": self._ilmd()}

    def AggregationEvent(self, number: int) -> dict[str, Any]:  # noqa: N802
        item = self._product()
        sscc = with_check_digit(f"1{PREFIX}{number:09d}")
        parent = f"https://id.gs1.org/00/{sscc}" if self._links else f"urn:epc:id:sscc:{PREFIX}.1{number:09d}"
        what = {"parentID": parent, "childEPCs": self._units(item, 5), "action": "ADD"}
        event = self._event("AggregationEvent", number, what, "packing", "in_progress")
        return {**event, "childQuantityList": [self._amount(item)], **self._sides()}

    def TransformationEvent(self, number: int) -> dict[str, Any]:  # noqa: N802
        raw, made = self._product(), self._product()
        what = {
            "inputEPCList": self._units(raw, 3),
            "inputQuantityList": [self._amount(raw)],
            "outputEPCList": self._units(made, 3),
            "outputQuantityList": [self._amount(made)],
        }
        event = self._event("TransformationEvent", number, what, "commissioning", "active")
        return {**event, **self._sides(), "ilmd": self._ilmd()}

    def _event(self, kind: str, number: int, what: dict[str, Any], step: str, state: str) -> dict[str, Any]:
        """What events of all types have."""
        place = self._place()
        papers = f"urn:epcglobal:cbv:bt:{with_check_digit(f'{PREFIX}{7:05d}')}:{number}"
        return {
            "type": kind,
            "eventTime": f"2026-06-{1 + number % 28:02d}T07:{number // 60 % 60:02d}:{number % 60:02d}.000+07:00",
            "eventTimeZoneOffset": "+07:00",
            "eventID": f"urn:uuid:00000000-0000-4000-8000-{number:012x}",
            **what,
            "bizStep": step,
            "disposition": state,
            "readPoint": {"id": place},
            "bizLocation": {"id": place},
            "bizTransactionList": [{"type": "po", "bizTransaction": papers}],
        }

    def _product(self) -> int:
        self._items += 1
        return self._items if self._distinct else self._dice.randrange(500)

    def _units(self, item: int, count: int) -> list[str]:
        first = self._dice.randrange(10**9)
        head = f"urn:epc:id:sgtin:{PREFIX}.{item // 10**5 % 10}{item % 10**5:05d}."
        if self._links:
            head = f"https://id.gs1.org/01/{_gtin(item)}/21/"
        return [f"{head}{first + number}" for number in range(count)]

    def _amount(self, item: int) -> dict[str, Any]:
        lot = f"LOT{self._dice.randrange(10**4):04d}"
        thing = f"urn:epc:class:lgtin:{PREFIX}.{item // 10**5 % 10}{item % 10**5:05d}.{lot}"
        if self._links:
            thing = f"https://id.gs1.org/01/{_gtin(item)}/10/{lot}"
        return {"epcClass": thing, "quantity": self._dice.randrange(10, 10**4) / 10, "uom": "KGM"}

    def _place(self) -> str:
        place = f"{self._dice.randrange(40):05d}"
        return f"https://id.gs1.org/414/{_gln(place)}" if self._links else f"urn:epc:id:sgln:{PREFIX}.{place}.0"

    def _party(self) -> str:
        party = f"{self._dice.randrange(40):05d}"
        return f"https://id.gs1.org/417/{_gln(party)}" if self._links else f"urn:epc:id:pgln:{PREFIX}.{party}"

    def _sides(self) -> dict[str, Any]:
        return {
            "sourceList": [{"type": "owning_party", "source": self._party()}],
            "destinationList": [{"type": "owning_party", "destination": self._party()}],
        }

    def _ilmd(self) -> dict[str, Any]:
        dice = self._dice
        return {
            "vn:harvest": f"2026-05-{dice.randint(1, 28):02d}",
            "vn:plot": f"Thửa {dice.randint(1, 99)}",
            "cbvmda:lotNumber": f"L{dice.randrange(10**4):04d}",
        }


def _gtin(item: int) -> str:
    return with_check_digit(f"{item // 10**5 % 10}{PREFIX}{item % 10**5:05d}")


def _gln(place: str) -> str:
    return with_check_digit(PREFIX + place)


def _sensors(dice: random.Random) -> list[dict[str, Any]]:
    """Five temperatures of one logger."""
    reports = [
        {
            "type": "Temperature",
            "value": dice.randrange(-300, 80) / 10,
            "uom": "CEL",
            "time": f"2026-06-01T0{at}:00:00Z",
        }
        for at in range(5)
    ]
    return [{"sensorMetadata": {"deviceID": "urn:epc:id:giai:9521234.7"}, "sensorReport": reports}]


def _places() -> list[tuple[str, dict[str, str]]]:
    return [
        (f"urn:epc:id:sgln:{PREFIX}.{place:05d}.0", {"cbvmda:name": f"Kho số {place}", "cbvmda:city": "An Giang"})
        for place in range(500)
    ]


def _master() -> dict[str, Any]:
    elements = [
        {"id": place, "attributes": [{"id": name, "attribute": text} for name, text in said.items()]}
        for place, said in _places()
    ]
    return {"vocabularyList": [{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": elements}]}


def _message(version: str) -> str:
    """The header of a message from one firm to another, with master data of 500 places."""
    sbdh = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    sides = "".join(
        f'<sbdh:{side}><sbdh:Identifier Authority="GS1">{_gln("00001")}</sbdh:Identifier></sbdh:{side}>'
        for side in ("Sender", "Receiver")
    )
    about = (
        f"<sbdh:DocumentIdentification><sbdh:Standard>EPCglobal</sbdh:Standard><sbdh:TypeVersion>{version}"
        "</sbdh:TypeVersion><sbdh:InstanceIdentifier>7</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type>"
        "<sbdh:CreationDateAndTime>2026-07-01T00:00:00Z</sbdh:CreationDateAndTime></sbdh:DocumentIdentification>"
    )
    elements = "".join(
        f'<VocabularyElement id="{place}">'
        + "".join(f'<attribute id="{name.replace("cbvmda", "urn:epcglobal:cbv:mda")}">{text}</attribute>'
                  for name, text in said.items())
        + "</VocabularyElement>"
        for place, said in _places()
    )  # fmt: skip
    master = (
        '<extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:Location">'
        f"<VocabularyElementList>{elements}</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData>"
        "</extension>"
    )
    return (
        f'<EPCISHeader><sbdh:StandardBusinessDocumentHeader xmlns:sbdh="{sbdh}"><sbdh:HeaderVersion>1.0'
        f"</sbdh:HeaderVersion>{sides}{about}</sbdh:StandardBusinessDocumentHeader>{master}</EPCISHeader>"
    )


def _xml(event: dict[str, Any], *, old: bool) -> str:
    kind = event["type"]
    inner = WRAPPED.get(kind, ()) if old else ()
    parts = [_member(name, value, old=old) for name, value in event.items() if name != "type" and name not in inner]
    if inner:
        parts.append("<extension>" + "".join(_member(name, event[name], old=old) for name in inner) + "</extension>")
    text = f"<{kind}>{''.join(parts)}</{kind}>"
    return f"<extension>{text}</extension>" if old and kind == "TransformationEvent" else text


def _member(name: str, value: Any, *, old: bool) -> str:
    if name == "eventID" and old:
        return f"<baseExtension><eventID>{value}</eventID></baseExtension>"
    if name == "sensorElementList":
        return f"<{name}>{''.join(map(_sensor, value))}</{name}>"
    if isinstance(value, list):
        return f"<{name}>{''.join(_item(LISTS[name], one) for one in value)}</{name}>"
    if isinstance(value, dict):
        return f"<{name}>{''.join(f'<{key}>{one}</{key}>' for key, one in value.items())}</{name}>"
    return f"<{name}>{f'urn:epcglobal:cbv:{CBV[name]}:{value}' if name in CBV else value}</{name}>"


def _item(tag: str, one: Any) -> str:
    if isinstance(one, str):
        return f"<{tag}>{one}</{tag}>"
    if tag in CBV:
        return f'<{tag} type="urn:epcglobal:cbv:{CBV[tag]}:{one["type"]}">{one[tag]}</{tag}>'
    return f"<{tag}>{''.join(f'<{key}>{text}</{key}>' for key, text in one.items())}</{tag}>"


def _sensor(element: dict[str, Any]) -> str:
    about = f'<sensorMetadata deviceID="{element["sensorMetadata"]["deviceID"]}"/>'
    reports = "".join(
        f'<sensorReport type="https://gs1.org/voc/{report["type"]}" value="{report["value"]}" uom="{report["uom"]}"'
        f' time="{report["time"]}"/>'
        for report in element["sensorReport"]
    )
    return f"<sensorElement>{about}{reports}</sensorElement>"
