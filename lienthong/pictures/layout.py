"""Where everything of a scene is drawn: lanes, boxes, bars, bands and arcs, in whole pixels."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from lienthong.model import Chain
from lienthong.pictures.columns import CARD_HEIGHT, SERIES_GAP, Columns, bar_id, columns
from lienthong.pictures.model import Band, Bar, Box, Link, Picture, PlacedLane, Scene
from lienthong.pictures.order import tops
from lienthong.pictures.scene import scene
from lienthong.words import sort_key

CARD_WIDTH = 150
PITCH = 210
HEADING = 42
BAR_WIDTH = 8
BAR_HEIGHT = 24
THINNEST, WIDEST = 2.5, 26.0
NOTE_HEIGHT = 36
NOTES = 6
_TOP = HEADING + 30
_ARC_STEP = 16


def layout(chain: Chain) -> Picture:
    """The picture of a chain, the same for the same chain."""
    return _placed(scene(chain))


@dataclass(frozen=True, slots=True)
class _Scale:
    """One scale for a picture: quantities of its most frequent unit become widths, others stay lines."""

    unit: str
    largest: Decimal

    def width(self, link: Link) -> float:
        if not _is_wide(link) or link.uom != self.unit or not link.quantity:
            return 0
        return round(max(THINNEST, WIDEST * float(link.quantity / self.largest)), 1)


def _placed(shown: Scene) -> Picture:
    made = columns(shown)
    links = [link for link, _ in made.forward] + made.backward
    scale = _scale(links)
    for join in shown.joins:
        made.units[bar_id(join.id)].height = _bar_height(join.id, links, scale)
    pitch = _pitch(made.count)
    top = {id_: round(edge) + _TOP for id_, edge in tops(made).items()}
    boxes = _boxes(shown, made, top, pitch)
    floor = max((box.y + CARD_HEIGHT for box in boxes), default=_TOP + CARD_HEIGHT)
    bars, noted = _bars(shown, made, top, pitch, floor)
    forward = _bands(made, boxes, bars, top, pitch, scale)
    arcs = _arcs(made, boxes, bars, noted)
    height = noted + (_ARC_STEP * min(len(arcs), 12) + 14 if arcs else 0) + 20
    return Picture(
        width=pitch * made.count,
        height=height,
        lanes=tuple(
            PlacedLane(lane, first * pitch, count * pitch)
            for lane, (first, count) in zip(shown.lanes, made.lane_columns, strict=True)
        ),
        boxes=boxes,
        bars=bars,
        bands=(*forward, *arcs),
        left_out=shown.left_out,
        unit=scale.unit,
        columns=made.count,
    )


def _pitch(count: int) -> int:
    """Up to eight columns fit a landscape page with readable text: seven and eight stand closer."""
    return max(175, 1400 // count) if count in {7, 8} else PITCH


def _scale(links: list[Link]) -> _Scale:
    units = Counter(link.uom for link in links if _is_wide(link))
    if not units:
        return _Scale("", Decimal(1))
    unit = min(units, key=lambda code: (-units[code], code != "KGM", code))
    return _Scale(unit, max(link.quantity for link in links if _is_wide(link) and link.uom == unit and link.quantity))


def _is_wide(link: Link) -> bool:
    """Whether the quantity may become a width: things put into units are a double line, missing links have none."""
    return link.kind in {"flow", "computed"} and link.quantity is not None and link.quantity > 0


def _bar_height(join: str, links: list[Link], scale: _Scale) -> int:
    ins = sum(scale.width(link) for link in links if link.target == bar_id(join))
    outs = sum(scale.width(link) for link in links if link.source == bar_id(join))
    return max(BAR_HEIGHT, round(max(ins, outs)))


def _boxes(shown: Scene, made: Columns, top: dict[str, int], pitch: int) -> tuple[Box, ...]:
    """The boxes lane by lane, from the top: the order in which they are read."""
    computed = {link.target for link in shown.links if link.kind == "computed"}
    recorded = {link.target for link in shown.links if link.kind in {"flow", "packed"}}
    lane_of = {name: number for number, lane in enumerate(shown.lanes) for name in lane.names}
    boxes = []
    for content in shown.contents:
        unit = made.units[made.unit_of[content.id]]
        below = unit.members.index(content.id) * (CARD_HEIGHT + SERIES_GAP)
        x = (unit.rank // 2) * pitch + (pitch - CARD_WIDTH) // 2
        calculated = content.id in computed - recorded
        boxes.append(Box(content, lane_of[content.stage], x, top[unit.id] + below, calculated))
    return tuple(sorted(boxes, key=lambda box: (box.x, box.y, box.content.id)))


def _bars(shown: Scene, made: Columns, top: dict[str, int], pitch: int, floor: int) -> tuple[tuple[Bar, ...], int]:
    """The bars, numbered where several share a boundary, and the lowest edge of their notes."""
    at: dict[int, list[str]] = defaultdict(list)
    joins = {bar_id(join.id): join for join in shown.joins}
    for id_ in sorted(joins, key=lambda one: (made.units[one].rank, top[one], sort_key(one))):
        at[made.units[id_].rank].append(id_)
    bars, lowest = [], floor
    for rank, ids in at.items():
        x = min(max(rank // 2 * pitch, BAR_WIDTH), made.count * pitch - BAR_WIDTH) - BAR_WIDTH // 2
        for number, id_ in enumerate(ids):
            note = floor + 30 + number * NOTE_HEIGHT if number < NOTES else 0
            lowest = max(lowest, note + NOTE_HEIGHT - 16)
            shown_number = number + 1 if len(ids) > 1 else 0
            bars.append(Bar(joins[id_], x, top[id_], made.units[id_].height, shown_number, note))
    return tuple(bars), lowest


@dataclass(frozen=True, slots=True)
class _Frame:
    """The edges of a box or bar that lines touch."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def middle(self) -> int:
        return (self.top + self.bottom) // 2


