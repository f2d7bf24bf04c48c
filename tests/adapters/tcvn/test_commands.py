"""The commands on the command line: what they print, their exit codes, the files they write."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from lxml import etree

from adapters.tcvn.converting import FORMS
from lienthong.cli.app import run
from tests.adapters.tcvn.records import rice


@pytest.fixture
def records(tmp_path: Path) -> Path:
    FORMS["json"].write([rice()], tmp_path / "national.json")
    return tmp_path / "national.json"


def test_records_become_a_workbook_and_xml(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, xml = records.with_name("a.xlsx"), records.with_name("b")
    assert run(["tcvn", "convert", str(records), "-o", str(sheet), "--lang", "vi"]) == 0
    assert "1 hồ sơ" in capsys.readouterr().out
    assert run(["tcvn", "convert", str(sheet), "-o", str(xml), "--to", "xml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["records"] == 1
    assert run(["tcvn", "validate", str(records), str(sheet), str(xml), "--lang", "en"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_what_is_wrong_is_one_and_what_cannot_be_read_is_two(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = {**rice(), "profile": ""}
    FORMS["json"].write([wrong, rice()], records)
    assert run(["tcvn", "validate", str(records)]) == 1
    assert run(["tcvn", "convert", str(records), "-o", str(records.with_name("a.xml"))]) == 1
    records.write_text("nothing", encoding="utf-8")
    assert run(["tcvn", "validate", str(records)]) == 2
    assert run(["tcvn", "convert", str(records), "-o", str(records.with_name("a.xml"))]) == 2
    assert run(["tcvn", "convert", str(records), "-o", str(records.with_name("a.odt"))]) == 2
    assert run(["tcvn", "validate", str(records.with_name("none"))]) == 2
    assert run(["tcvn", "schema", "odt"]) == 2
    capsys.readouterr()


def test_the_schemas_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tcvn", "schema", "json"]) == 0
    assert jsonschema_rs.is_valid(json.loads(capsys.readouterr().out), {"version": "1", "records": [rice()]})
    assert run(["tcvn", "schema", "xml"]) == 0
    etree.XMLSchema(etree.fromstring(capsys.readouterr().out.encode()))
