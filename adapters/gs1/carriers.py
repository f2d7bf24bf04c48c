"""Data carriers: which code holds what, drawn as PNG or SVG, and read back from a picture.

The symbols are those of two libraries, segno for QR and zxing-cpp for all others and for reading; here stands what
GS1 asks of them (General Specifications 5: which data a carrier may hold; 5.4.4.3: the length of a GS1-128).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.gs1 import digital_link, element_string, scan
from adapters.gs1.identity import Identity
from lienthong.plugs import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_128 = 48
"""Characters of a GS1-128, AIs counted, FNC1 in front not."""
MOST_BYTES = 64 << 20
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A code, ready to be drawn: what a scanner will send, and the text for people to stand beside it."""

    name: str
    sends: str
    readable: str
    drawing: Drawing

    def png(self, scale: int) -> bytes:
        """The code as PNG, so many pixels a module."""
        out = io.BytesIO()
        self.drawing.image(scale).save(out, "PNG")
        return out.getvalue()

    def svg(self, scale: int) -> bytes:
        """The code as SVG, so many units a module."""
        return self.drawing.svg(scale).encode()

    def read_back(self) -> str:
        """What a reader takes from the picture; empty when it finds nothing."""
        return next((found.sends for found in codes_in(self.drawing.image(4))), "")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A symbol as its library draws it."""

    image: Callable[[int], Image]
    svg: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a picture: what a scanner would send for it, and its place as the four corners in pixels."""

    sends: str
    corners: tuple[tuple[int, int], ...]


# --- writing --------------------------------------------------------------------------------------------------------


def carrier(name: str, named: Identity, stem: str = "") -> Carrier:
    """The code of one kind (see `NAMES`) for what is named; `stem` goes before the key of a Digital Link.

    Raises `Refusal`: `gs1.carrier-gtin` and `gs1.carrier-only` where a code for one GTIN is asked to hold another
    thing, `gs1.carrier-long`, `gs1.carrier-library` for what the library does not draw, or as `digital_link.write`.
    """
    return _CARRIERS[name](named, stem)


def _qr(named: Identity, stem: str) -> Carrier:
    """A Digital Link; an own host of the input stays."""
    import segno

    link = digital_link.write(named.elements, stem or named.stem or digital_link.HOME)
    try:
        symbol = segno.make_qr(link, error="m")
    except ValueError:
        raise Refusal("gs1.carrier-long", value=link, length=str(len(link)), most="2331") from None

    def saved(kind: str, scale: int) -> io.BytesIO:
        out = io.BytesIO()
        symbol.save(out, kind=kind, scale=scale, light="#fff")
        out.seek(0)
        return out

    drawing = Drawing(lambda scale: _opened(saved("png", scale)), lambda scale: saved("svg", scale).read().decode())
    return Carrier("qr", f"]Q1{link}", link, drawing)


def _opened(png: io.BytesIO) -> Image:
    from PIL import Image

    return Image.open(png).convert("L")


def _data_matrix(named: Identity, stem: str) -> Carrier:
    from zxingcpp import BarcodeFormat

    drawing = _drawn(_bracketed(named), BarcodeFormat.DataMatrix, words=False, gs1=True, force_square=True)
    return _of_elements("data-matrix", named, drawing)


def _gs1_128(named: Identity, stem: str) -> Carrier:
    from zxingcpp import BarcodeFormat

    length = len(element_string.raw(named.elements)) - 1
    if length > LONGEST_128:
        raise Refusal("gs1.carrier-long", value=_bracketed(named), length=str(length), most=str(LONGEST_128))
    return _of_elements("gs1-128", named, _drawn(_bracketed(named), BarcodeFormat.Code128, words=True, gs1=True))


def _ean_13(named: Identity, stem: str) -> Carrier:
    from zxingcpp import BarcodeFormat

    gtin = _gtin("ean-13", named)
    if gtin[0] != "0" or gtin.startswith("000000"):
        raise Refusal("gs1.carrier-gtin", carrier="ean-13", value=gtin)
    return Carrier("ean-13", f"]E0{gtin[1:]}", gtin[1:], _drawn(gtin[1:], BarcodeFormat.EAN13, words=True))


