"""`lienthong gs1 label` and `lienthong gs1 scan`: codes drawn for printers, and read from pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from adapters.gs1 import keys
from adapters.gs1.carriers import MOST_BYTES, NAMES, OF_GTIN, Carrier, Code, carrier, codes_of
from adapters.gs1.commands import FOLLOWED, Rules, members, prefixes_of, reading_of
from adapters.gs1.forms import Options, forms_of
from adapters.gs1.identity import Identity
from adapters.gs1.recognise import Reading, Unread, read
from adapters.gs1.scan import identifiers
from adapters.gs1.telling import CATALOGUE, Told
from lienthong.commands import Command, Result, Word
from lienthong.findings import Finding, Position
from lienthong.plugs import Refusal

_SUFFIXES = (".png", ".svg")
_SCALES = range(1, 51)


def label(
    text: str,
    out: Path,
    *,
    as_: Literal["qr", "data-matrix", "gs1-128", "ean-13", "itf-14"] = "qr",
    stem: str = "",
    scale: int = 4,
    lenient: bool = False,
) -> Iterator[Result | Finding]:
    """Draws one code into a file; it is read back before it is said to be good."""
    if out.suffix.lower() not in _SUFFIXES:
        yield CATALOGUE.finding("gs1.label-file", value=str(out), wants=", ".join(_SUFFIXES))
        return
    for option, value, right, wants in (
        ("--scale", str(scale), scale in _SCALES, f"{_SCALES.start}–{_SCALES.stop - 1}"),
        ("--stem", stem, not stem or stem.startswith(("https://", "http://")), "https://…"),
    ):
        if not right:
            yield CATALOGUE.finding("gs1.option", option=option, value=value, wants=wants)
            return
    told = Told(text)
    try:
        drawn = carrier(as_, _named(text, as_, lenient, told), stem)
    except Refusal as refusal:
        told.refusal(refusal)
        yield Result(_labelled(text, None, as_, out), told.findings)
        return
    out.write_bytes(drawn.png(scale) if out.suffix.lower() == ".png" else drawn.svg(scale))
    if drawn.read_back() != drawn.sends:
        told.notice("gs1.carrier-unread", value=drawn.sends)
    yield Result(_labelled(text, drawn, as_, out), told.findings)


def _named(text: str, name: str, lenient: bool, told: Told) -> Identity:
    """What the text names; digits alone are a GTIN where the code holds nothing else."""
    if name in OF_GTIN and text.isascii() and text.isdigit() and len(text) in keys.GTIN_LENGTHS:
        return Identity((("01", keys.Gtin.parse(text).text),))
    try:
        _, named, broken = read(text, Reading(lenient), told.notice)
    except Unread as unread:
        raise unread.refusal from None
    for refusal in broken:
        raise refusal
    return named


def _labelled(text: str, drawn: Carrier | None, name: str, out: Path) -> dict[str, Any]:
    return {
        "input": text,
        "ok": drawn is not None,
        "carrier": name,
        "file": str(out) if drawn else None,
        "sends": drawn.sends if drawn else None,
        "readable": drawn.readable if drawn else None,
    }


def scan(
    pictures: tuple[Path, ...],
    *,
    lenient: bool = False,
    off: str = "",
    no_relations: bool = False,
    gcp: Path | None = None,
    company_prefix_length: int = 0,
) -> Iterator[Result | Finding]:
    """Every form of what each code in the pictures names; a picture without a code is a result that is not good."""
    try:
        rules = Rules(lenient=lenient, off=off, no_relations=no_relations)
        options = Options(reading_of(rules), prefixes_of(gcp, company_prefix_length))
    except Refusal as refusal:
        yield CATALOGUE.finding(refusal.code, **refusal.facts)
        return
    for picture in pictures:
        yield from _scanned(picture, options)


def _scanned(picture: Path, options: Options) -> Iterator[Result]:
    place = Position(picture.name)
    try:
        with picture.open("rb") as file:
            found = codes_of(file.read(MOST_BYTES + 1))
        refusal = None if found else Refusal("gs1.picture-empty")
    except Refusal as refused:
        found, refusal = [], refused
    if refusal:
        finding = CATALOGUE.finding(refusal.code, **refusal.facts).placed(place)
        yield Result({"file": str(picture), "ok": False}, [finding])
    for code in found:
        yield _read(code, picture, place, options)


def _read(code: Code, picture: Path, place: Position, options: Options) -> Result:
    forms = forms_of(code.sends, options)
    kind = identifiers().get(code.sends[:3], {}).get("symbology")
    shown = {"file": str(picture), "carrier": kind, "corners": code.corners, **members(code.sends, forms)}
    # a picture is asked what it says, not for the bits of a tag
    told = [finding.placed(place) for finding in forms.findings if finding.code != "gs1.hex-scheme"]
    return Result(shown, told)


LABEL = Command(
    "label",
    label,
    {
        "vi": "Vẽ một mã vạch GS1 vào tệp PNG hoặc SVG, rồi đọc lại để chắc chắn.",
        "en": "Draws a GS1 barcode into a PNG or SVG file, and reads it back to be sure.",
    },
    {
        "text": Word("Mã GS1 ở mọi cú pháp, ví dụ (01)…(10)….", "A GS1 code in any syntax, such as (01)…(10)…."),
        "out": Word("Tệp .png hoặc .svg cần ghi.", "The .png or .svg file to write.", "file"),
        "as_": Word(f"Loại mã vạch: {', '.join(NAMES)}.", f"The carrier: {', '.join(NAMES)}.", "name"),
        "stem": Word("Địa chỉ đứng trước khóa của Digital Link.", "What stands before the key of the Digital Link."),
        "scale": Word("Số điểm ảnh cho mỗi ô.", "Pixels a module.", "number"),
        "lenient": FOLLOWED["lenient"],
    },
)

SCAN = Command(
    "scan",
    scan,
    {
        "vi": "Đọc các mã vạch trong ảnh và viết lại ở mọi dạng.",
        "en": "Reads the barcodes in pictures and writes what they hold in every form.",
    },
    {
        "pictures": Word(
            "Ảnh PNG, JPEG, GIF, BMP, TIFF hoặc WEBP.", "PNG, JPEG, GIF, BMP, TIFF or WEBP files.", "file"
        ),
        **{name: FOLLOWED[name] for name in ("lenient", "off", "no_relations", "gcp", "company_prefix_length")},
    },
)
