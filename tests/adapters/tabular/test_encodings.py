"""Old Vietnamese encodings: every letter round-trips, and detection says which one it is or that it is unsure."""

from __future__ import annotations

import itertools
import unicodedata

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tabular import old_fonts
from adapters.tabular.csv_reader import CsvReader
from adapters.tabular.detect import detect
from adapters.tabular.encodings import NAMES, decode, encode, toned
from adapters.tabular.fonts import Fonts
from adapters.tabular.old_fonts import capital_cells, font_columns
from adapters.tabular.syllables import TONES, is_syllable, score
from adapters.tabular.xlsx_reader import XlsxReader
from lienthong.reading import ErrorCell, ReadOptions, Unreadable
from tests.adapters.tabular.workbooks import text_cell, workbook

VOWELS = "aăâeêioôơuưy"
LETTERS = [*(toned(vowel, tone) for vowel, tone in itertools.product(VOWELS, TONES)), *"ăâđêôơư"]
SENTENCES = [
    "Hợp tác xã Nông nghiệp Bình Thạnh thu hoạch lúa giống OM5451",
    "Công ty TNHH Thủy sản Châu Đốc, phường Vĩnh Mỹ, thành phố Châu Đốc, An Giang",
    "Khối lượng tịnh (kg); đơn vị tính: tấn; ngày nhập kho: 13/04/2026",
    "Cá tra phi lê đông lạnh, đóng gói 10 kg mỗi thùng, bảo quản âm mười tám độ",
    "Nguyễn Thị Quýt trồng bưởi da xanh, sầu riêng Ri6, thanh long ruột đỏ ở huyện Chợ Mới",
]
TEXT = st.lists(st.sampled_from([*LETTERS, *map(str.upper, LETTERS), *"bcdghklmnpqrstvx BCDĐ09-.,;()"]), max_size=30)


def legal(signs: list[str]) -> str:
    """Letters set side by side as Vietnamese may set them: no two vowels that only an old spelling would join."""
    text = ""
    for sign in signs:
        vowel = any(part in VOWELS + VOWELS.upper() for part in unicodedata.normalize("NFD", sign)[:1])
        text += f" {sign}" if vowel and text else sign
    return text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", [str.lower, str.upper], ids=["small", "capital"])
def test_every_vietnamese_letter_has_its_bytes(name, case):
    letters = [case(letter) for letter in LETTERS]
    assert [decode(encode(letter, name), name) for letter in letters] == letters


@pytest.mark.parametrize("name", NAMES)
@given(TEXT)
def test_what_is_encoded_decodes_to_the_same_text(name, signs):
    text = legal(signs)
    assert decode(encode(text, name), name) == text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("sentence", SENTENCES, ids=range(len(SENTENCES)))
def test_sentences_are_told_apart(name, sentence):
    data = encode(sentence, name)
    assert decode(data, name) == sentence
    assert detect(data.decode("latin-1")).name == name


@pytest.mark.parametrize("name", NAMES)
def test_letters_that_an_encoding_lacks_are_refused(name):
    with pytest.raises(UnicodeEncodeError):
        encode("漢", name)


UNSURE = {
    "German": "Müller, Größe, Käse, Öl, für, Äpfel",
    "French": "café, garçon, élève, où, déjà, être",
    "Spanish": "señor, mañana, año, José, niño",
    "signs": "25° 10² ± 5 µm ½ £3 §4",
    "one word": "Gạo",
}


@pytest.mark.parametrize("case", UNSURE)
def test_other_languages_and_single_words_are_left_unsure(case):
    text = UNSURE[case]
    data = encode(text, "tcvn3") if case == "one word" else text.encode("cp1252")
    assert detect(data.decode("latin-1")).name == ""


@pytest.mark.parametrize("word", ["nguyễn", "quýt", "giếng", "gì", "khuỷu", "ngoằn", "thuở", "đắk", "ươm", "Ý", "ĐỒNG"])
def test_vietnamese_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["café", "càc", "quaá", "ñoû", "jà", "wí", "nhgã", "xáà", "xÃ"])
def test_what_no_vietnamese_syllable_can_be_is_known(word):
    assert not is_syllable(word)


def test_score_counts_words_beyond_ascii():
    assert (score("Gạo ST25 loại một, à").words, score("Gạo ST25 loại một, à").share) == (3, 1)


