"""Values as the reference tool for event hashes (1.9.3) writes them, its number rule and its float defects included.

Every text is first taken for a number, then for an identifier; times are rounded half to even.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from adapters.epcis.hash_tables import HashFault, table
from adapters.gs1.check_digit import check_digit

_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?\Z", re.ASCII
)
_SIGNS = {
    "text": (
        r"(?:%2[125-9A-Fa-f]|%3[0-9A-Fa-f]|%4[1-9A-Fa-f]|%5[0-9AaFf]|%6[1-9A-Fa-f]|%7[0-9Aa]"
        r"|[!')(*+,.0-9:;=A-Za-z_-])"
    ),
    "part": r"(?:%2[3dfDF]|%3[0-9]|%4[1-9A-Fa-f]|%5[0-9Aa]|[0-9A-Z-])",
    "number": r"\d",
}
_VALUE = r"""["'\-.0-9;<=>?A-Z_a-z]"""
_PATH = {"d": r"\d", "v": _VALUE, "p": r"[#\-/0-9A-Z]"}
_PIECE = re.compile(r"([dvp])(\d+)(?:-(\d+))?")


def reference_text(text: str) -> str:
    """A text that is no time; raises `HashFault` for a number that is infinite.

    >>> reference_text("0012"), reference_text("1e5"), reference_text("0.00001")
    ('12', '100000', '1e-05')
    """
    text = reference_number(_words(text.strip()))
    return reference_identifier(text) or text


def _words(text: str) -> str:
    if "urn:epcglobal:cbv:" in text:
        rows = table()["reference"]
        for urn, web in rows["words"].items():
            text = text.replace(f"urn:epcglobal:cbv:{urn}:", f"{rows['base']}{web}-")
    return text


def reference_number(text: str) -> str:
    """The text by way of a binary number where it can be read as one."""
    try:
        number = float(text)
    except ValueError:
        return text
    if math.isnan(number):
        return text
    if math.isinf(number):
        raise HashFault("epcis.hash.reference", value=text)
    return str(int(number) if int(number) == number else number)


def reference_time(text: str) -> str:
    """A time in UTC, rounded half to even to milliseconds; raises `HashFault` where the tool gives up.

    A text that is no time stands as it is; a time without zone has no hash that every machine agrees on.

    >>> reference_time("2023-02-02T12:04:03.1425+01:00")
    '2023-02-02T11:04:03.142Z'
    """
    text = text.strip()
    found = _TIME.match(text)
    if not found:
        return text
    year, month, day, hour, minute, second, fraction, zulu, sign, hours, minutes = found.groups()
    if not zulu and not sign:
        raise HashFault("epcis.hash.zone", value=text)
    micro = round(int((fraction or "").ljust(6, "0")[:6]), -3)
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
        zone = timezone(offset)
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), 0, zone)
    except ValueError:
        return text
    try:
        moment = moment.astimezone(UTC).replace(microsecond=micro)
    except (ValueError, OverflowError):
        raise HashFault("epcis.hash.reference", value=text) from None
    return moment.isoformat(timespec="milliseconds")[:-6] + "Z"


def reference_identifier(text: str) -> str | None:
    """The link that the tool makes of an EPC URI or Digital Link; None where it takes the text for neither."""
    if "." not in text:
        return None
    if text.startswith("urn:epc:"):
        form, _, rest = text[len("urn:epc:") :].partition(":")
        name, _, body = rest.partition(":")
        row = _urns().get(f"{form}:{name}")
        return _of_urn(row, body) if row else None
    return _of_link(text) if text.startswith("http") else None


# --- EPC URIs -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _urns() -> dict[str, tuple[re.Pattern[str], Mapping[str, Any]]]:
    return {name: (re.compile(_urn_pattern(row)), row) for name, row in table()["reference"]["urns"].items()}


def _urn_pattern(row: Mapping[str, Any]) -> str:
    longest = int(row.get("prefixes", 12))
    begin = rf"(?P<prefix>\d{{6,{longest}}})\."
    if "free" in row:
        kind, _, _ = row["free"].partition(" ")
        begin += f"(?P<reference>{_SIGNS[kind]}+{'?' if 'tail' in row else ''})"
    else:
        begin += r"(?P<reference>\d*)"
    begin += r"\.(?P<pieces>\d\d\.\d\d)" if "pieces" in row else ""
    if "pattern" in row:
        return begin + r"\.\*\Z"
    if "tail" not in row:
        return begin + r"\Z"
    kind, _, most = row["tail"].partition(" ")
    least = 0 if row["key"] == "253" else 1
    return begin + rf"\.(?P<tail>{_SIGNS[kind]}{{{least},{most}}})\Z"


