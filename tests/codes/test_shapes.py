"""Every code row of the table: texts it takes, texts it does not, and what a code carries in it."""

from __future__ import annotations

import pytest

from lienthong.codes import code, code_names, letters_fit, province_by_code, province_in
from lienthong.shelf import data

# name: texts with one of its shapes, texts with none
CASES = {
    "gtin": (["96385074", "614141000012", "9521234000013", "09521234000013"],
             ["952123400001A", "1234567", "95212340001"]),
    "gln": (["9521234000020"], ["952123400002", "09521234000020"]),
    "sscc": (["395212340000000175"], ["39521234000000017", "3.9521234E+17"]),
    "company_prefix": (["8931234", "89312345", "893123456", "8931234567", "893123456789"],
                       ["893123", "89312345678", "9931234"]),
    "lot": (["L2603", "a-1", "A/1", "L" * 20], ["", "L" * 21, "lô 1", "A B"]),
    "provincial_lot": (["LUA020426001"], ["LUA320426001", "LUA021326001", "020426001", "LUA02042601"]),
    "level_digit": (["19521234000010"], ["09521234000013", "9521234000013"]),
    "own_key": (["200" + "1" * 18], ["200" + "1" * 17, "201" + "1" * 18]),
    "tax_code": (["0100000003", "0100000003-001", "001089012345"],
                 ["100000003", "0100000003001", "01000 00003", "٠١٠٠٠٠٠٠٠٣"]),
    "citizen_number": (["089089012345"], ["89089012345", "189089012345", "0890890123456"]),
    "planting_area": (["VN-AGOR-0001", "VNAGIOR0001", "vn-agor-0001"], ["VN-AGPH-0001", "AG.01.2026", "VN-AGOR-001"]),
    "packing_house": (["VN-AGPH-0012", "VNAGIPH0012"], ["VN-AGOR-0012", "PH-12"]),
    "farm": (["AG-NT-000123", "1234/28.NT"], ["ao nhà", "A", "AG-NT"]),
    "establishment": (["DL 123", "HK-1", "TS0456"], ["xưởng 2", "D1", "DL 12345"]),
    "vietgap": (["VietGAP-TT-12-03-89-0001", "VIETGAP-CN-12-03-89-0001"],
                ["VietGAP-XX-12-03-89-0001", "VietGAP-TT-12-3-89-0001", "VG 1"]),
    "globalgap": (["9521234000013"], ["952123400001", "GGN 9521234000013"]),
    "ocop": (["3", "4 sao", "5SAO", "0"], ["2", "6 sao", "bốn sao"]),
    "vessel": (["AG-12345-TS", "BTH99001TS"], ["AG-00000-TS", "AG-1234-TS", "A-12345-TS", "KN-123-VN"]),
    "state_vessel": (["KN-123-VN", "NC456AG"], ["KN-12-VN", "AG-12345-TS"]),
    "ear_tag": (["67-01-26-000123", "ccty0126000123"], ["67-01-26-123", "bò 5"]),
    "province": (["91", "01"], ["1", "091", "An"]),
    "ward": (["30307"], ["3030", "030307", "3030A"]),
    "gpc_brick": (["10000006"], ["1000000", "gạo"]),
    "hs": (["1006", "1006.30", "0304 62 00"], ["100", "10063", "1006300000"]),
    "tcvn_13274": ([], ["01"]),
}  # fmt: skip


def test_all_25_rows_have_cases():
    assert len(code_names()) == 25
    assert list(CASES) == code_names()


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, (good, _) in CASES.items() for text in good])
def test_taken(name, text):
    assert code(name).shape(text) is not None


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, (_, bad) in CASES.items() for text in bad])
def test_not_taken(name, text):
    assert code(name).shape(text) is None


@pytest.mark.parametrize("name", [*code_names(), *data("vn/codes.yaml")["numbers"]])
def test_every_row_is_whole(name):
    kind = code(name)
    assert kind.term["vi"]
    assert kind.term["en"]
    assert kind.source
    assert set(kind.mark.split("/")) <= {"GS1", *"LNCDU"}
    assert kind.other in {"refuse", "warn", "keep"}
    assert kind.store in {"text", "masked", "opaque", "record"}
    assert all(shape.mark in {"GS1", *"LNCDU"} and shape.shown and shape.of for shape in kind.shapes)
    assert kind.fails in ({"refuse", "warn"} if kind.check else {""})


def test_unsure_shapes_say_so():
    marks = {(name, shape.of): shape.mark for name in code_names() for shape in code(name).shapes if shape.mark == "U"}
    assert set(marks) == {
        ("tax_code", "person"),
        ("farm", "aquaculture farm"),
        ("establishment", "establishment"),
        ("vietgap", "certificate"),
    }


def test_personal_data_are_masked_and_nothing_else():
    assert [name for name in code_names() if code(name).personal] == ["citizen_number"]
    assert code("citizen_number").masked("089-189-001234") == "***-***-***234"
    # whatever stands there by mistake is no less personal
    assert code("citizen_number").masked("Nguyễn Văn An") == "****** *** An"


@pytest.mark.parametrize(
    ("name", "text", "carried"),
    [
        ("citizen_number", "089089012345", ["An Giang"]),
        ("citizen_number", "091089012345", ["Kiên Giang", "An Giang"]),
        ("citizen_number", "099089012345", []),
        ("vietgap", "VietGAP-TT-12-03-89-0001", ["An Giang"]),
        ("planting_area", "VN-AGIOR-0001", ["An Giang", "An Giang"]),
        ("planting_area", "VN-XYOR-0001", []),
        ("planting_area", "AG.01.2026", []),
        ("vessel", "AG-12345-TS", ["An Giang", "An Giang"]),
        ("gtin", "9521234000013", []),
    ],
)
def test_the_province_a_code_carries(name, text, carried):
    assert [province.name for province in province_in(name, text)] == carried


@pytest.mark.parametrize(
    ("name", "text", "place", "fits"),
    [
        ("planting_area", "VN-AGOR-0001", ("91", 1), True),
        ("planting_area", "VN-AGOR-0001", ("91", 0), False),
        ("planting_area", "VN-AGOR-0001", ("89", 0), True),
        ("planting_area", "VN-AGOR-0001", ("92", 1), False),
        ("planting_area", "VN-XYOR-0001", ("92", 1), None),
        ("vietgap", "VietGAP-TT-12-03-89-0001", ("91", 1), True),
        ("vietgap", "VietGAP-TT-12-03-79-0001", ("91", 1), False),
        ("tax_code", "0100000003", ("91", 1), None),
    ],
)
def test_letters_are_held_against_the_place_in_its_time(name, text, place, fits):
    number, time = place
    assert letters_fit(name, text, province_by_code(number)[time]) is fits


def test_the_field_of_a_certificate():
    kind = code("vietgap")
    assert kind.fields[kind.part("VietGAP-TS-12-03-89-0001", "field")]["en"] == "aquatic products"
    assert code("ocop").months == 36
