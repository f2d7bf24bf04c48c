"""The order in which members are written as elements, remembered for each set of members that comes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from adapters.epcis.notes import Notes

WriteMember = Callable[[Any, list[str], str, Notes | None], None]
"""Writes a value to the pieces of text; takes its pointer, and the notes of the event."""
Steps = tuple[tuple[str, WriteMember, str], ...]
_REMEMBERED = 1024


class Layout:
    """How a part is written: its writers by member, in the order of the elements."""

    def __init__(self, writers: Mapping[str, WriteMember], silent: frozenset[str]) -> None:
        self.writers, self._silent = writers, silent
        self._plans: dict[tuple[str, ...], tuple[Steps, tuple[str, ...]]] = {}

    def plan(self, owner: Mapping[str, Any]) -> tuple[Steps, tuple[str, ...]]:
        """The members to write with their writers and pointers, and the names of extensions behind them."""
        key = tuple(owner)
        return self._plans.get(key) or self._plan(key)

    def _plan(self, key: tuple[str, ...]) -> tuple[Steps, tuple[str, ...]]:
        steps = tuple((name, write, f"/{name}") for name, write in self.writers.items() if name in key)
        rest = tuple(name for name in key if name not in self.writers and name not in self._silent)
        if len(self._plans) < _REMEMBERED:
            self._plans[key] = steps, rest
        return steps, rest
