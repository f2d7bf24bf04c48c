"""Element strings, `(01)09521234000013(10)L1`: read in brackets or raw, written in brackets, raw and for people.

Source: GS1 General Specifications 4.14 (text beside the code), 7.8 (concatenation and FNC1).
"""

from __future__ import annotations

from collections.abc import Collection

from adapters.gs1 import lost_fnc1
from adapters.gs1.ais import Elements, fault, predefined, table
from adapters.gs1.charset import SET_82
from adapters.gs1.element_split import FNC1, Pairs, bracketed_pairs, is_bracketed, raw_pairs
from adapters.gs1.identity import Identity
from adapters.gs1.notices import silent
from adapters.gs1.relations import faults
from lienthong.plugs import Notice, Refusal

_UNKNOWN = "gs1.ai-unknown"
_UNKNOWN_MOST = 90


def elements(text: str) -> Elements:
    """The elements of an element string, bracketed or raw, by all rules and relations.

    Raises `Refusal` with the first fault: of the writing (`gs1.element-string`, `gs1.raw-string`), of a value (see
    `ais.fault`), of a relation (see `relations`).

    >>> elements("^010952123400001310L1")
    (('01', '09521234000013'), ('10', 'L1'))
    """
    pairs = bracketed_pairs(text) if is_bracketed(text) else raw_pairs(text)
    known = table()
    for ai, value in pairs:
        entry = known.get(ai)
        if entry is None or not entry.fits(value):
            found = fault(ai, value)
            if found:
                raise found
    sequence = tuple(pairs)
    for broken in faults(sequence):
        raise broken
    return sequence


def read(text: str, *, off: Collection[str] = (), notice: Notice = silent) -> Identity:
    """What an element string names; findings whose code is in `off` are passed over.

    With `gs1.ai-unknown` off, an AI outside the table is taken with any value of set 82, its end told by its first
    two digits. A raw string that lost an FNC1 is refused with `gs1.fnc1-lost` and the place, or told as
    `gs1.fnc1-likely` when it can be read as it stands. Raises `Refusal` as `elements` does.
    """
    if is_bracketed(text):
        return Identity(_judged(bracketed_pairs(text), off))
    try:
        found = _judged(raw_pairs(text), off)
    except Refusal as refusal:
        spot = None if "gs1.fnc1-lost" in off else lost_fnc1.where(text, elements)
        if spot is None:
            raise
        raise Refusal("gs1.fnc1-lost", **_facts(text, spot)) from refusal
    spot = None if "gs1.fnc1-likely" in off else lost_fnc1.where(text, elements, proven=True)
    if spot:
        notice("gs1.fnc1-likely", **_facts(text, spot))
    return Identity(found)


def _judged(pairs: Pairs, off: Collection[str]) -> Elements:
    for ai, value in pairs:
        found = _strange(ai, value, off) if ai not in table() else fault(ai, value)
        if found and found.code not in off:
            raise found
    sequence = tuple(pairs)
    for broken in faults(sequence, off):
        raise broken
    return sequence


def _strange(ai: str, value: str, off: Collection[str]) -> Refusal | None:
    """What is wrong with an element whose AI is not in the table."""
    if _UNKNOWN not in off or not (ai.isdigit() and ai.isascii()):
        return Refusal(_UNKNOWN, ai=ai, value=value)
    length = predefined().get(ai[:2])
    facts = {"ai": ai, "key": f"({ai})", "value": value}
    if not SET_82.issuperset(value):
        at = next(place for place, sign in enumerate(value) if sign not in SET_82)
        return Refusal("gs1.value-character", **facts, character=value[at], position=str(at + 1))
    if len(value) == length or (length is None and 0 < len(value) <= _UNKNOWN_MOST):
        return None
    wants = str(length or f"1–{_UNKNOWN_MOST}")
    return Refusal("gs1.value-length", **facts, length=str(len(value)), wants=wants, position="1")


def _facts(text: str, spot: lost_fnc1.Spot) -> dict[str, str]:
    return {
        "value": text,
        "position": str(spot.place + 1),
        "ai": spot.ai,
        "reads": bracketed(spot.elements),
    }


def bracketed(elements: Elements) -> str:
    r"""The element string with AIs in brackets; a bracket that opens inside a value is written `\(`.

    >>> bracketed((("01", "09521234000013"), ("10", "L(1)")))
    '(01)09521234000013(10)L\\(1)'
    """
    return "".join(
        [f"({ai}){value}" if "(" not in value else f"({ai})" + value.replace("(", "\\(") for ai, value in elements]
    )


def raw(elements: Elements) -> str:
    """The element string as carriers hold it, `^` for FNC1: in front, and behind each value but those that end by rule.

    >>> raw((("10", "L1"), ("17", "261130"), ("21", "7")))
    '^10L1^17261130217'
    """
    ends = predefined()
    last = len(elements) - 1
    return FNC1 + "".join(
        [
            f"{ai}{value}" if place == last or ai[:2] in ends else f"{ai}{value}{FNC1}"
            for place, (ai, value) in enumerate(elements)
        ]
    )


def readable(elements: Elements) -> str:
    """The text people read beside a code: AIs in brackets, a blank before and behind each value.

    >>> readable((("01", "09521234000013"), ("10", "L1")))
    '(01) 09521234000013 (10) L1'
    """
    return " ".join([f"({ai}) {value}" for ai, value in elements])
