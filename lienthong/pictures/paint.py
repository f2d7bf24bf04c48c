"""The colours and sizes of a picture, and text put into it. Contrasts: text 4.5 or more, lines and signs 3 or more."""

from __future__ import annotations

INK, DIM, WHITE, EDGE, FAINT = "#1b2420", "#55605a", "#ffffff", "#7d8a83", "#d9ded9"
LANE = "#f4f6f2"
PRESENT, MISSING, HATCH, MISSING_TINT = "#0b6448", "#a8231a", "#f6dcd7", "#fdf4f2"
BAND, CENTRE, AMBER, AMBER_TEXT = "#cfe2d7", "#4f8069", "#b57900", "#7d5200"
BAR = "#12352a"
STATE_EDGES = {
    "present": PRESENT,
    "derived": "#3f78ad",
    "defaulted": "#a87400",
    "missing": MISSING,
    "conflicting": "#9a4a9e",
}
FONTS = "Segoe UI, Noto Sans, Roboto, Arial, sans-serif"
SMALL, NAME, LARGE = 12.5, 14, 17


def escape(text: str) -> str:
    """The text for XML: marked-up signs as entities, signs that XML 1.0 forbids as the replacement character.

    >>> escape('<a "b">')
    '&lt;a &quot;b&quot;&gt;'
    """
    if not text.isprintable():
        text = "".join(sign if _is_xml(ord(sign)) else "\ufffd" for sign in text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _is_xml(code: int) -> bool:
    return code in {9, 10, 13} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def write(x: float, y: float, text: str, attributes: str = "", title: str = "", inside: str = "") -> str:
    """A text element; `title` is its full text where it had to be cut; `inside` is further markup at its end.

    >>> write(14, 24, "A & B", 'font-weight="600"')
    '<text x="14" y="24" font-weight="600">A &amp; B</text>'
    """
    start = f'<text x="{x:g}" y="{y:g}"{" " if attributes else ""}{attributes}>'
    return f"{start}{titled(title)}{escape(text)}{inside}</text>"


def titled(text: str) -> str:
    """A title element, shown on hover and read out; nothing for an empty text."""
    return f"<title>{escape(text)}</title>" if text else ""
