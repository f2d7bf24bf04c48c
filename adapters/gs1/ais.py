"""Application identifiers: what a value behind each of them must look like.

The table is `schemas/gs1/ais.yaml`: all identifiers of the GS1 Barcode Syntax Dictionary. A value is a row of parts;
only the last may vary in length, and parts that may be missing come last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from adapters.gs1.charset import SET_82
from adapters.gs1.check_digit import check_digit, holds
from adapters.gs1.components import RULES, Fault
from adapters.gs1.components.check import PREFIX_LEAST
from adapters.gs1.components.fault import span
from lienthong.plugs import Refusal
from lienthong.shelf import data

Elements = tuple[tuple[str, str], ...]
"""AI and value pairs, in the order of the key: `(("01", "09521234000013"), ("10", "L1"))`."""
REMEMBERED = 16384
_SIGNS = {"n": "csetnumeric", "x": "cset82", "y": "cset39", "z": "cset64"}
# what people call these values has findings of its own
_SAID = {"10": "gs1.lot", "21": "gs1.serial", "22": "gs1.variant", "235": "gs1.serial", "254": "gs1.extension"}
_SHAPE = frozenset({"gs1.value-length", "gs1.value-character"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: signs (`n`, `x`, `y`, `z`), length, whether it may be missing, rules by GS1's names."""

    signs: str
    least: int
    most: int
    optional: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ai:
    """One application identifier.

    `predefined`: no FNC1 has to follow its value. `attribute`: it may stand in the query of a Digital Link.
    `qualifiers`: None when it is no primary key, else the rows of qualifiers that may follow it.
    `requires`: groups that must each be met by one of their choices; a choice is met when all its AIs are there.
    `excludes`: AIs that must not stand with it; here and in `requires`, `31nn` means each that begins with 31.
    `fits`: whether a value is right; quick, and says nothing of why.
    """

    ai: str
    title: str
    parts: tuple[Part, ...]
    predefined: bool
    attribute: bool
    qualifiers: tuple[tuple[str, ...], ...] | None
    requires: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    fits: Callable[[str], bool] = field(repr=False, compare=False)

    @property
    def least(self) -> int:
        """The fewest characters of a value."""
        return sum(part.least for part in self.parts if not part.optional)

    @property
    def most(self) -> int:
        """The most characters of a value."""
        return sum(part.most for part in self.parts)

    @property
    def numeric(self) -> bool:
        """Whether a value has digits only."""
        return all(part.signs == "n" for part in self.parts)

    @property
    def label(self) -> str:
        """How the identifier is named in sentences: `GTIN (01)`."""
        return f"{self.title} ({self.ai})"


@lru_cache(maxsize=1)
def table() -> dict[str, Ai]:
    """All application identifiers by number.

    >>> table()["01"].label, table()["01"].qualifiers
    ('GTIN (01)', (('22', '10', '21'), ('235',)))
    """
    return {
        ai: _row(ai, facts)
        for first, facts in data("gs1/ais.yaml")["ais"].items()
        for ai in _numbers(first, facts.get("through", first))
    }


def _numbers(first: str, last: str) -> list[str]:
    return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]


def _row(ai: str, facts: dict[str, str]) -> Ai:
    parts = tuple(map(_part, facts["holds"].split(" + ")))
    flags = facts.get("flags", "").split()
    key = facts.get("key", "")
    rows = () if key == "alone" else tuple(tuple(chain.split()) for chain in key.split(" | "))
    groups = facts["requires"].split(" & ") if "requires" in facts else ()
    return Ai(
        ai,
        facts["title"],
        parts,
        "predefined" in flags,
        "attribute" in flags,
        rows if key else None,
        tuple(tuple(tuple(choice.split("+")) for choice in group.split(" | ")) for group in groups),
        tuple(facts.get("excludes", "").split()),
        _quick(parts),
    )


@lru_cache(maxsize=256)
def _part(text: str) -> Part:
    kind, *rules = text.split()
    least, mark, most = kind.lstrip("?")[1:].partition("-")
    return Part(kind.lstrip("?")[0], int(least), int(most if mark else least), kind.startswith("?"), tuple(rules))


# --- quick verdicts -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=REMEMBERED)
def _number_holds(number: str) -> bool:
    """Remembered, because the same products and places come again and again."""
    return number.isascii() and number.isdigit() and holds(number)


@lru_cache(maxsize=REMEMBERED)
def _date_holds(rule: str, text: str) -> bool:
    return RULES[rule](text) is None


@lru_cache(maxsize=256)
def _quick(parts: tuple[Part, ...]) -> Callable[[str], bool]:
    """The quick verdict for values of these parts: most are one part with a rule that a few tests decide."""
    part = parts[0]
    # digits in front of a number of six or more always leave room for a company prefix
    rules = [rule for rule in part.rules if not (rule.startswith("gcppos") and part.signs == "n")]
    if len(parts) == 1 and part.signs == "n" and not rules:
        least, most = part.least, part.most
        return lambda value: least <= len(value) <= most and value.isdigit() and value.isascii()
    if len(parts) == 1 and part.signs == "x" and not rules:
        return _of_set_82(part.most, part.least)
    if len(parts) == 1 and part.signs == "x" and rules == ["gcppos1"]:
        shape = _of_set_82(part.most, max(part.least, PREFIX_LEAST))
        return lambda value: shape(value) and value[:PREFIX_LEAST].isdigit() and value[:PREFIX_LEAST].isascii()
    if len(parts) == 1 and rules == ["csum"]:
        size = part.most
        return lambda value: len(value) == size and _number_holds(value)
    if len(parts) == 1 and part.least == part.most == 6 and rules in (["yymmd0"], ["yymmdd"]):
        rule = rules[0]
        return lambda value: len(value) == 6 and _date_holds(rule, value)
    return lambda value: _first(parts, value) is None


