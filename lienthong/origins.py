"""Origins: where the values of kept units came from, learnt once for all events that differ in their rows alone.

The explaining executor tells of any unit where its values came from, slowly. Most events of a rule saw the same kinds
of cells (`lienthong.mapping.sights`): what was told of one of them is then known of all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lienthong.mapping.outcome import Explained, Outcome, RowRef, Trace
from lienthong.mapping.run import Fitted
from lienthong.mapping.sights import Sight, Sighted, Sights
from lienthong.model import Origin
from lienthong.store.origins import Leaf, Origins, Pattern

LEAVES = 100_000
"""Values whose origins are remembered, about; beyond that learning begins anew."""
_TRIED = 512


@dataclass(slots=True)
class UnitOrigins:
    """The origins of the values of one unit: those of its events now, those of its master data when asked for."""

    book: OriginBook
    outcome: Outcome
    sighted: Sighted | None
    events: list[Origins]
    explained: list[Origins] | None = None
    """Those of its master data, where the unit had to be explained."""

    def master(self, at: int) -> Origins:
        """The origins of one product, place or party."""
        if self.explained is None and self.sighted is not None:
            entry, sight = self.outcome.master[at], self.sighted.master[at]
            known = self.book.known.get((sight.key, outline(entry.attributes)))
            if known is not None:
                return Origins(known, [row for _, row in sight.rows])
        if self.explained is None:
            self.explained = self.book.learn(self.outcome, self.sighted)[1]
        return self.explained[at]


class OriginBook:
    """The origins of kept units of one mapping and source, and what was learnt of them."""

    def __init__(self, fitted: Fitted) -> None:
        self.fitted = fitted
        self.sights = Sights(fitted)
        self.known: dict[tuple[Any, ...], Pattern] = {}
        self.leaves = self.told = self.learnt = 0
        self.tables = {sheet.table.name: sheet.table.number for sheet in fitted.sheets}
        stands = (pair for sheet in fitted.sheets for pair in (*sheet.beside.items(), *sheet.units.items()))
        self.stands = frozenset((name.text, stand.place) for name, stand in stands if stand.place)

    def of(self, outcome: Outcome) -> UnitOrigins:
        """The origins of a kept unit."""
        self.told += 1
        # where hardly two units are alike, looking for likeness is lost work
        lost = self.learnt > _TRIED and self.learnt * 2 > self.told
        sighted = None if lost else self.sights.of(outcome)
        found: list[Origins] = []
        for sight, event in zip(sighted.events if sighted else (), outcome.events, strict=False):
            pattern = self.known.get((sight.key, outline(event)))
            if pattern is None:
                break
            found.append(Origins(pattern, [row for _, row in sight.rows]))
        if len(found) == len(outcome.events):
            return UnitOrigins(self, outcome, sighted, found)
        return UnitOrigins(self, outcome, sighted, *self.learn(outcome, sighted))

    def learn(self, outcome: Outcome, sighted: Sighted | None) -> tuple[list[Origins], list[Origins]]:
        """The origins of a unit's events and master data as the explaining executor tells them, and remembered."""
        self.learnt += 1
        explained = self.fitted.explain(outcome.rows, outcome.raw)
        events, master = self._sighted(explained, sighted)
        attributes = [entry.attributes for entry in outcome.master]
        return (
            [self._origins(*pair) for pair in zip(explained.traces, events, outcome.events, strict=True)],
            [self._origins(*pair) for pair in zip(explained.master_traces, master, attributes, strict=True)],
        )

    def _sighted(self, explained: Explained, sighted: Sighted | None) -> tuple[Sequence[Any], Sequence[Any]]:
        if sighted is None:
            return [None] * len(explained.traces), [None] * len(explained.master_traces)
        return sighted.events, sighted.master

    def _origins(self, traces: Mapping[str, Trace], sight: Sight | None, members: Mapping[str, Any]) -> Origins:
        pattern = self._pattern(traces, sight) if sight else None
        if pattern is None or sight is None:
            return Origins(Pattern.of({at: origin_of(trace) for at, trace in traces.items()}))
        self.leaves += len(traces)
        if self.leaves > LEAVES:
            self.known.clear()
            self.leaves = len(traces)
        self.known[sight.key, outline(members)] = pattern
        return Origins(pattern, [row for _, row in sight.rows])

    def _pattern(self, traces: Mapping[str, Trace], sight: Sight) -> Pattern | None:
        """The pattern of the origins of one event; None where one of them stands outside the rows that it saw."""
        leaves: dict[str, Leaf] = {}
        for at, trace in traces.items():
            leaf = self._leaf(trace, sight)
            if leaf is None:
                return None
            leaves[at] = leaf
        return Pattern(leaves)

    def _leaf(self, trace: Trace, sight: Sight) -> Leaf | None:
        origin, found = origin_of(trace), data_trace(trace)
        place = found.place if found else None
        if found is None or place is None or (found.name, place) in self.stands:
            return Leaf(origin.kind, origin.place, setting=origin.setting)
        table = self.tables.get(place.sheet)
        at = _index(sight.rows, (table, place.row))
        if at < 0 and sight.bent:
            at = next((at for at, (number, _) in enumerate(sight.rows) if number == table), -1)
        if at < 0:
            return None
        tail = f":{place.column}" if not place.sheet and place.column else ""
        head = origin.place[: len(origin.place) - len(tail) - len(str(place.row))]
        return Leaf(origin.kind, head, tail, at, place.row - sight.rows[at][1], origin.setting)


def _index(rows: Sequence[RowRef], row: tuple[int | None, int]) -> int:
    return next((at for at, one in enumerate(rows) if one == row), -1)


def outline(members: Mapping[str, Any]) -> tuple[Any, ...]:
    """Which members an object has, down to the last: what two events of one outline differ in are values.

    >>> outline({"a": 1, "b": [{"c": 2}, 3]})
    ('a', ('b', (('c',), '')))
    """
    return tuple(
        [(name, _inner(value)) if isinstance(value, (dict, list)) else name for name, value in members.items()]
    )


def _inner(value: Any) -> Any:
    if isinstance(value, dict):
        return outline(value)
    return tuple([_inner(one) for one in value]) if isinstance(value, list) else ""


def origin_of(trace: Trace) -> Origin:
    """The origin of a value: its cell, and the setting that completed it; a looked-up value is derived."""
    found = data_trace(trace)
    place, setting = str(found.place) if found else "", _setting(trace)
    if trace.origin == "setting" or (setting and not place):
        return Origin("setting", place, setting)
    if place:
        looked_up = any(step.call.startswith("lookup(") for step in trace.steps)
        return Origin("derived" if looked_up else "data", place, setting)
    return Origin(trace.origin)


def _setting(trace: Trace) -> str:
    if trace.origin == "setting":
        return trace.setting
    return next((name for name in map(_setting, trace.also) if name), "")


def data_trace(trace: Trace) -> Trace | None:
    """The trace of the first cell that entered a value."""
    if trace.origin == "data" and trace.place:
        return trace
    return next((found for found in map(data_trace, trace.also) if found), None)
