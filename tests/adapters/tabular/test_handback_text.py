"""`rejects.csv`: the refused rows of a text file as the file itself is written, and back again."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tabular import handback_write
from adapters.tabular.correction_sheet import ADDED
from adapters.tabular.csv_reader import CsvReader
from adapters.tabular.encodings import encode
from adapters.tabular.handback import SheetHandback
from adapters.tabular.tell import tell
from lienthong.plugs import Handed, RejectedRow
from lienthong.reading import ErrorCell, Reading, ReadOptions

BACK = SheetHandback()
REASONS = {"vi": "Ô này sai.", "en": "This cell is wrong."}
SHEET = "Sổ lô\nMã lô;Cân;Ghi chú\nL-1;0012;a\nL-2;1,5;b\n\nL-3;x;c\nL-4;y;d\n"


def rows_of(reading: Reading) -> dict[int, list]:
    return {
        number: list(row)
        for chunk in reading.tables[0].chunks()
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
    }


def opened(folder: Path, data: bytes | str, **options) -> Reading:
    path = folder / "so.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return CsvReader().open(path, ReadOptions(**options))


def codes_of(rejected: list[RejectedRow]) -> dict[tuple[int, int], str]:
    return {(row.table, row.row): row.code for row in rejected}


def rejected_of(reading: Reading, numbers) -> list[RejectedRow]:
    rows, sheet = rows_of(reading), reading.tables[0]
    return [
        RejectedRow(0, number, rows[number], [tell("nul", sheet.place(number, 2))], f"1-{number}-K7Q")
        for number in numbers
    ]


def written(reading: Reading, numbers, header: int = 1, said=REASONS) -> bytes:
    rejected = rejected_of(reading, numbers)
    guide = Handed(
        reading.name, len(rejected), "lienthong replay out rejects.xlsx", "2026-11-25", "ab" * 32, "cd" * 32, [],
        {0: header}, {}, lambda _, lang: said[lang],
    )  # fmt: skip
    BACK.write(reading, iter(rejected), guide, reading.path.with_name("rejects.xlsx"))
    return reading.path.with_name("rejects.csv").read_bytes()


def returned(reading: Reading, data: bytes | str, numbers=(3, 6), name: str = "sent.csv"):
    """What is read from a file that came back, with the rows that wait."""
    path = reading.path.with_name(name)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    corrections, findings = BACK.read(path, reading, codes_of(rejected_of(reading, numbers)))
    found = [(row.row, list(row.cells), row.code) for row in corrections]
    return found, [finding.code.removeprefix("tabular.") for finding in findings]


ENDS = "Lý do (vi);Reason (en);Dòng gốc / Original row;Mã dòng, không sửa"
SAID = "Ô này sai.;This cell is wrong."
DIALECTS = {
    "title, heading, refused rows": (
        SHEET,
        {},
        f"Sổ lô\nMã lô;Cân;Ghi chú;{ENDS}\nL-1;0012;a;{SAID};3;1-3-K7Q\nL-3;x;c;{SAID};6;1-6-K7Q\n",
    ),
    "commas, and quotes where needed": (
        'x\nMã,"Tên, loại"\nA,"Gạo, ""thơm"""\n\n\nB,y\n',
        {},
        ('x\nMã,"Tên, loại",Lý do (vi),Reason (en),Dòng gốc / Original row,"Mã dòng, không sửa"\n'
        'A,"Gạo, ""thơm""",Ô này sai.,This cell is wrong.,3,1-3-K7Q\nB,y,Ô này sai.,This cell is wrong.,6,1-6-K7Q\n'),
    ),
    "every field in quotes, lines of Windows, a mark": (
        '\ufeff"x"\r\n"Mã";"Cân"\r\n"A";"1"\r\n"B";"2"\r\n"C";""\r\n"D";"3"\r\n',
        {},
        "\ufeff"
        + "".join(
            ";".join(f'"{text}"' for text in line.split("|")) + "\r\n"
            for line in [
                "x",
                "Mã|Cân|" + ENDS.replace(";", "|"),
                "A|1|" + SAID.replace(";", "|") + "|3|1-3-K7Q",
                "D|3|" + SAID.replace(";", "|") + "|6|1-6-K7Q",
            ]
        ),
    ),
    "the line that names the delimiter stays": (
        "sep=|\nMã|Cân\nA|1\nB|2\nC|3\nD|4\n",
        {},
        "sep=|\n" + f"Mã|Cân|{ENDS}\nA|1|{SAID}|3|1-3-K7Q\nD|4|{SAID}|6|1-6-K7Q\n".replace(";", "|"),
    ),
    "what looks like a formula stays exact": (
        "x\na\tb\n=1+1\t-5\n\n\n@x\t+1\n",
        {},
        "x\n" + f"a;b;{ENDS}\n=1+1;-5;{SAID};3;1-3-K7Q\n@x;+1;{SAID};6;1-6-K7Q\n".replace(";", "\t"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DIALECTS)
def test_refused_rows_are_written_as_the_source_is(case, tmp_path):
    data, options, expected = DIALECTS[case]
    reading = opened(tmp_path, data, **options)
    list(reading.tables[0].chunks())
    assert written(reading, [3, 6], header=2).decode() == expected


UTF8 = codecs.BOM_UTF8
ENCODINGS = {
    # encoding of the source, as declared, whether the reasons hold a letter beyond it; mark and encoding of the rows
    "UTF-8": ("utf-8", "auto", False, b"", "utf-8"),
    "UTF-8 with a mark": ("utf-8-sig", "auto", False, UTF8, "utf-8"),
    "UTF-16": ("utf-16", "auto", False, codecs.BOM_UTF16_LE, "utf-16-le"),
    "UTF-16 without a mark": ("utf-16-be", "auto", False, b"", "utf-16-be"),
    "declared UTF-32": ("utf-32", "utf-32", False, codecs.BOM_UTF32_LE, "utf-32-le"),
    "an encoding of Windows": ("cp1258", "auto", False, b"", "cp1258"),
    "that lacks a letter of the reasons": ("cp1258", "auto", True, UTF8, "utf-8"),
    "an encoding of mail": ("viscii", "auto", False, b"", "viscii"),
    "an old font": ("tcvn3", "auto", False, UTF8, "utf-8"),
    "another old font": ("vni", "vni", False, UTF8, "utf-8"),
    "declared, and too small for the reasons": ("ascii", "cp1252", False, UTF8, "utf-8"),
}
OURS = ("cp1258", "viscii", "tcvn3", "vni")
LONG = SHEET.replace("Sổ lô", "Sổ lô sản xuất của hợp tác xã Bình Thạnh, thành phố Châu Đốc").replace(
    ";c\n", ";cân lại\n"
)


def in_bytes(text: str, encoding: str) -> bytes:
    return encode(text, encoding) if encoding in OURS else text.encode(encoding)


@pytest.mark.parametrize("case", ENCODINGS)
def test_the_encoding_is_that_of_the_source_where_it_holds_all(case, tmp_path):
    source, declared, beyond, mark, expected = ENCODINGS[case]
    text = "x\na;b;c\n1;2;3\n\n\n4;5;6\n" if source == "ascii" else LONG
    reading = opened(tmp_path, in_bytes(text, source), encoding=declared)
    list(reading.tables[0].chunks())
    data = written(reading, [3, 6], header=2, said={"vi": "漢" if beyond else "Ô này sai.", "en": "Wrong."})
    lines = text.split("\n")
    why = "漢" if beyond else "Ô này sai."
    rows = [f"{lines[1]};{ENDS}", *(f"{lines[at]};{why};Wrong.;{at + 1};1-{at + 1}-K7Q" for at in (2, 5))]
    assert data == mark + in_bytes("\n".join([lines[0], *rows]) + "\n", expected)
    corrections, findings = returned(reading, data)
    assert (corrections, findings) == ([(at + 1, lines[at].split(";"), f"1-{at + 1}-K7Q") for at in (2, 5)], [])


def test_utf_16_comes_back_in_its_byte_order(tmp_path):
    reading = opened(tmp_path, codecs.BOM_UTF16_BE + SHEET.encode("utf-16-be"))
    data = written(reading, [3], header=2)
    assert data.startswith(codecs.BOM_UTF16_BE)
    assert data.decode("utf-16").startswith("Sổ lô\n")


def test_an_old_font_in_one_column_comes_back_as_unicode(tmp_path):
    goods = ["Hạt cải giống", "Phân bón lót", "Cây giống cà phê"]
    lines = [f"L-{at};".encode() + encode(text, "tcvn3") + ";Chợ Lớn\n".encode() for at, text in enumerate(goods)]
    reading = opened(tmp_path, "Mã lô;Tên hàng;Nơi bán\n".encode() + b"".join(lines))
    text = written(reading, [3]).decode()
    assert "L-1;Phân bón lót;Chợ Lớn;" in text
    assert returned(reading, text, [3]) == ([(3, ["L-1", "Phân bón lót", "Chợ Lớn"], "1-3-K7Q")], [])


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1a", exclude_categories=["Cs"]), max_size=8)


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le"]),
)
def test_rows_nobody_touched_come_back_as_they_were(tmp_path_factory, rows, delimiter, quoting, end, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows([["Mã", "Tên", "Cân"], *rows])
    data = text.getvalue().encode(encoding)
    reading = opened(tmp_path_factory.mktemp("csv"), data, delimiter=delimiter, encoding=encoding)
    source = rows_of(reading)
    numbers = [number for number, row in source.items() if number > 1 and any(cell.strip() for cell in row)]
    data = written(reading, numbers)
    assert returned(reading, data, numbers) == ([(at, source[at], f"1-{at}-K7Q") for at in numbers], [])


WAYS_BACK = {
    # what was done to the file, and whether both rows are still found
    "nothing": lambda text: text.encode(),
    "another delimiter": lambda text: text.replace(";", "\t").encode(),
    "saved with a mark": lambda text: UTF8 + text.encode(),
    "saved as UTF-16": lambda text: text.encode("utf-16"),
    "lines of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "saved in the encoding of Windows": lambda text: encode(text, "cp1258"),
}


@pytest.mark.parametrize("case", WAYS_BACK)
@pytest.mark.parametrize("source", ["utf-8", "tcvn3"])
def test_a_program_may_have_saved_it_anew(case, source, tmp_path):
    reading = opened(tmp_path, in_bytes(LONG, source), encoding=source)
    text = written(reading, [3, 6], header=2).decode("utf-8-sig").replace("0012", "0013")
    corrections, findings = returned(reading, WAYS_BACK[case](text))
    assert corrections == [(3, ["L-1", "0013", "a"], "1-3-K7Q"), (6, ["L-3", "x", "cân lại"], "1-6-K7Q")]
    assert findings == []


def columns(text: str, *lost: int) -> str:
    """The text without some of its columns."""
    rows = csv.reader(io.StringIO(text), delimiter=";")
    return "".join(";".join(cell for at, cell in enumerate(row) if at not in lost) + "\n" for row in rows)


FIRST, SECOND = (3, ["L-1", "0012", "a"], "1-3-K7Q"), (6, ["L-3", "x", "c"], "1-6-K7Q")
CHANGES = {
    "code column lost": (lambda text: columns(text, 6), [FIRST, SECOND], []),
    "original row lost": (lambda text: columns(text, 5), [FIRST, SECOND], []),
    "reasons lost": (lambda text: columns(text, 3, 4), [FIRST, SECOND], []),
    "reason in English lost": (lambda text: columns(text, 4), [FIRST, SECOND], []),
    "code and original row lost": (lambda text: columns(text, 5, 6), [], ["back-none"]),
    "all added columns lost": (lambda text: columns(text, 3, 4, 5, 6), [], ["back-none"]),
    "a column added": (lambda text: "".join(f"x;{line}\n" for line in text.splitlines()), [], ["back-columns"]),
    "another number": (lambda text: text.replace(";3;1-3-K7Q", ";7;"), [SECOND], ["back-unknown"]),
    "row copied": (lambda text: text + text.splitlines()[2] + "\n", [FIRST, SECOND], ["back-twice"]),
    "row added": (lambda text: text + "L-9;4;e\n", [FIRST, SECOND, (0, ["L-9", "4", "e"], "")], ["back-new"]),
    "row deleted": (lambda text: text.replace(text.splitlines()[2] + "\n", ""), [SECOND], []),
    "no correction file": (lambda _: "a;b\n1;2\n", [], ["back-none"]),
    "empty": (lambda _: "", [], ["empty"]),
    "a quote left open": (lambda text: text.replace("L-3;x", 'L-3;"x'), [FIRST], ["quote-open"]),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_is_done_to_the_file_is_understood_or_told(case, tmp_path):
    change, expected, told = CHANGES[case]
    reading = opened(tmp_path, SHEET)
    corrections, findings = returned(reading, change(written(reading, [3, 6], header=2).decode()))
    assert findings == told
    assert corrections == ([] if "back-columns" in told else expected)


def test_a_row_that_went_out_under_an_earlier_code_is_still_known_by_its_number(tmp_path):
    reading = opened(tmp_path, SHEET)
    data = written(reading, [3, 6], header=2).decode().replace("1-3-K7Q", "1-3-OLD")
    assert returned(reading, data, [6])[0] == [(3, ["L-1", "0012", "a"], "1-3-OLD"), SECOND]


def test_a_doubtful_row_nobody_touched_stays_doubtful(tmp_path):
    reading = opened(tmp_path, "a,b\n1,2,3\n4,5\n6,7\n")
    found, told = returned(reading, written(reading, [2]), [2])
    assert found == [(2, [ErrorCell("1"), ErrorCell("2"), ErrorCell("3")], "1-2-K7Q")]
    assert not told


def test_one_file_holds_all_rows_however_many(tmp_path, monkeypatch):
    monkeypatch.setattr(handback_write, "ROWS", 2)
    reading = opened(tmp_path, SHEET)
    text = written(reading, [3, 4, 6], header=2).decode()
    assert [line.split(";")[0] for line in text.splitlines()[2:]] == ["L-1", "L-2", "L-3"]
    assert reading.path.with_name("rejects-2.xlsx").exists()
    assert not reading.path.with_name("rejects-2.csv").exists()


def test_reasons_take_one_line(tmp_path):
    reading = opened(tmp_path, SHEET)
    text = written(reading, [3], header=2, said={"vi": "Một.\nHai.", "en": "One.\nTwo."}).decode()
    assert text.splitlines()[2] == "L-1;0012;a;Một. Hai.;One. Two.;3;1-3-K7Q"


def test_without_a_heading_row_the_added_ones_stand_in_a_line_of_their_own(tmp_path):
    reading = opened(tmp_path, SHEET)
    assert written(reading, [3], header=0).decode().splitlines()[0] == ";".join(["", "", "", *ADDED])
