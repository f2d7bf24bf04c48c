"""JSON, XML and workbook turn into each other and nothing is lost; what is no record is told and never raises."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from openpyxl import load_workbook

from adapters.tcvn.converting import FORMS, convert, form_of, read
from adapters.tcvn.json_schema import is_record
from adapters.tcvn.xsd import xml_schema
from lienthong.findings import Finding
from lienthong.reading import Unreadable
from tests.adapters.tcvn.records import RECORDS, rice

WAYS = [*itertools.permutations(FORMS, 2)]
ODD = {**rice(), "profile": "_x000D_ \r\n=1+1", "sector": "'"}


def written(records: list[dict], form: str, folder: Path) -> Path:
    file = folder / f"records.{form}"
    FORMS[form].write(records, file)
    return file


def there(file: Path) -> list[dict]:
    found: list[Finding] = []
    records = list(read(file, found.append))
    assert found == []
    return records


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([rice()])
@example([ODD, rice()])
@example([])
@given(RECORDS)
def test_every_form_leads_to_every_other_and_back(tmp_path: Path, records: list[dict]) -> None:
    assert all(map(is_record, records))
    for first, second in WAYS:
        source = written(records, first, tmp_path)
        target = tmp_path / f"other.{second}"
        assert convert(source, target, second, pytest.fail) == len(records)
        assert (form_of(source), form_of(target)) == (first, second)
        assert there(target) == records


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS)
def test_its_xml_is_what_the_xsd_says(tmp_path: Path, records: list[dict]) -> None:
    from lxml import etree

    xml_schema().assertValid(etree.parse(str(written(records, "xml", tmp_path))))


def test_json_of_any_layout_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"records": [rice()], "version": "1"}, indent=3), encoding="utf-8-sig")
    assert there(file) == [rice()]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_records_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    first = written([rice()], form, tmp_path).read_bytes()
    assert written([rice()], form, tmp_path).read_bytes() == first


def test_members_come_in_the_order_of_the_shape(tmp_path: Path) -> None:
    (back,) = there(written([rice()], "xlsx", tmp_path))
    assert json.dumps(back) == json.dumps(rice())


def test_an_officer_reads_the_workbook(tmp_path: Path) -> None:
    book = load_workbook(written([rice()], "xlsx", tmp_path))
    assert book.sheetnames == ["Hồ sơ", "Các mục", "Nguồn", "Các bên", "Chứng nhận", "Công đoạn"]
    items = [[cell.value for cell in row] for row in book["Các mục"].iter_rows(min_row=2)]
    assert items[0] == [
        "Hồ sơ số",
        "Tên mục",
        "Tình trạng",
        "Giá trị",
        "Yêu cầu",
        "Điều khoản",
        "Độ chắc chắn",
        "Tên gọi",
    ]
    assert items[3] == [1, "origin", "Thiếu", None, "bắt buộc", "5 đ", "L", "Xuất xứ"]
    assert book["Các bên"]["E3"].data_type == "s"
    assert book["Công đoạn"].freeze_panes == "A3"


def test_a_sorted_and_edited_workbook_is_still_read(tmp_path: Path) -> None:
    file = written([rice(), ODD], "xlsx", tmp_path)
    book = load_workbook(file)
    page = book["Công đoạn"]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
    page.delete_rows(3, len(rows))
    for row in reversed(rows):
        page.append(row)
    page = book["Các mục"]
    page["C5"], page["D5"] = "present", "VN"
    book.save(file)
    first, second = there(file)
    assert [event["event"] for event in first["events"]] == ["/eventList/0", "/eventList/1"]
    assert (first["fields"]["origin"]["state"], first["fields"]["origin"]["value"]) == ("present", "VN")
    assert second["events"] == rice()["events"]


CHANGES = {
    "tcvn.member-missing": lambda one: one.pop("lot"),
    "tcvn.member-unknown": lambda one: one.update(more=1),
    "tcvn.form": lambda one: one["score"].update(have=-1),
    "tcvn.sign": lambda one: one.update(profile="a\x00b"),
}


@pytest.mark.parametrize("code", CHANGES)
def test_what_is_no_record_is_told_with_its_place_and_left_out(tmp_path: Path, code: str) -> None:
    wrong = rice()
    CHANGES[code](wrong)
    found: list[Finding] = []
    assert list(read(written([wrong, rice()], "json", tmp_path), found.append)) == [rice()]
    assert {one.code for one in found} == {code}
    assert all(one.at.startswith("/records/0") for one in found)


CUT = b'{"version":"1","records":['
BROKEN = {
    "tcvn.kind": (b"", b"hello", b"{}", b"<a/>", b'{"version":"1","records":3}'),
    "tcvn.version": (b'{"version":"9","records":[]}', b'<records xmlns="https://ns.lienthong.example/record/1"/>'),
    "tcvn.json": (CUT, CUT + b'\n{"a":1}', CUT + b"\n]}\nx", b"{,"),
    "tcvn.twice": (b'{"version":"1","version":"1","records":[]}',),
    "tcvn.encoding": (b'{"version":"\xff"}', b'{"version":"1","records":["\\ud800"]}'),
    "tcvn.depth": (b'{"a":' + b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"),
    "tcvn.doctype": (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",),
    "tcvn.xml": (b"<", b"<records", b'<records xmlns="https://ns.lienthong.example/record/1" version="1"><record>'),
    "tcvn.workbook": (b"PK\x03\x04 and no more",),
}  # fmt: skip


@pytest.mark.parametrize(("code", "content"), [(code, one) for code, some in BROKEN.items() for one in some])
def test_what_is_no_file_of_records_says_why(tmp_path: Path, code: str, content: bytes) -> None:
    file = tmp_path / "a"
    file.write_bytes(content)
    with pytest.raises(Unreadable) as fault:
        list(read(file, lambda finding: None))
    assert fault.value.finding.code == code


def test_a_workbook_of_something_else_is_none_of_records(tmp_path: Path) -> None:
    file = written([rice()], "xlsx", tmp_path)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/more.xml", b"")
    book = load_workbook(file)
    book["Các mục"]["D2"] = "Gì đó"
    book.save(file)
    with pytest.raises(Unreadable) as fault:
        list(read(file, lambda finding: None))
    assert fault.value.finding.facts == {"sheet": "Các mục", "heading": "Giá trị"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda book: book["Các mục"].append([9, "origin", "Thiếu", None, "M", "", "L"]), "tcvn.stray"),
        (lambda book: book["Các mục"].append([1, "origin", "Thiếu", None, "M", "", "L"]), "tcvn.stray"),
        (lambda book: book["Các mục"].append(["một", "origin", "Thiếu", None, "M", "", "L"]), "tcvn.row"),
        (lambda book: book["Hồ sơ"].append([1, "x"]), "tcvn.stray"),
    ],
)
def test_rows_that_belong_nowhere_are_told(tmp_path: Path, change, code: str) -> None:
    file = written([rice()], "xlsx", tmp_path)
    book = load_workbook(file)
    change(book)
    book.save(file)
    found: list[Finding] = []
    list(read(file, found.append))
    assert code in {one.code for one in found}


def test_nothing_stands_at_the_target_when_the_source_breaks_off(tmp_path: Path) -> None:
    file = written([rice()], "json", tmp_path)
    file.write_bytes(file.read_bytes()[:-4])
    with pytest.raises(Unreadable):
        convert(file, tmp_path / "b.xml", "xml", pytest.fail)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["records.json"]
