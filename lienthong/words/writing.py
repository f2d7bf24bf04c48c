"""How numbers and dates are written for people: exactly what was received, never rounded."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>[0-9]+)(?:\.(?P<fraction>[0-9]+))?")
_GROUP = "\u202f"
_DATE = re.compile(
    r"(?P<y>[0-9]{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2})(?P<second>:[0-9]{2}(?:\.[0-9]+)?)?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOME_ZONE = "+07:00"


def number_text(number: Decimal | int | str, lang: str) -> str:
    r"""The number with its digits as received: groups of three by a narrow no-break space, decimal comma in vi.

    Text that is no plain number comes back unchanged.

    >>> number_text(Decimal("1250.50"), "vi"), number_text("1250.50", "en"), number_text("-0.5", "vi")
    ('1\u202f250,50', '1\u202f250.50', '−0,5')
    """
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    whole, head = found["whole"], len(found["whole"]) % 3
    groups = ([whole[:head]] if head else []) + [whole[at : at + 3] for at in range(head, len(whole), 3)]
    sign = "\u2212" if found["sign"] == "-" else ""
    fraction = f"{',' if lang == 'vi' else '.'}{found['fraction']}" if found["fraction"] else ""
    return sign + _GROUP.join(groups) + fraction


def date_text(iso: str, lang: str) -> str:
    """The date or time as people write it: dd/MM/yyyy in vi, 25 Nov 2026 in en; the zone only when not +07:00.

    Seconds show only when they are not zero. Text that is no ISO 8601 date comes back unchanged.

    >>> date_text("2026-11-25", "vi"), date_text("2026-11-05T07:00:00+07:00", "en")
    ('25/11/2026', '5 Nov 2026 07:00')
    >>> date_text("2026-11-25T00:15:30Z", "vi")
    '25/11/2026 00:15:30 +00:00'
    """
    found = _DATE.fullmatch(iso)
    if not found:
        return iso
    if lang == "vi":
        day = f"{found['d']}/{found['m']}/{found['y']}"
    else:
        day = f"{int(found['d'])} {_MONTHS[int(found['m']) - 1]} {found['y']}"
    if not found["clock"]:
        return day
    second = found["second"] or ""
    clock = found["clock"] + (second if second.strip(":0.") else "")
    zone = "+00:00" if found["zone"] == "Z" else found["zone"] or HOME_ZONE
    return f"{day} {clock}" + ("" if zone == HOME_ZONE else f" {zone}")
