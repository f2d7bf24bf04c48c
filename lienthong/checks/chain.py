"""Sanity of a lot and its chain: the checks of the table (`schemas/vn/checks.yaml`) run over what is known of a lot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lienthong.checks import certificates, identity, mass, order, told_dates
from lienthong.checks.check_table import check_named, checks
from lienthong.checks.sight import Sight, Teller
from lienthong.findings import Catalogue, Finding
from lienthong.model import StoredEvent

Look = Callable[[Sight, Mapping[str, Any], Teller], Iterator[Finding]]
"""What is wrong with a lot by one check; the mapping is what the check's row gives it."""
LOOKS: Mapping[str, Look] = {
    "gln-is-gtin": identity.gln_is_gtin,
    "province-open": identity.province_open,
    "area-letters": identity.area_letters,
    "pre-harvest-interval": order.pre_harvest_interval,
    "start-and-expiry": order.start_and_expiry,
    "mass-balance": mass.mass_balance,
    "certificate-in-date": certificates.in_date,
    "certificate-field": certificates.of_field,
    "trace-link": identity.trace_link,
    "six-digit-date": told_dates.six_digit_date,
    "retention": told_dates.retention,
}


def chain_findings(sight: Sight, catalogue: Catalogue) -> Iterator[Finding]:
    """What is wrong with a lot, in the order of the table."""
    kinds = {"", *(profile.kind for profile in sight.profiles)}
    for check in checks():
        if check.run == "lot" and check.kind in kinds:
            yield from LOOKS[check.name](sight, check.given, Teller(catalogue, check.mark))


def shared_code(code: str, products: int, stored: StoredEvent, at: str, catalogue: Catalogue) -> Finding:
    """A lot code stands on several products, on the last of them at `at` in this event."""
    tell = Teller(catalogue, check_named("same-lot-code").mark)
    return tell("chain.same-code", stored, at, lot=code, count=str(products))
