"""Old fonts inside text: columns whose letters are bytes of TCVN3 or VNI read as Latin-1, turned into Unicode.

A column is decided from all of its cells before any is changed; a cell is changed only where that makes it Vietnamese.
Letters such as those of `Trô` are Vietnamese as they stand and in TCVN3 (`Trụ`) alike: such a cell follows its column
where all that can be told apart below the first cell of the font is in the font. Titles and headings stand above it
and are often typed otherwise; they are read for themselves. The strongest witness is an old font that a workbook names
for the cells: fewer plain cells are then enough, and the column begins where the font does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from adapters.tabular.detect import Guess, detect
from adapters.tabular.encodings import NAMES, as_latin, codec_name, decode_latin
from adapters.tabular.syllables import score
from adapters.tabular.tell import tell
from lienthong.findings import Finding, Position
from lienthong.findings.finding import column_letters
from lienthong.reading import Cell, Chunk, ErrorCell

SEEN = 400
"""Different cells of a column that are looked at to decide it."""
FONTS = ("tcvn3", "vni")
PLAIN = 3
"""Different cells that are plainly of a font which a column must have before doubtful ones follow it."""
NEVER = 1 << 62
UNICODE, PLAINLY_OLD, EITHER = "unicode", "old", "either"
NOTHING_NAMED: Mapping[int, tuple[str, int]] = {}
Turn = Callable[[str, int], str]
"""From the text of a cell and its row to its text in Unicode."""
_FOREIGN = re.compile("[\xa1-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee\xef\xf1\xf6-\xf8"
                      "\xfb\xfc\xfe\xff\udc80-\udcff]")  # fmt: skip
_STRAY = re.compile("[\udc80-\udcff]")
_UPPER = re.compile(r"\b[^\W\d_]{2,}\b")


def latin_of(text: str) -> str | None:
    """The bytes behind a cell as Latin-1 characters, whether they came as an old font or as bytes that are no UTF-8."""
    if _STRAY.search(text):
        return text.encode("utf-8", "surrogateescape").decode("latin-1")
    return as_latin(text)


def read_font(latin: str, codec: str) -> str:
    r"""The Unicode text; a word in capitals stays one although TCVN3 leaves capitals with tones to the font.

    >>> read_font("TH\xb5NH PH\xe8", "tcvn3")
    'THÀNH PHỐ'
    """
    text = decode_latin(latin, codec)
    return _UPPER.sub(_settled_case, text) if codec == "tcvn3" else text


def _settled_case(word: re.Match[str]) -> str:
    capitals = sum(sign.isupper() for sign in word[0])
    small = any(sign.isascii() and sign.islower() for sign in word[0])
    return word[0].upper() if capitals > 1 and not small else word[0]


@dataclass(slots=True)
class _Column:
    """What is known of one column: cells that look like an old font, and what stands below the first of them."""

    cells: dict[str, None] = field(default_factory=dict)
    first: int = 0
    named: str = ""
    """Encoding of the font that the workbook names for it, from the row `first` on."""
    unicode: bool = False
    """Text stands there that no old font gives."""
    doubtful: dict[str, None] = field(default_factory=dict)
    """Cells there whose letters Vietnamese writes too."""

    def codec(self, names: Sequence[str]) -> Guess:
        """The encoding that its cells show, or that the workbook names and they do not contradict."""
        text = "\n".join(filter(None, map(latin_of, self.cells)))
        guess = detect(text, names)
        if self.named and not guess.name and self.named in guess.candidates:
            return Guess(self.named, guess.candidates)
        return guess

    def follows(self, codec: str) -> bool:
        """Whether every cell that can be told apart is of the font: then the doubtful ones are as well."""
        if self.unicode or (len(self.cells) < PLAIN and codec != self.named):
            return False
        return not any(_share(latin, codec) < score(cell).share for cell, latin in _latins(self.doubtful))


@dataclass(slots=True)
class Fonts:
    """The codec of each 0-based column of one table; `declared` ones are not doubted."""

    declared: Mapping[int, str] = field(default_factory=dict)
    everywhere: str = ""
    found: dict[int, str] = field(default_factory=dict)
    following: dict[int, int] = field(default_factory=dict)
    """Row from which every cell of a found column is read in its font."""
    unsure: dict[int, int] = field(default_factory=dict)
    stray: bool = False
    """Cells may hold bytes that are no UTF-8: they are never given out as text."""
    capitals: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    """Cells whose font shows small letters as capitals: for each column its runs of rows, in order."""
    counts: dict[int, int] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def declare(cls, encodings: Mapping[int, str] | None, everywhere: str = "", *, stray: bool = False) -> Fonts:
        """The fonts that are declared by column, and for all columns; names that are none of ours change nothing."""
        named = {column: codec_name(name) for column, name in (encodings or {}).items()}
        return cls({column: name for column, name in named.items() if name}, everywhere, stray=stray)

    def look(self, chunks: Iterator[Chunk], named: Mapping[int, tuple[str, int]] = NOTHING_NAMED) -> None:
        """Decides each column from a walk over the whole table; `named` are encodings of fonts, each from a row on."""
        columns = {at: _Column(named=codec, first=row) for at, (codec, row) in named.items()}
        for chunk in chunks:
            for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                for at, cell in enumerate(row):
                    if type(cell) is str and not cell.isascii() and at not in self.declared:
                        _note(columns, at, cell, number)
        for at, column in sorted(columns.items()):
            if not column.cells:
                continue
            guess = column.codec(NAMES if self.stray else FONTS)
            if guess.name and score("\n".join(column.cells)).share < 0.5:
                self.found[at] = guess.name
                if column.follows(guess.name):
                    self.following[at] = column.first
            elif guess.candidates:
                self.unsure[at] = column.first

    def turned(self, chunk: Chunk) -> Chunk:
        """The chunk with the cells of old fonts as Unicode."""
        turns = self._turns()
        if not (turns or self.everywhere or self.stray):
            return chunk
        rows = [self._turned(row, number, turns) for number, row in zip(chunk.numbers, chunk.rows, strict=True)]
        return Chunk(chunk.numbers, rows)

    def _turns(self) -> dict[int, Turn]:
        turns = {at: _proving(codec, self.following.get(at, NEVER)) for at, codec in self.found.items()}
        return turns | {at: _trusting(codec) for at, codec in self.declared.items()}

    def _shown_as_capital(self, at: int, row: int) -> bool:
        """Whether the font of a cell shows its small letters as capitals; such fonts there are for TCVN3 alone."""
        runs = self.capitals.get(at)
        if not runs or self.declared.get(at, self.found.get(at, self.everywhere)) != "tcvn3":
            return False
        before = bisect_right(runs, (row, NEVER)) - 1
        return before >= 0 and runs[before][1] >= row

    def _turned(self, row: Sequence[Cell], number: int, turns: Mapping[int, Turn]) -> list[Cell]:
        turned = list(row)
        everywhere = _trusting(self.everywhere) if self.everywhere else None
        for at, cell in enumerate(row):
            if type(cell) is not str:
                continue
            ascii_only, capital = cell.isascii(), at in self.capitals and self._shown_as_capital(at, number)
            if ascii_only and not capital:
                continue
            turn = turns.get(at, everywhere)
            text = turn(cell, number) if turn else cell
            if capital and (ascii_only or text != cell):
                text = text.upper()
            if text != cell:
                turned[at] = text
                self.counts[at] = self.counts.get(at, 0) + 1
                self.firsts.setdefault(at, number)
            elif self.stray and _STRAY.search(cell):
                turned[at] = ErrorCell(_shown(cell))
                self.unsure.setdefault(at, number)
        return turned

    def findings(self, place: Callable[[int, int], Position]) -> list[Finding]:
        """What was turned, and what only looks like an old font; complete after a walk."""
        told = [
            tell(
                "font-column", place(self.firsts[at], at + 1),
                letters=column_letters(at + 1), encoding=codec, count=str(self.counts[at]),
            )
            for at, codec in sorted(self.found.items()) if self.counts.get(at)
        ]  # fmt: skip
        return told + [
            tell("font-unsure", place(row, at + 1), letters=column_letters(at + 1))
            for at, row in sorted(self.unsure.items())
        ]


@dataclass(slots=True)
class Decisions:
    """What was decided of a table's columns, by those declared: the table is walked for it once."""

    known: dict[frozenset[int], Fonts] = field(default_factory=dict)

    def of(
        self, fonts: Fonts, chunks: Callable[[], Iterator[Chunk]], named: Mapping[int, tuple[str, int]] = NOTHING_NAMED
    ) -> Fonts:
        """The fonts with every column decided, ready for one walk."""
        declared = frozenset(fonts.declared)
        if declared not in self.known:
            fonts.look(chunks(), named)
            self.known[declared] = fonts
        decided = self.known[declared]
        return replace(
            fonts, found=decided.found, following=decided.following, unsure=dict(decided.unsure), counts={}, firsts={}
        )


