"""Canonical keys: the same for a URN, a Digital Link and an element string of one thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A canonical key: `text` is what is compared and stored, the rest tells what it names.

    `scheme` is `gs1` for a GS1 key, else the scheme of the identifier; `values` are the AI values in the order
    of the key, for example `(("01", "09521234000013"), ("10", "L1"))`.
    """

    text: str
    scheme: str
    values: tuple[tuple[str, str], ...] = ()

    def value(self, ai: str) -> str:
        """The value of one application identifier, empty when the key has none."""
        return next((value for name, value in self.values if name == ai), "")


KeyOf = Callable[[str], Key | None]
"""Finds the canonical key of an identifier; None when the text is no identifier it knows."""


def text_key(text: str) -> Key | None:
    """The key of an identifier when no adapter offers keys: the text itself."""
    return Key(text, text.partition(":")[0]) if text else None
