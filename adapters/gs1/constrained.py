"""Which Digital Links may stand in the fields of an EPCIS event ("constrained" links, CBV 2.0 clause 8)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from adapters.gs1 import digital_link
from adapters.gs1.ais import Elements
from lienthong.plugs import Refusal
from lienthong.shelf import data

Field = Literal["instance", "class", "location", "party"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form that a field takes: key and qualifiers, with the least and most characters of the key."""

    path: tuple[str, ...]
    least: int
    most: int


@lru_cache(maxsize=1)
def forms() -> dict[str, dict[tuple[str, ...], Form]]:
    """The forms of each field by their AIs."""
    rows = data("gs1/constrained-links.yaml")["fields"].items()
    return {field: {form.path: form for form in map(_form, row)} for field, row in rows}


def _form(row: dict[str, str]) -> Form:
    exact = int(row.get("length", 0))
    return Form(tuple(row["path"]), exact or int(row.get("longer", -1)) + 1, exact or 99)


def verdict(uri: str, field: Field) -> Elements:
    """The elements of a link that may stand in this field; any host, no query, exactly the level the field wants.

    Raises `Refusal`: `gs1.constrained-query`, `gs1.constrained-level` for another key or level,
    `gs1.constrained-serial` for a key with a serial number too much or too few, or the fault of the link itself.

    >>> verdict("https://id.gs1.org/01/09521234000013/10/L1", "class")
    (('01', '09521234000013'), ('10', 'L1'))
    """
    if "?" in uri or "#" in uri:
        raise Refusal("gs1.constrained-query", value=uri)
    # the patterns of CBV 2.0 let a quotation mark stand unescaped, which RFC 3986 does not
    elements = digital_link.elements(uri.replace('"', "%22"))
    path = tuple([ai for ai, _ in elements])
    form = forms()[field].get(path)
    if form is None:
        wants = " | ".join("/".join(path) for path in forms()[field])
        raise Refusal("gs1.constrained-level", value=uri, got="/".join(path), wants=wants)
    if not form.least <= len(elements[0][1]) <= form.most:
        raise Refusal("gs1.constrained-serial", value=uri, ai=path[0])
    return elements
