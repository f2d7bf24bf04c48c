"""Looking before running: the first units with what they make, and the empty sheet a mapping would read."""

from __future__ import annotations

from itertools import islice

from lienthong.mapping.outcome import Outcome
from lienthong.mapping.run import Fitted
from lienthong.mapping.tree import MappingTree, TableSpec


def preview(fitted: Fitted, rows: int = 10) -> list[Outcome]:
    """The outcomes of the first units, until they cover so many rows; each has its rows, cells, events, findings."""
    found: list[Outcome] = []
    covered = 0
    for outcome in islice(fitted.outcomes(), rows):
        found.append(outcome)
        covered += len(outcome.rows)
        if covered >= rows:
            break
    return found


def template(tree: MappingTree, unnamed: str = "") -> dict[str, list[str]]:
    """The headings each table of a mapping reads, by the name of the sheet; the first spelling of each name.

    A mapping of one table reads a sheet of any name: then it is `unnamed`, or called by its level.
    """
    return {_sheet_name(spec, unnamed): _headings(spec) for spec in tree.tables}


def _sheet_name(spec: TableSpec, unnamed: str) -> str:
    plain = [name for name in spec.sheets if "*" not in name]
    return (plain or [name.replace("*", "").strip() for name in spec.sheets] or [unnamed or spec.level])[0]


def _headings(spec: TableSpec) -> list[str]:
    placed = {column.at: column for column in spec.columns if column.at}
    named = [column.headings[0] for column in spec.columns if column.headings and not column.at]
    if not placed:
        return named
    width = max([*placed, len(named) + len(placed)])
    rest = iter(named)
    return [placed[at].text if at in placed else next(rest, "") for at in range(1, width + 1)]
