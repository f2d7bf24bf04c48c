"""Hostile workbooks are refused by name; what is only unusual is read, whatever parser it takes."""
# ruff: noqa: E501 - a line is a case

from __future__ import annotations

import datetime as dt
import os
import struct
import time
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.tabular import process
from adapters.tabular.limits import Limits
from lienthong.reading import ErrorCell, Unreadable
from tests.adapters.tabular import workbooks as wb
from tests.adapters.tabular.reading_workbooks import opened, refused, rows_of
from tests.adapters.tabular.workbooks import number_cell, sheet, text_cell, workbook, zipped

MIB = 1 << 20

DIMENSIONS = ("", '<dimension ref="A1:B2"/>', '<dimension ref="A1:XFD1048576"/>')
FAR = {
    "both corners": (["A1", "XFD1048576"], "XFD1048576"),
    "both corners, no dimension, odd order": (["XFD1048576", "A1"], "XFD1048576"),
    "a far row under wide data": ([f"{column}1" for column in ("A", "ZZ", "AAA")] + ["A1048576"], "A1048576"),
    "a far column beside long data": ([f"A{row}" for row in range(1, 2000)] + ["XFD7"], "XFD7"),
    "middle": (["A1", "XFD99999"], "XFD99999"),
    "wide": (["B2", "XFC700000"], "XFC700000"),
}


@pytest.mark.parametrize("case", FAR)
def test_xls_01_far_cells_are_named(case, tmp_path):
    addresses, far = FAR[case]
    rows = "".join(
        f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{number_cell(address, "1")}</row>'
        for address in addresses
    )
    begun = time.monotonic()
    found = refused(workbook(tmp_path / "a.xlsx", rows, before=DIMENSIONS[len(case) % 3]))
    assert (found.code, found.place.sheet, found.place.cell) == ("tabular.far-cell", "So", far)
    assert time.monotonic() - begun < 3


def test_xls_01_a_sheet_of_blank_rows_is_no_fault(tmp_path):
    rows = f'<row r="1">{text_cell("A1", "a")}</row><row r="300000">{text_cell("A300000", "b")}</row>'
    found = rows_of(opened(workbook(tmp_path / "a.xlsx", rows)))
    assert found[1] == ["a"]
    assert found[300000] == ["b"]
    assert len(found) < 2000


def bomb(path, name: str, size: int = 300 * MIB):
    members = wb.parts({"So": sheet(f'<row r="1">{text_cell("A1", "x")}</row>')})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, data in members.items():
            if other != name:
                archive.writestr(other, data)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(b"<x>")
            for _ in range(size // MIB):
                part.write(b" " * MIB)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/drawings/drawing1.xml",
        "docProps/app.xml",
    ],
)
def test_xls_02_bombs_are_refused_whatever_the_part(name, tmp_path):
    path = bomb(tmp_path / "a.xlsx", name, 64 * MIB)
    begun = time.monotonic()
    assert refused(path).code == "tabular.bomb"
    assert time.monotonic() - begun < 5


