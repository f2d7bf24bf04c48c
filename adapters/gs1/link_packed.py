"""Keys packed into one segment of the path: an EPC in binary (`eh…`, `ex…`), and the old compression behind a flag."""

from __future__ import annotations

import re
from dataclasses import replace

from adapters.gs1.binary import decode_segment
from adapters.gs1.identity import Identity
from adapters.gs1.link_compression import decompressed
from adapters.gs1.link_parts import Parts, key_place
from adapters.gs1.link_read import Judge, path_elements
from lienthong.plugs import Refusal

_EPC = re.compile(r"eh[0-9a-f]+\Z|ex[A-Za-z0-9\-_]+\Z")
_NO_EPC = frozenset({"gs1.binary-header", "gs1.binary-hex", "gs1.binary-size"})
"""Said of a segment that only looks like an EPC: a word may begin with `eh` or `ex`."""


def packed(parts: Parts, legacy: bool, judge: Judge) -> tuple[Identity, int]:
    """What the last segment holds, not yet checked, and the place of the first segment that is no part of the stem.

    Raises `Refusal`: `gs1.link-none` when it holds nothing, `gs1.link-compressed` for a broken old compression, and
    what the decoder of tags says of a broken EPC (GS1 Digital Link: Compression of EPC Binary Strings 1.0, clause 4).
    """
    last = len(parts.segments) - 1
    segment = parts.segments[last] if parts.segments else ""
    found = _epc(segment)
    if found:
        return found, last
    if not legacy or not segment:
        raise Refusal("gs1.link-none", value=parts.uri)
    elements, parameters = decompressed(segment)
    # the key may have stayed readable, with its qualifiers packed behind it
    plain = replace(parts, segments=parts.segments[:last])
    start = key_place(plain)
    if start >= 0:
        elements = path_elements(plain, start, judge) + elements
    return Identity(elements, parameters=parameters), start if start >= 0 else last


def _epc(segment: str) -> Identity | None:
    if not _EPC.match(segment):
        return None
    try:
        return decode_segment(segment)
    except Refusal as refusal:
        if refusal.code in _NO_EPC:
            return None
        raise
