"""CSV: any table comes back as it was written, and what is wrong is told with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tabular.csv_reader import CsvReader
from lienthong.plugs import Plugs
from lienthong.reading import ErrorCell, Reading, ReadOptions, Unreadable


def opened(tmp_path, data: bytes | str, **options) -> Reading:
    path = tmp_path / "so.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return CsvReader().open(path, ReadOptions(**options))


def walked(reading: Reading) -> list[tuple[int, list]]:
    return [
        (number, list(row))
        for chunk in reading.tables[0].chunks()
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
    ]


def told(reading: Reading) -> list[tuple[str, int]]:
    return [(found.code.removeprefix("tabular."), found.place.row) for found in reading.tables[0].findings]


ROWS = {
    "comma": ("a,b\n1,2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
    "semicolon with decimal commas": ("a;b\n1,5;2,5\n", [(1, ["a", "b"]), (2, ["1,5", "2,5"])]),
    "tab": ("a\tb\n1\t2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
    "bar": ("a|b\n1|2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
    "delimiter line": ("sep=;\na;b,c,d\n", [(1, ["sep=", ""]), (2, ["a", "b,c,d"])]),
    "mark and quotes": ('\ufeff"a";"b;c"\n', [(1, ["a", "b;c"])]),
    "no last line end": ("a,b\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
    "blank lines keep their number": ("a,b\n\n\n1,2\n", [(1, ["a", "b"]), (2, []), (3, []), (4, ["1", "2"])]),
    "line ends of three kinds": ("a,b\r\n1,2\r3,4\n", [(1, ["a", "b"]), (2, ["1", "2"]), (3, ["3", "4"])]),
    "a row begins where its first line is": (
        'a,b\n"x\r\ny\nz",2\n3,4\n',
        [(1, ["a", "b"]), (2, ["x\r\ny\nz", "2"]), (5, ["3", "4"])],
    ),
    "one column": ("lô\nA\nB\n", [(1, ["lô"]), (2, ["A"]), (3, ["B"])]),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_come_with_the_line_a_person_sees(case, tmp_path):
    text, expected = ROWS[case]
    reading = opened(tmp_path, text)
    assert walked(reading) == expected
    assert walked(reading) == expected, "a second walk gives the same"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_found_with_and_without_a_mark(encoding, tmp_path):
    rows = [["Mã lô", "Tên hàng"], *([f"L-{n}", "Gạo ST25"] for n in range(40))]
    text = "".join(";".join(row) + "\n" for row in rows)
    assert [row for _, row in walked(opened(tmp_path, text.encode(encoding)))] == rows


TELLS = {
    "CSV-01 quote never closed": ('a,b\n1,2\n3,"x\n4,5\n6,7\n', [("quote-open", 3)], [1, 2, 3, 4, 5]),
    "CSV-01 quote open in the last line": ('a,b\n1,"2', [("quote-open", 2)], [1, 2]),
    "CSV-01 zero byte": ("a,b\n1,2\x003\n", [("nul", 2)], [1, 2]),
    "CSV-01 row too long": ("a,b\n1,2,3\n4,5\n6,7\n", [("row-long", 2)], [1, 2, 3, 4]),
    "CSV-01 row too short": ("a,b,c\n1,2\n4,5,6\n6,7,8\n", [("row-short", 2)], [1, 2, 3, 4]),
    "empty fields at the end are no fault": ("a,b\n1,2,,\n3,4\n5,6\n", [], [1, 2, 3, 4]),
    "title rows are no fault": ("Sổ thu mua\n\na,b\n1,2\n3,4\n", [], [1, 2, 3, 4, 5]),
    "CSV-01 heading twice": ("a,b,A\n1,2,3\n", [("heading-twice", 1)], [1, 2]),
    "CSV-01 heading empty": ("a,,c\n1,2,3\n", [("heading-empty", 1)], [1, 2]),
}


@pytest.mark.parametrize("case", TELLS)
def test_faults_are_told_with_their_line_and_other_rows_go_on(case, tmp_path):
    text, findings, numbers = TELLS[case]
    reading = opened(tmp_path, text)
    assert [number for number, _ in walked(reading)] == numbers
    assert told(reading) == findings


def test_no_cell_of_a_doubtful_row_is_taken_for_good(tmp_path):
    rows = dict(walked(opened(tmp_path, 'a,b\n1,2,3\n4,5\n6,"7\n')))
    assert rows[2] == [ErrorCell("1"), ErrorCell("2"), ErrorCell("3")]
    assert rows[3] == ["4", "5"]
    assert rows[4] == [ErrorCell("6"), ErrorCell('"7')]


def test_a_quote_open_for_longer_than_a_field_costs_one_line(tmp_path):
    lines = ["a,b", '1,"open', *(f"{n},{'x' * 90}" for n in range(3, 4000))]
    reading = opened(tmp_path, "\n".join(lines) + "\n")
    rows = walked(reading)
    assert [number for number, _ in rows] == list(range(1, 4000))
    assert told(reading) == [("quote-open", 2)]
    assert rows[-1] == (3999, ["3999", "x" * 90])


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"x" * (3 << 20), "row-size"), ("café;Müller;señor\n".encode("cp1252"), "encoding-unsure")],
    ids=["empty", "CSV-01 endless line", "CSV-02 neither utf-8 nor Vietnamese"],
)
def test_what_cannot_be_read_is_said(data, code, tmp_path):
    with pytest.raises(Unreadable) as refused:
        opened(tmp_path, data)
    assert refused.value.finding.code == f"tabular.{code}"


def test_a_line_of_100_000_columns_is_a_row_error(tmp_path):
    reading = opened(tmp_path, "a,b\n" + "," * 100_000 + "\n1,2\n3,4\n")
    walked(reading)
    assert ("columns", 2) in told(reading)


def test_many_faults_of_one_kind_are_counted_not_kept(tmp_path):
    reading = opened(tmp_path, "a,b\n" + "1,2\n" * 300 + "1,2,3\n" * 5000)
    walked(reading)
    findings = reading.tables[0].findings
    assert len(findings) == 1001
    assert findings[-1].facts["count"] == "5000"


def test_a_declared_delimiter_wins(tmp_path):
    assert walked(opened(tmp_path, "a;b|c;d\n", delimiter="|")) == [(1, ["a;b", "c;d"])]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\x1a", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_csv_writes_reads_back_equal(tmp_path_factory, rows, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    reading = opened(tmp_path_factory.mktemp("csv"), text.getvalue(), delimiter=delimiter)
    assert [row for _, row in walked(reading)] == rows


@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_unreadable(tmp_path_factory, data):
    try:
        walked(opened(tmp_path_factory.mktemp("bytes"), data))
    except Unreadable:
        return


@pytest.mark.parametrize("case", ["C05", "C36"])
def test_field_cases_are_read_as_written(case, vector_set):
    (path,) = vector_set(f"field-cases/{case}").glob("*.csv")
    reading = CsvReader().open(path, ReadOptions())
    rows = walked(reading)
    assert not reading.tables[0].findings
    if case == "C05":
        assert rows[0] == (1, ["Mã lô", "Tên hàng", "Số lượng", "ĐVT"])
        assert rows[1] == (2, ["L-01", "Gạo ST25; loại 1", "1.250,5", "kg"])
    else:
        assert len(rows) == 7
        assert {len(row) for _, row in rows} == {10}


def test_every_code_has_its_sentence_in_both_languages():
    from adapters.tabular.adapter import ADAPTER

    catalogue = Plugs([ADAPTER]).catalogue
    assert all(catalogue[code].say["vi"] != catalogue[code].say["en"] for code in ADAPTER.catalogue.codes())