def _of_urn(known: tuple[re.Pattern[str], Mapping[str, Any]], body: str) -> str | None:
    pattern, row = known
    found = pattern.match(body)
    if not found:
        return None
    parts = found.groupdict("")
    prefix, reference, tail = parts["prefix"], parts["reference"], parts.get("tail", "")
    if "free" in row:
        most = int(row["free"].partition(" ")[2])
        number = prefix + _escaped(reference) if _characters(reference) <= most - len(prefix) else ""
    else:
        number = _number(row, prefix, reference) if len(prefix + reference) == int(row["digits"]) else ""
    if not number:
        return None
    number += parts.get("pieces", "").replace(".", "")
    if "tail" not in row or tail == row.get("none"):
        return f"{table()['reference']['home']}{row['key']}/{number}"
    end = tail if row["tail"].startswith("number") else _escaped(tail)
    return f"{table()['reference']['home']}{row['key']}/{number}{row['joined']}{end}"


def _number(row: Mapping[str, Any], prefix: str, reference: str) -> str:
    body: str = row.get("before", "") + (
        reference[:1] + prefix + reference[1:] if "lead" in row else prefix + reference
    )
    return body + check_digit(body)


def _characters(text: str) -> int:
    return len(text) - 2 * text.count("%")


def _escaped(text: str) -> str:
    return text.translate(_escapes())


@lru_cache(maxsize=1)
def _escapes() -> dict[int, str]:
    return {ord(sign): f"%{ord(sign):02X}" for sign in table()["reference"]["escaped"]}


# --- Digital Links --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _link_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The link as a whole, one that begins in canonical form, and the ends that are taken."""
    rows = table()["reference"]
    keys = "|".join([*rows["keys"], *(name for name, ai in rows["names"].items() if ai in rows["keys"])])
    ends = "|".join(f"{key}/{_path(path)}" for key, paths in rows["keys"].items() for path in paths)
    return (
        re.compile(rf"https?:(//[^/?#]*)?[^?#]*/({keys})/\d{{4}}[^/]+"),
        re.compile(rf"{re.escape(rows['home'])}({'|'.join(rows['keys'])})/\d{{4}}[^/]+"),
        re.compile(rf"{re.escape(rows['home'])}({ends})\Z"),
    )


def _path(path: str) -> str:
    return _PIECE.sub(lambda piece: _PATH[piece[1]] + _times(piece[1], piece[2], piece[3]), path)


def _times(kind: str, least: str, most: str | None) -> str:
    if most:
        return f"{{{least},{most}}}"
    return f"{{{least}}}" if kind == "d" else f"{{0,{least}}}"


def _of_link(text: str) -> str | None:
    whole, canonical, ends = _link_patterns()
    if not whole.match(text):
        return None
    rows = table()["reference"]
    uri = text.partition("?")[0]
    for name, ai in rows["names"].items():
        uri = uri.replace(f"/{name}/", f"/{ai}/")
    if not canonical.match(uri):
        found = next((uri.find(f"/{key}/") for key in rows["keys"] if f"/{key}/" in uri), -1)
        uri = rows["home"] + uri[found + 1 :] if found >= 0 else uri
    uri = _finest(_of_14_digits(uri))
    return uri if ends.match(uri) else None


def _of_14_digits(uri: str) -> str:
    found = re.match(r"https://id\.gs1\.org/01/(\d+)", uri)
    size = len(found[1]) if found else 14
    if 8 <= size < 14:
        return uri.replace("/01/", "/01/" + "0" * {13: 1, 12: 2}.get(size, 6))
    return uri


def _finest(uri: str) -> str:
    """The link without its variant, and without its lot where a serial follows."""
    base = r"(https://id\.gs1\.org/(?:8006/\d{18}|01/\d{14}))"
    variant = re.match(rf"{base}/22/((?:/|{_VALUE}){{0,20}})\Z", uri)
    if variant:
        _, mark, rest = variant[2].partition("/")
        uri = variant[1] + mark + rest
    lot = re.match(rf"{base}/10/{_VALUE}{{0,20}}(/21/{_VALUE}{{0,20}})\Z", uri)
    return lot[1] + lot[2] if lot else uri
