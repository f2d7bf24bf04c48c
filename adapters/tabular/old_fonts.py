"""The fonts that a workbook names for its cells: those whose letters are an old encoding are a witness of it.

TCVN 5712 has no toned capitals: a font whose name ends in H shows small letters as capitals, so only the name of the
font says that a text is in capitals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adapters.tabular.scan import column_number

LONGEST_CELL = 1 << 20
RUNS = 20_000
"""Most runs of capital cells kept of one sheet: a workbook that changes its font in each row has no memory to spend."""
Run = tuple[int, int]
"""First and last row of neighbouring cells of a column."""
_NAMES = {"tcvn3": re.compile(r"\.vn[a-z]", re.IGNORECASE), "vni": re.compile("vni-", re.IGNORECASE)}
_CAPITALS = re.compile(r"\.[Vv][Nn][A-Za-z].*H")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,5})")?')


def codec_of_font(name: str) -> str:
    """The encoding of a font's letters, empty for fonts of Unicode.

    >>> codec_of_font(".VnTimeH"), codec_of_font("VNI-Times"), codec_of_font("Times New Roman")
    ('tcvn3', 'vni', '')
    """
    return next((codec for codec, begins in _NAMES.items() if begins.match(name)), "")


def shows_capitals(name: str) -> bool:
    """Whether a font shows small letters as capitals.

    >>> [shows_capitals(name) for name in (".VnTimeH", ".VnArial NarrowH", ".VnTime", "VNI-TimesH", "GothicH")]
    [True, True, False, False, False]
    """
    return bool(_CAPITALS.fullmatch(name))


def fonts_of_styles(root: Any) -> dict[str, str]:
    """For each cell style in an old font, the encoding of its letters."""
    return {style: codec for style, name in _names_of_styles(root) if (codec := codec_of_font(name))}


def capital_styles(root: Any) -> frozenset[str]:
    """The cell styles in an old font that shows small letters as capitals."""
    return frozenset(style for style, name in _names_of_styles(root) if shows_capitals(name))


def _names_of_styles(root: Any) -> Iterator[tuple[str, str]]:
    """Each cell style with the name of its font."""
    names = [font.find("{*}name") for font in root.iterfind("{*}fonts/{*}font")]
    fonts = {str(at): str(name.get("val")) for at, name in enumerate(names) if name is not None}
    for at, xf in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        yield str(at), fonts.get(str(xf.get("fontId")), "")


def capital_cells(blocks: Iterable[bytes], styles: Iterable[str]) -> dict[int, list[Run]]:
    """The cells of a sheet in these styles: for each 1-based column its runs of rows, in order."""
    wanted, count = {style.encode() for style in styles}, 0
    runs: dict[bytes, list[Run]] = {}
    for letters, number, style in _cells(blocks):
        if (style or b"0") not in wanted:
            continue
        row, column = int(number), runs.setdefault(letters, [])
        if column and column[-1][1] + 1 == row:
            column[-1] = (column[-1][0], row)
        elif count < RUNS:
            column.append((row, row))
            count += 1
    return {column_number(letters.decode()): sorted(column) for letters, column in runs.items()}


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