def _frames(boxes: tuple[Box, ...], bars: tuple[Bar, ...]) -> dict[str, _Frame]:
    frames = {box.content.id: _Frame(box.x, box.x + CARD_WIDTH, box.y, box.y + CARD_HEIGHT) for box in boxes}
    for bar in bars:
        frames[bar_id(bar.join.id)] = _Frame(bar.x, bar.x + BAR_WIDTH, bar.y, bar.y + bar.height)
    return frames


def _bands(
    made: Columns, boxes: tuple[Box, ...], bars: tuple[Bar, ...], top: dict[str, int], pitch: int, scale: _Scale
) -> tuple[Band, ...]:
    """The forward bands: at each edge they leave and enter below each other, in the order of their other ends."""
    frames = _frames(boxes, bars)
    leaving: dict[str, list[tuple[float, int]]] = defaultdict(list)
    arriving: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for number, (link, corridors) in enumerate(made.forward):
        first = top[corridors[0]] if corridors else frames[link.target].middle
        last = top[corridors[-1]] if corridors else frames[link.source].middle
        leaving[link.source].append((first, number))
        arriving[link.target].append((last, number))
    width = [scale.width(link) for link, _ in made.forward]
    start: dict[int, int] = {}
    end: dict[int, int] = {}
    for ports, place in ((leaving, start), (arriving, end)):
        for id_, entries in ports.items():
            place.update(_ports(frames[id_], [number for _, number in sorted(entries)], width))
    bands = []
    for number, (link, corridors) in enumerate(made.forward):
        points = [(frames[link.source].right, start[number])]
        for corridor in corridors:
            unit = made.units[corridor]
            x, y = unit.rank // 2 * pitch, top[corridor] + unit.height // 2
            points += [(x + (pitch - CARD_WIDTH) // 2, y), (x + (pitch + CARD_WIDTH) // 2, y)]
        points.append((frames[link.target].left, end[number]))
        bands.append(Band(link, tuple(points), width[number]))
    for link in made.inside:
        source, target = frames[link.source], frames[link.target]
        x = (source.left + source.right) // 2
        bands.append(Band(link, ((x, source.bottom), (x, target.top)), 0))
    return tuple(bands)


def _ports(frame: _Frame, numbers: list[int], width: list[float]) -> dict[int, int]:
    """The height at which each band touches an edge; crowded edges let bands overlap."""
    needed = [max(width[number], 4.0) for number in numbers]
    room = frame.bottom - frame.top - 4
    squeeze = min(1.0, room / sum(needed))
    y = frame.middle - sum(needed) * squeeze / 2
    ports = {}
    for number, wide in zip(numbers, needed, strict=True):
        ports[number] = round(y + wide * squeeze / 2)
        y += wide * squeeze
    return ports


def _arcs(made: Columns, boxes: tuple[Box, ...], bars: tuple[Bar, ...], lowest: int) -> tuple[Band, ...]:
    """The backward bands, each a little lower than the one before."""
    frames = _frames(boxes, bars)
    arcs = []
    for number, link in enumerate(sorted(made.backward, key=lambda one: (one.source, one.target))):
        source, target = frames[link.source], frames[link.target]
        below = lowest + 14 + _ARC_STEP * (number % 12)
        points = ((source.right, source.middle), (source.right + 8, below), (target.left - 8, below))
        arcs.append(Band(link, (*points, (target.left, target.middle)), 0, back=True))
    return tuple(arcs)