def _of_set_82(most: int, least: int) -> Callable[[str], bool]:
    superset = SET_82.issuperset
    # letters and digits are of set 82, and the two text methods are quicker than the set
    return lambda value: least <= len(value) <= most and ((value.isalnum() and value.isascii()) or superset(value))


# --- faults ---------------------------------------------------------------------------------------------------------


def _first(parts: tuple[Part, ...], value: str) -> Fault | None:
    """The first fault of a value: its characters and length, part after part, then the rules of the part."""
    least = sum(part.least for part in parts if not part.optional)
    most = sum(part.most for part in parts)
    if not least <= len(value) <= most:
        return _length(value, span(least, most))
    place = 0
    for part in parts:
        text = value[place : place + part.most]
        if not text and part.optional:
            break
        if len(text) < part.least:
            return _length(value, span(least, most))
        for rule in (_SIGNS[part.signs], *part.rules):
            found = RULES[rule](text)
            if found:
                return found._replace(at=place + found.at)
        place += len(text)
    return None


def _length(value: str, wants: str) -> Fault:
    return Fault("gs1.value-length", 0, len(value), {"length": str(len(value)), "wants": wants})


def fault(ai: str, value: str) -> Refusal | None:
    """Why a value cannot stand behind this AI, None where it can.

    Facts of the refusal: `ai`, `key` (how the AI is named), `value`, `position` of the fault (from 1), and what the
    rule has to say. `gs1.ai-unknown` for an AI outside the table.
    """
    entry = table().get(ai)
    if entry is None:
        return Refusal("gs1.ai-unknown", ai=ai, value=value)
    if entry.fits(value):
        return None
    if entry.numeric and not (value.isascii() and value.isdigit()) and value:
        return _no_digits(value, entry.label, ai=ai)
    found = _first(entry.parts, value)
    return _refusal(entry, value, found) if found else None


def _refusal(entry: Ai, value: str, found: Fault) -> Refusal:
    facts = {"ai": entry.ai, "key": entry.label, "value": value, "position": str(found.at + 1), **found.facts}
    code = found.code
    if code in _SHAPE and entry.ai in _SAID:
        facts = {"character": "", "length": str(len(value)), **facts, "most": str(entry.most)}
        code = _SAID[entry.ai]
    elif code == "gs1.value-length" and entry.numeric and entry.least == entry.most:
        code = "gs1.length"
    return Refusal(code, **facts)


def checked(ai: str, value: str) -> str:
    """The value, when it is right behind this AI; raises `Refusal` (see `fault`) when it is not."""
    entry = table().get(ai)
    if entry is not None and entry.fits(value):
        return value
    found = fault(ai, value)
    if found:
        raise found
    return value


# --- numbers of keys ------------------------------------------------------------------------------------------------


def _no_digits(text: str, name: str, **facts: str) -> Refusal:
    head, mark, tail = text.upper().partition("E")
    number = head.replace(".", "", 1).replace(",", "", 1)
    scientific = mark and number.isdigit() and tail.lstrip("+-").isdigit()
    return Refusal("gs1.scientific" if scientific else "gs1.digits", key=name, value=text, **facts)


def digits_of(text: str, name: str) -> str:
    """The text, when it is ASCII digits only.

    Raises `Refusal` with `gs1.digits`, or `gs1.scientific` for a text such as `9.52E+12`, whose digits are gone.
    """
    if text.isascii() and text.isdigit():
        return text
    raise _no_digits(text, name.upper())


def checked_number(text: str, name: str, lengths: tuple[int, ...]) -> str:
    """The digits, when they have one of these lengths and the last is their check digit.

    Raises `Refusal`: `gs1.digits`, `gs1.scientific`, `gs1.length`, `gs1.check-digit`.
    """
    number = digits_of(text, name)
    if len(number) not in lengths:
        wants = ", ".join(map(str, lengths))
        raise Refusal("gs1.length", key=name.upper(), value=text, length=str(len(number)), wants=wants)
    wanted = check_digit(number[:-1])
    if wanted != number[-1]:
        raise Refusal("gs1.check-digit", key=name.upper(), value=text, got=number[-1], wants=wanted)
    return number


# --- where an AI ends -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def sizes() -> dict[str, int]:
    """How many digits an AI has, by its first two; also for AIs that are not in the table."""
    return {**dict.fromkeys(data("gs1/ais.yaml")["reserved"], 2), **{ai[:2]: len(ai) for ai in table()}}


@lru_cache(maxsize=1)
def predefined() -> dict[str, int]:
    """The length of the data behind AIs that need no FNC1, by their first two digits; also for unknown AIs."""
    reserved = {head: int(length) for head, length in data("gs1/ais.yaml")["reserved"].items()}
    return {**reserved, **{ai[:2]: entry.most for ai, entry in table().items() if entry.predefined}}


def ai_at(text: str, place: int) -> str:
    """The AI that begins at a place, known or not; empty when no AI begins with the two digits there.

    >>> ai_at("0109521234000013", 0), ai_at("3109000123", 0), ai_at("8912", 0)
    ('01', '3109', '')
    """
    size = sizes().get(text[place : place + 2], 0)
    ai = text[place : place + size]
    return ai if len(ai) == size and ai.isascii() and ai.isdigit() else ""
