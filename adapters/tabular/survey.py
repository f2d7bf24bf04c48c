"""Survey: one pass over the bytes of a text file, before anything is read as text."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 18
ROW_BYTES = 1 << 20
SAMPLE_BLOCKS = 4
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# letters of Latin-1 that Vietnamese does not write, as UTF-8: the sign of an old font inside valid text
_FOREIGN = re.compile(rb"\xc2[\xa1-\xbf]|\xc3[\x84-\x87\x8b\x8e\x8f\x91\x96-\x98\x9b\x9c\x9e\x9f\xa4-\xa7]"
                      rb"|\xc3[\xab\xae\xaf\xb1\xb6-\xb8\xbb\xbc\xbe\xbf]")  # fmt: skip

_ASCII = bytes(range(128))


def is_foreign(data: bytes) -> bool:
    """Whether UTF-8 holds letters of Latin-1 that Vietnamese does not write."""
    # without ASCII little is left to search, and letters stay whole
    return bool(_FOREIGN.search(data.translate(None, _ASCII)))


@dataclass(slots=True)
class Survey:
    """What one pass over the bytes found."""

    sha256: str = ""
    size: int = 0
    bom: str = ""
    """Encoding that a byte order mark names, else empty."""
    utf8: bool = True
    bad_line: int = 0
    """First line that is not UTF-8, 1-based."""
    nul: bool = False
    foreign: bool = False
    """Valid text holds letters that Vietnamese does not write."""
    sample: bytes = b""
    """Up to 1 MiB of the blocks that hold bytes above 127."""
    long_line: int = 0
    """First line longer than `ROW_BYTES`, give or take one block; 1-based, 0 when there is none."""

    @property
    def utf16(self) -> str:
        """The byte order of UTF-16 without a mark, told by where its zero bytes stand; empty when it is none."""
        head = self.sample[:4096]
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if not head or max(odd, even) < 0.3 * len(head) / 2 or min(odd, even) > 0.05 * len(head) / 2:
            return ""
        return "utf-16-le" if odd > even else "utf-16-be"


def survey(path: Path) -> Survey:
    """The survey of a file; reads it once, in blocks."""
    found, digest = Survey(), hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, run, kept = 1, 0, 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if not found.size:
                found.bom = next((name for mark, name in BOMS.items() if block.startswith(mark)), "")
            found.size += len(block)
            digest.update(block)
            found.nul = found.nul or b"\0" in block
            if not block.isascii() or found.nul:
                kept = _sample(found, block, kept)
                found.foreign = found.foreign or is_foreign(block)
            if found.utf8:
                _check_utf8(found, decoder, block, lines)
            breaks = block.count(b"\n") or block.count(b"\r")
            run = 0 if breaks else run + len(block)
            if run > ROW_BYTES and not found.long_line:
                found.long_line = lines
            lines += breaks
    if found.utf8:
        _check_utf8(found, decoder, b"", lines, final=True)
    found.sha256 = digest.hexdigest()
    return found


def _sample(found: Survey, block: bytes, kept: int) -> int:
    if kept < SAMPLE_BLOCKS:
        found.sample += block
    return kept + 1


def _check_utf8(
    found: Survey, decoder: codecs.IncrementalDecoder, block: bytes, lines: int, *, final: bool = False
) -> None:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError as fault:
        found.utf8 = False
        found.bad_line = lines + fault.object[: fault.start].count(b"\n")
