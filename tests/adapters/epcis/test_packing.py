"""Packed documents are read by us and by others, however well they pack."""

import gzip
import io
import random
from pathlib import Path

import pytest

from adapters.epcis.packing import Packed
from adapters.epcis.reading import read
from adapters.epcis.source import MAX_RATIO, opened
from lienthong.model import Document, Header
from tests.adapters.epcis.test_kinds import put

MIB = 1 << 20
TEXTS = {
    "nothing": b"",
    "little": b"<a/>",
    "one piece": b"x" * (1 << 16),
    "all alike": b"\0" * 6 * MIB,
    "like events": b'{"type":"ObjectEvent","action":"ADD"},\n' * (8 * MIB // 40),
    "unlike": random.Random(7).randbytes(2 * MIB),
    "first alike, then not": b" " * 3 * MIB + random.Random(8).randbytes(MIB),
    "first not, then alike": random.Random(9).randbytes(1000) + b"ab" * 2 * MIB,
}


def packed(text: bytes, step: int) -> bytes:
    file = io.BytesIO()
    pack = Packed(file)
    for start in range(0, len(text), step):
        pack.write(text[start : start + step])
    pack.end()
    return file.getvalue()


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_packed_comes_out_again(name: str, tmp_path: Path) -> None:
    text = TEXTS[name]
    data = packed(text, 70_001)
    assert gzip.decompress(data) == text
    assert packed(text, 1 << 20) == data
    file = tmp_path / "a.gz"
    file.write_bytes(data)
    with opened(file) as plain:
        assert plain.read() == text
    assert len(text) <= max(MIB, MAX_RATIO * len(data))


def test_documents_of_many_like_events_are_read_again(tmp_path: Path) -> None:
    event = {
        "type": "ObjectEvent",
        "eventTime": "2026-06-01T07:00:00+07:00",
        "eventTimeZoneOffset": "+07:00",
        "epcList": ["urn:epc:id:sgtin:9521234.000001.1"],
        "action": "OBSERVE",
        "bizStep": "inspecting",
    }
    events = [dict(event) for _ in range(15_000)]
    for writer in ("xml-2.0", "json-2.0"):
        file = put(tmp_path / f"{writer}.gz", writer, Document(Header("2026-06-02T00:00:00Z"), events))  # type: ignore[arg-type]
        assert sum(1 for _ in read(file, print).events) == 15_000
