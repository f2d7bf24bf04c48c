"""The order of the units in their columns, and their heights above the floor of the picture.

Order: by the mean position of predecessors, then of successors, two sweeps; ties by the code of the lot, so that
two runs give the same picture (the layered layout of Sugiyama, Tagawa and Toda, 1981, with fixed layers).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lienthong.pictures.columns import Columns, Unit

GAP = 28
BAR_GAP = 10


def tops(made: Columns) -> dict[str, float]:
    """The upper edge of every unit; the topmost is 0."""
    ranks: dict[int, list[Unit]] = defaultdict(list)
    for unit in sorted(made.units.values(), key=lambda one: one.code):
        ranks[unit.rank].append(unit)
    numbers = sorted(ranks)
    middle: dict[str, float] = {}
    for number in numbers:
        _pile(ranks[number], middle)
    for sweep in (numbers, numbers[::-1]):
        backwards = sweep is not numbers
        for number in sweep:
            ranks[number].sort(key=lambda one: (_wish(one, middle, backwards), one.code))
            _pile(ranks[number], middle)
    floor = max((_height(units) for units in ranks.values()), default=0)
    for number in numbers:
        _settle(ranks[number], {one.id: _mean(one.before, middle) for one in ranks[number]}, middle, floor)
    for number in reversed(numbers):
        wishes = {one.id: _mean(() if one.before else one.after, middle) for one in ranks[number]}
        _settle(ranks[number], wishes, middle, floor)
    for number in (number for number in numbers if number % 2 == 0):
        wishes = {one.id: _mean([*one.before, *one.after], middle) for one in ranks[number]}
        ranks[number].sort(key=lambda one: (wishes[one.id] or 0.0, one.code))
        _settle(ranks[number], wishes, middle, floor)
    return {id_: middle[id_] - unit.height / 2 for id_, unit in made.units.items()}


def _mean(ids: Iterable[str], middle: dict[str, float]) -> float | None:
    known = [middle[id_] for id_ in ids if id_ in middle]
    return sum(known) / len(known) if known else None


def _wish(unit: Unit, middle: dict[str, float], backwards: bool) -> float:
    mean = _mean(unit.after if backwards else unit.before, middle)
    return middle[unit.id] if mean is None else round(mean, 3)


def _gap(unit: Unit) -> int:
    return GAP if unit.members else BAR_GAP


def _height(units: list[Unit]) -> int:
    return sum(unit.height + _gap(unit) for unit in units)


def _pile(units: list[Unit], middle: dict[str, float]) -> None:
    """Units close below each other from the top; bars stand at the mean of their inputs."""
    top = 0.0
    for unit in units:
        middle[unit.id] = top + unit.height / 2
        top += unit.height + _gap(unit)
        if unit.rank % 2 == 0:
            middle[unit.id] = _mean([*unit.before, *unit.after], middle) or 0.0


def _settle(units: list[Unit], wishes: dict[str, float | None], middle: dict[str, float], floor: float) -> None:
    """Every unit as near to its wish as order, gaps, top and floor allow: neighbours in conflict share the way."""
    blocks: list[tuple[float, float, list[Unit]]] = []
    for unit in units:
        wish = wishes[unit.id]
        wanted = (middle[unit.id] if wish is None else wish) - unit.height / 2
        block = (wanted, float(unit.height + _gap(unit)), [unit])
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0]:
            start, length, members = blocks.pop()
            share = len(members) / (len(members) + len(block[2]))
            start = start * share + (block[0] - length) * (1 - share)
            block = (start, length + block[1], members + block[2])
        blocks.append(block)
    room = floor - sum(length for _, length, _ in blocks)
    used = 0.0
    for start, length, members in blocks:
        top = min(max(start, used), max(used, used + room))
        room -= top - used
        used = top + length
        for unit in members:
            middle[unit.id] = top + unit.height / 2
            top += unit.height + _gap(unit)
