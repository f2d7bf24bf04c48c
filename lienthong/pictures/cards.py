"""The boxes of a picture: cards of lots and units, holes, stacked rests."""

from __future__ import annotations

from lienthong.model import Card, Hole
from lienthong.pictures.columns import CARD_HEIGHT
from lienthong.pictures.layout import CARD_WIDTH
from lienthong.pictures.measure import cut, width
from lienthong.pictures.model import Box
from lienthong.pictures.paint import (
    AMBER,
    AMBER_TEXT,
    DIM,
    EDGE,
    INK,
    LARGE,
    MISSING,
    NAME,
    SMALL,
    STATE_EDGES,
    WHITE,
    escape,
    titled,
    write,
)
from lienthong.pictures.telling import SIGNS, Told, tell

_LEFT = 14
_ROOM = CARD_WIDTH - _LEFT - 9
_SIGN_ROOM = 20
_SIZE = f'width="{CARD_WIDTH}" height="{CARD_HEIGHT}" rx="4"'


def box_svg(box: Box, lang: str, ids: str) -> str:
    """One box as a group, its whole text as its title; `ids` begins the ids of the drawing."""
    told = tell(lang, box.content, box.computed)
    if isinstance(box.content, Hole):
        kind, inside = "ltp-hole", _hole(box.content, told, lang, ids)
    elif isinstance(box.content, Card):
        kind, inside = f"ltp-card ltp-{box.content.state}", _card(box.content, told, box.computed)
    else:
        kind, inside = "ltp-stack", _stack(told)
    return f'<g class="{kind}" transform="translate({box.x} {box.y})">{titled(told.full)}{inside}</g>'


def _card(card: Card, told: Told, computed: bool) -> str:
    outline = f'stroke="{AMBER}" stroke-dasharray="5 3"' if computed else f'stroke="{INK if card.subject else EDGE}"'
    thick = ' stroke-width="2.5"' if card.subject else ""
    edge = AMBER if computed else STATE_EDGES[card.state]
    sign = _sign(card, edge)
    return (
        f'<rect {_SIZE} fill="{WHITE}" {outline}{thick}/>'
        f'<path d="M2 4V{CARD_HEIGHT - 4}" stroke="{edge}" stroke-width="4"/>'
        + sign
        + _lines(told, _ROOM - (_SIGN_ROOM if sign else 0), AMBER_TEXT if computed else DIM)
    )


def _sign(card: Card, edge: str) -> str:
    """A triangle where there are findings; else the sign of a state that is not `present`."""
    x = CARD_WIDTH - 16
    if card.findings:
        triangle = f'<path class="ltp-sign" d="M{x} 9l8 14h-16z" fill="{AMBER}"/>'
        return triangle + write(x, 21, "!", f'text-anchor="middle" font-size="11" font-weight="700" fill="{INK}"')
    if card.state == "present":
        return ""
    return write(x, 23, SIGNS[card.state], f'text-anchor="middle" font-weight="700" fill="{edge}"')


def _lines(told: Told, room: int, colour: str) -> str:
    """Name; quantity and unit; detail."""
    lines = write(_LEFT, 24, cut(told.label, room, NAME, bold=True), f'font-size="{NAME}" font-weight="600"')
    if told.quantity:
        lines += _quantity(told)
    if told.detail:
        fits = width(told.detail, SMALL) <= _ROOM
        detail = told.detail if fits else cut(told.short or told.detail, _ROOM, SMALL)
        lines += write(_LEFT, 65 if told.quantity else 46, detail, f'fill="{colour}"')
    return lines


def _quantity(told: Told) -> str:
    """A number is made smaller before it is cut: a cut number would be another number."""
    room = _ROOM - width(told.unit, SMALL) - 5
    fitting = (size for size in (LARGE, NAME, SMALL, 10) if width(told.quantity, size, bold=True) <= room)
    size = next(fitting, 10)
    number = cut(told.quantity, room, size, bold=True)
    look = f'font-size="{SMALL}" font-weight="400" fill="{DIM}"'
    small = f" <tspan {look}>{escape(told.unit)}</tspan>" if told.unit else ""
    return write(_LEFT, 45, number, f'font-size="{size}" font-weight="650"', inside=small)


def _hole(hole: Hole, told: Told, lang: str, ids: str) -> str:
    """What is missing, why, and who supplies it (or, where nobody is named, the clause that asks for it)."""
    who = hole.who.get(lang, "")
    third = f"→ {who}" if who else hole.article
    rows = ((26, NAME, told.label, 600), (45, SMALL, told.detail, 400), (64, SMALL, third, 600))
    texts = "".join(
        write(_LEFT, y, cut(text, _ROOM, size, bold=weight > 400), f'font-size="{size}" font-weight="{weight}"')
        for y, size, text, weight in rows
        if text
    )
    outline = f'stroke="{MISSING}" stroke-width="1.5" stroke-dasharray="5 3"'
    return f'<rect {_SIZE} fill="url(#{ids}-hatch)" {outline}/><g fill="{MISSING}">{texts}</g>'


def _stack(told: Told) -> str:
    paper = f'{_SIZE} fill="{WHITE}" stroke="{EDGE}"'
    return f'<rect x="8" y="8" {paper}/><rect x="4" y="4" {paper}/><rect {paper}/>' + _lines(told, _ROOM, DIM)
