"""Sentences and labels by key, from the `texts.yaml` of each room that speaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from lienthong.shelf import ShelfError, package_data

_HOLE = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Mapping[str, str]]:
    """All texts by key: `vi`, `en`, and `equal` where both are the same on purpose."""
    found: dict[str, Mapping[str, str]] = {}
    for file in sorted(Path(__file__).resolve().parent.parent.glob("*/texts.yaml")):
        rows: Mapping[str, Mapping[str, str]] = package_data(file)
        twice = found.keys() & rows.keys()
        if twice:
            raise ShelfError("texts.duplicate", file.name, key=min(twice))
        found.update(rows)
    return found


def say(lang: str, key: str, **facts: str) -> str:
    """The text of a key in a language, its facts filled in; raises `KeyError` for an unknown key or a missing fact.

    >>> say("vi", "words.lot"), say("en", "words.lot")
    ('lô', 'lot')
    """
    return _HOLE.sub(lambda hole: facts[hole[1]], texts()[key][lang])


def plural(lang: str, count: int, one: str, many: str) -> str:
    """The form that goes with a count: Vietnamese has one form for all, here `many`.

    >>> plural("en", 1, "row", "rows"), plural("en", 0, "row", "rows"), plural("vi", 1, "dòng", "dòng")
    ('row', 'rows', 'dòng')
    """
    return one if lang == "en" and count == 1 else many
