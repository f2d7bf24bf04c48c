"""Values as they stand in a pre-hash string (CBV 2.0, 8.9): identifiers as links, times in UTC, numbers without zeros.

Numbers are settled only where the schema has numbers; a lot or text of digits stands as it is. `odd` tells where the
reference tool writes a value otherwise, or might.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from adapters.epcis.hash_identifiers import link_heads, link_start, settled_link, settled_urn, urn_heads
from adapters.epcis.hash_reference_values import reference_number, reference_time
from adapters.epcis.hash_tables import HashFault, Syntax, remarks, spaces_of_names, table
from adapters.gs1.starts import begun

REMEMBERED = 4096
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)\Z",
    re.ASCII,
)
_SURE = re.compile(
    r"[1-9]\d{3}-\d\d-\d\dT(?!24)\d\d:\d\d:\d\d(?:\.\d{1,3})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)\Z", re.ASCII
)
_EXACT, _SMALL = 15, Decimal("0.001")
_MAY_BE_NUMBER = frozenset("+-.0123456789nNiI")
_CBV = "urn:epcglobal:cbv:"


class Values:
    """Writes the values of events; `odd` is set by what the reference tool writes otherwise."""

    def __init__(self, syntax: Syntax) -> None:
        self.odd = False
        self.json = syntax == "json"
        self._declared: Mapping[str, str] = {}
        self._size = -1
        self._names: dict[str, tuple[str, bool]] = {}
        self._prefixes: Mapping[str, str] = {}
        self._times: dict[str, tuple[str, bool]] = {}
        self._numbers: dict[Any, tuple[str, bool]] = {}
        self._places: dict[str, tuple[str, bool]] = {}

    def begin(self, declared: Mapping[str, str]) -> None:
        """Begins an event with these prefixes."""
        self.odd = False
        # readers give all events of a document the same mapping, which only grows
        if declared is not self._declared or len(declared) != self._size:
            self._declared, self._size = declared, len(declared)
            self._prefixes = {**table()["prefixes"], **declared}
            self._names = {}
            self._places = {}

    # --- texts and identifiers ---

    def text(self, value: str, *, uri: bool = False) -> str:
        """A text; an identifier of GS1 as its link, a word of the CBV as its web address.

        Where a `uri` stands, every prefix of the document is resolved; in free text only those of the standard.
        """
        value = value.strip()
        begin = value[:4]
        if begin == "urn:":
            return self._urn(value)
        if begin == "http":
            return self._link(value, strictly=False)
        if ":" in value:
            return self._prefixed(value, uri)
        sign = value[:1]
        if (sign in _MAY_BE_NUMBER or sign > "\x7f") and sign:
            self.odd |= _by_number(value) != value
        return value

    def identifier(self, value: str) -> str:
        """A text where an identifier stands; raises `HashFault` for a GS1 key whose check digit does not hold."""
        begin = value[:4]
        if begin == "urn:":
            return self._urn(value.strip())
        if begin == "http":
            return self._link(value.strip(), strictly=True)
        return self.text(value, uri=True)

    def identifiers(self, values: list[str], head: str) -> list[str]:
        """Identifiers of one list with `head` before each, empty ones left out; most begin as others did."""
        texts = []
        mark, heads = ("/", link_heads) if values and values[0][:4] == "http" else (".", urn_heads)
        for value in values:
            before, _, tail = value.rpartition(mark)
            known = heads.get(before)
            if known and len(tail) <= known[1] and tail.isalnum() and tail.isascii():
                texts.append(head + known[0] + tail)
            elif text := self.identifier(value):
                texts.append(head + text)
        return texts

    def place(self, value: str) -> str:
        """An identifier of one of the few places and parties that come again and again."""
        found = self._places.get(value)
        if found is None:
            before, self.odd = self.odd, False
            found = self.identifier(value), self.odd
            self.odd = before
            if len(self._places) >= REMEMBERED:
                self._places.clear()
            self._places[value] = found
        self.odd |= found[1]
        return found[0]

    def word(self, value: str) -> str:
        """A text where a URI or a word of a vocabulary stands."""
        return self.text(value, uri=True)

    def _urn(self, value: str) -> str:
        head, _, tail = value.rpartition(".")
        start = urn_heads.get(head)
        if start and (known := begun(start, tail)):
            return known
        if value.startswith(_CBV):
            return self._word(value)
        if not value.startswith("urn:epc:"):
            return value
        found = settled_urn(value)
        self.odd |= found.odd
        return found.text

    def _link(self, value: str, *, strictly: bool) -> str:
        head, _, tail = value.rpartition("/")
        start = link_heads.get(head) or link_start(head)
        if start and (known := begun(start, tail)):
            return known
        found = settled_link(value)
        if found.wrong and strictly:
            raise HashFault("epcis.hash.identifier", value=value)
        self.odd |= found.odd
        return found.text

    def _word(self, value: str) -> str:
        """A word of the CBV in its older spelling that is in none of the lists."""
        rows = table()["reference"]
        list_name, _, word = value[len(_CBV) :].partition(":")
        web = rows["words"].get(list_name)
        return f"{rows['base']}{web}-{word}" if web else value

    def _prefixed(self, value: str, everywhere: bool) -> str:
        prefix, _, rest = value.partition(":")
        standard = prefix in table()["prefixes"]
        known = prefix in self._prefixes
        resolved = standard or (everywhere and known)
        # the tool resolves the prefixes of the document in JSON, and two of the standard in XML
        self.odd |= resolved is not (prefix in self._declared if self.json else standard)
        return self.text(self._prefixes[prefix] + rest, uri=everywhere) if resolved else value

    # --- times, numbers and what extensions hold ---

    def time(self, value: str) -> str:
        """A time in UTC to the millisecond, halves rounded up; raises `HashFault` for what names no instant."""
        found = self._times.get(value)
        if found is None:
            found = _settled(value.strip())
            if len(self._times) >= REMEMBERED:
                self._times.clear()
            self._times[value] = found
        self.odd |= found[1]
        return found[0]

    def number(self, value: Any) -> str:
        """A number without leading or trailing zeros and without an exponent, every digit kept."""
        found = self._numbers.get(value)
        if found is None:
            text = plain_number(value)
            # a binary number holds 15 digits exactly, and writes small ones with an exponent
            sure = len(text) < _EXACT and (value == 0 or abs(value) > _SMALL)
            found = text, not sure and _by_number(str(value)) != text
            if len(self._numbers) >= REMEMBERED:
                self._numbers.clear()
            self._numbers[value] = found
        self.odd |= found[1]
        return found[0]

    def scalar(self, value: Any) -> str:
        """What an extension holds: numbers with the digits they came with."""
        if type(value) is str:
            self.odd |= _CBV in value[1:]
            return self.text(value)
        if type(value) is bool:
            self.odd |= self.json
            return "true" if value else "false"
        if value is None:
            self.odd = True
            return ""
        text = str(value)
        self.odd |= _by_number(text) != text
        return text

    # --- names ---

    def name(self, name: str) -> str:
        """The name of an extension member with its namespace; empty for a remark, which never counts."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = self._full(name)
        self.odd |= found[1]
        return found[0]

    def _full(self, name: str) -> tuple[str, bool]:
        if name in remarks():
            return "", True
        prefix, colon, local = name.partition(":")
        standard = spaces_of_names().get(prefix)
        # the namespace of the CBV's master data is one, though the two syntaxes spell it differently
        uri = standard or self._declared.get(prefix)
        full = f"{{{uri}}}{local}" if colon and uri else name
        told = self._declared.get(prefix, "" if self.json else standard)
        plain = bool(colon) and told == uri and not (self.json and name.endswith("List"))
        return full, not plain or local.startswith(("#", "@"))


