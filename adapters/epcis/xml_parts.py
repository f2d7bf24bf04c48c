"""How elements are laid out in their parent: places in the order of a schema, and wrappers that hold members."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from lxml import etree

from adapters.epcis.placement import KEPT_IN, Wrapper, filled
from adapters.epcis.typed import needed
from lienthong.model import Shape

Read = Callable[[etree._Element, str], Any]
"""Reads an element at a pointer into the value of its member."""
ZONED = re.compile(r"[^T]+T.*(Z|[+-][0-9]{2}:[0-9]{2})\Z").match
"""Whether a point of time states its zone, which 1.x lets be left out and 2.0 does not."""
LAST = 1000
"""The place of extension elements: behind all of the standard."""
Form = Literal["2.0", "1.x", "mixed"]
"""Where members stand: as in 2.0, as in 1.x, or either (a document that says it is both)."""


class Level:
    """What may stand inside one element: places in the order of the schema, and elements that wrap members."""

    def __init__(self, steps: Iterable[str | Wrapper], key: str = "", at: str = "") -> None:
        names = [item if isinstance(item, str) else item.tag for item in steps]
        self.places = {name: place for place, name in enumerate(names)}
        self.inner = {item.tag: self._wrapper(item, key, at) for item in steps if isinstance(item, Wrapper)}
        self.key, self.at = key, at
        """The member that keeps extensions found here, and the pointer of the wrapper itself."""

    @staticmethod
    def _wrapper(item: Wrapper, key: str, at: str) -> Level:
        key = key or KEPT_IN[item.tag]
        return Level(item.steps, key, f"{at}/{item.tag}" if at else f"/{key}")

    def displace(self) -> None:
        """Makes the members in wrappers ones that stand where they should not."""
        for level in self.inner.values():
            level.places = {name: place for name, place in level.places.items() if name in level.inner}
            level.displace()


class Part:
    """How a shape is read: its elements, their places in the order of the schema, and what it must have."""

    def __init__(self, item: Shape, readers: Mapping[str, Read], placed: Wrapper | None = None) -> None:
        self.readers = readers
        self.level = Level(placed.steps if placed else with_wrappers(item))
        self.order = tuple(item.members)
        self.open = item.open
        self.needed = needed(item)


def with_wrappers(item: Shape) -> list[str]:
    """The elements of a shape in 2.0, with those that hold extensions."""
    names = list(item.xml)
    if "certificationInfo" in names:
        names.insert(names.index("certificationInfo") + 1, "baseExtension")
    return [*names, "extension"]


def unfilled(kind: str, members: dict[str, Any]) -> None:
    """Takes out the list that an event of 1.x holds only because it must; epcList stays with nothing in its stead."""
    name = filled().get(kind, "")
    if members.get(name) == [] and (name != "epcList" or members.get("quantityList")):
        del members[name]
