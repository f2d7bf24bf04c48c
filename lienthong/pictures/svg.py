"""The picture as SVG text: presentation attributes only, classes with the prefix `ltp-`, ids with the lot's digest.

No style attribute or element (the console's content policy refuses them), no script, no outside address. The
drawing is a group, not an image, so that screen readers walk through its boxes lane by lane.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from lienthong.model import Card, Chain, Hole
from lienthong.pictures.layout import BAR_WIDTH, CARD_WIDTH, HEADING, layout
from lienthong.pictures.columns import CARD_HEIGHT
from lienthong.pictures.measure import cut, width
from lienthong.pictures.model import Band, Bar, Box, Picture, PlacedLane
from lienthong.pictures.telling import SIGNS, Told, caption, counted, join_lines, lane_title, tell
from lienthong.pictures.visible import visible
from lienthong.words import say

INK, DIM, PAPER, EDGE = "#1b2420", "#55605a", "#ffffff", "#7d8a83"
LANE = "#f4f6f2"
PRESENT, MISSING, HATCH, MISSING_TINT = "#0b6448", "#a8231a", "#f6dcd7", "#fdf4f2"
BAND, CENTRE, AMBER, AMBER_TEXT = "#cfe2d7", "#4f8069", "#b57900", "#7d5200"
BAR = "#12352a"
EDGES = {
    "present": PRESENT,
    "derived": "#3f78ad",
    "defaulted": "#a87400",
    "missing": MISSING,
    "conflicting": "#9a4a9e",
}
FONTS = "Segoe UI, Noto Sans, Roboto, Arial, sans-serif"
TEXT_ROOM = CARD_WIDTH - 23
_TRIANGLE = "M0 -7L8 7H-8Z"


def escape(text: str) -> str:
    """The text for XML: marked-up signs as entities, signs XML 1.0 forbids as the replacement character.

    >>> escape('<a "b">')
    '&lt;a &quot;b&quot;&gt;'
    """
    allowed = "".join(letter if _is_xml(ord(letter)) else "\ufffd" for letter in text) if _odd(text) else text
    return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _odd(text: str) -> bool:
    return not text.isprintable()


def _is_xml(code: int) -> bool:
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def prefix(key: str) -> str:
    """The beginning of every id in a lot's picture.

    >>> prefix("urn:epc:class:lgtin:893.1.A")
    'ltp-5a0c1c0a5d'
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
        picture = self.picture
        size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
        title = escape(say(self.lang, "picture.title", lot=visible(self.name)))
        cards = sum(not isinstance(box.content, Hole) for box in picture.boxes)
        holes = len(picture.boxes) - cards
        about = ", ".join(
            [counted(self.lang, "picture.stages", len(picture.lanes)), counted(self.lang, "picture.cards", cards)]
        )
        about += ", " + counted(self.lang, "picture.missing", holes) if holes else ""
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ltp-picture" role="group" {size} '
            f'aria-labelledby="{self.ids}-title {self.ids}-desc" font-family="{FONTS}" font-size="12.5" fill="{INK}">',
            f'<title id="{self.ids}-title">{title}</title>',
            f'<desc id="{self.ids}-desc">{escape(about)}. {escape(caption(self.lang, picture))}</desc>',
            self.hatching(),
            *self.grounds(),
            *self.bands(),
            *self.bars(),
            *self.lanes(),
            "</svg>",
        ]
        return "\n".join(part for part in parts if part) + "\n"

    def hatching(self) -> str:
        if not any(isinstance(box.content, Hole) for box in self.picture.boxes):
            return ""
        return (
            f'<defs><pattern id="{self.ids}-hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><rect width="8" height="8" fill="{MISSING_TINT}"/>'
            f'<rect width="2" height="8" fill="{HATCH}"/></pattern></defs>'
        )

    def grounds(self) -> list[str]:
        height = self.picture.height
        rects = [
            f'<rect x="{lane.x}" width="{lane.width}" height="{height}" fill="{LANE if number % 2 else PAPER}"/>'
            for number, lane in enumerate(self.picture.lanes)
        ]
        line = f'<path d="M0 {HEADING}.5H{self.picture.width}" stroke="#d9ded9"/>'
        return ['<g class="ltp-ground">', *rects, line, "</g>"]

    def bands(self) -> list[str]:
        """The ground of all bands first, then their centre lines, so that none hides another."""
        bands = self.picture.bands
        if not bands:
            return []
        wide = [
            f'<path class="ltp-band" d="{_path(band)}" stroke-width="{_number(band.width)}"/>'
            for band in bands
            if band.width
        ]
        return ['<g class="ltp-flows" fill="none">', f'<g stroke="{BAND}">', *wide, "</g>", *self.lines(bands), "</g>"]

    def lines(self, bands: tuple[Band, ...]) -> list[str]:
        return [f'<g stroke="{CENTRE}" stroke-width="1.5">', *(_line(band) for band in bands), "</g>"]

    def bars(self) -> list[str]:
        if not self.picture.bars:
            return []
        floor = max((box.y + CARD_HEIGHT for box in self.picture.boxes), default=0)
        return ['<g class="ltp-joins">', *(self.bar(bar, floor) for bar in self.picture.bars), "</g>"]

    def bar(self, bar: Bar, floor: int) -> str:
        lines = [line for line in join_lines(self.lang, bar.join) if line]
        told = ", ".join([say(self.lang, "picture.join"), *lines])
        middle = bar.x + BAR_WIDTH // 2
        parts = [
            f'<g class="ltp-join"><title>{escape(told)}</title>'
            f'<rect x="{bar.x}" y="{bar.y}" width="{BAR_WIDTH}" height="{bar.height}" rx="2" fill="{BAR}"/>'
        ]
        if bar.number and lines:
            parts.append(
                f'<text x="{middle}" y="{bar.y - 4}" text-anchor="middle" font-weight="600">{bar.number}</text>'
            )
        if bar.note_y and lines:
            parts.append(self.note(bar, lines, middle, floor))
        return "".join([*parts, "</g>"])

    def note(self, bar: Bar, lines: list[str], middle: int, floor: int) -> str:
        """The totals below the lowest card, with a dotted leader from the bar where it stands alone."""
        lines = [f"{bar.number}: {lines[0]}", *lines[1:]] if bar.number else lines
        widest = max(width(line, 12.5) for line in lines)
        middle = round(min(max(middle, widest / 2 + 4), self.picture.width - widest / 2 - 4))
        leader = "" if bar.number else _leader(bar, floor + 14)
        texts = "".join(
            f'<text x="{middle}" y="{bar.note_y + 16 * number}" text-anchor="middle">{escape(line)}</text>'
            for number, line in enumerate(lines)
        )
        # the halo keeps the totals readable where an arc runs behind them
        return f'{leader}<g fill="{DIM}" stroke="{PAPER}" stroke-width="4" paint-order="stroke">{texts}</g>'

    def lanes(self) -> list[str]:
        parts = []
        for number, lane in enumerate(self.picture.lanes):
            boxes = [self.box(box) for box in self.picture.boxes if box.lane == number]
            parts += [f'<g class="ltp-lane">{self.heading(lane)}', *boxes, "</g>"]
        return parts

    def heading(self, lane: PlacedLane) -> str:
        title = lane_title(self.lang, lane.lane)
        score = f"{lane.lane.have}/{lane.lane.of}" if lane.lane.of else ""
        left = lane.x + (lane.width - CARD_WIDTH) // 2 if lane.width <= 210 else lane.x + 30
        right = lane.x + lane.width - 10
        short = cut(title, right - left - width(score, 12.5) - 8, 14, bold=True)
        full = f"<title>{escape(title)}</title>" if short != title else ""
        colour = MISSING if lane.lane.required and lane.lane.have < lane.lane.of else DIM
        text = f'<text x="{left}" y="26" font-size="14" font-weight="600">{full}{escape(short)}</text>'
        return text + (f'<text x="{right}" y="26" text-anchor="end" fill="{colour}">{score}</text>' if score else "")

    def box(self, box: Box) -> str:
        told = tell(self.lang, box.content, box.computed)
        start = f'<g transform="translate({box.x} {box.y})"'
        if isinstance(box.content, Hole):
            return f'{start} class="ltp-hole">{self.hole(box.content, told)}</g>'
        if isinstance(box.content, Card):
            return f'{start} class="ltp-card ltp-{box.content.state}">{self.card(box.content, told, box.computed)}</g>'
        return f'{start} class="ltp-stack">{self.stack(told)}</g>'

    def card(self, card: Card, told: Told, computed: bool) -> str:
        edge = AMBER if computed else EDGES[card.state]
        outline = (
            f'stroke="{AMBER}" stroke-dasharray="5 3"' if computed else f'stroke="{INK if card.subject else EDGE}"'
        )
        thick = ' stroke-width="2.5"' if card.subject else ""
        parts = [
            f"<title>{escape(told.full)}</title>",
            f'<rect width="{CARD_WIDTH}" height="{CARD_HEIGHT}" rx="4" fill="{PAPER}" {outline}{thick}/>',
            f'<path d="M2 4V{CARD_HEIGHT - 4}" stroke="{edge}" stroke-width="4"/>',
        ]
        room = TEXT_ROOM
        if card.findings:
            parts.append(
                f'<path class="ltp-sign" d="M{CARD_WIDTH - 16} 9l8 14h-16z" fill="{AMBER}"/>'
                f'<text x="{CARD_WIDTH - 16}" y="21" text-anchor="middle" font-size="11" font-weight="700" fill="{INK}">!</text>'
            )
            room -= 20
        elif card.state != "present":
            parts.append(
                f'<text x="{CARD_WIDTH - 10}" y="22" text-anchor="end" font-weight="700" fill="{edge}">{SIGNS[card.state]}</text>'
            )
            room -= 16
        return "".join([*parts, *_lines_of(told, room, AMBER_TEXT if computed else DIM)])

    def hole(self, hole: Hole, told: Told) -> str:
        who = hole.who.get(self.lang, "")
        third = f"→ {who}" if who else hole.article
        lines = [(26, 14, told.label, True), (45, 12.5, told.detail, False), (64, 12.5, third, True)]
        texts = "".join(
            f'<text x="14" y="{y}" font-size="{size}" font-weight="{600 if bold else 400}">'
            f"{escape(cut(text, TEXT_ROOM, size, bold))}</text>"
            for y, size, text, bold in lines
            if text
        )
        return (
            f"<title>{escape(told.full)}</title>"
            f'<rect width="{CARD_WIDTH}" height="{CARD_HEIGHT}" rx="4" fill="url(#{self.ids}-hatch)" stroke="{MISSING}" '
            f'stroke-width="1.5" stroke-dasharray="5 3"/><g fill="{MISSING}">{texts}</g>'
        )

    def stack(self, told: Told) -> str:
        size = f'width="{CARD_WIDTH}" height="{CARD_HEIGHT}" rx="4" fill="{PAPER}" stroke="{EDGE}"'
        behind = f'<rect x="8" y="8" {size}/><rect x="4" y="4" {size}/><rect {size}/>'
        return f"<title>{escape(told.full)}</title>" + behind + "".join(_lines_of(told, TEXT_ROOM, DIM))