def _note(columns: dict[int, _Column], at: int, cell: str, number: int) -> None:
    column, kind = columns.setdefault(at, _Column()), _kind(cell)
    if kind == PLAINLY_OLD:
        column.first = column.first or number
        if len(column.cells) < SEEN:
            column.cells[cell] = None
    elif 0 < column.first <= number:
        if kind == UNICODE:
            column.unicode = True
        elif len(column.doubtful) < SEEN:
            column.doubtful[cell] = None


@lru_cache(maxsize=4096)
def _kind(cell: str) -> str:
    """Whether the letters of a cell are of Unicode alone, of an old font alone, or could be either."""
    if latin_of(cell) is None:
        return UNICODE
    return PLAINLY_OLD if _FOREIGN.search(cell) else EITHER


def _latins(cells: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((cell, latin) for cell in cells if (latin := latin_of(cell)) is not None)


def _share(latin: str, codec: str) -> float:
    return score(read_font(latin, codec)).share


def _proving(codec: str, following: int) -> Turn:
    """Turns a cell when it then reads better as Vietnamese; at least as well is enough from the row `following` on."""

    def turn(cell: str, number: int) -> str:
        latin = latin_of(cell)
        if latin is None:
            return cell
        text, before = read_font(latin, codec), score(cell).share
        after = score(text)
        if after.share > before or (after.share == before and _FOREIGN.search(cell)):
            return text
        return text if number >= following and after.share == before and after.legal else cell

    return turn


def _trusting(codec: str) -> Turn:
    def turn(cell: str, _: int) -> str:
        latin = latin_of(cell)
        return cell if latin is None else read_font(latin, codec)

    return turn


def _shown(cell: str) -> str:
    return _STRAY.sub(lambda sign: f"\\x{ord(sign[0]) - 0xDC00:02x}", cell)
