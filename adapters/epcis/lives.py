"""The life of each thing within one document: begun before it is used, in its parent when it is unpacked, then ended.

Events are put in the order of their times, and of the document where times are equal. What happened before the
document begins is not known: a thing that it does not commission is doubtful only where it commissions others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any

from adapters.gs1.canonical import key_of
from lienthong.findings import Finding
from lienthong.model import Event
from lienthong.shelf import data

_KEPT = 5000
_Row = tuple[int, float, int, str, str, str]
"""Digest of the key, moment, number of the event, what happened, the identifier as written, its pointer."""


@dataclass(slots=True)
class _Life:
    """How far a thing has come: whether it is there, why not, and whether it holds something."""

    begun: bool = False
    ended: bool = False
    emptied: bool = False


class Lives:
    """Notes what happens to each thing, in a file of SQLite, and tells at the end what cannot be."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("")
        self._table.execute(
            "create table life (thing integer, moment real, event integer, what text, value text, at text)"
        )
        self._rows: list[_Row] = []
        self._begins = False

    def note(self, event: Event, moment: float, number: int) -> None:
        """Notes one event that happens at a moment (seconds) and has this number in the document."""
        for what, value, where in _happenings(event):
            self._begins = self._begins or what == "begin"
            self._rows.append((_digest(value), moment, number, what, value, f"/eventList/{number}/{where}"))
        if len(self._rows) >= _KEPT:
            self._write()

    def findings(self) -> Iterator[Finding]:
        """What cannot be in the lives of the things that were noted, thing by thing."""
        self._write()
        rows = self._table.execute("select * from life order by thing, moment, event")
        for _, life in groupby(rows, key=lambda row: int(row[0])):
            yield from self._told(list(life))

    def _write(self) -> None:
        self._table.executemany("insert into life values (?, ?, ?, ?, ?, ?)", self._rows)
        self._rows.clear()

    def _told(self, rows: list[_Row]) -> Iterator[Finding]:
        starts = any(row[3] in {"begin", "hold"} for row in rows)
        life = _Life()
        for row in rows:
            code = self._doubt(row[3], life, starts)
            if code:
                yield Finding(code, "warning", row[5], {"value": row[4]})
            _go_on(row[3], life)

    def _doubt(self, what: str, life: _Life, starts: bool) -> str:
        """The code of what is doubtful about a step of a life; empty when nothing is."""
        if life.ended and what != "begin":
            return "epcis.life.ended"
        if what == "begin" or life.begun:
            return "epcis.life.emptied" if life.emptied and what in {"empty", "held"} else ""
        if starts and what not in {"hold", "end"}:
            return "epcis.life.early"
        return "epcis.life.unknown" if self._begins and what == "packed" else ""


def _go_on(what: str, life: _Life) -> None:
    if what in {"begin", "hold"}:
        life.begun, life.emptied, life.ended = True, False, life.ended and what != "begin"
    life.emptied = life.emptied or what == "empty"
    life.ended = life.ended or what == "end"


def _digest(value: str) -> int:
    known = key_of(value)
    text = known.text if known else value
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _happenings(event: Event) -> Iterator[tuple[str, str, str]]:
    """What an event does to each thing it names: `schemas/epcis/rules.yaml` says so by type, action and step."""
    for row in data("epcis/rules.yaml")["lives"]:
        if event.get("type") in row["events"] and _fits(event, row):
            for member, what in row["things"].items():
                value: Any = event.get(member)
                if isinstance(value, str):
                    yield what, value, member
                for number, text in enumerate(value if isinstance(value, list) else ()):
                    if isinstance(text, str):
                        yield what, text, f"{member}/{number}"
            return


def _fits(event: Event, row: Any) -> bool:
    return all(
        event.get(member) in row[rule] for rule, member in (("actions", "action"), ("steps", "bizStep")) if rule in row
    ) and not ("without" in row and event.get(row["without"]))
