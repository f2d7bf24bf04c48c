"""`lienthong gs1 label` and `lienthong gs1 scan`: codes drawn, and read back from pictures."""

import io
import json
from xml.etree import ElementTree

import pytest
from PIL import Image

from lienthong.cli.app import run

GTIN = "08934567890120"
LOT = f"(01){GTIN}(10)L1(17)261130"


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    """Runs a command in an empty folder and gives its objects and exit code."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        capsys.readouterr()
        code = run(["gs1", *words])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()], code

    return call


LABELS = [
    ("qr", LOT, f"]Q1https://id.gs1.org/01/{GTIN}/10/L1?17=261130", LOT),
    ("qr", f"https://truy.vn/a/01/{GTIN}/10/L%2F1", f"]Q1https://truy.vn/a/01/{GTIN}/10/L%2F1", f"(01){GTIN}(10)L/1"),
    ("data-matrix", LOT, f"]d201{GTIN}10L1\x1d17261130", LOT),
    ("data-matrix", f"(01){GTIN}(10)L\\(1)", f"]d201{GTIN}10L(1)", f"(01){GTIN}(10)L\\(1)"),
    ("gs1-128", "(00)189345670000000014", "]C100189345670000000014", "(00)189345670000000014"),
    ("ean-13", "8934567890120", "]E08934567890120", f"(01){GTIN}"),
    ("ean-13", f"(01){GTIN}", "]E08934567890120", f"(01){GTIN}"),
    ("itf-14", "18934567890127", "]I118934567890127", "(01)18934567890127"),
]


@pytest.mark.parametrize(("carrier", "text", "sends", "bracketed"), LABELS)
def test_a_label_is_read_back_from_its_picture(call, carrier, text, sends, bracketed):
    (drawn,), code = call("label", text, "label.png", "--as", carrier)
    assert (code, drawn["ok"], drawn["carrier"], drawn["sends"], drawn["findings"]) == (0, True, carrier, sends, [])
    (seen,), code = call("scan", "label.png")
    assert (code, seen["carrier"], seen["input"], seen["bracketed"]) == (0, carrier, sends, bracketed)
    assert len(seen["corners"]) == 4


@pytest.mark.parametrize(("carrier", "text"), [(row[0], row[1]) for row in LABELS])
def test_a_label_as_svg_is_xml_and_the_same_each_time(call, tmp_path, carrier, text):
    written = []
    for name in ("one.svg", "two.svg"):
        assert call("label", text, name, "--as", carrier)[1] == 0
        written.append((tmp_path / name).read_bytes())
    assert ElementTree.fromstring(written[0]).tag == "{http://www.w3.org/2000/svg}svg"
    assert written[0] == written[1]


def test_a_stem_of_ones_own_and_a_larger_scale(call, tmp_path):
    (drawn,), _ = call("label", LOT, "small.png", "--stem", "https://truy.vn")
    call("label", LOT, "large.png", "--scale", "8")
    assert drawn["sends"] == f"]Q1https://truy.vn/01/{GTIN}/10/L1?17=261130"
    small, large = (Image.open(tmp_path / f"{name}.png").convert("L") for name in ("small", "large"))
    assert large.width == 2 * small.width


@pytest.mark.parametrize(
    ("carrier", "text", "code"),
    [
        ("ean-13", LOT, "gs1.carrier-only"),
        ("ean-13", "18934567890127", "gs1.carrier-gtin"),
        ("ean-13", "95012346", "gs1.carrier-gtin"),
        ("itf-14", "18934567890128", "gs1.check-digit"),
        ("gs1-128", f"(01){GTIN}(10)ABCDEFGHIJ1234567890(21)ABCDEFGHIJ12345", "gs1.carrier-long"),
        ("data-matrix", "urn:epc:id:gid:1.2.3", "gs1.elements-none"),
        ("qr", f"(02){GTIN}(37)5(400)A", "gs1.ai-requires"),
        ("qr", "Lô 7", "gs1.raw-string"),
    ],
)
def test_what_a_code_cannot_hold_is_refused_and_nothing_is_written(call, tmp_path, carrier, text, code):
    (drawn,), exit_code = call("label", text, "label.png", "--as", carrier)
    assert (exit_code, drawn["ok"], drawn["file"]) == (1, False, None)
    assert [finding["code"] for finding in drawn["findings"]] == [code]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("label.gif",), ("label.png", "--scale", "0"), ("label.png", "--stem", "truy.vn")])
def test_an_option_that_cannot_be_used_ends_with_2(call, words):
    assert call("label", LOT, *words) == ([], 2)


def test_several_pictures_and_several_codes_in_one(call, tmp_path):
    for name, carrier in (("a.png", "qr"), ("b.png", "data-matrix")):
        call("label", LOT, name, "--as", carrier, "--scale", "6")
    sheet = Image.new("RGB", (800, 400), "white")
    sheet.paste(Image.open(tmp_path / "a.png"), (20, 20))
    sheet.paste(Image.open(tmp_path / "b.png"), (500, 60))
    sheet.rotate(90, expand=True).save(tmp_path / "sheet.jpg", quality=90)
    rows, code = call("scan", "a.png", "sheet.jpg")
    assert code == 0
    assert [row["file"] for row in rows] == ["a.png", "sheet.jpg", "sheet.jpg"]
    assert {row["carrier"] for row in rows[1:]} == {"qr", "data-matrix"}
    assert {row["raw"] for row in rows} == {f"^01{GTIN}10L1^17261130"}


def test_transparent_paper_counts_as_white(call, tmp_path):
    call("label", LOT, "label.png")
    ink = Image.open(tmp_path / "label.png").convert("L")
    clear = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    clear.putalpha(ink.point(lambda shade: 255 - shade))
    clear.save(tmp_path / "clear.png")
    (seen,), _ = call("scan", "clear.png")
    assert seen["ok"]


def _png(size):
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "gs1.picture"),
        (b"no picture", "gs1.picture"),
        (_png((8, 8))[:40], "gs1.picture"),
        (_png((300, 300)), "gs1.picture-empty"),
        (_png((30_000, 10_000)), "gs1.picture-size"),
    ],
)
def test_a_file_without_a_code_is_one_result_that_says_why(call, tmp_path, content, code):
    (tmp_path / "photo.png").write_bytes(content)
    (row,), exit_code = call("scan", "photo.png")
    assert (exit_code, row["ok"]) == (1, False)
    assert [(told["code"], told["place"]) for told in row["findings"]] == [(code, "photo.png")]


def test_a_picture_that_is_not_there_cannot_be_done(call):
    assert call("scan", "none.png") == ([], 2)