def _itf_14(named: Identity, stem: str) -> Carrier:
    from zxingcpp import BarcodeFormat

    gtin = _gtin("itf-14", named)
    return Carrier("itf-14", f"]I1{gtin}", gtin, _drawn(gtin, BarcodeFormat.ITF14, words=True))


_CARRIERS: dict[str, Callable[[Identity, str], Carrier]] = {
    "qr": _qr,
    "data-matrix": _data_matrix,
    "gs1-128": _gs1_128,
    "ean-13": _ean_13,
    "itf-14": _itf_14,
}
NAMES = tuple(_CARRIERS)
OF_GTIN = frozenset({"ean-13", "itf-14"})
"""The codes that hold a GTIN and nothing else."""


def _bracketed(named: Identity) -> str:
    if not named.elements:
        raise Refusal("gs1.elements-none", scheme=named.scheme)
    return element_string.bracketed(named.elements)


def _gtin(name: str, named: Identity) -> str:
    if [ai for ai, _ in named.elements] != ["01"]:
        raise Refusal("gs1.carrier-only", carrier=name, ais=", ".join(f"({ai})" for ai, _ in named.elements))
    return named.elements[0][1]


def _of_elements(name: str, named: Identity, drawing: Drawing) -> Carrier:
    sends = scan.write(scan.Scan(name, "elements", element_string.raw(named.elements)))
    return Carrier(name, sends, element_string.readable(named.elements), drawing)


def _drawn(content: str, kind: Any, *, words: bool, **options: Any) -> Drawing:
    """A symbol of zxing-cpp, with its text beneath where there is to be `words`."""
    import zxingcpp

    try:
        symbol = zxingcpp.create_barcode(content, kind, **options)
    except ValueError as fault:
        raise Refusal("gs1.carrier-library", value=content, problem=str(fault)) from None
    return Drawing(
        lambda scale: _grey(symbol.to_image(scale=scale, add_hrt=words)),
        lambda scale: str(symbol.to_svg(scale=scale, add_hrt=words)),
    )


def _grey(drawn: Any) -> Image:
    from PIL import Image

    rows = memoryview(drawn)
    assert rows.shape
    return Image.frombytes("L", (rows.shape[1], rows.shape[0]), bytes(rows))


# --- reading --------------------------------------------------------------------------------------------------------


def codes_of(picture: bytes) -> list[Code]:
    """The codes in a picture, in the order in which the reader finds them.

    Raises `Refusal` with `gs1.picture` for bytes that are no picture, `gs1.picture-size` for one too large.
    """
    from PIL import Image

    if len(picture) > MOST_BYTES:
        raise Refusal("gs1.picture-size", length=str(len(picture)), most=str(MOST_BYTES))
    try:
        with warnings.catch_warnings():
            # the library only warns of a picture that is small as a file and fills the memory
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=_FORMATS) as opened:
                return list(codes_in(_on_white(opened)))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refusal("gs1.picture-size", length="", most=str(Image.MAX_IMAGE_PIXELS)) from None
    except Exception:  # noqa: BLE001 decoders of pictures raise whatever a broken file brings about
        raise Refusal("gs1.picture") from None


def _on_white(opened: Image) -> Image:
    """The picture in shades of grey; what is transparent counts as white paper."""
    from PIL import Image

    if not opened.has_transparency_data:
        return opened.convert("L")
    whole = opened.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", whole.size, "white"), whole).convert("L")


def codes_in(image: Image) -> Iterator[Code]:
    """The codes in a picture in shades of grey."""
    import zxingcpp

    for found in zxingcpp.read_barcodes(image):
        at = found.position
        corners = tuple(
            (int(point.x), int(point.y)) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
        )
        yield Code(found.symbology_identifier + _content(found), corners)


def _content(found: Any) -> str:
    """What the code holds, with its group separators: the text of the library has brackets in their place."""
    try:
        return str(bytes(found.bytes).decode("utf-8"))
    except UnicodeDecodeError:
        return str(found.text)
