"""The picture as SVG text: presentation attributes only, classes with the prefix `ltp-`, ids with the lot's digest.

No style attribute or element (the console's content policy refuses them), no script, no outside address. The
drawing is a group, not an image, so that screen readers walk through its boxes lane by lane.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise

from lienthong.model import Chain, Hole
from lienthong.pictures.cards import box_svg
from lienthong.pictures.columns import CARD_HEIGHT
from lienthong.pictures.layout import BAR_WIDTH, CARD_WIDTH, HEADING, PITCH, layout
from lienthong.pictures.measure import cut, width
from lienthong.pictures.model import Band, Bar, Picture, PlacedLane
from lienthong.pictures.paint import (
    AMBER,
    AMBER_TEXT,
    BAND,
    BAR,
    CENTRE,
    DIM,
    EDGE,
    FAINT,
    FONTS,
    HATCH,
    INK,
    LANE,
    MISSING,
    MISSING_TINT,
    NAME,
    SMALL,
    WHITE,
    escape,
    titled,
    write,
)
from lienthong.pictures.telling import caption, counted, join_lines, lane_title
from lienthong.pictures.visible import visible
from lienthong.words import say

_BEND = 22


def prefix(key: str) -> str:
    """The beginning of every id in a lot's picture.

    >>> prefix("urn:epc:class:lgtin:893.1.A")
    'ltp-bb46f31a00'
    """
    return "ltp-" + hashlib.sha256(key.encode()).hexdigest()[:10]


def draw(chain: Chain, lang: str) -> str:
    """The SVG text of a chain's picture; the same bytes for the same chain and language."""
    return _Drawing(layout(chain), lang, prefix(chain.key), chain.name).text()


