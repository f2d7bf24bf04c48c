"""JSON Pointers (RFC 6901)."""

from __future__ import annotations


def step(at: str, name: str | int) -> str:
    """The pointer one step further down.

    >>> step("/ilmd", "a/b"), step("/epcList", 0)
    ('/ilmd/a~1b', '/epcList/0')
    """
    if isinstance(name, str) and ("/" in name or "~" in name):
        name = name.replace("~", "~0").replace("/", "~1")
    return f"{at}/{name}"
