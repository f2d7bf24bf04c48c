"""Which AIs belong together (GS1 General Specifications 4.13 and 4.14): partners, exclusions, repeats, signatures.

The rules hold over all that marks one item, so they look at elements, not at one string. Each kind is a finding of
its own and can be switched off by its code: `gs1.ai-requires`, `gs1.ai-excludes`, `gs1.ai-repeats`,
`gs1.signature-serial`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from adapters.gs1.ais import Ai, Elements, table
from lienthong.plugs import Refusal

CODES = frozenset({"gs1.ai-requires", "gs1.ai-excludes", "gs1.ai-repeats", "gs1.signature-serial"})
_SIGNATURE = "8030"
_REMEMBERED = 4096
_Broken = tuple[str, dict[str, str]]


def faults(elements: Elements, off: Collection[str] = ()) -> list[Refusal]:
    """Every broken relation between the elements, in their order; those whose code is in `off` are left out.

    >>> [fault.code for fault in faults((("01", "09521234000013"), ("37", "5")))]
    ['gs1.ai-excludes', 'gs1.ai-requires']
    """
    ais = tuple([ai for ai, _ in elements])
    broken = _among(ais)
    if len(set(ais)) < len(ais) or _SIGNATURE in ais:
        broken = (*broken, *_repeats(elements), *_signature(elements))
    return [Refusal(code, **facts) for code, facts in broken if code not in off] if broken else []


@lru_cache(maxsize=_REMEMBERED)
def _among(ais: tuple[str, ...]) -> tuple[_Broken, ...]:
    """What the AIs alone tell; remembered, because the labels of a firm carry the same few rows of AIs."""
    present = {ai: table()[ai] for ai in ais if ai in table()}
    return (*_exclusions(present), *_requisites(present))


def _exclusions(present: dict[str, Ai]) -> Iterator[_Broken]:
    met: set[frozenset[str]] = set()
    for ai, entry in present.items():
        for pattern in entry.excludes:
            for other in _matching(pattern, present):
                pair = frozenset((ai, other))
                if other != ai and pair not in met:
                    met.add(pair)
                    yield "gs1.ai-excludes", {"ai": ai, "other": other, "key": entry.label}


def _requisites(present: dict[str, Ai]) -> Iterator[_Broken]:
    for ai, entry in present.items():
        for choices in entry.requires:
            if not any(all(_matching(pattern, present) for pattern in choice) for choice in choices):
                wants = ", ".join("+".join(choice) for choice in choices)
                yield "gs1.ai-requires", {"ai": ai, "wants": wants, "key": entry.label}


def _matching(pattern: str, present: Collection[str]) -> list[str]:
    """The AIs that a pattern such as `31nn` means."""
    head = pattern.rstrip("n")
    return [ai for ai in present if ai.startswith(head) and len(ai) == len(pattern)]


def _repeats(elements: Elements) -> Iterator[_Broken]:
    first: dict[str, str] = {}
    told: set[str] = set()
    for ai, value in elements:
        if first.setdefault(ai, value) != value and ai not in told:
            told.add(ai)
            yield "gs1.ai-repeats", {"ai": ai, "value": first[ai], "other": value}


def _signature(elements: Elements) -> Iterator[_Broken]:
    """Keys without their serial beside a digital signature, which signs one single thing."""
    if any(ai == _SIGNATURE for ai, _ in elements):
        for ai, value in elements:
            if ai in _serialised() and len(value) == table()[ai].least:
                yield "gs1.signature-serial", {"ai": ai, "value": value, "key": table()[ai].label}


@lru_cache(maxsize=1)
def _serialised() -> frozenset[str]:
    """The keys a signature may stand with by themselves, whose serial is an optional last part."""
    alone = {choice[0] for group in table()[_SIGNATURE].requires for choice in group if len(choice) == 1}
    return frozenset(ai for ai in alone if table()[ai].parts[-1].optional)
