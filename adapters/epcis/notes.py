"""Notes: what XML has and JSON has not, kept beside the event as rows and restored on the way to XML.

A row is `{"ltx:at": pointer, ...}` with one of: `ltx:name` and `ltx:value` (an attribute of the element there),
`ltx:text` (a number's spelling that JSON cannot hold), `ltx:order` (children whose order mixes repeated names).
They stand in the member `ltx:xml` of the event, or of the header part, whose pointers they use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MEMBER = "ltx:xml"


@dataclass(slots=True)
class Notes:
    """The notes of one event by pointer; read while writing XML."""

    attributes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, owner: Mapping[str, Any]) -> Notes | None:
        """The notes that stand in this event or part; None when there are none."""
        rows = owner.get(MEMBER)
        if not isinstance(rows, list):
            return None
        notes = cls()
        for row in rows:
            if isinstance(row, dict):
                notes._take(row)
        return notes

    def _take(self, row: Mapping[str, Any]) -> None:
        at = str(row.get("ltx:at", ""))
        if "ltx:name" in row:
            self.attributes.setdefault(at, []).append((str(row["ltx:name"]), str(row.get("ltx:value", ""))))
        elif "ltx:text" in row:
            self.texts[at] = str(row["ltx:text"])
        elif isinstance(row.get("ltx:order"), list):
            self.orders[at] = [str(name) for name in row["ltx:order"]]


def attribute_row(at: str, name: str, value: str) -> dict[str, Any]:
    """The row of one attribute."""
    return {"ltx:at": at, "ltx:name": name, "ltx:value": value}


def text_row(at: str, text: str) -> dict[str, Any]:
    """The row of a number's spelling."""
    return {"ltx:at": at, "ltx:text": text}


def order_row(at: str, names: Iterable[str]) -> dict[str, Any]:
    """The row of children in their order."""
    return {"ltx:at": at, "ltx:order": list(names)}
