"""Cards of a chain: a thing as one event saw it, with its quantity, day, place, and how sure its values are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import unquote

from lienthong.checks.times import day
from lienthong.model import Card, Key, State, StoredEvent
from lienthong.model.things import Thing

Names = Callable[[str], str]
"""The name people use for a thing or place, by its identifier; empty when none is known."""


def no_names(identifier: str) -> str:
    """Knows no name of anything."""
    del identifier
    return ""


def label_of(key: Key, identifier: str, names: Names) -> str:
    """How a thing is called on a card: its name, else lot, serial or SSCC, else the end of its identifier.

    >>> label_of(Key("x", "https"), "https://id.example.vn/lot/L%C3%BAa%20A", no_names)
    'Lúa A'
    """
    known = names(identifier) or names(key.text)
    if known:
        return known
    code = key.value("21") or key.value("10") or key.value("00")
    return code or last_part(identifier)


@lru_cache(maxsize=4096)
def last_part(identifier: str) -> str:
    """The last part of an identifier, readable.

    >>> last_part("https://id.gs1.org/414/9521234000020"), last_part("urn:uuid:7")
    ('9521234000020', '7')
    """
    return unquote(identifier.rstrip("/").replace(":", "/").rsplit("/", 1)[-1])


def kind_of(thing: Thing) -> Literal["lot", "unit", "serial", "class"]:
    """Whether a thing is a lot, a class of goods, a single item, or a logistic unit."""
    if thing.is_class:
        return "lot" if thing.is_lot else "class"
    if thing.role == "parent" or thing.key.value("00") or thing.key.value("8003"):
        return "unit"
    return "serial"


def quantity_of(thing: Thing) -> tuple[Decimal | None, str]:
    """Quantity and unit of a thing in its event; a single item has neither."""
    entry: Mapping[str, Any] = thing.entry or {}
    amount, unit = entry.get("quantity"), str(entry.get("uom", ""))
    if isinstance(amount, int) and not isinstance(amount, bool):
        return Decimal(amount), unit
    return (amount if isinstance(amount, Decimal) and amount.is_finite() else None), unit


def total(parts: Iterable[tuple[Decimal | None, str]]) -> tuple[Decimal | None, str, bool]:
    """The sum of quantities, their unit, and whether units differ; no sum when one is unknown or units differ."""
    found = list(parts)
    units = {unit for amount, unit in found if amount is not None}
    if len(units) > 1:
        return None, "", True
    unit = next(iter(units), "")
    amounts = [amount for amount, _ in found]
    if not amounts or any(amount is None for amount in amounts):
        return None, unit, False
    return sum((amount for amount in amounts if amount is not None), Decimal(0)), unit, False


def place_of(event: Mapping[str, Any], names: Names) -> str:
    """The name or code of the place of an event."""
    for member in ("readPoint", "bizLocation"):
        place = event.get(member)
        if isinstance(place, dict) and isinstance(place.get("id"), str):
            return names(place["id"]) or last_part(place["id"])
    return ""


def state_of(stored: StoredEvent, pointers: Iterable[str]) -> State:
    """`defaulted` when a setting, or a fixed time of the mapping, stands behind one of these values."""
    for at in pointers:
        origin = stored.origins.get(at)
        if origin is None:
            continue
        if origin.kind == "setting" or (origin.kind == "constant" and at == "/eventTime"):
            return "defaulted"
    return "present"


def card_of(
    stored: StoredEvent,
    thing: Thing,
    stage: str,
    number: int,
    names: Names,
    content: Sequence[tuple[Decimal | None, str]] | None = None,
) -> Card:
    """The card of one thing in one event; what was packed (`content`) is a unit and has the quantity of its content."""
    amount, unit = quantity_of(thing)
    entry = thing.at.rpartition("/")[0] if thing.entry is not None else ""
    watched = ["/eventTime", *([f"{entry}/quantity", f"{entry}/uom"] if entry else [])]
    if content:
        amount, unit, _ = total(content)
    on = day(str(stored.event.get("eventTime", "")))
    return Card(
        id=f"c{stored.number}-{number}",
        key=thing.key.text,
        kind=kind_of(thing) if content is None else "unit",
        stage=stage,
        label=label_of(thing.key, thing.id, names),
        quantity=amount,
        uom=unit if amount is not None else "",
        date=on.isoformat() if on else "",
        place=place_of(dict(stored.event), names),
        event=stored.number,
        state=state_of(stored, watched),
    )