def _settled(text: str) -> tuple[str, bool]:
    """A time, and whether the tool writes it otherwise; it does not where there is nothing to round."""
    if _SURE.match(text):
        try:
            moment = datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            raise HashFault("epcis.hash.zone", value=text) from None
        return moment.isoformat(timespec="milliseconds")[:-6] + "Z", False
    written = utc(text)
    return written, _by_time(text) != written


def utc(text: str) -> str:
    """The instant that an `xsd:dateTimeStamp` names, to the millisecond; raises `HashFault` where it names none.

    >>> utc("2023-02-02T12:04:03.1425+01:00"), utc("2023-12-31T23:59:59.9995Z")
    ('2023-02-02T11:04:03.143Z', '2024-01-01T00:00:00.000Z')
    """
    found = _TIME.match(text)
    if not found:
        raise HashFault("epcis.hash.zone", value=text)
    day, clock, fraction, zone = found.groups()
    thousandths = int((fraction or "").ljust(3, "0")[:3]) + ((fraction or "")[3:4] >= "5")
    # 24:00:00 is the first instant of the next day (XML Schema 1.1, 3.3.7)
    midnight = clock == "24:00:00"
    try:
        moment = datetime.fromisoformat(f"{day}T{'00:00:00' if midnight else clock}{zone}")
        if midnight or thousandths:
            moment += timedelta(days=midnight, milliseconds=thousandths)
        return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"
    except (ValueError, OverflowError):
        raise HashFault("epcis.hash.zone", value=text) from None


def plain_number(value: Any) -> str:
    """The shortest decimal text of a number.

    >>> plain_number(Decimal("12.30")), plain_number(Decimal("1E+2")), plain_number(Decimal("0.00001"))
    ('12.3', '100', '0.00001')
    """
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _by_number(text: str) -> str:
    try:
        return reference_number(text)
    except HashFault:
        return ""


def _by_time(text: str) -> str:
    try:
        return reference_time(text)
    except HashFault:
        return ""
