"""Events by hand, as short as a case can say them."""

from decimal import Decimal

from lienthong.model import StoredEvent

POND, RAW, LOT, CASE, PALLET, TRUCK = (f"urn:x:{name}" for name in ("pond", "raw", "lot", "case", "pallet", "truck"))


def entries(*items):
    """`("urn:x:lot", "12.5", "KGM")`, or an identifier alone."""
    made = []
    for item in items:
        key, amount, unit = item if isinstance(item, tuple) else (item, "", "")
        entry = {"epcClass": key}
        if amount:
            entry |= {"quantity": Decimal(amount)}
        if unit:
            entry |= {"uom": unit}
        made.append(entry)
    return made


def event(number, day, kind, origins=None, **members):
    whole = {"type": kind, "eventTime": f"2026-06-{day:02}T07:00:00+07:00", "eventTimeZoneOffset": "+07:00", **members}
    return StoredEvent(number, whole, origins or {})


def seen(number, day, *items, step="receiving", action="OBSERVE", **more):
    return event(number, day, "ObjectEvent", action=action, bizStep=step, quantityList=entries(*items), **more)


def begun(number, day, *items, step="creating_class_instance", **more):
    return seen(number, day, *items, step=step, action="ADD", **more)


def made(number, day, inputs, outputs, step="commissioning", **more):
    lists = {"inputQuantityList": entries(*inputs), "outputQuantityList": entries(*outputs)}
    return event(number, day, "TransformationEvent", bizStep=step, **lists, **more)


def packed(number, day, parent, *items, units=(), action="ADD", step="packing"):
    lists = {"childQuantityList": entries(*items)} if items else {}
    lists |= {"childEPCs": list(units)} if units else {}
    return event(number, day, "AggregationEvent", action=action, bizStep=step, parentID=parent, **lists)


def moved(number, day, *units, step="shipping", **more):
    return event(number, day, "ObjectEvent", action="OBSERVE", bizStep=step, epcList=list(units), **more)
