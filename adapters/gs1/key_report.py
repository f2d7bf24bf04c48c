"""What there is to say of one key: the verdict, its GS1 prefix and member organisation, its company prefix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import get_args

from adapters.gs1 import constrained, keys
from adapters.gs1.ais import Elements
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.layouts import layouts
from adapters.gs1.link_write import path_of
from adapters.gs1.prefixes import Gs1Prefix
from adapters.gs1.telling import Told
from lienthong.findings import Finding
from lienthong.plugs import Notice, Refusal


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on a key.

    `key`: its value in full (a GTIN with 14 digits); of a link in an event, its path. `prefix`: the digits of its GS1
    prefix, `member` the organisation that gave it out; `source` is who says where the company prefix ends. What is
    not known is None, with a finding.
    """

    ok: bool
    key: str | None = None
    prefix: str | None = None
    member: str | None = None
    company_prefix: str | None = None
    source: str | None = None
    findings: tuple[Finding, ...] = ()


_Checked = tuple[str, str, str]
_Check = Callable[[str, CompanyPrefixes, Notice], _Checked]
"""What gives the key as it is shown, and the AI and value that its prefixes are told from."""


def _of_key(kind: str, text: str, prefixes: CompanyPrefixes, notice: Notice) -> _Checked:
    found = keys.check(kind, text, prefixes, notice)
    return found.key, *found.elements[0]


def _of_link(field: constrained.Field, text: str, prefixes: CompanyPrefixes, notice: Notice) -> _Checked:
    elements: Elements = constrained.verdict(text, field)
    return path_of(elements), *elements[0]


_CHECKS: dict[str, _Check] = {
    **{kind: partial(_of_key, kind) for kind in keys.kinds()},
    **{f"epcis-{field}": partial(_of_link, field) for field in get_args(constrained.Field)},
}
KINDS = tuple(_CHECKS)
"""The kinds of keys, and the fields of EPCIS events that take links."""


def report_of(kind: str, text: str, prefixes: CompanyPrefixes) -> Report:
    """What there is to say of a text as a key of this kind (one of `KINDS`); never raises.

    >>> found = report_of("gtin", "8934567890120", CompanyPrefixes())
    >>> found.key, found.prefix, found.member, found.company_prefix
    ('08934567890120', '893', 'GS1 Vietnam', '8934567')
    """
    told = Told(text)
    try:
        key, ai, value = _CHECKS[kind](text, prefixes, told.notice)
    except Refusal as refusal:
        told.refusal(refusal)
        return Report(False, findings=tuple(told.findings))
    prefix = keys.prefix_of(ai, value)
    _tell_prefix(prefix, value, told)
    length = keys.prefix_length(ai, value, prefixes)
    company = "" if length is keys.GTIN_8 else layouts()[ai].from_prefix(value)[: length.length]
    if not length.length:
        told.absent("companyPrefix", Refusal("gs1.prefix-unknown", value=value))
    return Report(
        True,
        key,
        prefix.digits if prefix else None,
        prefix.name["en"] if prefix and prefix.kind == "member" else None,
        company or None,
        length.source or None,
        tuple(told.findings),
    )


def _tell_prefix(prefix: Gs1Prefix | None, value: str, told: Told) -> None:
    if prefix is None:
        told.absent("prefix", Refusal("gs1.prefix-none", value=value))
    elif prefix.kind != "member":
        told.absent("member", Refusal("gs1.prefix-use", prefix=prefix.digits, **prefix.name))
