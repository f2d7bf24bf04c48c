"""Extension values as XML elements, and what JSON says that elements do not, under our reserved namespace.

Text is text; a list of several is a repeated element; an object is an element with children. The rest is said by
attributes: `ltx:type` (`number`, `flag`, `null`, `object`, `list`) and `ltx:many` (a list of one).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from adapters.epcis.contexts import RESERVED
from adapters.epcis.notes import MEMBER, Notes
from adapters.epcis.pointer import step
from adapters.epcis.xml_names import Names
from adapters.epcis.xml_text import attribute, content, impossible


class Lose(Protocol):
    """Takes the code, the pointer and the facts of something the document cannot hold."""

    def __call__(self, code: str, at: str, **facts: str) -> None: ...


class ExtensionWriter:
    """Writes extension members as pieces of XML text."""

    def __init__(self, names: Names, lose: Lose) -> None:
        self.names, self.lose = names, lose

    def members(self, owner: Mapping[str, Any], out: list[str], at: str, notes: Notes | None) -> None:
        """All members of an object, in the order noted or, where none is, in their own."""
        order = notes.orders.get(at) if notes else None
        if order and self._mixed(owner, order, out, at, notes):
            return
        for key, value in owner.items():
            if type(value) is str and notes is None and content(value) is value:
                name = self.names.element(key)
                out.append(f"<{name.tag}{name.says}>{value}</{name.tag}>")
            else:
                self.member(key, value, out, step(at, key), notes)

    def _mixed(self, owner: Mapping[str, Any], order: list[str], out: list[str], at: str, notes: Notes | None) -> bool:
        """Writes repeated children as mixed as they came; False when the object has changed since."""
        values = {key: value if isinstance(value, list) else [value] for key, value in owner.items()}
        if sorted(order) != sorted(key for key, items in values.items() for _ in items):
            return False
        met = dict.fromkeys(values, 0)
        for key in order:
            place = step(at, key) if len(values[key]) == 1 else step(step(at, key), met[key])
            self._one(key, values[key][met[key]], out, place, notes)
            met[key] += 1
        return True

    def member(self, key: str, value: Any, out: list[str], at: str, notes: Notes | None = None) -> None:
        """One member: an element, or one for each item of a list."""
        if type(value) is not list or not value or any(type(item) is list for item in value):
            self._one(key, value, out, at, notes)
        elif len(value) == 1:
            self._one(key, value[0], out, step(at, 0), notes, self._ours(' ltx:many="true"'))
        else:
            for number, item in enumerate(value):
                self._one(key, item, out, step(at, number), notes)

    def _ours(self, says: str) -> str:
        self.names.used.add(RESERVED)
        return says

    def _one(self, key: str, value: Any, out: list[str], at: str, notes: Notes | None, says: str = "") -> None:
        name = self.names.element(key)
        says += name.says
        if notes and at in notes.attributes:
            says += self.attributes(notes.attributes[at])
        self.element(name.tag, value, out, at, notes, says)

    def attributes(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Attributes as they were noted."""
        text = ""
        for key, value in pairs:
            if key.startswith("xsi:") or ":" not in key:
                text += f' {key}="{attribute(value)}"'
                if key == "xsi:type" and ":" in value:
                    self.names.element(value)
            else:
                name = self.names.attribute(key)
                text += f'{name.says} {name.tag}="{attribute(value)}"' if name.tag else ""
        return text

    def element(self, tag: str, value: Any, out: list[str], at: str, notes: Notes | None, says: str = "") -> None:
        """One element with this tag and start."""
        if type(value) is str:
            text = content(value)
            if text is not value and impossible(value):
                self.lose("epcis.character", at)
            out.append(f"<{tag}{says}>{text}</{tag}>")
        elif isinstance(value, dict) and value:
            out.append(f"<{tag}{says}>")
            rest = {key: item for key, item in value.items() if key != MEMBER} if MEMBER in value else value
            self.members(rest, out, at, notes)
            out.append(f"</{tag}>")
        elif isinstance(value, list):
            says += self._ours(' ltx:type="list"')
            out.append(f"<{tag}{says}>")
            for number, item in enumerate(value):
                self._one("ltx:item", item, out, step(at, number), notes)
            out.append(f"</{tag}>")
        else:
            kind, text = scalar(value)
            says += self._ours(f' ltx:type="{kind}"')
            out.append(f"<{tag}{says}>{text}</{tag}>")


def scalar(value: Any) -> tuple[str, str]:
    """The kind and text of a value that is no text: number, flag, null, or an empty object.

    >>> scalar(Decimal("12.30")), scalar(True)
    (('number', '12.30'), ('flag', 'true'))
    """
    if isinstance(value, bool):
        return "flag", "true" if value else "false"
    if isinstance(value, (Decimal, int)):
        return "number", str(value)
    return ("null", "") if value is None else ("object", "")