@dataclass(frozen=True, slots=True)
class _Drawing:
    picture: Picture
    lang: str
    ids: str
    name: str

    def text(self) -> str:
        parts = [*self.head(), *self.grounds(), *self.bands(), *self.bars(), *self.lanes()]
        if self.picture.strips:
            parts[3:] = [f'<g id="{self.ids}-all">', *parts[3:], "</g>"]
        return "\n".join([*parts, "</svg>\n"])

    def head(self) -> list[str]:
        picture = self.picture
        size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
        named = f'aria-labelledby="{self.ids}-title {self.ids}-desc"'
        look = f'font-family="{FONTS}" font-size="{SMALL}" fill="{INK}"'
        title = say(self.lang, "picture.title", lot=visible(self.name))
        start = f'<svg xmlns="http://www.w3.org/2000/svg" class="ltp-picture" role="group" {size} {named} {look}>'
        head = [
            start,
            f'<title id="{self.ids}-title">{escape(title)}</title>',
            f'<desc id="{self.ids}-desc">{escape(self.about())}</desc>',
        ]
        return [*head, self.hatching()] if self.holes() else head

    def holes(self) -> int:
        return sum(isinstance(box.content, Hole) for box in self.picture.boxes)

    def about(self) -> str:
        """How much is drawn, and how to read it."""
        cards = len(self.picture.boxes) - self.holes()
        counts = {"picture.stages": len(self.picture.lanes), "picture.cards": cards, "picture.missing": self.holes()}
        told = ", ".join(counted(self.lang, key, count) for key, count in counts.items() if count)
        return f"{told}. {caption(self.lang, self.picture)}"

    def hatching(self) -> str:
        size = 'width="8" height="8"'
        return (
            f'<defs><pattern id="{self.ids}-hatch" {size} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect {size} fill="{MISSING_TINT}"/><rect width="2" height="8" fill="{HATCH}"/></pattern></defs>'
        )

    def grounds(self) -> list[str]:
        """Lanes alternately white and faint, and the line below their headings."""
        height = self.picture.height
        rects = [
            f'<rect x="{lane.x}" width="{lane.width}" height="{height}" fill="{(WHITE, LANE)[number % 2]}"/>'
            for number, lane in enumerate(self.picture.lanes)
        ]
        line = f'<path d="M0 {HEADING}.5H{self.picture.width}" stroke="{FAINT}"/>'
        return ['<g class="ltp-ground">', *rects, line, "</g>"]

    def bands(self) -> list[str]:
        """The grounds of all bands first, then the centre lines, so that no band hides a line."""
        bands = self.picture.bands
        if not bands:
            return []
        wide = [f'<path d="{_path(band)}" stroke-width="{band.width:g}"/>' for band in bands if band.width]
        grounds = [f'<g class="ltp-bands" stroke="{BAND}">', *wide, "</g>"] if wide else []
        lines = [f'<g stroke="{CENTRE}" stroke-width="1.5">', *(_line(band) for band in bands), "</g>"]
        return ['<g class="ltp-flows" fill="none">', *grounds, *lines, "</g>"]

    def bars(self) -> list[str]:
        if not self.picture.bars:
            return []
        return ['<g class="ltp-joins">', *(self.bar(bar) for bar in self.picture.bars), "</g>"]

    def bar(self, bar: Bar) -> str:
        """A transformation, numbered where several stand on one boundary, its totals below the lowest card."""
        lines = [line for line in join_lines(self.lang, bar.join) if line]
        told = ", ".join([say(self.lang, "picture.join"), *lines])
        rect = f'<rect x="{bar.x}" y="{bar.y}" width="{BAR_WIDTH}" height="{bar.height}" rx="2" fill="{BAR}"/>'
        number = note = ""
        if bar.note_y and lines:
            note = self.note(bar, lines)
        if bar.number and note:
            look = f'text-anchor="middle" font-weight="600" {_halo(WHITE)}'
            number = write(bar.x + BAR_WIDTH // 2, bar.y - 4, str(bar.number), look)
        return f'<g class="ltp-join">{titled(told)}{rect}{number}{note}</g>'

    def note(self, bar: Bar, lines: list[str]) -> str:
        lines = [f"{bar.number}: {lines[0]}", *lines[1:]] if bar.number else lines
        half = max(width(line, SMALL) for line in lines) / 2 + 4
        middle = round(min(max(bar.x + BAR_WIDTH / 2, half), self.picture.width - half))
        texts = "".join(
            write(middle, bar.note_y + 16 * number, line, 'text-anchor="middle"') for number, line in enumerate(lines)
        )
        return f'{"" if bar.number else self.leader(bar)}<g fill="{DIM}" {_halo(WHITE)}>{texts}</g>'

    def leader(self, bar: Bar) -> str:
        """The dotted line from a bar to its totals."""
        floor = max((box.y + CARD_HEIGHT for box in self.picture.boxes), default=0)
        start = f"M{bar.x + BAR_WIDTH // 2} {bar.y + bar.height}"
        return f'<path d="{start}V{floor + 14}" stroke="{EDGE}" stroke-dasharray="1 4"/>'

    def lanes(self) -> list[str]:
        """Headings and boxes lane by lane: the order in which they are read out."""
        parts = []
        for number, lane in enumerate(self.picture.lanes):
            boxes = [box_svg(box, self.lang, self.ids) for box in self.picture.boxes if box.lane == number]
            parts += [f'<g class="ltp-lane">{self.heading(lane)}', *boxes, "</g>"]
        return parts

    def heading(self, placed: PlacedLane) -> str:
        lane = placed.lane
        title = visible(lane_title(self.lang, lane))
        score = f"{lane.have}/{lane.of}" if lane.of else ""
        left = placed.x + min(placed.width - CARD_WIDTH, PITCH - CARD_WIDTH) // 2
        right = placed.x + placed.width - 10
        short = cut(title, right - left - width(score, SMALL) - 8, NAME, bold=True)
        full = title if short != title else ""
        colour = MISSING if lane.required and lane.have < lane.of else DIM
        text = write(left, 26, short, f'font-size="{NAME}" font-weight="600"', full)
        return text + (write(right, 26, score, f'text-anchor="end" fill="{colour}"') if score else "")


def _halo(colour: str) -> str:
    """Text stays readable where a line runs behind it."""
    return f'stroke="{colour}" stroke-width="4" paint-order="stroke"'


def _path(band: Band) -> str:
    """Curves between boxes, straight through corridors; a backward band dips below the cards."""
    points = band.points
    if band.back:
        (x1, y1), (x2, y2), (x3, y3), (x4, y4) = points
        dip = f"C{x2 + _BEND} {y1} {x2 + _BEND} {y2} {x2} {y2}"
        return f"M{x1} {y1}{dip}H{x3}C{x3 - _BEND} {y3} {x3 - _BEND} {y4} {x4} {y4}"
    path = f"M{points[0][0]} {points[0][1]}"
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        straight = y1 == y2 or x1 == x2 or number % 2 == 1
        middle = (x1 + x2) // 2
        path += f"L{x2} {y2}" if straight else f"C{middle} {y1} {middle} {y2} {x2} {y2}"
    return path


def _line(band: Band) -> str:
    """The centre line; its look tells the kind of link."""
    path = _path(band)
    if band.back:
        x, y = band.points[-1]
        arrow = f'<path d="M{x} {y}l-7 -4v8z" fill="{AMBER_TEXT}" stroke="none"/>'
        return f'<path class="ltp-back" d="{path}" stroke="{AMBER_TEXT}" stroke-dasharray="6 4"/>{arrow}'
    if band.link.kind == "packed":
        inner = f'<path d="{path}" stroke="{WHITE}" stroke-width="2"/>'
        return f'<path class="ltp-packed" d="{path}" stroke-width="5"/>{inner}'
    if band.link.kind == "flow":
        return f'<path d="{path}"/>'
    colour = MISSING if band.link.kind == "missing" else AMBER
    return f'<path class="ltp-{band.link.kind}-link" d="{path}" stroke="{colour}" stroke-dasharray="5 4"/>'
