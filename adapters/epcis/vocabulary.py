"""The spellings of CBV words: bare inside, URN or web URI in XML. Source: `schemas/epcis/vocabulary.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from lienthong.model import code_list
from lienthong.shelf import data


@lru_cache(maxsize=1)
def _table() -> Any:
    return data("epcis/vocabulary.yaml")


@lru_cache(maxsize=16)
def outward(name: str) -> Mapping[str, str]:
    """The words of a list with their spelling in XML; empty for a list that has none (`action`).

    >>> outward("bizStep")["shipping"], outward("measurement")["Mass"]
    ('urn:epcglobal:cbv:bizstep:shipping', 'https://gs1.org/voc/Mass')
    """
    row = _table()["lists"].get(name)
    return {word: row["xml"] + word for word in sorted(code_list(name))} if row else {}


@lru_cache(maxsize=16)
def inward(name: str) -> Mapping[str, str]:
    """Every known spelling of the words of a list with the bare word.

    >>> inward("bizStep")["https://ref.gs1.org/cbv/BizStep-shipping"]
    'shipping'
    """
    row = _table()["lists"].get(name)
    if not row:
        return {}
    heads = [row["xml"], *row.get("read", [])]
    heads += [base + row["web"] for base in _table()["web_bases"]] if "web" in row else []
    return {head + word: word for head in heads for word in sorted(code_list(name))}


@lru_cache(maxsize=16)
def web_words(name: str) -> Mapping[str, str]:
    """The words of a list with their web URI; empty for a list that has none (`action`).

    >>> web_words("bizStep")["shipping"], web_words("measurement")["Mass"]
    ('https://ref.gs1.org/cbv/BizStep-shipping', 'https://gs1.org/voc/Mass')
    """
    row = _table()["lists"].get(name)
    head = _table()["web_bases"][0] + row["web"] if row and "web" in row else row and row["xml"]
    return {word: head + word for word in sorted(code_list(name))} if row else {}


def other_spelling(name: str, form: str) -> Callable[[str], str]:
    """Spells words of the CBV that are in none of its lists: as `urn` or `web`; all other texts stay.

    >>> other_spelling("bizStep", "web")("urn:epcglobal:cbv:bizstep:mending")
    'https://ref.gs1.org/cbv/BizStep-mending'
    """
    row = _table()["lists"].get(name, {})
    if "web" not in row:
        return lambda text: text
    webs = [base + row["web"] for base in _table()["web_bases"]]
    heads, write = ([row["xml"]], webs[0]) if form == "web" else (webs, row["xml"])

    def spell(text: str) -> str:
        head = next((head for head in heads if text.startswith(head)), "")
        return write + text[len(head) :] if head else text

    return spell


def bare_word(name: str, text: str) -> str:
    """The bare word for any spelling of it; a text that is no word of the list stays as it is."""
    return inward(name).get(text, text)


def document_head() -> str:
    """What stands before a party's GLN and its document number (CBV 2.0 clause 8.5.3)."""
    return str(_table()["document"])
