"""The record as JSON: a file of records, one a line as we write it, any way as we read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import msgspec

from adapters.tcvn.json_schema import record_findings
from adapters.tcvn.shape import Record, root, version
from adapters.tcvn.telling import Tell, unreadable

LARGEST = 256 << 20
"""Most bytes of a file that has to be read whole, because its records do not stand a line each."""
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_encode = msgspec.json.Encoder().encode


class _Twice(ValueError):
    """A member stands twice in one object."""


def head() -> bytes:
    """What stands before the first record."""
    return f'{{"version":"{version()}","{root()}":['.encode()


TAIL = b"\n]}\n"


def write(records: Iterable[Record], file: Path) -> None:
    """Writes a file of records, a record a line."""
    with file.open("wb") as out:
        out.write(head())
        for number, one in enumerate(records):
            out.write(b",\n" if number else b"\n")
            out.write(_encode(one))
        out.write(TAIL)


def knows(start: bytes) -> bool:
    """Whether a file that starts so may be JSON."""
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read(file: Path, tell: Tell) -> Iterator[Record]:
    """The records of a file; what keeps one from being a record is told, and it is left out.

    Raises `Unreadable` where it is no file of records.
    """
    for number, value in enumerate(_values(file)):
        faults = list(record_findings(value, f"/{root()}/{number}"))
        for fault in faults:
            tell(fault)
        if not faults:
            yield value


def _values(file: Path) -> Iterator[Any]:
    with file.open("rb") as lines:
        if lines.readline(len(head()) + 1).rstrip() == head():
            yield from _by_line(file, lines)
            return
    if file.stat().st_size > LARGEST:
        raise unreadable("tcvn.size", file, limit=f"{LARGEST >> 20} MiB")
    whole = _decoded(file, file.read_bytes(), 1)
    if not isinstance(whole, dict) or not isinstance(whole.get(root()), list):
        raise unreadable("tcvn.kind", file)
    if whole.get("version") != version() or len(whole) != 2:
        raise unreadable("tcvn.version", file, value=str(whole.get("version", ""))[:40], known=version())
    yield from whole[root()]


def _by_line(file: Path, lines: Iterable[bytes]) -> Iterator[Any]:
    """The records of a file as we write it; it must end as we end it."""
    ended = False
    for number, line in enumerate(lines, 2):
        text = line.strip()
        if ended and text:
            raise unreadable("tcvn.json", file, number, problem="data after the end")
        if text == TAIL.strip():
            ended = True
        elif text:
            yield _decoded(file, text.removesuffix(b","), number)
    if not ended:
        raise unreadable("tcvn.json", file, problem="cut off")


def _decoded(file: Path, data: bytes, line: int) -> Any:
    try:
        return _loaded(data.decode("utf-8-sig"))
    except _Twice as fault:
        raise unreadable("tcvn.twice", file, line, name=str(fault)[:80]) from None
    except json.JSONDecodeError as fault:
        raise unreadable("tcvn.json", file, line + fault.lineno - 1, problem=fault.msg) from None
    except UnicodeError:
        raise unreadable("tcvn.encoding", file, line) from None
    except (RecursionError, ValueError):
        raise unreadable("tcvn.depth", file, line) from None


def _loaded(text: str) -> Any:
    value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number)
    if _HALF.search(text):
        # half of a pair of signs is no text: this raises
        msgspec.json.encode(value)
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _number(text: str) -> Any:
    """A number with a fraction or an exponent: a whole one is one, however it is written."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value if isfinite(value) else _no_number(text)


def _no_number(text: str) -> Any:
    """What is no number of JSON (RFC 8259, 6) has no form that may stand anywhere."""
    return [text]
