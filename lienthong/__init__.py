"""Liên Thông: a traceability interoperability gateway.

`convert`, `replay` and `explain` do in Python what the commands do; everything else is in the rooms below.
"""

from __future__ import annotations

from typing import Any

__all__ = ["convert", "explain", "lot_chain", "replay"]


def __getattr__(name: str) -> Any:
    """The hall's functions, imported where they are first used: `import lienthong` itself costs nothing."""
    if name in __all__:
        from lienthong import flow

        return getattr(flow, name)
    raise AttributeError(name)
