"""What becomes of notices that nobody asked for."""

from __future__ import annotations


def silent(code: str, **facts: str) -> None:
    """Takes a notice and lets it go."""
