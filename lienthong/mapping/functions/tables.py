"""Look-ups in the tables of a mapping: whole keys, without case; an unknown key is refused."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence

from lienthong.mapping.functions.cells import fold_key
from lienthong.plugs import Example, Function, Param, Refusal

Rows = Mapping[str, Mapping[str, str]]
_NEAR_KEYS = 400
SHOWN = 6
"""Keys of a table that are shown where none is near."""


def near(text: str, words: Iterable[str]) -> str:
    """The one of the words that is spelled most like the text, or empty text; looks at 400 words at most.

    >>> near("PLANTNG", ["PLANTING", "WATERING"]), near("x", ["PLANTING"])
    ('PLANTING', '')
    """
    if len(text) > 80:
        return ""
    alike = [word for word in words if abs(len(word) - len(text)) <= 3][:_NEAR_KEYS]
    folded = {fold_key(word): word for word in alike}
    found = difflib.get_close_matches(fold_key(text), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else ""


def near_fact(text: str, words: Iterable[str]) -> dict[str, str]:
    """The fact `near` of a refusal, left out where no word is near."""
    found = near(text, words)
    return {"near": found} if found else {}


def lookup_call(rows: Rows, column: str, table: str = "") -> Callable[[str], str | None]:
    """The call of `lookup`: the value of a column in the row whose key is the text.

    Keys are compared NFC, without case, trimmed. An unknown key refuses `mapping.lookup-unknown` with the facts
    value, table, and near (the key meant, perhaps) or, where none is near, known (the first keys); an empty value of
    the table gives None.

    >>> lookup_call({"Nhập kho": {"value": "receiving"}}, "value")(" nhập KHO ")
    'receiving'
    """
    values = {fold_key(key): row.get(column) or None for key, row in rows.items()}
    keys = list(rows)

    def call(text: str) -> str | None:
        key = fold_key(text)
        if key not in values:
            facts = near_fact(text, keys) or {"known": ", ".join(keys[:SHOWN]) + (", …" if len(keys) > SHOWN else "")}
            raise Refusal("mapping.lookup-unknown", value=text, table=table, **facts)
        return values[key]

    return call


def _lookup(words: Sequence[str], settings: Mapping[str, str]) -> Callable[[str], str | None]:
    return lookup_call({}, words[1] if len(words) > 1 else "", words[0])


FUNCTIONS = (
    Function(
        name="lookup",
        takes="text",
        gives="text",
        says={
            "vi": "Tra giá trị trong bảng của tệp ánh xạ, không phân biệt hoa thường; không có thì từ chối.",
            "en": "Looks the value up in a table of the mapping, without case; an unknown one is refused.",
        },
        make=_lookup,
        params=(Param("table", "word"), Param("column", "word", optional=True)),
        examples=(
            Example("nhập kho", "lookup(steps)", gives="receiving", names={"steps": "Nhập kho: receiving"}),
            Example("Nhap", "lookup(steps)", refuses="mapping.lookup-unknown", names={"steps": "Nhập kho: receiving"}),
        ),
        may_be_empty=True,
        undo="=",
    ),
)
