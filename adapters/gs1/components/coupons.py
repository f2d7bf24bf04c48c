"""Rules for North American coupons (AIs 8110 and 8112): fields one after another, some told by a digit in front.

Source: GS1 North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols, and the Positive Offer File.
"""

from __future__ import annotations

from typing import NamedTuple

from adapters.gs1.charset import DIGITS
from adapters.gs1.components.fault import Fault, outside
from adapters.gs1.components.moments import date_yy


class Step(NamedTuple):
    """One field: `size` digits; or a digit out of `allowed`, which is a code or, with `base`, tells the length.

    The length is the digit plus `base`; 9 means that nothing follows, where `base` leaves room for it.
    """

    field: str
    allowed: str = ""
    base: int = -1
    size: int = 0
    none: str = ""


_REQUIREMENT_CODES = "012349"


def _purchase(name: str) -> tuple[Step, ...]:
    return (
        Step(f"{name} purchase requirement", "12345", 0),
        Step(f"{name} purchase requirement code", _REQUIREMENT_CODES),
        Step(f"{name} purchase family code", size=3),
    )


_OFFER = Step("offer code", size=6)
_SERIAL = Step("serial number", "0123456789", 6)
_DATE = 6
_CODE = (
    Step("company prefix", "0123456", 6),
    _OFFER,
    Step("save value", "12345", 0),
    *_purchase("first"),
)
_FURTHER = {
    "1": (
        Step("additional purchase rules code", "0123"),
        *_purchase("second"),
        Step("second purchase company prefix", "01234569", 6, none="9"),
    ),
    "2": (*_purchase("third"), Step("third purchase company prefix", "01234569", 6, none="9")),
    "3": (Step("expiration date", size=_DATE),),
    "4": (Step("start date", size=_DATE),),
    "5": (_SERIAL,),
    "6": (Step("retailer prefix or location", "1234567", 6),),
    "9": (
        Step("save value code", "01256"),
        Step("save value applies to item", "012"),
        Step("store coupon flag", "0123456789"),
        Step("don't multiply flag", "01"),
    ),
}
_POSITIVE_OFFER = (Step("format code", "01"), Step("funder", "0123456", 6), _OFFER, _SERIAL)


def coupon_code(text: str) -> Fault | None:
    """`couponcode`: the coupon of AI 8110."""
    at = _begin(text, _CODE)
    dates: dict[str, int] = {}
    for mark, steps in _FURTHER.items():
        if isinstance(at, Fault):
            return at
        if text[at : at + 1] != mark:
            continue
        dates[mark] = at
        at = _walk(text, at + 1, steps)
    return at if isinstance(at, Fault) else _order(text, dates) or _excess(text, at)


def positive_offer(text: str) -> Fault | None:
    """`couponposoffer`: the coupon of AI 8112."""
    at = _begin(text, _POSITIVE_OFFER)
    return at if isinstance(at, Fault) else _excess(text, at)


def _begin(text: str, steps: tuple[Step, ...]) -> int | Fault:
    return outside(text, DIGITS) or _walk(text, 0, steps)


def _walk(text: str, at: int, steps: tuple[Step, ...]) -> int | Fault:
    """The place behind the fields, or the first fault."""
    for step in steps:
        size = step.size
        if step.allowed:
            told = text[at : at + 1]
            if not told:
                return _short(text, at, step)
            if told not in step.allowed:
                return Fault("gs1.coupon-code", at, 1, {"field": step.field, "got": told})
            at += 1
            size = 0 if step.base < 0 or told == step.none else int(told) + step.base
        if len(text) - at < size:
            return _short(text, at, step)
        if step.size == _DATE and step.field.endswith("date") and date_yy(text[at : at + size]):
            return Fault("gs1.coupon-date", at, size, {"field": step.field, "got": text[at : at + size]})
        at += size
    return at


def _short(text: str, at: int, step: Step) -> Fault:
    # what is there of the field is at fault; where nothing is, the whole text
    start = at if at < len(text) else 0
    return Fault("gs1.coupon-short", start, len(text) - start, {"field": step.field})


def _order(text: str, dates: dict[str, int]) -> Fault | None:
    if "3" not in dates or "4" not in dates:
        return None
    expires, starts = dates["3"], dates["4"]
    first, last = text[starts + 1 : starts + 1 + _DATE], text[expires + 1 : expires + 1 + _DATE]
    return Fault("gs1.coupon-order", expires, 2 * (_DATE + 1)) if last < first else None


def _excess(text: str, at: int) -> Fault | None:
    return Fault("gs1.coupon-excess", at, len(text) - at) if at < len(text) else None
