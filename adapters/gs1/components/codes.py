"""Rules that hold a component against a list of codes: ISO, UN/ECE, GS1 (`schemas/gs1/codes.yaml`)."""

from __future__ import annotations

from functools import lru_cache

from adapters.gs1.components.fault import Fault, Rule, whole
from lienthong.shelf import data


@lru_cache(maxsize=16)
def codes(name: str) -> frozenset[str]:
    """The codes of one list, such as `iso3166`."""
    return frozenset(data("gs1/codes.yaml")[name].split())


def is_country_letters(text: str) -> bool:
    """Whether these are the two letters of a country (ISO 3166-1 alpha-2)."""
    return text in codes("iso3166alpha2")


def of(name: str, code: str, *further: str) -> Rule:
    """The rule that a component is one of a list, or one of `further`; `code` names the finding."""

    def rule(text: str) -> Fault | None:
        return None if text in further or text in codes(name) else whole(code, text, got=text)

    return rule


def choice(*allowed: str) -> Rule:
    """The rule that a component is one of a few values."""

    def rule(text: str) -> Fault | None:
        return None if text in allowed else whole("gs1.choice", text, got=text, wants=", ".join(allowed))

    return rule
