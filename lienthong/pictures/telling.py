"""What the picture and its list twin say of each content, in words; both say the same."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import assert_never

from lienthong.model import Card, Hole, Join
from lienthong.pictures.model import Content, Lane, Picture, Stack
from lienthong.pictures.visible import visible
from lienthong.words import date_text, number_text, say

SIGNS = {"present": "✓", "derived": "≈", "defaulted": "~", "missing": "!", "conflicting": "≠"}
# signs of the units that are the same in both languages; the words of the others stand among the texts
_UNIT_SIGNS = {"KGM": "kg", "GRM": "g", "MLT": "ml", "MTR": "m", "MTK": "m²", "HAR": "ha", "MTQ": "m³", "CMT": "cm"}
_UNIT_WORDS = {"TNE", "LTR", "DTN", "H87", "EA"}


@dataclass(frozen=True, slots=True)
class Told:
    """One content in words: name, quantity, unit and detail as on the card.

    `short` is the detail for where it is too long (the date without its year); `full` says everything.
    """

    label: str
    quantity: str
    unit: str
    detail: str
    full: str
    short: str = ""


def unit_text(lang: str, code: str) -> str:
    """The sign of a unit code of UN/ECE Recommendation 20; a code without one stays as it is."""
    return say(lang, f"unit.{code}") if code in _UNIT_WORDS else _UNIT_SIGNS.get(code, code)


def amount(lang: str, quantity: Decimal | None, code: str) -> str:
    """Quantity and unit as one text; empty without a quantity."""
    if quantity is None:
        return ""
    return f"{number_text(quantity, lang)} {unit_text(lang, code)}".rstrip()


def counted(lang: str, key: str, count: int) -> str:
    """The text `key` with `{n}`, or `key-one` for exactly one."""
    return say(lang, f"{key}-one" if count == 1 else key, n=number_text(Decimal(count), lang))


def lane_title(lang: str, lane: Lane) -> str:
    """The stage's title; first and last for lanes that stand for several empty stages."""
    titles = [title.get(lang) or title.get("vi", "") for title in (lane.titles[0], lane.titles[-1])]
    text = titles[0] if len(lane.titles) == 1 else f"{titles[0]} – {titles[1]}"
    return text or say(lang, "picture.other-stage")


def tell(lang: str, content: Content, computed: bool = False) -> Told:
    """The words of one content."""
    if isinstance(content, Card):
        return _shown(_card(lang, content, computed))
    if isinstance(content, Hole):
        return _shown(_hole(lang, content))
    if isinstance(content, Stack):
        return _stack(lang, content)
    assert_never(content)


def _shown(told: Told) -> Told:
    """The same with hidden signs named."""
    return Told(*(visible(text) for text in astuple(told)))


def _card(lang: str, card: Card, computed: bool) -> Told:
    date = date_text(card.date, lang) if card.date else ""
    detail = say(lang, "picture.computed") if computed else " · ".join(part for part in (date, card.place) if part)
    parts = [card.label, amount(lang, card.quantity, card.uom), date, card.place]
    parts.append(say(lang, "picture.computed") if computed else "")
    parts.append(say(lang, f"state.{card.state}") if card.state != "present" else "")
    parts.append(counted(lang, "picture.findings", card.findings) if card.findings else "")
    quantity = "" if card.quantity is None else number_text(card.quantity, lang)
    unit = unit_text(lang, card.uom) if quantity else ""
    full = ", ".join(part for part in parts if part)
    short = " · ".join((_without_year(date), card.place)) if date and card.place and not computed else ""
    return Told(card.label, quantity, unit, detail, full, short)


def _without_year(date: str) -> str:
    """Day and month of a written date.

    >>> _without_year("12/04/2026"), _without_year("12 Apr 2026")
    ('12/04', '12 Apr')
    """
    return date[:-4].rstrip(" /") if date[-4:].isdigit() else date


def _hole(lang: str, hole: Hole) -> Told:
    what, why, who = hole.what.get(lang, ""), hole.why.get(lang, ""), hole.who.get(lang, "")
    whom = f"→ {who}" if who else ""
    full = ". ".join(part for part in (what, why, whom, hole.article) if part)
    return Told(what, "", "", why, full)


def _stack(lang: str, stack: Stack) -> Told:
    label = "+ " + counted(lang, "picture.lots", stack.count)
    first = stack.totals[0] if len(stack.totals) == 1 else None
    sums = [amount(lang, total, code) for code, total in stack.totals]
    missing = counted(lang, "picture.missing", stack.missing) if stack.missing else ""
    detail = missing or (" · ".join(sums) if not first else say(lang, "picture.stacked"))
    full = ", ".join(part for part in (label, *sums, missing) if part)
    quantity, unit = (number_text(first[1], lang), unit_text(lang, first[0])) if first else ("", "")
    return Told(label, quantity, unit, detail, full)


def join_lines(lang: str, join: Join) -> tuple[str, str]:
    """The two lines below a bar: in and out, then loss or gain; the second is empty when nothing can be compared."""
    if join.units_differ:
        return say(lang, "picture.units-differ"), ""
    if join.total_in is None or join.total_out is None:
        return "", ""
    ins, outs = number_text(join.total_in, lang), number_text(join.total_out, lang)
    return say(lang, "picture.in-out", ins=ins, outs=outs), _difference(lang, join.total_in, join.total_out, join.uom)


def _difference(lang: str, total_in: Decimal, total_out: Decimal, code: str) -> str:
    difference = total_in - total_out
    if not difference:
        return say(lang, "picture.no-loss")
    share = ""
    if total_in > 0:
        percent = (abs(difference) * 100 / total_in).quantize(Decimal("0.1"))
        share = f" ({number_text(percent, lang)} %)"
    return (
        say(lang, "picture.loss" if difference > 0 else "picture.gain", amount=amount(lang, abs(difference), code))
        + share
    )


def caption(lang: str, picture: Picture) -> str:
    """How to read the picture, and how much of the chain stands in stacks."""
    sentences = []
    if picture.unit:
        sentences.append(say(lang, "picture.width", unit=unit_text(lang, picture.unit)))
    sentences.append(say(lang, "picture.dashed"))
    if picture.left_out:
        sentences.append(counted(lang, "picture.left-out", picture.left_out))
    return " ".join(sentences)
