"""Pictures: the chain of a lot as SVG text and as a list, the same bytes each run; no library."""

from lienthong.pictures.layout import layout
from lienthong.pictures.listing import as_lines, as_list
from lienthong.pictures.svg import draw, prefix
from lienthong.pictures.telling import SIGNS, amount, caption, counted, unit_text
from lienthong.pictures.visible import visible

__all__ = [
    "SIGNS",
    "amount",
    "as_lines",
    "as_list",
    "caption",
    "counted",
    "draw",
    "layout",
    "prefix",
    "unit_text",
    "visible",
]
