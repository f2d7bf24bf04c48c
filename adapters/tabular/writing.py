"""Writing: how the text of a file is to be read, declared or found."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from adapters.tabular.detect import detect_bytes
from adapters.tabular.encodings import codec_name
from adapters.tabular.survey import BLOCK, Survey
from adapters.tabular.tell import tell, unreadable
from lienthong.findings import Finding, Position
from lienthong.reading import ReadOptions


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is opened as text, and which of our own codecs reads its cells."""

    encoding: str
    """Python codec the file is opened with; `latin-1` where a codec of ours then reads each cell."""
    codec: str = ""
    """Codec of ours for every cell: `tcvn3`, `vni`, `viscii`, `cp1258`, or empty."""
    errors: str = "strict"
    """`surrogateescape` where single columns hold other bytes than the rest."""
    findings: tuple[Finding, ...] = ()


def find_writing(path: Path, found: Survey, options: ReadOptions) -> Writing:
    """How to read a surveyed file; raises `Unreadable` when nobody can tell, or the declared encoding does not fit."""
    place = Position(path.name)
    declared = options.encoding.lower()
    if declared not in {"auto", "utf-8", "utf8"}:
        return _declared(path, found, options.encoding)
    if found.bom or found.utf16:
        return _checked(path, found.bom or found.utf16, options.encoding)
    if found.utf8:
        return Writing("utf-8")
    guess = detect_bytes(found.sample)
    if guess.name:
        return Writing("latin-1", guess.name, findings=(tell("encoding-found", place, encoding=guess.name),))
    if _mostly_utf8(found.sample):
        return Writing("utf-8", errors="surrogateescape")
    raise _unsure(path, found, guess.candidates)


def _unsure(path: Path, found: Survey, candidates: tuple[str, ...]) -> Exception:
    names = ", ".join(candidates) or "cp1252, tcvn3, vni"
    return unreadable("encoding-unsure", Position(path.name, "", found.bad_line), candidates=names)


def _declared(path: Path, found: Survey, declared: str) -> Writing:
    if name := codec_name(declared):
        # valid UTF-8 beyond ASCII cannot be bytes of an old font: then its letters are what the font left behind
        return Writing("utf-8" if found.utf8 else "latin-1", name)
    try:
        codecs.lookup(declared)
    except LookupError:
        raise unreadable("encoding-name", Position(path.name), encoding=declared) from None
    return _checked(path, declared, declared)


def _checked(path: Path, encoding: str, declared: str) -> Writing:
    """The encoding, after all of the file was decoded with it once."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                _as_text(decoder.decode(block))
            _as_text(decoder.decode(b"", True))
    except (UnicodeError, LookupError, TypeError):
        name = encoding if declared == "auto" else declared
        raise unreadable("encoding-name", Position(path.name), encoding=name) from None
    return Writing(encoding)


def _as_text(text: object) -> None:
    if not isinstance(text, str):
        raise TypeError("no text encoding")


def _mostly_utf8(sample: bytes) -> bool:
    """Whether some letters are UTF-8 although others are not: an old font in single columns of a UTF-8 file."""
    text = sample.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= sign <= "\udcff" for sign in text)
    good = sum(sign > "\x7f" for sign in text) - stray
    return good > 0 and stray > 0 and good * 20 >= stray