def test_xls_02_a_bomb_that_lies_about_its_size(tmp_path):
    path = bomb(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", 64 * MIB)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            size = struct.unpack_from("<I", data, at + offset)[0]
            if size > MIB or size == 0xFFFFFFFF:
                struct.pack_into("<I", data, at + offset, 900)
    path.write_bytes(data)
    assert refused(path).code in {"tabular.bomb", "tabular.damaged"}


@pytest.mark.usefixtures("own_worker")
def test_xls_02_total_size_is_limited_for_a_service(tmp_path):
    path = tmp_path / "a.xlsx"
    rows = f'<row r="1">{text_cell("A1", os.urandom(40_000).hex()[:30_000])}</row>'
    workbook(path, rows)
    assert refused(path, Limits(inflated=20_000)).code == "tabular.bomb"
    assert refused(path, Limits(members=3)).facts["what"] == "members"


def names_of(members: dict) -> dict:
    return {**wb.parts({"So": sheet(f'<row r="1">{text_cell("A1", "x")}</row>')}), **members}


PACKAGES = {
    "XLS-03 name that climbs": (lambda p: zipped(p, names_of({"xl/../../evil.xml": "x"})), "package"),
    "XLS-03 absolute name": (lambda p: zipped(p, names_of({"/etc/x": "x"})), "package"),
    "XLS-03 drive name": (lambda p: zipped(p, names_of({"c:x": "x"})), "package"),
    "XLS-03 same name in another case": (lambda p: zipped(p, names_of({"XL/Workbook.xml": "x"})), "package"),
    "XLS-03 ods": (lambda p: zipped(p, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "other-workbook"),
    "XLS-03 xlsb": (lambda p: zipped(p, names_of({"xl/workbook.bin": b"x"})), "other-workbook"),
    "XLS-03 docx": (lambda p: zipped(p, {"[Content_Types].xml": wb.TYPES, "word/document.xml": "<x/>"}), "no-workbook"),
    "XLS-03 no sheets": (lambda p: zipped(p, wb.parts({})), "no-sheets"),
    "XLS-03 sheet part absent": (lambda p: zipped(p, {k: v for k, v in names_of({}).items() if "sheet1" not in k}), "no-sheets"),
    "XLS-03 no relations": (lambda p: zipped(p, {k: v for k, v in names_of({}).items() if "_rels/workbook" not in k}), "damaged"),
    "cut short": (lambda p: p.write_bytes(zipped(p, names_of({})).read_bytes()[:-200]), "damaged"),
    "not well formed": (lambda p: workbook(p, '<row r="1"><c r="A1" t="e"><v>1</c></row>'), "damaged"),
    "XLS-03 xls": (lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "old-workbook"),
    "XLS-03 encrypted": (
        lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
        "encrypted",
    ),
    "XLS-04 doctype in the sheet": (lambda p: zipped(p, names_of({"xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{sheet("")}'})), "doctype"),
    "XLS-04 doctype in the strings": (lambda p: zipped(p, names_of({"xl/sharedStrings.xml": f'<!DOCTYPE x><sst xmlns="{wb.MAIN}"/>'})), "doctype"),
    "XLS-04 doctype in the workbook": (lambda p: zipped(p, names_of({"xl/workbook.xml": "<!DOCTYPE x>" + names_of({})["xl/workbook.xml"]})), "doctype"),
    "XLS-04 doctype in the styles": (lambda p: zipped(p, names_of({"xl/styles.xml": "<!DOCTYPE x>" + wb.styles()})), "doctype"),
    "XLS-04 doctype in UTF-16": (
        lambda p: zipped(p, names_of({"xl/worksheets/sheet1.xml": f"<!DOCTYPE x>{sheet('')}".encode("utf-16")})), "doctype",
    ),
    "XLS-04 entity without doctype": (lambda p: workbook(p, f'<row r="1">{text_cell("A1", "a&x;b")}</row>'), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("case", PACKAGES)
def test_packages_that_are_refused(case, tmp_path):
    make, code = PACKAGES[case]
    path = tmp_path / "a.xlsx"
    make(path)
    found = refused(path)
    assert found.code == f"tabular.{code}"
    assert found.place.source == "a.xlsx"


def test_xls_03_a_link_in_the_package(tmp_path):
    path = zipped(tmp_path / "a.xlsx", names_of({}))
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(path).facts["what"] == "link"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_xls_03_a_member_twice(tmp_path):
    path = zipped(tmp_path / "a.xlsx", names_of({}))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert refused(path).facts["what"] == "duplicate"


@pytest.mark.usefixtures("own_worker")
def test_a_worker_that_never_ends_is_ended(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    monkeypatch.setattr(process, "PAUSES", (0.0,))
    found = refused(path, Limits(wall=0.001))
    assert (found.code, found.facts) == ("tabular.costly", {"what": "time", "limit": "0.001 s"})


@pytest.mark.usefixtures("own_worker")
def test_a_worker_without_memory_is_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    found = refused(path, Limits(memory=24 * MIB))
    assert (found.code, found.facts) == ("tabular.costly", {"what": "memory", "limit": "24 MiB"})


@pytest.mark.usefixtures("own_worker")
def test_a_sheet_too_large_for_memory_is_streamed(tmp_path):
    rows = "".join(
        f'<row r="{at}">{number_cell(f"A{at}", str(at))}{text_cell(f"ZZ{at}", "x")}</row>'
        for at in (1, *range(40_000, 40_100))
    )
    found = rows_of(opened(workbook(tmp_path / "a.xlsx", rows), Limits(memory=300 * MIB, area=10**9)))
    assert found[40_099] == [40_099, *[""] * 700, "x"]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!"])
def test_xls_05_errors_of_newer_programs_do_not_cost_the_sheet(error, tmp_path):
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}<c r="B1" t="e"><v>{error}</v></c></row>')
    assert rows_of(opened(path)) == {1: ["x", ErrorCell(error)]}


@pytest.mark.usefixtures("own_worker")
def test_nothing_of_the_current_folder_is_loaded(tmp_path, monkeypatch):
    for name in ("json.py", "zipfile.py", "msgspec.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import pathlib; pathlib.Path('loaded').touch()", "utf-8")
    (tmp_path / "adapters").mkdir()
    (tmp_path / "adapters" / "__init__.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    path = workbook(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "x")}</row>')
    assert rows_of(opened(path)) == {1: ["x"]}
    assert not (tmp_path / "loaded").exists()


@settings(max_examples=12)
@given(st.binary(max_size=300), st.integers(0, 3000))
def test_damaged_workbooks_raise_nothing_but_unreadable(tmp_path_factory, junk, at):
    path = tmp_path_factory.mktemp("junk") / "a.xlsx"
    data = bytearray(zipped(path, names_of({}), zipfile.ZIP_STORED).read_bytes())
    data[at : at + len(junk)] = junk
    path.write_bytes(data)
    try:
        rows_of(opened(path))
    except Unreadable:
        return


@pytest.mark.usefixtures("own_worker")
def test_what_openpyxl_writes_reads_back(tmp_path):
    rows = [["Mã", "Cân", "Ngày"], ["L-1", 12, dt.date(2026, 4, 13)], ["L-2", 1.5, dt.date(1999, 12, 31)]]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    assert list(rows_of(opened(tmp_path / "a.xlsx")).values()) == rows
