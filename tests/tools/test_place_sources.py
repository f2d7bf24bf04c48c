"""The tables of wards hold two sources against each other: what they agree on, and what they do not."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
PROVINCE, DISTRICT = "Tỉnh Sông Xanh", "Huyện Bờ Đông"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("place_sources")


def sources(tool, changes, others, early=()):
    district = tool.District("98", "970", DISTRICT)
    return tool.Sources(
        versions=(),
        old_provinces={"98": PROVINCE},
        new_provinces={"98": PROVINCE},
        early_provinces={"98": PROVINCE},
        into={"98": "98"},
        districts={"970": district},
        early_districts={"970": tool.District("98", "970", "Thị xã Bờ Đông")},
        old_wards={code: tool.Ward(ward, "98", "970") for ward, (code, _) in changes.items() if code},
        early_wards={code: tool.Ward(name, "98", "970") for code, name in early},
        new_wards={},
        changes={(PROVINCE, DISTRICT, ward): (code, frozenset(to.split())) for ward, (code, to) in changes.items()},
        others={(PROVINCE, DISTRICT, ward): frozenset(to.split()) for ward, to in others.items()},
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "rows"),
    [
        ({"Xã An": ("1", "A")}, {"Xã An": "A"}, [("1", ("xã An",), "=", ("A",), ())]),
        ({"Xã An": ("1", "A B")}, {"Xã An": "B A"}, [("1", ("xã An",), "/", ("A", "B"), ())]),
        ({"Xã An": ("1", "A B")}, {"Xã An": "A"}, [("1", ("xã An",), "?", ("A", "B"), ("A",))]),
        ({"Xã An": ("1", "A")}, {"Xã An": "B"}, [("1", ("xã An",), "?", ("A",), ("B",))]),
        ({"Xã Hòa": ("1", "A")}, {"Xã Hoà": "A"}, [("1", ("xã Hòa",), "=", ("A",), ())]),
        ({"Xã Quý": ("1", "A")}, {"Xã Quí": "A"}, [("1", ("xã Quý", "xã Quí"), "=", ("A",), ())]),
        ({"Phường VII": ("1", "A")}, {"Phường 7": "A"}, [("1", ("phường VII", "phường 7"), "=", ("A",), ())]),
        ({"Xã An": ("1", "A")}, {"Xã Bình": "A"},
         [("1", ("xã An",), "~", ("A",), ()), ("", ("xã Bình",), "~", ("A",), ())]),
        ({"": ("", "A")}, {"Huyện Bờ Đông": "A"}, [("", (), "=", ("A",), ())]),
        # two of one loose name are two places
        (
            {"Xã Tân": ("1", "A"), "Xã Tấn": ("2", "B")},
            {"Xã Tàn": "A", "Xã Tấn": "B"},
            [("1", ("xã Tân", "xã Tàn"), "=", ("A",), ()), ("2", ("xã Tấn",), "=", ("B",), ())],
        ),
    ],
)  # fmt: skip
def test_two_sources_of_changes(tool, ours, theirs, rows):
    (found,) = tool.merged(sources(tool, ours, theirs)).values()
    assert [(row.code, row.names, row.mark, row.first, row.second) for row in found] == rows


@pytest.mark.parametrize(
    ("early", "names", "ended"),
    [
        (("1", "Xã An"), ("thị trấn An", "xã An"), []),
        (("1", "Xã Cũ"), ("thị trấn An",), ["xã Cũ"]),
        (("2", "Xã Cũ"), ("thị trấn An",), ["xã Cũ"]),
        (("1", "Thị trấn An"), ("thị trấn An",), []),
    ],
)
def test_wards_of_the_older_edition(tool, early, names, ended):
    given = sources(tool, {"Thị trấn An": ("1", "A")}, {"Thị trấn An": "A"}, [early])
    (found,) = tool.merged(given).values()
    assert [row.names for row in found if row.mark == "="] == [names]
    assert [row.names[0] for row in found if row.mark == "-"] == ended
