"""What a scanner sends: a symbology identifier in front tells what kind of code it was and what it holds.

Source: ISO/IEC 15424; GS1 General Specifications 5.10.3 (symbology identifiers), 5.11 (composite components).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from adapters.gs1 import digital_link, element_string
from adapters.gs1.ais import checked_number, predefined
from adapters.gs1.check_digit import check_digit
from adapters.gs1.element_split import FNC1, SEPARATOR, is_bracketed, raw_pairs
from adapters.gs1.identity import Identity
from adapters.gs1.notices import silent
from lienthong.plugs import Notice, Refusal
from lienthong.shelf import data

_LINKS = ("https://", "http://", "HTTPS://", "HTTP://")
_LINKED = "|"
"""Between the linear part of a composite code and its two-dimensional component."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan, taken apart: `holds` is `elements`, `gtin` or `text`.

    `message` is what the code holds: an element string with `^` for FNC1, a number, or a text. `composite`: the
    element string of the component that stands above a linear code.
    """

    symbology: str
    holds: str
    message: str
    composite: str = ""


@lru_cache(maxsize=1)
def identifiers() -> dict[str, dict[str, str]]:
    """The symbology identifiers GS1 uses, by their three characters."""
    found: dict[str, dict[str, str]] = data("gs1/symbologies.yaml")
    return found


def take(text: str) -> Scan:
    """The parts of what a scanner sent; nothing is held against the rules of AIs yet.

    Raises `Refusal`: `gs1.scan-prefix`, `gs1.scan-empty`, and `gs1.value-character` for a `^` among elements, which
    in a scan is a character and no FNC1.

    >>> take("]d201095212340000131021")
    Scan(symbology='data-matrix', holds='elements', message='^01095212340000131021', composite='')
    """
    kind = identifiers().get(text[:3])
    if kind is None:
        raise Refusal("gs1.scan-prefix", value=text)
    body, composite = text[3:], ""
    if kind["holds"] == "gtin":
        body, mark, further = body.partition(_LINKED)
        composite = take(further).message if mark else ""
    elif kind["holds"] == "elements":
        if not body:
            raise Refusal("gs1.scan-empty", value=text)
        body = _with_fnc1(text, body)
    return Scan(kind["symbology"], kind["holds"], body, composite)


def _with_fnc1(text: str, body: str) -> str:
    if FNC1 in body:
        place = str(text.index(FNC1) + 1)
        raise Refusal("gs1.value-character", value=text, character=FNC1, position=place, ai="", key=text[:3])
    return FNC1 + body.replace(SEPARATOR, FNC1)


def read(text: str, *, lenient: bool = False, off: Collection[str] = (), notice: Notice = silent) -> Identity:
    """What a scanned code names: elements, the GTIN of a linear code, or a Digital Link (`lenient`: see its reader).

    A bracketed element string in a plain code is read with the warning `gs1.scan-plain`. Raises `Refusal`: those of
    `take`, of the reader of what the code holds, and `gs1.scan-text` for a text that names nothing.

    >>> read("]E09521234000013").elements
    (('01', '09521234000013'),)
    """
    scan = take(text)
    if scan.holds == "elements":
        return element_string.read(scan.message, off=off, notice=notice)
    if scan.holds == "gtin":
        number = element_string.bracketed((("01", _gtin(scan)),))
        further = element_string.bracketed(tuple(raw_pairs(scan.composite))) if scan.composite else ""
        return element_string.read(number + further, off=off, notice=notice)
    if scan.message.startswith(_LINKS):
        return digital_link.read(scan.message, lenient=lenient, off=frozenset(off), notice=notice)
    if is_bracketed(scan.message):
        notice("gs1.scan-plain", value=scan.message)
        return element_string.read(scan.message, off=off, notice=notice)
    raise Refusal("gs1.scan-text" if scan.message else "gs1.scan-empty", value=scan.message or text)


def _gtin(scan: Scan) -> str:
    wants = next(int(row["digits"]) for row in identifiers().values() if row["symbology"] == scan.symbology)
    return checked_number(scan.message, "gtin", (wants,)).zfill(14)


# --- what a scanner would send --------------------------------------------------------------------------------------

_UPC = frozenset({"upc-a", "upc-e"})
_NUMBERS = {"databar-omni": "", "databar-limited": "01"}
"""DataBar codes that hold a GTIN of 14 digits only, with the first digits it may have."""


def write(scan: Scan) -> str:
    """What a scanner sends for a code; where it is a number, its check digit may be left out of the message.

    Raises `Refusal` where the code cannot hold the message.

    >>> write(Scan("qr", "elements", "^010952123400001310L1")), write(Scan("ean-8", "gtin", "0234567"))
    (']Q3010952123400001310L1', ']E402345673')
    """
    name, message, composite = scan.symbology, scan.message, scan.composite
    if name in _NUMBERS:
        return _joined("]e0", f"{FNC1}01{_number(message, 14, _NUMBERS[name])}", composite)
    rows = {row["holds"]: (prefix, row) for prefix, row in identifiers().items() if row["symbology"] == _sent_as(name)}
    if "gtin" in rows:
        prefix, row = rows["gtin"]
        number = _number(message, int(row["digits"]), short=12 if name in _UPC else 0)
        return f"{prefix}{number}" + (_LINKED + _joined("]e0", composite, "") if composite else "")
    if scan.holds not in rows:
        raise Refusal("gs1.scan-holds", value=message, symbology=name)
    if scan.holds == "text":
        return rows["text"][0] + message
    # a linear code with a component is sent as one element string, under the identifier of GS1 DataBar
    return _joined("]e0" if composite else rows["elements"][0], message, composite)


def _sent_as(name: str) -> str:
    return "ean-13" if name in _UPC else name


def _joined(prefix: str, message: str, composite: str) -> str:
    """One transmission: FNC1 stands between the two only where the last value does not end by rule."""
    body = message.removeprefix(FNC1)
    if composite:
        last, _ = raw_pairs(message)[-1]
        body += ("" if last[:2] in predefined() else FNC1) + composite.removeprefix(FNC1)
    return prefix + body.replace(FNC1, SEPARATOR)


def _number(message: str, digits: int, firsts: str = "", short: int = 0) -> str:
    """The number a code of `digits` holds, out of an element string, a number, or one without its check digit."""
    wants = short or digits
    number = message
    if message.startswith(f"{FNC1}01"):
        padding, number = message[3 : 17 - wants], message[17 - wants :]
        if padding.strip("0"):
            raise Refusal("gs1.length", key="GTIN", ai="01", value=message[3:], length="14", wants=str(wants))
    if len(number) == wants - 1 and number.isascii() and number.isdigit():
        number += check_digit(number)
    checked_number(number, "gtin", (wants,))
    if firsts and number[0] not in firsts:
        raise Refusal("gs1.choice", key="GTIN", ai="01", value=number, got=number[0], wants=", ".join(firsts))
    return number.zfill(digits)
