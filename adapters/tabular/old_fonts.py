"""The fonts that a workbook names for its cells: those whose letters are an old encoding are a witness of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.tabular.scan import column_number

LONGEST_CELL = 1 << 20
_NAMES = {"tcvn3": re.compile(r"\.vn[a-z]", re.IGNORECASE), "vni": re.compile("vni-", re.IGNORECASE)}
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,5})")?')


def codec_of_font(name: str) -> str:
    """The encoding of a font's letters, empty for fonts of Unicode.

    >>> codec_of_font(".VnTimeH"), codec_of_font("VNI-Times"), codec_of_font("Times New Roman")
    ('tcvn3', 'vni', '')
    """
    return next((codec for codec, begins in _NAMES.items() if begins.match(name)), "")


def fonts_of_styles(root: Any) -> dict[str, str]:
    """For each cell style in an old font, the encoding of its letters."""
    names = [font.find("{*}name") for font in root.iterfind("{*}fonts/{*}font")]
    codecs = {str(at): codec_of_font(str(name.get("val"))) for at, name in enumerate(names) if name is not None}
    styles = enumerate(root.iterfind("{*}cellXfs/{*}xf"))
    return {str(at): codec for at, xf in styles if (codec := codecs.get(str(xf.get("fontId")), ""))}


def font_columns(blocks: Iterable[bytes], fonts: Mapping[str, str]) -> dict[int, tuple[str, int]]:
    """Columns whose cells are mostly in one old font from some row on: the 1-based column, encoding and that row."""
    codecs = {style.encode(): codec for style, codec in fonts.items()}
    firsts: dict[bytes, int] = {}
    counts: dict[bytes, Counter[str]] = {}
    for letters, row, style in _cells(blocks):
        codec = codecs.get(style or b"0", "")
        if codec and letters not in firsts:
            firsts[letters], counts[letters] = int(row), Counter()
        if letters in firsts:
            counts[letters][codec] += 1
    most = {letters: count.most_common(1)[0] for letters, count in counts.items()}
    return {
        column_number(letters.decode()): (codec, firsts[letters])
        for letters, (codec, count) in most.items()
        if codec and 2 * count > counts[letters].total()
    }


def _cells(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Column letters, row and style of each cell as office programs write them."""
    data = b""
    for block in blocks:
        data += block
        # the last cell begun may go on in the next block
        cut = max(data.rfind(b"<c "), 0)
        yield from _CELL.findall(data, 0, cut)
        data = data[cut:] if len(data) - cut < LONGEST_CELL else b""
    yield from _CELL.findall(data)
