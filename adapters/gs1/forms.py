"""All forms of what a text names: bracketed, raw, Digital Link, EPC URI and the bits of a tag, with the verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from adapters.gs1 import binary, dates, digital_link, element_string, epc_uri, keys
from adapters.gs1.ais import Elements, table
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.components.moments import days_in
from adapters.gs1.epc_write import chosen
from adapters.gs1.identity import Identity
from adapters.gs1.recognise import Kind, Reading, Unread, read
from adapters.gs1.telling import Told
from lienthong.findings import Finding
from lienthong.plugs import Refusal

FORMS = ("bracketed", "raw", "digital_link", "epc_uri", "hex")


@dataclass(frozen=True, slots=True)
class Options:
    """How texts are read and their forms written.

    `prefixes` tells the length of company prefixes where the input does not; `scheme` is the binary scheme to write,
    by default that of a tag that was read; `filter` its filter value, -1 for that of the input or 0; `as_of` is the
    day from which two digits of a year are understood.
    """

    reading: Reading = field(default_factory=Reading)
    prefixes: CompanyPrefixes = field(default_factory=CompanyPrefixes)
    scheme: str = ""
    filter: int = -1
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Forms:
    """What a text names in every form; None for a form that cannot be written, with a finding that says why.

    Without a verdict `ok` all forms are None; `elements` then are those that were read, if only their relations are
    broken. `dates` are the dates among the elements as in ISO 8601, where a day of reference was given.
    """

    ok: bool
    kind: Kind | None
    elements: Elements = ()
    bracketed: str | None = None
    raw: str | None = None
    digital_link: str | None = None
    epc_uri: str | None = None
    hex: str | None = None
    dates: Elements | None = None
    findings: tuple[Finding, ...] = ()


def forms_of(text: str, options: Options | None = None) -> Forms:
    """The forms of what a text in any GS1 syntax names; never raises.

    >>> found = forms_of("(01)08934567890120(21)7")
    >>> found.digital_link, found.epc_uri
    ('https://id.gs1.org/01/08934567890120/21/7', 'urn:epc:id:sgtin:8934567.089012.7')
    """
    how = options or Options()
    told = Told(text, how.reading.off)
    if not text:
        told.refusal(Refusal("gs1.text-empty"))
        return Forms(False, None, findings=tuple(told.findings))
    first = Told(text, how.reading.off)
    try:
        kind, named, broken = read(text, how.reading, first.notice)
        moments = tuple(_dates(named.elements, how.as_of, how.reading.off)) if how.as_of else None
    except Unread as unread:
        told.refusal(unread.refusal)
        return Forms(False, unread.kind, findings=tuple(told.findings))
    except Refusal as refusal:
        told.refusal(refusal)
        return Forms(False, kind, named.elements, findings=tuple(told.findings))
    for relation in broken:
        told.refusal(relation)
    told.findings += first.findings
    if broken:
        return Forms(False, kind, named.elements, findings=tuple(told.findings))
    return _written(kind, named, moments, how, told)


def _written(kind: Kind, named: Identity, moments: Elements | None, how: Options, told: Told) -> Forms:
    if named.parameters:
        value = "&".join(f"{name}={value}" for name, value in named.parameters)
        told.absent("digital_link", Refusal("gs1.link-parameters", value=value))
    written = {name: _form(name, write, named, how, told) for name, write in _WRITERS.items()}
    return Forms(True, kind, named.elements, **written, dates=moments, findings=tuple(told.findings))


_Writer = Callable[[Identity, Options, Told], str]


def _form(name: str, write: _Writer, named: Identity, how: Options, told: Told) -> str | None:
    try:
        return write(named, how, told)
    except Refusal as refusal:
        told.absent(name, refusal)
        return None


def _elements(named: Identity) -> Elements:
    if not named.elements:
        raise Refusal("gs1.elements-none", scheme=named.scheme)
    return named.elements


def _bracketed(named: Identity, how: Options, told: Told) -> str:
    return element_string.bracketed(_elements(named))


def _raw(named: Identity, how: Options, told: Told) -> str:
    return element_string.raw(_elements(named))


def _digital_link(named: Identity, how: Options, told: Told) -> str:
    # a tag with a host stands for a link to that host; all others, links too, are written in canonical form
    stem = f"https://{named.host}/" if named.binary.endswith("++") else digital_link.HOME
    return digital_link.write(_elements(named), stem, off=how.reading.off)


def _epc_uri(named: Identity, how: Options, told: Told) -> str:
    if not named.elements:
        return epc_uri.write(named)
    uri = epc_uri.write(named.elements, _prefix_length(named, how.prefixes))
    left_out = [ai for ai, _ in named.elements if ai not in _said(uri)]
    if left_out:
        told.absent("epc_uri", Refusal("gs1.epc-left-out", value=uri, ais=", ".join(f"({ai})" for ai in left_out)))
    return uri


def _said(uri: str) -> frozenset[str]:
    return frozenset(ai for ai, _ in epc_uri.elements(uri))


def _prefix_length(named: Identity, prefixes: CompanyPrefixes) -> int:
    """The digits of the company prefix: as the input has them, else as the sources do; 0 when nobody knows."""
    if named.prefix_length:
        return named.prefix_length
    scheme, value, _ = chosen(named.elements)
    return keys.prefix_length(scheme.layout.ai, value, prefixes).length if scheme.layout else 0


def _hex(named: Identity, how: Options, told: Told) -> str:
    scheme = how.scheme or named.binary
    if not scheme:
        raise Refusal("gs1.hex-scheme")
    said = how.filter if how.filter >= 0 else max(named.filter, 0)
    try:
        length = _prefix_length(named, how.prefixes) if named.elements else 0
    except Refusal:
        # whether the key fits is for the scheme to say
        length = 0

    def notice(code: str, **facts: str) -> None:
        told.absent("hex", Refusal(code, **facts))

    return binary.encode(named, scheme=scheme, filter=said, prefix_length=length, host=named.host, notice=notice)


_WRITERS: dict[str, _Writer] = {
    "bracketed": _bracketed,
    "raw": _raw,
    "digital_link": _digital_link,
    "epc_uri": _epc_uri,
    "hex": _hex,
}


def _dates(elements: Elements, as_of: dt.date, off: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The dates by their AIs; raises `Refusal` with `gs1.day` for the 29 February of a century that has none."""
    for ai, value in elements:
        if ai not in table() or not table()[ai].fits(value):
            continue
        for moment in dates.read(ai, value, as_of):
            most = days_in(moment.year, moment.month)
            if moment.day > most and "gs1.day" not in off:
                facts = {"day": str(moment.day), "month": f"{moment.month:02}", "most": str(most)}
                raise Refusal("gs1.day", ai=ai, key=table()[ai].label, value=value, position="1", **facts)
            yield ai, moment.text