def _lines_of(told: Told, room: int, detail_colour: str) -> list[str]:
    label = (
        f'<text x="14" y="24" font-size="14" font-weight="600">{escape(cut(told.label, room, 14, bold=True))}</text>'
    )
    lines = [label]
    if told.quantity:
        room = round(TEXT_ROOM - width(told.unit, 12.5) - 5)
        size = next((size for size in (17, 14, 12.5) if width(told.quantity, size, bold=True) <= room), 12.5)
        number = cut(told.quantity, room, size, bold=True)
        unit = (
            f' <tspan font-size="12.5" font-weight="400" fill="{DIM}">{escape(told.unit)}</tspan>' if told.unit else ""
        )
        lines.append(f'<text x="14" y="45" font-size="{size}" font-weight="650">{escape(number)}{unit}</text>')
    if told.detail:
        y = 65 if told.quantity else 46
        fits = width(told.detail, 12.5) <= TEXT_ROOM
        detail = told.detail if fits else cut(told.short or told.detail, TEXT_ROOM, 12.5)
        lines.append(f'<text x="14" y="{y}" fill="{detail_colour}">{escape(detail)}</text>')
    return lines


def _number(value: float) -> str:
    return f"{value:g}"


def _path(band: Band) -> str:
    """Curves between boxes, straight through corridors; a backward band dips below the cards."""
    points = band.points
    if band.back:
        (x1, y1), (x2, y2), (x3, y3), (x4, y4) = points
        return f"M{x1} {y1}C{x2 + 22} {y1} {x2 + 22} {y2} {x2} {y2}H{x3}C{x3 - 22} {y3} {x3 - 22} {y4} {x4} {y4}"
    path = f"M{points[0][0]} {points[0][1]}"
    for number, ((x1, y1), (x2, y2)) in enumerate(zip(points, points[1:], strict=False)):
        straight = y1 == y2 or x1 == x2 or number % 2 == 1
        middle = (x1 + x2) // 2
        path += f"L{x2} {y2}" if straight else f"C{middle} {y1} {middle} {y2} {x2} {y2}"
    return path


def _line(band: Band) -> str:
    """The centre line; its look tells the kind of link."""
    path = _path(band)
    if band.back:
        x, y = band.points[-1]
        return f'<path class="ltp-back" d="{path}" stroke="{AMBER_TEXT}" stroke-dasharray="6 4"/><path d="M{x} {y}l-7 -4v8z" fill="{AMBER_TEXT}" stroke="none"/>'
    if band.link.kind == "missing":
        return f'<path class="ltp-missing-link" d="{path}" stroke="{MISSING}" stroke-dasharray="5 4"/>'
    if band.link.kind == "computed":
        return f'<path class="ltp-computed" d="{path}" stroke="{AMBER}" stroke-dasharray="5 4"/>'
    if band.link.kind == "packed":
        return f'<path class="ltp-packed" d="{path}" stroke-width="5"/><path d="{path}" stroke="{PAPER}" stroke-width="2"/>'
    return f'<path d="{path}"/>'


def _leader(bar: Bar, end: int) -> str:
    x = bar.x + BAR_WIDTH // 2
    return f'<path d="M{x} {bar.y + bar.height}V{end}" stroke="{EDGE}" stroke-dasharray="1 4"/>'
