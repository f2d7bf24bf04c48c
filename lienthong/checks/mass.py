"""Mass of a transformation: no more comes out than went in, and what is lost stays within what is usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from lienthong.checks.key_data import find_datum
from lienthong.checks.order import number_in
from lienthong.checks.sight import Sight, Teller
from lienthong.findings import Finding
from lienthong.model import StoredEvent
from lienthong.model.things import Thing

_AT, _CELL = "/outputQuantityList", "/outputQuantityList/0/quantity"


class Amounts(NamedTuple):
    """The quantities of one side of a transformation, in one unit: key and amount of each thing."""

    parts: tuple[tuple[str, Decimal], ...]
    unit: str

    @property
    def total(self) -> Decimal:
        """All of them together."""
        return sum((amount for _, amount in self.parts), Decimal(0))


def mass_balance(sight: Sight, given: Mapping[str, Any], tell: Teller) -> Iterator[Finding]:
    """More out than in; a loss or a share of whole rice outside its range, told of the main output only."""
    for stored in sight.own:
        if stored.event.get("type") != "TransformationEvent" or not sight.begins(stored):
            continue
        touched = sight.of(stored)
        went_in, came_out = _amounts(touched, "input"), _amounts(touched, "output")
        rows = [row for row in given["losses"] if _is_of(row, sight, stored)]
        if went_in and came_out and went_in.unit == came_out.unit:
            yield from _balanced(sight, stored, went_in, came_out, rows, tell)
        yield from _yields(sight, stored, given["yields"], tell)


def _balanced(
    sight: Sight,
    stored: StoredEvent,
    went_in: Amounts,
    came_out: Amounts,
    rows: Sequence[Mapping[str, str]],
    tell: Teller,
) -> Iterator[Finding]:
    if came_out.total > went_in.total:
        facts = {"input": f"{went_in.total:f}", "output": f"{came_out.total:f}", "unit": went_in.unit}
        yield tell("chain.mass", stored, _AT, _CELL, **facts)
        return
    main, amount = max(came_out.parts, key=lambda part: part[1])
    for row in rows if main == sight.key.text and went_in.total else ():
        lost = 100 * (went_in.total - amount) / went_in.total
        if not Decimal(row["from"]) <= lost <= Decimal(row["to"]):
            title = sight.table.stage(row["stage"]).title
            facts = {"lost": f"{lost:.1f}", "from": row["from"], "to": row["to"], "stage": title["vi"].lower()}
            facts["stage_en"] = title["en"].lower()
            yield tell("chain.loss", stored, _AT, _CELL, **facts)


def _yields(sight: Sight, stored: StoredEvent, rows: Sequence[Mapping[str, str]], tell: Teller) -> Iterator[Finding]:
    for row in rows:
        found = find_datum(row["datum"], stored.event) if _is_of(row, sight, stored) else None
        share = number_in(found.value) if found else None
        if found and share is not None and not Decimal(row["from"]) <= share <= Decimal(row["to"]):
            facts = {"share": f"{share:f}", "from": row["from"], "to": row["to"]}
            yield tell("chain.whole-rice", stored, found.at, **facts)


def _is_of(row: Mapping[str, str], sight: Sight, stored: StoredEvent) -> bool:
    return row["sector"] == sight.table.name and row["stage"] == sight.table.stage_of(stored.event)


def _amounts(touched: Sequence[Thing], role: str) -> Amounts | None:
    """The quantities of a role; None when there are none, one is unknown or the units differ."""
    parts: list[tuple[str, Decimal]] = []
    units: set[str] = set()
    for thing in touched:
        if thing.role == role:
            entry: Mapping[str, Any] = thing.entry or {}
            if not isinstance(entry.get("quantity"), Decimal):
                return None
            parts.append((thing.key.text, entry["quantity"]))
            units.add(str(entry.get("uom", "")))
    return Amounts(tuple(parts), units.pop()) if len(units) == 1 else None