def read(path, **options):
    reader = CsvReader() if path.suffix == ".csv" else XlsxReader()
    return reader.open(path, ReadOptions(**options))


def cells(reading, encodings=None):
    return [list(row) for chunk in reading.tables[0].chunks(encodings) for row in chunk.rows]


def codes(reading):
    return [found.code.removeprefix("tabular.") for found in [*reading.findings, *reading.tables[0].findings]]


def test_c09_all_four_files_give_the_same_text(vector_set):
    expected = [
        ["ma_lo", "ten"], ["V1", "Hợp tác xã Rau sạch"], ["V2", "Thanh long ruột đỏ"],
        ["V3", "Bưởi da xanh"], ["V4", "Sầu riêng Ri6"],
    ]  # fmt: skip
    for name in NAMES:
        reading = read(vector_set("field-cases/C09") / f"{name}.csv")
        assert cells(reading) == expected, name
        assert codes(reading) == ["encoding-found"]
        assert reading.findings[0].facts["encoding"] == name


def test_csv_02_a_declared_encoding_wins(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(encode("a;b\nGạo;x\n", "tcvn3"))
    with pytest.raises(Unreadable):
        read(path)
    assert cells(read(path, encoding="tcvn3")) == [["a", "b"], ["Gạo", "x"]]
    assert cells(read(path, encoding="ABC")) == [["a", "b"], ["Gạo", "x"]]
    path.write_text("a;b\nMüller;x\n", encoding="cp1252")
    assert cells(read(path, encoding="cp1252")) == [["a", "b"], ["Müller", "x"]]


@pytest.mark.parametrize("encoding", ["utf-16", "no-such", "rot13", "ascii"])
def test_csv_02_a_declared_encoding_that_does_not_fit_is_refused(encoding, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("a;b\nMüller;xx\n".encode("cp1252"))
    with pytest.raises(Unreadable) as refused:
        read(path, encoding=encoding)
    assert refused.value.finding.code == "tabular.encoding-name"


def misread(text: str, name: str) -> str:
    """Text typed in an old font as Unicode programs store it."""
    return encode(text, name).decode("cp1252")


MIXED = [["Mã lô", "Tên hàng", "Nơi bán"]] + [[f"L-{n}", SENTENCES[n][:40], "Chợ Lớn"] for n in range(5)]


@pytest.mark.parametrize("name", ["tcvn3", "vni"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_one_column_in_an_old_font_is_turned_and_told(name, suffix, tmp_path):
    path = tmp_path / f"a{suffix}"
    rows = [MIXED[0]] + [[lot, misread(goods, name), place] for lot, goods, place in MIXED[1:]]
    if suffix == ".csv":
        path.write_text("".join("|".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    reading = read(path)
    assert cells(reading) == MIXED
    assert codes(reading) == ["font-column"]
    (found,) = reading.tables[0].findings
    assert (found.place.row, found.place.column, found.facts["encoding"], found.facts["count"]) == (2, 2, name, "5")


PLAIN_TCVN3 = [misread(text, "tcvn3") for text in ("Hạt cải", "Phân bón", "Cây giống cà phê")]
DOUBTFUL = {
    # as typed in the column, below what, and as it must be read
    "a word that is one either way": (["Giống", *PLAIN_TCVN3, "Trô"], "Trụ"),
    "even a commoner one": (["Giống", *PLAIN_TCVN3, "Cá"], "Cỏ"),
    "beside true Unicode it stays": (["Giống", *PLAIN_TCVN3, "Bưởi", "Trô"], "Trô"),
    "beside what is Vietnamese only as it stands": (["Giống", *PLAIN_TCVN3, "Hình vuông", "Trô"], "Trô"),
    "with few plain cells it stays": (["Giống", "H¹t c¶i, ph©n bãn, c©y", "Trô"], "Trô"),
    "a word that is Vietnamese in no font": (["Giống", *PLAIN_TCVN3, "café"], "café"),
    "a heading is read for itself": ([*PLAIN_TCVN3, "Trô"], "Trụ"),
}


@pytest.mark.parametrize("case", DOUBTFUL)
def test_a_doubtful_cell_follows_a_column_that_is_plainly_of_a_font(case, tmp_path):
    column, expected = DOUBTFUL[case]
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{cell}|x\n" for cell in ["Tên hàng", *column]), encoding="utf-8")
    read_cells = [row[0] for row in cells(read(path))]
    assert (read_cells[0], read_cells[-1]) == ("Tên hàng", expected)
    assert "Phân bón" in read_cells or "Hạt cải, phân bón, cây" in read_cells


NAMED_FONTS = {
    # what is typed below the heading, its font, and how it must be read
    "two plain words are enough": (["H¹t c¶i", "Trô"], ".VnTime", ["Hạt cải", "Trụ"]),
    "from where the font begins": (["Trô", "H¹t c¶i"], ".VnTime", ["Trụ", "Hạt cải"]),
    "of the VNI fonts": (["Haït caûi", "Truï"], "VNI-Times", ["Hạt cải", "Trụ"]),
    "not beside true Unicode": (["H¹t c¶i", "Hạt", "Trô"], ".VnTime", ["Hạt cải", "Hạt", "Trô"]),
    "not where it says nothing": (["Mỹ Müller"], ".VnTime", ["Mỹ Müller"]),
    "a font of Unicode is no witness": (["Trô", "H¹t c¶i"], "Times New Roman", ["Trô", "H¹t c¶i"]),
}


@pytest.mark.parametrize("case", NAMED_FONTS)
def test_the_font_that_a_workbook_names_is_a_witness(case, tmp_path):
    typed, font, expected = NAMED_FONTS[case]
    book = openpyxl.Workbook()
    book.active.append(["Lô", "Tên hàng"])
    for row, text in enumerate(typed, 2):
        book.active.cell(row, 1, "L-1")
        book.active.cell(row, 2, text).font = openpyxl.styles.Font(name=font)
    book.save(tmp_path / "a.xlsx")
    assert cells(read(tmp_path / "a.xlsx")) == [["Lô", "Tên hàng"], *(["L-1", text] for text in expected)]


CAPITAL_FONTS = {
    # what is typed below the heading and in which font, and how it must be read
    "what is typed small is shown in capitals": (
        [("C«ng ty l­¬ng thùc", ".VnTimeH"), ("H¹t c¶i", ".VnTimeH")],
        ["CÔNG TY LƯƠNG THỰC", "HẠT CẢI"],
    ),
    "words without marks too": (
        [("C«ng ty l­¬ng thùc", ".VnArialH"), ("An Giang", ".VnArialH"), ("H¹t c¶i", ".VnArialH")],
        ["CÔNG TY LƯƠNG THỰC", "AN GIANG", "HẠT CẢI"],
    ),
    "cell by cell": (
        [("C«ng ty l­¬ng thùc", ".VnTimeH"), ("H¹t c¶i", ".VnTime"), ("An Giang", ".VnTime"), ("Ph©n bãn", ".VnTimeH")],
        ["CÔNG TY LƯƠNG THỰC", "Hạt cải", "An Giang", "PHÂN BÓN"],
    ),
    "not beside true Unicode": (
        [("C«ng ty l­¬ng thùc", ".VnTimeH"), ("H¹t c¶i", ".VnTimeH"), ("Hạt giống", ".VnTimeH")],
        ["CÔNG TY LƯƠNG THỰC", "HẠT CẢI", "Hạt giống"],
    ),
    "not in a column that is in no old font": ([("Lo-01a", ".VnTimeH"), ("Lo-02b", ".VnTimeH")], ["Lo-01a", "Lo-02b"]),
    "not in the fonts of VNI": ([("Haït caûi", "VNI-TimesH"), ("Phaân boùn", "VNI-TimesH")], ["Hạt cải", "Phân bón"]),
}


FOUND_ONLY = ("not in a column that is in no old font", "not in the fonts of VNI")


@pytest.mark.parametrize(
    ("case", "encodings"),
    [(case, None) for case in CAPITAL_FONTS]
    + [(case, {1: "tcvn3"}) for case in CAPITAL_FONTS if case not in FOUND_ONLY],
)
def test_a_font_of_capitals_gives_capitals(case, encodings, tmp_path):
    typed, expected = CAPITAL_FONTS[case]
    book = openpyxl.Workbook()
    book.active.append(["Lô", "Tên hàng"])
    for row, (text, font) in enumerate(typed, 2):
        book.active.cell(row, 1, "L-1")
        book.active.cell(row, 2, text).font = openpyxl.styles.Font(name=font)
    book.save(tmp_path / "a.xlsx")
    assert cells(read(tmp_path / "a.xlsx"), encodings)[1:] == [["L-1", text] for text in expected]


def test_a_sheet_declared_whole_has_its_capitals(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["M· l«", "an giang"])
    for cell in book.active[1]:
        cell.font = openpyxl.styles.Font(name=".VnTimeH")
    book.save(tmp_path / "a.xlsx")
    assert cells(read(tmp_path / "a.xlsx", encoding="tcvn3")) == [["MÃ LÔ", "AN GIANG"]]


def test_runs_of_capital_cells_are_bounded(monkeypatch):
    part = b"".join(b'<c r="A%d" s="%d"/><c r="B%d" s="1"/>' % (row, row % 2, row) for row in range(1, 40))
    assert capital_cells([part], ["1"]) == {1: [(row, row) for row in range(1, 40, 2)], 2: [(1, 39)]}
    monkeypatch.setattr(old_fonts, "RUNS", 5)
    assert capital_cells([part], ["1"]) == {1: [(1, 1), (3, 3), (5, 5), (7, 7)], 2: [(1, 39)]}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_table_is_walked_once_to_decide_its_columns(suffix, tmp_path, monkeypatch):
    path = tmp_path / f"a{suffix}"
    rows = [MIXED[0]] + [[lot, misread(goods, "tcvn3"), place] for lot, goods, place in MIXED[1:]]
    if suffix == ".csv":
        path.write_text("".join("|".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    reading, looked = read(path), []
    look = Fonts.look
    monkeypatch.setattr(Fonts, "look", lambda *given: looked.append(1) or look(*given))
    walks = [(cells(reading), codes(reading), cells(reading, {1: "vni"})[1:2]) for _ in range(3)]
    assert len(looked) == 2
    assert walks[0][:2] == (MIXED, ["font-column"])
    assert walks == [walks[0]] * 3


@pytest.mark.parametrize(
    ("text", "found"), [("&#227;&#7841; caf&#233;", False), ("H&#185;t", True), ("H&#xB9;t", True)]
)
def test_letters_written_as_references_are_told_apart(text, found, tmp_path):
    workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", text)}</row>')
    assert read(tmp_path / "a.xlsx").tables[0].foreign is found


def test_fonts_are_found_wherever_a_cell_stands_in_the_part():
    part = b"".join(b'<c r="A%d" s="%d"><v>1</v></c><c r="B%d"/>' % (row, row > 3, row) for row in range(1, 40))
    for size in (1, 7, 33, 5000):
        blocks = (part[at : at + size] for at in range(0, len(part), size))
        assert font_columns(blocks, {"1": "tcvn3"}) == {1: ("tcvn3", 4)}
    assert font_columns([part], {"0": "vni"}) == {2: ("vni", 1)}


def test_one_column_of_other_bytes_in_a_utf8_file(tmp_path):
    path = tmp_path / "a.csv"
    lines = [b"|".join([lot.encode(), encode(goods, "tcvn3"), place.encode()]) for lot, goods, place in MIXED[1:]]
    path.write_bytes("|".join(MIXED[0]).encode() + b"\n" + b"\n".join(lines) + b"\n")
    assert cells(read(path)) == MIXED
    path.write_bytes("|".join(MIXED[0]).encode() + b"\nL-1|x\xb8|" + "Chợ Lớn\n".encode() * 1)
    assert cells(read(path))[1] == ["L-1", ErrorCell("x\\xb8"), "Chợ Lớn"], "never a wrong letter"


def test_a_declared_column_is_turned_without_proof(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"Mã|Tên\nL-1|{misread('Gạo', 'tcvn3')}\n", encoding="utf-8")
    reading = read(path)
    assert cells(reading)[1] == ["L-1", misread("Gạo", "tcvn3")]
    assert cells(reading, {1: "tcvn3"})[1] == ["L-1", "Gạo"]


@pytest.mark.parametrize("case", UNSURE)
def test_text_of_other_languages_stays_as_it_is(case, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"Mã|Tên\nL-1|{UNSURE[case]}\n" * 3, encoding="utf-8")
    assert cells(read(path))[1] == ["L-1", UNSURE[case]]


def test_capitals_of_a_capital_font_stay_capitals(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("THµNH PHè CH¢U §èC\nTỉnh".encode("cp1252", "ignore"))
    assert cells(read(path, encoding="tcvn3"))[0] == ["THÀNH PHỐ CHÂU ĐỐC"]
